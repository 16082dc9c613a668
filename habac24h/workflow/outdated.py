"""Items whose words were made with a fact that has changed since, and the one move to recall them.

Nothing here changes by itself: a submitted or approved text with an old phone number goes on as
it is until a person recalls it (it comes off the page, is written again, and must be approved
again) or says that it may stand.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, tuple_
from sqlmodel import Session, col, select

from habac24h.campaigns import library
from habac24h.campaigns.fact_names import fact_name
from habac24h.campaigns.facts import base_of, given_to, shown
from habac24h.campaigns.plan import wanted_items
from habac24h.campaigns.wanted import LACKING, Wanted
from habac24h.channels.registry import KINDS
from habac24h.errors import Refused
from habac24h.models import ON_THE_WAY, Airing, Going, Item, Words
from habac24h.workflow.desk import Desk
from habac24h.workflow.pictures import shown_with
from habac24h.workflow.recall import recall_all
from habac24h.workflow.spelt import exchanged, stands, still_stands
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
    wanted: list[Any] = [col(Item.state).in_([Words.PENDING, Words.APPROVED]), _is_in_force(now)]
    if editions is not None:
        wanted.append(tuple_(col(Item.campaign), col(Item.year)).in_([*editions]))
    used = _used(session, wanted)
    facts = {edition: shown(given) for edition, given in given_to(session, used).items()}
    found = []
    for edition, uses in used.items():
        old = [use for use in uses if use.differs(facts[edition])]
        for one in _made_with(session, wanted, edition, old) if old else ():
            if told := changes(one, facts[edition]):
                found.append(Outdated(one, told))
    return sorted(found, key=lambda one: one.item.key)


@dataclass(frozen=True)
class _Use:
    """Facts as some words of an edition have them, and those that they had to do without.

    Both as they are stored, so that the database finds the words again.
    """

    facts: str
    lacking: str | None

    def differs(self, now: dict[str, str]) -> bool:
        """Whether anything of it has changed."""
        had, lacked = json.loads(self.facts), json.loads(self.lacking or "[]")
        return any(_differences(had, lacked, now))


_FACTS = cast(col(Item.facts), Text)
_LACKED = col(Item.planned)[LACKING].as_string()


def _used(session: Session, wanted: Sequence[Any]) -> dict[tuple[str, int], list[_Use]]:
    """By edition, each once: an office of many years has few of them beside its items."""
    query = (
        select(col(Item.campaign), col(Item.year), _FACTS, _LACKED)
        .where(*wanted, (_FACTS != "{}") | _LACKED.is_not(None))
        .distinct()
    )
    found: dict[tuple[str, int], list[_Use]] = defaultdict(list)
    for campaign, year, facts, lacking in session.execute(query):
        found[campaign, year].append(_Use(facts, lacking))
    return found


def _made_with(
    session: Session, wanted: Sequence[Any], edition: tuple[str, int], old: Sequence[_Use]
) -> Iterable[Item]:
    """The items of an edition whose words use one of these."""
    uses = _FACTS.in_([use.facts for use in old]) | _LACKED.in_(
        [use.lacking for use in old if use.lacking is not None]
    )
    of_edition = (Item.campaign == edition[0], Item.year == edition[1])
    return session.exec(select(Item).where(*of_edition, *wanted, uses))


def changes(item: Item, facts: dict[str, str]) -> tuple[ChangedFact, ...]:
    """What has changed under an item's words since they were made, unless a person let it stand.

    A text that people edited counts where the old value still stands in it, however it is spelt
    there, and where neither value can be found: nobody then knows what it says instead.
    """
    kept = item.kept_facts or {}
    return tuple(
        change
        for change in _differences(item.facts, item.planned.get(LACKING, ()), facts)
        if kept.get(change.name) != (change.new or "")
        and (item.edited_at is None or _may_be_wrong(change, item))
    )


def changes_under(session: Session, item: Item, now: datetime) -> tuple[ChangedFact, ...]:
    """What a person must look at in one item; empty where nothing of it is in force any more."""
    if item.state not in (Words.PENDING, Words.APPROVED):
        return ()
    told = changes(item, library.facts(session, item.campaign, item.year))
    in_force = select(Item.id).where(Item.id == item.id, _is_in_force(now))
    return told if told and session.exec(in_force).first() is not None else ()


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
    names = ", ".join(dict.fromkeys(fact_name(change.base) for change in told))
    reason = f"Số liệu đã đổi: {names}"
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
        reason=reason,
        **values,
        **shown_with(desk, item, None, new_words=rewritten),
        details={"reason": reason},
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


def _differences(
    had: Mapping[str, str], lacked: Iterable[str], now: Mapping[str, str]
) -> Iterator[ChangedFact]:
    for name, value in sorted(had.items()):
        if now.get(name) != value:
            yield ChangedFact(name, value, now.get(name))
    for name in lacked:
        if name in now and name not in had:
            yield ChangedFact(name, None, now[name])


def _may_be_wrong(change: ChangedFact, item: Item) -> bool:
    """Of a text that people edited; what it had to do without does not make it wrong."""
    if change.old is None:
        return False
    name, words = change.name, f"{item.title}\n{item.text}"
    if still_stands(name, change.old, change.new, words):
        return True
    return change.new is None or not stands(name, change.new, words)


def _is_in_force(now: datetime) -> Any:
    """As SQL: something of an item is still to come, on its way, public on the page, or hanging."""
    published = [one.id for one in KINDS.values() if not one.manual]
    hung = [one.id for one in KINDS.values() if one.taken_down]
    shown_now = col(Item.channel).in_(published) | (
        col(Item.channel).in_(hung) & (col(Airing.until) > now)
    )
    counts = col(Airing.state).in_(_AHEAD) | ((col(Airing.state) == Going.DONE) & shown_now)
    return select(Airing.id).where(Airing.item_id == Item.id, counts).exists()


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
        name, old, new = change.name, change.old, change.new
        if old and new:
            text, title = (exchanged(name, old, new, one) for one in (text, title))
        if new:
            facts[name] = new
        elif old and not stands(name, old, f"{title}\n{text}"):
            facts.pop(name, None)
    return {"text": text, "title": title, "facts": facts, "edited_at": desk.now}
