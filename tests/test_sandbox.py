"""What the sandbox prints for templates that are allowed: values, blanks, pieces, tidy text."""

from __future__ import annotations

import hashlib
import threading
import unicodedata
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.content.sandbox import MAX_KEPT, Rendered, Sandbox, Value, _tidy
from habac24h.errors import TemplateError

PIECES = {
    "chung/lien-he.j2": "Công an xã: {{ phone_police }}\n",
    "chung/hai-dong.j2": "một\nhai",
    "chung/goi-nhau.j2": '{% include "chung/lien-he.j2" %}',
    "chung/hong.j2": "tốt\n{{ ''.x }}",
}


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(PIECES.get)


def text(sandbox: Sandbox, source: str, **values: Value) -> str:
    return sandbox.render(source, "thu.j2", values).text


def test_a_name_is_replaced_by_its_value(sandbox: Sandbox) -> None:
    assert sandbox.render("Năm {{ year }}", "t", {"year": 2026}) == Rendered(
        "Năm 2026", (), ("year",)
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ name|upper }}", "HỘI LHPN XÃ"),
        ("{{ name|lower }}", "hội lhpn xã"),
        ("{{ name|capitalize }}", "Hội LHPN xã"),
        ("{{ ' a '|trim ~ '.' }}", "a."),
        ("{{ name|length }}", "11"),
        ("{{ name|replace('xã', 'phường') }}", "hội LHPN phường"),
        ("{{ name|first }}{{ name|last }}", "hã"),
        ("{{ list|join(', ') }}", "a, b"),
        ("{{ list|join }}", "ab"),
        ("{{ list }}", "a, b"),
        ("{{ list|first }}{{ list|last }}{{ list|length }}", "ab2"),
        ("{{ none_such|default('thay') }}", "thay"),
        ("{{ ''|default('thay', true) }}", "thay"),
        ("{{ year - 1930 }}", "96"),
        ("{{ (year + 4) // 10 * 10 % 7 }}", "0"),
        ("{{ -year }}{{ +year }}", "-20262026"),
        ("{{ 'a' ~ year ~ list }}", "a2026a, b"),
        ("{{ yes }} {{ no }} {{ year == 2026 }} {{ not yes }}", "có không có không"),
        ("{{ 'x' if year > 2000 else 'y' }}", "x"),
        ("{% if year >= 2026 and not no %}1{% elif yes %}2{% else %}3{% endif %}", "1"),
        ("{% if 'LHPN' in name and 'a' in list and name not in ['k'] %}1{% endif %}", "1"),
        ("{% for x in list %}{{ x }}{{ year }};{% else %}-{% endfor %}", "a2026;b2026;"),
        ("{% for x in empty %}{{ x }}{% else %}-{% endfor %}", "-"),
        (
            "{% for x in list %}{% for y in list %}{{ x ~ y }} {% endfor %}{% endfor %}",
            "aa ab ba bb",
        ),
        ("{% raw %}{{ year }}{% endraw %}{# ghi chú #}", "{{ year }}"),
        ("a\n  {% if yes %}\nb\n  {% endif %}\nc", "a\nb\nc"),
        ("{{ 'a\\nb' }}", "a\nb"),
    ],
)
def test_the_allowed_language(sandbox: Sandbox, source: str, expected: str) -> None:
    given_values: dict[str, Value] = {
        "name": "hội LHPN xã",
        "list": ["a", "b"],
        "empty": (),
        "year": 2026,
        "yes": True,
        "no": False,
    }
    assert sandbox.render(source, "t", given_values).text == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ theme }}", "[CHƯA ĐIỀN: theme]"),
        ("{{ theme|upper|trim|replace('a', 'b') }}", "[CHƯA ĐIỀN: theme]"),
        ("{{ 'x'|replace('x', theme) }}", "[CHƯA ĐIỀN: theme]"),
        ("{{ theme|length + 1 }}", "[CHƯA ĐIỀN: theme]"),
        ("{{ 5 - theme }}{{ -theme }}", "[CHƯA ĐIỀN: theme][CHƯA ĐIỀN: theme]"),
        ("{{ 'a' ~ theme }}", "a[CHƯA ĐIỀN: theme]"),
        ("{{ theme|join(', ') }}", "[CHƯA ĐIỀN: theme]"),
        ("{{ theme|first }}", "[CHƯA ĐIỀN: theme]"),
        ("{% if theme %}a{% else %}b{% endif %}", "b"),
        ("{% if not theme %}a{% endif %}", "a"),
        ("{% if theme == 'a' %}a{% elif theme != 'b' %}c{% endif %}", "c"),
        ("{% if theme < 3 or 3 < theme or theme in 'abc' or 'a' in theme %}a{% endif %}", ""),
        ("{% for x in theme %}- {{ x }}{% endfor %}", "- [CHƯA ĐIỀN: theme]"),
        ("{{ theme or 'b' }}", "b"),
        ("{{ theme and 'b' }}", "[CHƯA ĐIỀN: theme]"),
    ],
)
def test_a_missing_fact_is_visible_and_recorded(
    sandbox: Sandbox, source: str, expected: str
) -> None:
    assert sandbox.render(source, "t", {}) == Rendered(expected, ("theme",), ("theme",))


