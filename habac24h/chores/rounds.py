"""The chores of a day, in their order, each at most once: what the scheduler calls every minute."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from habac24h import memory
from habac24h.chores import copies, forgetting, ledger, morning
from habac24h.chores.ledger import Ended, Outcome
from habac24h.chores.place import Place
from habac24h.errors import HabacError, full_disk

EVERY, BEAT = 60.0, 5.0
"""Seconds between two looks at what is due, and at whether passes go on."""
NOTED = timedelta(minutes=1)
"""How often that is written down."""
_log = logging.getLogger("habac24h.chores")


@dataclass(frozen=True)
class Chore:
    """`wanted` says whether now is its time; `repeatable`: a run that was cut short is repeated."""

    name: str
    do: Callable[[Place], Ended]
    wanted: Callable[[Place], bool] = lambda place: True
    repeatable: bool = True


CHORES = (
    Chore(morning.NAME, morning.send_digest, morning.is_time, repeatable=False),
    Chore(copies.NAME, copies.make_daily),
    Chore(copies.READING, copies.read_some, lambda place: place.local().time() >= time(10)),
    Chore(forgetting.NAME, forgetting.forget),
)
"""The backup comes before anything is forgotten."""


def run(place: Place, chores: tuple[Chore, ...] = CHORES) -> dict[str, Ended]:
    """Do what is due now; the runs that took place, by name.

    A failure is written down and never stops the others, nor the publishing: chores have a thread
    of their own.
    """
    return {one.name: ended for one in chores if (ended := _do(place, one)) is not None}


def beat(place: Place, passed_at: datetime | None) -> None:
    """Keep in the database when a pass last ended well, for whoever asks from another process."""
    if passed_at is None:
        return
    with place.database.read() as session:
        known = memory.recall(session, memory.PASSED_AT)
    if known is None or datetime.fromisoformat(known) + NOTED <= passed_at:
        with place.database.write() as session:
            memory.remember(session, memory.PASSED_AT, passed_at.isoformat())


def _do(place: Place, chore: Chore) -> Ended | None:
    if not chore.wanted(place):
        return None
    day, now = place.today(), place.clock.now()
    with place.database.write() as session:
        if not ledger.claim(session, chore.name, day, now, repeatable=chore.repeatable):
            return None
    ended = _ended(place, chore)
    with place.database.write() as session:
        ledger.close(session, chore.name, day, place.clock.now(), ended)
    return ended


def _ended(place: Place, chore: Chore) -> Ended:
    try:
        ended = chore.do(place)
    except HabacError as error:
        _log.error("chore failed: %s: %s", chore.name, error.sentence)
        return Ended(Outcome.FAILED, error.sentence, again=copies.AGAIN)
    except Exception as error:
        _log.error("chore failed: %s: %s", chore.name, type(error).__name__)
        unforeseen = f"lỗi ngoài dự kiến ({type(error).__name__}); mai chương trình làm lại"
        said = full_disk(error) or unforeseen
        return Ended(Outcome.FAILED if chore.repeatable else Outcome.UNKNOWN, said)
    _log.info("chore ended: %s: %s: %s", chore.name, ended.outcome.value, ended.said)
    return ended
