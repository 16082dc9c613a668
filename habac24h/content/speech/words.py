"""The list of abbreviations, document kinds, issuers, units and names
(content/words/abbreviations.yaml), read once, with the office's own abbreviations in it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from habac24h import strictyaml
from habac24h.content.own import Texts
from habac24h.errors import DefinitionError

FILE = "abbreviations.yaml"
_FIELDS = {"abbr", "read", "ask", "next", "prev", "note"}
_NEW_TONES = ("oà oá oả oã oạ", "oè oé oẻ oẽ oẹ", "uỳ uý uỷ uỹ uỵ")
_OLD_TONES = ("òa óa ỏa õa ọa", "òe óe ỏe õe ọe", "ùy úy ủy ũy ụy")
_PAIRS = {
    one: other
    for new, old in zip(_NEW_TONES, _OLD_TONES, strict=True)
    for one, other in zip(new.split(), old.split(), strict=True)
}
_EITHER = {piece: f"(?:{new}|{old})" for new, old in _PAIRS.items() for piece in (new, old)}
_TONED = re.compile("|".join(_EITHER))


@dataclass(frozen=True, slots=True)
class Word:
    """One abbreviation: how it is read, or why it is asked about, and what must stand around it."""

    abbr: str
    read: str
    ask: str
    next: re.Pattern[str] | None
    prev: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Words:
    """The whole list; `pattern` finds any abbreviation, the longest first."""

    by_abbr: dict[str, tuple[Word, ...]]
    pattern: re.Pattern[str]
    plain: dict[str, str]
    kinds: dict[str, str]
    issuers: dict[str, str]
    units: dict[str, str]
    units_pattern: re.Pattern[str]
    names: re.Pattern[str]
    name_list: tuple[str, ...]


def folded(text: str) -> str:
    """The text with the old tone placement (uỷ as ủy), for looking up only."""
    return _TONED.sub(lambda found: _PAIRS.get(found[0], found[0]), text)


@lru_cache(maxsize=8)
def words(own: Texts = ()) -> Words:
    """The packaged list, with the office's entries in place of those of the same abbreviation.

    Raises DefinitionError where the packaged list is wrong; an own entry that cannot be read
    leaves the packaged ones standing.
    """
    if own:
        return _with_own(words(), own)
    top = _mapping(strictyaml.read(shipped_text(), FILE), "")
    entries = _sequence(top["words"], "words")
    found = tuple(_word(entry, FILE) for entry in entries)
    units = _pairs(top["units"], "units")
    names = tuple(_text(one, "names") for one in _sequence(top["names"], "names"))
    return Words(
        *_looked_up(found),
        _pairs(top["kinds"], "kinds"),
        _pairs(top["issuers"], "issuers"),
        units,
        _units(units),
        re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE),
        names,
    )


def shipped_text() -> str:
    """The file that comes with the program."""
    return (files("habac24h.content") / "words" / FILE).read_text(encoding="utf-8")


def read_entries(text: str, file: str) -> tuple[Word, ...]:
    """The entries of one abbreviation (a list, the first that fits is taken); DefinitionError."""
    top = strictyaml.read(text, file)
    if not isinstance(top, strictyaml.Sequence) or not top.items:
        raise _wrong("words", "không phải một danh sách", "mỗi dòng viết như - {abbr: …}", 1, file)
    return tuple(_word(entry, file) for entry in top.items)


def _with_own(shipped: Words, own: Texts) -> Words:
    by_abbr = dict(shipped.by_abbr)
    for abbreviation, text in own:
        with suppress(DefinitionError):
            file = f"abbreviations/{abbreviation}"
            by_abbr[folded(abbreviation)] = read_entries(text, file) if text.strip() else ()
    found = tuple(word for entries in by_abbr.values() for word in entries)
    by_abbr, pattern, plain = _looked_up(found)
    return replace(shipped, by_abbr=by_abbr, pattern=pattern, plain=plain)


def _looked_up(
    found: tuple[Word, ...],
) -> tuple[dict[str, tuple[Word, ...]], re.Pattern[str], dict[str, str]]:
    by_abbr: dict[str, tuple[Word, ...]] = {}
    for word in found:
        key = folded(word.abbr)
        by_abbr[key] = (*by_abbr.get(key, ()), word)
    plain = {word.abbr: word.read for word in found if word.read}
    return by_abbr, _any_of([word.abbr for word in found]), plain


def _any_of(abbreviations: list[str]) -> re.Pattern[str]:
    """Two groups, so that inside a word one look behind refuses them all (5 times as fast)."""
    longest_first = sorted(set(abbreviations), key=lambda one: (-len(one), one))
    lettered = "|".join(_pattern(one) for one in longest_first if not one[0].isdigit())
    numbered = "|".join(_pattern(one) for one in longest_first if one[0].isdigit())
    return re.compile(rf"(?<![^\W\d_])(?:{lettered})|(?<!\w)(?:{numbered})")


def _pattern(abbreviation: str) -> str:
    """Spaces may be several, tones may sit either way, and no word may go on behind."""
    escaped = _TONED.sub(lambda found: _EITHER[found[0]], re.escape(abbreviation))
    end = r"(?!\w)" if abbreviation[-1].isdigit() else r"(?![^\W\d_])"
    spaced = escaped.replace(r"\ ", r"\s+")
    return spaced + (end if abbreviation[-1].isalnum() else "")


def _units(units: dict[str, str]) -> re.Pattern[str]:
    """m2 and km stand alone too; a bare m, g or l only directly behind a number."""
    longest_first = sorted(units, key=lambda one: (-len(one), one))
    return re.compile(
        rf"(?:(\d)\s*|(?<!\w)(?=(?:km/h|k?m[23]|[cm]m2|km|kg|kWh)(?!\w)))"
        rf"({'|'.join(map(re.escape, longest_first))})(?!\w)"
    )


def _word(node: strictyaml.Node, file: str) -> Word:
    entry = _mapping(node, "words", file)
    fields = {name: _text(value, name, file) for name, value in entry.items()}
    wanted = "cần abbr và đúng một trong hai mục read, ask"
    if set(entry) - _FIELDS or not fields.get("abbr") or ("read" in fields) == ("ask" in fields):
        raise _wrong("words", str(sorted(entry)), wanted, node.line, file)
    if not (fields.get("read") or fields.get("ask")):
        raise _wrong("words", "lời đọc để trống", wanted, node.line, file)
    return Word(
        fields["abbr"],
        fields.get("read", ""),
        fields.get("ask", ""),
        _pattern_of("next", fields, "{}", node.line, file),
        _pattern_of("prev", fields, "(?:{})$", node.line, file),
    )


def _pattern_of(
    field: str, fields: dict[str, str], around: str, line: int, file: str
) -> re.Pattern[str] | None:
    if field not in fields:
        return None
    try:
        return re.compile(around.replace("{}", fields[field]))
    except re.error as error:
        raise _wrong(field, fields[field], f"mẫu hỏng: {error}", line, file) from None


def _wrong(
    field: str, found: str, allowed: str, line: int | None = None, file: str = FILE
) -> DefinitionError:
    return DefinitionError(file=file, line=line, field=field, found=found, allowed=allowed)


def _mapping(node: strictyaml.Node, field: str, file: str = FILE) -> dict[str, strictyaml.Node]:
    if not isinstance(node, strictyaml.Mapping):
        raise _wrong(
            field, "không phải một nhóm", "cần các dòng dạng tên: giá trị", node.line, file
        )
    return node.entries


def _sequence(node: strictyaml.Node, field: str) -> tuple[strictyaml.Node, ...]:
    if not isinstance(node, strictyaml.Sequence):
        raise _wrong(field, "không phải một danh sách", "cần một danh sách")
    return node.items


def _text(node: strictyaml.Node, field: str, file: str = FILE) -> str:
    if not isinstance(node, strictyaml.Scalar):
        raise _wrong(field, "một nhóm hay danh sách", "cần một dòng chữ", node.line, file)
    return node.value


def _pairs(node: strictyaml.Node, field: str) -> dict[str, str]:
    return {name: _text(value, field) for name, value in _mapping(node, field).items()}
