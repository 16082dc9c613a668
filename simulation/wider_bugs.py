"""Faults planted in what pictures, another page and new ids ask of the engine (see bugs.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import bindparam, exists
from sqlmodel import Session, col

from habac24h.channels import fanpage
from habac24h.channels.graph import session as graph_session
from habac24h.channels.graph.posts import schedule_fields
from habac24h.engine import (
    claiming,
    doubt,
    due,
    health,
    passes,
    photos,
    strangers,
    trips,
    withdrawing,
)
from habac24h.engine.claim import Claim
from habac24h.engine.context import SOONEST, Engine, ids_query
from habac24h.engine.late import AUTOMATIC
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow import pages

Swap = tuple[Any, str, Any]
"""A module, a name in it, what stands there while the bug lives."""


def _photos_forgotten() -> list[Swap]:
    """What was uploaded before a crash is uploaded again."""
    return [(claiming, "uploaded_before", lambda *_: {})]


def _photos_not_saved() -> list[Swap]:
    """A photo's id is kept by the process alone."""
    kept: dict[tuple[str, int], dict[str, str]] = {}

    def keep(engine: Engine, claim: Claim, name: str, media_id: str) -> bool:
        kept.setdefault((engine.worker, claim.attempt_id), {})[name] = media_id
        return True

    def media(engine: Engine, claim: Claim) -> dict[str, str]:
        return kept.get((engine.worker, claim.attempt_id), {})

    return [(photos, "_keep", keep), (photos, "_media", media)]


def _draft_trap() -> list[Swap]:
    """A hidden post with pictures is not said to be a scheduled one."""

    def fields(*given: Any) -> dict[str, object]:
        form = schedule_fields(*given)
        return {name: form[name] for name in form if name != "unpublished_content_type"}

    return [(fanpage, "schedule_fields", fields)]


def _page_not_compared() -> list[Swap]:
    """A worker sends what is approved to the page that it knows."""
    found = ids_query(
        Airing.state == Going.WAITING,
        col(Airing.due) <= bindparam("latest"),
        col(Item.channel).in_(AUTOMATIC),
        Item.state == Words.APPROVED,
        col(Airing.late_until) > bindparam("soonest"),
    )
    approved = exists().where(
        trips._I.id == trips._A.item_id, trips._I.state == Words.APPROVED
    )  # fmt: skip

    def may(engine: Engine, session: Session, airing: Airing, item: Item) -> bool:
        approved = airing.state == Going.WAITING and item.state == Words.APPROVED
        in_time = airing.late_until > engine.now() + SOONEST
        return approved and in_time and not health.stopped(session)

    taken = trips.taking(trips.AS_READ, approved, trips.ALONE, trips.IN_TIME, trips.LET)
    return [
        (due, "_FIRST", found.limit(due.BATCH)),
        (trips, "TAKE", taken),
        (claiming, "may_be_sent", may),
    ]


def _turned_without_asking() -> list[Swap]:
    """Another page is live, and approvals for the old one stand."""
    return [(pages, "_ask_again", lambda *_: 0)]


def _former_page_left() -> list[Swap]:
    """What an old page holds stays there."""
    return [(passes, "_clear_former", lambda *_: None)]


def _vanished_is_gone() -> list[Swap]:
    """A post that nobody finds under its old id counts as taken back."""
    return [(withdrawing, "_doubt", lambda *_: None)]


def _own_clock_believed() -> list[Swap]:
    """The hour in the page's answers is not looked at."""
    return [(graph_session, "told_at", lambda _headers: None)]


def _lost_and_not_waited_for() -> list[Swap]:
    """A try whose answer was lost counts as absent as soon as one that was answered."""
    return [(doubt, "_waiting_time", lambda engine, _attempt: engine.patience)]


def _strangers_not_asked() -> list[Swap]:
    """Nobody asks the page whether it knows more than the rows."""
    return [(strangers, "hold_for_them", lambda *_: False)]


WIDER: dict[str, Callable[[], list[Swap]]] = {
    "photos-forgotten": _photos_forgotten,
    "photos-not-saved": _photos_not_saved,
    "draft-trap": _draft_trap,
    "page-not-compared": _page_not_compared,
    "turned-without-asking": _turned_without_asking,
    "former-page-left": _former_page_left,
    "vanished-is-gone": _vanished_is_gone,
    "own-clock-believed": _own_clock_believed,
    "strangers-not-asked": _strangers_not_asked,
    "lost-and-not-waited-for": _lost_and_not_waited_for,
}
