"""The words that the program would write for an item at other times than its definition's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from habac24h.campaigns import library
from habac24h.campaigns.expand import AiringSlot, Expansion, expand
from habac24h.campaigns.own import own_words
from habac24h.campaigns.plan import edition_of
from habac24h.campaigns.wanted import Edition, Wanted, word
from habac24h.config import Settings
from habac24h.content.sandbox import Sandbox
from habac24h.errors import DefinitionError
from habac24h.models import Airing, Item


def times_of(airings: Sequence[Airing]) -> tuple[AiringSlot, ...]:
    """The times of airings as they stand, apart from the rows, which a move changes."""
    return tuple(AiringSlot(a.key, a.n, a.due, a.until, a.late_until) for a in airings)


@dataclass(frozen=True)
class Wordings:
    """Writes items for any times; what an edition needs is read and expanded once."""

    session: Session
    settings: Settings
    _editions: dict[tuple[str, int], tuple[Sandbox, Edition, Expansion] | None] = field(
        default_factory=dict
    )

    def at(self, item: Item, times: tuple[AiringSlot, ...]) -> Wanted | None:
        """The item as its definition would write it for these times; None for what none writes."""
        if item.handmade or not times:
            return None
        known = self._edition(item.campaign, item.year)
        if known is None:
            return None
        sandbox, edition, expansion = known
        slots = tuple(replace(one, airings=times) for one in expansion.slots if one.key == item.key)
        return next(iter(word(sandbox, edition, replace(expansion, slots=slots)).wanted), None)

    def _edition(self, campaign_id: str, year: int) -> tuple[Sandbox, Edition, Expansion] | None:
        if (campaign_id, year) not in self._editions:
            self._editions[campaign_id, year] = self._read(campaign_id, year)
        return self._editions[campaign_id, year]

    def _read(self, campaign_id: str, year: int) -> tuple[Sandbox, Edition, Expansion] | None:
        try:
            campaign = library.load(self.session, campaign_id)
        except DefinitionError:
            return None
        edition = edition_of(self.session, campaign, year, self.settings)
        expansion = expand(campaign, year, edition.places, self.settings.zone)
        return library.sandbox(own_words(self.session)), edition, expansion


def worded_at(
    session: Session, item: Item, times: tuple[AiringSlot, ...], settings: Settings
) -> Wanted | None:
    """One item, once."""
    return Wordings(session, settings).at(item, times)
