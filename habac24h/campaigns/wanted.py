"""Items as the definition wants them: slots with their words, rendered but not stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from habac24h.calendar.observances import Window
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.expand import Expansion, Notice, Slot
from habac24h.campaigns.packaged import packaged_topics
from habac24h.campaigns.places import PlaceEntry
from habac24h.content import variants
from habac24h.content.missing import MARK
from habac24h.content.render import Occasion, render_item
from habac24h.content.sandbox import Sandbox
from habac24h.errors import NotFound, Refused, TemplateError

LACKING = "lacking"
"""In `Item.planned`: facts that were not given and left no visible gap in the words."""


@dataclass(frozen=True)
class Wanted:
    """One item as it should be; `facts` are those that its words used, with their values.

    `lacking` are facts that were not given and left no visible gap (a piece under `if` is missing).
    """

    slot: Slot
    campaign: str
    year: int
    text: str
    facts: Mapping[str, str]
    lacking: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The item's key."""
        return self.slot.key

    @property
    def due(self) -> datetime:
        """The first airing, UTC."""
        return self.slot.airings[0].due

    @property
    def late_limit(self) -> int | None:
        """Seconds; None for the channel's default."""
        limit = self.slot.late_limit
        return int(limit.total_seconds()) if limit is not None else None

    def planned(self) -> dict[str, Any]:
        """What the row remembers of the slot: plain JSON values."""
        slot = self.slot
        lacking = {LACKING: list(self.lacking)} if self.lacking else {}
        return {
            **lacking,
            "unshifted": slot.unshifted.isoformat(),
            "turn": slot.turn,
            "place": slot.place,
            "places": list(slot.places),
            "airings": [
                [airing.n, airing.due.isoformat(), airing.until and airing.until.isoformat()]
                for airing in slot.airings
            ],
        }


@dataclass(frozen=True)
class Edition:
    """What all texts of one campaign in one year have in common."""

    campaign: Campaign
    year: int
    facts: Mapping[str, str]
    places: Sequence[PlaceEntry]
    office: str
    fanpage: str
    zone: ZoneInfo
    templates: variants.Library = field(default_factory=variants.library)


@dataclass(frozen=True)
class Wording:
    """All items of an edition, and those whose words could not be made."""

    wanted: tuple[Wanted, ...]
    unwritten: frozenset[str]
    notices: tuple[Notice, ...]


def word(sandbox: Sandbox, edition: Edition, expansion: Expansion) -> Wording:
    """Render every slot; one whose template fails is told in a notice and left as it is."""
    if expansion.window is None:
        return Wording((), frozenset(), ())
    wanted: list[Wanted] = []
    notices: list[Notice] = []
    for slot in expansion.slots:
        try:
            wanted.append(_worded(sandbox, edition, slot, expansion.window))
        except (TemplateError, NotFound, Refused) as error:
            notices.append(Notice("template", slot.key, error.sentence))
    unwritten = frozenset(notice.key for notice in notices)
    return Wording(tuple(wanted), unwritten, tuple(notices))


def _worded(sandbox: Sandbox, edition: Edition, slot: Slot, window: Window) -> Wanted:
    name, source = _source(edition.templates, slot)
    rendered = render_item(sandbox, source, name, occasion(edition, slot, window))
    used = {name: edition.facts[name] for name in rendered.used if name in edition.facts}
    lacking = tuple(one for one in rendered.missing if MARK.format(name=one) not in rendered.text)
    return Wanted(slot, edition.campaign.id, edition.year, rendered.text, used, lacking)


def _source(templates: variants.Library, slot: Slot) -> tuple[str, str]:
    """The template's name and text; the slot's turn picks the variant."""
    if slot.template is None:
        assert slot.text is not None
        return f"{slot.activity_id} (text)", slot.text
    variant = templates.pick(slot.channel, slot.template, slot.topic_id, slot.turn)
    return variant.name, variant.source


def occasion(edition: Edition, slot: Slot, window: Window) -> Occasion:
    """What the words of one slot may know."""
    first = slot.airings[0]
    names = tuple(_names(edition.places, slot.places))
    campaign = edition.campaign
    return Occasion(
        year=edition.year,
        campaign=campaign.title,
        observance=campaign.observance.full,
        start=window.start,
        end=window.end,
        due=first.due.astimezone(edition.zone),
        until=_last_day(first.until, edition.zone),
        topic_id=slot.topic_id or "",
        topic=packaged_topics().get(slot.topic_id or "", ""),
        place=names[0] if len(names) == 1 else "",
        places=names,
        lead=campaign.lead,
        partners=campaign.partners,
        facts=edition.facts,
        office=edition.office,
        fanpage=edition.fanpage,
    )


def _last_day(until: datetime | None, zone: ZoneInfo) -> date | None:
    return until.astimezone(zone).date() if until is not None else None


def _names(places: Sequence[PlaceEntry], ids: Sequence[str]) -> Iterator[str]:
    known = {place.id: place.name for place in places}
    for place in ids:
        yield known[place]
