"""One pass over everything, in the order that makes doubles impossible."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from habac24h import memory
from habac24h.channels.base import ChannelError
from habac24h.engine import gone_back, health, restored, strangers, wrong_clock
from habac24h.engine.context import Engine, LivePage, Look, Report
from habac24h.engine.doubt import reconcile
from habac24h.engine.figures import collect
from habac24h.engine.late import doubt_unseen, expire_leases, miss, recall_unapproved
from habac24h.engine.next_year import plan_ahead
from habac24h.engine.reasons import has_reason_to_look, is_post_to_come
from habac24h.engine.sending import hand_over
from habac24h.engine.sweep import sweep
from habac24h.engine.token import check_daily
from habac24h.engine.watch import watch
from habac24h.engine.withdrawing import UNWANTED, withdraw
from habac24h.engine.wrong_clock import WrongClock
from habac24h.workflow.restored import Restored

PUBLISHED_SINCE = timedelta(days=3)


def run_pass(engine: Engine, *, full: bool = True) -> Report:
    """Do one pass; without `full` the page is only asked when there is a reason to.

    0. Once a day the token is looked at.
    1. Leases that ran out become `unknown`; what lost its approval is to be taken back. After a
       restore only steps 2 and 3, until it is settled.
    2. A complete snapshot of the page; without one nothing more is done. Where the page's clock
       tells that ours is wrong, nothing is concluded from any hour; where it shows a post by our
       own app that no row knows, publishing is held. Else airings past their limit become
       `missed`.
    3. Doubt is settled before anything is sent, what is unwanted is taken back, what became public
       is seen.
    4. What is approved and near enough is handed over.
    5. Unpublished twins are swept; each is read again before it is deleted.
    6. From 15 December the next year is planned as drafts, once, if nobody did.
    7. Where nothing is near its hour, some figures are asked for (engine/figures.py).
    """
    with gone_back.watched(engine):
        engine = engine.renewed()
        try:
            _pass(engine, full=full)
        except WrongClock as error:
            wrong_clock.note(engine, error)
        return engine.report


def _pass(engine: Engine, *, full: bool) -> None:
    after = restored.standing(engine)
    if after is not None:
        _pass_after_restore(engine, after, full=full)
        return
    check_daily(engine)
    expire_leases(engine)
    recall_unapproved(engine)
    if full or has_reason_to_look(engine):
        for page in engine.former:
            _clear_former(engine, page)
        _work_on_page(engine)
    plan_ahead(engine)
    collect(engine)


def _pass_after_restore(engine: Engine, after: Restored, *, full: bool) -> None:
    """Look, settle and tell, and send nothing (engine/restored.py)."""
    if not after.settled:
        restored.before_look(engine)
    if full or has_reason_to_look(engine):
        look = _look(engine, engine.page)
        if after.settled:
            miss(engine)
        if look is None:
            doubt_unseen(engine, engine.page.page_id)
        else:
            restored.on_look(engine, look)


def _work_on_page(engine: Engine) -> None:
    look = _look(engine, engine.page)
    if look is not None and strangers.hold_for_them(engine, look):
        return  # nothing is concluded from rows that are not the page's; the next pass looks again
    miss(engine)
    if look is None:
        doubt_unseen(engine, engine.page.page_id)
        return
    reconcile(engine, look)
    withdraw(engine, engine.page, look)
    watch(engine, look)
    if not health.must_wait(engine):
        hand_over(engine, look, lambda: _look(engine, engine.page))
    sweep(engine, look)
    with engine.database.write() as session:
        memory.remember(session, memory.LOOKED_AT, look.at.isoformat())
        memory.remember(session, memory.SKIPPED, sorted({*engine.report.skipped}))


def _clear_former(engine: Engine, page: LivePage) -> None:
    """A page that is no longer ours to post on gives back what it holds, and what comes late."""
    with engine.database.read() as session:
        if health.is_quiet(engine, session, page.page_id):
            return
    to_come = is_post_to_come(engine, page.page_id)
    if not to_come and not engine.found(UNWANTED, page_id=page.page_id):
        return
    look = _look(engine, page)
    if look is not None:
        withdraw(engine, page, look)
        sweep(replace(engine, page=page), look)


def _look(engine: Engine, page: LivePage) -> Look | None:
    began, at, found = engine.clock.monotonic(), engine.now(), restored.standing(engine)
    since = at - PUBLISHED_SINCE if found is None else restored.since(found, at - PUBLISHED_SINCE)
    try:
        shown = page.channel.snapshot(since)
    except ChannelError as error:
        health.failed_look(engine, error, page.page_id)
        return None
    health.looked(engine, page.page_id)
    wrong_clock.compare(engine, shown.told_at, at)
    return Look(at, shown.scheduled, shown.published, began)
