"""Nhật ký: filters in the address, a hundred rows a page, CSV without formulas, the chain."""

from __future__ import annotations

import ast
import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from planned_kit import MONTH, planned
from signed_kit import entered
from sqlalchemy import text
from web_kit import read

import habac24h
from habac24h import audit, workflow
from habac24h.campaigns import library
from habac24h.office import Office
from habac24h.web import log_words
from habac24h.workflow.deeds import DEEDS
from habac24h.workflow.facts import copy_facts

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
KEY = f"{MONTH}/2026/tong-ket"


def lines(html: str) -> list[str]:
    return re.findall(r'<li><span class="luc">.*?</li>', html, re.S)


def record(office: Office, act: str, count: int = 1, **more: str) -> None:
    with office.database.write() as session:
        for _ in range(count):
            audit.record(session, audit.Actor("soan"), act, office.clock.now(), **more)  # type: ignore[arg-type]


def test_the_newest_deed_stands_first_with_who_and_what_changed(office: Office) -> None:
    with planned(office).desk("soan") as desk:
        workflow.submit(desk, KEY, reason="diễn tập")
    first = lines(entered(office, "xem").get("/nhat-ky?viec=submit").text)[0]
    told = re.sub(r"<[^>]+>|\s+", " ", first)
    assert "soan : Trình duyệt (nháp → chờ duyệt)" in re.sub(r" +", " ", told)
    assert f'href="/noi-dung/{KEY}"' in first
    assert "Vẫn trình vì: diễn tập" in first


def test_a_report_s_part_and_days_are_said_in_words(office: Office) -> None:
    scope = f"2026-01-01/2026-11-30/{MONTH}"
    record(planned(office), "report-text", scope=scope, part="vuong-mac", text="Mưa.")
    html = entered(office, "xem").get("/nhat-ky?viec=report-text").text
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", lines(html)[0]))
    assert "01/01/2026 – 30/11/2026, Tháng hành động" in said
    assert "Khó khăn, vướng mắc và nguyên nhân" in said


def test_a_copy_of_facts_that_took_nothing_says_so(office: Office) -> None:
    with planned(office).desk("soan") as desk:
        copy_facts(desk, 2026, MONTH, 2025)
    html = entered(office, "xem").get("/nhat-ky?viec=facts").text
    assert "không có số nào để lấy" in lines(html)[0]


def test_filters_stand_in_the_address_and_narrow_the_rows(office: Office) -> None:
    with planned(office).desk("soan") as desk:
        workflow.submit(desk, KEY, reason="diễn tập")
    record(office, "confirm", item="khac/2026/x")
    browser = entered(office, "xem")
    found = {
        query: len(lines(browser.get(f"/nhat-ky?{query}").text))
        for query in (
            "ai=soan",
            "viec=submit",
            f"noi-dung={MONTH}/2026",
            "tu=2026-01-02",
            "den=2025-12-31",
            "ai=soan&viec=confirm&tu=2026-01-01&den=2026-01-01",
        )
    }
    assert list(found.values()) == [2, 1, 1, 0, 0, 1]


def test_a_page_holds_a_hundred_rows_and_keeps_the_filter(office: Office) -> None:
    record(planned(office), "confirm", 150)
    browser = entered(office, "xem")
    page = browser.get("/nhat-ky?viec=confirm")
    assert len(lines(page.text)) == 100
    older = read(page).links["Cũ hơn"]
    assert older == "/nhat-ky?viec=confirm&trang=2"
    assert len(lines(browser.get(older).text)) == 50
    assert browser.get("/nhat-ky?trang=x").status_code == 400


def test_no_cell_of_the_csv_is_a_formula(office: Office) -> None:
    record(planned(office), "confirm", item="=HYPERLINK(1)", reason="@SUM(A1)")
    body = entered(office, "xem").get("/nhat-ky.csv?viec=confirm").content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(body)))
    assert (rows[0][4], len(rows)) == ("việc", 2)
    assert (rows[1][4], rows[1][11]) == ("Xác nhận", "'=HYPERLINK(1)")
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


