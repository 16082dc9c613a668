"""What people must know this morning, read from the rows; says nothing of how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from habac24h import memory
from habac24h.accounts.names import names_of_people
from habac24h.calendar.fixed import DEADLINE, fixed_entries
from habac24h.campaigns.editions import spans
from habac24h.channels.registry import KINDS
from habac24h.config import Settings
from habac24h.models import Going, Words
from habac24h.units.pressing import pressing
from habac24h.weekdays import CAPITAL_WEEKDAYS
from habac24h.workflow import doubles
from habac24h.workflow.agenda import Gap, Line, Reader
from habac24h.workflow.gaps import uncalled_words
from habac24h.workflow.halting import halt
from habac24h.workflow.hindrances import hindrances
from habac24h.workflow.restored import CAUSES, TO_DO, seen
from habac24h.workflow.state import late_words, screen

MOST = 12
"""Lines of one part: a list that nobody reads to its end reminds nobody."""
STOPPED = "dung-dang"
"""The part that stands first: it is a state, so it is not counted."""
_FRIDAY = 4


@dataclass(frozen=True)
class Entry:
    """One thing to know; `key` is the item's, if it is about one."""

    text: str
    key: str | None = None


@dataclass(frozen=True)
class Part:
    """One list under its heading; `more` is how many lines were left out."""

    id: str
    title: str
    entries: tuple[Entry, ...]
    more: int = 0

    @property
    def count(self) -> int:
        """How many things it is about."""
        return len(self.entries) + self.more


@dataclass(frozen=True)
class Digest:
    """The reminders of one local day, most urgent first; empty parts are left out."""

    office: str
    day: date
    parts: tuple[Part, ...]
    address: str
    """Where the pages are on the office's computer."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.parts

    @property
    def summary(self) -> str:
        """One line: 2 chờ duyệt, 3 việc hôm nay."""
        return ", ".join(
            ("" if part.id == STOPPED else f"{part.count} ")
            + f"{part.title[0].lower()}{part.title[1:]}"
            for part in self.parts
        )


def gather(session: Session, now: datetime, settings: Settings) -> Digest:
    """The reminders of the local day of `now`."""
    zone = settings.zone
    today = now.astimezone(zone).date()
    reader = Reader(session, now, zone, settings.fact_stale_days)
    lists = (
        (STOPPED, "Việc đăng đang dừng", _stopped(session, zone)),
        ("tro-ngai", "Trở ngại khi đăng", map(Entry, hindrances(session, now, zone))),
        ("bai-trung", "Bài trùng lời trên trang", _doubles(session, zone)),
        ("can-xu-ly", "Cần xử lý", (_trouble(one, zone) for one in reader.troubled())),
        ("qua-gio", "Quá giờ, không đăng", (_at(one, zone) for one in _lately(reader, now))),
        ("cho-duyet", "Chờ duyệt", (_at(one, zone) for one in reader.pending())),
        ("hom-nay", "Việc hôm nay", (*_days_work(session, settings, today), *_on(reader, today))),
        ("den-ngay", "Đã đến ngày mà chưa trình duyệt", _late(reader)),
        ("nhap-gap", "Nháp sắp đến giờ, chưa trình duyệt", _drafts(reader, today, zone)),
        ("cuoi-tuan", "Duyệt trước cuối tuần", _weekend(reader, today, zone)),
        ("chua-xac-nhan", "Chưa xác nhận", (_at(one, zone) for one in reader.overdue())),
        ("thao-bang-ron", "Băng rôn cần tháo", (_down(one, zone) for one in reader.still_up())),
        ("so-lieu", "Số liệu cần xem lại", _facts(reader)),
    )
    parts = (_part(id_, title, tuple(entries)) for id_, title, entries in lists)
    filled = tuple(part for part in parts if part.entries)
    return Digest(settings.office, today, filled, memory.door(session))


def on_day(session: Session, now: datetime, settings: Settings, day: date) -> Digest:
    """What is known today of a later day: its own work alone, for a calendar that looks ahead."""
    reader = Reader(session, now, settings.zone, settings.fact_stale_days)
    entries = (*_deadlines(session, settings, day), *_on(reader, day))
    part = _part("hom-nay", "Việc trong ngày", entries)
    return Digest(settings.office, day, (part,) if entries else (), memory.door(session))


def _part(id_: str, title: str, entries: Sequence[Entry]) -> Part:
    return Part(id_, title, tuple(entries[:MOST]), max(0, len(entries) - MOST))


def _trouble(line: Line, zone: ZoneInfo) -> Entry:
    state = screen(line.airing.state, line.item.channel)
    why = f": {line.airing.reason}" if line.airing.state == Going.HANDED_OVER else ""
    return Entry(f"{_words(line, zone)} – {state}{why}", line.item.key)


def _lately(reader: Reader, now: datetime) -> Iterable[Line]:
    """Missed within a week: what is older stands on the first page and is no news."""
    return (line for line in reader.missed() if line.airing.due >= now - timedelta(days=7))


def _at(line: Line, zone: ZoneInfo) -> Entry:
    places = f" ({', '.join(line.places)})" if line.places else ""
    return Entry(_words(line, zone) + places, line.item.key)


def _down(line: Line, zone: ZoneInfo) -> Entry:
    until = (line.airing.until or line.airing.due).astimezone(zone)
    where = f" ({', '.join(line.places)})" if line.places else ""
    return Entry(f"{line.item.title}, hết hạn {until:%d/%m}{where}", line.item.key)


def _on(reader: Reader, day: date) -> Iterable[Entry]:
    for line in reader.on(day, undone=True):
        at = line.airing.until if line.ends and line.airing.until else line.airing.due
        unready = line.airing.state == Going.WAITING and line.item.state != Words.APPROVED
        notes = ["ngày cuối: tháo xuống"] if line.ends else ["CHƯA DUYỆT"] if unready else []
        label = KINDS[line.item.channel].label
        words = f"{at.astimezone(reader.zone):%H:%M} {label}: {line.item.title}"
        yield Entry(" – ".join([words, *notes]), line.item.key)


def _weekend(reader: Reader, today: date, zone: ZoneInfo) -> Iterable[Entry]:
    """On a Friday: what goes out until Monday morning and nobody has approved yet."""
    if today.weekday() != _FRIDAY:
        return []
    monday = datetime.combine(today + timedelta(days=3), time(8), zone)
    days = [today + timedelta(days=ahead) for ahead in (1, 2, 3)]
    lines = [line for day in days for line in reader.on(day)]
    return [
        Entry(f"{_words(line, zone)} – {screen(line.item.state, line.item.channel)}", line.item.key)
        for line in lines
        if not line.ends
        and line.airing.due < monday
        and line.airing.state == Going.WAITING
        and line.item.state in (Words.DRAFT, Words.PENDING)
    ]


def _deadlines(session: Session, settings: Settings, today: date) -> Iterable[Entry]:
    """The office's own deadlines that fall on this day, approval before a weekend among them."""
    for entry in fixed_entries(spans(session), settings):
        if entry.kind == DEADLINE and entry.event.start == today:
            yield Entry(entry.event.summary)


