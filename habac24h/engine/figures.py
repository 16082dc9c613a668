"""Once a day, what Facebook counts of our posts; the last thing of a pass, and never in its way.

Nothing here touches the page's health: a figure that is refused, or a limit that is reached, may
never keep a post from going out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Protocol, runtime_checkable

from sqlmodel import Session, col, select

from habac24h import memory
from habac24h.channels.base import ChannelError, Reaction
from habac24h.channels.graph.figures import NoFigure
from habac24h.engine import health
from habac24h.engine.context import SOONEST, Engine
from habac24h.figures.metrics import METRICS
from habac24h.figures.series import keep, last_days
from habac24h.models import ON_THE_WAY, Airing, Going, Item, Words

DAILY = timedelta(days=28)
"""So long after it became public a post is asked about each day; later, on the first of a month,
only one without any figure: the right may have come after the post."""
OLDEST = timedelta(days=700)
"""Facebook keeps figures for two years."""
AT_A_TIME = 8
"""Calls of one pass: with a second each, no approval waits longer than that."""
GO_ON, REST, LATER = timedelta(minutes=1), timedelta(hours=1), timedelta(hours=6)
FORGET = timedelta(days=30)
"""How long a refused figure is not asked for again."""
HALF = 50.0
"""Percent of Facebook's allowance: the other half is for sending."""
DUE, SILENT, REFUSED = "figures_due", "figures_silent", "figures_refused/"


@runtime_checkable
class Counting(Protocol):
    """A channel that can say what is counted of its posts."""

    def figure(self, remote_id: str, metric: str) -> int | NoFigure:
        """The number, or why there is none."""

    @property
    def used(self) -> float:
        """The used share of the allowance, in percent."""


@dataclass(frozen=True)
class Question:
    """One figure of one post."""

    airing_id: int
    remote_id: str
    metric: str


def collect(engine: Engine) -> None:
    """Ask for some figures, if it is time and nothing else is to be done.

    A practice page is never asked: nobody reads it, and a number would only look like one.
    """
    channel = engine.page.channel
    if engine.page.practice or not isinstance(channel, Counting) or not _is_time(engine):
        return
    today = engine.now().astimezone(engine.settings.zone).date()
    questions = _questions(engine, today)
    asked = list(islice(questions, AT_A_TIME))
    rest = GO_ON if next(questions, None) is not None else LATER
    gone: set[int] = set()
    for question in asked:
        if question.airing_id in gone or question.metric in _refused(engine):
            continue
        try:
            found = channel.figure(question.remote_id, question.metric)
        except ChannelError as error:
            rest = _pause(engine, error)
            break
        if found is NoFigure.GONE:
            gone.add(question.airing_id)
        _note(engine, question, found, today)
        if found is NoFigure.RIGHT or channel.used >= HALF:
            rest = LATER
            break
    with engine.database.write() as session:
        memory.remember(session, DUE, (engine.now() + rest).isoformat())


def _is_time(engine: Engine) -> bool:
    """Whether it is due, the page is well, and nothing goes out within a quarter of an hour."""
    now = engine.now()
    with engine.database.read() as session:
        due: str | None = memory.recall(session, DUE)
    if due is not None and now < datetime.fromisoformat(due) <= now + LATER:
        return False
    if health.must_wait(engine):
        return False
    state, near = col(Airing.state), col(Airing.due) <= now + SOONEST
    to_send = (state == Going.WAITING) & (Item.channel == "fanpage")
    agreed = to_send & (col(Item.state) == Words.APPROVED)
    unsettled = [one for one in ON_THE_WAY if one != Going.HANDED_OVER]
    handed_over = state == Going.HANDED_OVER
    return not engine.ids((agreed & near) | (handed_over & near) | state.in_(unsettled))


def _questions(engine: Engine, today: date) -> Iterator[Question]:
    """What is still to be asked today, the newest posts first, refused figures left out."""
    now = engine.now()
    query = (
        select(Airing)
        .where(Airing.state == Going.DONE, Airing.page == engine.page.page_id)
        .where(col(Airing.remote_id).is_not(None), col(Airing.practice).is_(False))
        .where(col(Airing.public_at) > now - OLDEST)
        .order_by(col(Airing.public_at).desc(), col(Airing.id))
    )
    with engine.database.read() as session:
        posts = list(session.exec(query))
        known, refused = last_days(session), _read_refused(session, engine)
        silent = _silent(session, today)
    for post in posts:
        fresh = post.public_at is not None and post.public_at > now - DAILY
        for metric in METRICS:
            last = known.get((post.id or 0, metric.id))
            wanted = last != today if fresh else last is None and today.day == 1
            said_nothing = f"{post.id}/{metric.id}" in silent
            if wanted and metric.id not in refused and not said_nothing and post.remote_id:
                yield Question(post.id or 0, post.remote_id, metric.id)


def _note(engine: Engine, question: Question, found: int | NoFigure, today: date) -> None:
    with engine.database.write() as session:
        if isinstance(found, NoFigure):
            if found in (NoFigure.METRIC, NoFigure.RIGHT):
                until = engine.now() + (FORGET if found is NoFigure.METRIC else timedelta(days=1))
                refused = _read_refused(session, engine) | {question.metric: until.isoformat()}
                memory.remember(session, REFUSED + engine.page.page_id, refused)
            silent = [*_silent(session, today), f"{question.airing_id}/{question.metric}"]
            memory.remember(session, SILENT, {"day": today.isoformat(), "asked": silent})
            return
        keep(session, question.airing_id, question.metric, today, found)
    engine.report.deeds["figure"] += 1


def _silent(session: Session, today: date) -> list[str]:
    """What was asked today and had no number: “airing/figure”."""
    known = memory.recall(session, SILENT) or {}
    found: list[str] = known.get("asked", []) if known.get("day") == today.isoformat() else []
    return found


def _pause(engine: Engine, error: ChannelError) -> timedelta:
    """How long Facebook is left alone: as long as it asked for, else an hour."""
    if error.reaction == Reaction.WAIT and error.retry_at is not None:
        return min(LATER, max(REST, error.retry_at - engine.now()))
    return REST


def _refused(engine: Engine) -> dict[str, str]:
    with engine.database.read() as session:
        return _read_refused(session, engine)


def _read_refused(session: Session, engine: Engine) -> dict[str, str]:
    """Figures that this page refused, and until when they are not asked for."""
    known: dict[str, str] = memory.recall(session, REFUSED + engine.page.page_id) or {}
    now = engine.now()
    return {name: until for name, until in known.items() if datetime.fromisoformat(until) > now}
