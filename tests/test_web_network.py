"""The office's other computers: under names that somebody wrote down, and only signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from api_kit import token
from signed_kit import PASSWORD, kept, staff
from web_kit import TestClient, client

from habac24h.models import Account
from habac24h.office import Office
from habac24h.web.app import make_app
from habac24h.web.visitor import COOKIE
from habac24h.workflow import people

pytestmark = pytest.mark.sqlite

NAME = "may-van-hoa"
SHARED = f"http://{NAME}:8024"


@pytest.fixture
def shared(office: Office) -> Iterator[Office]:
    """The office of the test, named in its network."""
    settings = office.settings.model_copy(update={"allowed_hosts": (NAME, "192.168.1.20")})
    yield replace(office, settings=settings)


def browser(
    office: Office, base: str, *, address: str = "192.168.1.33", **given: Any
) -> TestClient:
    """A browser of another computer, unless the address says otherwise."""
    app = make_app(office, **given)
    return TestClient(app, base_url=base, raise_server_exceptions=False, client=(address, 50000))


def asked(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("location", "")


def test_before_the_first_password_only_this_computer_reads(shared: Office) -> None:
    with shared.database.write() as session:
        people.add(session, "soan", "editor", shared.clock.now())
    there = browser(shared, SHARED)
    assert asked(there.get("/", follow_redirects=False)) == (303, "/dang-nhap?den=/")
    here = browser(shared, "http://127.0.0.1:8024", address="127.0.0.1")
    assert here.get("/").status_code == 200


def test_another_computer_signs_in_and_works(shared: Office) -> None:
    staff(shared)
    there = browser(shared, SHARED)
    form = {"ten": "soan", "mat_khau": PASSWORD}
    origin = {"origin": SHARED}
    answer = there.post("/dang-nhap", data=form, headers=origin, follow_redirects=False)
    assert asked(answer) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert re.sub(r"=[\w-]{43};", "=…;", cookie) == (
        f"{COOKIE}=…; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax"
    )
    assert there.get("/").status_code == 200


@pytest.mark.parametrize("base", [f"https://{NAME}", SHARED])
def test_by_https_the_cookie_never_travels_in_clear(shared: Office, base: str) -> None:
    """A proxy in front speaks http to us; the browser's Origin says how it came."""
    staff(shared)
    there = browser(shared, SHARED)
    form = {"ten": "soan", "mat_khau": PASSWORD}
    sent = {"origin": base, "host": base.partition("//")[2]}
    answer = there.post("/dang-nhap", data=form, headers=sent, follow_redirects=False)
    assert ("; Secure" in answer.headers["set-cookie"]) == base.startswith("https")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", f"http://{NAME}:9", "null", "http://192.168.1.20:8024"]
)
def test_by_plain_http_another_page_starts_nothing(shared: Office, origin: str) -> None:
    staff(shared)
    answer = browser(shared, SHARED).post("/dang-nhap", headers={"origin": origin})
    assert answer.status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8024", "localhost", "[::1]:8024"])
def test_a_loopback_name_from_elsewhere_opens_nothing(shared: Office, host: str) -> None:
    there = browser(shared, SHARED)
    assert there.get("/", headers={"host": host}).status_code == 404
    assert there.get("/dang-nhap", headers={"host": host}).status_code == 404


def test_an_unknown_name_is_refused(shared: Office) -> None:
    assert browser(shared, "http://may-khac:8024").get("/").status_code == 400


def test_without_the_setting_the_name_is_unknown(office: Office) -> None:
    assert browser(office, SHARED).get("/").status_code == 400


def test_a_link_for_a_colleague_names_the_address_of_the_network(shared: Office) -> None:
    staff(shared)
    here = browser(shared, "http://127.0.0.1:8024", address="127.0.0.1", shared=SHARED)
    here.post("/dang-nhap", data={"ten": "quan-tri", "mat_khau": PASSWORD})
    made = here.post("/tai-khoan/duong-dan", data={"ten": "soan"})
    found = re.findall(r"(http://[^<]+/vao/)[\w-]{43}<", made.text)
    assert found == [f"{SHARED}/vao/"]


def test_a_program_of_the_network_needs_its_token(shared: Office) -> None:
    staff(shared)
    there = browser(shared, SHARED)
    assert there.get("/api/v1/status").status_code == 401
    secret = token(shared, "soan", "read")
    told = there.get("/api/v1/status", headers={"authorization": f"Bearer {secret}"})
    assert told.status_code == 200


def test_a_closed_last_account_leaves_no_open_door(shared: Office) -> None:
    """The pages were opened to the network with a password there, and then it went."""
    with shared.database.write() as session:
        people.add(session, "mot", "editor", shared.clock.now())
        session.get_one(Account, "mot").password_hash = kept()
    there = browser(shared, SHARED)
    with shared.database.write() as session:
        people.disable(session, "mot", shared.clock.now())
    assert asked(there.get("/lich", follow_redirects=False)) == (303, "/dang-nhap?den=/lich")
    assert client(shared).get("/lich").status_code == 200
