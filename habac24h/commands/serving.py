"""Serving: the office's pages and the scheduler in one process."""

from __future__ import annotations

import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import patient_office, say
from habac24h.commands.network import (
    EVERYWHERE,
    HOSTS,
    refuse_open_door,
    refuse_unnamed,
    shared_at,
    told_of_network,
)
from habac24h.commands.publishing import alone
from habac24h.errors import HabacError, Refused

if TYPE_CHECKING:
    import uvicorn

    from habac24h.engine.context import Engine, Report
    from habac24h.office import Office
    from habac24h.scheduler import Ticker

PORT = 8024
_LOOK = 0.5
"""Seconds between looks at the wish to end: Windows wakes no waiting thread for Ctrl+C."""


class ServerFailed(HabacError):
    """The web server ended by itself."""

    def __init__(self) -> None:
        super().__init__("Máy chủ web dừng ngoài dự kiến; hãy chạy lại `habac24h serve`.")


def serve(
    host: Annotated[
        str, typer.Option(help="Địa chỉ trên máy này; 0.0.0.0: cả cho máy khác trong mạng cơ quan.")
    ] = HOSTS[0],
    port: Annotated[int, typer.Option(min=0, max=65535, help="Cổng.")] = PORT,
    open_: Annotated[bool, typer.Option("--open", help="Mở trình duyệt.")] = False,
    no_scheduler: Annotated[
        bool, typer.Option("--no-scheduler", help="Chỉ mở trang, không chạy bộ lập lịch.")
    ] = False,
) -> None:
    """Mở các trang của cơ quan và chạy bộ lập lịch; lần đầu thì lập kế hoạch năm nay."""
    from habac24h.commands.logs import keep

    ended = _asked_to_end()
    with (
        _listening(host, port) as listener,
        patient_office(ended.wait) as opened,
        ExitStack() as stack,
    ):
        stack.enter_context(keep(opened.home, opened.settings, "serve"))
        if not no_scheduler:
            stack.enter_context(alone(opened))
        refuse_open_door(opened, host)
        _plan_first_year(opened)
        here, ticker = (opened, None) if no_scheduler else _scheduler(opened, stack)
        shared = shared_at(host, opened, listener)
        stack.enter_context(_web(here, ticker, listener, ended, shared))
        address = _address(host, listener)
        _remember(opened, address)
        say(f"Mở trang làm việc tại {address}")
        for line in told_of_network(shared):
            say(line)
        say(f"Dữ liệu của cơ quan: {opened.home}")
        if ticker is None:
            say("Không chạy bộ lập lịch (--no-scheduler).")
        first = _first_link(opened, address)
        if first:
            say(f"Tạo tài khoản đầu tiên (dùng một lần, trong 24 giờ): {first}")
        say("Nhấn Ctrl+C để dừng.")
        if open_:
            _open(first or address)
        while not ended.wait(_LOOK):
            continue
    say("Đã dừng.")


def _asked_to_end() -> threading.Event:
    """Set by Ctrl+C or the system's request to end; a second one ends the process at once."""
    ended = threading.Event()

    def end(number: int, _frame: object) -> None:
        ended.set()
        signal.signal(number, signal.SIG_DFL)

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, end)
    return ended


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """The socket that the pages are served on; refuses other machines and a port in use."""
    refuse_unnamed(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        busy = error.errno == errno.EADDRINUSE
        why = (
            "đang có chương trình khác dùng (có thể habac24h đã chạy sẵn)"
            if busy
            else "không mở được trên máy này"
        )
        raise Refused(
            f"Cổng {port} {why}; hãy chọn cổng khác, ví dụ --port {_another(port)}."
        ) from None
    with listener:
        yield listener


def _another(port: int) -> int:
    return port + 1 if PORT <= port < 65535 else PORT


def _plan_first_year(here: Office) -> None:
    """Plan the current year where nothing was ever planned, so that the first page shows it."""
    from sqlmodel import select

    from habac24h import audit
    from habac24h.campaigns.apply import apply
    from habac24h.campaigns.plan import plan
    from habac24h.models import Item

    now = here.clock.now()
    year = now.astimezone(here.settings.zone).year
    with here.database.write() as session:
        if session.exec(select(Item.id).limit(1)).first() is not None:
            return
        changes = plan(session, year, now=now, settings=here.settings)
        made = apply(session, changes, by=audit.PROGRAM, now=now)
    say(f"Lần chạy đầu: đã lập kế hoạch năm {year}, {made} nội dung ở trạng thái nháp.")


def _first_link(here: Office, address: str) -> str | None:
    """The one-time link by which the first administrator comes in, while nobody can sign in."""
    from habac24h.accounts import links

    with here.database.write() as session:
        if not links.nobody_can_sign_in(session):
            return None
        token = links.make(session, links.Purpose.SETUP, here.clock.now())
    return f"{address}vao/{token}"


def _scheduler(here: Office, stack: ExitStack) -> tuple[Office, Ticker]:
    """Practice page (if it is the live one), engine, ticker: each ends with the stack."""
    from dataclasses import replace

    from habac24h.chores.rounds import BEAT, EVERY
    from habac24h.scheduler import Ticker
    from habac24h.workflow import pages

    with here.database.read() as session:
        live = pages.live(session)
    if live is not None and live.practice and not here.practises_outside:
        here = replace(here, practice=stack.enter_context(here.practice_page()))
    engine = stack.enter_context(here.engine())
    ticker = Ticker(_passes(engine), here.settings.scheduler.tick_seconds, here.clock)
    office = here
    ticker.also(lambda: office.beat(ticker), BEAT)
    ticker.also(office.do_chores, EVERY)
    ticker.start()
    stack.callback(ticker.stop)
    return here, ticker


def _passes(engine: Engine) -> Callable[[], Report]:
    """A pass for the ticker; the first also looks at the token, which may take a while."""
    from dataclasses import replace

    from habac24h.engine.context import Report
    from habac24h.engine.passes import run_pass
    from habac24h.engine.token import check_page

    checked = threading.Event()

    def one_pass() -> Report:
        fresh = replace(engine, report=Report())
        if not checked.is_set():
            check_page(fresh)
            checked.set()
        return run_pass(fresh, full=False)

    return one_pass


@contextmanager
def _web(
    here: Office,
    ticker: Ticker | None,
    listener: socket.socket,
    ended: threading.Event,
    shared: list[str],
) -> Iterator[None]:
    """The pages, served by a thread of their own until the block ends.

    In the main thread uvicorn would answer SIGTERM by dying of it, with another exit code.
    """
    import uvicorn

    from habac24h.web.app import make_app

    config = uvicorn.Config(
        make_app(here, ticker=ticker, practice=here.practice, shared=shared[0] if shared else None),
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=_run, args=(server, listener, ended), name="web")
    thread.start()
    try:
        yield
        if not server.should_exit and not thread.is_alive():
            raise ServerFailed
    finally:
        server.should_exit = True
        thread.join()


def _run(server: uvicorn.Server, listener: socket.socket, ended: threading.Event) -> None:
    try:
        server.run([listener])
    finally:
        ended.set()


def _address(host: str, listener: socket.socket) -> str:
    host = HOSTS[0] if host in EVERYWHERE else host
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}/"


def _remember(here: Office, address: str) -> None:
    """For the links of letters and calendars, which are made without knowing the door."""
    from habac24h import memory

    with here.database.write() as session:
        if memory.recall(session, memory.SERVED_AT) != address:
            memory.remember(session, memory.SERVED_AT, address)


def _open(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        say("Không tự mở được trình duyệt; hãy chép địa chỉ trên vào trình duyệt.")
