"""Kế hoạch: the list of what planning would change, and one button that does exactly that list."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from planned_kit import MONTH, planned
from signed_kit import entered
from sqlmodel import col, func, select
from web_kit import TestClient, read

from habac24h import workflow
from habac24h.campaigns.facts import given
from habac24h.models import Audit, Item
from habac24h.office import Office
from habac24h.workflow.facts import Details, set_facts

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
ADDRESS = "/chien-dich/ke-hoach"


def count(office: Office, year: int) -> int:
    with office.database.read() as session:
        query = select(func.count()).where(Item.year == year, col(Item.campaign) == MONTH)
        return session.exec(query).one()


def shown(browser: TestClient, year: int, campaign: str = MONTH) -> str:
    html = browser.get(f"{ADDRESS}?nam={year}&campaign={campaign}").text
    found = re.search(r'name="danh-sach" value="([0-9a-f]{64})"', html)
    assert found is not None, html
    return found[1]


def press(browser: TestClient, year: int, digest: str, **more: str) -> Any:
    form = {"nam": str(year), "campaign": MONTH, "danh-sach": digest, **more}
    return browser.post(ADDRESS, data=form, follow_redirects=False)


def test_looking_writes_nothing_and_the_button_does_the_list(office: Office) -> None:
    browser = entered(planned(office), "soan")
    digest = shown(browser, 2027)
    assert (count(office, 2026), count(office, 2027)) == (35, 0)
    answer = press(browser, 2027, digest)
    page = read(browser.get(answer.headers["location"]))
    assert count(office, 2027) == 35
    assert page.blocks.count("Đã làm xong danh sách: thêm 35.") == 1
    assert page.headings[1] == (2, "Không có gì phải đổi")


def test_what_was_done_counts_the_drafts_written_again_for_facts_taken_over(office: Office) -> None:
    with planned(office).desk("soan") as desk:
        set_facts(desk, 2026, MONTH, {"phone_police": "0220 3123 456"})
    browser = entered(office, "soan")
    answer = press(browser, 2027, shown(browser, 2027), **{"lay-lai": "co"})
    done = [
        one for one in read(browser.get(answer.headers["location"])).blocks if "làm xong" in one
    ]
    assert re.fullmatch(
        r"Đã làm xong danh sách: thêm 35; rồi điền số liệu lấy lại vào \d+ nội dung\.", done[0]
    )


def test_a_list_that_changed_meanwhile_is_shown_anew_and_nothing_is_done(office: Office) -> None:
    browser = entered(planned(office), "soan")
    digest = shown(browser, 2027)
    press(browser, 2027, digest)
    with office.desk("soan") as desk:
        workflow.edit(desk, f"{MONTH}/2027/tong-ket", text="Lời đã sửa tay.")
    answer = press(browser, 2027, digest)
    assert answer.status_code == 409
    assert "kế hoạch đã khác đi" in answer.text


def test_two_presses_of_one_list_do_it_once(office: Office) -> None:
    browser = entered(planned(office), "soan")
    digest = shown(browser, 2027)
    answers = [press(browser, 2027, digest).status_code for _ in range(2)]
    assert (answers, count(office, 2027)) == ([303, 409], 35)


def test_every_change_stands_with_its_reason_and_what_is_kept_says_why(office: Office) -> None:
    with planned(office).desk("soan") as desk:
        key = f"{MONTH}/2026/tong-ket"
        workflow.move(desk, key, to=desk.item(key).created_at.replace(year=2026, month=12, day=14))
        set_facts(desk, 2026, MONTH, {"theme": "Chung tay"})
    page = read(entered(office, "soan").get(f"{ADDRESS}?nam=2026&campaign={MONTH}"))
    group = page.sections[f"nhom-{MONTH}"]
    assert sum(one.startswith("giữ nguyên 1") for one in group) == 1
    assert [one for one in group if one.startswith("Nội dung đã được")] == [
        "Nội dung đã được dời giờ bằng tay nên giữ nguyên, dù định nghĩa nay khác."
    ]


def test_sentences_on_the_page_name_no_command(office: Office) -> None:
    html = entered(planned(office), "soan").get(f"{ADDRESS}?nam=2027").text
    assert html.count("chưa nội dung nào duyệt được") == 1
    assert "habac24h " not in html.replace("habac24h 0.", "")


def test_copying_to_the_next_year_takes_the_phones_along_when_asked(office: Office) -> None:
    with planned(office).desk("soan") as desk:
        details = Details(verified_on=date(2025, 12, 1))
        set_facts(desk, 2026, "chung", {"phone_police": "02203 111 222"}, details)
    browser = entered(office, "soan")
    press(browser, 2027, shown(browser, 2027), **{"lay-lai": "co"})
    with office.database.read() as session:
        told = [(one.name, one.value, one.verified_on) for one in given(session, MONTH, 2027)]
        copied = select(Audit).where(Audit.act == "facts", col(Audit.by) == "soan")
        rows = [row.details["facts"] for row in session.exec(copied)]
    assert told == [("phone_police", "02203 111 222", date(2025, 12, 1))]
    assert rows == [{"phone_police": "02203 111 222"}] * 2  # given, then taken along, and no more


def test_what_was_added_by_hand_is_named_because_it_does_not_follow(office: Office) -> None:
    with planned(office).desk("soan") as desk:
        to = desk.now.replace(month=11, day=20)
        workflow.new(desk, MONTH, 2026, channel="talk", to=to, title="Hội thi riêng", text="Lời.")
    page = read(entered(office, "soan").get(f"{ADDRESS}?nam=2027&campaign={MONTH}"))
    wanted = "1 nội dung tự thêm của năm 2026 không được chép sang năm 2027"
    assert (page.blocks.count(wanted), page.links.get("Hội thi riêng")) == (
        1,
        f"/noi-dung/{MONTH}/2026/rieng-001",
    )


def test_a_reader_sees_the_list_and_cannot_do_it(office: Office) -> None:
    browser = entered(planned(office), "xem")
    answer = press(browser, 2027, shown(browser, 2027))
    assert (answer.status_code, count(office, 2027)) == (400, 0)


def test_an_edition_shows_how_far_each_channel_is(office: Office) -> None:
    with planned(office).desk("soan") as desk:
        set_facts(desk, 2026, MONTH, {"theme": "Chung tay"})
        workflow.submit(desk, f"{MONTH}/2026/tin-ket-qua", reason="diễn tập")
    html = entered(office, "xem").get(f"/chien-dich/{MONTH}?nam=2026").text
    assert re.findall(r'class="thanh"[^>]*aria-label="([^"]*)"', html) == [
        "chờ duyệt 1, nháp 34",
        "nháp 13",
        "nháp 11",
        "nháp 3",
        "chờ duyệt 1, nháp 2",
        "nháp 5",
    ]
    assert html.count('class="dong-tg"') == 5


def test_an_unplanned_edition_leads_to_its_plan(office: Office) -> None:
    page = read(entered(planned(office), "soan").get(f"/chien-dich/{MONTH}?nam=2028"))
    assert page.links["Lập kế hoạch năm 2028"] == f"{ADDRESS}?nam=2028&campaign={MONTH}"
