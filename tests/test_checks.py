"""The first checks: empty texts, blanks, braces, and lengths; offsets are code points."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.content.checks import Finding, check

GOOD = "🧡 Bình đẳng giới là quyền của mỗi người {và mọi nhà}."


@pytest.mark.parametrize("channel", ["fanpage", "loudspeaker", "banner", "portal", "talk"])
def test_a_good_text_has_no_findings(channel: str) -> None:
    assert check(GOOD, channel) == ()


@pytest.mark.parametrize("text", ["", "  \n\t", "\u200b\ufeff"])
def test_a_text_without_a_visible_character_is_blocked(text: str) -> None:
    assert check(text, "portal") == (
        Finding(
            "BAI-TRONG",
            "block",
            0,
            len(text),
            text,
            "",
            "Bài chưa có chữ nào; hãy viết nội dung.",
        ),
    )


def test_a_missing_fact_is_a_finding_with_its_name_and_the_command() -> None:
    assert check("🧡 Gọi [CHƯA ĐIỀN: phone_police].", "fanpage") == (
        Finding(
            "THIEU-SO-LIEU",
            "block",
            6,
            31,
            "[CHƯA ĐIỀN: phone_police]",
            "",
            "Chưa có số liệu “phone_police”; điền bằng lệnh: habac24h facts NĂM CHIẾN-DỊCH "
            'phone_police="…" (NĂM và CHIẾN-DỊCH là năm và mã của đợt).',
        ),
    )


@pytest.mark.parametrize("blank", ["[CHƯA ĐIỀN]", "[CHƯA ĐIỀN: ]", "[Chưa điền", "[ CHƯA ĐIỀN"])
def test_a_blank_without_a_name_is_found_too(blank: str) -> None:
    (finding,) = check(f"Số: {blank}", "portal")
    assert (finding.rule, finding.found, finding.why) == (
        "THIEU-SO-LIEU",
        blank,
        "Chỗ này còn bỏ trống; hãy điền vào.",
    )


def test_a_decomposed_blank_is_found_at_its_own_offsets() -> None:
    blank = unicodedata.normalize("NFD", "[CHƯA ĐIỀN: theme]")
    (finding,) = check(f"a {blank}", "portal")
    assert (finding.start, finding.end, finding.found) == (2, 2 + len(blank), blank)


def test_each_blank_is_a_finding_in_the_order_of_the_text() -> None:
    found = check("[CHƯA ĐIỀN: b] {{ x }} [CHƯA ĐIỀN: a]", "portal")
    assert [finding.found for finding in found] == [
        "[CHƯA ĐIỀN: b]",
        "{{ x }}",
        "[CHƯA ĐIỀN: a]",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a {{ year }} b", ["{{ year }}"]),
        ("{% if x %}a{% endif %}", ["{% if x %}", "{% endif %}"]),
        ("a {{ b", ["{{"]),
        ("a }} b %} c", ["}}", "%}"]),
        ("{một} 100% {", []),
    ],
)
def test_braces_of_a_template_are_blocked(text: str, found: list[str]) -> None:
    findings = check(text, "portal")
    assert [finding.found for finding in findings] == found
    assert {finding.severity for finding in findings} <= {"block"}


@pytest.mark.parametrize(
    ("size", "channel", "expected"),
    [
        (2_000, "fanpage", []),
        (2_001, "fanpage", [("FB-DAI", "warn", 2_000, "2.001 ký tự")]),
        (63_206, "fanpage", [("FB-DAI", "warn", 2_000, "63.206 ký tự")]),
        (63_207, "fanpage", [("FB-QUA-DAI", "block", 63_206, "63.207 ký tự")]),
        (63_207, "portal", []),
    ],
)
def test_a_post_is_measured_in_code_points(
    size: int, channel: str, expected: list[tuple[str, str, int, str]]
) -> None:
    findings = check("🧡" * size, channel)
    assert [(f.rule, f.severity, f.start, f.found) for f in findings] == expected
    assert {finding.end for finding in findings} <= {size}


def test_a_banner_of_25_words_passes_and_one_more_is_a_warning() -> None:
    words = " - ".join(["chữ"] * 25)
    assert check(words, "banner") == ()
    assert check(words + " nữa", "portal") == ()
    assert check(words + " nữa", "banner") == (
        Finding(
            "BANG-RON-DAI",
            "warn",
            len(words) + 1,
            len(words) + 4,
            "26 chữ",
            "",
            "Băng rôn dài quá 25 chữ thì người đi đường đọc không kịp; nên rút ngắn.",
        ),
    )


@given(st.text(alphabet="a {}%[]CHƯA ĐIỀN:_\n", max_size=80))
def test_offsets_always_point_at_what_was_found(text: str) -> None:
    for finding in check(text, "portal"):
        assert text[finding.start : finding.end] == finding.found