def _days_work(session: Session, settings: Settings, today: date) -> Iterable[Entry]:
    """The deadlines of the day, and the units' reports while their last day is near."""
    yield from _deadlines(session, settings, today)
    for one in pressing(session, today):
        yield Entry(one.words)


def _stopped(session: Session, zone: ZoneInfo) -> Iterable[Entry]:
    """While nothing is published every other line of the letter would mislead."""
    standing = halt(session)
    if standing is None:
        return
    called = names_of_people(session)
    by = (
        f" {called.name(standing.by)} dừng lúc {standing.since.astimezone(zone):%H:%M %d/%m}."
        if (standing.by and standing.since)
        else ""
    )
    why = ""
    if standing.restore is not None:
        back = standing.restore.lost_row is not None
        why = " Dữ liệu vừa được khôi phục từ bản sao lưu."
        why = " Dữ liệu đã bị thay bằng bản cũ hơn." if back else why
        if (sign := standing.restore.sign) is not None:
            place = f" Xem bài: {sign.permalink}." if sign.permalink else ""
            why = f" Vì {seen(sign)}.{place} {CAUSES} {TO_DO}"
    yield Entry(
        f"Không bài nào được đăng cho đến khi có người bấm “Xem và đăng tiếp” ở Việc hôm nay.{by}"
        f"{why}"
    )


def _doubles(session: Session, zone: ZoneInfo) -> Iterable[Entry]:
    """What people can read twice: the one thing that no later morning mends."""
    for one in doubles.told(session, zone):
        yield Entry(one.sentence(), one.double.item)


def _drafts(reader: Reader, today: date, zone: ZoneInfo) -> Iterable[Entry]:
    """Drafts of the next two days; today's stand among today's work, a weekend's in its part."""
    if today.weekday() == _FRIDAY:
        return []
    last = today + timedelta(days=2)
    return [
        _at(line, zone)
        for line in reader.drafts_soon()
        if today < line.airing.due.astimezone(zone).date() <= last
    ]


def _late(reader: Reader) -> Iterable[Entry]:
    """Their hour has come, their days are not over: hung late is better than not at all."""
    for line in reader.drafts_late():
        late = late_words(line.item, line.airing, reader.now)
        yield Entry(f"{_words(line, reader.zone)} – {late}", line.item.key)


def _facts(reader: Reader) -> Iterable[Entry]:
    for gap in reader.gaps():
        yield Entry(f"{gap.title} {gap.year}: {_lacks(gap)}")
    for one in reader.outdated():
        yield Entry(f"{one.item.title}: viết với số liệu cũ, cần xem lại", one.item.key)


def _lacks(gap: Gap) -> str:
    said = []
    if gap.required:
        said.append(f"thiếu {len(gap.required)} số liệu bắt buộc nên chưa duyệt được")
    elif gap.names:
        said.append(f"còn {len(gap.names)} số liệu để trống")
    if gap.stale:
        said.append(uncalled_words(gap.stale))
    return "; ".join(said)


def _words(line: Line, zone: ZoneInfo) -> str:
    """19:00 Thứ Ba 17/11, Fanpage: Bài chuyên đề."""
    due = line.airing.due.astimezone(zone)
    label = KINDS[line.item.channel].label
    return f"{due:%H:%M} {CAPITAL_WEEKDAYS[due.weekday()]} {due:%d/%m}, {label}: {line.item.title}"


def weekday(day: date) -> str:
    """Thứ Ba 17/11/2026."""
    return f"{CAPITAL_WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"
