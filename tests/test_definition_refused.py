"""Definitions that cannot be: refused at their line and field, with what is allowed."""

from __future__ import annotations

import pytest

from tests.definition_kit import (
    ACTION_MONTH,
    BANNER,
    FIRST,
    POST,
    SCRIPT,
    TALK,
    definition,
    refused,
    where,
)


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
