"""The page's health: blocked, asked to wait or stopped; and how far ahead to hand over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from habac24h.channels.base import ChannelError, Reaction
from habac24h.engine.context import Engine
from habac24h.models import Page, Setting

STOPPED = "fanpage_stopped"
UNTIL = "handover_until"
LOOKED_AT = "fanpage_looked_at"
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
        until = recall_setting(session, UNTIL)
    if until is None:
        return usual
    return min(FARTHEST, max(usual, datetime.fromisoformat(until) - engine.now()))


def stopped(session: Session) -> bool:
    """Whether a person stopped all publishing."""
    return bool(recall_setting(session, STOPPED))


def recall_setting(session: Session, name: str) -> Any:
    """One remembered value, or None."""
    row = session.get(Setting, name)
    return row.value if row else None


def remember(session: Session, name: str, value: Any) -> None:
    """Keep one value."""
    row = session.get(Setting, name) or Setting(name=name)
    row.value = value
    session.add(row)
    session.flush()
