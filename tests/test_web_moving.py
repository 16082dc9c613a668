"""Moving on the calendar: the hour stays, the approval is told, undo, conflicts, roles."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from signed_kit import entered, item, press, staff
from sqlmodel import select
from web_kit import Read, TestClient, approve, client, submit, write

from habac24h import workflow
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.clock import VirtualClock
from habac24h.models import Airing, Confirmation, Going, Place
from habac24h.office import Office
from habac24h.web.pages import item_path
from habac24h.workflow.view import one

pytestmark = pytest.mark.sqlite

DAY = re.compile(r"<form[^>]*/lich/hoan-tac.*?</form>", re.S)


@pytest.fixture(autouse=True)
def _people(office: Office) -> None:
    staff(office)


def airings(office: Office, key: str) -> tuple[Airing, ...]:
    with office.database.read() as session:
        return one(session, item(office, key)).airings


def due(office: Office, key: str) -> str:
    at = airings(office, key)[0].due.astimezone(office.settings.zone)
    return f"{at:%Y-%m-%d %H:%M}"


def forms(browser: TestClient, path: str = "/lich") -> list[dict[str, str]]:
    """The fields of every form that moves something, as the page has them."""
    found = re.findall(r'<form method="post" action="/lich/doi-ngay">(.*?)</form>',
                       browser.get(path).text, re.S)  # fmt: skip
    return [fields(form) for form in found]


def fields(form: str) -> dict[str, str]:
    """What a form sends when nothing is typed."""
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', unescape(form)))


def move(browser: TestClient, to: str, path: str = "/lich", **changed: str) -> Any:
    """Press “Dời” of the first entry, as a browser without scripts does."""
    (form, *_others) = forms(browser, path)
    sent = {**form, "ngay": to, **changed}
    return browser.post("/lich/doi-ngay", data=sent, follow_redirects=False)


def told(answer: Any) -> str:
    return next(
        block
        for block in Read(answer.text).blocks
        if block.startswith(("Đã dời", "Đã hoàn tác", "“", "Giờ mới", "Không có lần", "Hãy chọn"))
    )


def undo(browser: TestClient, page: Any) -> Any:
    form = DAY.search(page.text)
    assert form is not None
    return browser.post("/lich/hoan-tac", data=fields(form[0]), follow_redirects=False)


def test_a_draft_is_moved_with_its_hour_and_the_page_says_so(office: Office) -> None:
    key = write(office, "Bài", days=0.5)
    browser = entered(office, "soan")
    answer = move(browser, "2026-01-09")
    place = f"#m-{item(office, key).id}-2026-01-09"
    assert (answer.status_code, answer.headers["location"].endswith(place)) == (303, True)
    assert due(office, key) == "2026-01-09 19:00"
    assert told(browser.get(answer.headers["location"])) == (
        "Đã dời Bài từ Thứ Năm 01/01/2026 sang Thứ Sáu 09/01/2026, 19:00. Trạng thái: nháp."
    )


def test_the_same_view_and_filters_are_shown_again(office: Office) -> None:
    write(office, "Bài")
    path = "/lich?kieu=tuan&ngay=2026-01-02&channel=fanpage"
    answer = move(entered(office, "soan"), "2026-01-03", path)
    assert answer.headers["location"].startswith(
        "/lich?kieu=tuan&ngay=2026-01-02&channel=fanpage&xong=doi-ngay&lan="
    )


def test_both_airings_of_a_day_move_and_keep_their_hours(office: Office) -> None:
    key = write(office, "Đọc loa", channel="loudspeaker", days=1)
    with office.database.write() as session:
        first = one(session, item(office, key)).airings[0]
        values = first.model_dump(exclude={"id"})
        again = {"key": f"{key}@2", "n": 2, "uid": "hai", "due": first.due + timedelta(hours=9)}
        session.add(Airing(**{**values, **again}))
    browser = entered(office, "soan")
    answer = move(browser, "2026-01-05")
    zone = office.settings.zone
    hours = [f"{row.due.astimezone(zone):%d %H:%M}" for row in airings(office, key)]
    assert hours == ["05 07:00", "05 16:00"]
    assert undo(browser, browser.get(answer.headers["location"])).status_code == 303
    hours = [f"{row.due.astimezone(zone):%d %H:%M}" for row in airings(office, key)]
    assert hours == ["02 07:00", "02 16:00"]


def test_a_banner_keeps_its_number_of_days(office: Office, clock: VirtualClock) -> None:
    until = clock.now() + timedelta(days=5)
    key = write(office, "Băng rôn", channel="banner", days=1, until=until)
    browser = entered(office, "soan")
    asked = "Ngày tháo dời theo, giữ số ngày treo (nay đến hết Thứ Ba 06/01/2026)."
    for view in ("", "?kieu=danh-sach"):
        assert asked in Read(browser.get(f"/lich{view}").text).blocks
    answer = move(browser, "2026-01-07")
    row = airings(office, key)[0]
    assert row.until is not None
    assert (row.until - row.due, row.due.day) == (timedelta(days=4), 7)
    assert told(browser.get(answer.headers["location"])).endswith(
        "treo đến hết Chủ nhật 11/01/2026. Trạng thái: nháp."
    )


def test_whoever_moves_a_banner_that_hangs_somewhere_reads_its_new_end(
    office: Office, clock: VirtualClock
) -> None:
    until = clock.now() + timedelta(days=5)
    key = write(office, "Băng rôn", channel="banner", days=1, until=until)
    with office.database.write() as session:
        there = [place.id for place in session.exec(select(Place))][:2]
        row = session.exec(select(Airing)).one()
        row.places = there
        name = session.get_one(Place, there[0]).name
        said = Confirmation(
            airing_id=row.id, kind="done", by="soan", at=clock.now(), place=there[0]
        )
        session.add(said)
    browser = entered(office, "soan")
    form = browser.get(item_path(key)).text
    assert f"Băng rôn đang treo ở {name}: dời giờ thì hạn tháo ở đó cũng đổi." in form
    assert "nay đến hết Thứ Ba 06/01/2026" in form
    answer = press(browser, office, "doi-gio", key, den="2026-01-07T07:00")
    shown = browser.get(answer.headers["location"])
    assert "treo đến hết Chủ nhật 11/01/2026" in told(shown)
    assert f"Băng rôn đang treo ở {name}: hạn tháo ở đó cũng đổi, nay đến hết" in shown.text
    fixed = {"den": "2026-01-08T07:00", "den_het": "2026-01-10T17:00"}
    answer = press(browser, office, "doi-gio", key, **fixed)
    assert "Nay treo đến hết Thứ Bảy 10/01/2026." in browser.get(answer.headers["location"]).text


def test_before_it_moves_an_editor_reads_that_it_must_be_approved_again(office: Office) -> None:
    approve(office, write(office, "Bài"))
    said = "Bài đã duyệt: dời thì đã duyệt → chờ duyệt lại."
    assert said in Read(entered(office, "soan").get("/lich").text).blocks


def test_before_it_moves_an_approver_reads_that_it_is_one_act(office: Office) -> None:
    approve(office, write(office, "Bài"))
    said = "Bài đã duyệt: dời là duyệt luôn giờ mới, dưới tên quan-tri."
    assert said in Read(entered(office, "quan-tri").get("/lich").text).blocks


def test_what_is_handed_over_is_said_to_be_withdrawn(office: Office) -> None:
    key = approve(office, write(office, "Bài"))
    with office.database.write() as session:
        row = one(session, item(office, key)).airings[0]
        row.state, row.remote_id, row.page = Going.HANDED_OVER, "1_2", item(office, key).page
        session.add(session.merge(row))
    browser = entered(office, "soan")
    page = Read(browser.get("/lich").text)
    assert [block for block in page.blocks if block.startswith("Bài đã duyệt")] == [
        "Bài đã duyệt: dời thì đã duyệt → chờ duyệt lại. "
        "Bài đã hẹn giờ trên Facebook: dời thì gỡ xuống rồi hẹn lại."
    ]
    assert move(browser, "2026-01-05").status_code == 303
    assert airings(office, key)[0].state == Going.WITHDRAWING


def test_what_was_foretold_is_what_happens(office: Office) -> None:
    key = approve(office, write(office, "Bài"))
    move(entered(office, "quan-tri"), "2026-01-05")
    assert (item(office, key).state, item(office, key).approver) == ("approved", "quan-tri")
    move(entered(office, "soan"), "2026-01-06")
    assert (item(office, key).state, item(office, key).submitter) == ("pending", "soan")


def test_undo_brings_back_the_day_and_the_approval_that_it_had(office: Office) -> None:
    key = approve(office, write(office, "Bài"))
    browser = entered(office, "soan")
    page = browser.get(move(browser, "2026-01-09").headers["location"])
    assert told(page).endswith("sang Thứ Sáu 09/01/2026, 07:00. Trạng thái: chờ duyệt lại.")
    back = undo(browser, page)
    assert (back.status_code, due(office, key)) == (303, "2026-01-02 07:00")
    assert told(browser.get(back.headers["location"])) == (
        "Đã hoàn tác: Bài về Thứ Sáu 02/01/2026, 07:00. Trạng thái: đã duyệt, dưới tên duyet."
    )
    assert item(office, key).state == "approved"


def test_an_approvers_undo_gives_back_the_approval_of_whoever_gave_it(office: Office) -> None:
    key = approve(office, write(office, "Bài"))
    browser = entered(office, "quan-tri")
    back = undo(browser, browser.get(move(browser, "2026-01-09").headers["location"]))
    assert told(browser.get(back.headers["location"])) == (
        "Đã hoàn tác: Bài về Thứ Sáu 02/01/2026, 07:00. Trạng thái: đã duyệt, dưới tên duyet."
    )
    assert item(office, key).state == "approved"


def test_undo_is_refused_where_it_was_moved_again(office: Office) -> None:
    key = write(office, "Bài")
    browser = entered(office, "soan")
    page = browser.get(move(browser, "2026-01-09").headers["location"])
    with office.desk("duyet") as desk:
        workflow.edit(desk, key, text="Lời khác.")
    answer = undo(browser, page)
    assert (answer.status_code, due(office, key)) == (409, "2026-01-09 07:00")


def test_only_who_moved_may_undo(office: Office) -> None:
    key = write(office, "Bài")
    writer, other = entered(office, "soan"), entered(office, "duyet")
    page = writer.get(move(writer, "2026-01-09").headers["location"])
    assert (undo(other, page).status_code, due(office, key)) == (400, "2026-01-09 07:00")
    address = str(page.url).partition("8024")[2]
    assert [one for one in Read(other.get(address).text).blocks if one.startswith("Đã dời")] == []


def test_anothers_change_is_told_with_the_new_state_and_nothing_moves(office: Office) -> None:
    key = submit(office, write(office, "Bài"))
    browser = entered(office, "soan")
    (form,) = forms(browser)
    with office.desk("duyet") as desk:
        workflow.approve(desk, key)
    answer = browser.post("/lich/doi-ngay", data={**form, "ngay": "2026-01-09"})
    assert (answer.status_code, due(office, key), item(office, key).state) == (
        409,
        "2026-01-02 07:00",
        "approved",
    )
    assert told(answer) == (
        "“Bài” vừa thay đổi ở nơi khác (duyet: Duyệt, 07:00, Thứ Năm 01/01/2026). "
        "Nay: 07:00, Thứ Sáu 02/01/2026, đã duyệt. Chưa dời gì; mời xem lại rồi dời tiếp nếu vẫn "
        "cần."
    )
    assert forms(browser)[0]["version"] == str(item(office, key).version)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"version": "x"}, 409),
        ({"version": ""}, 409),
        ({"tu": "2026-01-20"}, 409),
        ({"luot": ""}, 409),
        ({"ngay": ""}, 400),
        ({"ngay": "hôm nay"}, 400),
        ({"ngay": "2025-12-31"}, 400),
        ({"ngay": "9999-12-31"}, 400),
        ({"key": "khong/2026/co"}, 404),
    ],
)
def test_a_form_that_is_not_as_the_page_had_it_moves_nothing(
    office: Office, changed: dict[str, str], status: int
) -> None:
    key = write(office, "Bài")
    fields = dict(changed)
    answer = move(entered(office, "soan"), fields.pop("ngay", "2026-01-09"), **fields)
    assert (answer.status_code, due(office, key)) == (status, "2026-01-02 07:00")


def test_a_way_back_leads_nowhere_else(office: Office) -> None:
    write(office, "Bài")
    answer = move(entered(office, "soan"), "2026-01-05", ve="kieu=tuan&ngay=2026-01-02&x=//la.vn")
    assert answer.headers["location"].startswith("/lich?kieu=tuan&ngay=2026-01-02&xong=")


def test_a_reader_and_a_stranger_move_nothing(office: Office) -> None:
    key = write(office, "Bài")
    (form,) = forms(entered(office, "soan"))
    answer = client(office).post("/lich/doi-ngay", data={**form, "ngay": "2026-01-09"},
                                 follow_redirects=False)  # fmt: skip
    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap?den=/")
    with office.database.write() as session:
        workflow.people.add(session, "xem", "reader", office.clock.now())
    reader = entered(office, "xem")
    assert forms(reader) == []
    answer = reader.post("/lich/doi-ngay", data={**form, "ngay": "2026-01-09"})
    assert (answer.status_code, due(office, key)) == (400, "2026-01-02 07:00")


def test_what_is_done_is_not_offered_here(office: Office, clock: VirtualClock) -> None:
    key = approve(office, write(office, "Đọc loa", channel="loudspeaker", days=0.1))
    clock.advance(timedelta(days=0.2))
    with office.desk("soan") as desk:
        workflow.confirm(desk, key)
    assert forms(entered(office, "soan")) == []
    assert airings(office, key)[0].due.date() == date(2026, 1, 1)


def named(text: str) -> list[str]:
    """What the page warns of after a move or before one."""
    told = Read(text).blocks
    return [one for one in told if one.startswith(("Lời", "Phải sửa:", "Bài hẹn"))]


def test_after_a_move_the_calendar_names_the_quiet_hour_and_the_old_day(office: Office) -> None:
    write(office, "Bài", text="Mời bà con dự ngày 02/01/2026.", days=0.75 + 0.875)
    browser = entered(office, "soan")
    before = named(browser.get("/lich").text)
    assert before == ["Lời còn ghi ngày cũ: dời thì thành “Phải sửa” trước khi trình."]
    after = browser.get(move(browser, "2026-01-09").headers["location"])
    assert named(after.text)[:2] == [
        "Phải sửa: lời còn ghi “02/01/2026”. Đây là ngày cũ: nội dung này đã dời, nay là ngày "
        "09/01/2026.",
        "Bài hẹn 22:00, trong giờ yên tĩnh 21:00-06:00: nếu không cố ý thì dời sang giờ khác.",
    ]


def test_the_form_of_the_items_page_foretells_what_the_calendar_foretells(office: Office) -> None:
    key = write(office, "Bài", text="Mời bà con dự ngày 02/01/2026.", days=0.75 + 0.875)
    page = entered(office, "soan").get(f"/noi-dung/{key}").text
    assert "Lời còn ghi ngày cũ: dời thì thành “Phải sửa” trước khi trình." in page
    approve(office, key := write(office, "Bài khác", days=3))
    page = entered(office, "soan").get(f"/noi-dung/{key}").text
    assert "Bài đã duyệt: dời thì đã duyệt → chờ duyệt lại." in page


def test_words_of_the_program_are_foretold_to_be_written_again_and_told_so(office: Office) -> None:
    with office.desk("soan") as desk:
        found = plan(desk.session, 2026, now=desk.now, settings=office.settings,
                     campaign_id="thang-hanh-dong")  # fmt: skip
        apply(desk.session, found, by=desk.who, now=desk.now)
    browser = entered(office, "soan")
    path = "/lich?kieu=danh-sach&channel=talk&from=2026-11-25&to=2026-11-25"
    told = "Lời do chương trình soạn: dời thì được viết lại theo ngày mới."
    assert set(named(browser.get(path).text)) == {told}
    form = forms(browser, path)[0]
    answer = browser.post("/lich/doi-ngay", data={**form, "ngay": "2026-11-27"})
    assert named(answer.text)[0] == (
        "Lời do chương trình soạn đã được viết lại theo ngày giờ mới; mời đọc lại."
    )
    assert "27/11/2026" in item(office, form["key"]).text
