"""The API is made when a program first asks for it: most offices have none that ever does."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from starlette.types import Receive, Scope, Send

from habac24h.web.room import Room

if TYPE_CHECKING:
    from habac24h.web.api.app import Api


class WaitingApi:
    """Stands where the API is mounted."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._made: Api | None = None
        self._lock = threading.Lock()

    def made(self) -> Api:
        """The API, made now if nobody has asked before."""
        from habac24h.web.api.app import make_api

        with self._lock:
            self._made = self._made or make_api(self._room)
            return self._made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request of a program."""
        await self.made()(scope, receive, send)
