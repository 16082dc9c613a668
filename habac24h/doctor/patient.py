"""What an examination has before it: a home folder that may lack, or have spoiled, everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlmodel import Session

from habac24h import config, db
from habac24h.clock import Clock, SystemClock
from habac24h.config import Settings
from habac24h.db import Database
from habac24h.errors import DatabaseError, SettingsError
from habac24h.office import Office


@dataclass(frozen=True)
class Patient:
    """One home, looked at and not touched.

    `database` is None where there is none yet or none can be opened (`broken` says why);
    `rows_can_be_read` only where its schema is this program's. `online` lets Facebook, the clock
    of a server and the office's own public address be asked.
    """

    home: Path
    settings: Settings
    clock: Clock
    database: Database | None
    settings_error: str | None = None
    broken: str | None = None
    revision: str | None = None
    online: bool = False

    @property
    def rows_can_be_read(self) -> bool:
        """Whether the tables are as this program knows them."""
        return self.database is not None and self.revision == db.newest_revision()

    def now(self) -> datetime:
        """The moment by this computer's clock."""
        return self.clock.now()

    @contextmanager
    def rows(self) -> Iterator[Session]:
        """A look into the database; only where `rows_can_be_read`."""
        assert self.database is not None
        with self.database.read() as session:
            yield session


@contextmanager
def at_home(home: Path, *, online: bool, clock: Clock | None = None) -> Iterator[Patient]:
    """The patient in a home folder, with whatever of it can be opened."""
    try:
        settings, wrong = config.load(home), None
    except SettingsError as error:
        settings, wrong = Settings(), error.sentence
    database, revision, broken = _opened(home, settings)
    try:
        yield Patient(
            home, settings, clock or SystemClock(), database, wrong, broken, revision, online
        )
    finally:
        if database is not None:
            database.dispose()


def of_office(office: Office) -> Patient:
    """An office that is open already, for its pages; nobody outside is asked."""
    database, broken = office.database, None
    revision = None
    try:
        revision = _revision(database)
    except DatabaseError as error:
        broken = error.sentence
    return Patient(office.home, office.settings, office.clock, database, None, broken, revision)


def _opened(home: Path, settings: Settings) -> tuple[Database | None, str | None, str | None]:
    """The database, its revision, and why it cannot be used."""
    given = settings.database_url
    url = given.get_secret_value() if given else db.sqlite_url(home / db.FILE_NAME)
    file = _file(url)
    if file is not None and not file.exists():
        return None, None, None
    try:
        database = Database(url, look_only=True)
    except DatabaseError as error:
        return None, None, error.sentence
    try:
        return database, _revision(database), None
    except DatabaseError as error:
        database.dispose()
        return None, None, error.sentence


def _revision(database: Database) -> str | None:
    """By way of a session, so that the driver's complaints come as sentences."""
    with database.read():
        return db.revision(database)


def _file(url: str) -> Path | None:
    if not url.startswith("sqlite"):
        return None
    return Path(str(make_url(url).database))