def test_a_default_fills_the_gap_and_nothing_is_missing(sandbox: Sandbox) -> None:
    rendered = sandbox.render("{{ theme|default('chung tay') }}", "t", {})
    assert rendered == Rendered("chung tay", (), ("theme",))


def test_none_is_the_same_as_not_given(sandbox: Sandbox) -> None:
    assert sandbox.render("{{ a }}", "t", {"a": None}).missing == ("a",)
    assert sandbox.render("{{ a|join('-') }}", "t", {"a": ["x", None]}) == Rendered(
        "x-[CHƯA ĐIỀN: a]", ("a",), ("a",)
    )


def test_the_end_of_an_empty_list_is_a_blank_with_its_name(sandbox: Sandbox) -> None:
    assert sandbox.render("{{ places|first|upper }}", "t", {"places": []}) == Rendered(
        "[CHƯA ĐIỀN: places]", ("places",), ("places",)
    )


def test_a_loop_variable_is_not_used_from_outside_and_ends_with_its_loop(sandbox: Sandbox) -> None:
    source = "{% for p in places %}{{ p }}{% endfor %}{{ p }}"
    assert sandbox.render(source, "t", {"places": ["a"]}) == Rendered(
        "a[CHƯA ĐIỀN: p]", ("p",), ("places", "p")
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% for l in l %}{{ l }}{% endfor %}{{ l }}", "aba, b"),
        ("{% for i in l %}{% for i in m %}{{ i }}{% endfor %}{{ i }} {% endfor %}", "12a 12b"),
        ("{% for i in e %}{% else %}{{ i }}{% endfor %}", "ngoài"),
        ("{% if no %}{% for i in l %}{{ i }}{% endfor %}{% endif %}{{ i }}", "ngoài"),
    ],
)
def test_loop_variables_hide_outer_names_only_inside(
    sandbox: Sandbox, source: str, expected: str
) -> None:
    assert text(sandbox, source, l=["a", "b"], m=[1, 2], e=[], i="ngoài", no=False) == expected


def test_missing_names_come_once_in_the_order_of_use(sandbox: Sandbox) -> None:
    assert sandbox.render("{{ b }}{{ a }}{{ b }}", "t", {}).missing == ("b", "a")


def test_an_unused_branch_lacks_nothing_but_its_names_are_used(sandbox: Sandbox) -> None:
    rendered = sandbox.render("{% if no %}{{ a }}{% endif %}", "t", {"no": False})
    assert rendered == Rendered("", (), ("no", "a"))


