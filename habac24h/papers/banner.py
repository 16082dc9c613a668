"""Banner items as artwork: one for each size that their places ask for."""

from __future__ import annotations

from collections.abc import Iterator

from habac24h.appearance import Banners, Size
from habac24h.config import Settings
from habac24h.models import Place
from habac24h.papers.items import chosen
from habac24h.papers.paper import Asked, Sheet
from habac24h.printing.artwork.banner import Banner
from habac24h.printing.artwork.case import banner_lines
from habac24h.printing.artwork.wording import plain_lines
from habac24h.workflow import Desk
from habac24h.workflow.cards import known_names
from habac24h.workflow.gaps import named
from habac24h.workflow.view import Row


def gather(desk: Desk, asked: Asked) -> Iterator[Sheet]:
    """A file for each banner and size; the name carries the size where there are several."""
    for row in chosen(desk, asked, "banner"):
        for size in sizes_of(desk, row):
            yield Sheet(file_name(desk, row, size), fill(desk.settings, row, size))


def file_name(desk: Desk, row: Row, size: Size) -> str:
    """What an artwork's file is called after its kind; a sheet for the shop names it as well."""
    several = len(sizes_of(desk, row)) > 1
    return f"{row.item.key}_{size.width}x{size.height}mm" if several else row.item.key


def fill(settings: Settings, row: Row, size: Size) -> Banner:
    """What one banner says at one size."""
    look = settings.banners
    return Banner(
        key=row.item.key,
        lines=banner_lines(plain_lines(named(row.item.text)), look.letters, known_names(settings)),
        issuer=_issuer(settings, look),
        width=size.width,
        height=size.height,
        ground=look.color,
        ink=look.text_color,
        design=look.design,
    )


def sizes_of(desk: Desk, row: Row) -> tuple[Size, ...]:
    """Every size that its places ask for, each once; the usual one where it has no place."""
    look = desk.settings.banners
    places = [place for airing in row.airings for place in airing.places]
    found = [size_at(desk, place) for place in places]
    return tuple(dict.fromkeys(found)) or (look.size_for("", ""),)


def size_at(desk: Desk, place_id: str) -> Size:
    """The size of the banners at a place."""
    place = desk.session.get(Place, place_id)
    return desk.settings.banners.size_for(place_id, place.kind if place else "")


def _issuer(settings: Settings, look: Banners) -> str:
    if look.issuer is not None:
        issuer = look.issuer.strip()
    else:
        issuer = settings.printing.authority or f"Ủy ban nhân dân {settings.office}"
    return issuer if look.letters == "thuong" else issuer.upper()
