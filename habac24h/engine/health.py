"""The page's health: blocked, asked to wait or stopped; and how far ahead to hand over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from habac24h import memory
from habac24h.channels.base import ChannelError, Reaction
from habac24h.engine.context import Engine
from habac24h.models import Page

FARTHEST = timedelta(days=28)
"""Facebook takes 30 days; two stay as a margin."""


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
            page.wait_until = error.retry_at
        session.add(page)


def must_wait(engine: Engine) -> bool:
    """Whether nothing may be sent to the live page now."""
    with engine.database.read() as session:
        page = session.get(Page, engine.page.page_id)
        if stopped(session) or page is None:
            return stopped(session)
        waiting = page.wait_until is not None and page.wait_until > engine.now()
        return page.blocked is not None or waiting


def horizon(engine: Engine) -> timedelta:
    """How far ahead of their hour airings are handed over."""
    if engine.settings.delivery == "at-due":
        return timedelta(0)
    usual = timedelta(days=engine.settings.handover_days)
    with engine.database.read() as session:
        until = memory.recall(session, memory.HANDOVER_UNTIL)
    if until is None:
        return usual
    return min(FARTHEST, max(usual, datetime.fromisoformat(until) - engine.now()))


def stopped(session: Session) -> bool:
    """Whether a person stopped all publishing."""
    return bool(memory.recall(session, memory.STOPPED))
