"""A server of raw bytes on loopback: each connection plays the next script, whatever HTTP says."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Heard:
    """One request as it came over the wire. Header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


class Line:
    """One connection, in the hands of a script."""

    def __init__(self, sock: socket.socket, stopped: threading.Event) -> None:
        self._sock, self._stopped = sock, stopped

    def send(self, data: bytes) -> None:
        self._sock.sendall(data)

    def drip(self, data: bytes, gap: float = 0.05) -> None:
        """A byte at a time, so that no limit between two bytes is ever reached."""
        for byte in data:
            if self._stopped.wait(gap):
                return
            self._sock.sendall(bytes([byte]))

    def hang(self) -> None:
        """Say nothing until the other side or the test ends it."""
        self._stopped.wait()

    def reset(self) -> None:
        """RST instead of FIN."""
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Script = Callable[[Line], None]


def answer(
    value: object = None,
    *,
    status: int = 200,
    label: str | None = "application/json",
    raw: bytes | None = None,
    length: int | None = None,
    **headers: str,
) -> Script:
    """A script that sends one whole answer; `length` lies about the body's size."""
    body = json.dumps(value).encode() if raw is None else raw
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"Content-Type: {label}"] if label else []
    lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
    head = "\r\n".join([*lines, "", ""]).encode()
    return lambda line: line.send(head + body)


def error(code: int | None, subcode: int | None = None, **more: object) -> dict[str, object]:
    """An error body in Facebook's form."""
    fields = {"message": "No", "type": "OAuthException", "code": code, "error_subcode": subcode}
    fields["fbtrace_id"] = "A1"
    return {"error": {**{k: v for k, v in fields.items() if v is not None}, **more}}


class RawServer:
    """Plays `scripts` in turn, the last one for ever; `heard` holds what came."""

    def __init__(self, *scripts: Script, tls: ssl.SSLContext | None = None) -> None:
        self._scripts, self._tls = list(scripts), tls
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.heard: list[Heard] = []
        self.connections = 0

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> RawServer:
        self._run(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._stopped.set()
        # Closing alone does not wake a thread that waits in accept().
        with socket.create_connection(("127.0.0.1", self.port)):
            pass
        for thread in self._threads:
            thread.join(5)
        self._listener.close()

    def _run(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            sock, _ = self._listener.accept()
            if self._stopped.is_set():
                sock.close()
                return
            script = self._scripts[min(self.connections, len(self._scripts) - 1)]
            self.connections += 1
            self._run(self._serve, sock, script)

    def _serve(self, sock: socket.socket, script: Script) -> None:
        try:
            if self._tls:
                sock = self._tls.wrap_socket(sock, server_side=True)
            with sock:
                self.heard.append(listen(sock))
                script(Line(sock, self._stopped))
        except OSError:
            # The client went away: that is what many of these tests are about.
            sock.close()


def listen(sock: socket.socket) -> Heard:
    """Read one request; OSError when the client ends before it is complete."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += more(sock)
    head, _, body = data.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in rest)}
    while len(body) < int(headers.get("content-length", "0")):
        body += more(sock)
    method, target, _ = first.split(" ")
    return Heard(method, target, headers, body)


def more(sock: socket.socket) -> bytes:
    """The next bytes, or OSError at the end."""
    data = sock.recv(65_536)
    if not data:
        raise OSError("the client is gone")
    return data


@contextmanager
def closed_port() -> Iterator[str]:
    """An address at which nobody listens; the port stays ours meanwhile."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
