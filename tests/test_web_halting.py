"""The switch that stops all publishing: asked once, told on every page, gone on by who approves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from signed_kit import entered, staff
from sqlmodel import col, select
from web_kit import approve, client, read, write

from habac24h import memory
from habac24h.channels.practice_page import PracticePage
from habac24h.engine.context import Report
from habac24h.engine.passes import run_pass
from habac24h.models import Airing, Audit, Going
from habac24h.office import Office
from habac24h.workflow.restored import Restored

pytestmark = pytest.mark.sqlite

BANNER = "Đang dừng đăng bài từ 07:00, Thứ Năm 01/01/2026 (soan). Đăng tiếp"


@pytest.fixture(autouse=True)
def _people(office: Office) -> None:
    staff(office)


@pytest.fixture
def practice(office: Office) -> Iterator[PracticePage]:
    office.home.mkdir(exist_ok=True)
    with office.practice_page() as page:
        yield page


def one_pass(office: Office, practice: PracticePage) -> None:
    with replace(office, practice=practice).engine("thu") as engine:
        run_pass(replace(engine, report=Report()))


def going(office: Office, key: str) -> str:
    with office.database.read() as session:
        return session.exec(select(Airing).where(Airing.key == f"{key}@1")).one().state


def test_before_it_stops_the_posts_that_will_be_withdrawn_are_named(
    office: Office, practice: PracticePage
) -> None:
    key = approve(office, write(office, "Bài hẹn", days=1))
    one_pass(office, practice)
    browser = entered(office, "soan")
    assert '<form method="get" action="/dung-dang"' in browser.get("/").text
    page = read(browser.get("/dung-dang"))
    assert page.sections["se-go"][1:4] == [
        "Sẽ gỡ khỏi Facebook 1",
        "Bài hẹn",
        "07:00, Thứ Sáu 02/01/2026 đã hẹn giờ trên Facebook",
    ]
    assert going(office, key) == Going.HANDED_OVER


def test_stopping_withdraws_and_every_page_says_so(office: Office, practice: PracticePage) -> None:
    key = approve(office, write(office, "Bài hẹn", days=1))
    one_pass(office, practice)
    browser = entered(office, "soan")
    answer = browser.post("/dung-dang", follow_redirects=False)
    assert (answer.status_code, going(office, key)) == (303, Going.WITHDRAWING)
    page = read(browser.get(answer.headers["location"]))
    assert "Đã dừng mọi việc đăng bài. 1 bài đã hẹn giờ đang được gỡ." in page.blocks
    for path in ("/", "/lich", "/chien-dich", f"/noi-dung/{key}", "/tai-khoan"):
        assert read(browser.get(path)).blocks.count(BANNER) == 1, path
    assert read(browser.get("/dung-dang")).blocks.count(
        "Việc đăng bài đang dừng rồi. Xem và đăng tiếp"
    ) == 1  # fmt: skip


def test_nothing_is_said_while_nothing_is_stopped(office: Office) -> None:
    page = entered(office, "soan").get("/").text
    assert 'class="dang-dung' not in page


def test_going_on_names_what_goes_out_and_sends_it(office: Office, practice: PracticePage) -> None:
    key = approve(office, write(office, "Bài hẹn", days=1))
    approve(office, write(office, "Bài xa", text="Lời xa.", days=40))
    approver = entered(office, "duyet")
    approver.post("/dung-dang")
    one_pass(office, practice)
    assert going(office, key) == Going.WAITING
    assert read(approver.get("/dang-tiep")).sections["se-dang"] == [
        "Sẽ đăng hoặc hẹn giờ trong 7 ngày tới 1",
        "Bài hẹn",
        "07:00, Thứ Sáu 02/01/2026 đã duyệt",
        "Đăng tiếp Chưa, để sau",
    ]
    answer = approver.post("/dang-tiep", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?xong=dang-tiep")
    one_pass(office, practice)
    assert going(office, key) == Going.HANDED_OVER
    assert BANNER not in read(approver.get("/")).blocks


def test_a_post_whose_hour_has_come_is_said_to_go_out_at_once(office: Office) -> None:
    approve(office, write(office, "Bài đến giờ", days=0.01))
    browser = entered(office, "duyet")
    browser.post("/dung-dang")
    office.clock.advance(timedelta(days=0.02))  # type: ignore[attr-defined]
    assert read(browser.get("/dang-tiep")).blocks.count(
        "Đã đến giờ: cho tiếp là đăng ngay."
    ) == 1  # fmt: skip


def test_an_editor_stops_but_does_not_let_go_on(office: Office) -> None:
    browser = entered(office, "soan")
    browser.post("/dung-dang")
    assert "Người duyệt hoặc người quản trị mới cho đăng tiếp được." in read(
        browser.get("/dang-tiep")
    ).blocks  # fmt: skip
    assert browser.post("/dang-tiep").status_code == 400
    with office.database.read() as session:
        assert memory.recall(session, memory.STOPPED) is True


def test_who_stopped_is_on_record(office: Office) -> None:
    entered(office, "soan").post("/dung-dang")
    with office.database.read() as session:
        row = session.exec(select(Audit).order_by(col(Audit.id).desc())).first()
    assert row is not None
    assert (row.act, row.by) == ("stop", "soan")


def test_a_restored_backup_holds_and_asks_in_the_same_way(office: Office) -> None:
    now = office.clock.now()
    after = Restored(at=now, taken_at=now - timedelta(days=1))
    with office.database.write() as session:
        memory.remember(session, memory.RESTORED, after.told())
    browser = entered(office, "duyet")
    said = "Tạm dừng đăng bài sau khi khôi phục bản sao lưu lúc 07:00, Thứ Tư 31/12/2025. Đăng tiếp"
    assert read(browser.get("/lich")).blocks.count(said) == 1
    (first, *_rest) = read(browser.get("/dang-tiep")).sections["se-dang"]
    assert first.startswith("Dữ liệu là của bản sao lưu lúc 07:00, Thứ Tư 31/12/2025.")
    browser.post("/dang-tiep")
    assert said not in read(browser.get("/lich")).blocks


def test_a_stranger_finds_no_switch(office: Office) -> None:
    assert client(office).post("/dung-dang", follow_redirects=False).status_code == 303
    with office.database.read() as session:
        assert memory.recall(session, memory.STOPPED) is None
