"""The wheel, installed elsewhere and run from another folder, brings all that it needs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's content alone, as pip would unpack it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(folder), str(ROOT)], check=True, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_plans_a_year_away_from_the_project(installed: Path, tmp_path: Path) -> None:
    code = (
        "import habac24h, pathlib; assert pathlib.Path(habac24h.__file__).is_relative_to("
        f"{str(installed)!r}), habac24h.__file__\n"
        "from habac24h.cli import main; main(['--home', 'home', 'plan', '2026', '--apply'])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "PATH": "", "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "đã làm 118 thay đổi" in done.stdout.decode()


def test_the_wheel_holds_pages_texts_and_migrations(installed: Path) -> None:
    package = installed / "habac24h"
    for pattern in (
        "campaigns/definitions/thang-hanh-dong.yaml",
        "content/templates/chung/so-can-nho.j2",
        "content/templates/fanpage/thang-hanh-dong-chuyen-de/bao-luc-1.j2",
        "migrations/versions/v0001_first_tables.py",
        "calendar/observances.yaml",
        "printing/templates/script.typ",
        "web/templates/*.html",
        "web/static/*.css",
        "py.typed",
    ):
        assert list(package.glob(pattern)), pattern
