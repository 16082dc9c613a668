"""What an office that stands idle does not hold: libraries wait for their first use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from habac24h import db
from habac24h.later import later

HEAVY = (
    "PIL",
    "alembic",
    "argon2",
    "attr",
    "cryptography",
    "docx",
    "habac24h.commands.planning",
    "habac24h.web.api.app",
    "icalendar",
    "lxml",
    "openpyxl",
    "pygments",
    "pypdf",
    "rich",
    "schemathesis",
    "segno",
    "sqlalchemy.dialects.postgresql",
    "typst",
    "uharfbuzz",
    "xlsxwriter",
)
IDLE = """
import asyncio
import sys
from pathlib import Path
from habac24h import cli
from habac24h.commands import logs
from habac24h.engine.passes import run_pass
from habac24h.office import open_office
from habac24h.web.app import make_app

asked = {
    "type": "http", "method": "GET", "scheme": "http", "path": "/", "query_string": b"",
    "headers": [(b"host", b"127.0.0.1")], "client": ("127.0.0.1", 50_000),
}

async def status(app):
    sent = []

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    await app(asked, receive, send)
    return sent[0]["status"]

office = open_office(Path(sys.argv[1]))
with office.engine() as engine:
    run_pass(engine, full=True)
assert asyncio.run(status(make_app(office))) in (200, 303)
office.close()
print(*sys.modules, sep="\\n")
"""
"""A start of an office, a pass, the first page.

The page is asked for without a client library: Starlette's test client brings rich.
"""


def test_an_idle_office_holds_no_library_that_waits_for_work(tmp_path: Path) -> None:
    command = [sys.executable, "-c", IDLE, str(tmp_path)]
    for _ in range(2):  # the very first start makes the database, which takes alembic
        made = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert made.returncode == 0, made.stderr
    assert set(HEAVY) & set(made.stdout.split()) == set()


def test_the_newest_revision_is_the_one_that_alembic_finds() -> None:
    found = ScriptDirectory.from_config(db._alembic()).get_heads()
    assert found == [db.newest_revision()]


def test_a_library_is_loaded_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    waiting = later("colorsys")
    assert "colorsys" not in sys.modules
    assert waiting.rgb_to_hsv(0, 0, 1) == (2 / 3, 1, 1)
    assert waiting.rgb_to_hsv is sys.modules["colorsys"].rgb_to_hsv
