"""The practice wall behind our page."""

from __future__ import annotations

import pytest
from web_kit import Read, client, read

from habac24h import workflow
from habac24h.models import Page
from habac24h.office import Office
from habac24h.web.security import WALL_POLICY
from habac24h.workflow import pages

pytestmark = pytest.mark.sqlite


def test_the_wall_is_framed_by_our_page(office: Office) -> None:
    page = office.practice_page()
    answer = client(office, practice=page).get("/trang-chay-thu")
    assert answer.text.count('src="/trang-chay-thu/tuong" title="Tường của trang chạy thử"') == 1


def test_a_post_is_framed_at_its_place(office: Office) -> None:
    page = office.practice_page()
    answer = client(office, practice=page).get('/trang-chay-thu?bai=1_2"><b>')
    assert answer.text.count('src="/trang-chay-thu/tuong#1_2%22%3E%3Cb%3E"') == 1


def test_the_wall_itself_may_be_framed_by_us_alone(office: Office) -> None:
    office.home.mkdir(exist_ok=True)
    page = office.practice_page()
    page.staff_post("Chào bà con")
    answer = client(office, practice=page).get("/trang-chay-thu/tuong")
    assert answer.headers["content-security-policy"] == WALL_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert Read(answer.text).blocks.count("Chào bà con") == 1


def test_without_a_practice_page_there_is_no_wall(office: Office) -> None:
    assert client(office).get("/trang-chay-thu/tuong").status_code == 404
    assert read(client(office).get("/trang-chay-thu")).blocks[-4:-1] == [
        "Trang chạy thử",
        "Trang chạy thử không chạy trong chương trình này vì đã mở bằng --no-scheduler. "
        "Mở lại bằng lệnh dưới đây để xem.",
        "habac24h serve",
    ]


def test_a_real_page_has_no_practice_wall(office: Office) -> None:
    with office.database.write() as session:
        desk = workflow.Desk.reader(session, office.settings, office.clock.now())
        page = Page(page_id="123", name="Hà Bắc 24h", connected_at=office.clock.now())
        pages.make_live(desk, page)
    assert read(client(office).get("/trang-chay-thu")).blocks[-3] == (
        "Chương trình đang dùng trang thật “Hà Bắc 24h” trên Facebook nên không có trang chạy thử."
    )
