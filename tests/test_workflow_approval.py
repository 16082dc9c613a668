"""Who vouches for which exact words: what an approval binds, the two people, the checks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select
from workflow_kit import DAY, HOUR, START, Bureau, open_bureau, staffed

from habac24h import workflow
from habac24h.clock import VirtualClock
from habac24h.errors import NotFound, Refused
from habac24h.models import Airing, Edition, Fact, Going, Item, Page
from habac24h.office import Office
from habac24h.workflow import Desk, people
from habac24h.workflow.binding import approval_sha256, still_bound


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = open_bureau(tmp_path_factory.mktemp("home"))
    yield made
    made.office.close()


def _refusal(bureau: Bureau, who: str, deed: str, key: str, **values: Any) -> str:
    before = bureau.everything(key)
    with pytest.raises(Refused) as caught:
        bureau.do(who, deed, key, **values)
    assert bureau.everything(key) == before
    return caught.value.sentence.replace(key, "KEY")


def _two_people(who: str) -> str:
    return f"“{who}” đã soạn hoặc trình “KEY” nên người khác phải duyệt (nguyên tắc hai người)."


def test_an_approval_is_the_hash_of_the_words_and_of_everything_bound(bureau: Bureau) -> None:
    words = "Phòng, chống bạo lực gia đình\r\nGọi 111 …\n"
    key = bureau.approved(text=words)
    item = bureau.item(key)
    assert item.text == words
    assert item.approved_sha256 == hashlib.sha256(words.encode("utf-8")).hexdigest()
    assert (item.approver, item.submitter, item.one_person) == ("minh", "lan", False)
    assert item.page == "100000000000024"
    assert bureau.is_bound(key)
    assert bureau.audit(key).details == {
        "approval_sha256": item.approval_sha256,
        "one_person": False,
    }


def test_the_hash_changes_with_each_thing_that_is_bound() -> None:
    due = START + 300 * DAY

    def bound(**values: Any) -> str:
        item = Item(key="k", campaign="c", year=2026, activity="a", channel="banner")
        airing = Airing(key="k@1", item_id=1, uid="u", due=due, until=due + DAY, places=["a", "b"])
        for name, value in ({"title": "T", "text": "Lời", "page": "1"} | values).items():
            setattr(airing if hasattr(airing, name) and name != "page" else item, name, value)
        return approval_sha256(item, [airing])

    changes: list[dict[str, Any]] = [
        {},
        {"title": "Khác"},
        {"text": "Lời "},
        {"page": "2"},
        {"page": None},
        {"due": due + HOUR},
        {"until": due + 2 * DAY},
        {"until": None},
        {"places": ["a"]},
    ]
    assert len({bound(**change) for change in changes}) == len(changes)
    assert bound(places=["b", "a"]) == bound()
    assert bound(state=Going.DONE, reason="x", version=9) == bound()


def test_a_second_airing_is_bound_as_well(bureau: Bureau) -> None:
    key = bureau.approved()
    assert bureau.is_bound(key)
    bureau.add_airing(key, bureau.clock.now() + 2 * DAY)
    assert not bureau.is_bound(key)


@pytest.mark.parametrize(
    "change",
    [{"text": "khác"}, {"title": "khác"}, {"page": "9"}, {"approved_sha256": None}],
)
def test_rows_that_were_changed_past_the_moves_are_bound_no_more(
    bureau: Bureau, change: dict[str, Any]
) -> None:
    key = bureau.approved()
    bureau.set_item(key, **change)
    assert not bureau.is_bound(key)


# Each line: who does what, in order; then who may not approve, and who may.
ORDERS: list[tuple[list[tuple[str, str]], str, str]] = [
    ([("lan", "submit")], "lan", "minh"),
    ([("minh", "submit")], "minh", "tam"),
    ([("tam", "edit"), ("lan", "submit")], "tam", "minh"),
    ([("lan", "submit"), ("minh", "edit"), ("lan", "submit")], "minh", "tam"),
    ([("lan", "submit"), ("minh", "approve"), ("minh", "edit"), ("lan", "submit")], "minh", "tam"),
    ([("lan", "submit"), ("minh", "approve"), ("tam", "edit"), ("tam", "submit")], "tam", "minh"),
    ([("minh", "edit"), ("tam", "edit"), ("lan", "submit")], "tam", "quan"),
    ([("minh", "submit"), ("minh", "return"), ("minh", "submit")], "minh", "tam"),
    ([("minh", "edit"), ("lan", "submit"), ("tam", "return"), ("lan", "submit")], "minh", "tam"),
    ([("minh", "edit"), ("lan", "cancel"), ("lan", "restore"), ("lan", "submit")], "minh", "tam"),
    ([("lan", "submit"), ("minh", "approve"), ("lan", "move")], "lan", "minh"),
]


@pytest.mark.parametrize(("steps", "not_allowed", "allowed"), ORDERS)
def test_nobody_approves_what_they_wrote_or_submitted(
    bureau: Bureau, steps: list[tuple[str, str]], not_allowed: str, allowed: str
) -> None:
    key = bureau.write()
    for number, (who, deed) in enumerate(steps):
        values: dict[str, Any] = {
            "edit": {"text": f"Lời thứ {number} của {who}, {key}."},
            "return": {"reason": "sửa lại"},
            "move": {"to": bureau.clock.now() + 3 * DAY},
        }.get(deed, {})
        bureau.do(who, "return_" if deed == "return" else deed, key, **values)
    told = _refusal(bureau, not_allowed, "approve", key)
    if not_allowed == "lan":
        assert told.startswith("“lan” là người soạn nên không duyệt được; ")
    else:
        assert told == _two_people(not_allowed)
    bureau.do(allowed, "approve", key)
    assert bureau.is_bound(key)


def test_an_approval_begins_a_new_count_of_authors(bureau: Bureau) -> None:
    key = bureau.write(by="tam")
    bureau.do("lan", "submit", key)
    assert _refusal(bureau, "tam", "approve", key) == _two_people("tam")
    bureau.do("minh", "approve", key)
    assert bureau.item(key).authors == []
    bureau.do("minh", "return_", key, reason="xem lại")
    bureau.do("minh", "submit", key)
    bureau.do("tam", "approve", key)  # minh vouched for these words, tam did not submit them
    assert bureau.item(key).approver == "tam"


def test_one_person_may_do_both_and_it_is_recorded(bureau: Bureau) -> None:
    key = bureau.write(by="minh")
    with bureau.desk("minh", approval="one-person") as desk:
        workflow.submit(desk, key)
        workflow.approve(desk, key)
    assert (bureau.item(key).state, bureau.item(key).one_person) == ("approved", True)
    assert bureau.audit(key).details["one_person"] is True
    other = bureau.write(by="lan")
    bureau.do("lan", "submit", other)
    with bureau.desk("minh", approval="one-person") as desk:
        workflow.approve(desk, other)
    assert bureau.item(other).one_person is False


def test_an_editor_decides_nothing_even_as_one_person(bureau: Bureau) -> None:
    key = bureau.write()
    bureau.do("lan", "submit", key)
    with pytest.raises(Refused) as caught, bureau.desk("hoa", approval="one-person") as desk:
        workflow.approve(desk, key)
    assert caught.value.sentence == (
        "“hoa” là người soạn nên không duyệt được; "
        "việc này dành cho người duyệt hoặc người quản trị."
    )


def test_an_editor_returns_only_what_they_submitted_themselves(bureau: Bureau) -> None:
    key = bureau.write()
    bureau.do("lan", "submit", key)
    assert _refusal(bureau, "hoa", "return_", key, reason="x").startswith(
        "“hoa” là người soạn nên không trả lại được; "
    )
    assert bureau.do("lan", "return_", key, reason="quên số điện thoại") == 0
    assert (bureau.item(key).state, bureau.item(key).reason) == ("draft", "quên số điện thoại")
    bureau.do("lan", "submit", key)
    assert bureau.item(key).reason is None
    bureau.do("minh", "approve", key)
    assert _refusal(bureau, "lan", "return_", key, reason="x").startswith("“lan” là người soạn")
    assert bureau.do("quan", "return_", key, reason="đổi lịch") == 0


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_a_return_needs_its_reason(bureau: Bureau, reason: str | None) -> None:
    key = bureau.approved()
    assert _refusal(bureau, "minh", "return_", key, reason=reason) == (
        "Trả lại cần nêu lý do bằng --reason để người soạn biết phải sửa gì."
    )


def test_returning_what_is_public_takes_it_back(bureau: Bureau) -> None:
    key = bureau.approved()
    bureau.set_airing(key, state=Going.DONE, remote_id="1_2")
    assert bureau.do("minh", "return_", key, reason="sai tên") == 1
    assert bureau.states(key) == ("draft", "withdrawing", "waiting")
    assert bureau.airing(key).was_public is True
    assert bureau.airing(key).remote_id == "1_2"


def test_unknown_and_closed_accounts_do_not_work(bureau: Bureau) -> None:
    with bureau.office.database.write() as session:
        people.add(session, "cu", "admin", bureau.clock.now())
        people.disable(session, "cu", bureau.clock.now())
    for who, kind, sentence in (
        ("cu", Refused, "Tài khoản “cu” đã bị khóa; hãy dùng tài khoản khác."),
        (
            "ai",
            NotFound,
            "Không có người dùng “ai”; xem danh sách bằng `habac24h users list`, "
            "thêm bằng `habac24h users add ai --role editor`.",
        ),
    ):
        with pytest.raises(kind) as caught, bureau.desk(who):
            pass
        assert str(caught.value) == sentence


def test_several_keys_at_one_desk_are_all_or_nothing(bureau: Bureau) -> None:
    first, second = bureau.write(), bureau.approved()
    before = [bureau.everything(key) for key in (first, second)]
    with pytest.raises(Refused), bureau.desk("lan") as desk:
        for key in (first, second):
            workflow.submit(desk, key)
    assert [bureau.everything(key) for key in (first, second)] == before
    third = bureau.write()
    with bureau.desk("lan") as desk:
        for key in (first, third):
            workflow.submit(desk, key)
    assert [bureau.item(key).state for key in (first, third)] == ["pending", "pending"]


def test_a_fault_stops_submission_until_there_is_a_reason_which_stays(bureau: Bureau) -> None:
    key = bureau.write(channel="loudspeaker", text="\n")
    told = (
        "“KEY” chưa trình duyệt được, còn 1 điều phải sửa: "
        "(1) Bài chưa có chữ nào; hãy viết nội dung. "
        "Hãy sửa lời, hoặc nêu lý do bằng --reason nếu vẫn cần trình."
    )
    for reason in (None, "", "  "):
        assert _refusal(bureau, "lan", "submit", key, reason=reason) == told
    bureau.do("lan", "submit", key, reason=" công an xã đang đổi số ")
    assert bureau.item(key).override_reason == "công an xã đang đổi số"
    assert bureau.audit(key).details["override_reason"] == "công an xã đang đổi số"
    assert bureau.audit(key).details["findings"] == ["BAI-TRONG"]
    bureau.do("minh", "approve", key)
    assert bureau.item(key).override_reason == "công an xã đang đổi số"


def test_a_refused_submission_quotes_the_words_and_their_line(bureau: Bureau) -> None:
    key = bureau.write(text="Thưa bà con,\nkhông ai là phái yếu.")
    told = "Gán đặc tính yếu/đẹp cho toàn bộ phụ nữ (“phái yếu”, dòng 2)."
    assert told in _refusal(bureau, "lan", "submit", key)
    gap = bureau.write(text="Gọi [CHƯA ĐIỀN: phone_police].")
    assert "(“[CHƯA ĐIỀN: số điện thoại Công an xã]”, dòng 1)" in _refusal(
        bureau, "lan", "submit", gap
    )


def test_a_reason_without_a_fault_is_no_override(bureau: Bureau) -> None:
    key = bureau.write()
    bureau.do("lan", "submit", key, reason="cho chắc")
    assert bureau.item(key).override_reason is None
    assert "override_reason" not in bureau.audit(key).details


def test_equal_words_on_one_page_stop_the_second(bureau: Bureau) -> None:
    first = bureau.write(text="Cùng chia sẻ việc nhà, cùng vui.")
    second = bureau.write(text="Cùng  chia sẻ việc nhà,\ncùng vui.")  # the page sees no difference
    bureau.do("lan", "submit", first)
    assert _refusal(bureau, "lan", "submit", second) == (
        f"“KEY” chưa trình duyệt được, còn 1 điều phải sửa: "
        f"(1) Lời bài này giống hệt “{first}” trên cùng "
        "một trang. Hãy sửa lời, hoặc nêu lý do bằng --reason nếu vẫn cần trình."
    )
    bureau.do("lan", "return_", first, reason="nhường")
    bureau.do("lan", "submit", second)


def test_equal_words_on_the_loudspeaker_are_no_fault(bureau: Bureau) -> None:
    for _ in range(2):
        key = bureau.write("loudspeaker", text="Kính thưa bà con, cùng chia sẻ việc nhà.")
        bureau.do("lan", "submit", key)
        assert bureau.item(key).page is None
        assert bureau.item(key).fingerprint is None


def test_a_required_fact_must_be_there_before_approval(bureau: Bureau) -> None:
    key = bureau.write("talk", campaign="thang-hanh-dong")
    bureau.do("lan", "submit", key)
    assert _refusal(bureau, "minh", "approve", key) == (
        "“KEY” chưa duyệt được: đợt “Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với "
        "bạo lực trên cơ sở giới” năm 2026 còn thiếu chủ đề của năm; hãy điền "
        "vào số liệu của đợt bằng "
        '`habac24h facts 2026 thang-hanh-dong theme="…"`.'
    )
    _give_theme(bureau, "  ")
    assert "còn thiếu chủ đề của năm" in _refusal(bureau, "minh", "approve", key)
    _give_theme(bureau, "Vì một xã hội an toàn")
    bureau.do("minh", "approve", key)
    assert bureau.item(key).state == "approved"
    _give_theme(bureau, "")
    bureau.do("tam", "move", key, to=bureau.clock.now() + 2 * DAY)
    assert bureau.item(key).state == "pending"  # what is lacking stops the mover's own approval


def _give_theme(bureau: Bureau, value: str) -> None:
    with bureau.office.database.write() as session:
        edition = session.exec(select(Edition).where(Edition.campaign == "thang-hanh-dong")).one()
        fact = session.exec(select(Fact)).first() or Fact(
            edition_id=edition.id or 0, name="theme", set_by="lan", set_at=bureau.clock.now()
        )
        fact.value = value
        session.add(fact)


def test_another_page_since_the_submission_stops_the_approval(office: Office) -> None:
    bureau = staffed(office, VirtualClock(office.clock.now()))
    key, shown = bureau.write(), bureau.approved()
    bureau.do("lan", "submit", key)
    bureau.set_airing(shown, state=Going.MISSED)
    with office.database.write() as session:
        for page in session.exec(select(Page)):
            page.live = False
        session.add(Page(page_id="7", live=True, connected_at=bureau.clock.now()))
    assert _refusal(bureau, "minh", "approve", key) == (
        "“KEY” được trình cho trang khác; hãy trả lại rồi trình lại."
    )
    assert _refusal(bureau, "minh", "resend", shown) == (
        "“KEY” được duyệt cho trang khác; hãy trả lại rồi trình lại."
    )
    bureau.do("tam", "move", shown, to=bureau.clock.now() + DAY)
    assert bureau.item(shown).state == "pending"
    for one in (key, shown):
        bureau.do("minh", "return_", one, reason="đổi trang")
        bureau.do("lan", "submit", one)
        bureau.do("minh", "approve", one)
        assert bureau.item(one).page == "7"


def test_a_missed_airing_waits_again_once_it_is_moved(bureau: Bureau) -> None:
    key = bureau.approved(after=HOUR)
    bureau.set_airing(key, state=Going.MISSED, late_until=bureau.clock.now() - HOUR)
    bureau.do("tam", "move", key, to=bureau.clock.now() + timedelta(minutes=30))
    assert bureau.states(key)[:2] == ("approved", "waiting")


def test_words_that_failed_on_the_page_go_out_once_they_are_mended_and_approved(
    bureau: Bureau,
) -> None:
    for deed, values in (("edit", {"text": "Lời đã sửa."}), ("return_", {"reason": "bị từ chối"})):
        key = bureau.approved(after=HOUR)
        bureau.set_airing(key, state=Going.FAILED, reason="Facebook từ chối", fingerprint="f")
        assert bureau.do("minh", deed, key, **values) == 0
        airing = bureau.airing(key)
        assert (airing.state, airing.reason, airing.fingerprint) == ("waiting", None, None)


def test_words_that_failed_too_long_ago_stay_failed(bureau: Bureau) -> None:
    key = bureau.approved(after=HOUR)
    bureau.set_airing(key, state=Going.FAILED, late_until=bureau.clock.now())
    bureau.do("lan", "edit", key, text="Lời đã sửa quá muộn.")
    assert bureau.states(key)[:2] == ("draft", "failed")


def test_every_database_binds_the_same(office: Office) -> None:
    bureau = staffed(office, VirtualClock(office.clock.now()))
    key = bureau.approved("banner", length=DAY)
    with office.desk("minh") as desk:
        item = desk.item(key)
        assert still_bound(item, desk.airings(item))
        assert [act for act, *_ in bureau.acts(key)] == ["new", "submit", "approve"]


def test_a_reader_sees_but_locks_nothing(office: Office) -> None:
    bureau = staffed(office, VirtualClock(office.clock.now()))
    key = bureau.write()
    with office.database.read() as session:
        desk = Desk.reader(session, office.settings, office.clock.now())
        assert [airing.key for airing in desk.airings(desk.item(key))] == [f"{key}@1"]
        bureau.do("lan", "submit", key)  # on PostgreSQL a lock would stop it here


def test_whoever_comes_second_reads_who_was_first_and_when(bureau: Bureau) -> None:
    key = bureau.approved()
    bureau.clock.advance(HOUR)
    assert _refusal(bureau, "tam", "approve", key) == (
        "“KEY” đang ở trạng thái đã duyệt (minh: Duyệt, 07:00, Thứ Năm 01/01/2026) nên không "
        "duyệt được; không cần duyệt lần nữa."
    )
    bureau.do("lan", "cancel", key)
    assert _refusal(bureau, "lan", "submit", key).startswith(
        "“KEY” đang ở trạng thái đã bỏ (lan: Bỏ nội dung, 08:00, Thứ Năm 01/01/2026) nên không"
    )
