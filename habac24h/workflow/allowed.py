"""Which moves the states allow a person now: what pages offer, so that nobody presses in vain.

The moves themselves refuse again; this only decides which buttons are worth showing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from habac24h.channels.registry import kind
from habac24h.channels.talk import TALK
from habac24h.config import Settings
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.desk import APPROVERS, EDITORS
from habac24h.workflow.dropping import STOPPED
from habac24h.workflow.leading import LATE, leads


@dataclass(frozen=True)
class Allowed:
    """The moves of an item, and of its airings by their keys."""

    edit: bool = False
    submit: bool = False
    approve: bool = False
    return_: bool = False
    cancel: bool = False
    restore: bool = False
    move: frozenset[str] = frozenset()
    resend: frozenset[str] = frozenset()
    confirm: frozenset[str] = frozenset()
    count: frozenset[str] = frozenset()
    """Talks that were held: who came may be counted, or counted better."""
    retract: frozenset[str] = frozenset()
    """What people said of these may be taken back."""
    resolve: frozenset[str] = frozenset()

    @property
    def anything(self) -> bool:
        """Whether this person can do anything here."""
        return self != NOTHING


NOTHING = Allowed()
_SAID = (Going.WAITING, Going.DONE, Going.MISSED)


def allowed(
    item: Item,
    airings: Iterable[Airing],
    *,
    name: str,
    role: str,
    settings: Settings,
    now: datetime,
) -> Allowed:
    """What `name` with this role may do with the item as it stands."""
    if role not in EDITORS:
        return NOTHING
    decides = role in APPROVERS
    if item.state == Words.DROPPED:
        return Allowed(restore=True)
    rows = list(airings)
    own = name == item.submitter or name in item.authors
    pending, approved = item.state == Words.PENDING, item.state == Words.APPROVED
    return Allowed(
        edit=True,
        submit=item.state == Words.DRAFT and (not rows or any(leads(item, one) for one in rows)),
        approve=pending and decides and (not own or settings.approval == "one-person"),
        return_=(pending and (decides or name == item.submitter)) or (approved and decides),
        cancel=True,
        move=_keys(rows, lambda row: not (row.state == Going.DONE and kind(item.channel).manual)),
        resend=_keys(rows, lambda row: row.state in STOPPED and row.late_until > now),
        confirm=_keys(rows, lambda row: _waits_for_a_word(item, row, settings, now)),
        count=_keys(rows, lambda row: item.channel == TALK.id and row.state == Going.DONE),
        retract=_keys(rows, lambda row: kind(item.channel).manual and row.state in _SAID),
        resolve=_keys(rows, _is_doubtful),
    )


def _keys(rows: list[Airing], fits: Callable[[Airing], bool]) -> frozenset[str]:
    return frozenset(row.key for row in rows if fits(row))


def _waits_for_a_word(item: Item, airing: Airing, settings: Settings, now: datetime) -> bool:
    channel = kind(item.channel)
    if not channel.manual or item.state != Words.APPROVED:
        return False
    day = airing.due.astimezone(settings.zone).date()
    begun = day <= now.astimezone(settings.zone).date()
    hangs = airing.state == Going.DONE and channel.taken_down
    return begun and (airing.state in (Going.WAITING, *LATE) or hangs)


def _is_doubtful(airing: Airing) -> bool:
    kept = airing.state == Going.WITHDRAWING and airing.was_public
    return airing.state == Going.UNKNOWN or kept
