"""Every text that the program brings can be drawn by the face that draws it, on a bare machine."""

from __future__ import annotations

from pathlib import Path

import pytest

import habac24h.content
from habac24h.campaigns.packaged import packaged_definitions, packaged_places, packaged_topics
from habac24h.printing.fonts import DOCUMENT, POSTER
from habac24h.printing.prose import parts
from habac24h.printing.typst import as_plain
from tests.paper_kit import BARE

FOLDER = Path(habac24h.content.__file__).parent / "templates"
TEXTS = {
    path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(FOLDER.rglob("*.j2"))
}


@pytest.mark.parametrize("channel", ["loudspeaker", "portal", "talk", "chung"])
def test_documents_draw_every_shipped_text(channel: str) -> None:
    texts = [text for name, text in TEXTS.items() if name.startswith(f"{channel}/")]
    shown = [part.text for text in texts for part in parts(text)]
    assert len(texts) > 1
    assert BARE.missing(DOCUMENT, as_plain("".join(shown))) == ""


def test_posters_draw_every_shipped_banner() -> None:
    texts = [text for name, text in TEXTS.items() if name.startswith("banner/")]
    assert BARE.missing(POSTER, as_plain("".join(texts))) == ""


def test_documents_draw_definitions_topics_and_places() -> None:
    names = [*packaged_definitions().values(), *packaged_topics().values()]
    names += [place.name for place in packaged_places()]
    assert BARE.missing(DOCUMENT, as_plain("".join(names))) == ""
