"""The shipped texts: what must never stand in them, and what each kind must have."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest

from habac24h.campaigns.library import sandbox
from habac24h.content.checks import lengths
from tests.texts_kit import PREFIXES, TEMPLATES, YEAR, campaigns, of, texts, values, words
from tests.texts_words import FORBIDDEN

CONTRACT = {
    *("year", "campaign", "observance", "start", "end", "start_date", "end_date"),
    *("day", "date", "weekday", "time", "until_day", "until_date", "topic", "topic_id"),
    *("place", "places", "office", "fanpage", "lead", "partners"),
    *("theme", "phone_police", "phone_women_union", "phone_health_station"),
}
OLD_SPELLING = re.compile(r"\w*(?:oá|oà|oả|oã|oạ|oẻ|oẽ|oẹ|(?<!q)u[ỷỳỹỵ])(?!\w)|thuý|huỷ", re.I)
OFFICIAL = re.compile(r"Văn hoá - Xã hội|Thế giới xoá bỏ bạo lực", re.I)
TUNE, CUT = 10, 3
"""Seconds of the signature tune and of the music between parts (the model scripts' own)."""


@pytest.mark.parametrize(("rule", "sample"), FORBIDDEN.items())
def test_each_forbidden_wording_is_caught(rule: str, sample: str) -> None:
    assert re.search(rule, sample, re.I)


def test_no_text_has_a_forbidden_wording() -> None:
    found = [
        (text.name, hit.group())
        for text in texts()
        for rule in FORBIDDEN
        for hit in re.finditer(rule, text.shown, re.I)
    ]
    assert found == []


def test_texts_and_pieces_are_nfc_without_stray_blanks() -> None:
    wrong = []
    for path in sorted(TEMPLATES.rglob("*.j2")):
        source = path.read_text(encoding="utf-8")
        lines = source.split("\n")
        stray = [line for line in lines if line != line.rstrip() or "  " in line[4:]]
        nfc = source == unicodedata.normalize("NFC", source)
        if stray or not nfc or not source.endswith("\n") or "\n\n\n" in source:
            wrong.append(path.name)
    assert wrong == []


def test_new_spelling_but_for_official_names() -> None:
    found = [(t.name, OLD_SPELLING.findall(OFFICIAL.sub("", t.shown))) for t in texts()]
    assert [each for each in found if each[1]] == []


def test_only_variables_of_the_contract() -> None:
    assert [(t.name, set(t.used) - CONTRACT) for t in texts() if set(t.used) - CONTRACT] == []


def test_every_shared_piece_is_used() -> None:
    sources = "".join(text.source for text in texts())
    used = set(re.findall(r'\{% include "(chung/[^"]+)" %\}', sources))
    there = {f"chung/{path.name}" for path in (TEMPLATES / "chung").iterdir()}
    assert there - used == set()


def test_numbers_are_hotlines_dates_minutes_and_sourced_figures() -> None:
    """7 is the age of consent, 11 to 19 are articles, 104 to 110,7 the ratio at birth (2024)."""
    allowed = {"113", "111", "115", "1900", "969", "680", str(YEAR), str(YEAR - 1930)}
    allowed |= {"2016", "2021", "2022", "2024", "2030", "100", "104", "106", "110", "7"}
    allowed |= {"11", "18", "19"}
    found = []
    for text in texts():
        shown = re.sub(r"\d+/\d+(/\d+)?|\d+:\d+|Hà Bắc 24h|#\w+|\(\d+ phút\)", "", text.shown)
        shown = re.sub(r"^\d\b\W|\d\ufe0f\u20e3", "", shown, flags=re.M)
        shown = re.sub(r"“3 cùng”|tháng 6|mục \d|số 1, 2 hoặc 3", "", shown)
        found += [(text.name, n) for n in re.findall(r"\d+", shown) if n not in allowed]
    assert found == []


def test_the_charged_number_says_so() -> None:
    wrong = []
    for text in texts():
        for line in text.shown.split("\n"):
            charged = "1900" in line or "một chín không không" in line
            if charged != ("có tính cước" in line):
                wrong.append(text.name)
    assert wrong == []


def test_a_post_has_headline_question_or_call_and_hashtags() -> None:
    wrong = []
    for text in of("fanpage"):
        lines = text.shown.split("\n")
        mark, headline = lines[0].split(" ", 1)
        tags = lines[-1].split(" ")
        good = (
            not re.search(r"\w", mark)
            and headline == headline.upper()
            and lines[-3].startswith("👉 ")
            and tags[-1] == "#HaBac24h"
            and 2 <= len(set(tags)) == len(tags) <= 4
            and all(re.fullmatch(r"#[A-Za-z0-9]+", tag) for tag in tags)
        )
        wrong += [] if good else [text.name]
    assert wrong == []


def test_a_post_is_long_enough_to_say_something_and_short_enough_to_be_read() -> None:
    wrong = []
    for text in of("fanpage"):
        least, most = (40, 110) if text.short else (120, 255)
        size = words(text.shown)
        wrong += [] if least <= size <= most else [(text.name, size)]
    assert wrong == []


def test_no_two_posts_of_a_campaign_begin_alike() -> None:
    begun: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for text in of("fanpage"):
        first = text.shown.split("\n")[2].lower().split()[:3]
        begun.setdefault((text.campaign, tuple(first)), []).append(text.name)
    assert [each for each in begun.values() if len(each) > 1] == []


@pytest.mark.parametrize("campaign", ["ngay-gia-dinh", "ngay-phu-nu"])
def test_a_post_for_one_day_names_its_year_so_that_a_later_edition_differs(campaign: str) -> None:
    posts = [text for text in of("fanpage") if text.campaign == campaign]
    assert [text.name for text in posts if f"{YEAR}" not in text.shown] == []


def test_a_script_is_lines_of_two_voices_between_signature_tunes() -> None:
    wrong = []
    for text in of("loudspeaker"):
        lines = text.shown.split("\n")
        voices = [line.split(": ")[0] for line in lines if line not in ("NHẠC HIỆU", "NHẠC CẮT")]
        good = (
            (lines[0], lines[-1], lines.count("NHẠC HIỆU")) == ("NHẠC HIỆU", "NHẠC HIỆU", 2)
            and set(voices) == {"GIỌNG NAM", "GIỌNG NỮ"}
            and all(one != next_one for one, next_one in pairwise(voices))
        )
        wrong += [] if good else [text.name]
    assert wrong == []


def test_a_script_is_written_as_it_is_spoken() -> None:
    shown = {text.name: text.shown.replace(str(YEAR), "") for text in of("loudspeaker")}
    assert [name for name, each in shown.items() if re.search(r"[\d/&%#]", each)] == []


def test_a_script_takes_three_to_five_minutes_with_its_music_and_a_notice_one() -> None:
    wrong = []
    for text in of("loudspeaker"):
        music = 2 * TUNE + CUT * text.shown.count("NHẠC CẮT")
        took = (lengths.seconds(text.shown) + music) / 60
        least, most = (0.6, 1.6) if text.short else (3, 5)
        wrong += [] if least <= took <= most else [(text.name, round(took, 2))]
    assert wrong == []


def test_sentences_of_a_script_can_be_said_in_one_breath() -> None:
    """On average 16 syllables at most; a listener has no line to go back to."""
    found = []
    for text in of("loudspeaker"):
        spoken = re.sub(r"^GIỌNG \w+: |^NHẠC .*", "", text.shown, flags=re.M)
        sentences = [each for each in re.split(r"[.!?:;\n]+", spoken) if each.strip()]
        mean = sum(map(words, sentences)) / len(sentences)
        found += [(text.name, round(mean, 1))] if mean > 16 else []
    assert found == []


def test_a_banner_is_short_and_in_capitals() -> None:
    wrong = [
        text.name
        for text in of("banner")
        if text.shown != text.shown.upper()
        or not 1 <= len(text.shown.split("\n")) <= 3
        or words(text.shown) > lengths.BANNER_WORDS
    ]
    assert wrong == []


def test_an_article_has_a_title_a_dateline_and_a_body() -> None:
    wrong = []
    for text in of("portal"):
        title, blank, lead = text.shown.split("\n")[:3]
        good = title[-1:].isalnum() or title[-1:] == "”"
        good &= (blank, lead[:14]) == ("", "(Cổng TTĐT) - ") and 250 <= words(text.shown) <= 540
        wrong += [] if good else [text.name]
    assert wrong == []


def test_minutes_of_a_talk_add_up() -> None:
    wrong = []
    for text in of("talk"):
        parts = re.findall(r"^\d\. .*\((\d+) phút\)$", text.shown, re.M)
        whole = 15 if text.school else 45
        if sum(map(int, parts)) != whole or text.shown.count(f"({whole} phút)") != 1:
            wrong.append((text.name, parts))
    assert wrong == []


def test_a_talk_says_whom_it_is_for_what_to_bring_what_to_ask_and_what_to_note() -> None:
    wrong = []
    for text in of("talk"):
        shown = text.shown
        marks = ["Người dự:" if text.school else "Đối tượng:", "Chuẩn bị:", "GHI SAU BUỔI:"]
        marks.append("LƯU Ý CHO NGƯỜI NÓI" if text.school else "NGUYÊN TẮC CỦA NGƯỜI NÓI")
        parts = re.findall(r"^\d\. ", shown, re.M)
        good = all(mark in shown for mark in marks) and len(parts) >= 5 and "111" in shown
        good &= shown.count("?") >= 3 and (text.school or "113" in shown)
        wrong += [] if good else [text.name]
    assert wrong == []


def test_the_anniversary_is_that_of_the_union() -> None:
    own = [text for text in texts() if text.campaign == "ngay-phu-nu"]
    told = {}
    for text in own:
        flat = text.shown.replace("\n", " ").lower()
        years = re.findall(r"kỷ niệm (\S+(?: \S+){0,3}?) năm ngày thành lập hội liên hiệp", flat)
        if years:
            told[text.name] = years
        assert flat.count("kỷ niệm ") >= len(years)
        assert "năm ngày phụ nữ việt nam" not in re.sub(r"\(.*?\)", "", flat)
    assert {each for years in told.values() for each in years} == {"96", "chín mươi sáu"}
    assert {name.split("/")[0] for name in told} >= {"fanpage", "loudspeaker", "banner", "portal"}


def test_the_anniversary_is_read_in_words() -> None:
    source = '{% include "chung/ky-niem-20-10-loa.j2" %}'
    told = [
        sandbox().render(source, "t", values("ngay-phu-nu", year)).text
        for year in range(2026, 2032)
    ]
    found = [re.findall(r"kỷ niệm (.*) năm Ngày thành lập", each)[0] for each in told]
    expected = ["chín mươi sáu", "chín mươi bảy", "chín mươi tám", "chín mươi chín", "một trăm"]
    assert found == [*expected, "101"]


@pytest.mark.parametrize(("prefix", "campaign"), PREFIXES.items())
def test_definition_and_templates_name_each_other(prefix: str, campaign: str) -> None:
    definition = next(each for each in campaigns() if each.id == campaign)
    named = {(each.channel, each.template) for each in definition.activities}
    there = {(text.channel, text.template) for text in texts() if text.campaign == campaign}
    assert named == there
    assert {text.template.startswith(prefix) for text in texts() if text.campaign == campaign} == {
        True
    }
