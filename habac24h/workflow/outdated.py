"""Items whose words were made with a fact that has changed since, and the one move to recall them.

Nothing here changes by itself: a submitted or approved text with an old phone number goes on as
it is until a person recalls it (it comes off the page, is written again, and must be approved
again) or says that it may stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from habac24h.campaigns import library
from habac24h.campaigns.facts import base_of
from habac24h.campaigns.plan import wanted_items
from habac24h.campaigns.wanted import LACKING, Wanted
from habac24h.channels.registry import kind
from habac24h.errors import Refused
from habac24h.models import ON_THE_WAY, Airing, Going, Item, Words
from habac24h.workflow.desk import Desk
from habac24h.workflow.pictures import shown_with
from habac24h.workflow.recall import recall_all
from habac24h.workflow.words import keep_revision

_AHEAD = (Going.WAITING, Going.FAILED, *ON_THE_WAY)


@dataclass(frozen=True)
class ChangedFact:
    """One fact as the words have it and as it is now; None: not given."""

    name: str
    old: str | None
    new: str | None

    @property
    def base(self) -> str:
        """The fact that the office gives."""
        return base_of(self.name)


@dataclass(frozen=True)
class Outdated:
    """An item that is submitted, approved or out, with what has changed under it."""

    item: Item
    changes: tuple[ChangedFact, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The facts by name, each once."""
        return tuple(dict.fromkeys(change.base for change in self.changes))


@dataclass(frozen=True)
class Recalled:
    """What recalling did: airings that come off the page, and whether the words were renewed."""

    withdrawn: int
    rewritten: bool


def outdated(
    session: Session, now: datetime, *, editions: Collection[tuple[str, int]] | None = None
) -> list[Outdated]:
    """The items that a person must look at, by key; of these editions (campaign, year) only."""
    items = select(Item).where(col(Item.state).in_([Words.PENDING, Words.APPROVED]))
    if editions is not None:
        items = items.where(col(Item.campaign).in_([campaign for campaign, _ in editions]))
    by_edition: dict[tuple[str, int], list[Item]] = defaultdict(list)
    for item in session.exec(items.order_by(col(Item.key))):
        by_edition[item.campaign, item.year].append(item)
    found = []
    for (campaign, year), some in by_edition.items():
        if editions is None or (campaign, year) in editions:
            facts = library.facts(session, campaign, year)
            found += [Outdated(one, told) for one in some if (told := changes(one, facts))]
    return sorted(_in_force(session, found, now), key=lambda one: one.item.key)


def changes(item: Item, facts: dict[str, str]) -> tuple[ChangedFact, ...]:
    """What has changed under an item's words since they were made, unless a person let it stand.

    A text that people edited counts only where the old value still stands in it.
    """
    kept = item.kept_facts or {}
    return tuple(
        change
        for change in _differences(item, facts)
        if kept.get(change.name) != (change.new or "")
        and (item.edited_at is None or _stands_in(change.old, item))
    )


def changes_under(session: Session, item: Item, now: datetime) -> tuple[ChangedFact, ...]:
    """What a person must look at in one item; empty where nothing of it is in force any more."""
    if item.state not in (Words.PENDING, Words.APPROVED):
        return ()
    told = changes(item, library.facts(session, item.campaign, item.year))
    return told if told and list(_in_force(session, [Outdated(item, told)], now)) else ()


