"""Where a day of one year belongs in another: same date or same weekday. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, get_args

from habac24h.calendar.observances import Observance, window
from habac24h.errors import Refused

Keep = Literal["date", "weekday"]
KEEPS = {"date": "giữ ngày", "weekday": "giữ thứ"}


def keep_of(written: str) -> Keep:
    """ "date" or "weekday"; refuses another word."""
    for one in get_args(Keep):
        if one == written:
            found: Keep = one
            return found
    raise Refused("Hãy chọn giữ ngày (date) hoặc giữ thứ (weekday).")


def shifted(day: date, years: int, keep: Keep, observance: Observance, edition: int) -> date:
    """The day so many years later, in the edition of the same campaign.

    A campaign by the lunar calendar takes its days along: the third day before Tết stays the third
    day before Tết. Otherwise the date stays (29/2 becomes 28/2), and with "weekday" the nearest day
    of the same weekday is taken, at most three days away.
    """
    moved = _along(day, years, observance, edition)
    if keep == "date":
        return moved
    apart = (day.weekday() - moved.weekday() + 3) % 7 - 3
    return moved + timedelta(days=apart)


def _along(day: date, years: int, observance: Observance, edition: int) -> date:
    if observance.start is None:  # lunar, or a rule that follows Tết
        before, after = window(observance, edition), window(observance, edition + years)
        if before is not None and after is not None:
            return after.start + (day - before.start)
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)
