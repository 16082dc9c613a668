"""Cài đặt: office and channels, places, words, calendars, backups; who may change which."""

from __future__ import annotations

import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from planned_kit import MONTH, planned
from signed_kit import entered, item, press
from sqlmodel import select
from web_kit import TestClient, read, write

from habac24h import own_settings, workflow
from habac24h.audit import PROGRAM
from habac24h.calendar import feeds
from habac24h.calendar.selection import Selection
from habac24h.calendar.tables import OfficeEvent
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.models import Audit, Item, OwnWord, Place
from habac24h.office import Office, open_office
from habac24h.workflow import renaming
from habac24h.workflow.findings import findings as item_findings
from habac24h.workflow.own_settings import change_settings

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
OFFICE = "/cai-dat/co-quan"
EVENTS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:hop-1\r\n"
    b"DTSTAMP:20260101T000000Z\r\nDTSTART:20260110T010000Z\r\nDTEND:20260110T020000Z\r\n"
    b"SUMMARY:H\xe1\xbb\x8dp giao ban\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def send(browser: TestClient, address: str, files: Any = None, **fields: str) -> Any:
    form = {name.replace("__", "-"): value for name, value in fields.items()}
    return browser.post(address, data=form, files=files, follow_redirects=False)


def wrong(html: str) -> dict[str, str]:
    return dict(re.findall(r'<span class="sai" id="sai-([^"]*)">(.*?)</span>', html))


def told(html: str) -> str:
    found = re.search(r'<p class="bao-loi" role="alert">(.*?)</p>', html)
    return found[1] if found else ""


def last(office: Office, act: str) -> Audit:
    with office.database.read() as session:
        return session.exec(select(Audit).where(Audit.act == act)).all()[-1]


def test_every_section_is_one_step_away(office: Office) -> None:
    browser = entered(planned(office), "xem")
    page = read(browser.get("/cai-dat"))
    ways = [way for way in page.links.values() if way.startswith(("/cai-dat/", "/nhat-ky"))]
    assert len(ways) == 12
    assert [browser.get(way).status_code for way in ways if "suc-khoe" not in way] == [200] * 10


def test_a_setting_counts_at_once_here_and_in_a_running_engine(office: Office) -> None:
    browser = entered(planned(office), "quan-tri")
    with office.engine() as engine:
        assert engine.settings.handover_days == 7
        answer = send(browser, OFFICE, office="xã Hà Nam", handover_days="3")
        assert answer.status_code == 303
        assert engine.renewed().settings.handover_days == 3
    assert "Truyền thông xã Hà Nam" in browser.get("/").text
    assert last(office, "settings").details == {
        "settings": {"office": ["xã Hà Bắc", "xã Hà Nam"], "handover_days": [7, 3]}
    }


def test_a_new_start_and_another_process_take_up_what_the_page_changed(office: Office) -> None:
    send(entered(planned(office), "quan-tri"), OFFICE, quiet_hours="22:00-05:00")
    again = open_office(office.home, clock=office.clock, settings=office.base)
    assert again.settings.quiet_hours == "22:00-05:00"
    again.close()


def from_elsewhere(here: Office, **values: Any) -> None:
    """What a page of another process changes: this one hears of it by the rows alone."""
    other = open_office(here.home, clock=here.clock, settings=here.base)
    with other.desk("quan-tri") as desk:
        change_settings(desk, here.base or here.settings, values)
    other.close()


def test_a_web_process_without_a_scheduler_takes_up_what_another_changed(office: Office) -> None:
    browser = entered(planned(office), "duyet")
    key = write(office, "Bài")
    assert "Truyền thông xã Hà Bắc" in browser.get("/").text
    from_elsewhere(office, office="xã Hà Nam")
    assert "Truyền thông xã Hà Nam" in browser.get("/").text
    with office.desk("duyet") as desk:
        workflow.submit(desk, key)
    from_elsewhere(office, approval="one-person")  # the very next request may be a form
    answer = press(browser, office, "duyet", key)
    assert (answer.status_code, item(office, key).state) == (303, "approved")


