"""Who is calling: tokens known to the practice page. They stay in memory, never in its file."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from habac24h.channels.practice_page.trouble import (
    GraphTrouble,
    dead_token,
    forbidden,
    missing_token,
    unreadable_token,
)

Kind = Literal["PAGE", "USER", "APP"]
PAGE_SCOPES = ("pages_show_list", "pages_read_engagement", "pages_manage_posts", "public_profile")
APP_ID = "990000000000024"
APP_NAME = "Hà Bắc 24h (chạy thử)"
EXPIRED = 463
PAGE_TASKS = ("CREATE_CONTENT", "MANAGE", "MODERATE", "ANALYZE")


@dataclass(frozen=True)
class Token:
    """One token; `expires_at` None means never, `subcode` is what a dead one answers with."""

    value: str
    kind: Kind
    profile_id: str
    scopes: tuple[str, ...] = PAGE_SCOPES
    valid: bool = True
    subcode: int = 467
    expires_at: datetime | None = None

    def trouble(self, now: datetime) -> GraphTrouble | None:
        """Why it is no longer accepted, None when it is."""
        if not self.valid:
            return dead_token(self.subcode)
        if self.expires_at is not None and self.expires_at <= now:
            return dead_token(EXPIRED)
        return None

    def require(self, scope: str) -> None:
        """Refuse with Graph's words when the token lacks a permission."""
        if scope in self.scopes:
            return
        if scope == "pages_manage_posts":
            raise forbidden(
                "If posting to a page, requires both pages_read_engagement and "
                "pages_manage_posts as an admin with sufficient administrative permission"
            )
        raise forbidden(f"This endpoint requires the '{scope}' permission", 10)


class Tokens:
    """All tokens of one practice page; safe to use from several threads."""

    def __init__(self, app_secret: str | None) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Token] = {}
        self._app_secret = app_secret
        self.page_tasks: tuple[str, ...] = PAGE_TASKS

    def add(self, token: Token) -> None:
        """Make a token known; one that was known before is replaced (revoked, for instance)."""
        with self._lock:
            self._known[token.value] = token

    def known(self, value: str | None) -> Token | None:
        """The token with this value, dead or alive."""
        with self._lock:
            return self._known.get(value or "")

    def caller(self, value: str | None, proof: str | None, now: datetime) -> Token:
        """The token behind a call; GraphTrouble (code 190, or 100 for the proof) otherwise."""
        if not value:
            raise missing_token()
        token = self.known(value)
        if token is None:
            raise unreadable_token()
        trouble = token.trouble(now)
        if trouble is not None:
            raise trouble
        self._check_proof(value, proof)
        return token

    def page_token(self, page_id: str, now: datetime) -> Token | None:
        """A living Page token of this page, as /me/accounts hands out."""
        with self._lock:
            tokens: Iterable[Token] = tuple(self._known.values())
        for token in tokens:
            if (token.kind, token.profile_id) == ("PAGE", page_id) and token.trouble(now) is None:
                return token
        return None

    def debug(self, value: str, now: datetime) -> dict[str, Any]:
        """debug_token's answer about any token, an unknown one included."""
        token = self.known(value)
        if token is None:
            error = {"code": 190, "message": unreadable_token().message}
            return {"data": {"error": error, "is_valid": False, "scopes": []}}
        return {"data": _described(token, now)}

    def _check_proof(self, value: str, proof: str | None) -> None:
        if self._app_secret is None:
            return
        good = hmac.new(self._app_secret.encode(), value.encode(), hashlib.sha256).hexdigest()
        if proof is None:
            words = "API calls from the server require an appsecret_proof argument"
        elif not hmac.compare_digest(good, proof):
            words = "Invalid appsecret_proof provided in the API argument"
        else:
            return
        raise GraphTrouble(words, 100, kind="GraphMethodException")


def _described(token: Token, now: datetime) -> dict[str, Any]:
    trouble = token.trouble(now)
    data: dict[str, Any] = {
        "app_id": APP_ID,
        "type": token.kind,
        "application": APP_NAME,
        "data_access_expires_at": 0,
        "expires_at": 0 if token.expires_at is None else int(token.expires_at.timestamp()),
        "is_valid": trouble is None,
        "scopes": list(token.scopes),
    }
    if trouble is not None:
        error = {"code": trouble.code, "message": trouble.message, "subcode": trouble.subcode}
        data["error"] = error
    if token.kind == "PAGE":
        data["profile_id"] = token.profile_id
    if token.kind == "USER":
        data["user_id"] = token.profile_id
    return data
