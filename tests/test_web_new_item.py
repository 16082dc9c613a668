"""Pages that took a command before: adding a one-off item, the codes of the week's sheet."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from signed_kit import entered, item, press, staff
from sqlmodel import select
from web_kit import TestClient, approve, arrive, read, write

from habac24h.clock import VirtualClock
from habac24h.models import Airing, Confirmation
from habac24h.office import Office
from habac24h.workflow.codes import code

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
FORM = {
    "dot": "thuong-xuyen",
    "nam": "2026",
    "kenh": "loudspeaker",
    "luc": "2026-03-02T17:30",
    "tieu-de": "Tiêm phòng dại",
    "loi": "Dòng một.\nDòng hai.",
}


@pytest.fixture
def writer(office: Office) -> TestClient:
    arrive(office)
    staff(office)
    return entered(office, "soan")


def test_a_one_off_item_is_added_and_opened(writer: TestClient, office: Office) -> None:
    for page in ("/lich", "/chien-dich?nam=2026"):
        assert "Thêm nội dung" in read(writer.get(page)).links
    answer = writer.post("/them-noi-dung", data=FORM, follow_redirects=False)
    key = "thuong-xuyen/2026/rieng-001"
    assert (answer.status_code, answer.headers["location"]) == (303, f"/noi-dung/{key}?xong=them")
    made = item(office, key)
    assert (made.title, made.text, made.state) == (FORM["tieu-de"], FORM["loi"], "draft")


def test_places_and_topic_are_chosen_with_the_item(writer: TestClient, office: Office) -> None:
    chosen = {"noi": ["thon-2", "thon-1"], "chu-de": "bao-luc"}
    refused = writer.post("/them-noi-dung", data={**FORM, **chosen, "kenh": "portal"})
    assert refused.status_code == 400
    assert "không có địa điểm; hãy bỏ chọn" in refused.text
    for kept in ('value="thon-1" checked', 'value="thon-2" checked', '"bao-luc" selected'):
        assert kept in refused.text
    assert "— không thuộc chủ đề nào —" in refused.text
    writer.post("/them-noi-dung", data={**FORM, **chosen})
    key = "thuong-xuyen/2026/rieng-001"
    with office.database.read() as session:
        places = session.exec(select(Airing.places).where(Airing.key == f"{key}@1")).one()
    assert (places, item(office, key).topic) == (["thon-1", "thon-2"], "bao-luc")


def test_topic_and_places_of_a_draft_are_changed_on_its_page(
    writer: TestClient, office: Office
) -> None:
    writer.post("/them-noi-dung", data={**FORM, "noi": "thon-1", "chu-de": "bao-luc"})
    key = "thuong-xuyen/2026/rieng-001"
    page = writer.get(f"/noi-dung/{key}").text
    assert 'value="thon-1" checked' in page
    assert '"bao-luc" selected' in page
    chosen = {"noi": ["thon-2", "thon-1"], "chu-de": "dinh-kien"}
    press(writer, office, "noi-chu-de", key, **chosen)
    done = read(writer.get(f"/noi-dung/{key}"))
    assert done.sections["lich-su"][1].endswith(
        "địa điểm Nhà văn hóa thôn 1 (ví dụ), Nhà văn hóa thôn 2 (ví dụ) "
        "(trước đó Nhà văn hóa thôn 1 (ví dụ)), soan"
    )
    with office.database.read() as session:
        places = session.exec(select(Airing.places).where(Airing.key == f"{key}@1")).one()
    assert (places, item(office, key).topic) == (["thon-1", "thon-2"], "dinh-kien")
    press(writer, office, "noi-chu-de", key, **{"chu-de": "dinh-kien", "noi": "la"})
    press(writer, office, "trinh", key)
    assert "Đổi chủ đề" not in read(writer.get(f"/noi-dung/{key}")).sections["viec"]
    late = press(writer, office, "noi-chu-de", key, **{"chu-de": ""})
    assert late.status_code == 400
    assert "chờ duyệt nên không đổi chủ đề, địa điểm được; hãy trả lại" in late.text


def test_a_banner_without_a_day_of_taking_down_gets_one_where_it_is_moved(
    writer: TestClient, office: Office
) -> None:
    writer.post("/them-noi-dung", data={**FORM, "kenh": "banner", "noi": "thon-1"})
    key = "thuong-xuyen/2026/rieng-001"
    page = writer.get(f"/noi-dung/{key}").text
    assert "<b>Nên xem lại:</b> Chưa có ngày tháo" in page
    assert 'name="den_het"' in page
    times = {"den": FORM["luc"], "den_het": "2026-03-09T17:30"}
    answer = press(writer, office, "doi-gio", f"{key}@1", **times)
    assert answer.status_code == 303
    assert "Chưa có ngày tháo" not in writer.get(f"/noi-dung/{key}").text


def test_a_refused_item_keeps_what_was_typed(writer: TestClient) -> None:
    answer = writer.post(
        "/them-noi-dung", data={**FORM, "kenh": "fanpage", "luc": "2025-03-02T17:30"}
    )
    assert answer.status_code == 400
    assert "bài Fanpage không đăng lùi ngày được; hãy chọn một giờ sắp tới." in answer.text
    for typed in (FORM["tieu-de"], FORM["loi"], "2025-03-02T17:30"):
        assert typed in answer.text


def test_ticked_codes_are_shown_and_confirmed_together(
    writer: TestClient, office: Office, clock: VirtualClock
) -> None:
    codes = [_read_out(office, f"Bài đọc {number}") for number in (1, 2)]
    clock.advance(timedelta(hours=5))
    form = _shown(writer, " ".join(codes).lower())
    assert form["ma"] == " ".join(codes).lower()
    other = next(name for name in form if name.startswith("ban-")).replace("ban", "viec")
    lacking = writer.post("/phieu-tuan", data={**form, other: "not_done"})
    assert lacking.status_code == 400
    assert _said(office) == []
    sent = {**form, other: "not_done", "ly-do": "Mất điện"}
    done = writer.post("/phieu-tuan", data=sent, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, "/?xong=phieu-tuan&so=2")
    assert _said(office) == [("not_done", "Mất điện"), ("done", None)]
    assert "Đã xác nhận 2 mã trên phiếu tuần." in writer.get(done.headers["location"]).text


def test_what_is_still_to_come_is_not_offered_as_done(writer: TestClient, office: Office) -> None:
    code = _read_out(office, "Bài đọc")
    shown = writer.get("/phieu-tuan", params={"ma": code}).text
    assert ('<option value="done">' in shown, '<option value="not_done"' in shown) == (False, True)
    refused = writer.post("/phieu-tuan", data=_shown(writer, code)).text
    assert ("“Bài đọc, " in refused, "/2026/" in refused.split("buoc-1")[0]) == (True, False)
    assert _said(office) == []


def test_a_slip_of_the_pen_confirms_nothing(
    writer: TestClient, office: Office, clock: VirtualClock
) -> None:
    right = _read_out(office, "Bài đọc")
    clock.advance(timedelta(hours=5))
    wrong = f"{right[:-1]}{'A' if right[-1] != 'A' else 'C'}"
    shown = writer.get("/phieu-tuan", params={"ma": f"{right}, {wrong}"})
    assert "Hãy sửa hoặc bỏ mã không tìm thấy ở bước 1." in shown.text
    assert writer.post("/phieu-tuan", data={"ma": f"{right} {wrong}"}).status_code >= 400
    assert _said(office) == []


def _read_out(office: Office, title: str) -> str:
    """A broadcast that was approved; its code on the sheet."""
    key = approve(office, write(office, title, text=f"{title}.", channel="loudspeaker", days=0.1))
    with office.database.read() as session:
        return code(session.exec(select(Airing).where(Airing.key == f"{key}@1")).one())


def _shown(browser: TestClient, codes: str) -> dict[str, str]:
    """The fields of the second step's form."""
    text = browser.get("/phieu-tuan", params={"ma": codes}).text
    inside = text[text.index('<form method="post" action="/phieu-tuan"') :]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', inside))


def _said(office: Office) -> list[tuple[Any, ...]]:
    with office.database.read() as session:
        rows = session.exec(select(Confirmation).order_by(Confirmation.airing_id))  # type: ignore[arg-type]
        return [(row.kind, row.note) for row in rows]
