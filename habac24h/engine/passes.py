"""One pass over everything, in the order that makes doubles impossible."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col

from habac24h import memory
from habac24h.channels.base import ChannelError, Snapshot
from habac24h.engine import health
from habac24h.engine.context import Engine, LivePage, Report
from habac24h.engine.doubt import reconcile
from habac24h.engine.late import expire_leases, miss
from habac24h.engine.sending import due_for_sending, hand_over
from habac24h.engine.sweep import sweep
from habac24h.engine.watch import watch
from habac24h.engine.withdrawing import withdraw
from habac24h.models import Airing, Going

PUBLISHED_SINCE = timedelta(days=3)
ROUTINE = timedelta(hours=1)
SOON = timedelta(minutes=1)


def run_pass(engine: Engine, *, full: bool = True) -> Report:
    """Do one pass; without `full` the page is only asked when there is a reason to.

    1. Leases that ran out become `unknown`; airings past their limit become `missed`.
    2. A complete snapshot of the page; without one nothing more is done.
    3. Doubt is settled before anything is sent, what is unwanted is taken back, what became public
       is seen.
    4. What is approved and near enough is handed over.
    5. Unpublished twins are swept, from a look of their own.
    """
    expire_leases(engine)
    miss(engine)
    if full or has_reason_to_look(engine):
        for page in engine.former:
            _clear_former(engine, page)
        _work_on_page(engine)
    return engine.report


def has_reason_to_look(engine: Engine) -> bool:
    """Whether something is due on the page: sending, doubt, a withdrawal, an hour that came."""
    now = engine.now()
    with engine.database.read() as session:
        looked: str | None = memory.recall(session, memory.LOOKED_AT)
        stopped = health.stopped(session)
    last = datetime.fromisoformat(looked) if looked else None
    on_page = Airing.page == engine.page.page_id
    if last is None or now < last or now >= last + ROUTINE:
        return True
    if not stopped and not health.must_wait(engine) and due_for_sending(engine):
        return True
    if now < last + SOON:
        return False
    restless = col(Airing.state).in_([Going.UNKNOWN, Going.WITHDRAWING])
    ripe = (Airing.state == Going.HANDED_OVER) & (col(Airing.due) <= now)
    return bool(engine.ids(on_page, restless | ripe))


def _work_on_page(engine: Engine) -> None:
    snapshot = _look(engine, engine.page)
    if snapshot is None:
        return
    reconcile(engine, snapshot)
    withdraw(engine, engine.page, snapshot)
    watch(engine, snapshot)
    if not health.must_wait(engine):
        hand_over(engine, snapshot)
    sweep(engine, snapshot)
    with engine.database.write() as session:
        memory.remember(session, memory.LOOKED_AT, engine.now().isoformat())


def _clear_former(engine: Engine, page: LivePage) -> None:
    """A page that is no longer ours to post on gives back what it holds."""
    if not engine.ids(Airing.state == Going.WITHDRAWING, Airing.page == page.page_id):
        return
    snapshot = _look(engine, page)
    if snapshot is not None:
        withdraw(engine, page, snapshot)


def _look(engine: Engine, page: LivePage) -> Snapshot | None:
    try:
        return page.channel.snapshot(engine.now() - PUBLISHED_SINCE)
    except ChannelError as error:
        health.note(engine, error, page.page_id)
        return None
