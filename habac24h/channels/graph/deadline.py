"""One call's deadline, kept from the look-up of the name to the last byte of the answer.

A time limit of requests or urllib3 starts anew with every byte, so a server that drips holds a
caller for hours. Here each wait for the network gets what is left of the whole call.
Sockets live in real time, also in a rehearsal, hence the system's clock.
"""

from __future__ import annotations

import io
import socket
import threading
from typing import Any

from habac24h.clock import SystemClock

CONNECT_SECONDS = 10.0
CLOCK = SystemClock()

Address = tuple[socket.AddressFamily, str, int]


class Call:
    """One call: when it must end, and whether a byte of it was handed to the network."""

    def __init__(self, seconds: float) -> None:
        self._start = CLOCK.monotonic()
        self._end = self._start + seconds
        self.sent = False

    def remaining(self) -> float:
        """Seconds that are left; TimeoutError when none are."""
        left = self._end - CLOCK.monotonic()
        if left <= 0:
            raise TimeoutError("the whole call took too long")
        return left

    def connecting(self) -> float:
        """Seconds left for finding, connecting and shaking hands: 10 in all; TimeoutError."""
        spent = CLOCK.monotonic() - self._start
        left = min(CONNECT_SECONDS - spent, self.remaining())
        if left <= 0:
            raise TimeoutError("no connection in time")
        return left


def resolve(host: str, port: int, call: Call) -> list[Address]:
    """The host's addresses; OSError or TimeoutError.

    In a thread, as no time limit reaches getaddrinfo; one that is left behind harms nothing.
    """
    found: list[Any] = []

    def ask() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = threading.Thread(target=ask, name="resolve", daemon=True)
    thread.start()
    thread.join(call.connecting())
    if not found:
        raise TimeoutError("no answer about the name")
    if isinstance(found[0], Exception):
        raise OSError(str(found[0]))
    return [(family, place[0], place[1]) for family, _, _, _, place in found[0]]


def connect(host: str, port: int, call: Call) -> socket.socket:
    """A connected socket; OSError or TimeoutError.

    The addresses share the time that is left: a dead IPv6 route, common at home and in offices,
    must leave some for IPv4.
    """
    addresses = resolve(host.strip("[]"), port, call)
    trouble: OSError = OSError("the name has no address")
    for place, (_, ip, number) in enumerate(addresses):
        try:
            share = call.connecting() / (len(addresses) - place)
            sock = socket.create_connection((ip, number), timeout=share)
        except OSError as error:
            trouble = error
        else:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(call.connecting())
            return sock
    raise trouble


class DeadlineSocket:
    """A socket whose every wait ends with the call; it also notes that sending began."""

    def __init__(self, sock: Any, call: Call, *, counts: bool = True) -> None:
        self._sock, self._call, self._counts = sock, call, counts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def sendall(self, data: Any) -> None:
        """Send everything; the note comes before the first byte, so it never lies."""
        self._sock.settimeout(self._call.remaining())
        self._call.sent = self._call.sent or self._counts
        self._sock.sendall(data)

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        """What http.client reads the answer from."""
        return io.BufferedReader(DeadlineReader(self._sock, self._call))


class DeadlineReader(io.RawIOBase):
    """The reading end: each read waits for what is left of the call, at most."""

    def __init__(self, sock: Any, call: Call) -> None:
        super().__init__()
        self._sock, self._call = sock, call
        # Holds the socket open after http.client has closed it on its side.
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._call.remaining())
        return int(self._raw.readinto(buffer) or 0)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()
