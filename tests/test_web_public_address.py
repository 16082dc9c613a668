"""The public address is set on a page: it counts at once, everywhere, and shuts nobody out."""

from __future__ import annotations

import pytest
from planned_kit import planned
from signed_kit import entered
from sqlmodel import Session, col, select
from test_web_settings import OFFICE, send, wrong
from web_kit import TestClient, client, submit, write

from habac24h import workflow
from habac24h.audit import PROGRAM
from habac24h.calendar import feeds
from habac24h.calendar.selection import Selection
from habac24h.calendar.tables import EventRow
from habac24h.config import Settings
from habac24h.office import Office, open_office
from habac24h.workflow.own_settings import change_settings

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
PUBLIC, OUTSIDE = "https://lich.habac.example", {"host": "lich.habac.example"}


@pytest.fixture
def browser(office: Office) -> TestClient:
    return entered(planned(office), "quan-tri")


def feed(office: Office) -> str:
    """The address of a calendar of everything, drafts too."""
    with office.database.write() as session:
        chosen = Selection(drafts=True)
        token = feeds.add(session, "Mọi việc", chosen, by=PROGRAM, now=office.clock.now())
    return f"/lich/{token}.ics"


def links(session: Session) -> int:
    """How many events of the calendar lead to the public address."""
    bodies = session.exec(select(EventRow.body).where(col(EventRow.airing_id).is_not(None)))
    return sum(b"lich.habac.example" in body for body in bodies)


def test_it_counts_at_once_for_names_and_links(office: Office, browser: TestClient) -> None:
    address = feed(office)
    assert browser.get(address, headers=OUTSIDE).status_code == 400
    before = browser.get(address)
    assert send(browser, OFFICE, public_url=f"{PUBLIC}/").status_code == 303
    after = browser.get(address, headers={**OUTSIDE, "If-None-Match": before.headers["etag"]})
    assert (after.status_code, b"URL:https://lich.habac.example/" in after.content) == (200, True)
    assert browser.get("/", headers=OUTSIDE).status_code == 404
    send(browser, OFFICE, public_url="")
    assert (office.settings.public_url, browser.get(address, headers=OUTSIDE).status_code) == (
        None,
        400,
    )


def test_a_process_that_only_serves_calendars_hears_of_it(
    office: Office, browser: TestClient
) -> None:
    """Nothing but the unknown name itself makes such a process look at the settings again."""
    address, other = feed(office), open_office(office.home, settings=office.base)
    phone = client(other)
    assert phone.get(address, headers=OUTSIDE).status_code == 400
    send(browser, OFFICE, public_url=PUBLIC)
    assert phone.get(address, headers=OUTSIDE).status_code == 200
    other.close()


@pytest.mark.parametrize("given", ["lich.habac.example", "https://*", "https://x/lich", "*"])
def test_what_is_no_address_is_refused(office: Office, browser: TestClient, given: str) -> None:
    answer = send(browser, OFFICE, public_url=given)
    assert wrong(answer.text)["public_url"].startswith("Phải là địa chỉ http(s)")
    assert browser.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("given", [PUBLIC, "http://10.255.255.1", "https://[2001:db8::1]"])
def test_no_address_shuts_the_office_out(office: Office, browser: TestClient, given: str) -> None:
    send(browser, OFFICE, public_url=given)
    for host in ("127.0.0.1:8024", "localhost:8024", "[::1]:8024"):
        answer = browser.get(OFFICE, headers={"host": host})
        assert (answer.status_code, f'value="{given}"' in answer.text) == (200, True)
    assert send(browser, OFFICE, public_url="").status_code == 303


def test_what_a_process_stamps_meanwhile_has_the_new_address(
    office: Office, browser: TestClient
) -> None:
    """An event keeps its bytes: a link of before would stay until somebody changes the item."""
    other = open_office(office.home, clock=office.clock, settings=office.base)
    with office.desk("quan-tri") as desk:
        change_settings(desk, office.base or Settings(), {"public_url": PUBLIC})
    with other.database.read() as session:
        before = links(session)
    key = write(other, "Bài mới")
    submit(other, key)
    with other.desk("duyet") as desk:
        workflow.approve(desk, key)
    with other.database.read() as session:
        assert links(session) == before + 1
    other.close()


def test_a_new_start_makes_nothing_again(office: Office, browser: TestClient) -> None:
    send(browser, OFFICE, public_url=PUBLIC)
    address = feed(office)
    before = browser.get(address).headers["etag"]
    open_office(office.home, clock=office.clock, settings=office.base).close()
    assert browser.get(address).headers["etag"] == before
