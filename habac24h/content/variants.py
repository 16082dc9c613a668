"""The library of templates that comes with the program: which there are, and whose turn it is.

Layout (root is `habac24h/content/templates`, read as package data, so also from a wheel):
`<channel>/<template>.j2`, or a folder `<channel>/<template>/` of variants named `<topic>.j2`,
`<topic>-1.j2`, … or `1.j2`, `2.j2`, …; shared pieces are `chung/<name>.j2`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from habac24h.content.own import Texts
from habac24h.errors import NotFound, TemplateError

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
PIECE = re.compile(r"chung/([a-z0-9][a-z0-9_-]{0,79})\.j2")
SUFFIX = ".j2"


@dataclass(frozen=True)
class Variant:
    """One text template: its place under the root (`fanpage/chuyen-de/bao-luc-1.j2`), its text."""

    name: str
    source: str


class Library:
    """Templates under one root, which is a folder, or anything that behaves like one (a zip)."""

    def __init__(self, root: Traversable, own: Texts = ()) -> None:
        self._root = root
        self._own = {f"{name}{SUFFIX}": text for name, text in own}
        # The packaged files do not change while the program runs.
        self._names = functools.cache(self._find)
        self._text = functools.cache(self._read)

    def exists(self, channel: str, template: str) -> bool:
        """Whether the channel has a template of that name, with at least one text."""
        return template in self.names(channel)

    def names(self, channel: str) -> tuple[str, ...]:
        """The templates of a channel, in alphabetical order; none for an unknown channel."""
        return tuple(self._names(channel))

    def count(self, channel: str, template: str, topic: str | None) -> int:
        """How many texts take turns for this topic (None: no topic)."""
        return len(self._turns(channel, template, topic))

    def pick(self, channel: str, template: str, topic: str | None, turn: int) -> Variant:
        """The text whose turn it is: number `turn` modulo their count, in natural order.

        Raises NotFound for an unknown template, TemplateError for a folder that has neither a
        variant of the topic nor a numbered one.
        """
        turns = self._turns(channel, template, topic)
        name = turns[turn % len(turns)]
        return Variant(name, self._text(name))

    def shared(self, name: str) -> str | None:
        """The text of a shared piece ("chung/lien-he.j2"), or None when there is none."""
        match = PIECE.fullmatch(name)
        if match is None or match[1] not in self._names("chung"):
            return None
        return self._text(f"chung/{match[1]}{SUFFIX}")

    def text(self, name: str) -> str | None:
        """The text of one template by its whole name, without the ending; None: there is none."""
        channel, _, rest = name.partition("/")
        template, _, stem = rest.partition("/")
        known = (stem or None) in self._names(channel).get(template, ())
        return self._text(f"{name}{SUFFIX}") if known else None

    def everything(self, channel: str) -> tuple[str, ...]:
        """The whole names of a channel's texts, variants one by one, without the ending."""
        return tuple(
            f"{channel}/{template}" if stem is None else f"{channel}/{template}/{stem}"
            for template, stems in self._names(channel).items()
            for stem in stems
        )

    def _turns(self, channel: str, template: str, topic: str | None) -> tuple[str, ...]:
        known = self._names(channel)
        if template not in known:
            there = ", ".join(known) or "chưa có mẫu nào"
            raise NotFound(f"Kênh {channel} không có mẫu “{template}”; các mẫu hiện có: {there}.")
        if None in known[template]:
            return (f"{channel}/{template}{SUFFIX}",)
        stems = [stem for stem in known[template] if stem is not None]
        own = _numbered(stems, topic) if topic else []
        chosen = own or sorted((s for s in stems if s.isdecimal()), key=int)
        if not chosen:
            raise TemplateError(
                name=f"{channel}/{template}",
                line=None,
                wrong=f"không có bài nào cho chủ đề “{topic}”" if topic else "không có bài đánh số",
                advice=f"thêm tệp {topic or 1}{SUFFIX} vào thư mục này",
            )
        return tuple(f"{channel}/{template}/{stem}{SUFFIX}" for stem in chosen)

    def _find(self, channel: str) -> dict[str, tuple[str | None, ...]]:
        """Each template's variants; (None,) for a single file.

        Where the office has a single text of its own and a release brings variants (or the other
        way round), the office's stands alone.
        """
        own = self._find_own(channel)
        found = {**self._find_shipped(channel)}
        for template, stems in own.items():
            there = found.get(template, ())
            found[template] = stems if None in (*stems, *there) else _merged(there, stems)
        return dict(sorted(found.items()))

    def _find_own(self, channel: str) -> dict[str, tuple[str | None, ...]]:
        found: dict[str, tuple[str | None, ...]] = {}
        for name in self._own:
            where, _, rest = name.removesuffix(SUFFIX).partition("/")
            if where == channel:
                template, _, stem = rest.partition("/")
                found[template] = (*found.get(template, ()), stem or None)
        return {name: (None,) if None in stems else stems for name, stems in found.items()}

    def _find_shipped(self, channel: str) -> dict[str, tuple[str | None, ...]]:
        folder = self._root / channel if NAME.fullmatch(channel) else None
        if folder is None or not folder.is_dir():
            return {}
        found: dict[str, tuple[str | None, ...]] = {}
        for entry in folder.iterdir():
            name = entry.name.removesuffix(SUFFIX)
            if not NAME.fullmatch(name):
                continue
            texts = _stems(entry) if entry.is_dir() else (None,) * (entry.name != name)
            if texts and name in found:
                raise TemplateError(
                    name=f"{channel}/{name}",
                    line=None,
                    wrong="vừa là một tệp vừa là một thư mục",
                    advice="chỉ giữ một trong hai",
                )
            if texts:
                found[name] = texts
        return dict(sorted(found.items()))

    def _read(self, name: str) -> str:
        if name in self._own:
            return self._own[name]
        return self._root.joinpath(*name.split("/")).read_bytes().decode("utf-8-sig")


def _stems(folder: Traversable) -> tuple[str | None, ...]:
    """The names of the variants in a folder, without their ending."""
    names = (entry.name for entry in folder.iterdir())
    stems = (name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX))
    return tuple(sorted(stem for stem in stems if NAME.fullmatch(stem)))


def _numbered(stems: list[str], topic: str) -> list[str]:
    """The variants of one topic: `topic`, then `topic-1`, `topic-2`, … `topic-10`."""
    pattern = re.compile(re.escape(topic) + r"(?:-(\d+))?")
    matches = [match for stem in stems if (match := pattern.fullmatch(stem))]
    return [m[0] for m in sorted(matches, key=lambda m: int(m[1]) if m[1] else -1)]


def _merged(*parts: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Stems in alphabetical order, each once."""
    return tuple(sorted({stem for stems in parts for stem in stems if stem is not None}))


@functools.lru_cache(maxsize=8)
def library(own: Texts = ()) -> Library:
    """The packaged library with an office's own templates over it."""
    return Library(files("habac24h.content") / "templates", own)


_PACKAGED = library()
exists = _PACKAGED.exists
names = _PACKAGED.names
count = _PACKAGED.count
pick = _PACKAGED.pick
shared = _PACKAGED.shared
