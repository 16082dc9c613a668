"""What a watching machine is told."""

from __future__ import annotations

from web_kit import client

from habac24h import __version__, memory
from habac24h.db import Database
from habac24h.engine.context import Report
from habac24h.errors import DatabaseError
from habac24h.office import Office
from habac24h.scheduler import Ticker


def test_a_process_without_a_scheduler_is_well(office: Office) -> None:
    with office.database.write() as session:
        memory.remember(session, memory.LOOKED_AT, "2026-01-01T00:00:00+00:00")
    answer = client(office).get("/healthz")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "status": "ok",
            "version": __version__,
            "scheduler": "elsewhere",
            "scheduler_last_pass": "2026-01-01T00:00:00+00:00",
            "scheduler_trouble": None,
        },
    )


def test_a_schedulers_trouble_is_told(office: Office) -> None:
    ticker = Ticker(Report, 60, office.clock)
    ticker.trouble = "Ổ đĩa chứa dữ liệu đã đầy; hãy giải phóng dung lượng rồi thử lại."
    answer = client(office, ticker=ticker).get("/healthz").json()
    assert (answer["status"], answer["scheduler"], answer["scheduler_trouble"]) == (
        "trouble",
        "running",
        ticker.trouble,
    )


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
