"""The people of the office by seed: they write, agree and change their minds at any moment.

Every approval is noted as it was given: that is what the promises are judged by.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from sqlmodel import Session, func, select

from habac24h import workflow
from habac24h.channels.base import PageCheck
from habac24h.channels.fingerprint import fingerprint
from habac24h.channels.practice_page import PracticePage
from habac24h.clock import VirtualClock
from habac24h.errors import HabacError
from habac24h.models import Audit, Going, Page, Words
from habac24h.office import Office
from habac24h.workflow import Desk, connecting, pages
from habac24h.workflow.pictures import Pictures
from simulation.house import APPROVER, CAMPAIGN, EDITOR, OTHER_ID, START
from simulation.pictures import tiny

WORDS = (
    "Bài {n}: cả nhà cùng chia sẻ việc nhà, yêu thương nhau hơn.",
    "Bài {n}: bình đẳng giới.\r\n\r\nGọi 111 khi cần giúp đỡ.  \r\n",
    "  Bài {n}: không im lặng trước bạo lực ❤️\n\nHà Bắc, năm 2026\n",
    "Bài {n}: gia đình là nơi để vê\u0300.\u200b Cùng vun đắp mỗi ngày!",
)
"""With what Facebook changes on the way: line ends, white space at the ends, invisible signs."""
HOURS = (1, 5, 12, 20, 45, 60, 90, 120, 180, 240)
HURRIED = (1, 2, 5, 8)
"""Minutes until a post is wanted."""


@dataclass(frozen=True)
class Approval:
    """What somebody agreed to, at a moment of the world's clock."""

    key: str
    text: str
    due: datetime
    late_until: datetime
    at: datetime
    page: str | None
    pictures: tuple[str, ...]
    """Their SHA-256 in hexadecimal, in their order."""

    @cached_property
    def mark(self) -> str:
        """What the words have in common with what Facebook makes of them."""
        return fingerprint(self.text)


