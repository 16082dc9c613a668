"""What is printed together: a paper for many items, or everything that a week needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from habac24h.models import Going, Words
from habac24h.papers import week
from habac24h.papers.paper import Asked, Paper, Sheet, draw
from habac24h.papers.registry import PAPERS, paper
from habac24h.printing.bundle import merged, zipped
from habac24h.printing.names import safe
from habac24h.workflow import Desk
from habac24h.workflow.state import waits
from habac24h.workflow.view import Filter, Row, rows

CHANNELS: Mapping[str, str | None] = MappingProxyType(
    {
        "script": "loudspeaker",
        "slip": None,
        "talk": "talk",
        "portal": "portal",
        "banner": "banner",
        "order": "banner",
        "card": "fanpage",
    }
)
"""The papers of items, each with the channel that it is for (None: of all)."""
WEEKLY = ("script", "talk", "portal", "banner", "order", "slip")
"""What lies in a week's folder beside the sheet; cards go out with their posts."""
_APART = "banner"
"""A shop wants each banner as a file of its own."""
_OPEN = (Going.SENDING, Going.HANDED_OVER, Going.UNKNOWN, Going.WITHDRAWING)
_DONE = (Going.DONE, Going.MISSED, Going.FAILED)


@dataclass(frozen=True)
class Filed:
    """One file to be: a paper, what stands on it, its format."""

    paper: Paper
    sheet: Sheet
    form: str

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.paper.file_name(self.sheet, self.form)

    def draw(self) -> bytes:
        """Its bytes."""
        return draw(self.paper, self.sheet, self.form)


def due(desk: Desk, wanted: Filter) -> list[Row]:
    """The items of which something begins within the filter's days (a banner's first day)."""
    zone = desk.settings.zone
    first, last = wanted.since or date.min, wanted.until or date.max

    def counts(row: Row) -> bool:
        days = (
            one.due.astimezone(zone).date()
            for one in row.airings
            if one.state in (*_OPEN, *_DONE) or waits(row.item, one)
        )
        return row.item.state != Words.DROPPED and any(first <= day <= last for day in days)

    return [row for row in rows(desk.session, wanted, zone) if counts(row)]


def still_to_hang(desk: Desk, monday: date) -> list[Row]:
    """Banners that should hang already, whose window reaches into this week, and which do not hang
    everywhere: nothing of them begins in it. The week's folder leaves them out, since what was
    printed and ordered once is not to be ordered again unasked.
    """
    zone = desk.settings.zone
    wanted = Filter(since=monday, until=monday + timedelta(days=6), channel=_APART)

    def is_late(row: Row) -> bool:
        return row.item.state != Words.DROPPED and any(
            one.state == Going.WAITING
            and one.due <= desk.now
            and one.due.astimezone(zone).date() < monday
            for one in row.airings
        )

    return [row for row in rows(desk.session, wanted, zone) if is_late(row)]


def keys_for(paper_id: str, found: list[Row]) -> tuple[str, ...]:
    """Of these items those that a paper is for; a slip is for what waits for a signature."""
    channel = CHANNELS[paper_id]
    return tuple(
        row.item.key
        for row in found
        if channel in (None, row.item.channel)
        and (paper_id != "slip" or row.item.state == Words.PENDING)
    )


def filed(desk: Desk, paper_id: str, asked: Asked, form: str | None = None) -> list[Filed]:
    """The files of one paper."""
    kind = paper(paper_id)
    ending = kind.format(form)
    return [Filed(kind, sheet, ending) for sheet in kind.gather(desk, asked)]


def week_folder(desk: Desk, monday: date, campaign: str | None = None) -> Iterator[Filed]:
    """The sheet of the week that begins on this Monday, and what is needed for its airings."""
    sheet = week.fill(desk, monday, campaign)
    yield Filed(PAPERS["week"], Sheet(week.name_of(monday), sheet), "pdf")
    days = Filter(since=monday, until=monday + timedelta(days=6), campaign=campaign)
    found = due(desk, days)
    for paper_id in WEEKLY:
        keys = keys_for(paper_id, found)
        if keys:
            yield from filed(desk, paper_id, Asked(keys))


def bundle(files: Mapping[str, bytes], name: str, paper_id: str | None) -> tuple[str, bytes]:
    """(name, bytes) of the one file that holds these: itself, one PDF, or a zip."""
    if len(files) == 1:
        return next(iter(files.items()))
    if paper_id not in (None, _APART) and all(one.endswith(".pdf") for one in files):
        return f"{safe(name)}.pdf", merged(list(files.values()))
    return f"{safe(name)}.zip", zipped(files)
