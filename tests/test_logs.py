"""The log: a file that is rotated, and no secret in it, whichever library writes."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from pydantic import SecretStr

from habac24h import __version__
from habac24h.commands import logs
from habac24h.config import Settings

TOKEN = "EAAB-mot-ma-rat-dai-khong-ai-duoc-biet"
FEED = "k" * 43


def test_what_happens_is_kept_and_warnings_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with logs.keep(tmp_path, Settings(), "serve"):
        logging.getLogger("habac24h.x").info("chore ended: %s", "backup")
        logging.getLogger("habac24h.x").error("pass failed: %s", "Ổ đĩa đã đầy.")
        logging.getLogger("other").debug("nothing for anybody")
    lines = (tmp_path / "nhat-ky" / "serve.log").read_text(encoding="utf-8").splitlines()
    assert [line.split(" ", 2)[2] for line in lines] == [
        f"INFO habac24h: habac24h {__version__} serve",
        "INFO habac24h.x: chore ended: backup",
        "ERROR habac24h.x: pass failed: Ổ đĩa đã đầy.",
    ]
    assert capsys.readouterr().err.splitlines() == ["habac24h.x: pass failed: Ổ đĩa đã đầy."]


def test_no_secret_comes_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(
        page_token=SecretStr(TOKEN),
        smtp_password=SecretStr("mat-khau-thu"),
        metrics_token=SecretStr("ma-giam-sat"),
    )
    with logs.keep(tmp_path, settings, "serve"):
        log = logging.getLogger("urllib3")
        log.warning("GET /me?access_token=%s", TOKEN)
        log.warning("/lich/%s.ics and /nhac-viec/%s.ics", FEED, FEED)
        try:
            raise ValueError(f"login mat-khau-thu, ma-giam-sat, {TOKEN}")
        except ValueError:
            log.exception("broken")
    kept = (tmp_path / "nhat-ky" / "serve.log").read_text(encoding="utf-8")
    for text in (kept, capsys.readouterr().err):
        assert "access_token=***" in text
        assert "/lich/***.ics and /nhac-viec/***.ics" in text
        for secret in (TOKEN, FEED, "mat-khau-thu", "ma-giam-sat"):
            assert secret not in text


def test_files_are_turned_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 300)
    with logs.keep(tmp_path, Settings(), "run"):
        for number in range(100):
            logging.getLogger("habac24h").info("dòng thứ %d", number)
    files = sorted(one.name for one in (tmp_path / "nhat-ky").iterdir())
    assert files == ["run.log", "run.log.1", "run.log.2", "run.log.3", "run.log.4"]
    assert all(one.stat().st_size <= 300 for one in (tmp_path / "nhat-ky").iterdir())


def test_without_a_file(tmp_path: Path) -> None:
    with logs.keep(tmp_path, Settings(log_file=False), "serve"):
        logging.getLogger("habac24h").info("x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nhat-ky").write_text("a file")
    with logs.keep(tmp_path, Settings(), "serve"):
        logging.getLogger("habac24h").info("x")
    assert capsys.readouterr().out.startswith("Chưa ghi được nhật ký vào ")


def test_logging_is_as_it_was_afterwards(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    with logs.keep(tmp_path, Settings(), "serve"):
        assert len(root.handlers) == len(before[1]) + 2
    assert (root.level, list(root.handlers)) == before
