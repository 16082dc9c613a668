"""The page's health: blocked, asked to wait or stopped; and how far ahead to hand over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from habac24h import memory
from habac24h.channels.base import ChannelError, Reaction
from habac24h.engine.context import Engine
from habac24h.models import Page
from habac24h.workflow import restored

FARTHEST = timedelta(days=28)
"""Facebook takes 30 days; two stay as a margin."""
ONE_POST = frozenset({3, 10, *range(200, 300)})
"""Codes of a missing right (facts/facebook.md, table of errors)."""
RETRY = timedelta(minutes=1)
REST = timedelta(minutes=5)
"""How long a page is not read again: after no answer, and after a refusal."""
QUIET = "fanpage_quiet_until/"
_STANDING = select(Page.blocked, Page.wait_until).where(col(Page.page_id) == bindparam("page_id"))


def note(engine: Engine, error: ChannelError, page_id: str | None = None) -> None:
    """Remember what an error says about the whole page (the live one unless named)."""
    engine.report.troubles.append(error.sentence)
    with engine.database.write() as session:
        page = session.get(Page, page_id or engine.page.page_id)
        if page is None:
            return
        if error.reaction == Reaction.BLOCK:
            page.blocked = error.sentence
        elif error.retry_at is not None:
            page.wait_until = max(error.retry_at, page.wait_until or error.retry_at)
        session.add(page)


def note_about_post(engine: Engine, error: ChannelError, page_id: str) -> None:
    """`note` for a change of one post, where a missing right may be about that post alone.

    Only the app that made a post can edit it: what staff scheduled by hand blocks no page.
    """
    if is_about_one_post(error):
        engine.report.troubles.append(error.sentence)
    else:
        note(engine, error, page_id)


def is_about_one_post(error: ChannelError) -> bool:
    """Whether a missing right may be about one post alone."""
    return error.code is not None and error.code in ONE_POST


def failed_look(engine: Engine, error: ChannelError, page_id: str) -> None:
    """A page that could not be read is left alone for a while, and people are told since when."""
    note(engine, error, page_id)
    with engine.database.write() as session:
        if page_id == engine.page.page_id:
            known = memory.recall(session, memory.UNREAD) or {"since": engine.now().isoformat()}
            memory.remember(session, memory.UNREAD, known | {"why": error.sentence})
        rest(engine, session, page_id, RETRY if error.reaction == Reaction.RETRY else REST)


def looked(engine: Engine, page_id: str) -> None:
    """The live page could be read again."""
    if page_id != engine.page.page_id:
        return
    with engine.database.read() as session:
        if memory.recall(session, memory.UNREAD) is None:
            return
    with engine.database.write() as session:
        memory.forget(session, memory.UNREAD)


def rest(engine: Engine, session: Session, page_id: str, span: timedelta) -> None:
    """Leave a page alone for so long (at most REST)."""
    memory.remember(session, QUIET + page_id, (engine.now() + span).isoformat())


def is_quiet(engine: Engine, session: Session, page_id: str) -> bool:
    """Whether a page could not be read a moment ago."""
    until: str | None = memory.recall(session, QUIET + page_id)
    now = engine.now()
    return until is not None and now < datetime.fromisoformat(until) <= now + REST


def must_wait(engine: Engine) -> bool:
    """Whether nothing may be sent to the live page now."""
    with engine.database.read() as session:
        return waits(engine, session)


def waits(engine: Engine, session: Session) -> bool:
    """`must_wait` in an open unit of work."""
    page = session.execute(_STANDING, {"page_id": engine.page.page_id}).first()
    if page is None or stopped(session):
        return stopped(session)
    waiting = page.wait_until is not None and page.wait_until > engine.now()
    return page.blocked is not None or waiting


def horizon(engine: Engine, session: Session) -> timedelta:
    """How far ahead of their hour airings are handed over."""
    if engine.settings.delivery == "at-due":
        return timedelta(0)
    usual = timedelta(days=engine.settings.handover_days)
    until = memory.recall(session, memory.HANDOVER_UNTIL)
    if until is None:
        return usual
    return min(FARTHEST, max(usual, datetime.fromisoformat(until) - engine.now()))


def stopped(session: Session) -> bool:
    """Whether nothing may be sent: a person stopped all publishing, or a restore holds it."""
    known = memory.recall_some(session, memory.STOPPED, memory.RESTORED)
    after = restored.read(known.get(memory.RESTORED))
    return bool(known.get(memory.STOPPED)) or (after is not None and after.holds)
