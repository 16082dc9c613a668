"""The web application as a whole: headers, names, methods, pages for trouble, hostile words."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from web_kit import APPROVER, WRITER, Read, TestClient, arrive, client, read, write

from habac24h import workflow
from habac24h.office import Office
from habac24h.web.app import make_app
from habac24h.web.security import PAGE_POLICY

PAGES = (
    "/",
    "/lich",
    "/chien-dich",
    "/trang-chay-thu",
    "/lich.ics",
    "/healthz",
    "/static/pages.css",
    "/khong-co",
)
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}<img src=x onerror=y>"


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_security_headers(office: Office, address: str) -> None:
    headers = client(office).get(address).headers
    assert headers["content-security-policy"] == PAGE_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", PAGES)
def test_head_answers_as_get_does_without_a_body(office: Office, address: str) -> None:
    browser = client(office)
    got, head = browser.get(address), browser.head(address)
    assert (head.status_code, head.headers["content-type"]) == (
        got.status_code,
        got.headers["content-type"],
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/", "/lich", "/noi-dung/a/2026/b", "/lich.ics", "/healthz"])
def test_nothing_can_be_changed_over_the_web(office: Office, method: str, address: str) -> None:
    answer = client(office).request(method, address)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::2]", ""])
def test_only_names_of_this_computer_are_answered(office: Office, host: str) -> None:
    answer = client(office).get("/", headers={"host": host})
    assert (answer.status_code, answer.text) == (
        400,
        "Chương trình không mở được dưới tên này. Trên máy của cơ quan, hãy mở "
        "http://127.0.0.1:8024.\n",
    )


@pytest.mark.parametrize("host", ["127.0.0.1:8024", "localhost:9", "[::1]:8024", "localhost"])
def test_names_of_this_computer_are_answered(office: Office, host: str) -> None:
    assert client(office).get("/", headers={"host": host}).status_code == 200


def test_an_address_that_is_none_has_a_vietnamese_page(office: Office) -> None:
    answer = client(office).get("/khong-co")
    page = read_trouble(answer.text)
    assert answer.status_code == 404
    assert page == (
        "Không có trang này",
        "Địa chỉ này không có; có thể nội dung đã đổi mã hoặc gõ nhầm.",
    )


def test_an_unforeseen_failure_shows_no_insides_and_keeps_the_headers(office: Office) -> None:
    app = make_app(office)

    @app.get("/hong")
    def broken() -> None:
        raise RuntimeError("secret insides")

    browser = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    answer = browser.get("/hong")
    assert (answer.status_code, "secret insides" in answer.text) == (500, False)
    assert read_trouble(answer.text)[0] == "Chương trình gặp lỗi"
    assert answer.headers["content-security-policy"] == PAGE_POLICY


def test_no_page_names_the_programs_documentation(office: Office) -> None:
    browser = client(office)
    assert [browser.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [
        404,
        404,
        404,
    ]


def test_hostile_words_stay_words_on_every_page(office: Office) -> None:
    arrive(office)
    key = write(office, HOSTILE, text=f"{HOSTILE}\n{HOSTILE}", days=0.1)
    with office.desk(WRITER) as desk:
        workflow.submit(desk, key, reason=HOSTILE)
    with office.desk(APPROVER) as desk:
        workflow.return_(desk, key, reason=HOSTILE)
    browser = client(office)
    for address in ("/", "/lich?kieu=danh-sach", f"/noi-dung/{key}"):
        answer = browser.get(address)
        page = read(answer)
        ours = answer.text.count('<script type="module" src="/static/js/')
        assert (page.tags.count("script"), page.tags.count("img")) == (ours, 0)
        assert page.blocks.count(" ".join(HOSTILE.split())) >= 1


def test_hostile_addresses_are_refused_in_words(office: Office) -> None:
    browser = client(office)
    for address in ("/lich?campaign=%00", "/noi-dung/%00", f"/noi-dung/{HOSTILE}", "/lich?to=9999"):
        answer = browser.get(address)
        assert answer.status_code in (400, 404, 422)
        assert "<script>alert" not in answer.text


def test_pages_have_their_language_one_main_heading_and_headings_in_order(office: Office) -> None:
    arrive(office)
    key = write(office, "Bài")
    for address in ("/", "/lich", f"/noi-dung/{key}", "/trang-chay-thu"):
        answer = client(office).get(address)
        levels = [level for level, _text in read(answer).headings]
        assert answer.text.startswith('<!DOCTYPE html>\n<html lang="vi">')
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_ids_on_a_page_are_used_once(office: Office) -> None:
    arrive(office)
    for n in range(3):
        write(office, f"Bài {n}", days=n)
    for address in ("/", "/lich"):
        ids = read(client(office).get(address)).ids
        assert len(ids) == len(set(ids))


def test_pages_ask_for_nothing_outside_and_hold_no_script() -> None:
    folder = Path(make_app.__code__.co_filename).parent
    for file in (*folder.glob("templates/*.html"), *folder.glob("static/*.css")):
        written = file.read_text(encoding="utf-8")
        ours = written.replace('<script type="module" src="/static/', "")
        ours = re.sub(r"<code>.*?</code>", "", ours)  # lines to be written into a file
        found = [word for word in ("<script", "https://", "url(", "style=") if word in ours]
        assert found == [], file.name


def read_trouble(html: str) -> tuple[str, str]:
    """The heading and the sentence of a page for trouble."""
    page = Read(html)
    place = page.blocks.index(page.headings[0][1])
    return page.blocks[place], page.blocks[place + 1]
