"""What the program does by itself once a day: backups, their rotation, forgetting what is old."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import func, select
from web_kit import arrive, write

from habac24h import audit, memory
from habac24h.accounts import sessions
from habac24h.accounts.links import Purpose, make
from habac24h.backup.archive import BackupError
from habac24h.chores import copies, forgetting, rounds
from habac24h.chores.copies import superfluous
from habac24h.chores.ledger import Ended, Outcome
from habac24h.chores.place import Place
from habac24h.chores.rounds import Chore
from habac24h.chores.tables import ChoreRow
from habac24h.clock import VirtualClock
from habac24h.models import Account, Airing, Attempt, Audit, Going, OneTimeLink, WebSession
from habac24h.models import Outcome as Sent
from habac24h.office import Office
from habac24h.running import Backups

SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
DAY = timedelta(days=1)


@pytest.fixture
def place(office: Office, clock: VirtualClock) -> Place:
    return Place(office.home, office.settings, office.database, clock)


def row(place: Place, name: str) -> ChoreRow:
    with place.database.read() as session:
        return session.get_one(ChoreRow, (name, place.today()))


def chore(name: str) -> tuple[Chore, ...]:
    return tuple(one for one in rounds.CHORES if one.name == name)


def names(place: Place) -> list[str]:
    return [one.path.name for one in copies.kept(place.home, place.settings)]


def test_a_backup_a_day_that_can_be_read(place: Place, clock: VirtualClock) -> None:
    """On both kinds of database: PostgreSQL's own tools are where the server is."""
    try:
        copies.make_daily(place)
    except BackupError as error:
        assert "pg_dump" in error.sentence  # a bare machine
        return
    assert names(place) == ["habac24h-2026-01-01-070000.zip"]
    assert copies.unreadable(copies.kept(place.home, place.settings)[0].path) is None
    clock.advance(timedelta(hours=1))


@SQLITE
def test_the_scheduler_makes_one_a_day(place: Place, clock: VirtualClock) -> None:
    for _ in range(42):  # a local day begins at 17:00 UTC
        rounds.run(place, chore(copies.NAME))
        clock.advance(timedelta(hours=1))
    assert names(place) == [
        "habac24h-2026-01-01-070000.zip",
        "habac24h-2026-01-02-000000.zip",
        "habac24h-2026-01-03-000000.zip",
    ]


@SQLITE
def test_old_ones_go_and_months_stay(place: Place, clock: VirtualClock) -> None:
    few = place.settings.model_copy(update={"backups": Backups(daily=2, monthly=2)})
    here = replace(place, settings=few)
    clock.set(datetime(2026, 1, 30, 5, tzinfo=UTC))
    for _ in range(5):
        rounds.run(here, chore(copies.NAME))
        clock.advance(DAY)
    assert names(here) == [
        "habac24h-2026-01-30-120000.zip",
        "habac24h-2026-02-01-120000.zip",
        "habac24h-2026-02-02-120000.zip",
        "habac24h-2026-02-03-120000.zip",
    ]


@SQLITE
def test_what_was_asked_for_by_hand_stays_for_the_day(place: Place, clock: VirtualClock) -> None:
    clock.set(datetime(2026, 1, 30, 5, tzinfo=UTC))
    copies.make_daily(place)
    clock.advance(timedelta(minutes=20))
    copies.make_daily(place)
    assert names(place) == ["habac24h-2026-01-30-120000.zip", "habac24h-2026-01-30-122000.zip"]
    clock.advance(DAY)
    copies.make_daily(place)
    assert names(place) == ["habac24h-2026-01-30-122000.zip", "habac24h-2026-01-31-122000.zip"]


@pytest.mark.parametrize("seed", range(20))
def test_rotation_keeps_the_last_days_and_a_day_of_each_month(seed: int) -> None:
    chance = random.Random(seed)
    days = {date(2026, 1, 1) + timedelta(days=chance.randrange(900)) for _ in range(300)}
    daily, monthly = chance.randrange(1, 20), chance.randrange(14)
    left = days - superfluous(days, daily=daily, monthly=monthly)
    assert sorted(days)[-daily:] == sorted(left)[-daily:]
    months = sorted({(day.year, day.month) for day in days})[-monthly:] if monthly else []
    assert {(day.year, day.month) for day in left} >= set(months)
    assert len(left) <= daily + monthly
    # Going on day by day removes no more than looking once.
    assert superfluous(left, daily=daily, monthly=monthly) == set()


