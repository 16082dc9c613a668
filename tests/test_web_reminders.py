"""Nhắc việc on pages: what must be known, how the letter went, and the calendar for phones."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from signed_kit import entered, staff
from web_kit import approve, arrive, client, read, submit, write

from habac24h.chores.ledger import Outcome
from habac24h.chores.tables import ChoreRow
from habac24h.clock import VirtualClock
from habac24h.office import Office

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
MORNING = datetime(2026, 5, 22, 0, 30, tzinfo=UTC)  # 07:30 in the office
ADDRESS = re.compile(r"http://127\.0\.0\.1:8024(/nhac-viec/[A-Za-z0-9_-]{43}\.ics)")


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Office:
    clock.set(MORNING)
    arrive(office)
    submit(office, write(office, "Bài chờ duyệt", text="Lời một.", days=20))
    approve(office, write(office, "Bài ngày mai", text="Lời hai.", days=1.5))
    return office


def test_the_page_says_what_the_letter_would(here: Office) -> None:
    found = read(client(here).get("/nhac-viec"))
    assert found.sections["cho-duyet"] == [
        "Chờ duyệt 1",
        "07:30 Thứ Năm 11/06, Fanpage: Bài chờ duyệt",
    ]
    assert found.links["07:30 Thứ Năm 11/06, Fanpage: Bài chờ duyệt"] == (
        "/noi-dung/thuong-xuyen/2026/rieng-001"
    )
    assert found.links["Thư buổi sáng"] == "/cai-dat/thu"


def test_a_letter_that_failed_stands_on_both_pages(here: Office, clock: VirtualClock) -> None:
    with here.database.write() as session:
        session.add(
            ChoreRow(
                name="digest",
                day=clock.now().date(),
                outcome=Outcome.UNKNOWN,
                started_at=clock.now(),
                said="Mất kết nối.",
            )
        )
    found = read(client(here).get("/nhac-viec"))
    assert found.sections["thu-loi"] == [
        "Thư nhắc ngày Thứ Sáu 22/05/2026 chưa rõ đã đi hay chưa",
        "Mất kết nối.",
        "Xem lại cài đặt thư",
    ]
    assert "Thư nhắc việc ngày 22/05: Mất kết nối." in read(client(here).get("/")).blocks


def test_a_phone_subscribes_until_the_address_is_closed(here: Office, clock: VirtualClock) -> None:
    staff(here)
    admin = entered(here, "quan-tri")
    first = ADDRESS.search(admin.post("/nhac-viec/dia-chi").text)
    assert first is not None
    phone = client(here)
    answer = phone.get(first[1])
    assert (answer.status_code, answer.headers["content-type"]) == (
        200,
        "text/calendar; charset=utf-8",
    )
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert [(str(one["UID"]), str(one["SUMMARY"])) for one in events] == [
        ("nhac-viec-20260522@habac24h", "Nhắc việc: 1 chờ duyệt"),
        ("nhac-viec-20260523@habac24h", "Nhắc việc: 1 việc trong ngày"),
    ]
    today = events[0]
    assert today["DTSTART"].dt == MORNING
    assert "- 07:30 Thứ Năm 11/06, Fanpage: Bài chờ duyệt" in str(today["DESCRIPTION"]).splitlines()
    assert [alarm["TRIGGER"].dt for alarm in today.walk("VALARM")] == [timedelta(0)]
    clock.advance(timedelta(hours=1))
    later = icalendar.Calendar.from_ical(phone.get(first[1]).content).walk("VEVENT")[0]
    assert int(later["SEQUENCE"]) > int(today["SEQUENCE"]) > 0
    second = ADDRESS.search(admin.post("/nhac-viec/dia-chi").text)
    assert second is not None
    assert (phone.get(first[1]).status_code, phone.get(second[1]).status_code) == (404, 200)
    admin.post("/nhac-viec/dong")
    assert phone.get(second[1]).status_code == 404


def test_only_the_administrator_changes_the_address(here: Office) -> None:
    staff(here)
    answer = entered(here, "soan").post("/nhac-viec/dia-chi")
    assert (answer.status_code, ADDRESS.search(answer.text)) == (403, None)


def test_phones_outside_reach_the_calendar_and_nothing_else(here: Office) -> None:
    staff(here)
    settings = here.settings.model_copy(update={"public_url": "https://lich.habac.example"})
    public = replace(here, settings=settings)
    made = entered(public, "quan-tri").post("/nhac-viec/dia-chi").text
    found = re.search(r"https://lich\.habac\.example(/nhac-viec/[\w-]{43}\.ics)", made)
    assert found is not None
    outside = {"host": "lich.habac.example"}
    phone = client(public)
    assert phone.get(found[1], headers=outside).status_code == 200
    assert phone.get("/nhac-viec", headers=outside).status_code == 404
    assert phone.get("/cai-dat/suc-khoe", headers=outside).status_code == 404


def test_the_doctor_s_page_puts_what_is_wrong_first_and_names_no_command(
    here: Office, clock: VirtualClock
) -> None:
    clock.set(datetime(2026, 12, 1, tzinfo=UTC))
    answer = client(here).get("/cai-dat/suc-khoe")
    found = read(answer)
    assert found.headings[:2] == [(1, "Sức khỏe của chương trình"), (2, "Bộ lập lịch")]
    marks = re.findall(r'<li class="(ok|note|wrong)">', answer.text)
    assert marks == sorted(marks, key=["wrong", "note", "ok"].index)
    lines = answer.text.partition('<ul class="kham">')[2].partition("</ul>")[0]
    assert "habac24h " not in lines.replace("habac24h.toml", "")
