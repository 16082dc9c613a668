"""Events that stand on the calendar itself: key dates, editions, the office's deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from habac24h.calendar.deadlines import Deadline, deadlines, falls_on, friday_before
from habac24h.calendar.entry import Entry
from habac24h.calendar.event import Event, day_after
from habac24h.calendar.lunar import LAST_YEAR
from habac24h.calendar.observances import Observance, Window, observances, shown_on
from habac24h.config import Settings

KEY_DATE, EDITION, DEADLINE = "key-date", "edition", "deadline"
_COLOURS = {KEY_DATE: "goldenrod", EDITION: "mediumpurple", DEADLINE: "firebrick"}
_LABELS = {KEY_DATE: "Mốc kỷ niệm", EDITION: "Đợt truyền thông", DEADLINE: "Hạn công việc"}
_LONGEST = timedelta(days=300)
"""A window of the whole year would stand on top of every day of a phone's calendar."""
_ANY = datetime(2026, 1, 1, tzinfo=UTC)  # the row has the true stamps


@dataclass(frozen=True)
class EditionSpan:
    """A planned edition: its window, and the days within that its definition names."""

    campaign: str
    year: int
    title: str
    window: Window
    lead: str = ""
    partners: tuple[str, ...] = ()
    anchors: tuple[tuple[date, str], ...] = ()
    """(day, what it is), the window's first day among them."""


def fixed_entries(spans: Sequence[EditionSpan], settings: Settings) -> Iterator[Entry]:
    """All events of the planned years; key dates of the year after them too, to look ahead."""
    years = {span.year for span in spans}
    for year in sorted(years | {year + 1 for year in years if year < LAST_YEAR}):
        yield from _key_dates(year)
    for span in spans:
        if span.window.end - span.window.start < _LONGEST:
            yield _edition(span)
    given = {"report_day": settings.report_day}
    for deadline in deadlines():
        if deadline.rule == "anchor":
            yield from _approvals(deadline, spans)
            continue
        for year in sorted(years):
            day = falls_on(deadline, year, given)
            if day is not None:
                yield _deadline(deadline, f"han/{year}/{deadline.id}", day, {"year": str(year)})


def _key_dates(year: int) -> Iterator[Entry]:
    for one in observances().values():
        fallen = shown_on(one, year)
        if fallen is not None and fallen.end - fallen.start < _LONGEST:
            yield Entry(
                f"moc/{year}/{one.id}",
                KEY_DATE,
                _event(KEY_DATE, fallen, one.full, _about(one)),
            )


def _about(one: Observance) -> str:
    lines = ["Cũng gọi: " + "; ".join(one.alt)] if one.alt else []
    lines += [f"{one.note}."] if one.note else []
    return "\n".join(lines)


def _edition(span: EditionSpan) -> Entry:
    first, last = span.window.start, span.window.end
    lines = [
        f"Từ {first:%d/%m/%Y} đến hết {last:%d/%m/%Y}" if first != last else f"{first:%d/%m/%Y}",
        f"Chủ trì: {span.lead}" if span.lead else "",
        f"Phối hợp: {'; '.join(span.partners)}" if span.partners else "",
    ]
    text = "\n".join(line for line in lines if line)
    return Entry(
        f"dot/{span.year}/{span.campaign}",
        EDITION,
        _event(EDITION, span.window, f"Đợt {span.year}: {span.title}", text, span.title),
        campaign=span.campaign,
    )


def _approvals(deadline: Deadline, spans: Iterable[EditionSpan]) -> Iterator[Entry]:
    for span in spans:
        for anchor, name in span.anchors:
            friday = friday_before(anchor)
            if friday is None:
                continue
            key = f"han/{span.year}/{deadline.id}/{span.campaign}/{anchor:%m-%d}"
            words = {"year": str(span.year), "anchor": name, "date": f"{anchor:%d/%m/%Y}"}
            yield _deadline(deadline, key, friday, words, span)


def _deadline(
    deadline: Deadline,
    key: str,
    day: date,
    words: dict[str, str],
    span: EditionSpan | None = None,
) -> Entry:
    event = _event(
        DEADLINE,
        Window(day, day),
        deadline.title.format(**words),
        deadline.text.format(**words),
        *([span.title] if span else []),
        alarm=deadline.alarm.format(**words),
    )
    return Entry(key, DEADLINE, event, campaign=span.campaign if span else None)


def _event(
    kind: str, days: Window, summary: str, text: str, *more: str, alarm: str | None = None
) -> Event:
    return Event(
        uid="?",
        start=days.start,
        end=day_after(days.end),
        summary=summary,
        description=text,
        location="",
        categories=(_LABELS[kind], *more),
        color=_COLOURS[kind],
        cancelled=False,
        tentative=False,
        sequence=0,
        created=_ANY,
        modified=_ANY,
        alarm=alarm,
    )
