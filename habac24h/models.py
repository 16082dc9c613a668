"""The tables: what is planned, written, approved, sent, confirmed and recorded.

Two small machines live here as columns: the item's words (`Item.state`) and each airing's delivery
(`Airing.state`). Rows are changed only through `rows.py`, which guards (id, state, version).
All times are timezone-aware UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Index, LargeBinary, Text, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class Words(StrEnum):
    """States of an item's words."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    DROPPED = "dropped"


class Going(StrEnum):
    """States of one airing's delivery."""

    WAITING = "waiting"
    SENDING = "sending"
    HANDED_OVER = "handed_over"
    UNKNOWN = "unknown"
    WITHDRAWING = "withdrawing"
    DONE = "done"
    FAILED = "failed"
    MISSED = "missed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """How an attempt ended; `open` until something is known."""

    OPEN = "open"
    ACCEPTED = "accepted"
    ADOPTED = "adopted"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"
    DUPLICATE = "duplicate"  # Facebook says that these words are there already
    ABSENT = "absent"


ON_THE_WAY = (Going.SENDING, Going.HANDED_OVER, Going.UNKNOWN, Going.WITHDRAWING)
"""States in which something of ours is, or may be, on the page."""
_ON_THE_WAY_SQL = "state IN ('sending', 'handed_over', 'unknown', 'withdrawing')"


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite, which has no such type, stores it naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must carry its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _moment(*, nullable: bool = True, index: bool = False) -> Any:
    kind: Any = Moment
    return Field(default=None, sa_type=kind, nullable=nullable, index=index)


def _json(default: type[list[Any]] | type[dict[str, Any]]) -> Any:
    return Field(default_factory=default, sa_column=Column(JSON, nullable=False))


def _json_or_none() -> Any:
    return Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


def _added(default: type[list[Any]] | type[dict[str, Any]]) -> Any:
    """A JSON column that came later: always filled, but SQLite adds no column without NULL."""
    return Field(default_factory=default, sa_column=Column(JSON, nullable=True))


def _long(*, nullable: bool = False) -> Any:
    return Field(default=None if nullable else "", sa_column=Column(Text, nullable=nullable))


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows that `where` selects. The migrations give PostgreSQL its own option:
    named here as well it would load that dialect in each office that has SQLite."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where))


class Setting(SQLModel, table=True):
    """What the program remembers about itself: time zone, the stop switch, page health."""

    name: str = Field(primary_key=True)
    value: Any = Field(default=None, sa_column=Column(JSON, nullable=True))


class CampaignRow(SQLModel, table=True):
    """A campaign definition as text, kept byte for byte; `shipped` is what the program brought."""

    __tablename__ = "campaign"
    id: str = Field(primary_key=True)
    title: str
    source: str = _long()
    shipped: str | None = _long(nullable=True)
    revision: int = 1
    updated_at: datetime = _moment(nullable=False)


class Edition(SQLModel, table=True):
    """A campaign in one year."""

    __table_args__ = (Index("edition_once", "campaign", "year", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    campaign: str
    year: int
    created_at: datetime = _moment(nullable=False)


class Fact(SQLModel, table=True):
    """One fact that an edition needs: theme, a phone number, a figure with its source."""

    __table_args__ = (Index("fact_once", "edition_id", "name", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    name: str
    value: str = _long()
    set_by: str
    set_at: datetime = _moment(nullable=False)
    verified_on: date | None = None  # a phone: the day on which somebody called it
    source: str | None = _long(nullable=True)  # a figure: who published it
    source_year: int | None = None


class Place(SQLModel, table=True):
    """A village, school, road or office where things are read, hung or held."""

    id: str = Field(primary_key=True)
    name: str
    kind: str
    example: bool = False
    position: int = 0
    removed: bool = False


class Account(SQLModel, table=True):
    """A person of the office: editor, approver or admin."""

    name: str = Field(primary_key=True)
    role: str
    password_hash: str | None = None
    disabled: bool = False
    created_at: datetime = _moment(nullable=False)
    full_name: str | None = None  # read by accounts/names.py; rows keep the login
    position: str | None = None


class WebSession(SQLModel, table=True):
    """A browser that somebody signed in with; only the hash of its secret is kept."""

    __tablename__ = "web_session"
    token_sha256: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.name", index=True)
    created_at: datetime = _moment(nullable=False)
    seen_at: datetime = _moment(nullable=False)
    until: datetime = _moment(nullable=False)


class OneTimeLink(SQLModel, table=True):
    """A link that opens once: the first administrator's set-up, or a new password."""

    __tablename__ = "one_time_link"
    token_sha256: str = Field(primary_key=True)
    purpose: str
    account: str | None = Field(default=None, foreign_key="account.name")
    until: datetime = _moment(nullable=False)