@SQLITE
def test_other_files_are_left_alone(place: Place, clock: VirtualClock) -> None:
    few = place.settings.model_copy(update={"backups": Backups(daily=1, monthly=0)})
    here = replace(place, settings=few)
    folder = place.home / copies.FOLDER
    folder.mkdir(parents=True)
    others = ["truoc-nang-cap-20250101-000000.sqlite3", "cua-toi.zip", "habac24h-2025.zip"]
    for name in others:
        (folder / name).write_text("x")
    for _ in range(3):
        rounds.run(here, chore(copies.NAME))
        clock.advance(DAY)
    assert sorted(one.name for one in folder.iterdir()) == sorted(
        [*others, "habac24h-2026-01-03-070000.zip"]
    )


@SQLITE
def test_a_backup_that_fails_removes_nothing_and_is_tried_again(
    place: Place, clock: VirtualClock
) -> None:
    copies.make_daily(place)
    clock.advance(40 * DAY)
    blocked = place.settings.model_copy(
        update={"backups": Backups(folder=str(place.home / "habac24h.toml"), daily=1, monthly=0)}
    )
    (place.home / "habac24h.toml").write_text("")
    rounds.run(replace(place, settings=blocked), chore(copies.NAME))
    failed = row(place, copies.NAME)
    assert (failed.outcome, failed.again_at) == ("failed", clock.now() + copies.AGAIN)
    assert failed.said is not None
    assert failed.said.startswith("Không tạo được thư mục sao lưu")
    assert names(place) == ["habac24h-2026-01-01-070000.zip"]
    clock.advance(copies.AGAIN)
    rounds.run(place, chore(copies.NAME))
    assert (row(place, copies.NAME).outcome, row(place, copies.NAME).tries) == ("done", 2)


