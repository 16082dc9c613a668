"""What a watching machine is told."""

from __future__ import annotations

from datetime import timedelta

from web_kit import client

from habac24h import __version__, memory
from habac24h.clock import VirtualClock
from habac24h.db import Database
from habac24h.engine.context import Report
from habac24h.errors import DatabaseError
from habac24h.office import Office
from habac24h.scheduler import Ticker
from habac24h.web import health


def test_a_process_without_a_scheduler_is_well(office: Office) -> None:
    with office.database.write() as session:
        memory.remember(session, memory.LOOKED_AT, "2026-01-01T00:00:00+00:00")
        memory.remember(session, memory.PASSED_AT, "2026-01-01T00:00:05+00:00")
    answer = client(office).get("/healthz")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "status": "ok",
            "version": __version__,
            "scheduler": "elsewhere",
            "scheduler_last_pass": "2026-01-01T00:00:05+00:00",
            "scheduler_last_look": "2026-01-01T00:00:00+00:00",
            "scheduler_trouble": None,
        },
    )


def test_a_schedulers_trouble_is_told(office: Office) -> None:
    ticker = Ticker(Report, 60, office.clock)
    ticker.trouble = (
        "Ổ đĩa đã đầy; hãy xóa bớt tệp không cần trên ổ ấy (đổ cả Thùng rác) rồi làm lại."
    )
    found = client(office, ticker=ticker).get("/healthz")
    answer = found.json()
    assert found.status_code == 503
    assert (answer["status"], answer["scheduler"], answer["scheduler_trouble"]) == (
        "trouble",
        "running",
        ticker.trouble,
    )


def test_a_scheduler_that_stands_still_is_told(office: Office, clock: VirtualClock) -> None:
    ticker = Ticker(Report, 60, office.clock)
    browser = client(office, ticker=ticker)
    assert browser.get("/healthz").json()["status"] == "ok"  # it has only just begun
    ticker._tick()
    clock.advance(health.STALLED)
    assert browser.get("/healthz").status_code == 200
    clock.advance(timedelta(seconds=1))
    answer = browser.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "stalled")


def test_a_database_that_does_not_answer_is_503(office: Office) -> None:
    class Gone(Database):
        def read(self) -> object:  # type: ignore[override]
            raise DatabaseError("Không mở được tệp dữ liệu.")

    from dataclasses import replace

    broken = replace(office, database=Gone(office.database.url))
    answer = client(broken).get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "database")
    page = client(broken).get("/")
    assert (page.status_code, "Không mở được tệp dữ liệu." in page.text) == (503, True)
    broken.database.dispose()
