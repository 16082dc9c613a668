"""A week of the loudspeakers as the sheet that is ticked and typed back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlmodel import col, select

from habac24h.calendar.lunar import FIRST_YEAR, LAST_YEAR
from habac24h.campaigns import library
from habac24h.campaigns.own import own_words
from habac24h.content.speech import seconds
from habac24h.errors import PrintError
from habac24h.models import Airing, Going, Item, Words
from habac24h.papers.paper import Asked, Sheet
from habac24h.papers.words import day_words, length, listed, moment
from habac24h.printing.reading import spoken_text, turns
from habac24h.printing.week import Day, Slot, Week
from habac24h.workflow import Desk
from habac24h.workflow.approval import SCREEN
from habac24h.workflow.codes import code
from habac24h.workflow.state import screen, waits, waits_in_sql

_WEEK = re.compile(r"(\d{4})-?[Ww](\d{1,2})")
_OVER = (Going.DONE, Going.MISSED)
_THURSDAY = 3
LONGEST = 60
"""Weeks that --from and --to may span: more is a slip of the pen."""


def gather(desk: Desk, asked: Asked) -> Iterator[Sheet]:
    """One sheet for each week meant: "2026-W47", or every week that --from and --to touch."""
    for monday in mondays(desk, asked):
        yield Sheet(name_of(monday), fill(desk, monday, asked.campaign))


def name_of(monday: date) -> str:
    """2026-W47."""
    year, number, _ = monday.isocalendar()
    return f"{year}-W{number:02}"


def to_print(today: date) -> date:
    """The Monday of the week that is printed on a day: from Thursday on, the week to come."""
    monday = today - timedelta(days=today.weekday())
    return monday if today.weekday() < _THURSDAY else monday + timedelta(weeks=1)


def fill(desk: Desk, monday: date, campaign: str | None = None) -> Week:
    """The sheet of the week that begins on this Monday."""
    year, number, _ = monday.isocalendar()
    found = _airings(desk, monday, campaign)
    days = [_day(desk, monday + timedelta(days=n), found) for n in range(7)]
    open_codes = [slot.code for day in days for slot in day.slots if not slot.state]
    zone, office = desk.settings.zone, desk.settings.office
    sunday = monday + timedelta(days=6)
    return Week(
        station=desk.settings.printing.station or f"Đài truyền thanh {office}",
        name=f"Tuần {number} năm {year}: {monday:%d/%m} – {sunday:%d/%m/%Y}",
        days=tuple(days),
        example=tuple(open_codes[:3]),
        made=desk.now,
        made_words=moment(desk.now, zone),
    )


def mondays(desk: Desk, asked: Asked) -> list[date]:
    if asked.keys:
        return [monday_of(key) for key in asked.keys]
    today = desk.now.astimezone(desk.settings.zone).date()
    if asked.since is None and asked.until is None:
        return [to_print(today)]
    first = asked.since or today
    last = asked.until or first
    found = []
    day = first - timedelta(days=first.weekday())
    while day <= last:
        found.append(day)
        day += timedelta(weeks=1)
        if len(found) > LONGEST:
            raise PrintError(f"Khoảng ngày dài quá {LONGEST} tuần; hãy chọn khoảng ngắn hơn.")
    return found


def monday_of(week: str) -> date:
    """The Monday of "2026-W47", or of a day's week (2026-11-17, 17/11/2026); raises PrintError."""
    found = _WEEK.fullmatch(week.strip())
    if found is None and (day := _day_of(week.strip())) is not None:
        return day - timedelta(days=day.weekday())
    try:
        if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise ValueError
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        raise PrintError(
            f"Không hiểu tuần “{week}”; hãy viết như 2026-W47, hoặc một ngày như 17/11/2026."
        ) from None


def _day_of(written: str) -> date | None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(written, pattern).date()  # noqa: DTZ007 - a date
        except ValueError:
            continue
        return day if FIRST_YEAR < day.year < LAST_YEAR else None
    return None


def _airings(desk: Desk, monday: date, campaign: str | None) -> list[tuple[Airing, Item]]:
    zone = desk.settings.zone
    begin = datetime.combine(monday, time(0), zone)
    end = datetime.combine(monday + timedelta(days=7), time(0), zone)
    query = (
        select(Airing, Item)
        .join(Item, col(Item.id) == col(Airing.item_id))
        .where(Item.channel == "loudspeaker", Item.state != Words.DROPPED)
        .where(col(Airing.due) >= begin, col(Airing.due) < end)
        .where(col(Airing.state).in_(_OVER) | waits_in_sql())
        .order_by(col(Airing.due), col(Airing.key))
    )
    return [
        (airing, item)
        for airing, item in desk.session.exec(query)
        if campaign is None or item.campaign == campaign
    ]


def _day(desk: Desk, day: date, found: list[tuple[Airing, Item]]) -> Day:
    zone = desk.settings.zone
    mine = [pair for pair in found if pair[0].due.astimezone(zone).date() == day]
    name = day_words(day)
    return Day(name[:1].upper() + name[1:], tuple(_slot(desk, *pair) for pair in mine))


def _slot(desk: Desk, airing: Airing, item: Item) -> Slot:
    names = {place.id: place.name for place in library.places(desk.session)}
    return Slot(
        code=code(airing),
        day=f"{airing.due.astimezone(desk.settings.zone):%d/%m}",
        hour=f"{airing.due.astimezone(desk.settings.zone):%H:%M}",
        title=item.title,
        length=length(seconds(spoken_text(turns(item.text, own_words(desk.session))))),
        reader=desk.settings.printing.announcer,
        places=listed([names.get(place, place) for place in airing.places]),
        state=_state(airing, item),
    )


def _state(airing: Airing, item: Item) -> str:
    """Why there is nothing to tick."""
    if not waits(item, airing):
        return screen(airing.state, item.channel)
    if item.state != Words.APPROVED:
        return f"{SCREEN[Words(item.state)]}: CHƯA ĐƯỢC PHÁT".upper()
    return ""
