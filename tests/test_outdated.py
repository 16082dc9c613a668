"""A fact that changes: who used it is put before a person, and one move takes it off the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cli_kit import Terminal
from facts_kit import DEFINITION, POST, give, open_with_facts, plan_and_apply
from workflow_kit import Bureau

from habac24h.channels.practice_page import PracticePage
from habac24h.content.dialling import grouped
from habac24h.engine.context import Report
from habac24h.engine.passes import run_pass
from habac24h.errors import Refused
from habac24h.office import PRACTICE_TOKEN
from habac24h.workflow.outdated import let_stand, outdated, recall_outdated
from habac24h.workflow.pages import PRACTICE_ID

OLD, NEW = "02203 111 222", "02203 999 888"


@pytest.fixture
def bureau(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = open_with_facts(tmp_path, tmp_path_factory)
    give(made, {"phone_police": OLD, "theme": "An toàn"})
    yield made
    made.office.close()


def approve(bureau: Bureau) -> None:
    bureau.do("lan", "submit", POST)
    bureau.do("minh", "approve", POST)


def listed(bureau: Bureau) -> list[tuple[str, tuple[str, ...]]]:
    with bureau.office.database.read() as session:
        return [(one.item.key, one.names) for one in outdated(session, bureau.clock.now())]


def recall(bureau: Bureau) -> tuple[int, bool]:
    with bureau.desk("hoa") as desk:
        done = recall_outdated(desk, POST)
    return done.withdrawn, done.rewritten


def one_pass(bureau: Bureau, wall: PracticePage) -> None:
    with replace(bureau.office, practice=wall).engine("w") as engine:
        run_pass(replace(engine, report=Report()), full=True)


def posts(wall: PracticePage) -> list[tuple[str, bool]]:
    return [(post.message, post.is_published) for post in wall.posts() if not post.deleted]


@pytest.mark.parametrize("public", [False, True])
def test_one_move_takes_the_old_number_off_the_page_and_writes_the_new_one(
    bureau: Bureau, public: bool
) -> None:
    clock = bureau.clock
    with PracticePage(
        page_id=PRACTICE_ID, name="Hà Bắc 24h", token=PRACTICE_TOKEN, now=clock.now
    ) as wall:
        approve(bureau)
        due = bureau.airing(POST).due
        clock.set(due - timedelta(days=1))
        one_pass(bureau, wall)
        if public:
            clock.set(due + timedelta(minutes=1))
            one_pass(bureau, wall)
        assert posts(wall) == [(f"Gọi {OLD}. Chủ đề: An toàn.", public)]
        assert give(bureau, {"phone_police": NEW}).to_look_at == (POST,)
        one_pass(bureau, wall)  # nothing is taken back before a person says so
        assert posts(wall) == [(f"Gọi {OLD}. Chủ đề: An toàn.", public)]
        assert recall(bureau) == (1, True)
        one_pass(bureau, wall)
        assert posts(wall) == []
    item = bureau.item(POST)
    assert (item.state, item.text) == ("draft", f"Gọi {NEW}. Chủ đề: An toàn.")
    assert item.reason == "Số liệu đã đổi: số điện thoại Công an xã"
    assert listed(bureau) == []


def test_what_was_recalled_must_be_approved_again_by_somebody_else(bureau: Bureau) -> None:
    approve(bureau)
    give(bureau, {"phone_police": NEW})
    with bureau.desk("minh") as desk:
        recall_outdated(desk, POST)
    bureau.do("lan", "submit", POST)
    with pytest.raises(Refused):
        bureau.do("minh", "approve", POST)
    bureau.do("tam", "approve", POST)
    assert bureau.is_bound(POST)


def test_a_submitted_item_counts_and_a_draft_is_simply_written_again(bureau: Bureau) -> None:
    assert give(bureau, {"phone_police": NEW}).rewritten == (POST,)
    assert listed(bureau) == []
    bureau.do("lan", "submit", POST)
    give(bureau, {"phone_police": OLD})
    assert listed(bureau) == [(POST, ("phone_police",))]


def test_the_same_value_again_or_back_again_puts_nothing_before_a_person(bureau: Bureau) -> None:
    approve(bureau)
    assert give(bureau, {"phone_police": OLD}).to_look_at == ()
    give(bureau, {"phone_police": NEW})
    give(bureau, {"phone_police": OLD})
    assert listed(bureau) == []


def test_a_fact_taken_away_and_one_that_came_late_count_too(bureau: Bureau) -> None:
    give(bureau, {"theme": ""})
    approve(bureau)
    give(bureau, {"theme": "Muộn"})
    assert listed(bureau) == [(POST, ("theme",))]
    give(bureau, {"theme": "", "phone_police": ""})
    assert listed(bureau) == [(POST, ("phone_police",))]


def test_words_that_people_wrote_keep_their_wording_and_get_the_new_number(
    bureau: Bureau,
) -> None:
    bureau.do("lan", "edit", POST, text=f"Có việc gấp, bà con gọi {OLD} nhé.")
    approve(bureau)
    give(bureau, {"phone_police": NEW})
    assert recall(bureau) == (0, True)
    assert bureau.item(POST).text == f"Có việc gấp, bà con gọi {NEW} nhé."


@pytest.mark.parametrize(
    "spelt", ["02203.111.222", "(02203) 111-222", "+84 2203 111 222", "0220\u00a03111 222"]
)
def test_a_number_that_a_person_spelt_otherwise_is_found_and_exchanged(
    bureau: Bureau, spelt: str
) -> None:
    bureau.do("lan", "edit", POST, text=f"Bà con gọi {spelt} nhé.")
    approve(bureau)
    give(bureau, {"phone_police": NEW})
    assert listed(bureau) == [(POST, ("phone_police",))]
    assert recall(bureau) == (0, True)
    assert bureau.item(POST).text == f"Bà con gọi {NEW} nhé."


def test_words_in_which_neither_number_is_found_are_put_before_a_person(bureau: Bureau) -> None:
    bureau.do("lan", "edit", POST, text="Gọi không hai hai không, ba một một một hai hai hai.")
    approve(bureau)
    give(bureau, {"phone_police": NEW})
    assert listed(bureau) == [(POST, ("phone_police",))]
    assert recall(bureau) == (0, False)
    assert listed(bureau) == []


def test_other_facts_are_found_folded_and_as_whole_words(bureau: Bureau) -> None:
    bureau.do("lan", "edit", POST, text=f"AN  TOÀN là bạn. Gọi {OLD}.")
    approve(bureau)
    give(bureau, {"theme": "Bình đẳng"})
    assert listed(bureau) == [(POST, ("theme",))]
    recall(bureau)
    assert bureau.item(POST).text == f"Bình đẳng là bạn. Gọi {OLD}."


def test_words_into_which_people_wrote_the_new_number_do_not_count(bureau: Bureau) -> None:
    bureau.do("lan", "edit", POST, text=f"Gọi {NEW.replace(' ', '.')}.")
    approve(bureau)
    give(bureau, {"phone_police": NEW})
    assert listed(bureau) == []
    with pytest.raises(Refused) as caught:
        recall(bureau)
    assert "không có số liệu nào đã đổi" in caught.value.sentence


def test_an_approver_may_let_it_stand_until_the_fact_changes_again(bureau: Bureau) -> None:
    approve(bureau)
    give(bureau, {"phone_police": NEW})
    with pytest.raises(Refused), bureau.desk("lan") as desk:
        let_stand(desk, POST, reason="vẫn gọi được")
    with pytest.raises(Refused), bureau.desk("minh") as desk:
        let_stand(desk, POST, reason=" ")
    with bureau.desk("minh") as desk:
        let_stand(desk, POST, reason="cả hai số đều gọi được")
    assert listed(bureau) == []
    assert bureau.is_bound(POST)
    assert bureau.audit(POST).details == {"reason": "cả hai số đều gọi được"}
    give(bureau, {"phone_police": "02203 777 666"})
    assert listed(bureau) == [(POST, ("phone_police",))]


def test_what_nobody_will_see_any_more_does_not_count(bureau: Bureau) -> None:
    approve(bureau)
    bureau.set_airing(POST, state="missed")
    give(bureau, {"phone_police": NEW})
    assert listed(bureau) == []


def test_planning_never_touches_what_waits_to_be_recalled(bureau: Bureau) -> None:
    approve(bureau)
    give(bureau, {"phone_police": NEW})
    plan_and_apply(bureau)
    assert (bureau.item(POST).state, bureau.is_bound(POST)) == ("approved", True)


def test_the_commands_say_which_and_recall_all_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(tmp_path / "home", capsys)
    terminal.staff()
    file = tmp_path / "thu.yaml"
    file.write_text(DEFINITION, encoding="utf-8")
    terminal.ok("campaigns", "import", str(file))
    terminal.ok("plan", "2040", "--campaign", "thu", "--apply")
    key = POST.replace("2026", "2040")
    terminal.ok("facts", "2040", "thu", f"phone_police={OLD}", "theme=An toàn", "--as", "lan")
    terminal.ok("submit", key, "--as", "lan")
    terminal.ok("approve", key, "--as", "minh")
    assert terminal.ok("recall").out == "Không có nội dung nào dùng số liệu đã đổi.\n"
    told = terminal.ok("facts", "2040", "thu", f"phone_police={NEW}", "--as", "lan").out
    assert f"Cần xem lại: {key} đã dùng số liệu cũ; thu hồi bằng `habac24h recall {key}`." in told
    assert "! số liệu đã đổi: phone_police" in terminal.ok("items", "--campaign", "thu").out
    assert terminal.ok("recall", "--json").json == [
        {
            "key": key,
            "title": "Bài",
            "changes": [{"name": "phone_police", "old": OLD, "new": NEW}],
        }
    ]
    assert terminal.run("recall", key).code == 1  # nobody said who
    assert terminal.ok("recall", "--all", "--yes", "--as", "lan").out == (
        f"{key}: về nháp, đã viết lại theo số liệu mới. "
        f"Trình duyệt lại bằng `habac24h submit {key}`.\n"
    )
    assert NEW in terminal.ok("show", key, "--json").json["text"]
    terminal.ok("facts", "2041", "chung", "--copy-from", "2040", "--as", "lan")


def test_one_press_on_a_page_recalls_and_an_approver_may_keep(bureau: Bureau) -> None:
    from signed_kit import entered, press, staff
    from web_kit import read

    approve(bureau)
    give(bureau, {"phone_police": NEW})
    staff(bureau.office)
    writer, approver = entered(bureau.office, "soan"), entered(bureau.office, "duyet")
    assert 'action="/viec/thu-hoi"' in writer.get("/").text
    buttons = read(writer.get(f"/noi-dung/{POST}")).sections["viec"]
    assert f"Số điện thoại Công an xã: “{OLD}” → “{NEW}”" in buttons
    assert press(writer, bureau.office, "giu-loi", POST, reason="x").status_code == 400
    assert press(approver, bureau.office, "giu-loi", POST, reason="gọi được").status_code == 303
    assert listed(bureau) == []
    give(bureau, {"phone_police": "02203 777 666"})
    pressed = press(writer, bureau.office, "thu-hoi", POST)
    assert (pressed.status_code, bureau.item(POST).state) == (303, "draft")
    assert "02203 777 666" in bureau.item(POST).text
    assert "thu-hoi" not in writer.get(f"/noi-dung/{POST}").text


def test_the_first_page_asks_for_a_missing_phone_once_for_the_year(bureau: Bureau) -> None:
    from web_kit import client, read

    source = {"source": "Báo cáo", "source_year": 2025}
    give(bureau, {"people_trained": "nam 1, nữ 2"}, **source)  # type: ignore[arg-type]
    give(bureau, {"phone_police": ""})
    told = read(client(bureau.office).get("/")).sections["so-lieu"]
    assert [one for one in told if "Công an xã" in one] == ["Còn thiếu: số điện thoại Công an xã."]


def test_the_first_page_names_phones_that_nobody_called_for_long(bureau: Bureau) -> None:
    from web_kit import client, read

    bureau.clock.set(bureau.clock.now() + timedelta(days=181))
    told = read(client(bureau.office).get("/")).sections["so-lieu"]
    assert told[-2:] == [
        f"Số điện thoại Công an xã ({grouped(OLD)}): gọi thử lần cuối Thứ Năm 01/01/2026, đã lâu. "
        "Hãy gọi thử rồi ghi ngày.",
        "Điền số liệu năm 2026 (sau khi đăng nhập)",
    ]


def test_the_first_page_shows_them_with_the_one_move(bureau: Bureau) -> None:
    from web_kit import client, read

    approve(bureau)
    give(bureau, {"phone_police": NEW})
    page = read(client(bureau.office).get("/"))
    assert page.sections["so-lieu-doi"][0] == "Số liệu đã đổi 1"
    assert page.sections["so-lieu-doi"][2] == "Đăng nhập để thu hồi"
    assert page.sections["so-lieu-doi"][-2] == f"Số điện thoại Công an xã: “{OLD}” → “{NEW}”"
