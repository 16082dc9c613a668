"""The words that the program would write for an item at other times than its definition's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from habac24h.campaigns import library
from habac24h.campaigns.expand import AiringSlot, expand
from habac24h.campaigns.own import own_words
from habac24h.campaigns.plan import edition_of
from habac24h.campaigns.wanted import Wanted, word
from habac24h.config import Settings
from habac24h.errors import DefinitionError
from habac24h.models import Airing, Item


def times_of(airings: Sequence[Airing]) -> tuple[AiringSlot, ...]:
    """The times of airings as they stand, apart from the rows, which a move changes."""
    return tuple(AiringSlot(a.key, a.n, a.due, a.until, a.late_until) for a in airings)


def worded_at(
    session: Session, item: Item, times: tuple[AiringSlot, ...], settings: Settings
) -> Wanted | None:
    """The item as its definition would write it for these times; None for what none writes."""
    if item.handmade or not times:
        return None
    try:
        campaign = library.load(session, item.campaign)
    except DefinitionError:
        return None
    edition = edition_of(session, campaign, item.year, settings)
    expansion = expand(campaign, item.year, edition.places, settings.zone)
    slots = tuple(replace(one, airings=times) for one in expansion.slots if one.key == item.key)
    sandbox = library.sandbox(own_words(session))
    return next(iter(word(sandbox, edition, replace(expansion, slots=slots)).wanted), None)
