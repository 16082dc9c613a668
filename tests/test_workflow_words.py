"""Writing: an edit voids what was approved and keeps what was said; new items have new keys."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import select
from workflow_kit import DAY, HOUR, SOON, START, Bureau, open_bureau, staffed

from habac24h import rows, workflow
from habac24h.clock import VirtualClock
from habac24h.errors import HabacError, NotFound, Refused
from habac24h.models import Airing, Going, Item
from habac24h.office import Office
from habac24h.workflow.findings import NO_END, NO_PLACE, findings
from habac24h.workflow.history import history, revisions


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = open_bureau(tmp_path_factory.mktemp("home"))
    yield made
    made.office.close()


def _refusal(bureau: Bureau, **values: Any) -> str:
    given = {
        "campaign": "thuong-xuyen",
        "year": 2026,
        "channel": "fanpage",
        "to": bureau.clock.now() + DAY,
        "title": "T",
        "text": "Lời.",
    } | values
    with bureau.office.database.read() as session:
        before = len(session.exec(select(Item.id)).all())
    with pytest.raises(HabacError) as caught, bureau.desk() as desk:
        workflow.new(desk, given.pop("campaign"), given.pop("year"), **given)
    with bureau.office.database.read() as session:
        assert len(session.exec(select(Item.id)).all()) == before
    return caught.value.sentence


@pytest.mark.parametrize(
    "words",
    [
        "Dòng một\r\nDòng hai\r\n",
        "  đầu dòng và cuối dòng  \n\n",
        "Gia đi\u0300nh (viết rời dấu)",
        "\t• gạch đầu dòng 👩\u200d👧",
        "",
    ],
)
def test_words_are_kept_byte_for_byte(bureau: Bureau, words: str) -> None:
    key = bureau.write()
    bureau.do("lan", "edit", key, text=words)
    assert bureau.item(key).text == words


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 200_001, "Nội dung dài quá 200.000 ký tự; hãy rút gọn."),
        ("a\0b", "Nội dung có ký tự hỏng (không phải chữ); hãy xóa ký tự đó rồi lưu lại."),
        ("a\ud800b", "Nội dung có ký tự hỏng (không phải chữ); hãy xóa ký tự đó rồi lưu lại."),
    ],
)
def test_words_that_nothing_can_hold_are_refused(bureau: Bureau, text: str, sentence: str) -> None:
    key = bureau.write()
    before = bureau.everything(key)
    with pytest.raises(Refused) as caught:
        bureau.do("lan", "edit", key, text=text)
    assert caught.value.sentence == sentence
    assert bureau.everything(key) == before


def test_an_edit_voids_the_approval_and_keeps_what_was_said(bureau: Bureau) -> None:
    key = bureau.approved(text="Lời một.")
    with bureau.office.database.read() as session:
        first_title = bureau.item(key).title
    bureau.do("hoa", "edit", key, text="Lời hai.")
    bureau.do("tam", "edit", key, title="  Tiêu\nđề   mới ")
    item = bureau.item(key)
    assert (item.state, item.text, item.title) == ("draft", "Lời hai.", "Tiêu đề mới")
    assert (item.approved_sha256, item.approval_sha256) == (None, None)
    assert (item.author, item.authors) == ("tam", ["hoa", "tam"])
    with bureau.office.database.read() as session:
        told = [(r.version, r.title, r.text, r.by) for r in revisions(session, item)]
    assert told == [(3, first_title, "Lời một.", "lan"), (4, first_title, "Lời hai.", "hoa")]


def test_a_revision_tells_when_its_words_were_written(bureau: Bureau) -> None:
    key = bureau.write()
    written = bureau.clock.now()
    bureau.clock.advance(HOUR)
    bureau.do("lan", "submit", key)
    bureau.clock.advance(HOUR)
    bureau.do("lan", "edit", key, text="Lời sau.")
    with bureau.office.database.read() as session:
        assert [r.at for r in revisions(session, bureau.item(key))] == [written]


def test_an_edit_that_changes_nothing_changes_nothing(bureau: Bureau) -> None:
    key = bureau.approved()
    before = bureau.everything(key)
    item = bureau.item(key)
    for values in ({}, {"text": item.text}, {"title": f" {item.title} "}, {"version": 3}):
        assert bureau.do("hoa", "edit", key, **values) == 0
    assert bureau.everything(key) == before


def test_an_edit_of_another_version_is_a_conflict(bureau: Bureau) -> None:
    key = bureau.write()
    bureau.do("hoa", "edit", key, text="Của Hoa.", version=1)
    before = bureau.everything(key)
    with pytest.raises(rows.Conflict):
        bureau.do("lan", "edit", key, text="Của Lan.", version=1)
    assert bureau.everything(key) == before
    bureau.do("lan", "edit", key, text="Của Lan.", version=2)


def test_an_empty_title_is_refused(bureau: Bureau) -> None:
    key = bureau.write()
    with pytest.raises(Refused) as caught:
        bureau.do("lan", "edit", key, title=" \n ")
    assert caught.value.sentence == "Tiêu đề để trống; hãy đặt một tiêu đề ngắn."


def test_an_edit_takes_every_airing_back_from_the_page(bureau: Bureau) -> None:
    key = bureau.approved()
    for going in (Going.HANDED_OVER, Going.DONE, Going.MISSED):
        bureau.add_airing(key, bureau.clock.now() + 3 * DAY, state=going)
    assert bureau.do("lan", "edit", key, text=f"Lời mới của {key}.") == 2
    told = [bureau.airing(f"{key}@{n}").state for n in (1, 2, 3, 4)]
    assert told == ["waiting", "withdrawing", "withdrawing", "missed"]
    assert [airing for act, airing, *_ in bureau.acts(key) if act == "edit"] == [
        f"{key}@2",
        f"{key}@3",
        None,
    ]


def test_an_edit_leaves_what_people_carried_out(bureau: Bureau) -> None:
    key = bureau.approved("loudspeaker", after=SOON)
    later = bureau.add_airing(key, bureau.clock.now() + DAY)
    bureau.do("minh", "return_", key, reason="thêm buổi")
    bureau.do("lan", "submit", key)
    bureau.do("minh", "approve", key)
    bureau.do("lan", "confirm", f"{key}@1")
    bureau.do("lan", "edit", key, text="Cho các buổi sau.")
    assert (bureau.airing(key).state, bureau.airing(later).state) == ("done", "waiting")
    assert bureau.item(key).state == "draft"


def test_new_items_count_on_and_their_numbers_are_never_used_again(bureau: Bureau) -> None:
    first = bureau.write(campaign="ngay-gia-dinh")
    base, _, number = first.rpartition("-")
    bureau.do("lan", "cancel", first)
    assert number == "001"
    assert bureau.write(campaign="ngay-gia-dinh") == f"{base}-002"
    bureau.set_item(first, activity="rieng-999", key=f"{base}-999")
    bureau.set_item(f"{base}-002", activity="rieng-tu")  # as a definition may name its own
    assert bureau.write(campaign="ngay-gia-dinh") == f"{base}-1000"


def test_a_new_item_is_its_authors_draft_with_one_airing(bureau: Bureau) -> None:
    key = bureau.write("banner", length=5 * DAY, by="hoa", text="Lời.")
    item, airing = bureau.item(key), bureau.airing(key)
    assert (item.state, item.version, item.handmade, item.authors) == ("draft", 1, True, ["hoa"])
    assert (airing.key, airing.n, airing.state) == (f"{key}@1", 1, "waiting")
    assert (airing.until, airing.late_until) == (airing.due + 5 * DAY, airing.due + 5 * DAY)
    assert bureau.acts(key) == [("new", None, None, "draft")]
    with bureau.desk() as desk:
        assert airing.uid == rows.uid_for(desk.session, airing.key)


def test_what_cannot_be_new_is_refused(bureau: Bureau) -> None:
    now = bureau.clock.now()
    assert _refusal(bureau, campaign="khong-co") == (
        "Không có chiến dịch “khong-co”; xem `habac24h campaigns list`."
    )
    assert _refusal(bureau, channel="zalo") == (
        "Không có kênh “zalo”; hãy chọn một trong: fanpage, loudspeaker, banner, portal, talk."
    )
    assert _refusal(bureau, to=now - 2 * HOUR) == (
        "Giờ này đã qua mà bài Fanpage không đăng lùi ngày được; hãy chọn một giờ sắp tới."
    )
    assert _refusal(bureau, title="") == "Tiêu đề để trống; hãy đặt một tiêu đề ngắn."
    assert _refusal(bureau, text="\0").startswith("Nội dung có ký tự hỏng")
    assert _refusal(bureau, channel="banner", until=now + DAY) == (
        "Ngày kết thúc phải sau ngày bắt đầu."
    )
    assert "9999" in _refusal(bureau, year=9999)
    assert _refusal(bureau, topic="la").startswith("Không có chủ đề “la”; hãy chọn một trong: ")
    assert _refusal(bureau, channel="talk", places=["la"]).startswith("Không có địa điểm “la”; ")
    assert _refusal(bureau, places=["thon-1"]) == (
        "Kênh Fanpage không có địa điểm; hãy bỏ chọn các địa điểm hoặc đổi kênh."
    )


def _open(bureau: Bureau, key: str) -> list[str]:
    with bureau.office.database.read() as session:
        found = findings(session, bureau.item(key), None, bureau.office.settings)
    assert {one.severity for one in found if one.rule in (NO_PLACE, NO_END)} <= {"warn"}
    return [one.why for one in found if one.rule in (NO_PLACE, NO_END)]


def test_a_place_and_a_day_of_taking_down_that_nobody_said_are_told(bureau: Bureau) -> None:
    banner, talk = bureau.write("banner"), bureau.write("talk")
    assert _open(bureau, banner) == ["Chưa chọn nơi treo", "Chưa có ngày tháo"]
    assert _open(bureau, talk) == ["Chưa chọn nơi tổ chức"]
    assert [_open(bureau, bureau.write(name)) for name in ("loudspeaker", "portal")] == [[], []]
    bureau.do("lan", "submit", talk)
    due = bureau.airing(banner).due
    bureau.do("lan", "move", banner, to=due, until=due + DAY)
    bureau.set_airing(banner, places=["thon-1"])
    assert _open(bureau, banner) == []


def test_unknown_keys_are_named(bureau: Bureau) -> None:
    key = bureau.write()
    two = bureau.add_airing(key, bureau.clock.now() + 2 * DAY)
    for name, sentence in (
        ("x/2026/y", "Không có nội dung nào có mã “x/2026/y”; xem các mã bằng `habac24h items`."),
        (key, f"“{key}” cần chỉ rõ lượt nào; các lượt có: {key}@1, {two}."),
        (f"{key}@9", f"“{key}@9” cần chỉ rõ lượt nào; các lượt có: {key}@1, {two}."),
    ):
        with pytest.raises(NotFound) as caught, bureau.desk() as desk:
            workflow.move(desk, name, to=START + DAY)
        assert caught.value.sentence == sentence


def test_the_history_tells_each_move_with_the_offices_hour(bureau: Bureau) -> None:
    key = bureau.write()
    bureau.do("lan", "submit", key)
    with bureau.office.database.read() as session:
        told = history(session, bureau.item(key), bureau.office.settings.zone)
    assert [(one["act"], one["by"], one["before"], one["after"]) for one in told] == [
        ("new", "lan", None, "draft"),
        ("submit", "lan", "draft", "pending"),
    ]
    assert told[0]["at"].endswith("+07:00")


def test_people_who_write_at_the_same_moment_get_different_keys(office: Office) -> None:
    bureau = staffed(office, VirtualClock(office.clock.now()))
    bureau.write()  # the edition is there
    together, keys = threading.Barrier(3), []

    def work() -> None:
        together.wait(timeout=20)
        keys.append(bureau.write())

    threads = [threading.Thread(target=work, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(keys) == [f"thuong-xuyen/2026/rieng-00{n}" for n in (2, 3, 4)]


def test_an_edit_never_misses_what_the_engine_is_claiming(office: Office) -> None:
    """The engine claims between a person's look and the change: the post must be taken back.

    On SQLite the writers exclude each other; on PostgreSQL the office's lock and the airing's do.
    """
    bureau = staffed(office, VirtualClock(office.clock.now()))
    key = bureau.approved()
    waiting, edited = threading.Event(), threading.Event()

    def edit() -> None:
        waiting.set()
        bureau.do("lan", "edit", key, text="Lời khác hẳn.")
        edited.set()

    thread = threading.Thread(target=edit, daemon=True)
    with office.database.write() as session:
        airing = session.exec(
            select(Airing).where(Airing.key == f"{key}@1").with_for_update()
        ).one()
        thread.start()
        waiting.wait(timeout=20)
        edited.wait(timeout=1)  # time for it to come as far as it can
        rows.change_airing(session, airing, state=Going.SENDING, fence=1, page="1")
    thread.join(timeout=40)
    assert bureau.states(key) == ("draft", "withdrawing", "waiting")
