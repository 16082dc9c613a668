"""A home looked over by the doctor, and what came of it."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from habac24h import db
from habac24h.clock import VirtualClock
from habac24h.doctor.examining import CHECKS, examine
from habac24h.doctor.line import Line
from habac24h.doctor.patient import at_home

SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
ALL = list(CHECKS)


@pytest.fixture
def home(_sqlite_office: Path, tmp_path: Path) -> Path:
    """A home with the starter campaigns, and nobody at it."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    shutil.copyfile(_sqlite_office, folder / db.FILE_NAME).chmod(0o600)
    return folder


def look(home: Path, *, now: datetime = NOW, online: bool = False) -> dict[str, Line]:
    with at_home(home, online=online, clock=VirtualClock(now)) as patient:
        return {line.id: line for line in examine(patient)}


def everything(home: Path) -> dict[str, str]:
    files = (one for one in home.rglob("*") if one.is_file())
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


@contextmanager
def dated(now: datetime, body: str = "") -> Iterator[str]:
    """A server on loopback whose clock shows `now`; its address."""

    class Handler(BaseHTTPRequestHandler):
        def date_time_string(self, timestamp: float | None = None) -> str:
            return now.strftime("%a, %d %b %Y %H:%M:%S GMT")

        def do_HEAD(self) -> None:
            self.send_response(404)
            self.end_headers()

        def do_GET(self) -> None:
            self.do_HEAD()
            self.wfile.write(body.encode())

        def log_message(self, *_given: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
