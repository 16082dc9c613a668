"""The spoken form: the office's cases, our own of the same kinds, scripts, and texts that ship."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from habac24h.content.speech import Question, spoken

DATA = Path(__file__).parent / "data"
LOUDSPEAKER = Path(__file__).parent.parent / "habac24h/content/templates/loudspeaker"


def _rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [(row[2], row[3]) for row in _rows("reading_cases.tsv")],
    ids=[row[0] for row in _rows("reading_cases.tsv")],
)
def test_a_case_of_the_office(text: str, wanted: str) -> None:
    assert spoken(text).text == wanted


@pytest.mark.parametrize(("text", "wanted", "questions"), _rows("speech_cases.tsv"))
def test_a_case_of_our_own(text: str, wanted: str, questions: str) -> None:
    read = spoken(text)
    assert (read.text, len(read.questions)) == (wanted, int(questions))


@pytest.mark.parametrize("name", ["reading_cases.tsv", "speech_cases.tsv"])
def test_a_spoken_case_stays_as_it_is(name: str) -> None:
    column = 3 if name == "reading_cases.tsv" else 1
    words = [row[column] for row in _rows(name)]
    assert [spoken(one).text for one in words] == words


def test_a_script_keeps_its_labels_and_lines() -> None:
    script = (
        "NHẠC HIỆU (10 giây)\n**GIỌNG NAM:** Gọi 113.\n\nGIỌNG NỮ: Ngày 8/3.\n#HaBac24h\nNHẠC CẮT"
    )
    assert spoken(script).text == (
        "NHẠC HIỆU (mười giây)\nGIỌNG NAM: Gọi một một ba.\n\nGIỌNG NỮ: Ngày mùng tám tháng ba.\n"
        "NHẠC CẮT"
    )


def test_a_question_says_where_what_and_why() -> None:
    assert spoken("Gửi Đảng ủy.\nBáo TT xã.").questions == (
        Question("dòng 2", "TT", "Thường trực, Thông tư, Trung tâm hay thông tin?"),
    )


def test_a_missing_fact_stays_marked_and_is_asked_about() -> None:
    read = spoken("Công an xã: [CHƯA ĐIỀN: phone_police].")
    assert read.text == "Công an xã: [CHƯA ĐIỀN: phone_police]."
    assert [question.what for question in read.questions] == ["phone_police"]


def test_old_and_new_tone_placement_are_one_abbreviation() -> None:
    assert {spoken(text).text for text in ("TT Đảng uỷ", "TT Đảng ủy")} == {"Thường trực Đảng ủy"}


def test_a_quotation_keeps_its_own_spelling() -> None:
    assert spoken("Uỷ ban, văn hoá, hóa đơn.").text == "Uỷ ban, văn hoá, hóa đơn."


def test_every_line_end_is_a_line_end() -> None:
    assert spoken("1\r\n2\r3\u20284").text == "một\nhai\nba\nbốn"


def test_an_empty_text_stays_empty() -> None:
    assert spoken("").text == ""
    assert spoken(" \n").text == "\n"


# A template's own commands, and the facts and names that are filled in, are not its words.
_FILLED = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)


@pytest.mark.parametrize(
    "path", sorted(LOUDSPEAKER.rglob("*.j2")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_shipped_script_is_already_spoken(path: Path) -> None:
    text = _FILLED.sub("lời", path.read_text(encoding="utf-8")).rstrip("\n")
    read = spoken(text)
    assert (read.text, read.questions) == (text, ())