def test_a_calendar_that_was_fetched_before_is_new_after_another_name(office: Office) -> None:
    browser = entered(planned(office), "quan-tri")
    with office.database.write() as session:
        token = feeds.add(session, "Điện thoại", Selection(), by=PROGRAM, now=office.clock.now())
    address = f"/lich/{token}.ics"
    before = browser.get(address)
    send(browser, OFFICE, office="xã Hà Nam")
    after = browser.get(address, headers={"If-None-Match": before.headers["etag"]})
    assert ("xã Hà Bắc" in before.text, after.status_code) == (True, 200)
    assert ("xã Hà Bắc" in after.text, "xã Hà Nam" in after.text) == (False, True)


def test_a_wrong_value_stands_beside_its_field_and_nothing_is_stored(office: Office) -> None:
    browser = entered(planned(office), "quan-tri")
    answer = send(browser, OFFICE, office="xã Khác", quiet_hours="25:00", handover_days="40")
    assert (answer.status_code, sorted(wrong(answer.text))) == (
        400,
        ["handover_days", "quiet_hours"],
    )
    assert wrong(answer.text)["handover_days"] == "Phải ≤ 28."
    assert office.settings.office == "xã Hà Bắc"


def test_what_a_variable_decides_no_page_changes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HABAC24H_QUIET_HOURS", "21:00-06:00")
    browser = entered(planned(office), "quan-tri")
    field = re.search(r'<input id="quiet_hours"[^>]*>', browser.get(OFFICE).text)
    assert field is not None
    assert " disabled" in field[0]
    send(browser, OFFICE, quiet_hours="22:00-05:00")
    assert office.settings.quiet_hours == "21:00-06:00"


def test_a_kept_value_that_a_newer_program_refuses_locks_nobody_out(office_url: str) -> None:
    found = own_settings.usable(Settings(), {"handover_days": 99, "office": "xã Hà Nam"})
    assert (found.handover_days, found.office) == (7, "xã Hà Nam")


def test_nothing_but_harmless_settings_is_changed_by_a_page(office: Office) -> None:
    browser = entered(planned(office), "quan-tri")
    answer = send(browser, OFFICE, timezone="UTC", page_token="x", database_url="sqlite:///x")
    assert (answer.status_code, office.settings.timezone) == (400, "Asia/Ho_Chi_Minh")


@pytest.mark.parametrize("name", ["soan", "duyet", "xem"])
def test_settings_are_the_administrator_s(office: Office, name: str) -> None:
    answer = send(entered(planned(office), name), OFFICE, office="xã Khác")
    assert (answer.status_code, office.settings.office) == (400, "xã Hà Bắc")


def test_places_are_added_renamed_and_taken_out_by_their_person(office: Office) -> None:
    browser, address = entered(planned(office), "soan"), "/cai-dat/dia-diem"
    send(browser, f"{address}/them", ma="thon-dong", ten="Thôn Đông", loai="thon")
    send(browser, f"{address}/ten", ma="thon-dong", ten="Thôn Đông mới")
    with office.database.read() as session:
        place = session.get_one(Place, "thon-dong")
    assert (place.name, place.kind) == ("Thôn Đông mới", "thon")
    row = last(office, "place-rename")
    assert (row.by, row.before, row.after) == ("soan", "Thôn Đông", "Thôn Đông mới")
    send(browser, f"{address}/bo", ma="thon-dong")
    assert told(send(browser, f"{address}/bo", ma="thon-dong").text).startswith(
        "Không có địa điểm “thon-dong”"
    )