def test_a_shared_piece_on_its_own_line_keeps_the_line_break(sandbox: Sandbox) -> None:
    source = 'A\n{% include "chung/lien-he.j2" %}\nB\n{% include "chung/hai-dong.j2" %}\nC'
    rendered = sandbox.render(source, "t", {"phone_police": "0912"})
    assert rendered == Rendered("A\nCông an xã: 0912\nB\nmột\nhai\nC", (), ("phone_police",))


def test_a_shared_piece_within_a_line_adds_no_line_break(sandbox: Sandbox) -> None:
    source = '({% include "chung/lien-he.j2" %})'
    assert text(sandbox, source, phone_police="1") == "(Công an xã: 1)"


def test_pieces_keep_their_places_among_branches_and_loops(sandbox: Sandbox) -> None:
    include = '{% include "chung/hai-dong.j2" %}'
    source = (
        "{% for x in l %}" + include + "\n{% else %}" + include + "{% endfor %}"
        "{% if no %}" + include + "\n{% else %}(" + include + "){% endif %}" + include + "\n."
    )
    assert text(sandbox, source, l=["a"], no=False) == "một\nhai\n(một\nhai)một\nhai\n."


def test_a_piece_may_not_call_a_piece(sandbox: Sandbox) -> None:
    with pytest.raises(TemplateError) as caught:
        sandbox.check('{% include "chung/goi-nhau.j2" %}', "t")
    assert caught.value.sentence == (
        "Mẫu chung/goi-nhau.j2, dòng 1: mảnh chung lại gọi mảnh chung khác; "
        "viết thẳng nội dung vào."
    )


def test_a_fault_inside_a_piece_names_the_piece_and_its_line(sandbox: Sandbox) -> None:
    with pytest.raises(TemplateError) as caught:
        sandbox.check('\n\n{% include "chung/hong.j2" %}', "t")
    assert (caught.value.name, caught.value.line) == ("chung/hong.j2", 2)


def test_an_unknown_piece_is_named_at_its_line(sandbox: Sandbox) -> None:
    with pytest.raises(TemplateError) as caught:
        sandbox.check('a\n{% include "chung/khong-co.j2" %}', "t")
    assert caught.value.sentence == (
        "Mẫu t, dòng 2: không có mảnh chung “chung/khong-co.j2”; sửa tên hoặc thêm tệp đó."
    )


def test_the_refusal_names_template_line_find_and_what_is_allowed(sandbox: Sandbox) -> None:
    with pytest.raises(TemplateError) as caught:
        sandbox.check("Dòng một\n{{ item.delete }}", "fanpage/x.j2")
    assert caught.value.sentence == (
        "Mẫu fanpage/x.j2, dòng 2: thấy dấu chấm lấy thuộc tính; chỉ được dùng {{ tên }}, các bộ "
        "lọc upper, lower, capitalize, trim, join, replace, default, length, first, last, "
        "if/elif/else, for trên một danh sách, so sánh, phép + - * // % trên số nguyên, phép ~ "
        'và {% include "chung/tên.j2" %}.'
    )


def test_a_bound_overstepped_while_rendering_names_the_line(sandbox: Sandbox) -> None:
    source = "một\nhai\n{{ 'a' + year }}"
    with pytest.raises(TemplateError) as caught:
        sandbox.render(source, "t", {"year": 1})
    assert caught.value.sentence == (
        "Mẫu t, dòng 3: phép “+” dùng cho giá trị không phải số nguyên; chỉ tính số nguyên."
    )


def test_the_text_is_nfc_even_across_pieces(sandbox: Sandbox) -> None:
    decomposed = unicodedata.normalize("NFD", "Bình đẳng giới")
    assert text(sandbox, decomposed + " {{ a }}\u0302", a="e") == "Bình đẳng giới ê"


@given(st.text(alphabet="a \t\n\u00a0\u2003", max_size=60))
def test_tidying_leaves_no_blank_ends_and_one_empty_line_at_most(raw: str) -> None:
    lines = [line.rstrip() for line in raw.split("\n")]
    expected = "\n".join(
        line for i, line in enumerate(lines) if line or (i and lines[i - 1])
    ).strip("\n")
    assert _tidy(raw) == expected


