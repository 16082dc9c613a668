"""What every command shares: the home folder, times in the office's zone, JSON or plain output."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h import given
from habac24h.errors import BusyError, Refused, why_not
from habac24h.weekdays import WEEKDAYS

if TYPE_CHECKING:  # the office pulls in the whole program: commands load it when they run
    from zoneinfo import ZoneInfo

    from habac24h.content.own import Own
    from habac24h.office import Office

Json = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")]
As = Annotated[str, typer.Option("--as", help="Tên người dùng thực hiện.")]
Keys = Annotated[list[str] | None, typer.Argument(metavar="MÃ", help="Mã nội dung.")]

LOCKED_AT_MOST = 300.0
"""Seconds that a start waits for a locked database."""
_chosen: dict[str, Path | None] = {"home": None}


def choose_home(home: Path | None) -> None:
    """Remember `--home` for this run."""
    _chosen["home"] = home


def home() -> Path:
    """The home folder of this run."""
    from habac24h.config import home_folder

    return home_folder(_chosen["home"])


def named_home() -> Path:
    """The home folder of this run, which may be missing: for commands that make nothing."""
    from habac24h import config

    return config.named_home(_chosen["home"])


@contextmanager
def office() -> Iterator[Office]:
    """The office in the chosen home folder."""
    from habac24h.office import open_office

    opened = open_office(home())
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def patient_office(pause: Callable[[float], object] | None = None) -> Iterator[Office]:
    """The office for what runs for weeks: a database that is locked at its start is waited for.

    `pause` waits so many seconds; where it says that the wait is over, the refusal stands.
    """
    opened = _opened_in_time(pause or threading.Event().wait)
    try:
        yield opened
    finally:
        opened.close()


def _opened_in_time(pause: Callable[[float], object]) -> Office:
    from habac24h.clock import SystemClock
    from habac24h.office import open_office

    monotonic, folder = SystemClock().monotonic, home()
    end, told = monotonic() + LOCKED_AT_MOST, False
    while True:
        try:
            return open_office(folder)
        except BusyError:
            if monotonic() > end:
                raise
            if not told:
                say("Cơ sở dữ liệu đang bận vì một chương trình khác; chờ tối đa 5 phút…")
            told = True
            if pause(2):
                raise


def own_words() -> Own:
    """The office's own words where there is an office; the program's alone where there is none.

    `read` and `check --file` need no office, and one that cannot be opened does not stop them.
    """
    from habac24h import config

    folder = config.named_home(_chosen["home"])
    address = config.load(folder).database_url
    if address is None:
        return _own_words_in(folder / "habac24h.sqlite3")
    from habac24h.campaigns.own import own_words as stored
    from habac24h.content.own import SHIPPED
    from habac24h.db import Database
    from habac24h.errors import DatabaseError

    try:
        with Database(address.get_secret_value()).read() as session:
            return stored(session)
    except DatabaseError:
        return SHIPPED


def _own_words_in(file: Path) -> Own:
    """Read from a SQLite file by Python's own module: SQLAlchemy takes a second to load."""
    import sqlite3
    from contextlib import closing

    from habac24h.content.own import SHIPPED, own_of

    if not file.exists():
        return SHIPPED
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            return own_of(dict(connection.execute("SELECT id, text FROM own_word")))
    except sqlite3.Error:
        return SHIPPED


def say(line: str = "") -> None:
    """One line for the person at the screen."""
    typer.echo(line)


def show(value: Any, *, as_json: bool, plain: Callable[[], None]) -> None:
    """Print a value as JSON, or let `plain` print it for people."""
    if as_json:
        typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        plain()


def moment(written: str, zone: ZoneInfo) -> datetime:
    """Read "2026-11-20 19:00" (or "20/11/2026 19:00") as that hour in the office's zone."""
    from habac24h.calendar.lunar import FIRST_YEAR, LAST_YEAR

    for pattern in ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"):
        try:
            found = datetime.strptime(written.strip(), pattern).replace(tzinfo=zone)
        except ValueError:
            continue
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise Refused(f"Năm {found.year} nằm ngoài {FIRST_YEAR}–{LAST_YEAR}.")
        return found
    raise Refused(f"Không hiểu thời điểm “{written}”; hãy viết như 2026-11-20 19:00.")


def day(written: str | None) -> date | None:
    """Read "2026-11-20" (or "20/11/2026")."""
    from habac24h.calendar.written import written_day

    return None if written is None else written_day(written, "2026-11-20")


def when(at: datetime, zone: ZoneInfo) -> str:
    """thứ Ba 17/11/2026 19:00."""
    local = at.astimezone(zone)
    return f"{WEEKDAYS[local.weekday()]} {local:%d/%m/%Y %H:%M}"


def read_text(path: Path) -> str:
    """A UTF-8 file byte for byte, a leading BOM aside."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"Tệp {path} không phải chữ UTF-8; hãy lưu lại với mã UTF-8.") from None


def read_bytes(path: Path) -> bytes:
    """A file as it is."""
    try:
        return given.read(path)
    except OSError as error:
        raise Refused(f"Không đọc được tệp {path}: {why_not(error)}.") from None


def agreed(question: str, *, yes: bool) -> bool:
    """Ask before something large; without a terminal only `--yes` says so."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise Refused("Cần xác nhận: hãy chạy lại với --yes.")
    return typer.confirm(question)
