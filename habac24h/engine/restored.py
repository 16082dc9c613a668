"""After a restore: the page is found in the rows again before anything is sent.

The rows are older than the page. Until a person lets publishing go on, and until three complete
looks over half an hour have shown everything since the backup, nothing is created, published or
swept; only what a person wants gone is taken back. Half an hour: a call that was lost right before
the restore may take effect as late as that.

1. An airing whose words, or whose hour, a post of that time has is put in doubt.
2. Doubt is settled by reading: what is there is adopted, and watched until it is seen public.
3. What the page shows and no row holds is told to a person, with the item that it resembles.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from habac24h import memory
from habac24h.channels.base import RemotePost
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine.context import EARLY, LOOKS, SOONEST, Engine, Look
from habac24h.engine.doubt import reconcile
from habac24h.engine.holding import held
from habac24h.engine.watch import watch
from habac24h.engine.withdrawing import withdraw
from habac24h.models import Airing, Attempt, Going, Item
from habac24h.workflow import restored
from habac24h.workflow.restored import AUTOMATIC, Restored, Stranger

MARGIN = timedelta(hours=1)
"""How much earlier than the backup posts are looked for: clocks differ."""
MOST_TOLD = 50
EXCERPT = 120


def standing(engine: Engine) -> Restored | None:
    """The restore that keeps this engine from sending, if there is one."""
    with engine.database.read() as session:
        found = restored.standing(session)
    return found if found is not None and found.holds else None


def since(found: Restored, usual: datetime) -> datetime:
    """From when on posts must be shown: all that the rows cannot know of."""
    return min(usual, found.taken_at - MARGIN)


def before_look(engine: Engine) -> None:
    """What the clock alone tells: rows to put in doubt, before the page is asked."""
    with engine.database.write() as session:
        found = restored.standing(session)
        if found is None or found.settled:
            return
        if not found.marked:
            restored.begin(session, found)
        else:
            restored.doubt_due(session, found, engine.now())


def on_look(engine: Engine, look: Look) -> None:
    """Use one complete look: doubt, settle, tell."""
    _doubt_what_is_shown(engine, look)
    reconcile(engine, look)
    withdraw(engine, engine.page, look)
    watch(engine, look)
    _count(engine, look)


def _doubt_what_is_shown(engine: Engine, look: Look) -> None:
    """Rows that wait for an hour, and words or an hour of theirs are on the page already."""
    with engine.database.write() as session:
        found = restored.standing(session)
        if found is None or found.settled:
            return
        alike = [_alike(session, engine, post) for post in _strange(session, engine, look, found)]
        waiting = [one.id for one in alike if one is not None and one.state == Going.WAITING]
        if waiting:
            restored.doubt(session, found, waiting)


def _count(engine: Engine, look: Look) -> None:
    """Count the look, and keep what it showed that no row holds."""
    with engine.database.write() as session:
        found = restored.standing(session)
        if found is None:
            return
        looks = found.looks + 1
        old = engine.age(f"restore {found.at}", found.at, look) >= engine.longest_patience
        settled = found.settled or (looks >= LOOKS and old)
        strange = _strange(session, engine, look, found)
        restored.remember_told(session, ((one.remote_id, fingerprint(one.text)) for one in strange))
        shown = tuple(told(session, engine, post) for post in strange[:MOST_TOLD])
        restored.keep(session, replace(found, looks=looks, settled=settled, strangers=shown))
        memory.remember(session, memory.LOOKED_AT, look.at.isoformat())


def _strange(session: Session, engine: Engine, look: Look, found: Restored) -> list[RemotePost]:
    """Posts made since the backup, or still to come, that none of our airings holds."""
    ours = held(session, engine.page.page_id)
    earliest = found.taken_at - EARLY
    return [
        post
        for post in look.posts
        if post.remote_id not in ours
        and (not post.is_public or post.created_at is None or post.created_at >= earliest)
    ]


def _alike(session: Session, engine: Engine, post: RemotePost) -> Airing | None:
    """The airing that this post seems to be: by its words, else by its hour."""
    return _by_words(session, engine, fingerprint(post.text)) or _by_hour(session, post)


def _by_words(session: Session, engine: Engine, mark: str) -> Airing | None:
    tried = select(Attempt.airing_id).where(
        Attempt.page == engine.page.page_id, Attempt.fingerprint == mark
    )
    query = (
        select(Airing)
        .join(Item, col(Item.id) == col(Airing.item_id))
        .where(
            col(Item.channel).in_(AUTOMATIC),
            (col(Item.fingerprint) == mark) | (col(Airing.id).in_(tried)),
        )
        .order_by((col(Airing.state) != Going.WAITING), col(Airing.due), col(Airing.id))
    )
    return session.exec(query).first()


def _by_hour(session: Session, post: RemotePost) -> Airing | None:
    """An edited text keeps its hour; two posts of one office are an hour apart."""
    hour = post.scheduled_at if not post.is_public else post.created_at
    if hour is None:
        return None
    query = (
        select(Airing)
        .join(Item, col(Item.id) == col(Airing.item_id))
        .where(
            col(Item.channel).in_(AUTOMATIC),
            col(Airing.due) >= hour - SOONEST - EARLY,
            col(Airing.due) <= hour + EARLY,
            col(Airing.state) != Going.DONE,
        )
        .order_by(col(Airing.due).desc(), col(Airing.id))
    )
    return session.exec(query).first()


def told(session: Session, engine: Engine, post: RemotePost) -> Stranger:
    """What people are told of a post that no row holds."""
    hour = (post.scheduled_at if not post.is_public else post.created_at) or engine.now()
    alike = _alike(session, engine, post)
    words, link = " ".join(post.text.split()), post.permalink or ""
    return Stranger(
        remote_id=post.remote_id,
        words=words if len(words) <= EXCERPT else words[: EXCERPT - 1] + "…",
        at=f"{hour.astimezone(engine.settings.zone):%H:%M ngày %d/%m/%Y}",
        public=post.is_public,
        permalink=link if link.startswith(("https://", "http://")) else None,
        item=alike.key.partition("@")[0] if alike is not None else None,
    )
