"""What tests of the API share: tokens of every scope, and a caller that speaks JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from signed_kit import staff
from web_kit import TestClient, client

from habac24h import audit
from habac24h.accounts import api_tokens
from habac24h.models import Account
from habac24h.office import Office

API = "/api/v1"
OWNER = {"read": "soan", "write": "soan", "approve": "duyet", "admin": "quan-tri"}
"""Whose token each scope's is."""


def token(office: Office, account: str, scope: str, *, name: str = "", days: int = 90) -> str:
    """A new token of somebody."""
    with office.database.write() as session:
        return api_tokens.make(
            session,
            session.get_one(Account, account),
            name or f"may {scope}",
            scope,
            days,
            by=audit.PROGRAM,
            now=office.clock.now(),
        )


@dataclass(frozen=True)
class Program:
    """A program with a token (or none)."""

    browser: TestClient
    secret: str | None

    def call(self, method: str, path: str, *, match: Any = None, **given: Any) -> Any:
        """One request; `match` is the version that it saw."""
        headers = dict(given.pop("headers", {}))
        if self.secret:
            headers["authorization"] = f"Bearer {self.secret}"
        if match is not None:
            headers["if-match"] = match if match == "*" else f'"{match}"'
        return self.browser.request(method, API + path, headers=headers, **given)

    def get(self, path: str, **given: Any) -> Any:
        return self.call("GET", path, **given)

    def post(self, path: str, body: Any = None, **given: Any) -> Any:
        return self.call("POST", path, json=body, **given)


def program(office: Office, scope: str | None, account: str = "") -> Program:
    """A program of the usual owner of this scope, in an office with its staff."""
    staff(office)
    owner = account or OWNER[scope or "read"]
    secret = token(office, owner, scope, name=f"{scope} {owner}") if scope else None
    return Program(client(office), secret)


def problem(answer: Any) -> tuple[int, str]:
    """Status and short type of a problem, which must be whole."""
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert set(told) == {"type", "title", "status", "detail", "errors"}
    assert told["status"] == answer.status_code
    return told["status"], told["type"].removeprefix("urn:habac24h:problem:")
