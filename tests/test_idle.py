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
    "cryptography",
    "docx",
    "icalendar",
    "lxml",
    "openpyxl",
    "pypdf",
    "schemathesis",
    "segno",
    "typst",
    "uharfbuzz",
    "xlsxwriter",
)
IDLE = """
import sys
from pathlib import Path
from habac24h import cli
from habac24h.commands import logs
from habac24h.engine.passes import run_pass
from habac24h.office import open_office
from habac24h.web.app import make_app
from starlette.testclient import TestClient

open_office(Path(sys.argv[1])).close()
for name in [name for name in sys.modules if name.split(".")[0] in ("alembic", "mako")]:
    del sys.modules[name]
office = open_office(Path(sys.argv[1]))
with office.engine() as engine:
    run_pass(engine, full=True)
page = TestClient(make_app(office), base_url="http://127.0.0.1", client=("127.0.0.1", 50_000))
assert page.get("/").status_code == 200
office.close()
print(*sorted({name.partition(".")[0] for name in sys.modules}), sep="\\n")
"""
"""The second start of an office, a pass, the first page; alembic is wanted by the first start."""


def test_an_idle_office_holds_no_library_that_waits_for_work(tmp_path: Path) -> None:
    command = [sys.executable, "-c", IDLE, str(tmp_path)]
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
