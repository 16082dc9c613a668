"""The press: typst in this process, with fonts kept, files shut in, and no sign lost silently."""

from __future__ import annotations

import dataclasses
import functools
import json
import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import fontpkg_be_vietnam_pro

from habac24h.errors import PrintError
from habac24h.later import later
from habac24h.printing.fonts import ALPHABET, Face

if TYPE_CHECKING:
    import typst
else:
    typst = later("typst")

TEMPLATES = Path(__file__).parent / "templates"
_POSTER_FILES = fontpkg_be_vietnam_pro.ROOT / "files"
_GLYPH = re.compile(r'<use xlink:href="#(\w+)"|<image')
_STOP = "I"
"""Begins every line of the probe."""
_NO_SIGN = "\U0010ffff"
_UNSEEN = re.compile("[\u200b-\u200f\u2060\u20e3\ufe00-\ufe0f\ufeff\u00ad\U000e0020-\U000e007f]")
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)

Picture = Literal["svg", "png"]
Kind = Literal["pdf", "svg", "png"]


class Press:
    """Draws templates of `templates/` with data. Safe to share between threads.

    Data travels as one JSON text and stays data: no word of a user ever becomes typst source. The
    root is the folder of the templates, so that nothing else on the computer can be read; no
    template imports a package, so that nothing is fetched.
    """

    def __init__(
        self,
        *font_folders: Path,
        system_fonts: bool = True,
        templates: Path = TEMPLATES,
    ) -> None:
        self._templates = templates
        self._fonts = typst.Fonts(
            include_system_fonts=system_fonts, font_paths=[_POSTER_FILES, *font_folders]
        )
        self._there = {family.lower() for family in self._fonts.families()}
        self._lock = threading.Lock()
        self._families: dict[Face, str] = {}
        self._drawn: dict[tuple[str, ...], dict[str, bool]] = {}

    def pdf(self, template: str, data: Any, face: Face, *, at: datetime | None = None) -> bytes:
        """A PDF/A-2b file; `at` is the moment that it carries (the same data, the same bytes)."""
        return self._compile(template, data, face, "pdf", at=at, pdf_standards=["a-2b"])[0]

    def pictures(
        self, template: str, data: Any, face: Face, kind: Picture, *, ppi: float = 144
    ) -> list[bytes]:
        """The pages as SVG (outlines, no fonts needed) or PNG, one file each."""
        return self._compile(template, data, face, kind, ppi=ppi)

    def family(self, face: Face) -> str:
        """The first family of a face that this computer has and that draws the whole alphabet."""
        if face not in self._families:
            self._families[face] = self._choose(face)
        return self._families[face]

    def fonts(self, face: Face) -> tuple[str, ...]:
        """The families of a face for a template: the chosen one, then those that lend signs."""
        lent = [family for family in face.spare if family.lower() in self._there]
        return self.family(face), *lent

    def missing(self, face: Face, text: str) -> str:
        """The signs of a text that no font of a face draws, each once, in their order."""
        return self._missing(self.fonts(face), text)

    def _choose(self, face: Face) -> str:
        for family in face.families:
            if family.lower() in self._there and not self._missing((family,), ALPHABET):
                return family
        raise PrintError(
            f"Máy này không có phông chữ nào in được đủ chữ Việt cho {face.name} "
            f"(cần một trong: {', '.join(face.families)}); hãy cài lại chương trình."
        )

    def _missing(self, fonts: tuple[str, ...], text: str) -> str:
        signs = [sign for sign in dict.fromkeys(text) if not sign.isspace()]
        with self._lock:
            known = self._drawn.setdefault(fonts, {})
            if new := [sign for sign in signs if sign not in known]:
                known |= self._probe(fonts, new)
            return "".join(sign for sign in signs if not known[sign])

    def _probe(self, fonts: tuple[str, ...], signs: list[str]) -> dict[str, bool]:
        """Set every sign on a line of its own and see which come out as the sign for no sign.

        typst says nothing of a missing glyph, and embedded fonts have no file to look into; what
        it draws for U+10FFFF, which is no character, is what it draws for every missing one.
        """
        signs = [sign for sign in signs if sign != _STOP]
        given = {"fonts": fonts, "signs": [_NO_SIGN, *signs]}
        drawn = typst.compile(
            TEMPLATES / "glyphs.typ",
            root=TEMPLATES,
            font_paths=self._fonts,
            format="svg",
            sys_inputs={"data": json.dumps(given)},
        )
        shapes = _GLYPH.findall(drawn.decode().partition("<defs")[0])
        stops = [place for place, shape in enumerate(shapes) if shape == shapes[0]]
        after = [shapes[a + 1 : b] for a, b in pairwise([*stops, len(shapes)])]
        return {_STOP: True} | {
            sign: shape != after[0] for sign, shape in zip(signs, after[1:], strict=True)
        }

    def _compile(
        self, template: str, data: Any, face: Face, kind: Kind, **options: Any
    ) -> list[bytes]:
        values = self._inputs(data, face)
        when = options.pop("at", None) or _EPOCH
        try:
            made = typst.compile(
                self._templates / template,
                root=self._templates,
                font_paths=self._fonts,
                format=kind,
                sys_inputs=values,
                timestamp=int(when.timestamp()),
                **options,
            )
        except typst.TypstError as error:
            raise PrintError(f"Không in được ({template}): {error.message}.") from None
        return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]

    def _inputs(self, data: Any, face: Face) -> dict[str, str]:
        plain = as_plain(data)
        missing = self.missing(face, "".join(_texts(plain)))
        if missing and not face.spare:
            raise PrintError(
                f"Phông chữ của {face.name} không có ký tự {named(missing)}; hãy thay bằng chữ."
            )
        if missing:
            plain = _marked(plain, missing)
        return {
            "data": json.dumps(plain, ensure_ascii=False),
            "fonts": json.dumps(self.fonts(face)),
        }


@functools.cache
def press() -> Press:
    """The one press of this process: finding the computer's fonts takes a tenth of a second."""
    return Press()


def as_plain(value: Any) -> Any:
    """Dataclasses, tuples and texts as plain JSON values, texts in NFC without unseen signs."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): as_plain(one) for name, one in value.items()}
    if isinstance(value, str):
        return _UNSEEN.sub("", unicodedata.normalize("NFC", value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable):
        return [as_plain(one) for one in value]
    return value


def named(signs: str) -> str:
    """Signs for a sentence: “№” (U+2116)."""
    return ", ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in signs)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _marked(value: Any, missing: str) -> Any:
    """Where a sign cannot be drawn its number stands, so that the reader sees that it is there."""
    if isinstance(value, str):
        return "".join(f"[U+{ord(sign):04X}]" if sign in missing else sign for sign in value)
    if isinstance(value, Mapping):
        return {name: _marked(one, missing) for name, one in value.items()}
    if isinstance(value, list):
        return [_marked(one, missing) for one in value]
    return value
