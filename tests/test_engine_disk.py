"""Power and disk: what was reported done is there; a full or locked database heals by itself."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from engine_kit import HOUR, Bureau, bureau, once, one_pass, wrapped
from sqlalchemy import event
from web_kit import client

from habac24h import audit
from habac24h.clock import SystemClock, VirtualClock
from habac24h.engine.context import Engine, Report
from habac24h.errors import DatabaseError
from habac24h.office import Office, open_office
from habac24h.scheduler import Ticker
from habac24h.workflow import people

FULL = "Ổ đĩa đã đầy; hãy xóa bớt tệp không cần trên ổ ấy (đổ cả Thùng rác) rồi làm lại."
LOCKED = "Cơ sở dữ liệu đang bận vì một chương trình khác; hãy thử lại sau ít phút."
MANY = 30
SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


WORK = """
import sys
from pathlib import Path
from habac24h.office import open_office
from habac24h.workflow import people
office = open_office(Path(sys.argv[1]))
for number in range(10_000):
    with office.database.write() as session:
        people.add(session, f"nguoi-{number}", "editor", office.clock.now())
    print(number, flush=True)
"""


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def test_what_a_killed_process_reported_done_is_there(tmp_path: Path) -> None:
    """kill -9 at a random moment between two of its writes, or inside one."""
    home = tmp_path / "home"
    home.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, str(home)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    reported = [int(next(process.stdout)) for _ in range(25)]
    process.send_signal(signal.SIGKILL)
    reported += [int(line) for line in process.stdout if line.endswith("\n")]
    process.wait()
    process.stdout.close()
    office = open_office(home)
    with office.database.read() as session:
        names = {account.name for account in people.everyone(session)}
        unbroken = audit.first_break(session)
    office.close()
    assert {f"nguoi-{number}" for number in reported} - names == set()
    assert (len(names) - len(reported) <= 1, unbroken) == (True, None)


class Disk:
    """A disk that can be filled and given room again, on every connection of one database."""

    def __init__(self, office: Office) -> None:
        self._office, self._full = office, False
        event.listen(office.database.engine, "begin", self._limit)

    def _limit(self, connection: object) -> None:
        pages = "SELECT page_count FROM pragma_page_count"
        run = connection.exec_driver_sql  # type: ignore[attr-defined]
        most = run(pages).scalar_one() if self._full else 1_000_000
        run(f"PRAGMA max_page_count={most}")

    def fill(self) -> None:
        """Small rows until not one more of them fits, wherever its hash belongs in the index."""
        self._full, refused = True, 0
        while refused < MANY:
            try:
                with self._office.database.write() as session:
                    audit.record(session, audit.PROGRAM, str(refused), self._office.clock.now())
            except DatabaseError as error:
                assert error.sentence == FULL
                refused += 1

    def make_room(self) -> None:
        self._full = False


@SQLITE
def test_a_full_disk_after_the_page_took_the_post_ends_as_unknown_and_is_found(
    here: Bureau,
) -> None:
    """The answer cannot be recorded: the attempt stands, its lease runs out, the page is read."""
    key, disk = here.approved(), Disk(here.office)
    with here.engine() as engine:
        hooked = wrapped(engine, after=once("schedule", disk.fill))
        with pytest.raises(DatabaseError) as caught:
            one_pass(hooked)
        assert caught.value.sentence == FULL
        assert (here.state(key), [one.outcome for one in here.attempts(key)]) == (
            "sending",
            ["open"],
        )
        disk.make_room()
        here.clock.advance(HOUR)
        one_pass(engine)
    assert (here.state(key), [one.outcome for one in here.attempts(key)]) == (
        "handed_over",
        ["adopted"],
    )
    assert len(here.posts()) == 1
    with here.office.database.read() as session:
        assert audit.first_break(session) is None


@SQLITE
def test_a_full_disk_before_the_call_sends_nothing(here: Bureau) -> None:
    key, disk = here.approved(), Disk(here.office)
    disk.fill()
    with here.engine() as engine, pytest.raises(DatabaseError, match="đã đầy"):
        one_pass(engine)
    assert (here.state(key), here.attempts(key), here.posts()) == ("waiting", [], [])
    disk.make_room()
    here.run()
    assert here.state(key) == "handed_over"


def told_and_healed(
    here: Bureau, engine: Engine, heal: Callable[[], object]
) -> tuple[str | None, str]:
    """Tick until trouble, look at the first page, heal, tick until well: what both said."""
    failed, well = threading.Event(), threading.Event()

    def tick() -> Report:
        try:
            report = one_pass(replace(engine, report=Report()))
        except DatabaseError:
            failed.set()
            raise
        if failed.is_set():
            well.set()
        return report

    ticker = Ticker(tick, 0.2, SystemClock())
    ticker.start()
    try:
        assert failed.wait(20)
        while ticker.trouble is None:
            well.wait(0.01)
        told, page = ticker.trouble, client(here.office, ticker=ticker).get("/").text
        heal()
        assert well.wait(20)
    finally:
        ticker.stop()
    assert ticker.trouble is None
    return told, page


@SQLITE
def test_a_full_disk_is_told_on_the_first_page_and_the_ticking_goes_on(here: Bureau) -> None:
    key, disk = here.approved(), Disk(here.office)
    disk.fill()
    with here.engine() as engine:
        told, page = told_and_healed(here, engine, disk.make_room)
    assert (told, FULL in page, here.state(key)) == (FULL, True, "handed_over")


@SQLITE
def test_a_locked_database_is_told_on_the_first_page_and_the_ticking_goes_on(
    here: Bureau,
) -> None:
    key = here.approved()
    database = here.office.database
    event.listen(
        database.engine,
        "begin",
        lambda link: link.exec_driver_sql("PRAGMA busy_timeout=10"),
        insert=True,
    )
    with closing(
        sqlite3.connect(
            str(database.engine.url.database), isolation_level=None, check_same_thread=False
        )
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        with here.engine() as engine:
            told, page = told_and_healed(here, engine, lambda: other.execute("ROLLBACK"))
    assert (told, LOCKED in page, here.state(key)) == (LOCKED, True, "handed_over")
