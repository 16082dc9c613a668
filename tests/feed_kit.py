"""Offices with a calendar address, and the browsers that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from web_kit import TestClient, approve, arrive, client, write

from habac24h import audit
from habac24h.calendar import feeds
from habac24h.calendar.selection import Selection
from habac24h.office import Office

NOBODY = "A" * 43


def token_for(office: Office, name: str = "lan", **wanted: Any) -> str:
    with office.database.write() as session:
        now = office.clock.now()
        return feeds.add(session, name, Selection(**wanted), by=audit.PROGRAM, now=now)


@pytest.fixture
def filled(office: Office) -> Office:
    arrive(office)
    approve(office, write(office, "Bài đăng", days=1))
    approve(office, write(office, "Bài đọc", channel="loudspeaker", days=2))
    write(office, "Bài nháp", channel="portal", days=3)
    return office


@pytest.fixture
def browser(filled: Office) -> Iterator[TestClient]:
    with client(filled) as opened:
        opened.headers["accept-encoding"] = "identity"
        yield opened


@pytest.fixture
def address(filled: Office) -> str:
    return f"/lich/{token_for(filled)}.ics"


@pytest.fixture
def public(filled: Office) -> Iterator[TestClient]:
    """The same office behind its public name."""
    settings = filled.settings.model_copy(update={"public_url": "https://lich.example"})
    opened = client(replace(filled, settings=settings))
    opened.base_url = "https://lich.example"  # type: ignore[assignment]
    with opened:
        yield opened
