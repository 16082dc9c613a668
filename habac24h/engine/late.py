"""Leases that ran out, airings whose time is over, and words that lost their approval."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from habac24h.channels.registry import KINDS
from habac24h.engine.context import Engine, ids_query
from habac24h.models import Airing, Attempt, Going, Item, Outcome, Words

AUTOMATIC = tuple(name for name, kind in KINDS.items() if not kind.manual)
_NOW: Any = bindparam("now")
_LATEST: Any = bindparam("latest")
_GOING = (Going.SENDING, Going.HANDED_OVER, Going.UNKNOWN)
_UNTIL = col(Airing.lease_until)
_RUN_OUT = ids_query(Airing.state == Going.SENDING, (_UNTIL <= _NOW) | (_UNTIL > _LATEST))
UNSENT = ids_query(
    Airing.state == Going.WAITING,
    col(Airing.due) <= _NOW,  # no limit ends before its hour; the hour has an index
    col(Airing.late_until) <= _NOW,
    (col(Item.channel).in_(AUTOMATIC)) | (col(Item.state) != Words.APPROVED),
)
"""What its limit has gone by, and nobody sent."""
_UNAPPROVED = ids_query(col(Airing.state).in_(_GOING), Item.state != Words.APPROVED)


def expire_leases(engine: Engine) -> None:
    """A call that was begun and never recorded: nobody knows what it did (promise P7)."""
    for airing_id in engine.found(_RUN_OUT, latest=engine.now() + 2 * engine.lease):
        with engine.one(airing_id), engine.on(airing_id) as (session, airing, _item):
            if airing.state != Going.SENDING or engine.is_held(airing.lease_until):
                continue
            close_open_attempt(session, airing, engine)
            engine.turn(
                session,
                airing,
                "lease-expired",
                state=Going.UNKNOWN,
                lease_until=None,
                reason="chương trình bị ngắt giữa lúc gửi; đang tìm bài trên trang",
            )


def close_open_attempt(session: Session, airing: Airing, engine: Engine) -> None:
    """An attempt whose worker is gone ends as `unknown`."""
    query = select(Attempt).where(Attempt.airing_id == airing.id, Attempt.outcome == Outcome.OPEN)
    for attempt in session.exec(query):
        attempt.outcome = Outcome.UNKNOWN
        attempt.finished_at = engine.now()
        engine.meet(f"attempt {attempt.id}")
        session.add(attempt)
    session.flush()


def miss(engine: Engine) -> None:
    """Past its limit, an airing that was not sent becomes `missed` and waits for a person.

    What people carry out by hand and was approved stays, overdue, until they say what became of it.
    """
    for airing_id in engine.found(UNSENT):
        with engine.one(airing_id), engine.on(airing_id) as (session, airing, item):
            if airing.state == Going.WAITING and airing.late_until <= engine.now():
                engine.turn(session, airing, "missed", state=Going.MISSED, reason=why_missed(item))


def why_missed(item: Item) -> str:
    """Who was late: the people or the program."""
    return "chưa gửi" if item.state == Words.APPROVED else "chưa duyệt"


def recall_unapproved(engine: Engine) -> None:
    """Whatever is on its way without a standing approval is taken back (promises P1, P6).

    Each edit does so by itself; this holds for whatever else takes an approval away.
    """
    for airing_id in engine.found(_UNAPPROVED):
        with engine.one(airing_id), engine.on(airing_id) as (session, airing, item):
            if airing.state in _GOING and item.state != Words.APPROVED:
                wanted = Going.CANCELLED if item.state == Words.DROPPED else Going.WAITING
                engine.turn(
                    session, airing, "not-as-approved", state=Going.WITHDRAWING, wanted=wanted
                )


def doubt_unseen(engine: Engine, page_id: str) -> None:
    """While a page cannot be read, nobody knows what became of an hour that is over (P3)."""
    over = (Airing.page == page_id, col(Airing.late_until) <= engine.now())
    for airing_id in engine.ids(Airing.state == Going.HANDED_OVER, *over):
        with engine.one(airing_id), engine.on(airing_id) as (session, airing, _item):
            if airing.state == Going.HANDED_OVER:
                reason = "đã quá giờ mà chưa xem được trang; đang chờ xem lại"
                engine.turn(session, airing, "unseen", state=Going.UNKNOWN, reason=reason)
