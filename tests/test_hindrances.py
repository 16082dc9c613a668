"""What keeps posts from going on is told on the first page and in the letter, until it is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from cli_kit import Terminal
from doctor_kit import look
from engine_kit import DAY, HOUR, MINUTE, SOON, START, Bureau, bureau
from web_kit import client

from habac24h import memory, workflow
from habac24h.channels.practice_page import Fault
from habac24h.clock import VirtualClock
from habac24h.models import Page
from habac24h.office import Office
from habac24h.reminders.digest import gather
from habac24h.workflow.hindrances import hindrances
from habac24h.workflow.pages import PRACTICE_ID

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def told(here: Bureau) -> list[str]:
    with here.office.database.read() as session:
        return hindrances(session, here.clock.now(), here.office.settings.zone)


def first_page(here: Bureau) -> str:
    return client(here.office).get("/").text


def in_letter(here: Bureau) -> list[str]:
    with here.office.database.read() as session:
        parts = gather(session, here.clock.now(), here.office.settings).parts
    return [entry.text for part in parts if part.id == "tro-ngai" for entry in part.entries]


def test_a_page_that_does_not_answer_is_told_since_when(
    here: Bureau, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here.run()
    here.wall.faults.add(Fault("reset", call="list", times=2))
    here.run()
    here.clock.advance(MINUTE)
    here.run()
    (said,) = told(here)
    assert said.startswith("Chưa xem được trang từ 07:00 01/01: ")
    assert in_letter(here) == [said]
    page = first_page(here)
    assert "Chưa xem được trang từ 07:00 01/01" in page
    assert "Đang đăng bình thường" not in page
    monkeypatch.setenv("HABAC24H_DATABASE_URL", here.office.database.url)
    here.office.home.mkdir(exist_ok=True)
    status = Terminal(here.office.home, capsys).ok("fanpage", "status").out
    assert "Đang đăng, nhưng gặp trở ngại." in status
    assert said in status
    assert said in look(here.office.home)["publishing"].said
    here.clock.advance(MINUTE)
    here.run()
    assert told(here) == []
    assert "Đang đăng bình thường" in first_page(here)


def test_what_blocks_the_page_is_told_in_the_letter_and_not_twice(here: Bureau) -> None:
    here.wall.faults.add(Fault("error", call="list", code=190, status=400))
    here.run()
    with here.office.database.read() as session:
        blocked = session.get_one(Page, PRACTICE_ID).blocked
    assert told(here) == in_letter(here) == [blocked]
    assert "Chưa xem được trang" not in first_page(here)


def test_a_wrong_clock_is_told_in_the_letter(here: Bureau) -> None:
    with here.office.database.write() as session:
        memory.remember(session, memory.WRONG_CLOCK, "Đồng hồ của máy nhanh 30 giờ.")
    assert in_letter(here) == ["Đồng hồ của máy nhanh 30 giờ."]


def test_an_airing_that_no_pass_can_deal_with_is_named(
    here: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    from habac24h.engine import quick

    def broken(*_given: Any) -> Any:
        raise RuntimeError("anything")

    key = here.approved(HOUR)
    with monkeypatch.context() as patch:
        patch.setattr(quick, "take", broken)
        here.run()
    assert f"Lần kiểm tra gần nhất gặp lỗi ở “{here.item(key).title}”" in first_page(here)
    assert len(told(here)) == 1
    here.run()
    assert (told(here), here.state(key)) == ([], "handed_over")


def test_a_post_that_may_not_be_taken_back_says_what_facebook_says(here: Bureau) -> None:
    """Staff had scheduled these words by hand: only the app that made a post may delete it."""
    here.wall.staff_post("Lời hẹn sẵn.", at=START + SOON)
    key = here.approved(SOON, "Lời hẹn sẵn.")
    here.run()
    with here.desk() as desk:
        workflow.cancel(desk, key, reason="thôi")
    fault = Fault("error", call="delete", code=200, status=403)
    here.wall.faults.add(fault)
    here.run()
    assert here.state(key) == "withdrawing"
    said = here.airing(key).said
    assert said
    assert f"<b>Facebook nói:</b> “{said}”" in first_page(here)
    here.clock.advance(DAY)
    here.run()
    assert (here.state(key), here.airing(key).said) == ("cancelled", None)
