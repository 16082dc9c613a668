"""`plan --years 2026-2030`: campaigns, numbers of items and key dates, year beside year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from habac24h.commands.common import office, say, show

if TYPE_CHECKING:
    from habac24h.campaigns.five_years import FiveYears, Held, Line

_SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


def side_by_side(years: str, *, as_json: bool) -> None:
    """Read and show; changes nothing."""
    from habac24h.campaigns.five_years import read_years
    from habac24h.campaigns.stored_years import stored_years

    with office() as here, here.database.read() as session:
        found = stored_years(session, read_years(years), here.settings.zone)
    show(found.as_dict(), as_json=as_json, plain=lambda: _tell(found))


def _tell(found: FiveYears) -> None:
    say("Chiến dịch, số nội dung mỗi kênh:")
    for line in found.campaigns:
        say(f"\n{line.title} ({line.id})")
        for year, held in zip(found.years, line.years, strict=True):
            say(f"  {year}  {_held(held)}{_counted(held)}")
    totals = zip(found.years, found.totals(), strict=True)
    say("\nCộng: " + ", ".join(f"năm {year} {number} nội dung" for year, number in totals))
    say("\nMốc kỷ niệm (ngày đầu):")
    for line in found.dates:
        _tell_date(found, line)
    say("\n! Mốc rơi vào cuối tuần: duyệt xong chậm nhất thứ Sáu trước đó.")


def _tell_date(found: FiveYears, line: Line) -> None:
    say(f"\n{line.title}")
    for year, held in zip(found.years, line.years, strict=True):
        say(f"  {year}  {_held(held)}")


def _held(held: Held) -> str:
    if held.first is None:
        return "không có"
    last = f" đến {_short(held.last)}" if held.last and held.last != held.first.on else ""
    weekend = (
        f"  ! duyệt chậm nhất {_short(held.first.approve_by)}" if held.first.approve_by else ""
    )
    return f"{_short(held.first.on)}{last}, {held.first.lunar}{weekend}"


def _counted(held: Held) -> str:
    from habac24h.channels.registry import kind

    if not held.by_channel:
        return ""
    parts = (f"{kind(channel).label} {number}" for channel, number in held.by_channel.items())
    return f"\n        {', '.join(parts)}: {held.items} nội dung"


def _short(on: date) -> str:
    """CN 28/06/2026."""
    return f"{_SHORT[on.weekday()]} {on:%d/%m/%Y}"
