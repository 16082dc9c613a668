"""The doctor and the clock: stopped, wrong, of another zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from doctor_kit import NOW, SQLITE, dated, home, look

from habac24h import audit, db
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.doctor import hours
from habac24h.doctor.line import Level
from habac24h.doctor.patient import Patient, of_office
from habac24h.office import Office

__all__ = ["home"]


def test_a_clock_that_stopped_years_ago(home: Path) -> None:
    found = look(home, now=datetime(2019, 1, 1, tzinfo=UTC))["clock"]
    assert found.level == Level.WRONG
    assert found.said.startswith("đồng hồ máy chỉ 07:00 ngày 01/01/2019, đã đứng hay sai năm; ")


def test_a_clock_behind_what_was_already_written(home: Path) -> None:
    database = db.Database(db.sqlite_url(home / db.FILE_NAME))
    with database.write() as session:
        audit.record(session, audit.PROGRAM, "x", NOW + timedelta(hours=2))
    database.dispose()
    found = look(home)["clock"]
    assert found.level == Level.WRONG
    assert found.said.startswith(
        "đồng hồ máy chỉ 10:00 ngày 26/11/2026, sớm hơn việc đã ghi lúc 12:00 ngày 26/11/2026; "
    )


@pytest.mark.parametrize(
    ("off", "level", "said"),
    [
        (timedelta(seconds=20), "ok", "đúng giờ (lệch 20 giây)"),
        (timedelta(minutes=3), "note", "đồng hồ máy nhanh 3 phút so với "),
        (timedelta(minutes=-90), "wrong", "đồng hồ máy chậm 90 phút so với "),
        (timedelta(days=400), "wrong", "đồng hồ máy nhanh 400 ngày so với "),
    ],
)
def test_the_clock_is_compared_with_a_server_s(off: timedelta, level: str, said: str) -> None:
    with dated(NOW) as address:
        patient = Patient(
            Path(), Settings(clock_url=address), VirtualClock(NOW + off), None, online=True
        )
        found = hours.clock(patient)
    assert (found.level.value, found.said[: len(said)]) == (level, said)


def test_a_server_of_hours_that_is_away_is_said() -> None:
    with dated(NOW) as address:
        pass
    patient = Patient(Path(), Settings(clock_url=address), VirtualClock(NOW), None, online=True)
    found = hours.clock(patient)
    host = address.split("/")[2]
    assert (found.level, found.said) == (
        Level.NOTE,
        f"10:00 ngày 26/11/2026; chưa so được với giờ trên mạng vì {host} không trả lời.",
    )


@SQLITE
def test_another_zone_than_that_of_the_rows(office: Office) -> None:
    moved = office.settings.model_copy(update={"timezone": "Asia/Tokyo"})
    found = hours.timezone(replace(of_office(office), settings=moved))
    assert (found.level, found.said) == (
        Level.WRONG,
        "cài đặt là Asia/Tokyo nhưng dữ liệu được lập theo Asia/Ho_Chi_Minh; hãy đặt lại "
        "timezone = Asia/Ho_Chi_Minh.",
    )
