"""The parts of the pages that need no office: scripts, differences, mending, words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import habac24h
from habac24h.content.checks import Finding, check
from habac24h.models import Going, Outcome
from habac24h.web import words
from habac24h.web.differences import Side, sides
from habac24h.web.masking import masked
from habac24h.web.pages import item_path, ticks
from habac24h.web.script import Line, Piece
from habac24h.web.script import lines as script

LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8).map("\n".join)
_RECORDERS = {"record": 2, "change_item": 1, "change_airing": 1, "turn": 2}
_OFFICE = {
    *("connect-page", "resume", "handover", "place-add", "place-remove", "campaign-import"),
    *("facts", "plan", "reset", "user-add", "user-disable", "user-password"),
    *("sign-in", "sign-out"),
}


def test_a_voice_is_capitals_before_a_colon_in_a_script_alone() -> None:
    assert script("GIỌNG NỮ: Chào.", "loudspeaker", ()) == [
        Line("GIỌNG NỮ:", (Piece(" Chào."),)),
    ]
    assert script("GIỌNG NỮ: Chào.", "fanpage", ()) == [Line("", (Piece("GIỌNG NỮ: Chào."),))]
    assert script("Lưu ý: chào.", "loudspeaker", ()) == [Line("", (Piece("Lưu ý: chào."),))]
    assert script("NHẠC CẮT", "loudspeaker", ()) == [Line("", (Piece("NHẠC CẮT"),), cue=True)]


def test_marks_cover_what_the_findings_name() -> None:
    text = "A [CHƯA ĐIỀN: x]\nB {{ y }} C"
    found = script(text, "fanpage", check(text, "fanpage"))
    assert [piece for line in found for piece in line.pieces] == [
        Piece("A "),
        Piece("[CHƯA ĐIỀN: x]", marked=True),
        Piece("B "),
        Piece("{{ y }}", marked=True),
        Piece(" C"),
    ]


def test_a_finding_about_the_whole_text_marks_nothing() -> None:
    whole = Finding("TRUNG-LOI", "block", 0, 4, "bài", "", "trùng")
    assert script("Bài.", "fanpage", (whole,)) == [Line("", (Piece("Bài."),))]


@given(
    st.text(alphabet="Aa:[]\n Ê", max_size=40),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=4),
    st.sampled_from(["loudspeaker", "fanpage"]),
)
def test_the_lines_hold_every_character_of_the_text(
    text: str, spans: list[tuple[int, int]], channel: str
) -> None:
    marks = [Finding("X", "block", min(s), max(s), "", "", "") for s in spans]
    found = script(text, channel, marks)
    joined = [line.voice + "".join(piece.text for piece in line.pieces) for line in found]
    assert "\n".join(joined) == text


def _line(words: str | None, *, changed: bool = False) -> tuple[tuple[str, bool], ...] | None:
    return None if words is None else ((words, changed),)


def test_a_difference_leaves_out_what_is_far_away() -> None:
    before = "\n".join("abcdefgh")
    after = "\n".join("aXcdefgY")
    assert sides(before, after) == (
        Side(True, _line("a"), _line("a")),
        Side(False, _line("b", changed=True), _line("X", changed=True)),
        Side(True, _line("c"), _line("c")),
        Side(True, _line("…"), _line("…")),
        Side(True, _line("g"), _line("g")),
        Side(False, _line("h", changed=True), _line("Y", changed=True)),
    )


def test_a_changed_line_marks_the_changed_words_alone() -> None:
    (both,) = sides("Gọi 113 ngay.", "Gọi 111 hôm nay ngay.")
    assert both.before == (("Gọi ", False), ("113", True), (" ngay.", False))
    assert both.after == (("Gọi ", False), ("111 hôm nay", True), (" ngay.", False))


@given(LINES, LINES)
def test_a_difference_holds_each_line_that_went_and_came(before: str, after: str) -> None:
    found = [one for one in sides(before, after) if not one.same]
    gone = sum(one.before is not None for one in found)
    new = sum(one.after is not None for one in found)
    old, fresh = before.split("\n"), after.split("\n")
    assert len(old) - gone == len(fresh) - new
    assert (sides(before, after) == ()) == (old == fresh)


def test_a_sentence_loses_its_commands_and_the_rest_is_escaped() -> None:
    assert str(ticks("Hãy mở `tệp <x>` & xem bằng `habac24h items`.")) == (
        "Hãy mở <code>tệp &lt;x&gt;</code> &amp; xem."
    )


def test_the_address_of_an_item_keeps_its_slashes_and_quotes_the_rest() -> None:
    assert item_path("a/2026/b c?") == "/noi-dung/a/2026/b%20c%3F"


def test_every_outcome_and_every_act_on_an_item_has_a_word() -> None:
    assert {outcome.value for outcome in Outcome} == set(words.OUTCOMES)
    lacking = set(_acts()) - set(words.DEEDS) - _OFFICE
    assert lacking == set()


def test_the_words_name_no_act_that_the_program_does_not_do() -> None:
    planned = {f"plan-{kind}" for kind in ("add", "move", "retext", "withdraw", "revive")}
    assert set(words.DEEDS) - set(_strings()) - planned == set()


def test_every_state_has_a_style() -> None:
    style = Path(words.__file__).with_name("static") / "pages.css"
    plain = {Going.SKIPPED, Going.CANCELLED}
    styled = {state for state in Going if f".chip-{state.value}" in style.read_text("utf-8")}
    assert set(Going) - plain == styled


def _acts() -> Iterator[str]:
    """Every literal name of an act that the program writes to the audit log."""
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                yield from _act_of(node)


def _act_of(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = _RECORDERS.get(name)
    given_ = [keyword.value for keyword in call.keywords if keyword.arg == "act"]
    if place is not None and len(call.args) > place:
        given_.append(call.args[place])
    for value in given_:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def _strings() -> Iterator[str]:
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _trees() -> Iterator[ast.Module]:
    folder = Path(habac24h.__file__).parent
    for room in ("engine", "workflow", "campaigns"):
        for file in folder.glob(f"{room}/*.py"):
            yield ast.parse(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("front", ["/lich/", "/vao/", "%2Flich%2F", "/lich%2f", "//lich//"])
def test_a_token_is_masked_however_its_address_was_written(front: str) -> None:
    assert masked(f"GET {front}{'aB3_-' * 8}xyz.ics") == f"GET {front}***.ics"
