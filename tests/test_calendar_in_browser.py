"""Moving on the calendar in a real browser: by mouse with undo, by keys, by finger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from browser_kit import PHONE, seen
from playwright.sync_api import Browser
from signed_kit import item, staff
from web_kit import approve, write

from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.office import Office, open_office
from habac24h.workflow.view import one

pytestmark = pytest.mark.browser

START = datetime(2026, 11, 16, 8, 0, tzinfo=Settings().zone)
LIFT = """([from, to]) => {
  const touch = (kind, target, x, y) => {
    const one = new Touch({identifier: 1, target, clientX: x, clientY: y});
    const left = kind === 'touchend' ? [] : [one];
    target.dispatchEvent(new TouchEvent(kind, {touches: left, changedTouches: [one],
      bubbles: true, cancelable: true}));
  };
  const box = one => one.getBoundingClientRect();
  const entry = document.querySelector(from), link = entry.querySelector('a');
  const day = document.querySelector(to);
  day.scrollIntoView({block: 'end'});
  touch('touchstart', link, box(link).x + 5, box(link).y + 5);
  return new Promise(done => setTimeout(() => {
    touch('touchmove', link, box(day).x + 20, box(day).y + 10);
    touch('touchend', link, box(day).x + 20, box(day).y + 10);
    done();
  }, 600));
}"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = open_office(tmp_path, clock=VirtualClock(START), settings=Settings(cards=False))
    staff(found)
    yield found
    found.close()


def due(office: Office, key: str) -> str:
    with office.database.read() as session:
        at = one(session, item(office, key)).airings[0].due
    return f"{at.astimezone(office.settings.zone):%d/%m %H:%M}"


def test_an_entry_is_dragged_to_another_day_and_taken_back(
    chromium: Browser,
    office: Office,
) -> None:
    key = write(office, "Bài", days=1)
    with seen(chromium, office, "soan") as page:
        page.goto("/lich")
        page.locator(".muc").drag_to(page.locator('[data-ngay="2026-11-20"]'))
        page.get_by_text("Đã dời").wait_for()
        assert due(office, key) == "20/11 08:00"
        page.locator(".muc > a:focus").wait_for()
        page.get_by_role("button", name="Hoàn tác").click()
        page.get_by_text("Đã hoàn tác").wait_for()
        assert due(office, key) == "17/11 08:00"


def test_keys_move_an_approved_entry_only_after_the_question(
    chromium: Browser,
    office: Office,
) -> None:
    key = approve(office, write(office, "Bài", days=1))
    with seen(chromium, office, "soan") as page:
        page.goto("/lich")
        page.locator(".muc > a").press("Alt+ArrowDown")
        question = page.get_by_role("dialog")
        assert question.locator("h2").inner_text() == "Dời sang ngày 24/11/2026?"
        assert question.locator("[data-noi]").inner_text() == (
            "Bài đã duyệt: dời thì đã duyệt → chờ duyệt lại."
        )
        question.get_by_role("button", name="Thôi").click()
        assert (due(office, key), item(office, key).state) == ("17/11 08:00", "approved")
        page.locator(".muc > a").press("Alt+ArrowLeft")
        page.get_by_role("button", name="Dời", exact=True).click()
        page.get_by_text("Đã dời").wait_for()
        assert (due(office, key), item(office, key).state) == ("16/11 08:00", "pending")


def test_a_finger_holds_an_entry_and_carries_it_down_the_list(
    chromium: Browser,
    office: Office,
) -> None:
    key = write(office, "Bài", days=1)
    with seen(chromium, office, "soan", wide=PHONE, has_touch=True) as page:
        page.goto("/lich")
        page.evaluate(LIFT, [".muc", '[data-ngay="2026-11-19"]'])
        page.get_by_text("Đã dời").wait_for()
        assert due(office, key) == "19/11 08:00"
