"""Three people, any order of moves: what must hold after each of them."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import func, select
from workflow_kit import DAY, HOUR, Bureau, open_bureau

from habac24h.audit import first_break
from habac24h.errors import Refused
from habac24h.models import Audit, Going, Words
from habac24h.workflow.confirmation import NOT_DONE, TAKEN_DOWN

PEOPLE = st.sampled_from(["lan", "minh", "tam"])  # an editor and two approvers
N = st.integers(1, 2)
_opened: dict[str, Bureau] = {}


def _bureau() -> Bureau:
    """One office for all examples: each writes an item of its own."""
    if not _opened:
        _opened["one"] = open_bureau(Path(tempfile.mkdtemp(prefix="habac24h-machine-")))
    return _opened["one"]


def teardown_module() -> None:
    for bureau in _opened.values():
        with bureau.office.database.read() as session:
            assert first_break(session) is None
        bureau.office.close()
        shutil.rmtree(bureau.office.home)
    _opened.clear()


def _in(*states: str) -> Any:
    """Mostly moves that may succeed: refusals are the business of test_workflow_states."""
    return precondition(lambda machine: machine.before["item"]["state"] in states)


LIVE = ("draft", "pending", "approved")


class Moves(RuleBasedStateMachine):
    """One item with two airings; the model knows only who wrote and submitted what."""

    @initialize(channel=st.sampled_from(["fanpage", "banner"]), who=PEOPLE, approved=st.booleans())
    def begin(self, channel: str, who: str, approved: bool) -> None:
        self.bureau = _bureau()
        self.number = 0
        length = DAY if channel == "banner" else None
        self.key = self.bureau.write(channel, after=HOUR, length=length, by=who)
        now = self.bureau.clock.now()
        self.bureau.add_airing(self.key, now + DAY, until=now + 2 * DAY if length else None)
        self.authors: set[str] = {who}
        self.submitter: str | None = None
        self.was = "draft"
        self.before = self.bureau.everything(self.key)
        self.rows = self._audit_rows()
        if approved:
            self.agree("lan", "minh" if who == "tam" else "tam")

    def _audit_rows(self) -> int:
        with self.bureau.office.database.read() as session:
            return session.exec(select(func.count()).select_from(Audit)).one()

    def _do(self, who: str, deed: str, name: str | None = None, **values: Any) -> bool:
        """One move; what it leaves behind is compared with what was there before."""
        try:
            self.bureau.do(who, deed, name or self.key, **values)
        except Refused:
            done = False
        else:
            done = True
        after, rows = self.bureau.everything(self.key), self._audit_rows()
        old = [self.before["item"], *self.before["airings"]]
        new = [after["item"], *after["airings"]]
        steps = [b["version"] - a["version"] for a, b in zip(old, new, strict=True)]
        assert set(steps) <= {0, 1}
        assert rows - self.rows == sum(steps)
        assert after["acts"][: len(self.before["acts"])] == self.before["acts"]
        assert [one["uid"] for one in after["airings"]] == [
            one["uid"] for one in self.before["airings"]
        ]
        if not done:
            assert after == self.before
        changed = after["item"]["version"] > self.before["item"]["version"]
        self.was = self.before["item"]["state"]
        self.before, self.rows = after, rows
        return done and changed

    @_in(*LIVE)
    @rule(who=PEOPLE, title=st.booleans())
    def edit(self, who: str, title: bool) -> None:
        self.number += 1
        words = f"Lời thứ {self.number} của {self.key}"
        if self._do(who, "edit", **({"title": words} if title else {"text": words})):
            self.authors |= {who}
            assert self.before["item"]["state"] == Words.DRAFT

    @_in("draft")
    @rule(who=PEOPLE)
    def submit(self, who: str) -> None:
        if self._do(who, "submit"):
            self.submitter = who

    @_in("pending")
    @rule(who=PEOPLE)
    def approve(self, who: str) -> None:
        if self._do(who, "approve"):
            assert who != "lan"
            assert who not in self.authors | {self.submitter}
            self.authors = set()

    @_in("draft")
    @rule(writer=PEOPLE, judge=st.sampled_from(["minh", "tam"]))
    def agree(self, writer: str, judge: str) -> None:
        """The usual way: most moves are about something that was approved."""
        self.submit(writer)
        self.approve(judge)

    @_in("pending", "approved")
    @rule(who=PEOPLE)
    def return_(self, who: str) -> None:
        self._do(who, "return_", reason="xem lại")

    @_in(*LIVE)
    @rule(who=PEOPLE, n=N, hours=st.integers(1, 48), whole=st.booleans())
    def move(self, who: str, n: int, hours: int, whole: bool) -> None:
        to = self.bureau.clock.now() + timedelta(hours=hours)
        end = {"until": to + DAY} if whole and self.before["airings"][0]["until"] else {}
        if not self._do(who, "move", f"{self.key}@{n}", to=to, **end):
            return
        now = self.before["item"]["state"]
        if self.was == now == Words.APPROVED:  # moved and approved in one act
            assert who != "lan"
            assert who not in self.authors | {self.submitter}
        elif self.was == Words.APPROVED:
            assert now == Words.PENDING
            self.submitter = who
        elif self.was == Words.PENDING and (who == "lan" or who in self.authors | {self.submitter}):
            self.authors |= {who}

    @_in(*LIVE)
    @rule(who=PEOPLE)
    def cancel(self, who: str) -> None:
        self._do(who, "cancel")

    @_in("dropped")
    @rule(who=PEOPLE)
    def restore(self, who: str) -> None:
        if self._do(who, "restore"):
            assert self.before["item"]["state"] == Words.DRAFT

    @_in(*LIVE)
    @rule(who=PEOPLE)
    def resend(self, who: str) -> None:
        self._do(who, "resend")

    @_in("approved", "dropped")
    @rule(who=PEOPLE, n=N, what=st.sampled_from(["done", NOT_DONE, TAKEN_DOWN]))
    def confirm(self, who: str, n: int, what: str) -> None:
        self._do(who, "confirm", f"{self.key}@{n}", what=what, note="ghi chú")

    @_in("approved")
    @rule(who=PEOPLE, n=N, as_done=st.booleans())
    def resolve(self, who: str, n: int, as_done: bool) -> None:
        self._do(who, "resolve", f"{self.key}@{n}", as_done=as_done)

    @_in("approved")
    @rule(n=N, going=st.sampled_from(["handed_over", "unknown", "done", "failed", "missed"]))
    def engine(self, n: int, going: str) -> None:
        """What the engine may do to an approved post, or to any airing whose time is over."""
        item = self.before["item"]
        if item["channel"] == "fanpage" and item["state"] == Words.APPROVED:
            self.bureau.set_airing(f"{self.key}@{n}", state=going)
            self.before = self.bureau.everything(self.key)

    @rule(hours=st.integers(1, 6))
    def time_passes(self, hours: int) -> None:
        self.bureau.clock.advance(timedelta(hours=hours))

    @invariant()
    def an_approval_fits_its_rows(self) -> None:
        if not hasattr(self, "key"):
            return
        item = self.bureau.item(self.key)
        if item.state == Words.APPROVED:
            assert self.bureau.is_bound(self.key)
            assert item.one_person is False
            assert item.authors == []
        else:
            assert (item.approved_sha256, item.approval_sha256) == (None, None)
            assert set(item.authors) <= self.authors

    @invariant()
    def a_dropped_item_holds_nothing_that_could_go_out(self) -> None:
        if not hasattr(self, "key") or self.before["item"]["state"] != Words.DROPPED:
            return
        for airing in self.before["airings"]:
            assert airing["state"] not in (Going.WAITING, Going.SENDING, Going.HANDED_OVER)
            assert airing["state"] != Going.WITHDRAWING or airing["wanted"] == Going.CANCELLED


Moves.TestCase.settings = settings(
    max_examples=36,
    stateful_step_count=20,
    database=None,
    phases=[Phase.generate],  # each step is a transaction: shrinking would take minutes
    suppress_health_check=list(HealthCheck),
)
TestMoves = Moves.TestCase
