"""The ticker: one pass at a time, none lost for a failure; one engine in one home."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from habac24h.clock import SystemClock
from habac24h.commands.publishing import alone
from habac24h.engine.context import Report
from habac24h.errors import DatabaseError, Refused
from habac24h.models import Page
from habac24h.office import Office
from habac24h.scheduler import Ticker, only_engine

TICK = 0.02


def ticking(one_pass: Callable[[], Report]) -> Ticker:
    ticker = Ticker(one_pass, TICK, SystemClock())
    ticker.start()
    return ticker


def test_it_ticks_at_once_and_again() -> None:
    times, enough = [0], threading.Event()

    def one_pass() -> Report:
        times[0] += 1
        if times[0] == 3:
            enough.set()
        return Report()

    ticker = ticking(one_pass)
    assert enough.wait(10)
    ticker.stop()
    assert (ticker.last, ticker.trouble) == (Report(), None)


def test_one_pass_runs_at_a_time() -> None:
    together, most, begun = [0], [0], threading.Event()
    release = threading.Event()

    def one_pass() -> Report:
        together[0] += 1
        most[0] = max(most[0], together[0])
        begun.set()
        release.wait(10 * TICK)
        together[0] -= 1
        return Report()

    ticker = ticking(one_pass)
    assert begun.wait(10)
    release.wait(15 * TICK)
    release.set()
    ticker.stop()
    assert most == [1]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (DatabaseError("Ổ đĩa đầy."), "Ổ đĩa đầy."),
        (
            RuntimeError("bí mật"),
            "Lượt kiểm tra vừa rồi gặp lỗi ngoài dự kiến; chương trình sẽ thử lại.",
        ),
    ],
)
def test_a_failing_pass_is_told_and_does_not_end_the_ticking(
    error: Exception, sentence: str
) -> None:
    told: list[str | None] = []
    recovered = threading.Event()
    failures = [error]

    def one_pass() -> Report:
        if failures:
            raise failures.pop()
        told.append(ticker.trouble)
        recovered.set()
        return Report()

    ticker = Ticker(one_pass, TICK, SystemClock())
    ticker.start()
    assert recovered.wait(10)
    ticker.stop()
    assert told[0] == sentence
    assert ticker.trouble is None


def test_stopping_waits_for_the_pass_under_way_and_twice_is_as_once() -> None:
    begun, ended = threading.Event(), threading.Event()

    def one_pass() -> Report:
        begun.set()
        ended.wait(5 * TICK)
        ended.set()
        return Report()

    ticker = ticking(one_pass)
    assert begun.wait(10)
    ticker.stop()
    assert ended.is_set()
    ticker.stop()


def test_a_second_engine_in_one_home_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    refused = pytest.raises(Refused, match="Một bộ lập lịch khác")
    with only_engine(tmp_path), refused, only_engine(tmp_path):
        raise AssertionError("two engines in one home")
    with only_engine(tmp_path):
        pass


def test_workers_share_postgres_but_never_the_practice_page(office: Office) -> None:
    with alone(office), pytest.raises(Refused, match="Một bộ lập lịch khác"), alone(office):
        raise AssertionError("two engines on one practice page")
    with office.database.write() as session:
        for page in session.exec(select(Page)):
            page.practice = False
    if office.database.is_sqlite:
        return
    with alone(office), alone(office):
        pass
