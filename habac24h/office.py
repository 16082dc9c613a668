"""The office on this computer: its home folder, settings, database, and the page it posts to.

This is where the parts are put together; commands, pages and the rehearsal start from here.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url
from sqlmodel import Session, col, select

from habac24h import audit, config, db, memory, own_settings, private, vault
from habac24h.backup import workshop
from habac24h.bundle import WRITER_LOCK
from habac24h.calendar.keeping import catch_up, stamper
from habac24h.campaigns.editions import spans
from habac24h.campaigns.starter import follow_release, load_starters
from habac24h.channels.base import PageCheck
from habac24h.channels.fanpage import Fanpage
from habac24h.channels.practice_page import PracticePage
from habac24h.chores import rounds
from habac24h.chores.place import Place
from habac24h.clock import Clock, RemoteClock, SystemClock
from habac24h.config import Settings
from habac24h.engine import gone_back
from habac24h.engine.context import Engine, LivePage, Pages
from habac24h.errors import DatabaseError, SettingsError, why_not
from habac24h.models import Airing, Going, Page
from habac24h.scheduler import Ticker
from habac24h.units.roster import load_starters as load_starter_units
from habac24h.workflow import Desk, pages

PRACTICE_TOKEN = "trang-chay-thu"  # noqa: S105 - opens nothing but our own loopback server
PRACTICE_FILE = "trang-chay-thu.json"
PRACTICE_WALL = "/trang-chay-thu"
_Row = tuple[str, bool, bool, str | None]
_OPEN = (Going.WAITING, Going.SENDING, Going.HANDED_OVER, Going.UNKNOWN, Going.WITHDRAWING)


@dataclass(eq=False)
class Office:
    """Everything that belongs to one home folder; read only but for `refresh`."""

    home: Path
    settings: Settings
    database: db.Database
    clock: Clock
    made_now: bool = False
    practice: PracticePage | None = None
    """A practice page that somebody else runs (a rehearsal, the web process)."""
    base: Settings | None = None
    """The settings of file and environment, without what the pages changed."""
    own: Mapping[str, Any] = field(default_factory=dict)
    """What the pages changed, as far as this office knows."""

    def refresh(self, session: Session) -> None:
        """Take up what the pages changed meanwhile, in this process or in another."""
        own = own_settings.kept(session)
        if self.base is not None and own != self.own:
            self.settings, self.own = own_settings.usable(self.base, own), own

    @contextmanager
    def desk(self, name: str) -> Iterator[Desk]:
        """One unit of work of one person."""
        with self.database.write() as session:
            yield Desk.of(session, self.settings, self.clock.now(), name)

    @contextmanager
    def engine(self, worker: str | None = None) -> Iterator[Engine]:
        """An engine with its pages; the practice page runs as long as it is needed."""
        with ExitStack() as stack:
            connected = _Connected(self, stack)
            live, former = connected.pages()
            yield Engine(
                database=self.database,
                settings=self.settings,
                clock=self.database_clock(),
                page=live,
                worker=worker or f"{os.getpid()}-{uuid.uuid4().hex[:8]}",
                former=former,
                renew=connected.pages,
                settings_now=lambda: self.settings,
            )

    def database_clock(self) -> Clock:
        """The database server's clock where it has one: workers on many computers go by it."""
        if not self.database.is_sqlite and isinstance(self.clock, SystemClock):
            return RemoteClock(self.database.now, self.clock)
        return self.clock

    def beat(self, ticker: Ticker) -> None:
        """Note that passes go on."""
        rounds.beat(self._place(), ticker.passed_at)

    def do_chores(self) -> None:
        """Do what is due once a day (chores/rounds.py)."""
        rounds.run(self._place())

    def _place(self) -> Place:
        return Place(self.home, self.settings, self.database, self.database_clock())

    def practice_page(self) -> PracticePage:
        """The practice page with its state in the home folder; not started yet."""
        return PracticePage(
            page_id=pages.PRACTICE_ID,
            name=self.settings.fanpage,
            token=PRACTICE_TOKEN,
            now=self.clock.now,
            state_file=self.home / PRACTICE_FILE,
            wall_address=PRACTICE_WALL,
        )

    @property
    def practises_outside(self) -> bool:
        """Whether the settings name a practice page that another process runs."""
        given = self.settings
        return (
            self.practice is None
            and given.page_id == pages.PRACTICE_ID
            and given.page_token is not None
            and given.graph_url is not None
        )

    def fanpage(self, page_id: str, token: str, graph_url: str | None) -> Fanpage:
        """A page by this office's settings. No call may outlive half a lease."""
        secret = self.settings.app_secret
        return Fanpage(
            page_id=page_id,
            token=token,
            graph_url=graph_url,
            version=self.settings.graph_version,
            timeout=min(
                self.settings.graph_timeout_seconds, self.settings.scheduler.lease_seconds / 2
            ),
            app_secret=secret.get_secret_value() if secret else None,
            clock=self.clock,
        )

    def connected(self, page: Page) -> Fanpage:
        """A real page with its token, from the settings or from its row."""
        return self.fanpage(page.page_id, _token(self, page), self.settings.graph_url)

    def look_at_page(self, page_id: str, token: str) -> tuple[str, PageCheck]:
        """The page's own token and what a look at it found; a person's is exchanged for it.

        Asks Facebook, so never inside a unit of work. Raises ChannelError.
        """
        channel = self.fanpage(page_id, token, self.settings.graph_url)
        found = channel.check()
        if found.opens_as != "USER":
            return token, found
        own = channel.page_token()
        return own, self.fanpage(page_id, own, self.settings.graph_url).check()

    def close(self) -> None:
        """Let go of the database."""
        self.database.dispose()


