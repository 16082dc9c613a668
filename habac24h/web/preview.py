"""An item as people will see or hear it: the post, the script aloud, the banner, the article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from habac24h.appearance import Size
from habac24h.campaigns.own import own_words
from habac24h.content.checks import Finding
from habac24h.content.speech import seconds
from habac24h.errors import HabacError
from habac24h.models import Item, Place
from habac24h.papers import article, banner
from habac24h.papers.words import length, lengths
from habac24h.printing.artwork import banner as cloth
from habac24h.printing.artwork.card import WIDE
from habac24h.printing.artwork.card import draw as draw_card
from habac24h.printing.artwork.drawing import svg
from habac24h.printing.prose import Part, parts, runs
from habac24h.printing.reading import Turn, open_questions, spoken_text, turns
from habac24h.web.post import Piece, Post, post
from habac24h.web.room import Room
from habac24h.workflow import Desk, pages
from habac24h.workflow.cards import card
from habac24h.workflow.gaps import named
from habac24h.workflow.view import Row, one

__all__ = ["Piece", "preview", "with_words"]


@dataclass(frozen=True)
class FacebookPost:
    """A post with what stands around it; `card` is drawn at submission, `trouble` says why not."""

    post: Post
    page: str
    practice: bool
    due: datetime | None
    card: Markup | None = None
    trouble: str = ""


@dataclass(frozen=True)
class Spoken:
    """One turn of a script and how long it takes."""

    turn: Turn
    length: str


@dataclass(frozen=True)
class Script:
    """A script aloud; `questions` is how many readings a person must still answer."""

    turns: tuple[Spoken, ...]
    length: str
    questions: int


@dataclass(frozen=True)
class Cloth:
    """A banner at one size, where it hangs, and what a person should know of it."""

    size: str
    drawing: Markup | None
    cap_height: str
    places: tuple[str, ...]
    advice: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """A portal article or the outline of a talk: its runs of parts, points together."""

    title: str
    lead: str
    runs: tuple[tuple[Part, ...], ...]


def with_words(item: Item, *, title: str, text: str, now: datetime) -> Item:
    """A copy of the item, in no session, that says other words."""
    changed = {"title": title or item.title, "text": text}
    if text != item.text:
        changed["edited_at"] = now  # type: ignore[assignment]
    return Item(**{**item.model_dump(), **changed})


def preview(room: Room, desk: Desk, item: Item, found: Iterable[Finding]) -> Any:
    """What the channel's own template shows (preview.html)."""
    row = one(desk.session, item)
    match item.channel:
        case "fanpage":
            return _post(room, desk, row, found)
        case "loudspeaker":
            return _script(desk, item)
        case "banner":
            return _cloths(desk, row)
        case "portal":
            made = article.fill(desk, row)
            return Article(made.title, made.lead, tuple(runs(made.body)))
    return Article("", "", tuple(runs(parts(named(item.text)))))


def _post(room: Room, desk: Desk, row: Row, found: Iterable[Finding]) -> FacebookPost:
    live = pages.live(desk.session)
    item = row.item
    drawn, trouble = (None, "") if item.images else _card(desk, item)
    return FacebookPost(
        post=post(item.text, found),
        page=(live.name if live else "") or room.office.settings.fanpage,
        practice=live is None or live.practice,
        due=row.airings[0].due if row.airings else None,
        card=drawn,
        trouble=trouble,
    )


def _card(desk: Desk, item: Item) -> tuple[Markup | None, str]:
    """The card that submitting would draw from these words."""
    if not desk.settings.cards or not item.text.strip():
        return None, ""
    try:
        told = with_words(item, title=named(item.title), text=named(item.text), now=desk.now)
        drawn = svg(draw_card(card(desk, told), WIDE))
    except HabacError as error:
        return None, error.sentence
    return Markup(drawn), ""  # noqa: S704 - our own drawing: paths, and an escaped title


def _script(desk: Desk, item: Item) -> Script:
    read = turns(named(item.text), own_words(desk.session))
    aloud = [spoken_text((turn,)) for turn in read]
    whole = spoken_text(read)
    said = iter(lengths([seconds(text) for text in aloud if text], seconds(whole)))
    return Script(
        turns=tuple(
            Spoken(turn, next(said) if text else "") for turn, text in zip(read, aloud, strict=True)
        ),
        length=length(seconds(whole)) if whole else "",
        questions=open_questions(read),
    )


def _cloths(desk: Desk, row: Row) -> tuple[Cloth, ...]:
    names: dict[Size, list[str]] = {size: [] for size in banner.sizes_of(desk, row)}
    for airing in row.airings:
        for place in airing.places:
            found = desk.session.get(Place, place)
            names[banner.size_at(desk, place)].append(found.name if found else place)
    return tuple(_cloth(desk, row, size, names[size]) for size in names)


def _cloth(desk: Desk, row: Row, size: Size, places: list[str]) -> Cloth:
    said = banner.fill(desk.settings, row, size)
    shown = tuple(dict.fromkeys(places))
    try:
        drawn = cloth.draw(said)
    except HabacError as error:
        return Cloth(said.size, None, "", shown, (error.sentence,))
    picture = Markup(svg(drawn.drawing))  # noqa: S704 - our own drawing: paths, an escaped title
    height = f"{drawn.cap_height / 10:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    return Cloth(said.size, picture, f"{height} cm", shown, drawn.advice)
