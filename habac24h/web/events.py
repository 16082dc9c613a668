"""The history on an item's page: each deed with its place, its result and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from habac24h.models import Airing, Item
from habac24h.web import words
from habac24h.workflow.happened import happened
from habac24h.workflow.history import history
from habac24h.workflow.state import SCREEN, screen, waits_at


@dataclass(frozen=True)
class Event:
    """One line of the history, in words."""

    at: datetime
    by: str
    deed: str
    before: str | None
    after: str | None
    airing: str | None
    said: str | None


def events(session: Session, item: Item, zone: ZoneInfo, names: Mapping[str, str]) -> list[Event]:
    """Newest first; how the item came to be is told by its row. `names` of the places by id."""
    told = [one for one in history(session, item, zone) if one["act"] != "new"]
    of_item = select(Airing).where(Airing.item_id == item.id)
    due = {one.key: one.due for one in session.exec(of_item)}
    found = [_event(one, item, zone, due, names) for one in reversed(told)]
    return [one for one in found if not _says_nothing(one)]


def _says_nothing(event: Event) -> bool:
    """A move's own row on the item, where the row of its airing tells it already."""
    return event.deed == words.deed("move") and not (event.airing or event.after or event.said)


def _event(
    told: Mapping[str, Any],
    item: Item,
    zone: ZoneInfo,
    due: Mapping[str, datetime],
    names: Mapping[str, str],
) -> Event:
    details = told["details"]
    before, after = told["before"], told["after"]
    changed, at = before != after, datetime.fromisoformat(told["at"])
    come = told["airing"] in due and due[told["airing"]] <= at
    return Event(
        at=at,
        by=told["by"],
        deed=happened(told["act"], details, item.channel, names),
        before=_state(before, item, come=come) if changed else None,
        after=_state(after, item, come=come) if changed else None,
        airing=(told["airing"] or "").partition("@")[2] or None,
        said=details.get("reason")
        or details.get("note")
        or details.get("override_reason")
        or _from_to(details, zone)
        or _post(details, zone),
    )


def _from_to(details: Mapping[str, Any], zone: ZoneInfo) -> str | None:
    """“Từ 19:00, … sang 20:00, …” of a move."""
    if not {"from", "to"} <= details.keys():
        return None
    times = (datetime.fromisoformat(details[name]) for name in ("from", "to"))
    before, after = (words.moment(one, zone) for one in times)
    return f"Từ {before} sang {after}"


def _post(details: Mapping[str, Any], zone: ZoneInfo) -> str | None:
    """Which post on the page a row is about, where it names one with its hour."""
    if not (details.get("post") and details.get("hour")):
        return None
    hour = words.moment(datetime.fromisoformat(details["hour"]), zone)
    return f"Bài lúc {hour}: {details.get('link') or 'mã ' + details['post']}"


def _state(state: str | None, item: Item, *, come: bool) -> str | None:
    """A state in words; nothing waits for an hour that had come by then."""
    if come and waits_at(item, state):
        return "đã đến giờ"
    return screen(state, item.channel) if state in SCREEN else state
