"""Looking at the page's token before it is trusted."""

from __future__ import annotations

from habac24h.channels.base import ChannelError
from habac24h.engine import health
from habac24h.engine.context import Engine
from habac24h.models import Page


def check_page(engine: Engine) -> None:
    """Ask the page who we are; a token that cannot be right blocks the page and says why.

    A page that was blocked earlier gets another chance here: at each start, and on `resume`.
    """
    try:
        found = engine.page.channel.check()
    except ChannelError as error:
        health.note(engine, error)
        return
    engine.report.troubles.extend(found.problems)
    with engine.database.write() as session:
        page = session.get(Page, engine.page.page_id)
        if page is None:
            return
        page.blocked = " ".join(found.problems) or None
        page.checked_at = engine.now()
        if not found.problems:  # with another token it would be another's name
            page.name = found.name or page.name
        session.add(page)