def test_text_is_kept_byte_for_byte_between_the_ends(sandbox: Sandbox) -> None:
    source = "  “Hà  Bắc” <b>&amp;</b> 'x' \\n {not} % # \u200d🧡"
    assert text(sandbox, source) == source


def test_a_leading_byte_order_mark_is_no_text(sandbox: Sandbox) -> None:
    assert text(sandbox, "\ufeffa") == "a"


def test_windows_line_ends_become_plain_ones(sandbox: Sandbox) -> None:
    assert text(sandbox, "a\r\nb\r\n") == "a\nb"


class Loud(str):
    """A str that would run its own code."""

    def __str__(self) -> str:
        raise AssertionError


class Kind(StrEnum):
    THON = "thon"


def test_subclasses_of_plain_data_are_made_plain(sandbox: Sandbox) -> None:
    assert text(sandbox, "{{ a|upper }} {{ b }}", a=Loud("x"), b=[Kind.THON]) == "X thon"


@pytest.mark.parametrize("value", [1.5, object(), {"a": 1}, b"x", [["nested"]], {1}, [1.0]])
def test_anything_but_plain_data_is_a_programming_error(sandbox: Sandbox, value: object) -> None:
    with pytest.raises(TypeError):
        sandbox.render("a", "t", {"a": value})  # type: ignore[dict-item]


def test_an_integer_past_15_digits_is_a_programming_error(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="15 digits"):
        sandbox.render("a", "t", {"a": 10**15})


def test_a_list_is_copied_at_the_door(sandbox: Sandbox) -> None:
    places: list[str | int | bool | None] = ["a"]
    sandbox.render("{% for p in places %}{{ p }}{% endfor %}", "t", {"places": places})
    assert places == ["a"]


def test_equal_texts_are_compiled_once_whatever_their_names() -> None:
    sandbox = Sandbox(PIECES.get)
    sandbox.render("{{ year }}", "a", {"year": 1})
    sandbox.render("{{ year }}"[:3] + "year }}", "b", {"year": 2})
    key = (hashlib.sha256(b"{{ year }}").digest(), False)
    assert list(sandbox._kept) == [key]


def test_the_cache_is_bounded_and_drops_the_longest_unused() -> None:
    sandbox = Sandbox(PIECES.get)
    sources = [f"{{{{ a }}}} {n}" for n in range(MAX_KEPT)]
    for source in [*sources, sources[0], "mới"]:
        sandbox.check(source, "t")
    kept = {key for key, _ in sandbox._kept}
    digests = [hashlib.sha256(source.encode()).digest() for source in (sources[0], sources[1])]
    assert len(kept) == MAX_KEPT
    assert [digest in kept for digest in digests] == [True, False]


def test_a_changed_piece_is_seen_at_once() -> None:
    pieces = {"chung/a.j2": "cũ"}
    sandbox = Sandbox(pieces.get)
    source = '{% include "chung/a.j2" %}'
    before = sandbox.render(source, "t", {}).text
    pieces["chung/a.j2"] = "mới"
    assert (before, sandbox.render(source, "t", {}).text) == ("cũ", "mới")


def test_threads_share_a_sandbox_without_mixing_their_records() -> None:
    sandbox = Sandbox(PIECES.get)
    wrong: list[Rendered] = []

    def work(number: int) -> None:
        for turn in range(200):
            source = f"{{{{ v }}}} {{{{ name_{number} }}}} {turn % 20}"
            rendered = sandbox.render(source, "t", {"v": number})
            blank = f"name_{number}"
            expected = f"{number} [CHƯA ĐIỀN: {blank}] {turn % 20}"
            if rendered != Rendered(expected, (blank,), ("v", blank)):
                wrong.append(rendered)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_many_empty_pieces_do_not_end_a_text(sandbox: Sandbox) -> None:
    source = "{% for p in places %}{{ p }}{% endfor %}hết"
    assert sandbox.render(source, "t", {"places": ("",) * 200}).text == "hết"
