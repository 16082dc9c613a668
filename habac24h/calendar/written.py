"""Days as people and date fields write them."""

from __future__ import annotations

from datetime import date, datetime

from habac24h.calendar.lunar import require_year
from habac24h.errors import Refused

_PATTERNS = ("%Y-%m-%d", "%d/%m/%Y")


def written_day(written: str, example: str) -> date:
    """2026-11-20 or 20/11/2026; anything else is refused with an example as it is usual there."""
    for pattern in _PATTERNS:
        try:
            found = datetime.strptime(written.strip(), pattern).date()  # noqa: DTZ007 - a date
        except ValueError:
            continue
        require_year(found.year)
        return found
    raise Refused(f"Không hiểu ngày “{written}”; hãy viết như {example}.")
