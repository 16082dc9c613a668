"""Undoing a move: exactly the approval that there was, and never one that nobody gave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from habac24h import audit
from habac24h.errors import Refused
from habac24h.models import Going, Item
from habac24h.workflow import approve, move, submit
from habac24h.workflow.binding import approval_sha256
from habac24h.workflow.undoing import last_move, move_to_day, undo
from tests.plan_kit import World, world
from tests.workflow_kit import DAY, HOUR, Bureau, open_bureau

__all__ = ["world"]
APPROVAL = (
    *("state", "approver", "approved_at", "one_person", "approved_sha256", "approval_sha256"),
    *("submitter", "submitted_at", "authors", "reason", "override_reason", "text"),
)
MOVERS = ("hoa", "minh", "tam")


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = open_bureau(tmp_path / "home")
    yield made
    made.office.close()


def approval(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in APPROVAL}


def moved(bureau: Bureau, who: str, key: str, by: timedelta = DAY) -> tuple[int, ...]:
    """Move an item's first airing a while after whatever came before; the rows to undo it by."""
    bureau.clock.advance(timedelta(minutes=1))
    with bureau.desk(who) as desk:
        _, airing = desk.one_airing(key)
        move(desk, key, to=airing.due + by)
        return last_move(desk.session, [airing]).ids


def undone(bureau: Bureau, who: str, ids: tuple[int, ...]) -> None:
    bureau.clock.advance(timedelta(minutes=1))
    with bureau.desk(who) as desk:
        undo(desk, ids)


@pytest.mark.parametrize("who", MOVERS)
def test_an_undo_gives_back_who_approved_what_and_when(bureau: Bureau, who: str) -> None:
    key = bureau.approved("banner", length=3 * DAY)
    before, window = approval(bureau.item(key)), bureau.airing(key)
    undone(bureau, who, moved(bureau, who, key))
    assert approval(bureau.item(key)) == before
    assert (bureau.airing(key).due, bureau.airing(key).until) == (window.due, window.until)
    assert bureau.is_bound(key)
    assert bureau.acts(key)[-1] == ("undo-move", None, bureau.acts(key)[-1][2], "approved")
    again = moved(bureau, "hoa", key)
    undone(bureau, "hoa", again)
    assert approval(bureau.item(key)) == before


def test_what_was_signed_on_paper_is_given_back_in_the_signers_name(bureau: Bureau) -> None:
    key = bureau.write("loudspeaker")
    bureau.do("lan", "submit", key)
    with bureau.desk("minh") as desk:
        slip = approval_sha256(desk.item(key), desk.airings(desk.item(key)))[:12]
    given = {"slip": slip, "signer": "Nguyễn Văn An", "signed": date(2026, 1, 1)}
    bureau.do("minh", "approve_on_paper", key, **given)
    before = approval(bureau.item(key))
    assert before["approver"] == "Nguyễn Văn An (ký phiếu ngày 01/01/2026)"
    undone(bureau, "tam", moved(bureau, "tam", key))
    assert approval(bureau.item(key)) == before


@pytest.mark.parametrize("who", MOVERS)
@pytest.mark.parametrize("state", ["draft", "pending"])
def test_what_nobody_had_approved_is_not_approved_by_an_undo(
    bureau: Bureau, who: str, state: str
) -> None:
    key = bureau.write()
    if state == "pending":
        bureau.do("lan", "submit", key)
    undone(bureau, who, moved(bureau, who, key))
    assert bureau.item(key).state == state


def test_an_undo_gives_back_nothing_where_somebody_did_something_meanwhile(bureau: Bureau) -> None:
    approved_again, given_back, edited = (bureau.approved() for _ in range(3))
    ids = moved(bureau, "hoa", approved_again)
    bureau.do("tam", "approve", approved_again)
    undone(bureau, "hoa", ids)
    assert (bureau.item(approved_again).state, bureau.item(approved_again).submitter) == (
        *("pending", "hoa"),
    )
    ids = moved(bureau, "hoa", given_back)
    bureau.do("tam", "return_", given_back, reason="không cần nữa")
    undone(bureau, "hoa", ids)
    assert bureau.item(given_back).state == "draft"
    ids = moved(bureau, "hoa", edited)
    bureau.do("hoa", "edit", edited, text="Lời khác hẳn.")
    undone(bureau, "hoa", ids)
    assert bureau.item(edited).state == "draft"


