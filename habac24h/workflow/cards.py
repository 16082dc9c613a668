"""The card of a Fanpage post: drawn from the item's own words, without a person's help."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from habac24h.calendar.observances import observances
from habac24h.campaigns import library
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.packaged import packaged_topics
from habac24h.channels.registry import kind
from habac24h.config import Settings
from habac24h.errors import PrintError, Refused
from habac24h.images import Prepared
from habac24h.models import Item, Place, Revision
from habac24h.printing.artwork.card import WIDE, Card, color_for, design_for, png
from habac24h.printing.artwork.headline import Headline, first_line, headline, names_in
from habac24h.workflow.desk import Desk
from habac24h.workflow.pictures import Pictures, shown_now, shown_with

YEAR_ROUND = "ca-nam"
"""The observance that names no day: its posts go by their own titles."""
BROAD = "Truyền thông bình đẳng giới"


def frozen(desk: Desk, item: Item) -> dict[str, Any]:
    """The item's columns about pictures as it is submitted: with a fresh card if it needs one.

    A post with pictures of its own keeps them; an earlier card makes room for the one that its
    words give now, or for none where `cards` is off. Refused for a sign that the font lacks.
    """
    if kind(item.channel).manual or (item.images and not item.drawn):
        return shown_now(item)
    if not desk.settings.cards:
        return shown_with(desk, item, Pictures() if item.drawn else None, new_words=False)
    ready, alt = _ready(desk, item)
    return shown_with(desk, item, Pictures((ready,), (alt,), drawn=True), new_words=False)


def _ready(desk: Desk, item: Item) -> tuple[Prepared, str]:
    """The card's own bytes: as they are printed, so they go out, and re-encoding gains nothing."""
    drawn = card(desk, item)
    try:
        return Prepared(png(drawn), "image/png", *WIDE), drawn.alt
    except PrintError as error:
        raise Refused(
            f"“{item.key}” chưa trình duyệt được vì không vẽ được ảnh kèm bài: {error.sentence} "
            "Cũng có thể đính ảnh riêng bằng `habac24h edit KEY --image TỆP`."
        ) from None


def card(desk: Desk, item: Item) -> Card:
    """The card that this item's words give now."""
    settings = desk.settings
    said = _headline(desk, item)
    return Card(
        headline=said.words,
        over=_over(desk, item, said),
        office=settings.office[:1].upper() + settings.office[1:],
        page=f"Fanpage {settings.fanpage}",
        color=color_for(item.campaign, settings.card_colors),
        design=design_for(_turn(item.topic)),
        day=said.day,
    )


def known_names(settings: Settings) -> tuple[str, ...]:
    """Names whose capitals come back when words in capitals are written small."""
    days = (name for one in observances().values() for name in (one.full, one.short))
    return (settings.office, settings.fanpage, *dict.fromkeys(days))


def _headline(desk: Desk, item: Item) -> Headline:
    """A title that a person wrote; else the post's own first line; else the plan's title."""
    line = None if _has_own_title(desk, item) else first_line(item.text)
    places = desk.session.exec(select(Place.name).where(col(Place.example).is_(False)))
    names = (*names_in(item.text), *places, *known_names(desk.settings))
    return headline(line or item.title, names)


def _has_own_title(desk: Desk, item: Item) -> bool:
    if item.handmade:
        return True
    query = select(Revision.id).where(Revision.item_id == item.id, Revision.title != item.title)
    return desk.session.exec(query.limit(1)).first() is not None


def _over(desk: Desk, item: Item, said: Headline) -> str:
    """The line above: topic, or occasion; something broader where the headline says it already."""
    campaign = library.load(desk.session, item.campaign)
    over = packaged_topics().get(item.topic or "") or _occasion(campaign, item)
    return BROAD if over.casefold() in said.words.casefold() else over


def _occasion(campaign: Campaign, item: Item) -> str:
    if campaign.observance.id != YEAR_ROUND:
        return campaign.observance.short
    return campaign.title if item.handmade else item.title


def _turn(topic: str | None) -> int:
    """The topic's place in the list, counted from one; 0 for none."""
    return [None, *packaged_topics()].index(topic) if topic in packaged_topics() else 0
