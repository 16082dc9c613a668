"""Every shipped banner and headline can be drawn, whole, and reads as it should."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

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
from tests.texts_kit import of

BANNERS = {text.name: text.shown for text in of("banner")}
POSTS = {text.name: text.shown for text in of("fanpage")}
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
