"""The HTTP server: reads one request, asks for its answer, sends it as well or badly as told."""

from __future__ import annotations

import contextlib
import http
import logging
import socket
import struct
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

from habac24h.channels.practice_page.answers import Answer, trouble_answer
from habac24h.channels.practice_page.incoming import Incoming, read_request
from habac24h.channels.practice_page.switchboard import Faults
from habac24h.channels.practice_page.trouble import GraphTrouble

LOOPBACK = "127.0.0.1"
LARGEST_BODY = 12 * 1024 * 1024  # a photo of the largest size, and more
# A client that keeps its connection open and says nothing is let go after this long.
IDLE_SECONDS = 60
_LOG = logging.getLogger(__name__)

Answerer = Callable[[Incoming, GraphTrouble | None], Answer]


class PracticeServer(ThreadingHTTPServer):
    """Loopback only; one thread for each connection; `end` closes them all."""

    daemon_threads = True
    request_queue_size = 128
    # On Windows this option would let two programs share the port.
    allow_reuse_address = sys.platform != "win32"

    def __init__(
        self, port: int, answer: Answerer, faults: Faults, date: Callable[[], str]
    ) -> None:
        self.answer, self.faults, self.date = answer, faults, date
        self._open: set[socket.socket] = set()
        self._changed = threading.Condition()
        super().__init__((LOOPBACK, port), _Handler)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.server_address[1])

    def server_bind(self) -> None:
        """Bind without the look-up of the computer's own name, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, then let a thread serve it."""
        with self._changed:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection and forget it."""
        super().shutdown_request(request)
        with self._changed:
            self._open.discard(request)
            self._changed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who went away is no trouble; anything else is logged (never its content)."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            _LOG.exception("practice page: a connection failed")

    def end(self) -> None:
        """Stop listening, let go what hangs, close every connection, wait for the threads."""
        self.shutdown()
        self.server_close()
        with self._changed:
            for _ in range(100):  # at most 5 s; a call may begin to hang after the first release
                self.faults.release()
                for connection in self._open:
                    with contextlib.suppress(OSError):
                        connection.shutdown(socket.SHUT_RDWR)
                if self._changed.wait_for(lambda: not self._open, timeout=0.05):
                    return


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    server: PracticeServer

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the page keeps its own log of requests."""

    def _serve(self) -> None:
        body = self._body()
        if body is None:
            return
        incoming, broken = self._read(body)
        try:
            answer = self.server.answer(incoming, broken)
        except Exception:
            _LOG.exception("practice page: no answer for a %s", self.command)
            answer = trouble_answer(GraphTrouble("An unknown error has occurred.", 1), "A0")
        self._send(answer)

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isdecimal() else -1
        if not 0 <= size <= LARGEST_BODY or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self._write(Answer(413, b"", None))
            return None
        body = self.rfile.read(size)
        return body if len(body) == size else None

    def _read(self, body: bytes) -> tuple[Incoming, GraphTrouble | None]:
        return read_request(self.command, self.path, dict(self.headers.items()), body)

    def _send(self, answer: Answer) -> None:
        if answer.manner == "hang":
            self.server.faults.hang(answer.seconds)
        if answer.manner in {"hang", "reset"}:
            self._drop(reset=answer.manner == "reset")
        elif answer.manner == "drip":
            self._drip(answer)
        elif answer.manner == "cut-off":
            self.wfile.write(self._head(answer) + answer.body[: len(answer.body) // 2])
            self.close_connection = True
        else:
            self._write(answer)
            self.close_connection = self.close_connection or answer.manner == "quiet-close"

    def _write(self, answer: Answer) -> None:
        # One write for head and body: two would cost 40 ms each (Nagle and delayed ACK).
        self.wfile.write(self._head(answer) + answer.body)

    def _drip(self, answer: Answer) -> None:
        release = self.server.faults.released()
        self.wfile.write(self._head(answer))
        for index in range(len(answer.body)):
            if release.wait(answer.seconds):
                self.wfile.write(answer.body[index:])
                return
            self.wfile.write(answer.body[index : index + 1])

    def _drop(self, *, reset: bool) -> None:
        self.close_connection = True
        if reset:
            linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()

    def _head(self, answer: Answer) -> bytes:
        try:
            reason = http.HTTPStatus(answer.status).phrase
        except ValueError:
            reason = "Unknown"
        lines = [f"HTTP/1.1 {answer.status} {reason}", f"Date: {self.server.date()}"]
        if answer.content_type is not None:
            lines.append(f"Content-Type: {answer.content_type}")
        if answer.status != http.HTTPStatus.NO_CONTENT:
            lines.append(f"Content-Length: {len(answer.body)}")
        if self.close_connection:
            lines.append("Connection: close")
        lines += [f"{name}: {value}" for name, value in answer.headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", errors="replace")


def http_date(moment: datetime) -> str:
    """The Date header of a moment."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
