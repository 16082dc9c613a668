"""How long after its time an item is still wanted (DESIGN: late_limit)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from habac24h.channels.registry import kind

FANPAGE_LIMIT = timedelta(hours=2)


def late_until(
    channel: str, due: datetime, until: datetime | None, limit: int | None, zone: ZoneInfo
) -> datetime:
    """The last moment (UTC) at which an airing may still go out.

    `limit` in seconds; without one: two hours on the fanpage, the end of that local day for what
    people do, the end of the window for windows.
    """
    if limit is not None:
        return due + timedelta(seconds=limit)
    if until is not None:
        return until
    if not kind(channel).manual:
        return due + FANPAGE_LIMIT
    tomorrow = due.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(0), zone).astimezone(UTC)
