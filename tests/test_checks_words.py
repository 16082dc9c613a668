"""Rules on words: each catches what it is for, lets its neighbours pass, and knows denials."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

import pytest

from habac24h.content.checks import check
from habac24h.content.checks.wordbook import Denials, Rule, read, wordbook
from habac24h.errors import DefinitionError

DATA = Path(__file__).parent / "data" / "lint_cases.tsv"


class Case(NamedTuple):
    rule: str
    verdict: str
    sentence: str


def cases() -> list[Case]:
    lines = DATA.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Case(rule, verdict, text.replace("\\n", "\n")) for rule, verdict, text in rows]


CASES = cases()
SEVERITY = {rule.id: rule.severity for rule in wordbook().rules} | {"SO-LA": "warn"}
CAUGHT = [case for case in CASES if case.verdict == "catch"]
CASED = {rule.id for rule in wordbook().rules if rule.cased}


def severities(rule: str, sentence: str) -> set[str]:
    return {found.severity for found in check(sentence, "portal") if found.rule == rule}


def wanted(case: Case) -> set[str]:
    return {"catch": {SEVERITY[case.rule]}, "info": {"info"}, "clean": set()}[case.verdict]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.sentence[:40]}")
def test_a_sentence_is_judged_as_a_reader_would(case: Case) -> None:
    assert severities(case.rule, case.sentence) == wanted(case)


@pytest.mark.parametrize("rule", wordbook().rules, ids=lambda rule: rule.id)
def test_a_rule_catches_its_own_example(rule: Rule) -> None:
    assert severities(rule.id, rule.example) == {rule.severity}


def test_each_rule_has_two_cases_on_both_sides() -> None:
    counted = Counter((case.rule, case.verdict == "catch") for case in CASES)
    lacking = [rule for rule in SEVERITY for side in (True, False) if counted[rule, side] < 2]
    assert lacking == []


@pytest.mark.parametrize("case", CAUGHT, ids=lambda case: f"{case.rule}-{case.sentence[:40]}")
def test_decomposed_letters_change_neither_the_rule_nor_the_words_found(case: Case) -> None:
    apart = unicodedata.normalize("NFD", case.sentence)
    plain = [(f.rule, f.severity, f.found) for f in check(case.sentence, "portal")]
    found = check(apart, "portal")
    composed = [(f.rule, f.severity, unicodedata.normalize("NFC", f.found)) for f in found]
    assert composed == plain
    assert all(apart[f.start : f.end] == f.found for f in found)


@pytest.mark.parametrize(
    "case",
    [case for case in CAUGHT if case.rule not in CASED],
    ids=lambda case: f"{case.rule}-{case.sentence[:40]}",
)
def test_capitals_as_on_banners_are_read(case: Case) -> None:
    assert severities(case.rule, case.sentence.upper()) == {SEVERITY[case.rule]}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Cần xoá bỏ. Chuốc hoạ vào thân.", "Chuốc hoạ"),
        ("Chuốc họa vào thân.", "Chuốc họa"),
        ("Đức hi sinh của mẹ.", "Đức hi sinh của mẹ"),
        ("Phái\nyếu", "Phái\nyếu"),
        ("🧡 phái  yếu", "phái  yếu"),
        ("ph\u00adái\u00a0yếu", "ph\u00adái\u00a0yếu"),
        ("𝗽𝗵á𝗶 yếu", "𝗽𝗵á𝗶 yếu"),
    ],
)
def test_every_spelling_is_found_where_it_stands(sentence: str, found: str) -> None:
    told = [f for f in check(sentence, "portal") if f.rule in ("VB02", "ST22", "ST01")]
    assert [f.found for f in told] == [found]
    assert [sentence[f.start : f.end] for f in told] == [found]


def test_words_on_both_sides_of_an_empty_line_do_not_belong_together() -> None:
    assert severities("ST01", "Phái\n\nyếu") == set()


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("Phụ nữ là phái yếu.", "block"),
        ("Không phải phụ nữ là phái yếu.", "info"),
        ("Đó là định kiến. Phụ nữ là phái yếu.", "block"),
        ("Xoá bỏ quan niệm coi phụ nữ là phái yếu.", "info"),
        ("Định kiến " + "rất là lâu đời " * 2 + "phái yếu.", "block"),
        ("Không thể phủ nhận phụ nữ là phái yếu.", "block"),
        ("Không thể phủ nhận quan niệm phụ nữ là phái yếu.", "block"),
        ("Đừng quên phụ nữ là phái yếu.", "block"),
        ("Đừng quên xóa bỏ quan niệm phái yếu.", "info"),
        ("Không phải ngẫu nhiên mà gọi là phái yếu.", "block"),
        ("“Phụ nữ là phái yếu” là quan niệm lạc hậu.", "info"),
        ("“Phụ nữ là phái yếu”, các cụ dạy thế.", "block"),
        ("Nói phụ nữ là phái yếu là sai.", "info"),
        ("Có người nói phụ nữ là phái yếu. Đó là định kiến.", "info"),
    ],
)
def test_a_denial_counts_near_and_within_the_sentence(sentence: str, severity: str) -> None:
    assert severities("ST01", sentence) == {severity}


def test_a_ban_that_is_itself_the_fault_is_no_denial() -> None:
    assert severities("VB01", "Con gái đừng mặc hở hang.") == {"block"}
    assert severities("PR03", "Đừng gọi 0912345678.") == {"block"}


def test_words_in_the_title_are_found_and_said_to_be_there() -> None:
    (found,) = check("Chúc mừng.", "portal", title="Chúc phái yếu")
    assert (found.rule, found.start, found.end, found.found) == ("ST01", 0, 0, "phái yếu")
    assert found.why == "Ở tiêu đề: Gán đặc tính yếu/đẹp cho toàn bộ phụ nữ."


GOOD = "{id: A1, cat: x, sev: warn, re: 'xấu', ex: xấu, better: tốt, why: vì}"
DENIALS = "\n".join(f"  {field.name}: ['{field.name}']" for field in fields(Denials))


def book(item: str) -> str:
    return f"denials:\n{DENIALS}\nitems:\n- {item}\n"


def test_a_wordbook_is_read() -> None:
    (rule,) = read(book(GOOD), "lint.yaml").rules
    assert (rule.id, rule.severity, rule.context, rule.history) == ("A1", "warn", "full", False)


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (
            GOOD.replace("sev: warn", "sev: bad"),
            "lint.yaml, dòng 12, mục “sev”: thấy bad; chỉ có block, warn, info.",
        ),
        (
            GOOD.replace("cat: x, ", ""),
            "lint.yaml, dòng 12, mục “cat”: thấy không có mục này; hãy viết đủ.",
        ),
        (
            GOOD.replace("'xấu'", "'<LA> xấu'"),
            "lint.yaml, dòng 12, mục “re”: thấy <LA>; tên này không có trong names.",
        ),
        (
            GOOD.replace("'xấu'", "'(xấu'"),
            "lint.yaml, dòng 12, mục “re”: thấy (xấu; mẫu hỏng: missing ), unterminated "
            "subpattern at position 7.",
        ),
    ],
)
def test_a_broken_rule_is_refused_with_its_line(item: str, sentence: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        read(book(item), "lint.yaml")
    assert refused.value.sentence == sentence


def test_a_file_without_rules_is_refused() -> None:
    with pytest.raises(DefinitionError) as refused:
        read("names: {}\n", "lint.yaml")
    assert refused.value.field == "items"