class Page(SQLModel, table=True):
    """A Facebook page (or the practice page) that was connected; one is live at a time."""

    page_id: str = Field(primary_key=True)
    name: str = ""
    practice: bool = False
    live: bool = False
    token: str | None = _long(nullable=True)  # Fernet, never in clear
    connected_at: datetime = _moment(nullable=False)
    checked_at: datetime | None = _moment()
    blocked: str | None = _long(nullable=True)
    wait_until: datetime | None = _moment()


class Picture(SQLModel, table=True):
    """A picture's bytes under their SHA-256, as `images.prepare` made them; never changed."""

    sha256: str = Field(primary_key=True)
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    mime: str
    width: int
    height: int
    created_at: datetime = _moment(nullable=False)


class Item(SQLModel, table=True):
    """One text for one channel in one edition: what people write, check and approve."""

    __table_args__ = (Index("item_edition", "campaign", "year"),)
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    campaign: str
    year: int
    activity: str
    channel: str
    topic: str | None = None
    template: str | None = None
    title: str = _long()
    text: str = _long()
    state: str = Words.DRAFT
    version: int = 1
    page: str | None = None
    fingerprint: str | None = Field(default=None, index=True)  # of the submitted words (fanpage)
    author: str | None = None
    authors: list[str] = _json(list)  # since the last approval (promise P9)
    submitter: str | None = None
    submitted_at: datetime | None = _moment()
    approver: str | None = None
    approved_at: datetime | None = _moment()
    approved_sha256: str | None = None
    approval_sha256: str | None = None
    one_person: bool = False
    override_reason: str | None = _long(nullable=True)
    reason: str | None = _long(nullable=True)
    dropped_by: str | None = None  # "plan" or "person"
    handmade: bool = False
    edited_at: datetime | None = _moment()
    moved_at: datetime | None = _moment()
    planned: dict[str, Any] = _json(dict)  # the slot as planning last applied it
    facts: dict[str, str] = _json(dict)  # the facts that the words used, with their values
    kept_facts: dict[str, str] | None = _json_or_none()  # changed facts that a person let stand
    late_limit: int | None = None  # seconds; None: the channel's default
    images: list[str] = _added(list)  # SHA-256 of its pictures, in their order
    image_alts: dict[str, str] = _added(dict)  # what a picture shows, in words, by SHA-256
    drawn: bool | None = None  # its pictures were drawn from its words: new words need new ones
    created_at: datetime = _moment(nullable=False)
    updated_at: datetime = _moment(nullable=False)


