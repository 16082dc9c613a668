"""Duyệt: one after another, several at once, and slips that were signed on paper."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from picture_kit import photo
from signed_kit import entered, item, staff
from sqlmodel import select
from web_kit import Read, read, submit, write

from habac24h import workflow
from habac24h.db import sqlite_url
from habac24h.models import Item
from habac24h.office import Office
from habac24h.workflow.binding import approval_sha256, mark
from habac24h.workflow.tables import EvidencePhoto
from habac24h.workflow.view import one


@pytest.fixture
def office_url(tmp_path: Path, _sqlite_office: Path) -> str:
    """Pages are the same on both databases."""
    shutil.copyfile(_sqlite_office, tmp_path / "test.sqlite3")
    return sqlite_url(tmp_path / "test.sqlite3")


@pytest.fixture
def line(office: Office) -> list[str]:
    """Three items that wait, the last written comes first."""
    staff(office)
    return [submit(office, write(office, f"Bài {n}", text=f"Lời {n}.", days=n)) for n in (3, 2, 1)][
        ::-1
    ]


def state(office: Office, key: str) -> str:
    return item(office, key).state


def decide(browser: Any, office: Office, key: str, what: str, **fields: Any) -> Any:
    form = {"key": key, "version": str(item(office, key).version), "viec": what, **fields}
    return browser.post("/duyet/mot", data=form, follow_redirects=False)


def slip(office: Office, key: str) -> str:
    with office.database.read() as session:
        found = session.exec(select(Item).where(Item.key == key)).one()
        return mark(approval_sha256(found, one(session, found).airings))


def test_the_queue_goes_through_what_waits_in_the_order_of_its_time(
    office: Office, line: list[str]
) -> None:
    browser = entered(office, "duyet")
    html = browser.get("/duyet").text
    assert "<b>1/3</b>" in html and 'rel="prev"' not in html
    assert next(title for level, title in Read(html).headings if level == 2) == "Bài 1"
    second = browser.get(f"/duyet?bai={line[1]}").text
    assert "<b>2/3</b>" in second and 'rel="prev"' in second and 'rel="next"' in second
    assert Read(second).sections["xem-truoc"][0] == "Trên Facebook"
    assert len(Read(second).sections["quyet"]) >= 5


def test_an_approval_leads_to_the_next_and_says_what_was_approved(
    office: Office, line: list[str]
) -> None:
    browser = entered(office, "duyet")
    answer = decide(browser, office, line[0], "duyet")
    assert answer.status_code == 303
    page = browser.get(answer.headers["location"])
    assert "Đã duyệt “Bài 1”." in Read(page.text).blocks
    assert "<b>1/2</b>" in page.text
    assert [state(office, key) for key in line] == ["approved", "pending", "pending"]
    last = decide(browser, office, line[2], "duyet")
    assert f"bai={line[1].replace('/', '%2F')}" in last.headers["location"]


def test_a_return_keeps_what_was_ticked_and_written(office: Office, line: list[str]) -> None:
    browser = entered(office, "duyet")
    picked = {"ly-do": ["Con số chưa có nguồn", "tự bịa"], "reason": " Xem dòng 3. "}
    assert decide(browser, office, line[0], "tra-lai", **picked).status_code == 303
    assert item(office, line[0]).reason == "Con số chưa có nguồn; Xem dòng 3."
    empty = decide(browser, office, line[1], "tra-lai")
    assert (empty.status_code, state(office, line[1])) == (400, "pending")
    assert "Trả lại cần nêu lý do để người soạn biết phải sửa gì." in Read(empty.text).blocks


def test_what_has_changed_since_is_not_decided_unread(office: Office, line: list[str]) -> None:
    seen = str(item(office, line[0]).version)
    with office.desk("soan") as desk:
        workflow.edit(desk, line[0], text="Lời khác.")
        workflow.submit(desk, line[0])
    form = {"key": line[0], "version": seen, "viec": "duyet"}
    answer = entered(office, "duyet").post("/duyet/mot", data=form)
    assert (answer.status_code, state(office, line[0])) == (409, "pending")


def test_who_wrote_it_is_told_why_somebody_else_approves(office: Office, line: list[str]) -> None:
    with office.desk("duyet") as desk:
        workflow.edit(desk, line[0], text="Lời của người duyệt.")
        workflow.submit(desk, line[0])
    browser = entered(office, "duyet")
    html = browser.get("/duyet").text
    assert "<b>1/2</b>" in html and "Còn 1 bài người khác phải duyệt" in html
    shown = browser.get(f"/duyet?tat-ca=1&bai={line[0]}").text
    assert "Bạn đã soạn bài này nên người khác phải duyệt (nguyên tắc hai người)." in shown
    assert "Duyệt đúng bản này" not in shown
    assert decide(browser, office, line[0], "duyet").status_code == 400
    writer = entered(office, "soan").get("/duyet").text
    assert "Việc duyệt dành cho người duyệt hoặc người quản trị." in writer


def test_the_queue_is_narrowed_and_stays_so(office: Office, line: list[str]) -> None:
    script = submit(office, write(office, "Đọc", channel="loudspeaker", text="GIỌNG: A.", days=4))
    browser = entered(office, "duyet")
    html = browser.get("/duyet?channel=loudspeaker").text
    assert "<b>1/1</b>" in html
    answer = decide(browser, office, script, "duyet", channel="loudspeaker")
    assert answer.headers["location"].startswith("/duyet?channel=loudspeaker&")
    empty = read(browser.get(answer.headers["location"])).blocks
    assert any(one.startswith("Không có bài nào chờ duyệt với bộ lọc này.") for one in empty)


def test_an_approval_after_the_hour_says_that_it_goes_out_at_once(
    office: Office, line: list[str]
) -> None:
    office.clock.set(office.clock.now() + timedelta(days=1, minutes=5))  # type: ignore[attr-defined]
    html = entered(office, "duyet").get("/duyet").text
    assert "Duyệt và đăng ngay" in html


def test_several_are_read_in_full_and_approved_together(office: Office, line: list[str]) -> None:
    browser = entered(office, "duyet")
    ticks = [f"{item(office, key).version}:{key}" for key in line[:2]]
    assert [f'value="{tick}"' in browser.get("/duyet/nhieu").text for tick in ticks] == [True, True]
    page = browser.post("/duyet/nhieu", data={"bai": ticks, "buoc": "xem"})
    assert read(page).headings[0] == (1, "Đọc rồi duyệt 2 bài")
    assert [state(office, key) for key in line] == ["pending"] * 3
    done = browser.post(
        "/duyet/nhieu", data={"bai": ticks, "buoc": "duyet"}, follow_redirects=False
    )
    assert (done.status_code, done.headers["location"]) == (303, "/duyet?xong=nhieu&so=2")
    assert [state(office, key) for key in line] == ["approved", "approved", "pending"]


def test_one_that_changed_stops_all_of_them_and_is_named(office: Office, line: list[str]) -> None:
    ticks = [f"{item(office, key).version}:{key}" for key in line]
    with office.desk("duyet") as desk:
        workflow.return_(desk, line[1], reason="sai")
    answer = entered(office, "duyet").post("/duyet/nhieu", data={"bai": ticks, "buoc": "duyet"})
    assert answer.status_code == 409
    assert (
        "“Bài 2” vừa được thay đổi ở nơi khác (duyet: Trả lại, 07:00, Thứ Năm 01/01/2026) nên chưa "
        "bài nào được duyệt; hãy đọc lại bản mới rồi chọn lại."
    ) in Read(answer.text).blocks
    assert [state(office, key) for key in line] == ["pending", "draft", "pending"]


def test_nothing_ticked_and_people_who_may_not_are_refused(office: Office, line: list[str]) -> None:
    browser = entered(office, "duyet")
    assert "Hãy đánh dấu ít nhất một bài." in Read(browser.post("/duyet/nhieu").text).blocks
    ticks = [f"{item(office, key).version}:{key}" for key in line]
    answer = entered(office, "soan").post("/duyet/nhieu", data={"bai": ticks, "buoc": "duyet"})
    assert (answer.status_code, state(office, line[0])) == (400, "pending")


def enter(browser: Any, office: Office, keys: list[str], *files: bytes, **more: str) -> Any:
    """Send the form of signed slips as its page shows it."""
    form = {
        "ma": "\n".join(slip(office, key) for key in keys),
        "nguoi-ky": "Bà Hoa, Phó Chủ tịch",
        "ngay": "2026-01-01",
        **{f"ban-{item(office, key).id}": str(item(office, key).version) for key in keys},
        **more,
    }
    given = [("anh", ("phieu.jpg", one, "image/jpeg")) for one in files]
    return browser.post("/duyet/phieu", data=form, files=given or None, follow_redirects=False)


def test_marks_of_slips_find_their_items(office: Office, line: list[str]) -> None:
    marks = f"{slip(office, line[0])}\n{slip(office, line[2]).replace(' ', '-')}\nffff ffff ffff"
    page = read(entered(office, "soan").get("/duyet/phieu", params={"ma": marks}))
    told = page.sections["buoc-2"]
    assert [one.rsplit(" ", 2)[-2:] for one in told if one.endswith(("Bài 1", "Bài 3"))] == [
        ["Bài", "1"],
        ["Bài", "3"],
    ]
    assert any(one.startswith("ffff ffff ffff Không có bài đang chờ duyệt") for one in told)
    assert "Nhập 3 phiếu đã ký" not in " ".join(page.blocks)


def test_signed_slips_with_their_photo_approve_in_the_signers_name(
    office: Office, line: list[str]
) -> None:
    writer = entered(office, "soan")
    answer = enter(writer, office, line[:2], photo(1))
    assert (answer.status_code, answer.headers["location"]) == (303, "/duyet?xong=phieu&so=2")
    found = item(office, line[0])
    assert (found.state, found.approver) == (
        "approved",
        "Bà Hoa, Phó Chủ tịch (ký phiếu ngày 01/01/2026)",
    )
    with office.database.read() as session:
        photos = list(session.exec(select(EvidencePhoto)))
    assert [one.item_id for one in photos] == [item(office, key).id for key in line[:2]]
    html = writer.get(f"/noi-dung/{line[0]}").text
    assert html.count(f'src="/minh-chung/{photos[0].name}?nho=1"') == 1


def test_a_writer_without_a_photo_and_a_wrong_mark_enter_nothing(
    office: Office, line: list[str]
) -> None:
    writer = entered(office, "soan")
    answer = enter(writer, office, line[:1])
    told = next(one for one in Read(answer.text).blocks if one.startswith("“soan” nhập phiếu"))
    assert told == (
        "“soan” nhập phiếu ký giấy thì cần kèm ảnh chụp phiếu; chỉ người duyệt không soạn, không "
        "trình bài này mới nhập không cần ảnh."
    )
    wrong = enter(writer, office, line[:1], photo(1), ma=f"{slip(office, line[0])}\n0000 0000 0000")
    assert (answer.status_code, wrong.status_code) == (400, 400)
    assert [state(office, key) for key in line] == ["pending"] * 3
