"""Moving: what becomes of the hour, the window, the approval and the post on the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from workflow_kit import DAY, HOUR, SOON, START, Bureau, open_bureau

from habac24h import workflow
from habac24h.errors import Refused
from habac24h.models import Going


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = open_bureau(tmp_path_factory.mktemp("home"))
    yield made
    made.office.close()


THEN = START + 5 * DAY
GONE = "Giờ mới đã qua; hãy chọn một giờ sắp tới."


def _refusal(bureau: Bureau, who: str, key: str, **values: Any) -> str:
    before = bureau.everything(key)
    with pytest.raises(Refused) as caught:
        bureau.do(who, "move", key, **values)
    assert bureau.everything(key) == before
    return caught.value.sentence.replace(key.partition("@")[0], "KEY")


def test_a_moved_draft_stays_a_draft_at_its_new_hour(bureau: Bureau) -> None:
    key = bureau.write()
    hanoi = datetime(2026, 1, 6, 19, tzinfo=timezone(timedelta(hours=7)))
    item = bureau.do("hoa", "move", key, to=hanoi)
    airing = bureau.airing(key)
    assert (item.state, item.authors, item.moved_at) == ("draft", ["lan"], START)
    assert airing.due == datetime(2026, 1, 6, 12, tzinfo=UTC)
    assert airing.late_until == airing.due + 2 * HOUR
    assert bureau.acts(key)[1:] == [
        ("move", f"{key}@1", "waiting", "waiting"),
        ("move", None, "draft", "draft"),
    ]


def test_an_editor_who_moves_something_pending_counts_as_its_author(bureau: Bureau) -> None:
    key = bureau.write()
    bureau.do("lan", "submit", key)
    item = bureau.do("hoa", "move", key, to=THEN)
    assert (item.state, item.submitter, item.authors) == ("pending", "lan", ["hoa", "lan"])
    bureau.do("minh", "approve", key)
    assert bureau.is_bound(key)


def test_an_approver_may_move_something_pending_and_then_approve_it(bureau: Bureau) -> None:
    key = bureau.write()
    bureau.do("lan", "submit", key)
    bureau.do("minh", "move", key, to=THEN)
    bureau.do("minh", "approve", key)
    assert bureau.is_bound(key)


def test_an_editor_who_moves_something_approved_asks_again(bureau: Bureau) -> None:
    key = bureau.approved()
    bureau.clock.advance(HOUR)
    item = bureau.do("hoa", "move", key, to=bureau.clock.now() + DAY)
    assert (item.state, item.submitter, item.reason) == (
        "pending",
        "hoa",
        "đã dời giờ, cần duyệt lại",
    )
    assert item.submitted_at == bureau.clock.now()
    assert (item.approved_sha256, item.approval_sha256) == (None, None)
    bureau.do("minh", "approve", key)
    assert (bureau.item(key).reason, bureau.is_bound(key)) == (None, True)


@pytest.mark.parametrize("who", ["minh", "tam", "quan"])
def test_whom_the_rule_allows_moves_and_approves_in_one_act(bureau: Bureau, who: str) -> None:
    key = bureau.approved()
    before = bureau.item(key)
    item = bureau.do(who, "move", key, to=bureau.clock.now() + 2 * DAY)
    assert (item.state, item.approver, item.one_person) == ("approved", who, False)
    assert item.approved_sha256 == before.approved_sha256
    assert item.approval_sha256 != before.approval_sha256
    assert bureau.is_bound(key)
    assert item.moved_at == bureau.clock.now()
    assert bureau.acts(key)[-2:] == [
        ("move", f"{key}@1", "waiting", "waiting"),
        ("approve-moved", None, "approved", "approved"),
    ]


def test_an_approver_who_submitted_it_asks_again(bureau: Bureau) -> None:
    key = bureau.write()
    bureau.do("tam", "submit", key)
    bureau.do("minh", "approve", key)
    assert bureau.do("tam", "move", key, to=bureau.clock.now() + 2 * DAY).state == "pending"
    with pytest.raises(Refused):
        bureau.do("tam", "approve", key)


def test_one_person_moves_and_approves_what_they_submitted_and_it_is_recorded(
    bureau: Bureau,
) -> None:
    key = bureau.write()
    bureau.do("tam", "submit", key)
    bureau.do("minh", "approve", key)
    with bureau.desk("tam", approval="one-person") as desk:
        item = workflow.move(desk, key, to=desk.now + 2 * DAY)
    assert (item.state, item.one_person) == ("approved", True)
    assert bureau.audit(key).details["one_person"] is True


def test_a_window_keeps_its_length_unless_its_end_is_given(bureau: Bureau) -> None:
    key = bureau.write("banner", length=10 * DAY)
    to = bureau.clock.now() + 3 * DAY
    bureau.do("lan", "move", key, to=to)
    assert (bureau.airing(key).until, bureau.airing(key).late_until) == (to + 10 * DAY,) * 2
    bureau.do("lan", "move", key, to=to, until=to + DAY)
    assert bureau.airing(key).until == to + DAY
    assert _refusal(bureau, "lan", key, to=to, until=to) == "Ngày kết thúc phải sau ngày bắt đầu."


def test_a_window_that_has_begun_may_be_moved_while_it_lasts(bureau: Bureau) -> None:
    key = bureau.write("banner", length=2 * DAY)
    now = bureau.clock.now()
    bureau.do("lan", "move", key, to=now - DAY)
    assert bureau.airing(key).until == now + DAY
    assert _refusal(bureau, "lan", key, to=now - 2 * DAY) == GONE


def test_an_hour_that_is_over_is_refused(bureau: Bureau) -> None:
    key, now = bureau.write(), bureau.clock.now()
    for to in (now - DAY, now - 2 * HOUR):
        assert _refusal(bureau, "lan", key, to=to) == GONE
    bureau.do("lan", "move", key, to=now - 2 * HOUR + timedelta(seconds=1))  # within its limit
    assert bureau.airing(key).late_until > now


def test_an_items_own_late_limit_moves_along(bureau: Bureau) -> None:
    key = bureau.write()
    bureau.set_item(key, late_limit=1800)
    to = bureau.clock.now() + 2 * DAY
    bureau.do("lan", "move", key, to=to)
    assert bureau.airing(key).late_until == to + timedelta(minutes=30)
    over = bureau.clock.now() - timedelta(minutes=31)
    assert _refusal(bureau, "lan", key, to=over) == GONE


def test_one_of_several_airings_moves_alone(bureau: Bureau) -> None:
    key = bureau.write("loudspeaker")
    second = bureau.add_airing(key, bureau.clock.now() + 2 * DAY)
    first = bureau.airing(key).due
    bureau.do("lan", "move", second, to=bureau.clock.now() + 3 * DAY)
    assert bureau.airing(key).due == first
    assert bureau.airing(second).due == bureau.clock.now() + 3 * DAY


@pytest.mark.parametrize("going", ["waiting", "handed_over", "withdrawing", "done"])
def test_the_same_hour_again_changes_nothing(bureau: Bureau, going: str) -> None:
    key = bureau.approved()
    bureau.set_airing(key, state=going)
    before = bureau.everything(key)
    bureau.do("hoa", "move", key, to=bureau.airing(key).due)
    assert bureau.everything(key) == before


def test_what_is_on_the_page_is_taken_back_and_keeps_its_new_hour(bureau: Bureau) -> None:
    key = bureau.approved()
    bureau.set_airing(key, state=Going.HANDED_OVER, remote_id=f"1_{key}", reason="cũ")
    to = bureau.clock.now() + 4 * DAY
    bureau.do("minh", "move", key, to=to)
    airing = bureau.airing(key)
    assert (airing.state, airing.wanted, airing.due) == ("withdrawing", "waiting", to)
    assert (airing.remote_id, airing.was_public) == (f"1_{key}", False)
    assert bureau.acts(key)[-2] == ("move", f"{key}@1", "handed_over", "withdrawing")


def test_what_was_public_is_remembered_so(bureau: Bureau) -> None:
    key = bureau.approved()
    bureau.set_airing(key, state=Going.DONE)
    bureau.do("minh", "move", key, to=bureau.clock.now() + 4 * DAY)
    assert bureau.airing(key).was_public is True


@pytest.mark.parametrize("going", ["failed", "missed", "skipped", "cancelled"])
def test_a_stopped_airing_waits_again(bureau: Bureau, going: str) -> None:
    key = bureau.approved()
    bureau.set_airing(key, state=going, reason="x", said="y", not_before=bureau.clock.now() + DAY)
    bureau.do("minh", "move", key, to=bureau.clock.now() + 2 * DAY)
    airing = bureau.airing(key)
    assert (airing.state, airing.reason, airing.said, airing.not_before) == (
        "waiting",
        None,
        None,
        None,
    )


def test_what_people_carried_out_is_not_moved(bureau: Bureau) -> None:
    key = bureau.approved("talk", after=SOON)
    bureau.do("lan", "confirm", key)
    assert _refusal(bureau, "lan", key, to=bureau.clock.now() + DAY) == (
        "“KEY@1” đã tổ chức nên không dời được; "
        "nếu cần làm thêm lần nữa hãy tạo nội dung mới bằng `habac24h new`."
    )


def test_what_was_dropped_is_restored_first(bureau: Bureau) -> None:
    key = bureau.write()
    bureau.do("lan", "cancel", key)
    assert _refusal(bureau, "lan", key, to=bureau.clock.now() + DAY) == (
        "“KEY” đã bỏ; hãy khôi phục bằng `habac24h restore KEY`."
    )