@SQLITE
def test_a_backup_that_rotted_is_found_in_its_turn(place: Place, clock: VirtualClock) -> None:
    for _ in range(3):
        copies.make_daily(place)
        clock.advance(DAY)
    rotten = copies.kept(place.home, place.settings)[0].path
    content = bytearray(rotten.read_bytes())
    content[len(content) // 2] ^= 255
    rotten.write_bytes(bytes(content))
    clock.set(datetime(2026, 1, 4, 5, tzinfo=UTC))
    outcomes = []
    for _ in range(3):
        rounds.run(place, chore(copies.READING))
        outcomes.append(row(place, copies.READING).outcome)
        clock.advance(DAY)
    assert sorted(outcomes) == ["done", "done", "failed"]


@SQLITE
def test_a_run_that_was_cut_short_is_repeated_after_an_hour(
    place: Place, clock: VirtualClock
) -> None:
    def die(_place: Place) -> Ended:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rounds.run(place, (Chore("x", die),))
    well = (Chore("x", lambda _place: Ended(Outcome.DONE, "xong")),)
    assert rounds.run(place, well) == {}
    clock.advance(timedelta(hours=1))
    assert list(rounds.run(place, well)) == ["x"]
    assert (row(place, "x").outcome, row(place, "x").tries) == ("done", 2)


@SQLITE
def test_an_unexpected_failure_stops_no_other_chore(place: Place) -> None:
    def break_(_place: Place) -> Ended:
        raise ZeroDivisionError

    ran = rounds.run(
        place, (Chore("a", break_), Chore("b", lambda _place: Ended(Outcome.DONE, "xong")))
    )
    assert {name: ended.outcome for name, ended in ran.items()} == {"a": "failed", "b": "done"}
    assert ran["a"].said == ("lỗi ngoài dự kiến (ZeroDivisionError); mai chương trình làm lại")


def test_what_is_old_is_forgotten_and_the_log_is_not(place: Place, clock: VirtualClock) -> None:
    office = Office(place.home, place.settings, place.database, clock)
    arrive(office)
    key = write(office, "Bài", days=1)
    now = clock.now()
    with place.database.write() as session:
        sessions.begin(session, session.get_one(Account, "soan"), now)
        make(session, Purpose.SETUP, now)
        audit.record(session, audit.PROGRAM, "x", now)
        airing = session.exec(select(Airing).where(Airing.key == f"{key}@1")).one()
        for number, outcome in enumerate((Sent.ACCEPTED, Sent.OPEN)):
            session.add(_attempt(airing, number, outcome, now))
        session.add(ChoreRow(name="x", day=now.date(), outcome="done", started_at=now))
    there = counted(place)
    assert [there[one] for one in ("WebSession", "OneTimeLink", "Attempt", "ChoreRow")] == [
        1,
        1,
        2,
        1,
    ]
    forgetting.forget(place)
    assert counted(place) == there
    clock.advance(timedelta(days=31))
    assert forgetting.forget(place).said == ("đã xóa 1 phiên đăng nhập, 1 đường dẫn dùng một lần")
    clock.advance(timedelta(days=2 * 366 - 32))
    assert forgetting.forget(place).said == "không có gì cũ phải xóa"
    clock.advance(DAY)
    assert forgetting.forget(place).said == "đã xóa 1 lần gửi, 1 việc hằng ngày"
    left = counted(place)
    assert left["Attempt"] == 1  # the open one
    assert left["Audit"] == there["Audit"]


@SQLITE
def test_attempts_of_what_is_still_in_doubt_stay(place: Place, clock: VirtualClock) -> None:
    office = Office(place.home, place.settings, place.database, clock)
    arrive(office)
    key = write(office, "Bài", days=1)
    with place.database.write() as session:
        airing = session.exec(select(Airing).where(Airing.key == f"{key}@1")).one()
        airing.state = Going.UNKNOWN
        session.add_all([airing, _attempt(airing, 1, Sent.UNKNOWN, clock.now())])
    clock.advance(timedelta(days=3000))
    forgetting.forget(place)
    assert counted(place)["Attempt"] == 1


@SQLITE
def test_other_processes_learn_when_a_pass_last_ended(place: Place, clock: VirtualClock) -> None:
    first = clock.now()
    for moment in (None, first, first - DAY, first + DAY):
        rounds.beat(place, moment)
    with place.database.read() as session:
        assert memory.recall(session, memory.PASSED_AT) == (first + DAY).isoformat()


def counted(place: Place) -> dict[str, int]:
    tables = (WebSession, OneTimeLink, Attempt, ChoreRow, Audit)
    with place.database.read() as session:
        return {
            one.__name__: session.exec(select(func.count()).select_from(one)).one()
            for one in tables
        }


def _attempt(airing: Airing, number: int, outcome: Sent, now: datetime) -> Attempt:
    return Attempt(
        airing_id=airing.id or 0,
        number=number,
        page="1",
        fence=1,
        worker="w",
        fingerprint="f",
        text_sha256="s",
        target=now,
        started_at=now,
        outcome=outcome,
    )


def test_a_copy_s_name_tells_its_time(tmp_path: Path) -> None:
    """By the office's clock; names of older versions, without hyphens, are in UTC."""
    names = ("habac24h-20261126-222239.zip", "habac24h-2026-11-27-052240.zip", "a.zip")
    files = [tmp_path / name for name in (*names, "habac24h-2026-13-01-000000.zip")]
    for path in files:
        path.touch()
    missing, zone = tmp_path / "habac24h-20261127-013000.zip", ZoneInfo("Asia/Ho_Chi_Minh")
    found = sorted(copies._copies([*reversed(files), missing], zone))
    assert [(one.path.name, one.taken_at) for one in found] == [
        (names[0], datetime(2026, 11, 26, 22, 22, 39, tzinfo=UTC)),
        (names[1], datetime(2026, 11, 26, 22, 22, 40, tzinfo=UTC)),
    ]
