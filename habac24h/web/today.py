"""Việc hôm nay: what waits for people, what goes out, what went wrong, and how the page is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session, select

from habac24h import memory
from habac24h.campaigns.crowding import topics_twice
from habac24h.channels.registry import KINDS
from habac24h.chores.troubles import troubles
from habac24h.models import Going, Item, Page
from habac24h.papers.folder import due
from habac24h.papers.week import to_print
from habac24h.units.pressing import pressing
from habac24h.web.item import DONE_MOVES
from habac24h.web.kept import KEPT
from habac24h.web.next_year import next_year
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.web.visitor import Who
from habac24h.workflow import Desk, doubles, pages, restored
from habac24h.workflow.agenda import SOON, Reader
from habac24h.workflow.allowed import allowed
from habac24h.workflow.halting import is_stopped
from habac24h.workflow.hindrances import smaller
from habac24h.workflow.knowing import attempts_of_all, known_by, looked_at, way_out
from habac24h.workflow.queue import why_not
from habac24h.workflow.restored import Restored
from habac24h.workflow.returned import returned
from habac24h.workflow.view import Filter, Row, count

router = APIRouter()
MOST, MOST_MISSED = 40, 10
"""Lines of one list; the others are counted, with the way to them."""
RUNNING = timedelta(minutes=5)
"""Passes end every few seconds and are noted each minute."""
QUIET = timedelta(hours=2)
"""The scheduler looks at the page at least every hour; twice that without a look is a sign."""


@dataclass(frozen=True)
class PageHealth:
    """The page that posts go to, and how publishing stands."""

    page: Page | None
    stopped: bool
    restored: Restored | None
    waits_until: datetime | None
    looked_at: datetime | None
    passed_at: datetime | None
    """The last pass, where it was a moment ago: looks are seldom while nothing is due."""
    warnings: list[str]
    quiet: bool
    ticks: bool
    trouble: str | None
    wrong_clock: str | None
    hindrances: list[str]
    """What else keeps posts from going on."""
    chores: list[str]
    """What of the daily chores went wrong the last time."""


@router.api_route("/", methods=list(READING), dependencies=KEPT)
def today(request: Request, room: Here, who: Who) -> HTMLResponse:
    """The first page."""
    now, day, settings = room.now(), room.today(), room.office.settings
    with room.look() as session:
        reader = Reader(session, now, room.zone, settings.fact_stale_days, MOST)
        may = partial(allowed, name=who.name, role=who.role, settings=settings, now=now)
        mine = partial(why_not, name=who.name, role=who.role, settings=settings)
        troubled, missed = reader.troubled(), replace(reader, most=MOST_MISSED).missed()
        health = _health(room, session, now)
        tries = attempts_of_all(session, [line.airing for line in troubled + missed])
        back, drafts = reader.returned(who.name), reader.drafts_soon()
        reasons = returned(session, [line.item for line in (*back, *drafts)])
        stopped = is_stopped(session)
        return page(
            request,
            "today.html",
            today=day,
            now=now,
            days=[(day + timedelta(days=n), reader.on(day + timedelta(days=n))) for n in (0, 1)],
            print_week=(monday := to_print(day)),
            print_count=len(_on_paper(Desk.reader(session, settings, now), monday)),
            notice=_notice(session, request.query_params),
            may=lambda line: may(line.item, [line.airing]),
            next_hour=f"{now.astimezone(room.zone) + timedelta(days=1):%Y-%m-%dT%H}:00",
            pending=reader.pending(lambda one: mine(one) is None),
            drafts=drafts,
            late_drafts=reader.drafts_late(),
            passed=count(session, _passed(day), room.zone),
            passed_since=_passed(day).since,
            back=back,
            pressing=pressing(session, day),
            given_back={key: one.words(room.zone) for key, one in reasons.items()},
            doubles=doubles.told(session, room.zone),
            troubled=troubled,
            missed=missed,
            **_unconfirmed(reader),
            gaps=reader.gaps(),
            twice=topics_twice(session, day, day + SOON, room.zone, now),
            **_outdated(reader),
            next_year=next_year(room, session),
            empty=reader.is_empty(),
            staffed=reader.is_staffed(2 if room.office.settings.approval == "four-eyes" else 1),
            handed_over=reader.handed_over(),
            health=health,
            mend=lambda line: way_out(
                line.item, line.airing, tries[line.airing.id or 0], now, settings, stopped=stopped
            ),
            known=lambda line: known_by(
                line.airing, tries[line.airing.id or 0], health.looked_at, room.zone
            ),
        )


def _unconfirmed(reader: Reader) -> dict[str, Any]:
    """What people have not said yet, and how much more of it there is."""
    overdue, still_up = reader.overdue(), reader.still_up()
    return {
        "unconfirmed": overdue + still_up,
        "overdue_more": overdue.more,
        "still_up_more": still_up.more,
    }


def _outdated(reader: Reader) -> dict[str, Any]:
    """What has words by facts that changed; the years of those that are not shown."""
    found = reader.outdated()
    return {
        "outdated": found[:MOST],
        "outdated_count": len(found),
        "outdated_years": sorted({one.item.year for one in found[MOST:]}),
    }


def _passed(day: date) -> Filter:
    """This year's items whose hours all lay before the planning."""
    return Filter(since=date(day.year, 1, 1), state=Going.SKIPPED)


