"""What a definition may say, and how what it may not say is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from habac24h.calendar.observances import MonthDay
from habac24h.campaigns.definition import parse
from habac24h.campaigns.places import AllPlaces, Named, OfKind
from habac24h.campaigns.when import (
    EveryDays,
    Monthly,
    Offset,
    OneDay,
    OnWeekdays,
    Recurring,
    Span,
)
from habac24h.errors import DefinitionError
from tests.definition_kit import (
    ACTION_MONTH,
    BANNER,
    KNOWN,
    POST,
    SCRIPT,
    TALK,
    campaign,
    definition,
)

FIRST = 9
"""The line of the first activity."""


def refused(text: str) -> DefinitionError:
    with pytest.raises(DefinitionError) as caught:
        parse(text, "thu.yaml", KNOWN)
    return caught.value


def where(text: str) -> tuple[int | None, str]:
    error = refused(text)
    return error.line, error.field


def test_the_head_of_a_definition_is_read_as_written() -> None:
    found = campaign(f'{POST}, day: start, at: "19:00"')
    assert (found.id, found.title, found.lead) == (
        "thang-hanh-dong",
        "Tháng hành động",
        "Phòng Văn hoá - Xã hội",
    )
    assert found.partners == ("Công an xã", "Hội Liên hiệp Phụ nữ xã")
    assert found.topics == ("bao-luc", "dinh-kien", "lanh-dao-nu", "gioi-tinh-khi-sinh")
    assert found.required == ("theme",)
    assert found.observance.full == "Tháng hành động"


def test_an_observance_may_be_named_by_its_id() -> None:
    head = ACTION_MONTH.replace(
        '{name: Tháng hành động, date: "11-15", end: "12-15"}', "thang-hanh-dong-bdg"
    )
    found = campaign(f'{POST}, day: start, at: "19:00"', head=head)
    assert found.observance == KNOWN.observances["thang-hanh-dong-bdg"]


def test_the_source_is_kept_as_it_was_given_a_byte_order_mark_aside() -> None:
    text = definition(f'{POST}, day: start, at: "19:00"').replace("\n", "\r\n")
    assert parse("\ufeff" + text, "thu.yaml", KNOWN).source == text


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("start", Offset("start", 0)),
        ("end", Offset("end", 0)),
        ("start - 7d", Offset("start", -7)),
        ("end + 1d", Offset("end", 1)),
        ("start+10d", Offset("start", 10)),
        ('"11-25"', MonthDay(11, 25)),
        ("12-15", MonthDay(12, 15)),
    ],
)
def test_a_day_may_be_written_in_these_ways(written: str, day: object) -> None:
    found = campaign(f'{POST}, day: {written}, at: "19:00"')
    assert found.activities[0].schedule == OneDay(day)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "every"),
    [
        ("[fri, tue]", OnWeekdays((1, 4))),
        ("daily", EveryDays(1)),
        ("3d", EveryDays(3)),
        ("2w", EveryDays(14)),
        ("monthly", Monthly()),
    ],
)
def test_a_recurrence_may_be_written_in_these_ways(written: str, every: object) -> None:
    found = campaign(f"{SCRIPT}, from: start, until: end, every: {written}, at: 05:30")
    assert found.activities[0].schedule == Recurring(
        Offset("start"),
        Offset("end"),
        every,  # type: ignore[arg-type]
    )


def test_from_and_until_without_every_are_one_window() -> None:
    found = campaign(f"{BANNER}, from: start - 5d, until: end + 1d, at: 08:00")
    assert found.activities[0].schedule == Span(Offset("start", -5), Offset("end", 1))


def test_an_unquoted_time_stays_a_time() -> None:
    found = campaign(f"{POST}, day: start, at: 6:30")
    assert found.activities[0].at == (time(6, 30),)


def test_several_times_are_put_in_order() -> None:
    found = campaign(f'{SCRIPT}, day: start, at: ["17:00", "05:30"]')
    assert found.activities[0].at == (time(5, 30), time(17))


@pytest.mark.parametrize(
    ("written", "selector"),
    [
        ("all", AllPlaces()),
        ("kind:thon", OfKind("thon")),
        ("[thon-2, truong-thcs]", Named(("thon-2", "truong-thcs"))),
    ],
)
def test_places_may_be_written_in_these_ways(written: str, selector: object) -> None:
    found = campaign(f"{TALK}, day: start, at: 19:30, places: {written}, per_place: true")
    assert (found.activities[0].places, found.activities[0].per_place) == (selector, True)


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        ("30m", timedelta(minutes=30)),
        ("3h", timedelta(hours=3)),
        ("2d", timedelta(days=2)),
    ],
)
def test_a_late_limit_may_be_written_in_these_ways(written: str, limit: timedelta) -> None:
    found = campaign(f"{POST}, day: start, at: 19:00, late_limit: {written}")
    assert found.activities[0].late_limit == limit


def test_words_may_stand_in_the_definition_itself() -> None:
    line = 'id: chao, title: Chào, channel: fanpage, text: "Chào {{ year }}!", day: start, at: 7:00'
    found = campaign(line)
    assert (found.activities[0].text, found.activities[0].template) == ("Chào {{ year }}!", None)


def test_rotation_and_shift_are_read() -> None:
    line = f"{POST}, from: start, until: end, every: [tue], at: 19:00"
    found = campaign(f"{line}, rotate: topics, shift: workday-before")
    assert (found.activities[0].rotate, found.activities[0].shift) == (True, True)


@pytest.mark.parametrize(
    ("rest", "field"),
    [
        ("day: start, at: 19:00, tempalte: x", "tempalte"),
        ("day: start, at: 25:00", "at"),
        ("day: start, at: 24:00", "at"),
        ("day: start, at: 19h00", "at"),
        ("day: start, at: 19:60", "at"),
        ("day: start, at: ١٩:٠٠", "at"),
        ("day: start, at: [19:00, 20:00]", "at"),
        ("day: start, at: []", "at"),
        ("day: start, at:", "at"),
        ("day: start", "at"),
        ("at: 19:00", "day"),
        ("day: begin, at: 19:00", "day"),
        ("day: start - 7, at: 19:00", "day"),
        ("day: start - 7w, at: 19:00", "day"),
        ("day: start + 367d, at: 19:00", "day"),
        ('day: "02-31", at: 19:00', "day"),
        ('day: "13-01", at: 19:00', "day"),
        ('day: "11-00", at: 19:00', "day"),
        ('day: "11-14", at: 19:00', "day"),
        ("day: 25/11, at: 19:00", "day"),
        ("day: start, from: start, at: 19:00", "from"),
        ("day: start, every: daily, at: 19:00", "every"),
        ("every: daily, at: 19:00", "every"),
        ("from: start, every: daily, at: 19:00", "until"),
        ("until: end, every: daily, at: 19:00", "from"),
        ("from: start, until: end, at: 19:00", "from"),
        ("from: end, until: start, every: daily, at: 19:00", "until"),
        ("from: start, until: start - 1d, every: daily, at: 19:00", "until"),
        ('from: "12-01", until: "11-20", every: daily, at: 19:00', "until"),
        ("from: start, until: end, every: tue, at: 19:00", "every"),
        ("from: start, until: end, every: [tue, tue], at: 19:00", "every"),
        ("from: start, until: end, every: [t2], at: 19:00", "every"),
        ("from: start, until: end, every: [], at: 19:00", "every"),
        ("from: start, until: end, every: 0d, at: 19:00", "every"),
        ("from: start, until: end, every: weekly, at: 19:00", "every"),
        ("day: start, at: 19:00, shift: workday-after", "shift"),
        ("day: start, at: 19:00, rotate: places", "rotate"),
        ("day: start, at: 19:00, text: Chào", "text"),
        ("day: start, at: 19:00, late_limit: 3", "late_limit"),
        ("day: start, at: 19:00, late_limit: 0h", "late_limit"),
        ("day: start, at: 19:00, late_limit: 2w", "late_limit"),
        ("day: start, at: 19:00, late_limit: 99999999d", "late_limit"),
        ("day: start, at: 19:00, places: all", "places"),
        ("day: start, at: 19:00, per_place: true", "per_place"),
        ("day: start, at: 19:00, per_place: yes", "per_place"),
    ],
)
def test_what_is_impossible_in_a_post_is_refused_at_its_field(rest: str, field: str) -> None:
    assert where(definition(f"{POST}, {rest}")) == (FIRST, field)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (f"{TALK}, day: start, at: 19:00, places: kind:xom", "places"),
        (f"{TALK}, day: start, at: 19:00, places: [thon-9]", "places"),
        (f"{TALK}, day: start, at: 19:00, places: [thon-1, thon-1]", "places"),
        (f"{TALK}, day: start, at: 19:00, places: thon-1", "places"),
        (f"{TALK}, day: start, at: 19:00, places: []", "places"),
        (f"{BANNER}, from: start, until: start, at: 08:00", "until"),
        (f"{BANNER}, from: start, until: end, at: [08:00, 09:00]", "at"),
        (f"{SCRIPT}, from: start, until: end, at: 05:30", "from"),
        (f"{SCRIPT}, day: start, at: [05:30, 05:30]", "at"),
    ],
)
def test_what_is_impossible_elsewhere_is_refused_at_its_field(line: str, field: str) -> None:
    assert where(definition(line)) == (FIRST, field)


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("campaign: thang-hanh-dong", "campaign: Tháng", 1, "campaign"),
        ("campaign: thang-hanh-dong", "campaign: con", 1, "campaign"),
        ("campaign: thang-hanh-dong", "campaign: a--b", 1, "campaign"),
        ("campaign: thang-hanh-dong", "campaign: a.b", 1, "campaign"),
        ("campaign: thang-hanh-dong", "campaign: " + "a" * 51, 1, "campaign"),
        ("campaign: thang-hanh-dong\n", "", 1, "campaign"),
        ("title: Tháng hành động\n", "", 1, "title"),
        ("title: Tháng hành động\n", "title:\n", 2, "title"),
        ("title: Tháng hành động\n", "title: [a]\n", 2, "title"),
        ('date: "11-15"', 'date: "11-31"', 3, "observance.date"),
        ('date: "11-15"', 'date: "31-11"', 3, "observance.date"),
        ('date: "11-15", ', "", 3, "observance.date"),
        ('end: "12-15"', 'end: "02-30"', 3, "observance.end"),
        ('end: "12-15"', 'to: "12-15"', 3, "observance.to"),
        ('end: "12-15"', 'end: "10-15"', 3, "observance.end"),
        ('end: "12-15"', 'end: "11-14"', 3, "observance.end"),
        ('date: "11-15", end: "12-15"', 'lunar: "01-31"', 3, "observance.lunar"),
        ('date: "11-15", end: "12-15"', 'lunar: "13-01"', 3, "observance.lunar"),
        ('end: "12-15"', 'lunar: "01-15"', 3, "observance.date"),
        ("partners: [Công an xã", "partners: Công an xã #", 5, "partners"),
        ("topics: [bao-luc", "topics: [bao-lực", 6, "topics"),
        ("topics: [bao-luc", "topics: [dinh-kien", 6, "topics"),
        ("required: [theme]", "required: [Theme]", 7, "required"),
        ("required: [theme]", "required: [chủ_đề]", 7, "required"),
        ("required: [theme]", "required: [year]", 7, "required"),
        ("required: [theme]", "required: theme", 7, "required"),
        ("required: [theme]", "requried: [theme]", 7, "requried"),
    ],
)
def test_what_is_impossible_in_the_head_is_refused(
    old: str, new: str, line: int, field: str
) -> None:
    head = ACTION_MONTH.replace(old, new)
    assert head != ACTION_MONTH
    assert where(definition(f"{POST}, day: start, at: 19:00", head=head)) == (line, field)


def test_an_unknown_observance_is_refused_with_the_nearest_name() -> None:
    head = ACTION_MONTH.replace(
        '{name: Tháng hành động, date: "11-15", end: "12-15"}', "thang-hanh-dong"
    )
    error = refused(definition(f"{POST}, day: start, at: 19:00", head=head))
    assert (error.line, error.field, error.found) == (3, "observance", "“thang-hanh-dong”")
    assert error.allowed.startswith("có phải ý là “thang-hanh-dong-bdg”? được dùng: ")


def test_an_unknown_key_is_refused_with_the_nearest_one_and_all_that_are_allowed() -> None:
    error = refused(definition(f"{POST}, day: start, at: 19:00, evry: daily"))
    assert error.sentence == (
        "thu.yaml, dòng 9, mục “evry”: thấy mục lạ “evry”; có phải ý là “every”? được dùng: "
        "at, channel, day, every, from, id, late_limit, per_place, places, rotate, shift, "
        "template, text, title, until."
    )


def test_an_unknown_channel_is_refused_with_all_channels() -> None:
    line = "id: a, title: A, channel: facebook, template: phat-dong, day: start, at: 19:00"
    error = refused(definition(line))
    assert (error.line, error.field, error.found) == (FIRST, "channel", "“facebook”")
    assert error.allowed == "được dùng: banner, fanpage, loudspeaker, portal, talk"


def test_an_unknown_template_is_refused_with_those_of_the_channel() -> None:
    line = "id: a, title: A, channel: fanpage, template: phat-dog, day: start, at: 19:00"
    error = refused(definition(line))
    assert (error.line, error.field, error.found) == (FIRST, "template", "“phat-dog”")
    assert error.allowed == (
        "mẫu của kênh fanpage: có phải ý là “phat-dong”? được dùng: "
        "chuyen-de, nhac-truoc, phat-dong, rieng-bao-luc"
    )


def test_a_template_without_texts_for_one_of_the_topics_is_refused() -> None:
    line = "id: a, title: A, channel: fanpage, template: rieng-bao-luc, day: start, at: 19:00"
    error = refused(definition(f"{line}, rotate: topics"))
    assert (error.field, error.found) == (
        "template",
        "“rieng-bao-luc”, không có bài nào cho chủ đề “dinh-kien”",
    )


def test_neither_template_nor_text_is_refused() -> None:
    assert where(definition("id: a, title: A, channel: fanpage, day: start, at: 19:00")) == (
        FIRST,
        "template",
    )


def test_a_broken_text_is_refused() -> None:
    line = 'id: a, title: A, channel: fanpage, text: "{{ year", day: start, at: 19:00'
    assert where(definition(line)) == (FIRST, "text")


def test_a_text_that_calls_something_is_refused() -> None:
    line = 'id: a, title: A, channel: fanpage, text: "{{ year.x() }}", day: start, at: 19:00'
    assert where(definition(line)) == (FIRST, "text")


def test_rotation_without_topics_is_refused() -> None:
    head = "".join(
        line for line in ACTION_MONTH.splitlines(keepends=True) if not line.startswith("topics")
    )
    text = definition(f"{POST}, day: start, at: 19:00, rotate: topics", head=head)
    assert where(text) == (8, "rotate")


def test_an_id_twice_is_refused_at_the_second() -> None:
    line = f"{POST}, day: start, at: 19:00"
    error = refused(definition(line, line))
    assert (error.line, error.field) == (10, "id")
    assert error.found == "“phat-dong” lần thứ hai (đã có ở dòng 9)"


@pytest.mark.parametrize("wrong", ["CON", "con", "nul", "com1", "Lpt9", "a/b", "a b", "-a", "đ"])
def test_an_id_that_is_no_file_name_everywhere_is_refused(wrong: str) -> None:
    line = f'id: "{wrong}", title: A, channel: fanpage, text: A, day: start, at: 19:00'
    assert where(definition(line)) == (FIRST, "id")


def test_the_ids_of_handmade_items_are_refused() -> None:
    line = "id: rieng-001, title: A, channel: fanpage, text: A, day: start, at: 19:00"
    assert where(definition(line)) == (FIRST, "id")


def test_a_value_that_a_comma_cut_is_refused_with_the_advice_to_quote_it() -> None:
    line = "id: a, title: Một, hai, channel: fanpage, text: A, day: start, at: 19:00"
    error = refused(definition(line))
    assert error.line == FIRST
    assert "dấu ngoặc kép" in error.allowed


def test_the_first_of_several_errors_is_told_whatever_kind_it_is() -> None:
    text = definition(
        f"{POST}, day: start, at: 19:00",
        f"{SCRIPT}, from: end, until: start, every: daily, at: 05:30",
        "id: c, title: C, channel: fanpage, text: C, day: start, at: 99:00",
    )
    assert where(text) == (10, "until")


def test_a_refused_list_of_topics_does_not_blame_the_rotation() -> None:
    head = ACTION_MONTH.replace("topics: [bao-luc", "topics: [bạo-lực")
    text = definition(f"{POST}, day: start, at: 19:00, rotate: topics", head=head)
    assert where(text) == (6, "topics")


@pytest.mark.parametrize("text", ["", "- a\n", "campaign\n", "campaign: x\ncampaign: y\n"])
def test_a_file_that_is_no_definition_is_refused(text: str) -> None:
    assert refused(text).file == "thu.yaml"


def test_activities_must_be_a_list_with_something_in_it() -> None:
    assert where(ACTION_MONTH.rstrip() + " []\n") == (8, "activities")
    assert where(ACTION_MONTH.rstrip() + " daily\n") == (8, "activities")
    assert where(ACTION_MONTH + "  - phat-dong\n") == (9, "activities")


def test_a_day_inside_a_window_across_new_year_is_taken() -> None:
    head = ACTION_MONTH.replace('date: "11-15", end: "12-15"', 'date: "12-20", end: "01-10"')
    found = campaign(f'{POST}, day: "01-05", at: 19:00', head=head)
    assert found.activities[0].schedule == OneDay(MonthDay(1, 5))
    text = definition(f'{POST}, day: "12-19", at: 19:00', head=head)
    assert where(text) == (FIRST, "day")


def test_lists_of_the_head_may_be_empty_or_left_out() -> None:
    line = f"{POST}, day: start, at: 19:00"
    bare = 'campaign: a\ntitle: A\nobservance: {name: A, date: "11-15"}\n'
    for head in (bare, bare + "partners: []\ntopics: []\nrequired: []\n"):
        found = campaign(line, head=head + "activities:\n")
        assert (found.lead, found.partners, found.topics, found.required) == ("", (), (), ())


def test_a_school_year_is_a_window_across_new_year() -> None:
    head = ACTION_MONTH.replace('date: "11-15", end: "12-15"', 'date: "09-05", end: "05-31"')
    assert campaign(f'{POST}, day: "04-30", at: 19:00', head=head).activities[0].id == "phat-dong"


def test_titles_are_stored_composed() -> None:
    head = ACTION_MONTH.replace("title: Tháng hành động", "title: Tha\u0301ng")
    assert campaign(f"{POST}, day: start, at: 19:00", head=head).title == "Th\u00e1ng"


def test_a_stored_definition_may_name_a_place_that_was_removed() -> None:
    text = definition(f"{TALK}, day: start, at: 19:00, places: [thon-9]")
    found = parse(text, "thu.yaml", replace(KNOWN, places=None))
    assert found.activities[0].places == Named(("thon-9",))
