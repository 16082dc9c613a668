"""The bodies of feeds, each built once for its version and kept until the next.

1. Every request asks the database for its feed and the version of all feeds: one SELECT.
2. The version, the writer, the filter and the local day make the ETag; who has it gets 304.
3. Otherwise the kept body is sent; where there is none, one request builds it and the others wait.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from habac24h.calendar.feed import WRITER_VERSION
from habac24h.calendar.finding import Finder
from habac24h.calendar.selection import Selection, export
from habac24h.calendar.tables import FeedVersion
from habac24h.office import Office

_KEPT = 32
_LEVEL = 6


class Body:
    """The bytes of one feed at one version; compressed when somebody first wants that."""

    def __init__(self, plain: bytes) -> None:
        self.plain = plain
        self._lock = threading.Lock()
        self._packed: bytes | None = None

    @property
    def is_packed(self) -> bool:
        """Whether somebody wanted it compressed before."""
        return self._packed is not None

    def packed(self) -> bytes:
        """The same as gzip, with equal bytes each time."""
        with self._lock:
            if self._packed is None:
                self._packed = gzip.compress(self.plain, compresslevel=_LEVEL, mtime=0)
            return self._packed


@dataclass(frozen=True)
class Look:
    """What is known of a feed before its body is needed."""

    selection: Selection
    etag: str
    modified: datetime

    @functools.cached_property
    def last_modified(self) -> str:
        """The time as HTTP writes it."""
        return format_datetime(self.modified, usegmt=True)


class Shelf:
    """Feeds of one office; safe to use from several threads."""

    def __init__(self, office: Office) -> None:
        self._office, self._zone = office, office.settings.zone
        self._finder = Finder(office.database.engine)
        self.is_quick = office.database.is_sqlite
        """Whether a look takes microseconds: a file is read at once, a server asked over a net."""
        self._made: Callable[..., Look] = functools.lru_cache(maxsize=256)(_made)
        self._lock = threading.Lock()
        self._building: dict[Selection, threading.Lock] = {}
        self._bodies: OrderedDict[Selection, tuple[str, Body]] = OrderedDict()
        self.built = 0
        """How many bodies were built; tests and benchmarks look at it."""

    def look(self, token: str) -> Look | None:
        """The feed of an address as it is now; None when there is none."""
        found = self._finder.find(token)
        if found is None:
            return None
        return self._look(found.selection, found.version, found.moved)

    def body(self, look: Look) -> tuple[Look, Body]:
        """Its bytes, and the look that they belong to: it may have moved in the meantime."""
        with self._lock:
            building = self._building.setdefault(look.selection, threading.Lock())
        with building:
            known = self.kept(look)
            return (look, known) if known is not None else self._build(look.selection)

    def kept(self, look: Look) -> Body | None:
        """Its bytes where they are kept already."""
        with self._lock:
            return self._known(look)

    def _known(self, look: Look) -> Body | None:
        etag, body = self._bodies.get(look.selection, ("", None))
        if body is None or etag != look.etag:
            return None
        self._bodies.move_to_end(look.selection)
        return body

    def _build(self, wanted: Selection) -> tuple[Look, Body]:
        """Version and bytes from one view of the database."""
        with self._office.database.read() as session:
            version = _version(session)
            now, settings = self._office.clock.now(), self._office.settings
            body = Body(export(session, wanted, now, settings))
        look = self._look(wanted, version.value, version.moved)
        with self._lock:
            self.built += 1
            self._bodies[wanted] = look.etag, body
            self._bodies.move_to_end(wanted)
            while len(self._bodies) > _KEPT:
                gone, _ = self._bodies.popitem(last=False)
                self._building.pop(gone, None)
        return look, body

    def _look(self, wanted: Selection, version: str, moved: int) -> Look:
        today, settings = (
            self._office.clock.now().astimezone(self._zone).date(),
            _said(self._office),
        )
        return self._made(settings, self._zone, wanted, version, moved, today)


def _said(office: Office) -> tuple[str, str | None]:
    """The settings that a feed shows; the office's name may be changed on a page meanwhile."""
    return office.settings.office, office.settings.public_url


def _made(
    settings: tuple[str, str | None],
    zone: ZoneInfo,
    wanted: Selection,
    version: str,
    moved: int,
    today: date,
) -> Look:
    """A new day moves the window, and what was cancelled long ago leaves."""
    said = (WRITER_VERSION, version, wanted, *settings)
    mark = hashlib.sha256(repr(said).encode()).hexdigest()[:20]
    midnight = datetime.combine(today, time(0), zone).astimezone(UTC)
    modified = max(datetime.fromtimestamp(moved, UTC), midnight)
    return Look(wanted, f'W/"{mark}-{today:%Y%m%d}"', modified)


def _version(session: Session) -> FeedVersion:
    return session.exec(select(FeedVersion)).one()
