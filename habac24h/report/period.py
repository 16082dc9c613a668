"""The days that a report is about, and the usual ones."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from habac24h.calendar.lunar import require_year
from habac24h.calendar.observances import window
from habac24h.campaigns.campaign import Campaign
from habac24h.errors import Refused

CUT_OFF = (11, 30)
"""The units report “trước ngày 01/12”: the main report counts to the day before (plan, IV)."""
_MONTH = re.compile(r"(?:(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4}))")


@dataclass(frozen=True)
class Period:
    """Local days, both inclusive, maybe of one campaign; `of` names the time: năm 2026."""

    since: date
    until: date
    of: str
    campaign: str | None = None
    supplement: bool = False

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise Refused(f"Ngày cuối {self.until:%d/%m/%Y} trước ngày đầu {self.since:%d/%m/%Y}.")

    @property
    def scope(self) -> str:
        """What tells the texts of one report from another's."""
        days = f"{self.since.isoformat()}/{self.until.isoformat()}"
        return f"{days}/{self.campaign}" if self.campaign else days


def main(year: int, campaign: str | None = None) -> Period:
    """The year's report, cut off at 30/11."""
    require_year(year)
    return Period(date(year, 1, 1), date(year, *CUT_OFF), f"năm {year}", campaign)


def supplement(year: int, campaign: str | None = None) -> Period:
    """What the main report could not know yet: made after 15/12."""
    require_year(year)
    since = date(year, *CUT_OFF) + timedelta(days=1)
    return Period(since, date(year, 12, 31), f"năm {year}", campaign, supplement=True)


def month(written: str, campaign: str | None = None) -> Period:
    """One month, written 2026-11 or 11/2026."""
    found = _MONTH.fullmatch(written.strip())
    year, number = (int(found[1] or found[4]), int(found[2] or found[3])) if found else (0, 0)
    if not 1 <= number <= 12:
        raise Refused(f"Không hiểu tháng “{written}”; hãy viết như 2026-11.")
    require_year(year)
    last = calendar.monthrange(year, number)[1]
    of = f"tháng {number} năm {year}"
    return Period(date(year, number, 1), date(year, number, last), of, campaign)


def edition(campaign: Campaign, year: int) -> Period:
    """Everything that belongs to one campaign around its window, preparation and end included."""
    require_year(year)
    span = window(campaign.observance, year)
    if span is None:
        raise Refused(f"Năm {year} không có đợt “{campaign.title}”.")
    since, until = span.start - timedelta(days=31), span.end + timedelta(days=14)
    if span.end - span.start > timedelta(days=300):
        since, until = span.start, span.end
    return Period(since, until, f"năm {year}", campaign.id)


def days(since: date | None, until: date | None, campaign: str | None = None) -> Period:
    """Any days; one that is not given is the year's first or last of the other."""
    if since is None and until is None:
        raise Refused("Hãy nêu kỳ báo cáo: từ ngày, đến ngày, hoặc một kỳ có sẵn.")
    first = since or date((until or date.min).year, 1, 1)
    last = until or date(first.year, 12, 31)
    for one in (first, last):
        require_year(one.year)
    return Period(first, last, _of(first, last), campaign)


def _of(first: date, last: date) -> str:
    if (first.month, first.day) == (1, 1) and first.year == last.year:
        return f"năm {first.year}"
    return f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"
