"""Places of the office, and the ways in which an activity selects them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

KINDS = {
    "thon": "thôn",
    "truong": "trường học",
    "truc-duong": "trục đường",
    "tru-so": "trụ sở",
}


@dataclass(frozen=True)
class PlaceEntry:
    """One place as planning sees it; `kind` is a key of KINDS."""

    id: str
    name: str
    kind: str
    example: bool = False


@dataclass(frozen=True)
class AllPlaces:
    """`places: all`."""


@dataclass(frozen=True)
class OfKind:
    """`places: kind:thon`."""

    kind: str


@dataclass(frozen=True)
class Named:
    """`places: [thon-1, thon-2]`."""

    ids: tuple[str, ...]


Selector = AllPlaces | OfKind | Named


def select(selector: Selector | None, places: Sequence[PlaceEntry]) -> tuple[PlaceEntry, ...]:
    """The selected places in the office's own order."""
    if selector is None:
        return ()
    return tuple(place for place in places if _is_meant(selector, place))


def missing(selector: Selector | None, places: Sequence[PlaceEntry]) -> tuple[str, ...]:
    """Named places that the office does not have (any more)."""
    if not isinstance(selector, Named):
        return ()
    known = {place.id for place in places}
    return tuple(place for place in selector.ids if place not in known)


def _is_meant(selector: Selector, place: PlaceEntry) -> bool:
    if isinstance(selector, OfKind):
        return place.kind == selector.kind
    if isinstance(selector, Named):
        return place.id in selector.ids
    return True