class Airing(SQLModel, table=True):
    """One time (or window) at which an item goes out, with its places."""

    __table_args__ = (
        Index("airing_by_state", "state", "due"),
        Index("airing_by_due", "due", "item_id"),
        _partial("airing_one_live_text", "page", "fingerprint", where=_ON_THE_WAY_SQL, unique=True),
        _partial("airing_remote", "page", "remote_id", where="remote_id IS NOT NULL", unique=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    n: int = 1
    uid: str = Field(unique=True)
    due: datetime = _moment(nullable=False)
    until: datetime | None = _moment()
    late_until: datetime = _moment(nullable=False)
    places: list[str] = _json(list)
    state: str = Going.WAITING
    version: int = 1
    fence: int = 0
    worker: str | None = None
    lease_until: datetime | None = _moment()
    not_before: datetime | None = _moment()
    page: str | None = None
    fingerprint: str | None = None
    remote_id: str | None = None
    permalink: str | None = None
    wanted: str | None = None  # where withdrawing leads: waiting, cancelled, missed
    seen_at: datetime | None = _moment()  # first seen on the page with our words
    was_public: bool = False
    public_at: datetime | None = _moment()
    practice: bool = False
    reason: str | None = _long(nullable=True)
    said: str | None = _long(nullable=True)
    created_at: datetime = _moment(nullable=False)


class Attempt(SQLModel, table=True):
    """One try to send an airing, written before it is made."""

    __table_args__ = (
        _partial("attempt_one_open", "airing_id", where="outcome = 'open'", unique=True),
        Index("attempt_text", "page", "fingerprint"),
    )
    id: int | None = Field(default=None, primary_key=True)
    airing_id: int = Field(foreign_key="airing.id", index=True)
    number: int
    page: str
    fence: int
    worker: str
    fingerprint: str
    text_sha256: str
    target: datetime = _moment(nullable=False)
    started_at: datetime = _moment(nullable=False)
    finished_at: datetime | None = _moment()
    outcome: str = Outcome.OPEN
    remote_id: str | None = None
    looks: int = 0  # complete snapshots that did not show it
    code: int | None = None
    subcode: int | None = None
    said: str | None = _long(nullable=True)
    images: list[str] = _added(list)  # SHA-256 of the pictures that go with the words
    media: dict[str, str] = _added(dict)  # the page's own ids of those it has taken, by SHA-256


class Confirmation(SQLModel, table=True):
    """A person's word that an airing happened at a place (or did not)."""

    id: int | None = Field(default=None, primary_key=True)
    airing_id: int = Field(foreign_key="airing.id", index=True)
    place: str | None = None
    kind: str  # done, taken_down, not_done
    by: str
    at: datetime = _moment(nullable=False)
    note: str | None = _long(nullable=True)
    evidence: str | None = None  # file name under the home's evidence folder
    evidence_sha256: str | None = None


class Revision(SQLModel, table=True):
    """One earlier or present wording of an item."""

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    version: int
    title: str = _long()
    text: str = _long()
    by: str
    at: datetime = _moment(nullable=False)
    images: list[str] = _added(list)


class OwnWord(SQLModel, table=True):
    """The office's own wording of a template, rule, abbreviation or hotline.

    `shipped` is the program's text at the time of the change (None: it had none): a release that
    brings another one is told, never applied. An empty `text` switches an entry off.
    """

    __tablename__ = "own_word"
    id: str = Field(primary_key=True)
    text: str = _long()
    shipped: str | None = _long(nullable=True)
    updated_at: datetime = _moment(nullable=False)


class OwnRevision(SQLModel, table=True):
    """One change of the office's own words: who, when, why, and the text from then on."""

    __tablename__ = "own_revision"
    id: int | None = Field(default=None, primary_key=True)
    word: str = Field(index=True)
    act: str  # edit, remove, reset, keep
    text: str | None = _long(nullable=True)
    by: str
    at: datetime = _moment(nullable=False)
    reason: str | None = _long(nullable=True)


class Audit(SQLModel, table=True):
    """One move, never changed afterwards; each row carries the hash of the one before."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = _moment(nullable=False)
    by: str
    login: str = ""
    act: str
    item: str | None = Field(default=None, index=True)
    airing: str | None = None
    before: str | None = None
    after: str | None = None
    details: dict[str, Any] = _json(dict)
    previous: str
    hash: str
