"""Lịch: a month, a week or a list, with filters that stay in the address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session, col, select

from habac24h.calendar.busy import within
from habac24h.campaigns.crowding import crowded
from habac24h.campaigns.editions import spans
from habac24h.channels.registry import KINDS
from habac24h.models import CampaignRow, Going, Item, Place
from habac24h.web.days import Day, by_day
from habac24h.web.filters import counted_words, read_filter
from habac24h.web.kept import KEPT
from habac24h.web.month import weeks, windows
from habac24h.web.moved import read_notice
from habac24h.web.offers import Offers
from habac24h.web.pages import page
from habac24h.web.period import KINDS as VIEWS
from habac24h.web.period import LIST, MONTH, Period, read_period
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.web.visitor import Visitor, Who
from habac24h.workflow.first_days import first_days
from habac24h.workflow.state import SCREEN
from habac24h.workflow.view import Filter, rows

router = APIRouter()
MOST_LISTED = 300
"""Entries of one list; the next days are a press away."""


@router.api_route("/lich", methods=list(READING), dependencies=KEPT)
def listing(request: Request, room: Here, who: Who) -> HTMLResponse:
    """`kieu` and `ngay` choose the view; `campaign`, `channel`, `state`, `from`, `to` narrow it."""
    return show(request, room, who, request.query_params)


def show(
    request: Request,
    room: Room,
    who: Visitor,
    asked: Mapping[str, str],
    *,
    status: int = 200,
    trouble: str | None = None,
) -> HTMLResponse:
    """The calendar that an address asks for; after a refused move with its sentence."""
    today = room.today()
    period = read_period(asked, today)
    with room.look() as session:
        wanted = read_filter(asked, session)
        shown = _listed(session, room, wanted) if period.kind == LIST else _squared(
            session, room, wanted, period
        )  # fmt: skip
        titles = _campaigns(session)
        return page(
            request,
            "calendar.html",
            status,
            period=period,
            views=VIEWS,
            today=today,
            trouble=trouble,
            notice=read_notice(session, asked, who.name, room.office.settings),
            offers=Offers.to(session, room, who),
            wanted=wanted,
            filtered=wanted != Filter(),
            chosen=_chosen(wanted, titles),
            campaigns=titles,
            now=room.now(),
            channels={kind.id: kind.label for kind in KINDS.values()},
            states={state: SCREEN[state] for state in SCREEN if state != Going.WAITING},
            places={place.id: place.name for place in session.exec(select(Place))},
            file=_file_address(wanted),
            **shown,
        )


def _squared(session: Session, room: Room, wanted: Filter, period: Period) -> dict[str, Any]:
    """What a month or a week shows."""
    days = replace(wanted, since=period.first, until=period.last)
    found = rows(session, days, room.zone)
    around = range(period.first.year - 1, period.last.year + 2)
    planned = windows(period, spans(session, around), wanted.campaign)
    settings, now = room.office.settings, room.now()
    inside = {one.item.key for one in found}
    told = crowded(session, period.first, period.last, settings, now)
    return {
        "weeks": weeks(period, found, planned, room.zone),
        "windows": planned,
        "count": len(found),
        "crowded": {key: words for key, words in told.items() if key in inside},
        "titles": {one.item.key: one.item.title for one in found},
        "busy": _busy(session, period.first, period.last, room.zone),
        "fold": period.kind == MONTH,
        "empty": not found and session.exec(select(Item.id).limit(1)).first() is None,
    }


def _listed(session: Session, room: Room, wanted: Filter) -> dict[str, Any]:
    """What a list shows; `next_from` is where it was cut."""
    found = first_days(session, wanted, room.zone, MOST_LISTED)
    cut = found.next_from or date.max
    days = [day for day in by_day(found.rows, wanted, room.zone) if day.on < cut]
    first, last = (days[0].on, days[-1].on) if days else (room.today(), room.today())
    settings, today = room.office.settings, room.today()
    return {
        "days": days,
        "count": found.count,
        "next_from": found.next_from,
        "next_day": next((day.on for day in days if day.on >= today), None),
        "months": _months(days),
        "crowded": crowded(session, max(first, today), last, settings, room.now()),
        "busy": _busy(session, first, last, room.zone) if days else {},
    }


def _busy(session: Session, first: date, last: date, zone: ZoneInfo) -> dict[date, list[str]]:
    """The office's own events on the shown days, in words."""
    found: dict[date, list[str]] = defaultdict(list)
    for one in within(session, first, last, zone):
        start, end = one.span.start.astimezone(zone), one.span.end.astimezone(zone)
        hours = "" if one.span.whole_days else f" {start:%H:%M}–{end:%H:%M}"
        day = start.date()
        while day <= (end - timedelta(seconds=1)).date():
            found[day].append(f"Lịch cơ quan{hours}: {one.summary}")
            day += timedelta(days=1)
    return found


def _months(days: list[Day]) -> list[tuple[str, str]]:
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
    counted = counted_words(wanted.counted) if wanted.counted else []
    return [word for word in (*words, *counted) if word]


def _file_address(wanted: Filter) -> str:
    """The calendar file of the same campaign and channel, drafts included."""
    given = {"campaign": wanted.campaign, "channel": wanted.channel, "drafts": "1"}
    return f"/lich.ics?{urlencode({name: value for name, value in given.items() if value})}"
