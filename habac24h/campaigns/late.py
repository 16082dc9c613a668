"""How long after its time an airing is still wanted. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

FANPAGE = "fanpage"
FANPAGE_LIMIT = timedelta(hours=2)


def late_until(
    channel: str,
    due: datetime,
    until: datetime | None,
    late_limit: timedelta | None,
    zone: ZoneInfo,
) -> datetime:
    """The last moment (UTC) at which an airing due then is still wanted.

    `late_limit` counts from `due`. Without one: the end of the window for windows (`until` is
    not None), two hours on the fanpage, the end of the local day for what people do.
    """
    if late_limit is not None:
        return due + late_limit
    if until is not None:
        return until
    if channel == FANPAGE:
        return due + FANPAGE_LIMIT
    tomorrow = due.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)
