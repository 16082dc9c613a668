"""Puts together what a text may know about its occasion, and renders it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from habac24h.content.sandbox import Rendered, Sandbox, Value
from habac24h.errors import Refused
from habac24h.weekdays import WEEKDAYS

MAX_FACT = 500
"""Characters of one fact."""
FACT_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
JOINER = "\u200d"
"""Holds compound emoji together; the only invisible sign that a fact may keep."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What a text may know: the edition, the item's first airing, and the office.

    `due` is the local time of the first airing, `until` the last day of a window; `campaign`,
    `observance` and `topic` are titles; `facts` the edition's facts by name.
    """

    year: int
    campaign: str
    observance: str
    start: date
    end: date
    due: datetime
    office: str
    fanpage: str
    until: date | None = None
    topic_id: str = ""
    topic: str = ""
    place: str = ""
    places: tuple[str, ...] = ()
    lead: str = ""
    partners: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


def render_item(sandbox: Sandbox, source: str, name: str, occasion: Occasion) -> Rendered:
    """The words of one item; raises TemplateError for the template, Refused for a fact."""
    return sandbox.render(source, name, values_for(occasion))


def values_for(occasion: Occasion) -> dict[str, Value]:
    """The variables of a template: the always-there names, then the facts that are given.

    Raises Refused for a fact that would hide an always-there name, is not named in lower-case
    ASCII, or is longer than 500 characters. An empty fact counts as not given.
    """
    values = _always(occasion)
    for name, value in occasion.facts.items():
        if name in values:
            raise Refused(f"Số liệu “{name}” trùng tên có sẵn của mẫu; hãy đặt tên khác.")
        if not FACT_NAME.fullmatch(name):
            raise Refused(
                f"Tên số liệu “{name[:60]}” không dùng được; chỉ viết chữ thường không dấu, "
                "chữ số và dấu _, ví dụ phone_police."
            )
        cleaned = clean_fact(name, value)
        if cleaned:
            values[name] = cleaned
    return values


def clean_fact(name: str, value: str) -> str:
    """A fact as it is printed: NFC, one line, no control or invisible characters.

    Raises Refused past 500 characters: cutting a phone number would be worse.
    """
    spaced = "".join(_printable(sign) for sign in unicodedata.normalize("NFC", value))
    cleaned = " ".join(spaced.split())
    if len(cleaned) > MAX_FACT:
        raise Refused(
            f"Số liệu “{name}” dài {len(cleaned)} ký tự; rút xuống còn nhiều nhất {MAX_FACT} ký tự."
        )
    return cleaned


def _printable(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return "" if kind in ("Cf", "Cs", "Cn") and sign != JOINER else sign


def _always(occasion: Occasion) -> dict[str, Value]:
    due, until = occasion.due.date(), occasion.until
    return {
        "year": occasion.year,
        "campaign": occasion.campaign,
        "observance": occasion.observance,
        "start": day_month(occasion.start),
        "end": day_month(occasion.end),
        "start_date": full_date(occasion.start),
        "end_date": full_date(occasion.end),
        "day": day_month(due),
        "date": full_date(due),
        "weekday": weekday(due),
        "time": clock_time(occasion.due),
        "until_day": day_month(until) if until else "",
        "until_date": full_date(until) if until else "",
        "topic": occasion.topic,
        "topic_id": occasion.topic_id,
        "place": occasion.place,
        "places": occasion.places,
        "office": occasion.office,
        "fanpage": occasion.fanpage,
        "lead": occasion.lead,
        "partners": occasion.partners,
    }


def day_month(day: date) -> str:
    """ "15/11", without leading zeros."""
    return f"{day.day}/{day.month}"


def full_date(day: date) -> str:
    """ "15/11/2026", without leading zeros."""
    return f"{day.day}/{day.month}/{day.year}"


def weekday(day: date) -> str:
    """ "thứ Hai" to "thứ Bảy", "Chủ nhật"."""
    return WEEKDAYS[day.weekday()]


def clock_time(moment: datetime) -> str:
    """ "19:00", "05:30", by the clock of the moment's own zone."""
    return f"{moment:%H:%M}"