@dataclass
class People:
    """Everybody at the office; `deeds` is (moment, act, key), what they did that succeeded."""

    office: Office
    world: VirtualClock
    pages: tuple[PracticePage, ...]
    draw: random.Random
    keys: list[str] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    deeds: list[tuple[datetime, str, str]] = field(default_factory=list)
    numbers: int = 0
    hurried: bool = False
    pictures: bool = False
    sealed: str = ""
    """The token of the other page, as its row keeps it."""
    leaves: bool = False
    """They turn to another page once, soon, and never back."""
    redo: set[str] = field(default_factory=set)
    """Items that they had changed, which an older home forgot: nobody touches them before."""
    drawn: int = 0
    turned: int = 0
    """The log's last row when they last turned to another page."""

    def begin(self, posts: int) -> None:
        """The first posts, agreed on before anything goes wrong."""
        for _ in range(posts):
            self._write()

    def act(self) -> None:
        """One thing that somebody does; a refusal is an answer too."""
        if not self.keys:  # an older home forgot what was done with every item
            self._write()
            return
        weights = _WEIGHTS | {"turn": self._wish_to_turn()}
        deed = self.draw.choices(tuple(_DEEDS.values()), tuple(weights.values()))[0]
        with suppress(HabacError):
            deed(self)

    def _wish_to_turn(self) -> int:
        """How likely it is beside all other deeds."""
        if len(self.pages) == 1 or (self.leaves and self.turned):
            return 0
        return 60 if self.leaves else 4

    def owner(self, text: str) -> str | None:
        """Whose words these are."""
        mark = fingerprint(text)
        return next((one.key for one in self.approvals if one.mark == mark), None)

    def resume(self) -> None:
        """Publishing goes on; a blocked page gets another chance. What was lost is redone before.

        Whatever they had done with an item, it is dropped: the page shows what became of it.
        """
        for key in sorted(self.redo):
            with suppress(HabacError), self.office.desk(EDITOR) as desk:
                workflow.cancel(desk, key)
                self._did("cancel", key)
        self.redo.clear()
        with self.office.desk(APPROVER) as desk:
            connecting.resume(desk)
        self._did("resume", "")

    def _did(self, act: str, key: str) -> None:
        self.deeds.append((self.world.now(), act, key))

    def _words(self) -> str:
        self.numbers += 1
        return self.draw.choice(WORDS).format(n=self.numbers)

    def _some_pictures(self) -> Pictures:
        """One to three that nobody has seen before."""
        numbers = range(self.drawn, self.drawn + self.draw.choice([1, 2, 3]))
        self.drawn = numbers.stop
        return Pictures(tuple(tiny(number) for number in numbers))

    def _hour(self) -> datetime:
        """Mostly soon: that is where the trouble is."""
        minutes = self.draw.choice(HURRIED if self.hurried else HOURS)
        return self.office.clock.now() + timedelta(minutes=minutes)

    def _some(self) -> str:
        return self.draw.choice(self.keys)

    def _write(self) -> None:
        with self.office.desk(EDITOR) as desk:
            item = workflow.new(
                desk,
                CAMPAIGN,
                START.year,
                channel="fanpage",
                to=self._hour(),
                title="Một bài",
                text=self._words(),
            )
            key = item.key
            if self.pictures:
                workflow.edit(desk, key, pictures=self._some_pictures())
        self.keys.append(key)
        self._agree(key)

    def _agree(self, key: str) -> None:
        with self.office.desk(EDITOR) as desk:
            if desk.item(key).state == Words.DRAFT:
                workflow.submit(desk, key, reason="thử")
        self._approve(key)

    def _approve(self, key: str) -> None:
        with self.office.desk(APPROVER) as desk:
            workflow.approve(desk, key)
            given = _approvals(desk, key, self.world.now())
        self.approvals += given
        self._did("approve", key)

    def _edit(self) -> None:
        key = self._some()
        pictures = self._some_pictures() if self.pictures and self.draw.random() < 0.4 else None
        words = None if pictures and self.draw.random() < 0.5 else self._words()
        with self.office.desk(EDITOR) as desk:
            workflow.edit(desk, key, text=words, pictures=pictures)
        self._did("edit", key)
        if self.draw.random() < 0.8:
            self._agree(key)

    def _move(self) -> None:
        key, who = self._some(), self.draw.choice([EDITOR, APPROVER, APPROVER])
        given: list[Approval] = []
        with self.office.desk(who) as desk:
            workflow.move(desk, key, to=self._hour())
            if desk.item(key).state == Words.APPROVED:
                given = _approvals(desk, key, self.world.now())
        self.approvals += given
        self._did("move", key)

    def _cancel(self) -> None:
        key = self._some()
        with self.office.desk(EDITOR) as desk:
            workflow.cancel(desk, key)
        self._did("cancel", key)

    def _restore(self) -> None:
        key = self._some()
        with self.office.desk(EDITOR) as desk:
            workflow.restore(desk, key)
        self._did("restore", key)
        self._agree(key)

    def _return(self) -> None:
        key = self._some()
        with self.office.desk(APPROVER) as desk:
            workflow.return_(desk, key, reason="xem lại")
        self._did("return", key)
        if self.draw.random() < 0.5:
            self._agree(key)

    def _resend(self) -> None:
        key = self._some()
        with self.office.desk(EDITOR) as desk:
            workflow.resend(desk, key)
        self._did("resend", key)

    def _stop(self) -> None:
        with self.office.desk(APPROVER) as desk:
            connecting.stop(desk)
        self._did("stop", "")

    def _turn(self) -> None:
        """Another page is connected, or the first one again; then people agree anew, or wait."""
        with self.office.desk(APPROVER) as desk:
            if live_page(desk.session) == OTHER_ID:
                pages.make_live(desk, desk.session.get_one(Page, pages.PRACTICE_ID))
            else:
                connecting.connect(desk, PageCheck(OTHER_ID, "Hà Bắc 24h"), self.sealed)
            self.turned = desk.session.exec(select(func.max(Audit.id))).one() or 0
        self._did("turn", "")
        for key in self.keys:
            if self.draw.random() < 0.7:
                with suppress(HabacError):
                    self._agree(key)

    def _pending(self) -> None:
        self._agree(self._some())

    def _resolve(self) -> None:
        """What a person says after looking at the page itself, at once."""
        key = self._some()
        shown = any(
            post.is_published and not post.deleted and self.owner(post.message) == key
            for page in self.pages
            for post in page.posts()
        )
        with self.office.desk(EDITOR) as desk:
            workflow.resolve(desk, key, as_done=shown)
        self._did("resolve-done" if shown else "resolve-absent", key)


def _approvals(desk: Desk, key: str, at: datetime) -> list[Approval]:
    item = desk.item(key)
    airings = [one for one in desk.airings(item) if one.state != Going.SKIPPED]
    return [
        Approval(key, item.text, one.due, one.late_until, at, item.page, tuple(item.images))
        for one in airings
    ]


def live_page(session: Session) -> str:
    """The page that posts go to now."""
    live = pages.live(session)
    assert live is not None
    return live.page_id


_WEIGHTS = {
    "write": 1, "edit": 5, "move": 4, "cancel": 3, "restore": 3, "return": 2, "resend": 2,
    "pending": 3, "resolve": 3, "stop": 1, "resume": 3,
}  # fmt: skip
_DEEDS: dict[str, Callable[[People], None]] = {
    "write": People._write, "edit": People._edit, "move": People._move, "cancel": People._cancel,
    "restore": People._restore, "return": People._return, "resend": People._resend,
    "pending": People._pending, "resolve": People._resolve, "stop": People._stop,
    "resume": People.resume, "turn": People._turn,
}  # fmt: skip
