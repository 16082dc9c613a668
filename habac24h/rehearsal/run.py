"""Running the year: the clock jumps from one due moment to the next, nothing else is faked."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlmodel import col, select

from habac24h.calendar.lunar import require_year
from habac24h.calendar.selection import Selection, export
from habac24h.channels.practice_page import SEEDED_RATE, FaultPlan, PracticePage
from habac24h.clock import SystemClock, VirtualClock
from habac24h.config import Settings
from habac24h.engine.context import Engine, Report
from habac24h.engine.passes import run_pass
from habac24h.engine.token import check_page
from habac24h.errors import Refused
from habac24h.models import Airing, Going, Item
from habac24h.office import Office, open_office
from habac24h.rehearsal.papers import remove_papers, write_papers, write_report
from habac24h.rehearsal.people import Cast
from habac24h.rehearsal.summary import Summary, sum_up

MARK = "dien-tap.txt"
"""Its presence says that a home belongs to a rehearsal and may be replaced by the next one."""
SETTLING = timedelta(minutes=1)
LONGEST_SETTLING = 24 * 60
_RESTLESS = (Going.SENDING, Going.UNKNOWN, Going.WITHDRAWING)

Progress = Callable[[datetime, float], None]
"""Told the rehearsed moment and the share of the year that is over (0 to 1)."""


def rehearse(
    year: int, folder: Path, *, faults: int | None = None, progress: Progress | None = None
) -> Summary:
    """Rehearse a year into `folder`; `faults` is the seed of a page that fails now and then.

    Writes folder/home (the database), summary.json, lich.ics, fanpage.html, loa/*.pdf (scripts),
    bang-ron/*.pdf, anh/*.png (cards), ke-hoach/*.docx and bao-cao/* (the year's report). Refuses a
    folder whose home is not a rehearsal's.
    """
    require_year(year)
    stopwatch = SystemClock()
    begun = stopwatch.monotonic()
    settings = Settings(next_year_drafts=False)  # one year is rehearsed
    clock = VirtualClock(datetime(year, 1, 1, tzinfo=settings.zone))
    office = open_office(_fresh_home(folder), clock=clock, settings=settings, durable=False)
    try:
        with office.practice_page() as page:
            here = replace(office, practice=page)
            cast = Cast(here, year)
            _prepare(cast)
            if faults is not None:
                page.faults.follow(FaultPlan(faults, SEEDED_RATE))
            _live_through(here, cast, clock, progress or (lambda _moment, _share: None))
            taken = stopwatch.monotonic() - begun
            return _write(here, cast, page, folder, taken)
    finally:
        office.close()


def _prepare(cast: Cast) -> None:
    cast.arrive()
    cast.plan()
    cast.fill_in()
    cast.submit_and_approve()


def _live_through(office: Office, cast: Cast, clock: VirtualClock, progress: Progress) -> None:
    with office.engine("dien-tap") as engine:
        check_page(engine)
        moments = list(_moments(office))
        first, last = clock.now(), max(moments, default=clock.now())
        for moment in moments:
            _settle(engine, cast, clock, until=moment)
            clock.set(max(moment, clock.now()))
            _one_pass(engine)
            cast.confirm()
            progress(moment, (moment - first) / (last - first) if last > first else 1.0)
        _settle(engine, cast, clock, until=last + SETTLING * LONGEST_SETTLING)
        cast.confirm()


def _moments(office: Office) -> Iterator[datetime]:
    """When something is due: handing over, going out, being confirmed, coming down."""
    ahead = timedelta(days=office.settings.handover_days)
    with office.database.read() as session:
        query = (
            select(Airing, Item)
            .join(Item, col(Item.id) == col(Airing.item_id))
            .where(Airing.state == Going.WAITING)
        )
        found: set[datetime] = set()
        for airing, item in session.exec(query):
            found |= {airing.due, airing.until or airing.due}
            if item.channel == "fanpage":
                found |= {max(airing.due - ahead, office.clock.now())}
    yield from sorted(found)


def _settle(engine: Engine, cast: Cast, clock: VirtualClock, *, until: datetime) -> None:
    """Minute by minute while anything is in doubt or overdue on the page, then jump on.

    A page that stays dead is looked at less and less often, as long as the year allows.
    """
    for passes in itertools.count():
        step = SETTLING if passes < 15 else 10 * SETTLING
        if clock.now() + step >= until or not _is_restless(engine):
            return
        clock.advance(step)
        _one_pass(engine)


def _is_restless(engine: Engine) -> bool:
    now = engine.now()
    in_doubt = col(Airing.state).in_(_RESTLESS)
    due = (col(Airing.due) <= now) & (col(Item.channel) == "fanpage")
    ripe = due & col(Airing.state).in_([Going.HANDED_OVER, Going.WAITING])
    put_off = (col(Airing.state) == Going.WAITING) & (col(Airing.not_before).is_not(None))
    return bool(engine.ids(in_doubt | ripe | put_off))


def _one_pass(engine: Engine) -> None:
    run_pass(replace(engine, report=Report()), full=True)


def _write(office: Office, cast: Cast, page: PracticePage, folder: Path, taken: float) -> Summary:
    with office.database.read() as session:
        now = office.clock.now()
        summary = sum_up(
            session,
            page.posts(),
            year=cast.year,
            now=now,
            zone=office.settings.zone,
            placeholders=cast.placeholders,
            refused=cast.refused,
            seconds_taken=taken,
        )
        calendar = export(session, _whole(cast.year), now, office.settings)
    (folder / "summary.json").write_text(
        json.dumps(summary.as_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    (folder / "lich.ics").write_bytes(calendar)
    (folder / "fanpage.html").write_text(page.wall_html(), encoding="utf-8")
    write_papers(office, cast.year, folder)
    write_report(office, cast.year, folder)
    return summary


def _whole(year: int) -> Selection:
    """The whole rehearsed year; what begins at its end may end in the next."""
    return Selection(since=date(year, 1, 1), until=date(year + 1, 2, 28), practice=True)


def _fresh_home(folder: Path) -> Path:
    """The rehearsal's own home, emptied if an earlier rehearsal left one; never anybody's else."""
    home = folder / "home"
    if home.exists() and any(home.iterdir()):
        if not (home / MARK).exists():
            raise Refused(
                f"Thư mục {home} có dữ liệu không phải của lần diễn tập; hãy chọn -o thư mục khác."
            )
        shutil.rmtree(home)
        remove_papers(folder)
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).write_text("Thư mục này do habac24h rehearse tạo.\n", encoding="utf-8")
    return home
