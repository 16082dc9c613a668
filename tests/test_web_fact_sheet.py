"""Số liệu: one page of a year's facts, saved field by field, with what a change touches."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from planned_kit import MONTH, planned
from signed_kit import entered, item
from web_kit import TestClient, read

from habac24h import workflow
from habac24h.campaigns.facts import GivenFact, given
from habac24h.office import Office
from habac24h.workflow.facts import Details, set_facts

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
ADDRESS = "/chien-dich/so-lieu"
PHONE = "phone_police"


def fact(office: Office, name: str, campaign: str = MONTH, year: int = 2026) -> GivenFact | None:
    with office.database.read() as session:
        return {one.name: one for one in given(session, campaign, year)}.get(name)


def give(office: Office, campaign: str = MONTH, year: int = 2026, **values: str) -> None:
    with office.desk("soan") as desk:
        details = Details(verified_on=date(2025, 12, 1)) if PHONE in values else None
        set_facts(desk, year, campaign, values, details)


def save(
    browser: TestClient, *, dot: str = MONTH, seen: str = "", name: str = "theme", **more: str
) -> Any:
    """Send the form of one edition with one field; `more` are the other fields of that fact."""
    fields = {f"{key.replace('_', '-')}:{name}": value for key, value in more.items()}
    form = {"nam": "2026", "dot": dot, "ten": name, f"cu:{name}": seen, **fields}
    return browser.post(ADDRESS, data=form, follow_redirects=False)


def told(html: str) -> list[str]:
    return re.findall(r'<span class="sai">(.*?)</span>', html)


def test_saving_a_theme_rewrites_the_drafts_and_names_them(office: Office) -> None:
    browser = entered(planned(office), "soan")
    answer = save(browser, gia_tri="Chung tay")
    assert answer.status_code == 303
    page = read(browser.get(answer.headers["location"]))
    assert fact(office, "theme") == GivenFact("theme", "Chung tay")
    assert page.blocks.count("Đã lưu: chủ đề của năm.") == 1
    titles = [text for text in page.links if text.startswith("Bài phát động")]
    assert "chung tay" in item(office, f"{MONTH}/2026/phat-dong").text.casefold()
    assert (titles, page.blocks.count("10 nội dung đã được viết lại theo số liệu mới")) == (
        ["Bài phát động"],
        1,
    )


def test_only_fields_that_were_changed_are_stored(office: Office) -> None:
    give(planned(office), "chung", phone_police="02203 111 222")
    browser = entered(office, "soan")
    same = {"seen": "02203 111 222", "gia_tri": "02203 111 222", "ngay": "2025-12-01"}
    answer = save(browser, dot="chung", name=PHONE, **same)
    assert fact(office, PHONE, "chung") == GivenFact(PHONE, "02203 111 222", date(2025, 12, 1))
    assert "Không có ô nào đổi nên không lưu gì." in browser.get(answer.headers["location"]).text


def test_a_new_number_without_a_day_was_not_called_yet(office: Office) -> None:
    give(planned(office), "chung", phone_police="02203 111 222")
    fields = {"seen": "02203 111 222", "gia_tri": "02203 999 888", "ngay": "2025-12-01"}
    save(entered(office, "soan"), dot="chung", name=PHONE, **fields)
    assert fact(office, PHONE, "chung") == GivenFact(PHONE, "02203 999 888", None)


def test_a_day_alone_says_that_somebody_called_again(office: Office) -> None:
    give(planned(office), "chung", phone_police="02203 111 222")
    fields = {"seen": "02203 111 222", "gia_tri": "02203 111 222", "ngay": "2025-12-31"}
    save(entered(office, "soan"), dot="chung", name=PHONE, **fields)
    assert fact(office, PHONE, "chung") == GivenFact(PHONE, "02203 111 222", date(2025, 12, 31))


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    give(planned(office), theme="Của người khác")
    answer = save(entered(office, "soan"), seen="", gia_tri="Của tôi")
    assert answer.status_code == 400
    sentence = "Người khác vừa đổi thành “Của người khác”; hãy xem lại rồi lưu lần nữa."
    assert (told(answer.text), answer.text.count('value="Của tôi"')) == ([sentence], 1)
    assert fact(office, "theme") == GivenFact("theme", "Của người khác")


def test_a_wrong_field_stores_nothing_and_says_so_beside_it(office: Office) -> None:
    browser = entered(planned(office), "soan")
    form = {
        "nam": "2026",
        "dot": MONTH,
        "ten": ["theme", PHONE],
        "gia-tri:theme": "Chung tay",
        f"gia-tri:{PHONE}": "chưa rõ",
    }
    answer = browser.post(ADDRESS, data=form, follow_redirects=False)
    assert told(answer.text) == [
        "Số điện thoại Công an xã: “chưa rõ” không phải số điện thoại; "
        "hãy viết đủ số, ví dụ 02203 123 456."
    ]
    assert (answer.status_code, fact(office, "theme")) == (400, None)


def test_a_figure_is_kept_with_source_and_year(office: Office) -> None:
    browser = entered(planned(office), "soan")
    form = {"nam": "2026", "dot": MONTH, "ten-moi": "figure_share", "gia-tri-moi": "32,5%"}
    source = {"nguon-moi": "Báo cáo 12/BC-UBND", "nam-nguon-moi": "2025"}
    browser.post(f"{ADDRESS}/them", data=form | source)
    assert fact(office, "figure_share") == GivenFact(
        "figure_share", "32,5%", None, "Báo cáo 12/BC-UBND", 2025
    )
    save(browser, name="figure_share", seen="32,5%", gia_tri="32,5%", nguon="Sở", nam_nguon="2024")
    assert fact(office, "figure_share") == GivenFact("figure_share", "32,5%", None, "Sở", 2024)


def test_a_mistyped_name_is_taken_away(office: Office) -> None:
    give(planned(office), phone_polise="02203 111 222")
    browser = entered(office, "soan")
    form = {"nam": "2026", "dot": MONTH, "ten": "phone_polise"}
    answer = browser.post(f"{ADDRESS}/bo", data=form, follow_redirects=False)
    assert "Đã bỏ: số điện thoại “phone_polise”." in browser.get(answer.headers["location"]).text
    assert fact(office, "phone_polise") is None


def test_phones_of_the_year_before_are_taken_over_with_their_days(office: Office) -> None:
    planned(office)
    give(office, "chung", 2025, phone_police="02203 111 222")
    browser = entered(office, "soan")
    browser.post(f"{ADDRESS}/lay-lai", data={"nam": "2026", "dot": "chung"})
    assert fact(office, PHONE, "chung") == GivenFact(PHONE, "02203 111 222", date(2025, 12, 1))


def test_items_with_the_old_number_are_recalled_together_or_not_at_all(office: Office) -> None:
    give(planned(office), theme="Chung tay", phone_police="02203 111 222")
    keys = [f"{MONTH}/2026/tong-ket", f"{MONTH}/2026/phat-dong"]
    with office.desk("soan") as desk:
        for key in keys:
            workflow.submit(desk, key, reason="diễn tập")
    give(office, theme="Chủ đề mới", phone_police="02203 999 888")
    browser = entered(office, "soan")
    assert browser.get(f"{ADDRESS}?nam=2026").text.count('name="noi-dung"') == 2
    seen = [f"{key}={item(office, key).version}" for key in keys]
    wrong = browser.post(f"{ADDRESS}/thu-hoi", data={"nam": "2026", "noi-dung": [seen[0], "x=1"]})
    assert (wrong.status_code, item(office, keys[0]).state) == (404, "pending")
    stale = {"nam": "2026", "noi-dung": [seen[0], f"{keys[1]}=99"]}
    assert browser.post(f"{ADDRESS}/thu-hoi", data=stale).status_code == 409
    browser.post(f"{ADDRESS}/thu-hoi", data={"nam": "2026", "noi-dung": seen})
    assert [item(office, key).state for key in keys] == ["draft", "draft"]


@pytest.mark.parametrize("path", ["", "/them", "/bo", "/lay-lai", "/thu-hoi"])
def test_a_reader_changes_nothing(office: Office, path: str) -> None:
    give(planned(office), theme="Chung tay")
    form = {"nam": "2026", "dot": MONTH, "ten": "theme", "cu:theme": "Chung tay"}
    more = {"gia-tri:theme": "Khác", "ten-moi": "x", "gia-tri-moi": "y"}
    answer = entered(office, "xem").post(f"{ADDRESS}{path}", data=form | more)
    assert (answer.status_code, fact(office, "theme")) == (400, GivenFact("theme", "Chung tay"))


def test_stale_and_missing_facts_are_marked(office: Office) -> None:
    with planned(office).desk("soan") as desk:
        old = Details(verified_on=date(2025, 1, 1))
        set_facts(desk, 2026, "chung", {PHONE: "02203 111 222"}, old)
    html = entered(office, "xem").get(f"{ADDRESS}?nam=2026").text
    assert html.count("Đã lâu chưa gọi lại (quá 180 ngày)") == 1
    assert html.count("thiếu số liệu này thì chưa nội dung nào của đợt duyệt được") == 1


def test_the_page_offers_what_can_be_done_and_shows_no_names_of_the_program(office: Office) -> None:
    browser = entered(planned(office), "soan")
    page = browser.get(f"{ADDRESS}?nam=2026").text
    assert ("(phone_police)" in page, "Lấy lại số điện thoại" in page) == (False, False)
    with office.desk("soan") as desk:
        set_facts(desk, 2025, "chung", {"phone_police": "0220 3123 456"})
    assert "người ký của năm 2025" in browser.get(f"{ADDRESS}?nam=2026").text


def test_phones_are_shown_in_groups_and_dialled_without_but_kept_as_typed(office: Office) -> None:
    give(planned(office), phone_police="02203111222")
    browser = entered(office, "soan")
    shown = '<a class="cham" href="tel:02203111222">0220 3111 222</a>'
    assert shown in browser.get(f"/chien-dich/{MONTH}?nam=2026").text
    kept = fact(office, "phone_police")
    assert kept is not None and kept.value == "02203111222"
    assert "1900 969 680" in browser.get("/cai-dat/loi?loai=hotlines").text