class _Connected:
    """The pages of one engine, made again when people connect another page or a new token."""

    def __init__(self, office: Office, stack: ExitStack) -> None:
        self._office, self._stack = office, stack
        self._practice = office.practice
        self._known: tuple[_Row, ...] | None = None
        self._made: Pages | None = None

    def pages(self) -> Pages:
        """The live page and the former ones, as the database names them now."""
        with self._office.database.read() as session:
            is_ours = not self._office.practises_outside
            if is_ours and self._practice is None and _practice_is_needed(session):
                self._practice = self._stack.enter_context(self._office.practice_page())
            rows = list(session.exec(select(Page).order_by(col(Page.page_id))))
            self._office.refresh(session)
        known = tuple((row.page_id, row.live, row.practice, row.token) for row in rows)
        if self._made is None or known != self._known:
            self._made, self._known = self._make(rows), known
        return self._made

    def _make(self, rows: list[Page]) -> Pages:
        met = {row.page_id: self._met(row) for row in rows if self._is_usable(row)}
        live = next((row.page_id for row in rows if row.live), None)
        if live not in met:
            raise SettingsError(
                "Chưa có mã truy cập của trang đang dùng; hãy kết nối lại bằng "
                "`habac24h fanpage connect --page-id … --token-file …`."
            )
        return met.pop(live), tuple(met.values())

    def _is_usable(self, row: Page) -> bool:
        if row.practice and not self._office.practises_outside:
            return self._practice is not None
        return row.token is not None or self._is_given(row)

    def _is_given(self, row: Page) -> bool:
        """Whether the settings hold this page's token."""
        settings = self._office.settings
        return row.page_id == settings.page_id and settings.page_token is not None

    def _met(self, row: Page) -> LivePage:
        office = self._office
        if row.practice and not office.practises_outside:
            assert self._practice is not None
            channel = office.fanpage(row.page_id, PRACTICE_TOKEN, self._practice.url)
        else:
            channel = office.connected(row)
        return LivePage(row.page_id, channel, row.practice)


def _token(office: Office, row: Page) -> str:
    settings = office.settings
    if row.page_id == settings.page_id and settings.page_token is not None:
        return settings.page_token.get_secret_value()
    if row.token is None:
        raise SettingsError(
            "Chưa có mã truy cập của trang đang dùng; hãy kết nối lại bằng "
            "`habac24h fanpage connect --page-id … --token-file …`."
        )
    return vault.unseal(row.token, office.home, settings)


