"""The package `calendar` of habac24h never stands in for Python's own module."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import habac24h

PACKAGE = Path(habac24h.__file__).parent


def run(code: str, *path: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of Python with these folders first on sys.path."""
    start = f"import sys; sys.path[:0] = {[str(one) for one in path]!r}; "
    return subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", start + code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_imported_as_plain_calendar_it_refuses_with_a_sentence() -> None:
    done = run("sys.modules.pop('calendar', None); import calendar", PACKAGE)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "ImportError: Thư mục habac24h/calendar đang che mô-đun calendar của Python: "
        "hãy bỏ thư mục habac24h khỏi sys.path (PYTHONPATH), chạy từ thư mục chứa nó, "
        "và viết “import habac24h.calendar”."
    )


def test_inside_its_package_it_leaves_python_s_calendar_alone() -> None:
    code = "import habac24h.calendar, calendar, http.cookiejar; print(calendar.isleap(2028))"
    done = run(code, PACKAGE.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")
