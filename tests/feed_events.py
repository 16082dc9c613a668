"""Events that the tests of the feed share, and what they do with its bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from habac24h.calendar.feed import Event, calendar_bytes, day_after

MODIFIED = datetime(2026, 10, 1, 2, 3, 4, tzinfo=UTC)
TIMED = Event(
    uid="thang-hanh-dong-2026-1@habac24h",
    start=datetime(2026, 11, 15, 12, 0, tzinfo=UTC),
    end=datetime(2026, 11, 15, 12, 30, tzinfo=UTC),
    summary="Bài phát động",
    description="Dòng một\nDòng hai",
    location="Nhà văn hóa thôn Đông",
    categories=("fanpage", "Tháng hành động"),
    color="crimson",
    cancelled=False,
    tentative=False,
    sequence=2,
    created=datetime(2026, 9, 1, tzinfo=UTC),
    modified=MODIFIED,
    url="https://lich.example/noi-dung/1",
    alarm="Sắp đăng bài phát động",
)
ALL_DAY = replace(
    TIMED,
    uid="bang-ron-2026@habac24h",
    start=date(2026, 11, 15),
    end=day_after(date(2026, 12, 15)),
    summary="Băng rôn hưởng ứng",
)


def changed(event: Event, **fields: Any) -> Event:
    """The event with some fields replaced."""
    return replace(event, **fields)


def feed(*events: Event | bytes, **fields: Any) -> bytes:
    """A calendar of these events under the usual name."""
    usual: dict[str, Any] = {
        "name": "Lịch truyền thông",
        "description": "Lịch của xã",
        "color": "teal",
        "modified": MODIFIED,
    }
    return calendar_bytes(events, **(usual | fields))


def unfolded(body: bytes) -> list[str]:
    """The content lines of some bytes."""
    assert body.endswith(b"\r\n")
    return body.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
