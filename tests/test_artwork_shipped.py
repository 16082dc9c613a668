"""Every shipped banner and headline can be drawn, whole, and reads as it should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from habac24h.calendar.observances import observances
from habac24h.config import Settings
from habac24h.printing.artwork import breaks
from habac24h.printing.artwork.banner import Banner, draw
from habac24h.printing.artwork.card import Card
from habac24h.printing.artwork.card import draw as draw_card
from habac24h.printing.artwork.font import missing
from habac24h.printing.artwork.headline import first_line, headline
from habac24h.printing.artwork.wording import plain_lines
from habac24h.workflow.cards import known_names

TEMPLATES = Path(str(files("habac24h.content") / "templates"))
_VALUES = {"year": "2026", "start": "28/6", "end": "15/12", "day": "20/10", "year - 1930": "96"}


def shipped(channel: str) -> Iterator[tuple[str, str]]:
    """Name and text of each template of a channel, with plain values for what it prints."""
    for path in sorted((TEMPLATES / channel).rglob("*.j2")):
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        name = path.relative_to(TEMPLATES / channel).with_suffix("").as_posix()
        yield name, re.sub(r"\{\{\s*(.*?)\s*\}\}", lambda one: _VALUES.get(one[1], "xã"), text)


BANNERS = dict(shipped("banner"))
POSTS = dict(shipped("fanpage"))
HEADLINES = {name: line for name, text in POSTS.items() if (line := first_line(text.strip()))}


def test_there_is_something_to_look_at() -> None:
    assert (len(BANNERS) >= 6, len(HEADLINES) >= 40) == (True, True)


@pytest.mark.parametrize("name", BANNERS)
def test_shipped_banners_hang_without_advice(name: str) -> None:
    look, lines = Settings().banners, plain_lines(BANNERS[name])
    shape = Banner(name, lines, "UBND XÃ HÀ BẮC", 6000, 800, look.color, look.text_color)
    for design in ("tron", "khung", "dai"):
        drawn = draw(replace(shape, design=design))
        assert (" ".join(drawn.lines), drawn.advice) == (" ".join(lines), ())


def test_shipped_headlines_have_all_their_letters() -> None:
    assert "".join(missing(line) for line in HEADLINES.values()) == ""


def test_shipped_headlines_tear_no_word_on_a_card() -> None:
    names = known_names(Settings())
    torn = []
    for line in HEADLINES.values():
        said = headline(line, names)
        drawn = draw_card(Card(said.words, "Bình đẳng giới", "Xã", "Fanpage", "#4B2A7B"))
        lines = [one.line.shaped.text for one in drawn.letters[1:-1]]
        words, at = tuple(said.words.split()), 0
        for above, _below in pairwise(lines):
            at += len(above.split())
            if breaks.costs(words)[at] >= breaks.FORBIDDEN:
                torn.append(" / ".join(lines))
    assert torn == []


def test_shipped_headlines_are_sentences_with_the_capitals_of_their_names() -> None:
    names = known_names(Settings())
    days = {one.full for one in observances().values()} | {
        one.short for one in observances().values()
    }
    said = [headline(line, names).words for line in HEADLINES.values()]
    assert [one for one in said if not one.lstrip("“")[:1].isupper()] == []
    capitals = {
        word
        for one in said
        for word in re.findall(r"(?<=[^\W\d_.?!:] )[^\W\d_]+", one)
        if word[:1].isupper() and not any(word in day for day in days)
    }
    assert capitals == set()