def test_an_hour_that_is_over_brings_no_approval_back(bureau: Bureau) -> None:
    late, lost = bureau.approved(after=HOUR / 4), bureau.approved(after=HOUR / 4)
    of_late, of_lost = (moved(bureau, "hoa", key) for key in (late, lost))
    bureau.clock.advance(HOUR / 3)  # past the hour, within its limit: a post would go out at once
    undone(bureau, "hoa", of_late)
    assert bureau.item(late).state == "pending"
    bureau.clock.advance(3 * HOUR)
    with pytest.raises(Refused, match="Giờ mới đã qua"):
        undone(bureau, "hoa", of_lost)


def test_a_page_that_was_left_open_for_an_hour_gives_no_approval_back(bureau: Bureau) -> None:
    key = bureau.approved()
    ids = moved(bureau, "hoa", key)
    bureau.clock.advance(HOUR)
    undone(bureau, "hoa", ids)
    assert bureau.item(key).state == "pending"


def test_a_post_that_was_taken_down_for_the_move_is_approved_again_but_a_public_one_is_not(
    bureau: Bureau,
) -> None:
    waiting, public = bureau.approved(), bureau.approved()
    bureau.set_airing(waiting, state=Going.HANDED_OVER, remote_id="1_2")
    before = approval(bureau.item(waiting))
    ids = moved(bureau, "hoa", waiting)
    _by_the_program(bureau, waiting)
    undone(bureau, "hoa", ids)
    assert (approval(bureau.item(waiting)), bureau.airing(waiting).state) == (before, "withdrawing")
    ids = moved(bureau, "hoa", public, -HOUR)
    bureau.set_airing(public, state=Going.DONE, was_public=True)
    undone(bureau, "hoa", ids)
    assert bureau.item(public).state == "pending"


def _by_the_program(bureau: Bureau, key: str) -> None:
    """Something that the scheduler did to the airing."""
    with bureau.office.database.write() as session:
        audit.record(
            session, audit.PROGRAM, "withdrawn", bureau.clock.now(), item=key, airing=f"{key}@1"
        )


def test_times_that_moved_together_come_back_together(bureau: Bureau) -> None:
    key = bureau.write("loudspeaker")
    bureau.add_airing(key, bureau.airing(key).due + 9 * HOUR)
    bureau.do("lan", "submit", key)
    bureau.do("minh", "approve", key)
    before = approval(bureau.item(key))
    for who in ("hoa", "tam"):
        bureau.clock.advance(timedelta(minutes=1))
        with bureau.desk(who) as desk:
            keys = [one.key for one in desk.airings(desk.item(key))]
            done = move_to_day(desk, key, date(2026, 1, 2), date(2026, 1, 5), keys)
        assert done is not None
        undone(bureau, who, done.ids)
        assert approval(bureau.item(key)) == before


def test_words_that_the_move_wrote_again_come_back_with_their_approval(world: World) -> None:
    world.define(
        'id: noi, title: Nói chuyện, channel: talk, text: "Mời bà con dự ngày {{ date }}.", '
        "day: start + 10d, at: 19:30"
    )
    world.plan_and_apply()
    key = "thu/2026/noi"
    world.work(lambda desk: submit(desk, key))
    world.work(lambda desk: approve(desk, key), "hoa")
    before, due = approval(world.items()[key]), world.airings()[f"{key}@1"].due
    ids: list[int] = []

    def there(desk: Any) -> None:
        move(desk, key, to=due + DAY)
        ids.extend(last_move(desk.session, desk.airings(desk.item(key))).ids)

    world.work(there, "hoa")
    assert world.items()[key].state == "draft"
    world.work(lambda desk: undo(desk, ids), "hoa")
    assert approval(world.items()[key]) == before
