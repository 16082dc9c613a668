"""Kept pages: never older than the rows, whoever changed them, and never another visitor's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import START
from matrix_kit import PAGES, Row
from sample_office import Sample, build
from signed_kit import entered, staff
from web_kit import TestClient, submit, write

from habac24h import workflow
from habac24h.accounts import sessions
from habac24h.clock import VirtualClock
from habac24h.models import Account
from habac24h.office import Office, open_office
from habac24h.web.kept import MOST_QUERY, Pages
from habac24h.workflow import people

MAIN = ("/", "/lich", "/duyet", "/noi-dung/{draft}")
POSTS = [row for row in PAGES if row.path.startswith("/viec/") and row.letters[-1] == "y"]


def kept(browser: TestClient) -> Pages:
    found: Pages = browser.app.state.kept  # type: ignore[attr-defined]
    return found


def test_a_page_is_made_once_until_something_changes(office: Office) -> None:
    staff(office)
    key = write(office, "Bài")
    browser = entered(office, "soan")
    first, second = browser.get("/"), browser.get("/")
    assert (kept(browser).found, first.content) == (1, second.content)
    assert first.headers == second.headers
    submit(office, key)
    third = browser.get("/")
    assert (kept(browser).found, third.content == first.content) == (1, False)


def test_a_kept_page_is_its_visitors_alone(office: Office) -> None:
    staff(office)
    write(office, "Bài")
    browser = entered(office, "soan")
    assert browser.get("/").text.count("soan</a>") == 1
    other = TestClient(browser.app, base_url="http://127.0.0.1:8024")
    assert other.get("/", follow_redirects=False).status_code == 303
    with office.database.write() as session:
        account = session.get_one(Account, "duyet")
        other.cookies.set("habac24h", sessions.begin(session, account, office.clock.now()))
    browser.get("/")
    assert other.get("/").text.count("duyet</a>") == 1


@pytest.mark.parametrize("way", ["signed out", "closed", "idle"])
def test_a_session_that_ended_is_shown_no_kept_page(
    office: Office, clock: VirtualClock, way: str
) -> None:
    staff(office)
    browser = entered(office, "duyet")
    assert [browser.get("/").status_code for _ in range(2)] == [200, 200]
    with office.database.write() as session:
        if way == "closed":
            people.disable(session, "duyet", clock.now())
        elif way == "signed out":
            sessions.end_all(session, "duyet")
    if way == "idle":
        clock.advance(sessions.IDLE)
    assert browser.get("/", follow_redirects=False).status_code == 303


def test_a_new_minute_makes_a_new_page(office: Office, clock: VirtualClock) -> None:
    staff(office)
    browser = entered(office, "soan")
    clock.set(START + timedelta(seconds=10))
    assert [browser.get("/").status_code for _ in range(2)] == [200, 200]
    clock.advance(timedelta(seconds=49))
    browser.get("/")
    assert kept(browser).found == 2
    clock.advance(timedelta(seconds=1))
    browser.get("/")
    assert kept(browser).found == 2


def test_using_a_kept_page_still_counts_as_being_there(office: Office, clock: VirtualClock) -> None:
    """Twelve hours of looking at kept pages must not end a session as if nobody were there."""
    staff(office)
    browser = entered(office, "soan")
    for _ in range(13):
        clock.advance(timedelta(hours=1))
        assert [browser.get("/").status_code for _ in range(3)] == [200] * 3


def test_only_whole_pages_that_may_are_kept(office: Office) -> None:
    staff(office)
    browser = entered(office, "soan")
    endless = f"/?n={'9' * MOST_QUERY}"
    for path in ("/tai-khoan", "/khong-co", "/lich?to=9999", "/noi-dung/khong/2026/co", endless):
        browser.get(path)
        browser.get(path)
    assert browser.head("/").content == browser.head("/").content == b""
    assert kept(browser).found == 0


def test_too_much_leaves_by_its_age(office: Office) -> None:
    staff(office)
    browser = entered(office, "soan")
    size = len(browser.get("/").content)
    kept(browser).clear()
    kept(browser)._most = size * 6
    for n in range(12):
        browser.get(f"/?n={n}")
    browser.get("/?n=0")
    assert kept(browser).found == 0
    browser.get("/?n=11")
    assert (kept(browser).found, kept(browser)._bytes <= size * 6) == (1, True)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, _sqlite_office: Path) -> Iterator[Sample]:
    made = build(tmp_path_factory.mktemp("kept"), _sqlite_office, START, signed=True)
    yield made
    made.close()


@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.asked)
def test_after_every_form_every_page_is_new(sample: Sample, row: Row) -> None:
    """What is shown after a form is what would be made anew, on each of the main pages."""
    browser = sample.browser("quan-tri")
    paths = [sample.fill(one) for one in MAIN]
    for path in paths:
        browser.get(path)
    fields = {name: sample.fill(value) for name, value in row.fields.items()}
    browser.post(sample.fill(row.path), data=fields, follow_redirects=False)
    shown = [browser.get(path, follow_redirects=False) for path in paths]
    kept(browser).clear()
    made = [browser.get(path, follow_redirects=False) for path in paths]
    assert [one.text for one in shown] == [one.text for one in made]
    sample.put_back()


def test_another_process_makes_pages_new(office: Office) -> None:
    """The scheduler of another process, a command: whoever writes the rows."""
    staff(office)
    key = write(office, "Bài")
    browser = entered(office, "soan")
    before = [browser.get("/").text for _ in range(2)][1]
    assert (kept(browser).found, before.count("Tên từ nơi khác")) == (1, 0)
    url = office.settings.database_url
    assert url is not None
    script = (
        "import sys; from pathlib import Path; from habac24h.office import open_office\n"
        "from habac24h import workflow\n"
        "here = open_office(Path(sys.argv[1]))\n"
        "with here.desk('duyet') as desk:\n"
        "    workflow.edit(desk, sys.argv[2], title='Tên từ nơi khác')\n"
    )
    environment = {**os.environ, "HABAC24H_DATABASE_URL": url.get_secret_value()}
    subprocess.run(
        [sys.executable, "-c", script, str(office.home), key], check=True, env=environment
    )
    browser.get("/")
    page = browser.get(f"/noi-dung/{key}").text
    assert page.count("<h1>Tên từ nơi khác</h1>") == 1


def test_another_office_on_the_same_rows_makes_pages_new(office: Office) -> None:
    staff(office)
    key = write(office, "Bài")
    browser = entered(office, "soan")
    shown = [browser.get(f"/noi-dung/{key}").text.count("chờ duyệt") for _ in range(2)]
    other = open_office(office.home, clock=office.clock, settings=office.settings)
    with other.desk("soan") as desk:
        workflow.submit(desk, key)
    other.close()
    assert browser.get(f"/noi-dung/{key}").text.count("chờ duyệt") > shown[1]
