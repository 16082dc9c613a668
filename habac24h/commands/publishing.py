"""Publishing: the scheduler alone, the web with the scheduler, the practice page alone."""

from __future__ import annotations

import signal
import threading
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import patient_office, say

if TYPE_CHECKING:
    from habac24h.engine.context import Engine, Report
    from habac24h.office import Office


def run(
    once: Annotated[bool, typer.Option("--once", help="Làm đúng một lượt rồi dừng.")] = False,
) -> None:
    """Bộ lập lịch: giao bài đã duyệt cho trang, theo dõi đến khi hiện công khai."""
    with patient_office() as here, alone(here), here.engine() as engine:
        from habac24h.engine.token import check_page

        check_page(engine)
        if once:
            report = _pass(engine)
            report.troubles[:0] = engine.report.troubles
            tell(report)
            return
        keep_running(here, engine)


def practice_page(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Cổng trên máy này.")] = 8025,
    faults: Annotated[
        int | None, typer.Option(min=0, help="Trang hay gặp sự cố, rút theo số này.")
    ] = None,
) -> None:
    """Trang chạy thử: một trang Facebook giả trên máy này, chỉnh được đồng hồ và gây được sự cố."""
    from habac24h.channels.practice_page import SEEDED_RATE, FaultPlan, PracticePage
    from habac24h.clock import ShiftedClock, SystemClock
    from habac24h.commands.common import home
    from habac24h.office import PRACTICE_TOKEN
    from habac24h.workflow.pages import PRACTICE_ID

    clock = ShiftedClock(SystemClock())
    page = PracticePage(
        page_id=PRACTICE_ID,
        name="Hà Bắc 24h",
        token=PRACTICE_TOKEN,
        now=clock.now,
        move=clock.move,
        state_file=home() / "trang-chay-thu-rieng.json",  # serve and run keep their own
        port=port,
    )
    if faults is not None:
        page.faults.follow(FaultPlan(faults, SEEDED_RATE))
    with page:
        say(f"Trang chạy thử: {page.url}/ (mã trang {PRACTICE_ID}, mã truy cập {PRACTICE_TOKEN})")
        say("Nhấn Ctrl+C để dừng.")
        until_stopped()


def alone(here: Office) -> AbstractContextManager[None]:
    """Hold the engine lock on SQLite; PostgreSQL takes any number of workers.

    But not with the practice page: it lives in one process, and a second one would give its posts
    the ids of the first.
    """
    from contextlib import nullcontext

    from habac24h.scheduler import only_engine
    from habac24h.workflow import pages

    with here.database.read() as session:
        live = pages.live(session)
    practising = live is not None and live.practice
    return only_engine(here.home) if here.database.is_sqlite or practising else nullcontext()


def keep_running(here: Office, engine: Engine) -> None:
    """Tick until the process is told to end."""
    from habac24h.chores.rounds import BEAT, EVERY
    from habac24h.commands.logs import keep
    from habac24h.scheduler import Ticker

    ticker = Ticker(
        lambda: _pass(engine, full=False), here.settings.scheduler.tick_seconds, here.clock
    )
    ticker.also(lambda: here.beat(ticker), BEAT)
    ticker.also(here.do_chores, EVERY)
    with keep(here.home, here.settings, "run"):
        ticker.start()
        say("Bộ lập lịch đang chạy. Nhấn Ctrl+C để dừng.")
        try:
            until_stopped()
        finally:
            ticker.stop()


def until_stopped() -> None:
    """Wait for Ctrl+C or the system's request to end."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    try:
        while not ended.wait(3600):
            continue
    except KeyboardInterrupt:
        return


def _pass(engine: Engine, *, full: bool = True) -> Report:
    from dataclasses import replace

    from habac24h.engine.context import Report
    from habac24h.engine.passes import run_pass

    return run_pass(replace(engine, report=Report()), full=full)


_DEEDS = {
    "handed-over": "bài đã hẹn giờ trên trang",
    "adopt": "bài đã có sẵn trên trang được nhận lại",
    "public": "bài đã thấy hiện công khai",
    "withdrawn": "bài đã gỡ khỏi trang",
    "missed": "lượt quá giờ, không đăng",
    "unknown": "lượt chưa rõ đã đăng hay chưa",
    "not-sent": "lượt chưa gửi được, sẽ thử lại",
    "absent": "lượt đã chắc chắn không có trên trang, sẽ gửi lại",
    "sweep": "bản trùng chưa công khai đã xóa",
    "vanished": "bài không còn thấy trên trang",
    "changed": "bài đã bị sửa trên trang, cần người xem lại",
    "draft": "bài nằm ở dạng nháp trên trang, cần người xem lại",
    "gave-up": "lượt đã thử nhiều lần không được",
    "public-twin": "bài trùng đang công khai, cần người xem lại",
    "equal-words": "lượt dừng vì trùng lời bài khác",
    "not-as-approved": "lượt dừng vì khác bản đã duyệt",
}


def tell(report: Report) -> None:
    """What a pass did, for the person at the screen."""
    for deed, count in sorted(report.deeds.items()):
        if deed in _DEEDS:
            say(f"{count} {_DEEDS[deed]}.")
    for trouble in dict.fromkeys(report.troubles):
        say(f"Lưu ý: {trouble}")
    if not report.deeds and not report.troubles:
        say("Không có việc gì phải làm lúc này.")