def test_a_renamed_place_is_followed_by_the_words_that_name_it(office: Office) -> None:
    """An example's name stops an item; drafts of the program take the new name, others are told."""
    browser, address = entered(planned(office), "soan"), "/cai-dat/dia-diem"
    with office.database.read() as session:
        place = session.get_one(Place, "thon-1")
        (first,) = renaming.naming(session, place.name)
        second = item(office, f"{MONTH}/2026/tong-ket")
        rules = {one.rule for one in item_findings(session, first, None, office.settings)}
    assert "TEN-VI-DU" in rules
    with office.desk("soan") as desk:
        workflow.edit(desk, second.key, text=f"Mời bà con đến {place.name}.")
    answer = send(browser, f"{address}/ten", ma="thon-1", ten="Nhà văn hóa thôn Đông")
    shown = browser.get(answer.headers["location"]).text
    with office.database.read() as session:
        left = [one.key for one in renaming.naming(session, place.name)]
        again = session.get_one(Item, first.id)
    assert left == [second.key]
    assert (second.title in shown, "đã được viết lại theo tên mới" in shown) == (True, True)
    assert ('href="/don-vi"' in shown, "Nhà văn hóa thôn Đông" in again.title) == (True, True)


def test_a_template_is_tried_on_a_real_item_before_it_is_kept(office: Office) -> None:
    browser = entered(planned(office), "soan")
    address = "/cai-dat/loi/templates/fanpage/thang-hanh-dong-tong-ket/1"
    html = browser.get(address).text
    version = re.search(r'name="ban" value="(\d+)"', html)
    assert version is not None
    tried = send(browser, address, viec="thu", ban=version[1], loi="Cảm ơn {{ year ")
    assert (tried.status_code, told(tried.text) != "") == (400, True)
    tried = send(browser, address, viec="thu", ban=version[1], loi="Cảm ơn bà con năm {{ year }}.")
    assert "<p>Cảm ơn bà con năm 2026.</p>" in tried.text
    with office.database.read() as session:
        assert session.get(OwnWord, "templates/fanpage/thang-hanh-dong-tong-ket/1") is None
    answer = send(browser, address, viec="luu", ban=version[1], loi="Cảm ơn bà con năm {{ year }}.")
    assert answer.status_code == 303
    page = browser.get(address).text
    assert '<p class="them">+Cảm ơn bà con năm {{ year }}.</p>' in page
    stale = send(browser, address, viec="tra", ban=version[1])
    assert told(stale.text).startswith("Mục này vừa được người khác đổi")
    assert send(browser, address, viec="tra", ban="1").status_code == 303


def test_a_rule_is_an_approver_s_and_must_catch_its_own_example(office: Office) -> None:
    address = "/cai-dat/loi/rules/ST01"
    planned(office)
    assert told(send(entered(office, "soan"), address, viec="tat", ban="0").text) != ""
    browser = entered(office, "duyet")
    text = "id: ST01\nsev: block\nre: khongbaogio\nex: Câu này không có gì\n"
    assert send(browser, address, viec="thu", ban="0", loi=text).status_code == 400
    assert send(browser, address, viec="tat", ban="0").status_code == 303
    assert "đã tắt" in browser.get("/cai-dat/loi?loai=rules&rieng=1").text


def test_an_own_abbreviation_is_added_and_listed(office: Office) -> None:
    browser = entered(planned(office), "soan")
    form = {"loai": "abbreviations", "ma": "HBX", "loi": "- {abbr: HBX, read: Hà Bắc xanh}"}
    assert send(browser, "/cai-dat/loi", **form).status_code == 303
    assert told(send(browser, "/cai-dat/loi", **form).text).startswith("Đã có mục “HBX”")
    page = read(browser.get("/cai-dat/loi?loai=abbreviations&rieng=1"))
    assert page.links["HBX"] == "/cai-dat/loi/abbreviations/HBX"


def test_an_address_of_the_calendar_is_shown_once_and_revoked(office: Office) -> None:
    browser = entered(planned(office), "quan-tri")
    html = send(browser, "/cai-dat/lich/them", ten="Thôn Đông", nhac="co").text
    address = re.search(r'value="(http://127\.0\.0\.1:8024/lich/[\w-]{43})"', html)
    assert address is not None
    assert browser.get(f"{address[1]}.ics").status_code == 200
    assert address[1] not in browser.get("/cai-dat/lich").text
    assert send(browser, "/cai-dat/lich/thu-hoi", ten="Thôn Đông").status_code == 303
    assert browser.get(f"{address[1]}.ics").status_code == 404
    with office.database.read() as session:
        assert feeds.everyone(session) == []


