"""How often somebody may try to sign in: by name and by address, so that guessing is hopeless.

Kept in memory: a restart forgets it, and one office has one web process.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from habac24h.errors import Refused
from habac24h.throttle import Throttle

WITHIN = timedelta(minutes=15)


class Guessing:
    """Counts failed sign-ins: ten a name, forty an address, within fifteen minutes."""

    def __init__(self) -> None:
        self._names, self._addresses = Throttle(10, WITHIN), Throttle(40, WITHIN)

    def must_wait(self, name: str, address: str, now: datetime) -> None:
        """Refused when this name or this address has failed too often."""
        if self._names.is_full(name, now) or self._addresses.is_full(address, now):
            raise Refused("Đăng nhập sai quá nhiều lần; hãy chờ 15 phút rồi thử lại.")

    def failed(self, name: str, address: str, now: datetime) -> None:
        """Count a failure."""
        self._names.wait(name, now)
        self._addresses.wait(address, now)
