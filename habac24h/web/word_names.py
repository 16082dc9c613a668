"""What an entry of Lời mẫu is called: channel, campaign and topic, and the first words of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from habac24h.campaigns import library
from habac24h.campaigns.packaged import packaged_topics
from habac24h.channels.registry import KINDS
from habac24h.content.checks.hotlines import read_hotline
from habac24h.content.checks.wordbook import read_rule
from habac24h.content.dialling import grouped
from habac24h.content.own import HOTLINES, RULES, TEMPLATES
from habac24h.content.shipped import PIECES
from habac24h.errors import DefinitionError
from habac24h.workflow.own_words import Word

SHARED, OTHERS = "Đoạn dùng chung", "chưa đợt nào dùng"
_LENGTH = 80
_MARKS = re.compile(r"\{%[^%]*%\}|\{#[^#]*#\}|^NHẠC [A-ZĐỆ ]+$|^GIỌNG (?:NAM|NỮ): ?", re.MULTILINE)
_VALUE = re.compile(r"\{\{[^}]*\}\}")
_READ = re.compile(r'\b(?:read|ask): *"?([^"\n}]+)')


@dataclass(frozen=True)
class Named:
    """One entry: what it is for, how it begins, and the code under which it is kept."""

    word: Word
    title: str
    begins: str

    @property
    def code(self) -> str:
        """The id without its kind."""
        return self.word.id.partition("/")[2]

    def holds(self, sought: str) -> bool:
        """Whether a search for these words means this entry."""
        return sought.casefold() in f"{self.code} {self.title} {self.word.text}".casefold()


@dataclass(frozen=True)
class Group:
    """Entries of one channel and campaign; a list without groups has one without a title."""

    title: str
    entries: tuple[Named, ...]


Uses = Mapping[tuple[str, str], tuple[str, str]]
"""(campaign, activity) by (channel, template)."""


def groups(session: Session, words: Iterable[Word], *, sought: str = "") -> list[Group]:
    """The entries that a search means, in their order, each under its group."""
    uses, found = _uses(session), dict[str, list[Named]]()
    for word in words:
        title, named = _named(word, uses)
        if named.holds(sought.strip()):
            found.setdefault(title, []).append(named)
    return [Group(title, tuple(entries)) for title, entries in found.items()]


def name_of(session: Session, word: Word) -> str:
    """One entry's name for its own page."""
    group, named = _named(word, _uses(session))
    return ": ".join(part for part in (group, named.title) if part) or named.code


def _uses(session: Session) -> Uses:
    found = dict[tuple[str, str], tuple[str, str]]()
    for row in library.stored(session):
        try:
            activities = library.load(session, row.id).activities
        except DefinitionError:  # planning says so
            continue
        for one in activities:
            if one.template is not None:
                found.setdefault((one.channel, one.template), (row.title, one.title))
    return found


def _named(word: Word, uses: Uses) -> tuple[str, Named]:
    """The group's title and the entry."""
    kind, _, name = word.id.partition("/")
    text = word.text or word.shipped or ""
    if kind != TEMPLATES:
        return "", Named(word, *_of_list(kind, name, text))
    begins = _beginning(text)
    channel, _, rest = name.partition("/")
    if channel == PIECES or channel not in KINDS:
        return SHARED, Named(word, "", begins)
    template, _, variant = rest.partition("/")
    campaign, activity = uses.get((channel, template), (OTHERS, template))
    return f"{KINDS[channel].label}: {campaign}", Named(word, _title(activity, variant), begins)


def _title(activity: str, variant: str) -> str:
    """“Bài chuyên đề, bạo lực, bản 2”; a template that stands alone has no number."""
    stem, _, number = variant.rpartition("-")
    topic = stem if number.isdigit() else variant
    parts = [activity, packaged_topics().get(topic, topic)]
    parts += [f"bản {number}"] if number.isdigit() else []
    return ", ".join(part for part in parts if part)


def _of_list(kind: str, name: str, text: str) -> tuple[str, str]:
    """Title and first words of an entry of a word list; a broken one has none."""
    try:
        if kind == HOTLINES:
            hotline = read_hotline(text, name)
            return hotline.label, grouped(hotline.number)
        if kind == RULES:
            return name, read_rule(text, name).example
    except DefinitionError:
        return name, ""
    read = _READ.search(text)
    return name, read[1].strip(' "') if read else ""


def _beginning(text: str) -> str:
    """The first words that are read, cut at a blank."""
    plain = " ".join(_VALUE.sub("…", _MARKS.sub(" ", text)).split())
    if len(plain) <= _LENGTH:
        return plain
    return plain[:_LENGTH].rpartition(" ")[0] + "…"