def recall_outdated(desk: Desk, key: str) -> Recalled:
    """Take an item back from wherever it is, write it again with the facts of now, as a draft.

    Words that people edited keep their wording; the old values in them are exchanged for the new.
    """
    item = desk.item(key)
    told = _told(desk, item)
    wanted = None if item.handmade else _wanted(desk, item)
    untouched = item.edited_at is None and wanted is not None
    values = _renewed(wanted) if untouched and wanted else _exchanged(item, told, desk)
    withdrawn = recall_all(desk, item, act="recall")
    keep_revision(desk, item)
    names = ", ".join(dict.fromkeys(change.base for change in told))
    rewritten = values.get("text", item.text) != item.text
    desk.change_item(
        item,
        "recall",
        state=Words.DRAFT,
        author=desk.who.name,
        authors=sorted({*item.authors, desk.who.name}),
        approved_sha256=None,
        approval_sha256=None,
        override_reason=None,
        kept_facts=None,
        reason=f"Số liệu đã đổi: {names}",
        **values,
        **shown_with(desk, item, None, new_words=rewritten),
        details={"reason": f"Số liệu đã đổi: {names}"},
    )
    return Recalled(withdrawn, rewritten)


def let_stand(desk: Desk, key: str, *, reason: str | None) -> Item:
    """Say that the words may stay as they are although a fact has changed; an approver's word."""
    item = desk.item(key)
    told = _told(desk, item)
    desk.must_be_approver("cho giữ nguyên")
    reason = (reason or "").strip()
    if not reason:
        raise Refused("Giữ nguyên lời có số liệu cũ cần nêu lý do bằng --reason.")
    kept = {**(item.kept_facts or {}), **{one.name: one.new or "" for one in told}}
    desk.change_item(item, "keep-facts", kept_facts=kept, details={"reason": reason})
    return item


def _told(desk: Desk, item: Item) -> tuple[ChangedFact, ...]:
    found = changes_under(desk.session, item, desk.now)
    if found:
        return found
    raise Refused(
        f"“{item.key}” không có số liệu nào đã đổi mà còn phải thu hồi; "
        "muốn lấy lại vì lý do khác, hãy dùng `habac24h return` hoặc `habac24h edit`."
    )


def _differences(item: Item, facts: dict[str, str]) -> Iterator[ChangedFact]:
    for name, value in sorted(item.facts.items()):
        if facts.get(name) != value:
            yield ChangedFact(name, value, facts.get(name))
    for name in item.planned.get(LACKING, ()):
        if name in facts and name not in item.facts:
            yield ChangedFact(name, None, facts[name])


def _stands_in(old: str | None, item: Item) -> bool:
    return old is not None and old.casefold() in f"{item.title}\n{item.text}".casefold()


def _in_force(session: Session, found: Iterable[Outdated], now: datetime) -> Iterator[Outdated]:
    """Those of which something is still to come, on its way, public on the page, or hanging."""
    listed = list(found)
    airings: dict[int, list[Airing]] = defaultdict(list)
    ids = [one.item.id for one in listed]
    for at in range(0, len(ids), 500):
        query = select(Airing).where(col(Airing.item_id).in_(ids[at : at + 500]))
        for airing in session.exec(query):
            airings[airing.item_id].append(airing)
    for one in listed:
        if any(_counts(one.item, airing, now) for airing in airings[one.item.id or 0]):
            yield one


def _counts(item: Item, airing: Airing, now: datetime) -> bool:
    channel = kind(item.channel)
    if airing.state != Going.DONE:
        return airing.state in _AHEAD
    if not channel.manual:
        return True
    return channel.taken_down and airing.until is not None and airing.until > now


def _wanted(desk: Desk, item: Item) -> Wanted | None:
    found = wanted_items(desk.session, item.campaign, item.year, desk.settings)
    return found.get(item.key)


def _renewed(wanted: Wanted) -> dict[str, Any]:
    """The words that planning would write today; later facts rewrite them as any fresh draft's."""
    return {
        "text": wanted.text,
        "facts": dict(wanted.facts),
        "planned": wanted.planned(),
        "submitted_at": None,
    }


def _exchanged(item: Item, told: Iterable[ChangedFact], desk: Desk) -> dict[str, Any]:
    text, title, facts = item.text, item.title, dict(item.facts)
    for change in told:
        if change.old and change.new:
            text, title = (one.replace(change.old, change.new) for one in (text, title))
            facts[change.name] = change.new
    return {"text": text, "title": title, "facts": facts, "edited_at": desk.now}