def _on_paper(desk: Desk, monday: date) -> list[Row]:
    """What of a week is read, held, hung or sent from paper."""
    week = Filter(since=monday, until=monday + timedelta(days=6))
    return [row for row in due(desk, week) if KINDS[row.item.channel].manual]


def _notice(session: Session, asked: Mapping[str, str]) -> str | None:
    """What was done a moment ago from here, in a sentence."""
    what, key = asked.get("xong", ""), asked.get("noi-dung", "")
    if what == "dung":
        taken = asked.get("so", "0")
        many = (
            f" {taken} bài đã hẹn giờ đang được gỡ." if taken.isdecimal() and taken != "0" else ""
        )
        return f"Đã dừng mọi việc đăng bài.{many}"
    if what == "phieu-tuan" and asked.get("so", "").isdecimal():
        return f"Đã xác nhận {asked['so']} mã trên phiếu tuần."
    if what == "dang-tiep":
        return "Đã cho đăng bài tiếp; bài đã duyệt sẽ được hẹn giờ lại."
    if what == "giu-bai-trung":
        return "Đã ghi nhận: giữ bài ấy trên trang."
    item = session.exec(select(Item).where(Item.key == key)).first() if key else None
    return f"{item.title}: {DONE_MOVES[what]}" if item is not None and what in DONE_MOVES else None


def _health(room: Room, session: Session, now: datetime) -> PageHealth:
    live, after = pages.live(session), restored.standing(session)
    looked = looked_at(session)
    waits = live.wait_until if live is not None else None
    return PageHealth(
        page=live,
        stopped=bool(memory.recall(session, memory.STOPPED)),
        restored=after if after is not None and after.holds else None,
        waits_until=waits if waits is not None and waits > now else None,
        looked_at=looked,
        passed_at=_just_passed(session, now),
        warnings=memory.recall(session, memory.WARNINGS) or [],
        wrong_clock=memory.recall(session, memory.WRONG_CLOCK),
        quiet=looked is None or looked < now - QUIET,
        ticks=room.ticker is not None,
        trouble=room.ticker.trouble if room.ticker else None,
        hindrances=smaller(session, now, room.zone),
        chores=troubles(session),
    )


def _just_passed(session: Session, now: datetime) -> datetime | None:
    told = memory.recall(session, memory.PASSED_AT)
    passed = datetime.fromisoformat(told) if told else None
    return passed if passed is not None and passed >= now - RUNNING else None
