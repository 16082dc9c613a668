"""Which entries of the calendar this person may move, and what moving each would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from habac24h.audit import Actor
from habac24h.campaigns.redating import Wordings
from habac24h.models import Airing, Going, Item
from habac24h.web.room import Room
from habac24h.web.visitor import Visitor
from habac24h.workflow import Desk
from habac24h.workflow.allowed import allowed
from habac24h.workflow.approval import is_bindable_edition
from habac24h.workflow.foretelling import foretell
from habac24h.workflow.gaps import open_gaps
from habac24h.workflow.hanging import comes_along
from habac24h.workflow.redating import fate
from habac24h.workflow.view import Row

_NOT_HERE = (Going.DONE, Going.CANCELLED)
"""What is public or over is moved on its own page, where more can be said about it."""


@dataclass(frozen=True)
class Offer:
    """A form that moves these airings (keys, by blanks) to another day."""

    airings: str
    foretold: str
    """What it does to words, approval and a window's end; empty where it does nothing but move."""


@dataclass(frozen=True)
class Offers:
    """The offers to one person at one moment."""

    desk: Desk
    wordings: Wordings
    _bindable: dict[tuple[str, int, str, str | None], bool] = field(default_factory=dict)

    @staticmethod
    def to(session: Session, room: Room, who: Visitor) -> Offers:
        """What this visitor may move; nothing for who only looks."""
        settings = room.office.settings
        desk = Desk(session, settings, room.now(), Actor(who.name), who.role)
        return Offers(desk, Wordings(session, settings))

    def of(self, row: Row, airings: Sequence[Airing]) -> Offer | None:
        """The offer for an item's airings of one day; None where none of them may be moved."""
        desk = self.desk
        may = allowed(
            row.item,
            row.airings,
            name=desk.who.name,
            role=desk.role,
            settings=desk.settings,
            now=desk.now,
        )
        meant = [one for one in airings if one.key in may.move and one.state not in _NOT_HERE]
        if not meant:
            return None
        besides = (self.foretold(row, meant), comes_along(meant, desk.settings.zone))
        return Offer(" ".join(one.key for one in meant), " ".join(filter(None, besides)))

    def foretold(self, row: Row, meant: Sequence[Airing]) -> str:
        """What moving these of an item's airings to another day would do besides."""
        words = fate(self.wordings, row.item, row.airings, meant)
        return foretell(self.desk, row.item, meant, self._may_be_bound, words)

    def _may_be_bound(self, desk: Desk, item: Item) -> bool:
        """As `approval.may_be_bound`, its edition asked once: a list has many items."""
        same = (item.campaign, item.year, item.channel, item.page)
        if same not in self._bindable:
            self._bindable[same] = is_bindable_edition(desk, item)
        return not open_gaps(item) and self._bindable[same]
