"""Leases that ran out, and airings whose time is over."""

from __future__ import annotations

from sqlmodel import Session, col, select

from habac24h.channels.registry import KINDS
from habac24h.engine.context import Engine
from habac24h.models import Airing, Attempt, Going, Item, Outcome, Words

AUTOMATIC = tuple(name for name, kind in KINDS.items() if not kind.manual)


def expire_leases(engine: Engine) -> None:
    """A call that was begun and never recorded: nobody knows what it did (promise P7)."""
    overdue = engine.ids(Airing.state == Going.SENDING, col(Airing.lease_until) <= engine.now())
    for airing_id in overdue:
        with engine.on(airing_id) as (session, airing, _item):
            if airing.state != Going.SENDING or (airing.lease_until or engine.now()) > engine.now():
                continue
            close_open_attempt(session, airing, engine)
            engine.turn(
                session,
                airing,
                "lease-expired",
                state=Going.UNKNOWN,
                reason="chương trình bị ngắt giữa lúc gửi; đang tìm bài trên trang",
            )


def close_open_attempt(session: Session, airing: Airing, engine: Engine) -> None:
    """An attempt whose worker is gone ends as `unknown`."""
    query = select(Attempt).where(Attempt.airing_id == airing.id, Attempt.outcome == Outcome.OPEN)
    for attempt in session.exec(query):
        attempt.outcome = Outcome.UNKNOWN
        attempt.finished_at = engine.now()
        session.add(attempt)
    session.flush()


def miss(engine: Engine) -> None:
    """Past its limit, an airing that was not sent becomes `missed` and waits for a person.

    What people carry out by hand and was approved stays, overdue, until they say what became of it.
    """
    unsent = engine.ids(
        Airing.state == Going.WAITING,
        col(Airing.late_until) <= engine.now(),
        (col(Item.channel).in_(AUTOMATIC)) | (col(Item.state) != Words.APPROVED),
    )
    for airing_id in unsent:
        with engine.on(airing_id) as (session, airing, item):
            if airing.state != Going.WAITING or airing.late_until > engine.now():
                continue
            why = "chưa gửi" if item.state == Words.APPROVED else "chưa duyệt"
            engine.turn(session, airing, "missed", state=Going.MISSED, reason=why)
