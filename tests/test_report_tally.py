"""Counting of a report: every number of hand-made rows, and sums that must agree."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from report_kit import at, banner, counted, material, mixed, piece, post, talk, turn

from habac24h.report import words
from habac24h.report.material import Piece, Spot
from habac24h.report.tally import Hung, Line, Reach, Talks, tally
from habac24h.workflow.outcome import Result

NUMBERS = [field.name for field in fields(Line) if field.name != "id"]
CHANNELS = ["fanpage", "loudspeaker", "banner", "portal", "talk"]
TOPICS = ["bao-luc", "dinh-kien", "lanh-dao-nu", "gioi-tinh-khi-sinh", None]
STATES = {
    Result.DONE: "done",
    Result.MISSED: "missed",
    Result.CANCELLED: "cancelled",
    Result.TROUBLED: "unknown",
    Result.OPEN: "waiting",
}


def test_the_mixed_rows_are_counted_one_by_one() -> None:
    found = counted(*mixed()).tally
    assert found.total == Line("", 10, 8, 6, 2, 1, 0, 1, times=8)
    assert found.channels == (
        Line("fanpage", 2, 1, 1, 1, times=1),
        Line("loudspeaker", 2, 2, 1, open=1, times=2),
        Line("banner", 1, 1, 1, times=2),
        Line("portal", 2, 1, 1, cancelled=1, times=1),
        Line("talk", 3, 3, 2, 1, times=2),
    )
    assert [(line.id, line.planned, line.done) for line in found.campaigns] == [
        ("thang-hanh-dong", 9, 6),
        ("thuong-xuyen", 1, 0),
    ]
    assert [(line.id, line.planned) for line in found.topics] == [
        ("bao-luc", 8),
        ("dinh-kien", 1),
        ("khong", 1),
    ]
    assert [(line.id, line.done) for line in found.forms] == [
        ("bao-cao-vien", 2),
        ("phuong-tien", 3),
        ("an-pham", 1),
    ]
    assert [(line.id, line.done) for line in found.contents] == [
        ("tac-hai-dinh-kien", 1),
        ("xu-ly-vi-pham", 5),
        ("noi-dung-khac", 0),
    ]
    assert found.months == (("2026-11", 8),)
    assert found.readings == 2
    assert (found.portal_links, found.post_links) == (1, 1)


def test_people_at_talks_are_added_up_and_talks_without_a_count_are_told() -> None:
    found = counted(talk(12, 20, 5), talk(3, 4), talk(None)).tally
    assert found.talks == Talks(held=3, counted=2, men=15, women=24, pupils=5, pupils_counted=1)
    assert found.talks.people == 39


def test_banners_are_counted_by_place_and_what_hangs_too_long_is_told() -> None:
    over, still = at(20), at(16, month=12)
    found = counted(
        banner(("Trụ sở", True), ("Thôn 1", False), until=over),
        banner(("Thôn 1", False), until=still),
    ).tally
    assert found.banners == (Hung("Trụ sở", 1, 1, 0), Hung("Thôn 1", 2, 0, 1))


def test_a_banner_counts_at_each_place_where_it_was_hung_and_at_no_other() -> None:
    spots = (Spot("a", "A", said=True), Spot("b", "B", said=False, note="gió lớn"), Spot("c", "C"))
    found = counted(piece("banner", turn(spots=spots, until=at(20)))).tally
    assert found.total.times == 1
    assert [(one.places, one.reason) for one in found.obstacles] == [(("B",), "gió lớn")]


def test_figures_are_added_over_the_posts_that_have_them() -> None:
    found = counted(
        post(figures={"post_media_view": 10, "post_clicks": 0}),
        post(figures={"post_media_view": 5}),
        post(),
    ).tally
    assert found.reach == (
        Reach("post_media_view", "lượt xem", 15, 2),
        Reach("post_clicks", "lượt bấm", 0, 1),
    )


def test_the_time_to_public_is_the_median_of_the_posts() -> None:
    begun = at(1)
    posts = [
        piece("fanpage", turn(begun, public_at=begun + timedelta(days=days)), begun=begun)
        for days in (1, 2, 30)
    ]
    assert counted(*posts).tally.days_to_public == 2
    assert counted(piece("loudspeaker", turn(), begun=begun)).tally.days_to_public is None


def test_posts_that_were_prepared_months_ahead_do_not_make_the_office_slow() -> None:
    begun = at(1)

    def after(days: float) -> Piece:
        return piece("fanpage", turn(begun, public_at=begun + timedelta(days=days)), begun=begun)

    found = counted(after(2), after(278.8), after(300)).tally
    assert (found.days_to_public, found.posts_in_time, found.posts_ahead) == (2, 1, 2)
    assert words.pace(found) == (
        "Thời gian từ khi bắt đầu soạn, trình đến khi bài đăng công khai trên Fanpage: một nửa số "
        "bài mất không quá 2 ngày (tính trên 1 bài; 2 bài khác được soạn, trình sẵn theo kế hoạch, "
        "sớm hơn 31 ngày trước khi đăng)."
    )
    assert words.pace(counted(after(278.8)).tally) == (
        "1 bài đăng trên Fanpage được soạn, trình sẵn theo kế hoạch, sớm hơn 31 ngày trước khi "
        "đăng."
    )


def test_what_was_missed_is_told_with_its_reason() -> None:
    found = counted(*mixed()).tally
    assert [(one.piece.channel, one.places, one.reason) for one in found.obstacles] == [
        ("fanpage", (), "chưa duyệt"),
        ("talk", ("Thôn 3",), "mưa bão"),
    ]


def test_who_approved_how_many_the_most_first() -> None:
    found = counted(
        piece("portal", turn(), approver="an"),
        piece("portal", turn(), approver="binh", alone=True),
        piece("portal", turn(), approver="binh"),
        piece("portal", turn(), approved=False, approver=""),
        piece("portal", turn(), approver="Vũ An (ký phiếu ngày 05/01/2026)"),
        piece("portal", turn(), approver="Vũ An (ký phiếu ngày 12/01/2026)"),
    ).tally
    assert found.approvers == (("Vũ An", 2), ("binh", 2), ("an", 1))
    assert found.alone == 1


def test_nothing_is_nothing() -> None:
    found = counted().tally
    assert found.total == Line("")
    assert (found.channels, found.banners, found.reach, found.talks) == ((), (), (), Talks())


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    """Any item with one to three airings in one outcome."""
    channel, outcome = draw(st.sampled_from(CHANNELS)), draw(st.sampled_from(Result))
    spots = tuple(
        Spot(name, name, said=draw(st.sampled_from([True, False, None])))
        for name in draw(st.sets(st.sampled_from("abc")))
    )
    turns = tuple(
        turn(at(draw(st.integers(1, 28)), draw(st.integers(1, 11))), STATES[outcome], spots=spots)
        for _ in range(draw(st.integers(1, 3)))
    )
    return piece(
        channel,
        *turns,
        result=outcome,
        topic=draw(st.sampled_from(TOPICS)),
        campaign=draw(st.sampled_from(["thang-hanh-dong", "thuong-xuyen", "cua-rieng"])),
        approved=draw(st.booleans()),
        later=outcome == Result.OPEN and draw(st.booleans()),
    )


@settings(max_examples=60)
@given(st.lists(pieces(), max_size=12))
def test_every_table_adds_up_to_the_total_and_every_item_has_one_outcome(
    made: list[Piece],
) -> None:
    found = tally(material(*made))
    total = {name: getattr(found.total, name) for name in NUMBERS}
    for table in (found.campaigns, found.channels, found.topics, found.forms, found.contents):
        assert {name: sum(getattr(line, name) for line in table) for name in NUMBERS} == total
    line = found.total
    done, open_ = line.done + line.missed + line.cancelled + line.troubled, line.unsaid + line.later
    assert (done + open_, open_) == (line.planned, line.open)
    assert sum(count for _month, count in found.months) == line.times
