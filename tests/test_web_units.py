"""/don-vi: who sent, who is missing; forms that keep what was typed; files and reminders."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from signed_kit import entered, staff
from unit_kit import filled
from web_kit import TestClient, client, read

from habac24h.clock import VirtualClock
from habac24h.office import Office
from habac24h.units.summary import Entry, summary

pytestmark = pytest.mark.sqlite

WHICH = {"nam": "2026", "ky": "nam"}


@pytest.fixture
def writer(office: Office, clock: VirtualClock) -> TestClient:
    """Somebody who writes, on 26 November 2026."""
    clock.set(clock.now().replace(month=11, day=26))
    staff(office)
    return entered(office, "soan")


def entry(office: Office, unit: str) -> Entry:
    with office.database.read() as session:
        return next(one for one in summary(session, 2026).entries if one.unit == unit)


def post(browser: TestClient, address: str, files: Any = None, **fields: str) -> Any:
    form = {**WHICH, **fields}
    return browser.post(address, data=form, files=files, follow_redirects=False)


def told(answer: Any) -> str:
    found = re.search(r'role="alert">(.*?)</p>', answer.text)
    assert found is not None
    return found[1]


def test_the_page_names_the_last_day_and_everybody_who_is_missing(writer: TestClient) -> None:
    shown = read(writer.get("/don-vi?nam=2026"))
    assert "Kỳ cả năm, hạn gửi Thứ Hai 30/11/2026. Đã gửi 0/11 đơn vị." in shown.blocks
    assert shown.sections["cac-don-vi"][0] == "Đã gửi và còn thiếu 11 còn thiếu"
    assert shown.links["Công an xã"] == "/don-vi/cong-an?nam=2026&ky=nam"


def test_one_press_puts_down_that_a_report_came_today(writer: TestClient, office: Office) -> None:
    answer = post(writer, "/don-vi/cong-an", version="0", ngay="2026-11-26")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/don-vi?nam=2026&ky=nam&xong=luu",
    )
    assert entry(office, "cong-an").received_on == date(2026, 11, 26)
    again = post(writer, "/don-vi/cong-an", version="0", ngay="2026-11-25")
    assert again.status_code == 409
    assert "vừa được thay đổi ở nơi khác" in told(again)


def test_figures_words_and_a_file_are_kept_and_given_back(
    writer: TestClient, office: Office
) -> None:
    paper = {"tep": ("báo cáo <1>.pdf", b"%PDF-1.7", "application/pdf")}
    fields = {"version": "0", "men": "1.250", "talks": "", "obstacles": "Thiếu máy chiếu."}
    assert post(writer, "/don-vi/cong-an", files=paper, **fields).status_code == 303
    found = entry(office, "cong-an")
    assert (found.figures, found.words) == ({"men": 1250}, {"obstacles": "Thiếu máy chiếu."})
    back = writer.get("/don-vi/cong-an/tep?nam=2026")
    assert (back.content, back.headers["content-type"]) == (b"%PDF-1.7", "application/octet-stream")
    assert back.headers["content-disposition"].startswith("attachment;")
    assert back.headers["x-content-type-options"] == "nosniff"
    assert "Thiếu máy chiếu." in " ".join(read(writer.get("/don-vi?nam=2026")).sections["tong"])


def test_a_refused_form_keeps_all_that_was_typed(writer: TestClient, office: Office) -> None:
    fields = {"version": "0", "men": "nhiều", "talks": "7", "done": "Đã <b>làm</b>."}
    answer = post(writer, "/don-vi/cong-an", **fields)
    assert (answer.status_code, told(answer)) == (
        400,
        "“Số người dự: nam” phải là số nguyên không âm, ví dụ 1.250.",
    )
    assert 'name="men" inputmode="numeric" maxlength="20" autocomplete="off" value="nhiều"' in (
        answer.text
    )
    assert 'autocomplete="off" value="7"' in answer.text
    assert "Đã &lt;b&gt;làm&lt;/b&gt;." in answer.text
    assert entry(office, "cong-an").version == 0


@pytest.mark.parametrize("fraction", ["12.5", "0.500", "1.25", "1.2500"])
def test_a_fraction_is_never_taken_for_thousands(
    writer: TestClient, office: Office, fraction: str
) -> None:
    answer = post(writer, "/don-vi/cong-an", version="0", men=fraction)
    assert (answer.status_code, entry(office, "cong-an").version) == (400, 0)


def test_the_form_goes_out_and_comes_back(writer: TestClient, office: Office) -> None:
    got = writer.get("/don-vi/cong-an/bieu.xlsx?nam=2026")
    assert openpyxl.load_workbook(io.BytesIO(got.content))["Báo cáo"]["B2"].value == (
        "Đơn vị: Công an xã"
    )
    good = {"tep": ("bieu.xlsx", filled({"cases": 3}), "application/zip")}
    bad = {"tep": ("bieu.xlsx", filled({"cases": "ba"}), "application/zip")}
    answer = post(writer, "/don-vi/nhap", files=bad)
    assert (answer.status_code, told(answer)) == (
        400,
        "Chưa nhập gì từ bieu.xlsx: ô C17: số vụ bạo lực phải là số, nhưng ô ghi “ba”.",
    )
    assert entry(office, "cong-an").version == 0
    assert post(writer, "/don-vi/nhap", files=good).status_code == 303
    assert entry(office, "cong-an").figures == {"cases": 3}


def test_a_report_that_had_not_come_is_taken_back(writer: TestClient, office: Office) -> None:
    post(writer, "/don-vi/cong-an", version="0", ngay="2026-11-26", talks="3")
    assert post(writer, "/don-vi/cong-an/chua-gui", version="1").status_code == 303
    found = entry(office, "cong-an")
    assert (found.received_on, found.figures) == (None, {"talks": 3})


def test_units_and_days_are_the_office_s_to_change(writer: TestClient, office: Office) -> None:
    assert (
        post(writer, "/don-vi/them", ma="tram-y-te", ten="Trạm Y tế", loai="phong").status_code
        == 303
    )
    assert entry(office, "tram-y-te").name == "Trạm Y tế"
    again = post(writer, "/don-vi/them", ma="tram-y-te", ten="Trạm khác", loai="thon")
    assert (again.status_code, told(again)) == (400, "Đã có đơn vị “tram-y-te” (Trạm Y tế).")
    assert 'value="Trạm khác"' in again.text
    assert post(writer, "/don-vi/bo", don_vi="tram-y-te", buoc="bo").status_code == 303
    assert post(writer, "/don-vi/han", ky="6-thang", han="2026-06-15").status_code == 303
    shown = read(writer.get("/don-vi?nam=2026&ky=6-thang"))
    assert "Kỳ sáu tháng đầu năm, hạn gửi Thứ Hai 15/06/2026. Đã gửi 0/11 đơn vị." in shown.blocks


def test_reminders_stand_ready_to_copy(writer: TestClient) -> None:
    answer = writer.get("/don-vi?nam=2026")
    assert answer.text.count("chậm nhất hết thứ Hai, ngày 30/11/2026 (còn 4 ngày)") == 11


def test_whoever_only_looks_is_offered_no_forms(office: Office) -> None:
    shown = read(client(office).get("/don-vi?nam=2026"))
    assert shown.tags.count("form") == 0
    assert "/don-vi/cong-an/bieu.xlsx?nam=2026&ky=nam" in shown.links.values()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/don-vi/khong-co", 404),
        ("/don-vi?ky=quy-1", 404),
        ("/don-vi?nam=1500", 400),
        ("/don-vi/cong-an/tep", 404),
    ],
)
def test_what_is_not_there_is_said(office: Office, address: str, status: int) -> None:
    assert client(office).get(address).status_code == status


def test_figures_without_a_day_came_today(writer: TestClient, office: Office) -> None:
    assert post(writer, "/don-vi/cong-an", version="0", ngay="", talks="3").status_code == 303
    assert entry(office, "cong-an").received_on == date(2026, 11, 26)
    post(writer, "/don-vi/mat-tran", version="0", ngay="", ghi_chu="Hẹn thứ Hai")
    assert entry(office, "mat-tran").received_on is None


def test_a_starter_name_is_warned_of_until_it_is_changed(
    writer: TestClient, office: Office
) -> None:
    with office.database.read() as session:
        examples = [one.unit for one in summary(session, 2026).entries if "(ví dụ)" in one.name]
    warning = f"{len(examples)} đơn vị còn mang tên mẫu “(ví dụ)”"
    assert warning in writer.get("/don-vi?nam=2026").text
    report = writer.get("/bao-cao?nam=2026").text
    assert (warning in report, "8 địa điểm còn mang tên mẫu “(ví dụ)”" in report) == (True, True)
    assert "“Đổi tên đơn vị” ở cuối trang này" in writer.get("/don-vi?nam=2026").text
    for unit in examples:
        answer = post(writer, "/don-vi/doi-ten", don_vi=unit, ten_moi=f"Đơn vị {unit}")
        assert answer.status_code == 303
    assert "tên mẫu" not in writer.get("/don-vi?nam=2026").text
    same = post(writer, "/don-vi/doi-ten", don_vi=examples[0], ten_moi=f"Đơn vị {examples[0]}")
    assert "không có gì phải đổi" in told(same)
