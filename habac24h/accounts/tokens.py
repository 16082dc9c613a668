"""Secrets that a browser carries: 32 random bytes, of which only the SHA-256 is kept."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """A fresh secret for an address or a cookie (43 characters, safe in both)."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What the database keeps of it, in hexadecimal: a stolen backup opens no door.

    The token has 256 random bits, so that a plain hash needs no salt, and looking it up by its
    hash tells nothing by the time it takes.
    """
    return hashlib.sha256(token.encode()).hexdigest()