def test_the_office_s_own_calendar_is_taken_in_and_forgotten(office: Office) -> None:
    browser = entered(planned(office), "soan")
    file = {"tep": ("hop.ics", EVENTS, "text/calendar")}
    assert send(browser, "/cai-dat/lich/nhap", files=file).status_code == 303
    with office.database.read() as session:
        assert [one.summary for one in session.exec(select(OfficeEvent))] == ["Họp giao ban"]
    assert send(browser, "/cai-dat/lich/bo", uid="hop-1").status_code == 303
    broken = {"tep": ("hop.ics", b"xin chao", "text/calendar")}
    assert told(send(browser, "/cai-dat/lich/nhap", files=broken).text) != ""


def test_a_backup_is_made_listed_and_given_to_the_administrator_alone(office: Office) -> None:
    browser, address = entered(planned(office), "quan-tri"), "/cai-dat/sao-luu"
    assert send(browser, address).status_code == 303
    way = next(link for link in read(browser.get(address)).links.values() if link.endswith(".zip"))
    archive = zipfile.ZipFile(BytesIO(browser.get(way).content))
    assert "manifest.json" in archive.namelist()
    assert entered(office, "duyet").get(way).status_code == 400
    assert browser.get(f"{address}/..%2Fhabac24h.toml").status_code == 404


def test_a_second_press_finds_the_backup_that_was_just_made(
    office: Office, clock: VirtualClock
) -> None:
    browser, address = entered(planned(office), "quan-tri"), "/cai-dat/sao-luu"
    folder = office.home / "sao-luu"
    assert send(browser, address).headers["location"] == f"{address}?xong=sao-luu"
    clock.advance(timedelta(seconds=59))
    again = send(browser, address).headers["location"]
    assert (again, len(list(folder.iterdir()))) == (f"{address}?xong=vua-xong", 1)
    assert "vừa được làm xong chưa đến một phút trước" in browser.get(again).text
    clock.advance(timedelta(seconds=1))
    assert send(browser, address).headers["location"] == f"{address}?xong=sao-luu"


def test_two_presses_at_once_make_one_backup(office: Office) -> None:
    browser, address = entered(planned(office), "quan-tri"), "/cai-dat/sao-luu"
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda _: send(browser, address).headers["location"], range(2)))
    assert sorted(told) == [f"{address}?xong=sao-luu", f"{address}?xong=vua-xong"]
    assert len(list((office.home / "sao-luu").iterdir())) == 1


def test_the_page_of_an_edition_links_to_its_definition(office: Office) -> None:
    page = read(entered(planned(office), "xem").get(f"/chien-dich/{MONTH}?nam=2026"))
    assert page.links["Sửa định nghĩa"] == f"/chien-dich/{MONTH}/dinh-nghia?nam=2026"


def test_entries_stand_by_channel_and_campaign_with_their_first_words(office: Office) -> None:
    browser = entered(planned(office), "soan")
    page = browser.get("/cai-dat/loi").text
    assert "<summary><b>Fanpage: Tháng hành động vì bình đẳng giới" in page
    assert "<b>Đoạn dùng chung</b>" in page
    assert (
        'href="/cai-dat/loi/templates/fanpage/gia-dinh-bai-chinh/1">Bài chính Ngày Gia đình' in page
    )
    assert '<span class="dau">(fanpage/gia-dinh-bai-chinh/1)</span>' in page
    assert ">Công an, trường hợp khẩn cấp</a>" in browser.get("/cai-dat/loi?loai=hotlines").text
    found = browser.get("/cai-dat/loi?tim=dậy+sớm+nhất").text
    assert (found.count("gia-dinh-bai-chinh/1)"), found.count("phu-nu-bai-chinh")) == (1, 0)
