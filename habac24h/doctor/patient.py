"""What an examination has before it: a home folder that may lack, or have spoiled, everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlmodel import Session

from habac24h import config, db, own_settings
from habac24h.clock import Clock, SystemClock
from habac24h.config import Settings
from habac24h.db import Database
from habac24h.errors import DamagedError, DatabaseError, SettingsError
from habac24h.office import Office


@dataclass(frozen=True)
class Patient:
    """One home, looked at and not touched.

    `database` is None where there is none yet or none can be opened (`broken` says why, and
    `damaged` that only a backup helps);
    `rows_can_be_read` only where its schema is this program's. `online` lets Facebook, the clock
    of a server and the office's own public address be asked.
    """

    home: Path
    settings: Settings
    clock: Clock
    database: Database | None
    settings_error: str | None = None
    broken: str | None = None
    damaged: bool = False
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
    made = Patient(home, settings, clock or SystemClock(), None, wrong, online=online)
    patient = _opened(made)
    try:
        yield patient
    finally:
        if patient.database is not None:
            patient.database.dispose()


def of_office(office: Office) -> Patient:
    """An office that is open already, for its pages; nobody outside is asked."""
    made = Patient(office.home, office.settings, office.clock, office.database)
    try:
        return replace(made, revision=_revision(office.database))
    except DatabaseError as error:
        return _broken(made, error)


def _opened(made: Patient) -> Patient:
    """The same patient with its database and its revision, or with why it cannot be used."""
    given = made.settings.database_url
    url = given.get_secret_value() if given else db.sqlite_url(made.home / db.FILE_NAME)
    file = _file(url)
    if file is not None and not file.exists():
        return made
    if file is not None and db.is_emptied(file):
        return _broken(made, DamagedError(f"Tệp dữ liệu {file} trống (0 byte)."))
    try:
        database = Database(url, look_only=True)
    except DatabaseError as error:
        return _broken(made, error)
    try:
        return _with_own_settings(replace(made, database=database, revision=_revision(database)))
    except DatabaseError as error:
        database.dispose()
        return _broken(made, error)


def _with_own_settings(patient: Patient) -> Patient:
    """What the office's pages changed counts here as everywhere."""
    if not patient.rows_can_be_read:
        return patient
    with patient.rows() as session:
        own = own_settings.kept(session)
    return replace(patient, settings=own_settings.usable(patient.settings, own))


def _broken(made: Patient, error: DatabaseError) -> Patient:
    return replace(made, broken=error.sentence, damaged=isinstance(error, DamagedError))


def _revision(database: Database) -> str | None:
    """By way of a session, so that the driver's complaints come as sentences."""
    with database.read():
        return db.revision(database)


def _file(url: str) -> Path | None:
    if not url.startswith("sqlite"):
        return None
    return Path(str(make_url(url).database))
