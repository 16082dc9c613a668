"""Which days the calendar shows: a month, a week, or a list; and the addresses of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from habac24h.calendar.lunar import FIRST_YEAR, LAST_YEAR
from habac24h.errors import Refused
from habac24h.web.filters import COUNTED, read_day

MONTH, WEEK, LIST = "thang", "tuan", "danh-sach"
KINDS = {MONTH: "Tháng", WEEK: "Tuần", LIST: "Danh sách"}
FILTERS = ("campaign", "channel", "state", *COUNTED)
_DAYS = ("from", "to")
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Period:
    """The days of one view, and how to come to others. `chosen`: somebody named the view."""

    kind: str
    on: date
    first: date
    last: date
    chosen: bool
    kept: Mapping[str, str]
    """The filters of the address, as they were given."""

    @property
    def name(self) -> str:
        """Tháng 11 năm 2026; 16/11 – 22/11/2026."""
        if self.kind == MONTH:
            return f"Tháng {self.on.month} năm {self.on.year}"
        return f"Tuần {self.first:%d/%m} – {self.last:%d/%m/%Y}"

    @property
    def weeks(self) -> list[list[date]]:
        """Its days, Monday first, seven by seven."""
        days = [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]
        return [days[at : at + 7] for at in range(0, len(days), 7)]

    def has(self, day: date) -> bool:
        """Whether a day belongs to it; a month's first week begins in the month before."""
        return self.kind != MONTH or (day.year, day.month) == (self.on.year, self.on.month)

    @property
    def before(self) -> str | None:
        """The address of the month or week before; None where the calendar begins."""
        on = self.first - _WEEK if self.kind == WEEK else self.on.replace(day=1) - timedelta(1)
        return self.at(on.replace(day=1) if self.kind == MONTH else on) if _is_on(on) else None

    @property
    def after(self) -> str | None:
        """The address of the month or week after; None where the calendar ends."""
        on = self.last + timedelta(1) if self.kind == WEEK else _next_month(self.on)
        return self.at(on) if on is not None and _is_on(on) else None

    @property
    def query(self) -> str:
        """This very view as an address has it."""
        return self._query(self.kind if self.chosen else "", self.on)

    def at(self, on: date | None) -> str:
        """The address of the same view around another day (None: around today)."""
        return _address(self._query(self.kind if self.chosen else "", on))

    def as_kind(self, kind: str) -> str:
        """The address of another view around the same day."""
        return _address(self._query(kind, self.on))

    def day(self, on: date) -> str:
        """The address of one day's list."""
        only = {"from": on.isoformat(), "to": on.isoformat()}
        return _address(urlencode({**self._of(FILTERS), "kieu": LIST, **only}))

    def list_from(self, on: date) -> str:
        """The address of the same list from a later day on."""
        kept = {**self._of((*FILTERS, "to")), "kieu": LIST, "from": on.isoformat()}
        return _address(urlencode(kept))

    def _query(self, kind: str, on: date | None) -> str:
        names = (*FILTERS, *_DAYS) if kind == LIST else FILTERS
        given = {"kieu": kind, "ngay": on.isoformat() if on and kind != LIST else ""}
        return urlencode({name: value for name, value in {**given, **self._of(names)}.items()
                          if value})  # fmt: skip

    def _of(self, names: tuple[str, ...]) -> dict[str, str]:
        return {name: self.kept[name] for name in names if self.kept.get(name)}


def read_period(asked: Mapping[str, str], today: date) -> Period:
    """The view of an address. Without `kieu`, filters ask for the list, and nothing for the month.

    Raises Refused for a view or a day that there is not.
    """
    kept = {name: value.strip() for name in (*FILTERS, *_DAYS) if (value := asked.get(name))}
    kind = asked.get("kieu") or (LIST if kept else MONTH)
    if kind not in KINDS:
        raise Refused(f"Không có cách xem lịch “{kind}”; hãy chọn tháng, tuần hoặc danh sách.")
    on = read_day(asked.get("ngay")) or today
    first, last = _span(kind, on)
    return Period(kind, on, first, last, bool(asked.get("kieu")) or kind == LIST, kept)


def _span(kind: str, on: date) -> tuple[date, date]:
    if kind == LIST:
        return on, on
    begin = on.replace(day=1) if kind == MONTH else on
    end = (_next_month(on) or on) - timedelta(1) if kind == MONTH else on
    if kind == MONTH and _next_month(on) is None:
        end = on.replace(day=31)
    return begin - timedelta(begin.weekday()), end + timedelta(6 - end.weekday())


def _next_month(on: date) -> date | None:
    year, month = (on.year + 1, 1) if on.month == 12 else (on.year, on.month + 1)
    return date(year, month, 1) if year <= LAST_YEAR else None


def _is_on(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _address(query: str) -> str:
    return f"/lich?{query}" if query else "/lich"
