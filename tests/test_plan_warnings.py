"""What planning warns of: clashes, missing facts and places, years without an edition."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from habac24h.config import Settings
from habac24h.db import Database, prepare, sqlite_url
from habac24h.models import Airing, Place
from habac24h.workflow import approve, cancel, submit
from tests.plan_kit import HEAD, SETTINGS, SINGLE, TALKS, World


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("plan")
    database = Database(sqlite_url(folder / "thu.sqlite3"))
    prepare(database, backup_folder=folder, now=datetime(2026, 1, 1, tzinfo=UTC))
    return World(database)


def post(name: str, at: str, words: str | None = None) -> str:
    return f"id: {name}, title: Bài, channel: fanpage, text: {words or name}, day: start, at: {at}"


COVERAGE = ("coverage-gap", "topic-without-item", "topic-without-script", "few-forms")
"""Kinds with tests of their own (test_coverage.py): these small campaigns cover little."""


def told(world: World, settings: Settings = SETTINGS) -> list[tuple[str, str, str]]:
    return [
        (one.kind, one.key.removeprefix("thu/2026/"), one.message)
        for one in world.plan(settings=settings).warnings
        if one.kind not in COVERAGE
    ]


def test_two_posts_closer_than_the_minimum_gap(world: World) -> None:
    world.define(post("mot", "19:00"), post("hai", "19:45"), post("ba", "20:45"))
    assert told(world) == [
        (
            "gap",
            "hai",
            "Bài lúc 19:45 ngày 15/11/2026 cách “thu/2026/mot” 45 phút, ít hơn 60 phút.",
        )
    ]
    world.plan_and_apply()
    assert [one[:2] for one in told(world)] == [("gap", "hai")]
    assert told(world, Settings(min_gap_minutes=30)) == []


def on_a_topic(name: str, at: str, channel: str = "fanpage", more: str = "") -> str:
    words = f"channel: {channel}, text: {name}, day: start, at: {at}, rotate: topics{more}"
    return f"id: {name}, title: Bài, {words}"


def test_two_posts_of_one_topic_on_one_day(world: World) -> None:
    world.define(on_a_topic("mot", "07:00"), head=HEAD.replace("campaign: thu", "campaign: khac"))
    world.plan_and_apply()
    world.define(on_a_topic("hai", "19:00"))
    assert told(world) == [
        (
            "same-topic",
            "hai",
            "Bài lúc 19:00 ngày 15/11/2026 cùng chủ đề “Phòng ngừa, ứng phó với bạo "
            "lực trên cơ sở giới” với “khac/2026/mot” trong cùng ngày; nếu không cố ý thì dời "
            "một bài sang ngày khác.",
        )
    ]


def test_one_topic_on_two_channels_or_in_two_villages_is_no_warning(world: World) -> None:
    talks = ", places: kind:thon, per_place: true"
    world.define(
        on_a_topic("mot", "07:00"),
        on_a_topic("ba", "19:30", "talk", talks),
        on_a_topic("bon", "[05:30, 17:00]", "loudspeaker", ", places: [thon-1]"),
        on_a_topic("nam", "[06:00, 17:30]", "loudspeaker", ", places: [thon-2]"),
    )
    assert told(world) == []
    world.define(
        on_a_topic("bon", "[05:30, 17:00]", "loudspeaker", ", places: [thon-1]"),
        on_a_topic("khap", "18:00", "loudspeaker"),
    )
    assert [one[:2] for one in told(world)] == [("same-topic", "khap")]


def test_a_post_of_another_campaign_is_compared_too(world: World) -> None:
    world.define(post("mot", "19:00"), head=HEAD.replace("campaign: thu", "campaign: khac"))
    world.plan_and_apply()
    world.define(post("hai", "19:30"))
    assert [one[:2] for one in told(world)] == [("gap", "hai")]


def test_a_cancelled_post_clashes_with_nothing(world: World) -> None:
    world.define(post("mot", "19:00"), post("hai", "19:30"))
    world.plan_and_apply()
    world.work(lambda desk: cancel(desk, "thu/2026/mot"))
    assert told(world) == []


def test_a_post_that_moves_away_clashes_no_more(world: World) -> None:
    world.define(post("mot", "19:00"), post("hai", "19:30"))
    world.plan_and_apply()
    world.define(post("mot", "12:00"), post("hai", "19:30"))
    assert told(world) == []


def test_a_post_in_the_quiet_hours(world: World) -> None:
    world.define(post("mot", "05:59"), post("hai", "21:00"), post("ba", "20:00"))
    assert told(world) == [
        (
            "quiet-hours",
            "mot",
            "Bài lúc 05:59 ngày 15/11/2026 rơi vào giờ yên tĩnh 21:00-06:00.",
        ),
        (
            "quiet-hours",
            "hai",
            "Bài lúc 21:00 ngày 15/11/2026 rơi vào giờ yên tĩnh 21:00-06:00.",
        ),
    ]
    assert told(world, Settings(quiet_hours="12:00-13:00")) == []


def test_a_reading_outside_the_stations_hours(world: World) -> None:
    line = "id: loa, title: Phát thanh, channel: loudspeaker, text: Nghe, day: start"
    world.define(f"{line}, at: [04:59, 05:00, 20:00]")
    assert [one[2] for one in told(world)] == [
        "Bài phát lúc 04:59 ngày 15/11/2026 ngoài giờ của đài truyền thanh 05:00-20:00.",
        "Bài phát lúc 20:00 ngày 15/11/2026 ngoài giờ của đài truyền thanh 05:00-20:00.",
    ]


def test_equal_words_on_one_page(world: World) -> None:
    world.define(post("mot", "08:00", "Lời"), post("hai", "12:00", '"Lời "'), post("ba", "16:00"))
    assert told(world) == [
        (
            "equal-words",
            "hai",
            "Lời giống hệt “thu/2026/mot” trên cùng một trang; hãy viết lại một bài.",
        )
    ]


def test_words_that_the_page_has_shown_before(world: World) -> None:
    world.define(post("mot", "08:00", "Lời"), post("hai", "12:00", "Khác"))
    world.plan_and_apply()
    world.work(lambda desk: submit(desk, "thu/2026/mot"))
    world.work(lambda desk: approve(desk, "thu/2026/mot"), "hoa")

    def shown(session: Session) -> None:
        airing = session.exec(select(Airing).where(Airing.key == "thu/2026/mot@1")).one()
        airing.state, airing.due = "done", datetime(2025, 3, 1, tzinfo=UTC)
        session.add(airing)

    world.change(shown)
    world.define(post("hai", "12:00", "Lời"))
    assert [one[:2] for one in told(world)] == [("equal-words", "hai")]


def test_two_talks_at_one_place_at_the_same_time(world: World) -> None:
    world.define(TALKS, TALKS.replace("id: noi", "id: them").replace("19:30", "20:00"))
    assert [one[2] for one in told(world)] == [
        "Buổi lúc 20:00 ngày 17/11/2026 trùng giờ với “thu/2026/noi/thon-1” tại thon-1.",
        "Buổi lúc 20:00 ngày 17/11/2026 trùng giờ với “thu/2026/noi/thon-2” tại thon-2.",
    ]


def test_what_is_past_is_not_warned_of(world: World) -> None:
    world.define(post("mot", "19:00"), post("hai", "19:30"), post("ba", "22:00", "mot"))
    world.now = datetime(2026, 11, 16, tzinfo=UTC)
    assert told(world) == []


def test_a_required_fact_that_is_missing(world: World) -> None:
    world.define(SINGLE, head=HEAD.replace("topics:", "required: [theme, phone_police]\ntopics:"))
    world.fact("phone_police", "0220")
    assert told(world) == [
        (
            "missing-fact",
            "thu/2026",
            "Đợt “Chiến dịch thử” năm 2026 còn thiếu chủ đề của năm nên chưa nội dung "
            "nào duyệt được; hãy điền vào số liệu của đợt "
            'bằng `habac24h facts 2026 thu theme="…"`.',
        )
    ]
    world.fact("theme", "An toàn")
    assert told(world) == []


def test_a_place_that_the_office_does_not_have(world: World) -> None:
    world.define(TALKS.replace("kind:thon", "[thon-2]"), TALKS.replace("id: noi", "id: hai"))
    world.plan_and_apply()

    def remove_all(session: Session) -> None:
        for place in session.exec(select(Place)):
            place.removed = True
            session.add(place)

    world.change(remove_all)
    assert [one[:2] for one in told(world)] == [
        ("no-place", "noi"),
        ("no-place", "noi"),
        ("no-place", "hai"),
    ]


def test_a_year_without_an_edition(world: World) -> None:
    head = HEAD.replace('date: "11-15", end: "12-15"', 'date: "02-29"')
    world.define(SINGLE, head=head)
    assert [(one[0], one[1]) for one in told(world)] == [("no-edition", "thu/2026")]
