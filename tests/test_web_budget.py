"""/kinh-phi: a table that plain forms edit, spending, over-spending, papers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from signed_kit import entered, staff
from web_kit import TestClient, client, read

from habac24h.budget.estimate import Line, estimate
from habac24h.office import Office
from habac24h.workflow import people

pytestmark = pytest.mark.sqlite


@pytest.fixture
def writer(office: Office) -> TestClient:
    staff(office)
    return entered(office, "soan")


def post(browser: TestClient, address: str, **fields: str) -> Any:
    return browser.post(address, data={"nam": "2026", **fields}, follow_redirects=False)


def rows(office: Office, year: int = 2026) -> tuple[Line, ...]:
    with office.database.read() as session:
        return estimate(session, year).total.lines


def told(answer: Any) -> str:
    found = re.search(r'role="alert">(.*?)</p>', answer.text)
    assert found is not None
    return found[1]


def banners(writer: TestClient, **other: str) -> Any:
    fields = {
        "noi_dung": "In băng rôn",
        "so_luong": "40",
        "don_vi_tinh": "chiếc",
        "don_gia": "300.000",
        "nguon": "ngan-sach",
        "chien_dich": "ngay-phu-nu",
    }
    return post(writer, "/kinh-phi/them", **{**fields, **other})


def test_a_line_is_added_and_its_sum_stands_in_figures_and_words(
    writer: TestClient, office: Office
) -> None:
    assert banners(writer).headers["location"] == "/kinh-phi?nam=2026&xong=them"
    shown = read(writer.get("/kinh-phi?nam=2026"))
    assert "12.000.000 đồng (Mười hai triệu đồng chẵn)" in " ".join(shown.sections["tong"])
    assert (rows(office)[0].campaign, rows(office)[0].planned) == ("ngay-phu-nu", 12_000_000)


def test_a_refused_line_keeps_what_was_typed(writer: TestClient, office: Office) -> None:
    answer = banners(writer, don_gia="ba trăm nghìn")
    assert (answer.status_code, told(answer)) == (
        400,
        "Đơn giá: hãy viết một số nguyên, ví dụ 1.250.000.",
    )
    assert 'value="ba trăm nghìn"' in answer.text
    assert 'value="In băng rôn"' in answer.text
    assert rows(office) == ()


def test_a_row_of_the_table_changes_quantity_and_price_alone(
    writer: TestClient, office: Office
) -> None:
    banners(writer)
    line = rows(office)[0]
    address = f"/kinh-phi/{line.id}"
    assert post(writer, address, version="1", so_luong="10", don_gia="").status_code == 303
    after = rows(office)[0]
    assert (after.content, after.quantity, after.price) == ("In băng rôn", 10, None)
    late = post(writer, address, version="1", so_luong="11", don_gia="5")
    assert late.status_code == 409
    assert "1 khoản chưa có đơn giá" in writer.get("/kinh-phi?nam=2026").text


def test_prices_typed_in_several_rows_are_saved_by_one_press(
    writer: TestClient, office: Office
) -> None:
    banners(writer)
    banners(writer, noi_dung="In tờ rơi", don_gia="", chien_dich="")
    form = table(writer)
    first, second = (line.id for line in rows(office))
    form |= {f"don_gia-{first}": "310.000", f"don_gia-{second}": "2.000"}
    assert post(writer, "/kinh-phi/bang", **form).headers["location"].endswith("xong=luu")
    assert {line.id: line.price for line in rows(office)} == {first: 310_000, second: 2_000}
    still = post(writer, "/kinh-phi/bang", **table(writer))
    assert still.headers["location"].endswith("xong=khong-doi")


def test_a_refused_price_saves_nothing_and_keeps_every_row_as_typed(
    writer: TestClient, office: Office
) -> None:
    banners(writer)
    banners(writer, noi_dung="In tờ rơi", don_gia="")
    form = table(writer)
    first, second = (line.id for line in rows(office))
    form |= {f"don_gia-{first}": "310.000", f"don_gia-{second}": "hai nghìn"}
    answer = post(writer, "/kinh-phi/bang", **form)
    assert (answer.status_code, told(answer)) == (
        400,
        "Chưa lưu gì cả. Khoản “In tờ rơi” (Ngày Phụ nữ Việt Nam): Đơn giá: hãy viết một "
        "số nguyên, ví dụ 1.250.000.",
    )
    assert ('value="310.000"' in answer.text, 'value="hai nghìn"' in answer.text) == (True, True)
    assert 'value="hai nghìn" aria-invalid="true"' in answer.text
    assert answer.text.count("aria-invalid") == 1
    assert {line.price for line in rows(office)} == {300_000, None}


def test_every_wrong_cell_of_the_table_is_named_a_quantity_by_its_own_example(
    writer: TestClient, office: Office
) -> None:
    banners(writer, chien_dich="")
    form, line = table(writer), rows(office)[0].id
    form |= {f"so_luong-{line}": "2,5", f"don_gia-{line}": "-5"}
    answer = post(writer, "/kinh-phi/bang", **form)
    assert told(answer) == (
        "Chưa lưu gì cả. Khoản “In băng rôn” (Việc chung cả năm): Số lượng: hãy viết một số "
        "nguyên, ví dụ 3. Khoản “In băng rôn” (Việc chung cả năm): Đơn giá phải là số nguyên "
        "không âm và không quá lớn."
    )
    assert answer.text.count('aria-invalid="true"') == 2


def test_a_row_changed_by_another_meanwhile_is_refused_only_where_it_was_typed_into(
    writer: TestClient, office: Office
) -> None:
    banners(writer)
    banners(writer, noi_dung="In tờ rơi")
    form = table(writer)
    first, second = (line.id for line in rows(office))
    post(writer, f"/kinh-phi/{first}", version="1", don_gia="5")
    assert post(writer, "/kinh-phi/bang", **form).status_code == 303
    form |= {f"don_gia-{second}": "7"}
    assert post(writer, "/kinh-phi/bang", **form).status_code == 303
    assert {line.id: line.price for line in rows(office)} == {first: 5, second: 7}
    late = post(writer, "/kinh-phi/bang", **{**form, f"don_gia-{first}": "9"})
    assert (late.status_code, 'value="9"' in late.text) == (409, True)


def table(browser: TestClient) -> dict[str, str]:
    """The fields of the table as the page shows them."""
    text = browser.get("/kinh-phi?nam=2026").text
    inside = text[text.index('id="bang"') : text.index("</form>", text.index('id="bang"'))]
    return dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', inside))


def test_spending_more_than_planned_is_marked(writer: TestClient, office: Office) -> None:
    banners(writer)
    address = f"/kinh-phi/{rows(office)[0].id}"
    spent = {"version": "1", "so_tien": "12.500.000", "ngay": "2026-01-01", "ghi_chu": "HĐ 12"}
    done = post(writer, f"{address}/chi", **spent)
    assert (done.status_code, "vượt dự toán" in writer.get(done.headers["location"]).text) == (
        303,
        True,
    )
    assert writer.get("/kinh-phi?nam=2026").text.count("Vượt 500.000") == 4
    wrong = post(writer, f"{address}/chi", version="2", so_tien="-99.000.000", ngay="2026-01-01")
    assert (wrong.status_code, 'value="-99.000.000"' in wrong.text) == (400, True)
    assert post(writer, f"{address}/bo", version="2").status_code == 400


def test_a_second_press_pays_no_second_time(writer: TestClient, office: Office) -> None:
    banners(writer)
    address = f"/kinh-phi/{rows(office)[0].id}"
    bill = {"version": "1", "so_tien": "500.000", "ngay": "2026-01-01", "ghi_chu": "HĐ 12"}
    pressed = [post(writer, f"{address}/chi", **bill) for _ in range(2)]
    assert [answer.status_code for answer in pressed] == [303, 409]
    assert (rows(office)[0].spent, 'value="500.000"' in pressed[1].text) == (500_000, True)
    assert 'name="version" value="2"' in pressed[1].text


def test_the_plan_s_lines_and_those_of_another_year_come_by_a_press(
    writer: TestClient, office: Office
) -> None:
    assert post(writer, "/kinh-phi/bat-dau").status_code == 303
    assert len(rows(office)) == 24
    assert post(writer, "/kinh-phi/chep", nam="2027", tu="2026").status_code == 303
    assert len(rows(office, 2027)) == 24
    again = post(writer, "/kinh-phi/chep", nam="2027", tu="2026")
    assert told(again) == "Năm 2026 không có khoản nào mà năm 2027 chưa có."


def test_a_line_can_be_taken_away(writer: TestClient, office: Office) -> None:
    banners(writer)
    line = rows(office)[0].id
    assert post(writer, f"/kinh-phi/{line}/bo", version="1").status_code == 303
    assert rows(office) == ()
    assert writer.get(f"/kinh-phi/{line}").status_code == 404


@pytest.mark.parametrize("ending", ["xlsx", "docx", "pdf"])
def test_the_papers_are_saved_under_their_name(writer: TestClient, ending: str) -> None:
    banners(writer)
    answer = writer.get(f"/kinh-phi/du-toan-2026.{ending}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="du-toan-2026.{ending}"'


def test_whoever_only_looks_sees_no_forms(office: Office) -> None:
    staff(office)
    banners(entered(office, "soan"))
    with office.database.write() as session:
        people.add(session, "xem", "reader", office.clock.now())
    browser = entered(office, "xem")
    assert re.findall(r'action="(/kinh-phi[^"]*)"', browser.get("/kinh-phi?nam=2026").text) == []
    assert post(browser, "/kinh-phi/bat-dau").status_code == 400


def test_an_empty_year_says_how_to_begin(office: Office) -> None:
    shown = read(client(office).get("/kinh-phi?nam=2026"))
    assert shown.sections["chua-co"][0] == "Chưa có khoản nào"
