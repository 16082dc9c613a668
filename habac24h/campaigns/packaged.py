"""What comes with the program: its topics, its example places, its starter definitions."""

from __future__ import annotations

import functools
from collections.abc import Container, Iterator
from importlib.resources import files

from habac24h import strictyaml
from habac24h.campaigns import values
from habac24h.campaigns.fields import Fields, Refusals, one_of, scalar, single_line, unfit
from habac24h.campaigns.names import wrong_id
from habac24h.campaigns.places import KINDS, PlaceEntry
from habac24h.errors import DefinitionError


@functools.cache
def packaged_topics() -> dict[str, str]:
    """Titles by id, in the order of campaigns/topics.yaml."""
    return read_topics(_packaged("topics.yaml"), "topics.yaml")


@functools.cache
def packaged_places() -> tuple[PlaceEntry, ...]:
    """The example places of campaigns/places.yaml."""
    return read_places(_packaged("places.yaml"), "places.yaml")


@functools.cache
def packaged_definitions() -> dict[str, str]:
    """The starter definitions' texts by file name, in alphabetical order."""
    folder = files("habac24h.campaigns") / "definitions"
    found = {
        entry.name: entry.read_bytes().decode("utf-8-sig")
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    }
    return dict(sorted(found.items()))


def read_topics(text: str, file: str) -> dict[str, str]:
    """Titles by id; raises DefinitionError."""
    found: dict[str, str] = {}
    refusals = Refusals()
    for fields in _entries(text, file, "topics", refusals):
        fields.only(("id", "title"))
        fields.need("id", "title")
        topic = fields.read("id", _id, "")
        _refuse_twice(fields, topic, found)
        found[topic] = fields.read("title", single_line, "")
    refusals.raise_first()
    return found


def read_places(text: str, file: str) -> tuple[PlaceEntry, ...]:
    """Places in the order of the file; raises DefinitionError."""
    found: dict[str, PlaceEntry] = {}
    refusals = Refusals()
    for fields in _entries(text, file, "places", refusals):
        fields.only(("id", "name", "kind", "example"))
        fields.need("id", "name", "kind")
        place = PlaceEntry(
            id=fields.read("id", _id, ""),
            name=fields.read("name", single_line, ""),
            kind=fields.read("kind", one_of(KINDS), ""),
            example=fields.read("example", values.flag, False),
        )
        _refuse_twice(fields, place.id, found)
        found[place.id] = place
    refusals.raise_first()
    return tuple(found.values())


def _packaged(name: str) -> str:
    return (files("habac24h.campaigns") / name).read_text(encoding="utf-8")


def _entries(text: str, file: str, key: str, refusals: Refusals) -> Iterator[Fields]:
    """The mappings under the file's only key."""
    node = strictyaml.read(text, file)
    entries = node.entries.get(key) if isinstance(node, strictyaml.Mapping) else None
    if not isinstance(entries, strictyaml.Sequence):
        raise DefinitionError(
            file=file,
            line=node.line,
            field=key,
            found="không có danh sách này",
            allowed=f"tệp có một mục “{key}:” với danh sách bên dưới",
        )
    for entry in entries.items:
        if not isinstance(entry, strictyaml.Mapping):
            raise DefinitionError(
                file=file,
                line=entry.line,
                field=key,
                found="một giá trị không có tên mục",
                allowed="mỗi dòng viết như {id: …}",
            )
        yield Fields(entry, file, refusals)


def _id(node: strictyaml.Node) -> str:
    value = scalar(node)
    wrong = wrong_id(value)
    if wrong is not None:
        unfit(node, wrong)
    return value


def _refuse_twice(fields: Fields, found: str, seen: Container[str]) -> None:
    if fields.good("id") and found in seen:
        fields.refuse("id", f"“{found}” lần thứ hai", "mỗi mã dùng một lần")
