"""Lịch: everything by day, with filters that stay in the address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session, col, select

from habac24h.calendar.busy import within
from habac24h.channels.registry import KINDS
from habac24h.models import CampaignRow, Going, Place
from habac24h.web.days import Day, by_day
from habac24h.web.filters import read_filter
from habac24h.web.pages import page
from habac24h.web.room import Here
from habac24h.web.security import READING
from habac24h.workflow.state import SCREEN
from habac24h.workflow.view import Filter, rows

router = APIRouter()


@router.api_route("/lich", methods=list(READING))
def listing(request: Request, room: Here) -> HTMLResponse:
    """The list; `campaign`, `channel`, `state`, `from`, `to` narrow it."""
    today = room.today()
    with room.look() as session:
        wanted = read_filter(request.query_params, session)
        titles = _campaigns(session)
        found = rows(session, wanted, room.zone)
        days = by_day(found, wanted, room.zone)
        return page(
            request,
            "listing.html",
            busy=_busy(session, days, room.zone),
            days=days,
            count=len(found),
            today=today,
            next_day=next((day.on for day in days if day.on >= today), None),
            months=_months(days),
            wanted=wanted,
            filtered=wanted != Filter(),
            chosen=_chosen(wanted, titles),
            campaigns=titles,
            now=room.now(),
            channels={kind.id: kind.label for kind in KINDS.values()},
            states={state: SCREEN[state] for state in SCREEN if state != Going.WAITING},
            places={place.id: place.name for place in session.exec(select(Place))},
            file=_file_address(wanted),
        )


def _busy(session: Session, days: Sequence[Day], zone: ZoneInfo) -> dict[date, list[str]]:
    """The office's own events on the shown days, in words."""
    found: dict[date, list[str]] = defaultdict(list)
    if not days:
        return found
    for one in within(session, days[0].on, days[-1].on, zone):
        start, end = one.span.start.astimezone(zone), one.span.end.astimezone(zone)
        hours = "" if one.span.whole_days else f" {start:%H:%M}–{end:%H:%M}"
        day = start.date()
        while day <= (end - timedelta(seconds=1)).date():
            found[day].append(f"Lịch cơ quan{hours}: {one.summary}")
            day += timedelta(days=1)
    return found


def _months(days: Sequence[Day]) -> list[tuple[str, str]]:
    """(anchor, name) of each month's first shown day."""
    first: dict[tuple[int, int], str] = {}
    for day in days:
        first.setdefault((day.on.year, day.on.month), f"ngay-{day.on.isoformat()}")
    several = len({year for year, _month in first}) > 1
    return [
        (anchor, f"{month}/{year}" if several else f"Tháng {month}")
        for (year, month), anchor in first.items()
    ]


def _campaigns(session: Session) -> dict[str, str]:
    query = select(CampaignRow.id, CampaignRow.title).order_by(col(CampaignRow.id))
    return dict(session.exec(query).all())


def _chosen(wanted: Filter, titles: Mapping[str, str]) -> list[str]:
    """The filters in force, in words."""
    words = (
        titles[wanted.campaign] if wanted.campaign else "",
        KINDS[wanted.channel].label if wanted.channel else "",
        SCREEN[wanted.state] if wanted.state else "",
        f"từ {wanted.since:%d/%m/%Y}" if wanted.since else "",
        f"đến {wanted.until:%d/%m/%Y}" if wanted.until else "",
    )
    return [word for word in words if word]


def _file_address(wanted: Filter) -> str:
    """The calendar file of the same campaign and channel, drafts included."""
    given = {"campaign": wanted.campaign, "channel": wanted.channel, "drafts": "1"}
    return f"/lich.ics?{urlencode({name: value for name, value in given.items() if value})}"
