"""What tests of signed-in pages share: people with passwords, browsers that are in, moves."""

from __future__ import annotations

from functools import cache
from typing import Any

from web_kit import TestClient, client

from habac24h.accounts import passwords, sessions
from habac24h.models import Account, Item
from habac24h.office import Office
from habac24h.web.visitor import COOKIE
from habac24h.workflow import Desk, people

PASSWORD = "mùa lúa chín vàng"
TEAM = {"soan": "editor", "duyet": "approver", "quan-tri": "admin"}


@cache
def kept() -> str:
    """The hash of the password, made once: each costs a fifth of a second."""
    return passwords.hashed(PASSWORD)


def staff(office: Office) -> None:
    """An editor, an approver and an administrator, each with the same password."""
    with office.database.write() as session:
        for name, role in TEAM.items():
            if session.get(Account, name) is None:
                people.add(session, name, role, office.clock.now())
            session.get_one(Account, name).password_hash = kept()


def entered(office: Office, name: str, **given: Any) -> TestClient:
    """A browser in which this person is signed in."""
    browser = client(office, **given)
    with office.database.write() as session:
        token = sessions.begin(session, session.get_one(Account, name), office.clock.now())
    browser.cookies.set(COOKIE, token)
    return browser


def item(office: Office, key: str) -> Item:
    """The item as it stands."""
    with office.database.read() as session:
        return Desk.reader(session, office.settings, office.clock.now()).item(key.split("@")[0])


def press(browser: TestClient, office: Office, move: str, key: str, **fields: str) -> Any:
    """Press a move's button as the item's page shows it now; the answer, redirects not followed."""
    form = {"key": key, "version": str(item(office, key).version), **fields}
    return browser.post(f"/viec/{move}", data=form, follow_redirects=False)