def test_the_csv_says_what_the_page_says_and_keeps_the_codes_apart(office: Office) -> None:
    record(planned(office), "confirm", item=KEY, before="waiting", after="done", what="not_done")
    record(office, "user-role", after="reader")
    record(office, "budget-add", source="ngan-sach")
    said = [{"place": "thon-9", "what": "taken_down", "note": None}]
    record(office, "retract", said=said)  # type: ignore[arg-type]
    body = entered(office, "xem").get("/nhat-ky.csv").content.decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(body))
    told = {row[13]: dict(zip(head, row, strict=True)) for row in rows}
    with office.database.read() as session:
        title = workflow.Desk.reader(session, office.settings, office.clock.now()).item(KEY).title
    confirmed = told["confirm"]
    assert [confirmed[name] for name in ("nội dung", "kênh", "trước", "sau", "chi tiết")] == [
        title, "Fanpage", "chờ đến giờ", "đã xong", "kết quả: không thực hiện",
    ]  # fmt: skip
    assert (confirmed["việc"], confirmed["mã nội dung"]) == ("Xác nhận", KEY)
    assert told["user-role"]["sau"] == "người xem"
    assert (confirmed["ai"], confirmed["tên người dùng"]) == ("soan", "soan")
    assert told["retract"]["chi tiết"] == "đã ghi trước đó: địa điểm: thon-9; kết quả: đã tháo"
    assert told["budget-add"]["chi tiết"] == "nguồn: Ngân sách xã"


def test_the_chain_is_whole_and_says_where_it_was_broken(office: Office) -> None:
    record(planned(office), "confirm")
    browser = entered(office, "xem")
    with office.database.read() as session:
        head = audit.head(session)
    assert f"<code>{head}</code>" in browser.get("/nhat-ky/kiem-tra").text
    with office.database.engine.begin() as connection:
        triggers = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
        )
        for (name,) in triggers.all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE audit SET by = 'khac' WHERE id = 2"))
    told = browser.get("/nhat-ky/kiem-tra").text
    assert "Nhật ký đã bị sửa: dòng số 2" in told


def test_every_recorded_act_has_a_vietnamese_name(office_url: str) -> None:
    """Literal acts of audit.record, change_item, change_airing and turn, wherever they stand."""
    places = {"record": 2, "change_item": 1, "change_airing": 1, "turn": 2}
    found = set()
    for path in Path(habac24h.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                at = places.get(node.func.attr)
                if at is not None and len(node.args) > at:
                    act = node.args[at]
                    if isinstance(act, ast.Constant) and isinstance(act.value, str):
                        found.add(act.value)
    assert (len(found) > 30, sorted(found - set(DEEDS))) == (True, [])


def test_details_are_said_in_vietnamese_with_local_times_and_titles(office: Office) -> None:
    campaign = KEY.rpartition("/")[0].rpartition("/")[0]
    record(planned(office), "move", item=KEY, **{"from": "2026-12-01T12:00:00+00:00"})
    record(office, "plan", counts={"add": 118, "retext": 6}, campaign=campaign)  # type: ignore[arg-type]
    record(office, "facts", facts={"phone_police": "02203 123 456"})  # type: ignore[arg-type]
    record(office, "restore-backup", taken_at="2026-11-27T00:00:00+00:00")
    told = entered(office, "xem").get("/nhat-ky").text
    for words in (
        "Từ: 19:00 01/12/2026",
        "Số nội dung: thêm 118, viết lại lời 6",
        "Số liệu: số điện thoại Công an xã: 02203 123 456",
        "Bản sao lưu lúc: 07:00 27/11/2026",
    ):
        assert words in told
    assert f"({KEY})" in told
    with office.database.read() as session:
        title = library.load(session, campaign).title
    assert f"Chiến dịch: {title}" in told


def test_many_lines_of_one_saving_are_one_line_that_opens(office: Office) -> None:
    record(planned(office), "plan-retext", 12, item=KEY)
    page = entered(office, "xem").get("/nhat-ky?viec=plan-retext").text
    assert page.count("viết lại lời (12 dòng)</summary>") == 1
    assert len(lines(page)) == 12


def test_every_detail_that_is_recorded_has_a_vietnamese_name(office_url: str) -> None:
    """The keywords of every audit.record, wherever it stands."""
    found = set()
    for path in Path(habac24h.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                found |= {one.arg for one in node.keywords if one.arg}
    said = {"item", "airing", "before", "after", "by"} | log_words.QUIET
    assert (len(found) > 15, sorted(found - said - set(log_words.DETAILS))) == (True, [])
