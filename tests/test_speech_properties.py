"""What holds for every text: nothing unreadable is left, twice is once, and NFD reads like NFC."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habac24h.content.speech import spoken

PIECES = (
    """
0|5|15|21|105|111|113|1.005|2026|98,2|12.5|3,4,5|1.000.000|007|10^15|15/11|1/2|3/4|13/13|31/2/2026
15/11/2026|15-20/11|28-6|15/11 - 15/12|8/3 âm lịch|tháng 5/2026|tháng 4|quý IV/2026|thứ 2|Thứ 4
thứ 2, 4, 6|mùng 1|rằm tháng 7|7h30|19:00|19g30|0h00|7h - 9h|24/7|24h|2026-2030|16-59 tuổi|3-5 phút
48/2009/NĐ-CP|178/KH-UBND|21-CT/TW|13/2022/QH15|số|Số: /KH-UBND|Điều 3, 4, 5|Điều|khoản 1|mục II.3
khóa XV|XV|lần thứ I|hạng 1|thế kỷ|20.000đ|5tr|đồng/người|/năm|%|30-40%|≥|<|gọi|1900 969 680
tổng đài|0912 345 678|(0220) 3123 456|+84|m2|km/h|kg|°C|nam/nữ|và/hoặc|UBND|HĐND&UBND|TT|CT|TP.
VH-XH|AI|CA|TH|XYZ|ABC-DEF|KH01|TM. ỦY BAN NHÂN DÂN|NGÀY PHỤ NỮ|CHO|Fanpage|Facebook|trang|Hà Bắc
v/v|đ/c|Đ/c|T2|T2-T6|https://habac.haiphong.gov.vn|www.a.vn|a@b.vn|#HaBac24h|🌸|1️⃣|...|…|v.v.|(|)|“|”|"|-|–|,|.|;|:|!|?|/
&|+|=|*|**|_|[|]|[HỎI: TT]|[CHƯA ĐIỀN]|[CHƯA ĐIỀN: theme]|{{x}}|GIỌNG NAM:|NHẠC HIỆU|ngày|tháng|năm
từ|đến|và|hộ|thôn|số hộ|kinh tế - xã hội|Đảng uỷ|Đảng ủy|xã|Nguyễn Văn A|²|½|Ⅳ|٣|A4|5G|tr|h|'|./.
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

texts = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.sampled_from([" ", " ", " ", "", "\n"]),
        st.integers(min_value=0, max_value=10**16).map(str),
        st.text(max_size=4),
    ),
    max_size=14,
).map("".join)

MARKED = re.compile(r"\[(?:HỎI|CHƯA ĐIỀN)(?:: [^\[\]]*)?\]|\[BỎ\]")
LABEL = re.compile(r"^(?:GIỌNG NAM|GIỌNG NỮ|NHẠC HIỆU|NAM|NỮ|MC)(?= \d?:|:| \(|$)", re.MULTILINE)


def _unmarked(text: str) -> str:
    return LABEL.sub(" ", MARKED.sub(" ", text))


@settings(max_examples=600)
@given(texts)
def test_no_digit_survives_unless_marked(text: str) -> None:
    assert [one for one in _unmarked(spoken(text).text) if one.isdigit()] == []


@settings(max_examples=600)
@given(texts)
def test_no_abbreviation_in_capitals_survives_unless_marked(text: str) -> None:
    tokens = re.findall(r"[^\W\d_]{2,}", _unmarked(spoken(text).text))
    assert [token for token in tokens if token.isupper()] == []


@settings(max_examples=1000)
@given(texts)
def test_reading_twice_changes_nothing(text: str) -> None:
    once = spoken(text).text
    assert spoken(once).text == once


@settings(max_examples=400)
@given(texts)
def test_both_unicode_forms_read_the_same(text: str) -> None:
    composed, parted = (spoken(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert composed == parted


@settings(max_examples=300)
@given(texts)
def test_every_mark_has_its_question(text: str) -> None:
    read = spoken(text)
    marks = re.findall(r"\[(?:HỎI|CHƯA ĐIỀN)[^\[\]]*\]", read.text)
    assert len(marks) <= len(read.questions)


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_row_of_anything_is_read_in_time(piece: str) -> None:
    """A pattern that tries every way to part a row of 60 digits would not end in our lifetime."""
    row = piece * 60
    for text in (f"0{row}", f"{row}/2", f"1900 {row}x", f"{piece} " * 60 + "x"):
        assert spoken(text).text
