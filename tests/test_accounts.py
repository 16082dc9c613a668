"""Passwords, sessions, one-time links and throttling, without a page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from habac24h.accounts import links, passwords, sessions
from habac24h.accounts.guessing import WITHIN, Guessing
from habac24h.accounts.links import Purpose
from habac24h.accounts.tokens import digest
from habac24h.db import Database
from habac24h.errors import NotFound, Refused
from habac24h.models import Account, OneTimeLink, WebSession
from habac24h.workflow import people

NOW = datetime(2026, 11, 15, 1, tzinfo=UTC)
PASSWORD = "mùa lúa chín vàng"


@pytest.fixture(scope="module")
def kept() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def session(database: Database, kept: str) -> Iterator[Session]:
    """One unit of work with one person."""
    with database.write() as opened:
        people.add(opened, "lan", "editor", NOW)
        opened.get_one(Account, "lan").password_hash = kept
        yield opened


def test_a_password_matches_itself_in_both_normal_forms_and_nothing_else(kept: str) -> None:
    assert passwords.matches(PASSWORD, kept)
    assert not passwords.matches(PASSWORD + " ", kept)
    assert not passwords.matches(PASSWORD, None)
    assert not passwords.matches("x" * 201, kept)
    assert passwords.matches(unicodedata.normalize("NFD", PASSWORD), kept)


@pytest.mark.parametrize("password", ["", "ngắn", "x" * 7, "x" * 201])
def test_a_password_that_is_too_short_or_long_is_refused(password: str) -> None:
    with pytest.raises(Refused, match="8 đến 200"):
        passwords.hashed(password)


def test_a_session_lives_a_working_day_and_each_use_begins_another(session: Session) -> None:
    token = sessions.begin(session, session.get_one(Account, "lan"), NOW)
    noon, night = NOW + timedelta(hours=11), NOW + timedelta(hours=12)
    assert sessions.whose(session, token, noon) == session.get_one(Account, "lan")
    assert sessions.whose(session, token, night) is None
    seen = sessions.looked_at_until(session, token)
    assert seen is not None and noon >= seen
    sessions.touch(session, token, noon)
    seen = sessions.looked_at_until(session, token)
    assert seen == noon + timedelta(minutes=5)
    assert sessions.whose(session, token, night) is not None


def test_a_session_ends_after_thirty_days_however_busy(session: Session) -> None:
    token, now = sessions.begin(session, session.get_one(Account, "lan"), NOW), NOW
    for _ in range(61):
        sessions.touch(session, token, now)
        now += timedelta(hours=11.9)
    assert sessions.whose(session, token, NOW + timedelta(days=30, seconds=-1)) is not None
    sessions.touch(session, token, NOW + timedelta(days=30, seconds=-1))
    assert sessions.whose(session, token, NOW + timedelta(days=30)) is None


def test_the_database_keeps_no_secret_of_a_browser(session: Session) -> None:
    token = sessions.begin(session, session.get_one(Account, "lan"), NOW)
    link = links.make(session, Purpose.PASSWORD, NOW, account="lan")
    assert list(session.exec(select(WebSession.token_sha256))) == [digest(token)]
    assert list(session.exec(select(OneTimeLink.token_sha256))) == [digest(link)]


def test_signing_out_and_closing_an_account_end_its_sessions(session: Session) -> None:
    lan = session.get_one(Account, "lan")
    one, two = sessions.begin(session, lan, NOW), sessions.begin(session, lan, NOW)
    sessions.end(session, one, NOW)
    assert sessions.whose(session, one, NOW) is None
    assert sessions.whose(session, two, NOW) is not None
    people.disable(session, "lan", NOW)
    assert sessions.whose(session, two, NOW) is None


def test_a_new_password_ends_the_sessions_of_the_old_one(session: Session) -> None:
    lan = session.get_one(Account, "lan")
    token = sessions.begin(session, lan, NOW)
    links.set_password(session, lan, "mật khẩu khác", NOW)
    assert sessions.whose(session, token, NOW) is None
    assert passwords.matches("mật khẩu khác", lan.password_hash)


def test_sessions_that_are_over_are_forgotten_at_the_next_sign_in(session: Session) -> None:
    lan = session.get_one(Account, "lan")
    sessions.begin(session, lan, NOW)
    token = sessions.begin(session, lan, NOW + timedelta(days=2))
    assert list(session.exec(select(WebSession.token_sha256))) == [digest(token)]


def test_a_link_opens_once_and_for_a_day(session: Session) -> None:
    token = links.make(session, Purpose.PASSWORD, NOW, account="lan")
    found = links.opens(session, token, NOW + timedelta(hours=23))
    assert (found.purpose, found.account) == ("password", "lan")
    with pytest.raises(NotFound, match="24 giờ"):
        links.opens(session, token, NOW + links.LIFE)
    links.use(session, found)
    with pytest.raises(NotFound):
        links.opens(session, token, NOW)


def test_a_newer_link_for_the_same_voids_the_older(session: Session) -> None:
    old = links.make(session, Purpose.SETUP, NOW)
    other = links.make(session, Purpose.PASSWORD, NOW, account="lan")
    links.make(session, Purpose.SETUP, NOW)
    with pytest.raises(NotFound):
        links.opens(session, old, NOW)
    assert links.opens(session, other, NOW).account == "lan"


def test_an_office_is_open_until_somebody_has_a_password(session: Session) -> None:
    assert not links.nobody_can_sign_in(session)
    people.disable(session, "lan", NOW)
    assert links.nobody_can_sign_in(session)


def test_guessing_is_stopped_by_name_and_by_address() -> None:
    guessing = Guessing()
    for _ in range(10):
        guessing.must_wait("lan", "10.0.0.1", NOW)
        guessing.failed("lan", "10.0.0.1", NOW)
    with pytest.raises(Refused, match="15 phút"):
        guessing.must_wait("lan", "10.0.0.2", NOW)
    guessing.must_wait("minh", "10.0.0.1", NOW)
    for n in range(30):
        guessing.failed(f"ten{n}", "10.0.0.1", NOW)
    with pytest.raises(Refused):
        guessing.must_wait("minh", "10.0.0.1", NOW)
    guessing.must_wait("lan", "10.0.0.1", NOW + WITHIN)