def open_office(
    home: Path,
    *,
    clock: Clock | None = None,
    settings: Settings | None = None,
    durable: bool = True,
) -> Office:
    """Open (and at first make) the office in a home folder; upgrades an older database.

    Without `durable` (a rehearsal) commits do not wait for the disk.
    """
    clock = clock or SystemClock()
    settings = settings or config.load(home)
    given = settings.database_url
    url = given.get_secret_value() if given else db.sqlite_url(home / db.FILE_NAME)
    _make_folder(url)
    database = db.Database(url, before_commit=stamper(clock.now, settings, spans), durable=durable)
    if not database.is_sqlite:
        event.listen(database.engine, "begin", _one_writer)
    workshop.tidy(home, workshop.RESTORE)
    local = clock.now().astimezone(settings.zone)
    made_now = db.prepare(database, backup_folder=home / "sao-luu", now=local)
    private.tighten(home, database.file)
    with database.write() as session:
        if made_now:
            gone_back.forget(database.file)
            load_starters(session, now=clock.now())
        else:
            gone_back.hold(session, database.file, clock.now())
            follow_release(session, now=clock.now())
        load_starter_units(session)
        _keep_timezone(session, settings)
        _choose_page(session, settings, clock)
        own = own_settings.kept(session)
        current = own_settings.usable(settings, own)
        catch_up(session, clock.now(), current, spans)
    return Office(home, current, database, clock, made_now, base=settings, own=own)


def _one_writer(connection: Connection) -> None:
    """One writing transaction at a time on PostgreSQL too, as BEGIN IMMEDIATE has it on SQLite.

    Under READ COMMITTED an edit that reads `waiting` while a worker claims would leave the old
    words on their way; and rows locked in two orders would end in a deadlock. Writing takes
    milliseconds; no call to a page is ever made inside. Claims and records share this lock among
    themselves (`bundle.py`).
    """
    if connection.get_execution_options().get("habac24h_write"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")


def _make_folder(url: str) -> None:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        folder = Path(parsed.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError(
                f"Không tạo được thư mục dữ liệu {folder} ({why_not(error)}); hãy chọn nơi khác."
            ) from None


def _keep_timezone(session: Session, settings: Settings) -> None:
    """Times are stored in UTC: another zone would move every open hour that people agreed on."""
    known = memory.recall(session, memory.TIMEZONE)
    if known == settings.timezone:
        return
    if (
        known is not None
        and session.exec(select(Airing.id).where(col(Airing.state).in_(_OPEN)).limit(1)).first()
    ):
        raise SettingsError(
            f"Không đổi được múi giờ từ {known} sang {settings.timezone} khi còn lượt chưa xong; "
            f"hãy đặt lại timezone = {known}."
        )
    memory.remember(session, memory.TIMEZONE, settings.timezone)


def _choose_page(session: Session, settings: Settings, clock: Clock) -> None:
    """The page of the settings if they name one, else the connected one, else the practice page."""
    if settings.page_token is not None and settings.page_id is None:
        raise SettingsError("Có PAGE_TOKEN thì phải có cả PAGE_ID (mã số của trang).")
    desk = Desk(session, settings, clock.now(), audit.PROGRAM, "admin")
    if settings.page_id is not None and settings.page_token is not None:
        page = session.get(Page, settings.page_id) or Page(
            page_id=settings.page_id,
            practice=settings.page_id == pages.PRACTICE_ID,
            connected_at=clock.now(),
        )
        pages.make_live(desk, page)
    elif pages.live(session) is None:
        page = session.get(Page, pages.PRACTICE_ID) or Page(
            page_id=pages.PRACTICE_ID,
            name=settings.fanpage,
            practice=True,
            connected_at=clock.now(),
        )
        pages.make_live(desk, page)


def _practice_is_needed(session: Session) -> bool:
    live = pages.live(session)
    if live is not None and live.practice:
        return True
    query = select(Airing.id).where(
        Airing.page == pages.PRACTICE_ID, Airing.state == Going.WITHDRAWING
    )
    return session.exec(query).first() is not None
