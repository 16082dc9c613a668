"""Coverage: which topics are on which channels and when, what is missing, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from cli_kit import Terminal
from plan_kit import HEAD, NOW, SETTINGS, SINGLE, World

from habac24h.calendar.observances import Window
from habac24h.campaigns.coverage import Coverage, Entry, cover, letters
from habac24h.campaigns.coverage_warnings import coverage_warnings
from habac24h.campaigns.covering import coverage
from habac24h.db import Database, prepare, sqlite_url

START, END = date(2026, 11, 15), date(2026, 12, 15)
TITLES = {"bao-luc": "Bạo lực", "dinh-kien": "Định kiến"}
SHORT = Window(START, END)
LONG = Window(date(2026, 1, 1), date(2026, 12, 31))


def entry(
    channel: str, day: date, topic: str | None = "bao-luc", *, days: int = 1, campaign: str = "thu"
) -> Entry:
    last = day + timedelta(days=days - 1)
    return Entry(f"{campaign}/2026/{channel}/{day}", channel, topic, day, last)


def covered(
    *entries: Entry,
    window: Window = SHORT,
    around: tuple[Entry, ...] = (),
    today: date = date(2026, 1, 1),
) -> Coverage:
    topics = ("bao-luc", "dinh-kien")
    return cover("thu", 2026, "Thử", window, topics, entries, around, today)


def kinds(found: Coverage) -> list[str]:
    return [one.kind for one in coverage_warnings(found, TITLES)]


def test_an_item_counts_in_the_week_of_its_first_day_and_once_for_all_its_airings() -> None:
    found = covered(
        entry("fanpage", date(2026, 11, 8)),
        entry("fanpage", date(2026, 11, 17)),
        entry("fanpage", date(2026, 11, 20)),
        entry("banner", date(2026, 11, 10), None, days=40),
    )
    assert [one.label for one in found.spans] == [
        "2/11", "9/11", "16/11", "23/11", "30/11", "7/12", "14/12"
    ]  # fmt: skip
    assert found.topics == ("bao-luc", "dinh-kien", None)
    shown = [[letters(found, topic, n) for n in range(7)] for topic in found.topics]
    assert shown == [
        [("F1",), (), ("F2",), (), (), (), ()],
        [()] * 7,
        [(), ("B1",), (), (), (), (), ()],
    ]


def test_a_long_edition_is_shown_by_months() -> None:
    found = covered(entry("portal", date(2026, 3, 31)), window=LONG)
    assert [one.label for one in found.spans] == [f"T{n}" for n in range(1, 13)]
    assert found.spans[1].last == date(2026, 2, 28)
    assert letters(found, "bao-luc", 2) == ("C1",)


@pytest.mark.parametrize(
    ("days_between", "gaps"),
    [
        (30, ()),
        (31, ((date(2026, 1, 2), date(2026, 1, 31)),)),
    ],
)
def test_thirty_empty_days_on_end_are_a_gap(
    days_between: int, gaps: tuple[tuple[date, date], ...]
) -> None:
    first = date(2026, 1, 1)
    second = first + timedelta(days=days_between)
    rest = entry("banner", second, days=400)
    assert covered(entry("fanpage", first), rest, window=LONG).gaps == gaps


def test_what_other_campaigns_do_is_no_gap_and_the_past_is_none() -> None:
    mine = entry("fanpage", date(2026, 2, 1), days=300)
    other = entry("fanpage", date(2026, 1, 15), campaign="khac")
    assert covered(mine, window=LONG).gaps == (
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 11, 28), date(2026, 12, 31)),
    )
    around = (other, entry("banner", date(2026, 11, 1), days=200, campaign="khac"))
    assert covered(mine, window=LONG, around=around).gaps == ()
    assert covered(mine, window=LONG, today=date(2026, 12, 3)).gaps == ()


def test_topics_without_item_or_script_and_few_forms_are_told() -> None:
    found = covered(entry("fanpage", START), entry("banner", START, None, days=31))
    assert [one.message for one in coverage_warnings(found, TITLES)] == [
        "Đợt “Thử” năm 2026: chủ đề “Bạo lực” không có bài phát thanh nào.",
        "Đợt “Thử” năm 2026: chủ đề “Định kiến” không có nội dung nào.",
        "Đợt “Thử” năm 2026 dùng 2 hình thức của Điều 5 Nghị định 48/2009/NĐ-CP (Thông tin đại "
        "chúng, internet, loa truyền thanh cơ sở; Ấn phẩm), ít hơn 3; còn có thể dùng: Báo cáo "
        "viên, tuyên truyền viên; Hình thức khác.",
    ]
    assert kinds(found) == ["topic-without-script", "topic-without-item", "few-forms"]
    full = covered(
        *(entry("loudspeaker", START, topic) for topic in TITLES),
        entry("banner", START, None, days=31),
        entry("talk", END, None),
    )
    assert kinds(full) == []


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    database = Database(sqlite_url(tmp_path / "a.sqlite3"))
    prepare(database, backup_folder=tmp_path, now=NOW)
    yield World(database)
    database.dispose()


def test_planning_tells_what_will_be_missing_and_the_rows_what_is(world: World) -> None:
    script = "channel: loudspeaker, text: a, from: start, until: end, every: 2w, at: 17:00"
    world.define(SINGLE, f"id: loa, title: Loa, {script}, rotate: topics", head=HEAD)
    before = world.plan()
    assert [(one.kind, one.key) for one in before.warnings] == [("few-forms", "thu/2026")]
    (will_be,) = before.coverages
    world.apply(before)
    with world.database.read() as session:
        found = coverage(session, "thu", 2026, world.now.date(), SETTINGS.zone)
        assert coverage(session, "thu", 2027, world.now.date(), SETTINGS.zone) != found
    assert found == will_be
    assert [found.count(topic, "loudspeaker") for topic in ("bao-luc", "dinh-kien", None)] == [
        2, 1, 0
    ]  # fmt: skip


def test_the_commands_show_tables_that_fit_eighty_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(tmp_path / "home", capsys)
    shown = terminal.ok("plan", "2040", "--apply").out
    tables = [line for line in shown.splitlines() if "·" in line or " F1" in line]
    assert len(tables) > 12
    assert max(map(len, tables)) <= 80
    one = terminal.ok("campaigns", "show", "thuong-xuyen", "--year", "2040").out
    assert " T12" in one
    told = terminal.ok("campaigns", "show", "thang-hanh-dong", "--year", "2040", "--json").json
    assert [row["topic"] for row in told["coverage"]["topics"]][-1] is None
    assert len(told["coverage"]["forms"]) == 3
    empty = terminal.ok("campaigns", "show", "thang-hanh-dong", "--year", "2041").out
    assert empty.endswith("Chưa lập kế hoạch năm 2041; chạy `habac24h plan 2041 --apply`.\n")
