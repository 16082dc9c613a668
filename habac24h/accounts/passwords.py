"""Passwords: Argon2id, never more than two at once, as slow for names that nobody has."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from habac24h.accounts.guessable import why_guessable
from habac24h.errors import Refused

if TYPE_CHECKING:
    from pwdlib import PasswordHash

SHORTEST = 8
LONGEST = 200
"""Characters: a longer one would only keep the processor busy."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes about 0.16 s and 64 MiB; many sign-ins at once must not starve the engine."""


def hashed(password: str, *names: str | None) -> str:
    """The hash to keep; Refused for a password too short, too long, or among the first guessed.

    `names` are the login and what its person is called. What was kept before stays good.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(
            f"Mật khẩu cần từ {SHORTEST} đến {LONGEST} ký tự; nên ghép vài từ dễ nhớ với nhau."
        )
    why = why_guessable(password, filter(None, names))
    if why is not None:
        raise Refused(
            f"Mật khẩu này dễ đoán vì {why}. Hãy ghép ba, bốn từ không liên quan, dễ nhớ với mình."
        )
    with _AT_ONCE:
        return _hasher().hash(_composed(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether this is the password; without a kept hash it takes as long and is False."""
    if len(password) > LONGEST:
        return False
    with _AT_ONCE:
        right = _hasher().verify(_composed(password), kept or _nobody())
    return right and kept is not None


def _composed(password: str) -> str:
    """The same letters from every keyboard: macOS decomposes what Windows composes."""
    return unicodedata.normalize("NFC", password)


@cache
def _hasher() -> PasswordHash:
    # Argon2 costs start-up time: only who meets a password pays it.
    from pwdlib import PasswordHash

    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")
