"""What a kind of paper is: how its contents are gathered, and the formats that it comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from habac24h.errors import PrintError
from habac24h.printing.names import safe
from habac24h.workflow import Desk


@dataclass(frozen=True)
class Asked:
    """What somebody wants printed: keys, or a campaign and days (local, inclusive)."""

    keys: tuple[str, ...] = ()
    campaign: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Sheet:
    """The contents of one file to be: `name` tells it from others of its kind."""

    name: str
    contents: Any
    """A frozen dataclass of `printing/`: plain values, which another process can draw as well."""


def _nothing(_contents: Any) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Paper:
    """One kind of paper. `formats` maps a file ending to what draws it; the first is the usual."""

    id: str
    label: str
    file: str
    """How its files' names begin."""
    gather: Callable[[Desk, Asked], Iterator[Sheet]]
    formats: Mapping[str, Callable[[Any], bytes]]
    advice: Callable[[Any], tuple[str, ...]] = _nothing
    """What a person should know of a paper, as sentences."""

    def format(self, wanted: str | None) -> str:
        """The wanted format, or the usual one; raises PrintError for one that it lacks."""
        if wanted is None:
            return next(iter(self.formats))
        if wanted not in self.formats:
            raise PrintError(
                f"{self.label.capitalize()} không có dạng {wanted}; có: {', '.join(self.formats)}."
            )
        return wanted

    def file_name(self, sheet: Sheet, ending: str) -> str:
        """A name that Windows takes: bai-doc_thang-hanh-dong_2026_phat-dong.pdf."""
        return f"{safe(f'{self.file}_{sheet.name}')}.{ending}"


def draw(paper: Paper, sheet: Sheet, ending: str) -> bytes:
    """The bytes of one file; for pages that offer a paper, and for other processes."""
    return paper.formats[ending](sheet.contents)
