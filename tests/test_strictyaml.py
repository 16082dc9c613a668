"""The strict YAML reader: what is written is what is read, and what is doubtful is refused."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from habac24h.errors import DefinitionError
from habac24h.strictyaml import MAX_BYTES, Mapping, Scalar, Sequence, read

QUOTE = 'hãy đặt cả giá trị trong dấu ngoặc kép, như title: "Bài một, hai #3"'


def refusal(text: str) -> DefinitionError:
    with pytest.raises(DefinitionError) as caught:
        read(text, "thu.yaml")
    return caught.value


def test_scalars_stay_the_strings_that_were_written() -> None:
    node = read('a: 6:30\nb: no\nc: ~\nd:\ne: "06-28"\nf: 010\ng: 2026-11-15\n', "thu.yaml")
    assert node == Mapping(
        entries={
            "a": Scalar("6:30", 1, quoted=False),
            "b": Scalar("no", 2, quoted=False),
            "c": Scalar("~", 3, quoted=False),
            "d": Scalar("", 4, quoted=False),
            "e": Scalar("06-28", 5, quoted=True),
            "f": Scalar("010", 6, quoted=False),
            "g": Scalar("2026-11-15", 7, quoted=False),
        },
        line=1,
        key_lines={"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7},
    )


def test_lists_and_nested_mappings_keep_their_lines() -> None:
    node = read("# đầu\na:\n  - x\n  - {id: y,\n     at: [z]}\n", "thu.yaml")
    inner = Mapping(
        {"id": Scalar("y", 4, False), "at": Sequence((Scalar("z", 5, False),), 5)},
        line=4,
        key_lines={"id": 4, "at": 5},
    )
    assert node == Mapping({"a": Sequence((Scalar("x", 3, False), inner), 3)}, 2, {"a": 2})


def test_a_block_of_text_counts_as_quoted() -> None:
    node = read("text: |\n  # một\n  hai #3\n", "thu.yaml")
    assert node == Mapping({"text": Scalar("# một\nhai #3\n", 1, True)}, 1, {"text": 1})


def test_a_leading_bom_and_windows_line_ends_are_read() -> None:
    node = read("\ufeffa: b\r\nc: d\r\n", "thu.yaml")
    assert node == Mapping(
        {"a": Scalar("b", 1, False), "c": Scalar("d", 2, False)}, 1, {"a": 1, "c": 2}
    )


def test_the_whole_sentence_of_a_value_cut_by_a_comma() -> None:
    assert refusal("a: 1\nb: {title: Bài một, hai}\n").sentence == (
        "thu.yaml, dòng 2, mục “title”: thấy “hai” sau dấu phẩy mà không có dấu hai chấm, "
        f"giá trị bị cắt; {QUOTE}."
    )


@pytest.mark.parametrize(
    "text",
    [
        "title: Bài #1",
        "title: Bài # 1",
        "title: Bài  #1",
        "title: #1 Bài",
        "title: Bài\n  hai #3",
        "title: Bài # một\n  hai",
        "{title: Bài #1, id: x}",
        "- {title: Bài #1, id: x}\n- {title: hai}",
        "title: [Bài #1, hai]",
    ],
)
def test_a_value_cut_by_a_hash_is_refused_with_the_advice_to_quote(text: str) -> None:
    error = refusal(text)
    assert (error.field, error.line) == ("title", 2 if "\n  hai #" in text else 1)
    assert error.allowed.startswith(QUOTE)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: Bài  # ghi chú", "Bài"),
        ("a: Bài  #", "Bài"),
        ('a: "Bài #1" # ghi chú', "Bài #1"),
        ("a: 'Bài, hai' #ghi chú", "Bài, hai"),
        ("a: Bài#1", "Bài#1"),
        ("a: Bài một, hai", "Bài một, hai"),
        ("{a: Bài, # ghi chú\n}", "Bài"),
    ],
)
def test_a_comment_set_apart_or_behind_quotes_is_a_comment(text: str, value: str) -> None:
    node = read(text, "thu.yaml")
    assert isinstance(node, Mapping)
    scalar = node.entries["a"]
    assert isinstance(scalar, Scalar)
    assert scalar.value == value


@pytest.mark.parametrize(
    ("text", "line", "field", "found"),
    [
        ("a: &x 1\nb: 2", 1, "a", "neo &x"),
        ("a: 1\nb: *x", 2, "b", "bí danh *x"),
        (
            "a: !!python/name:os.system 1",
            1,
            "a",
            "thẻ kiểu tag:yaml.org,2002:python/name:os.system",
        ),
        ("a: !lớp x".replace("lớp", "lop"), 1, "a", "thẻ kiểu !lop"),
        ("a: 1\n---\nb: 2", 2, "---", "tài liệu thứ hai"),
        ("a: 1\nb: 2\na: 3", 3, "a", "mục này lần thứ hai (đã có ở dòng 1)"),
        ("a: 1\nb:\tx", 2, "ký tự", "dấu tab"),
        ("a: 1\nb: x\u2028y", 2, "ký tự", "ký tự ẩn U+2028"),
        ("a: 1\nb: \x0b", 2, "ký tự", "ký tự không đọc được U+000B"),
        ("a: 1\nb: \ud800", 2, "ký tự", "ký tự không đọc được U+D800"),
        ('a: "\\ud800"', 1, "a", "nửa ký tự \\uD800–\\uDFFF"),
        ("", None, "tệp", "tệp trống"),
        ("# chỉ có ghi chú\n", None, "tệp", "tệp trống"),
        ("a: {{theme}}", 1, "a", "dấu ngoặc { } hoặc [ ] ở chỗ của tên mục"),
        ('"": x', 1, "tệp", "tên mục trống"),
        ("[" * 30 + "]" * 30, 1, "tệp", "hơn 20 cấp lồng nhau"),
    ],
)
def test_what_is_doubtful_is_refused_with_line_and_field(
    text: str, line: int | None, field: str, found: str
) -> None:
    error = refusal(text)
    assert (error.line, error.field, error.found) == (line, field, found)


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        (
            "a: 1\nb: Bài: hai",
            2,
            "dấu hai chấm giữa một giá trị không có dấu ngoặc kép, hoặc thụt lề sai",
        ),
        ("a: @x", 1, "giá trị bắt đầu bằng ký tự đặc biệt (% @ `)"),
        (
            "a: [1, 2\nb: 3",
            2,
            "dấu ngoặc [ ] hoặc { } chưa đóng, hoặc ký tự [ ] { } ? # trong giá trị chưa có "
            "ngoặc kép",
        ),
        ("a: 1\nb\n", 3, "dòng thiếu dấu hai chấm sau tên mục"),
        ('a: "x', 1, "dấu ngoặc kép mở mà không đóng"),
        ("a:\n  b: 1\n c: 2", 3, "dòng thụt lề không thẳng với các dòng cùng cấp"),
        ("a: - b", 1, "dấu gạch đầu dòng ở chỗ của một giá trị"),
        ("a: > b", 1, "chữ ngay sau dấu | hoặc >"),
        ("%YAML 3.0\n---\na: 1", 1, "chỗ viết sai cú pháp YAML"),
        ('a: "\\UFFFFFFFF"', None, "chỗ viết sai cú pháp YAML"),
    ],
)
def test_a_syntax_error_is_a_vietnamese_sentence(text: str, line: int | None, found: str) -> None:
    error = refusal(text)
    assert (error.line, error.field, error.found) == (line, "cú pháp", found)


def test_a_file_above_the_limit_is_refused_and_one_at_the_limit_is_read() -> None:
    assert read("đ" * (MAX_BYTES // 2), "thu.yaml") == Scalar("đ" * (MAX_BYTES // 2), 1, False)
    assert refusal("đ" * (MAX_BYTES // 2) + "x").found == f"{MAX_BYTES + 1} byte"


@given(st.text(alphabet="ab \n:,#[]{}-\"'|>?*&!%@\\uUxF8<.\u2028\t\ufeff\x00đ", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        node = read(text, "thu.yaml")
    except DefinitionError as error:
        assert error.sentence.startswith("thu.yaml")
    else:
        assert isinstance(node, Scalar | Sequence | Mapping)


VISIBLE = st.characters(
    exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"
)


@given(st.text(alphabet=VISIBLE))
def test_a_quoted_value_comes_back_as_it_was(text: str) -> None:
    node = read(json.dumps({"a": text}, ensure_ascii=False), "thu.yaml")
    assert node == Mapping({"a": Scalar(text, 1, quoted=True)}, 1, {"a": 1})


def plain(node: Mapping | Sequence | Scalar) -> object:
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.value


WORDS = st.text(alphabet="aăâđêơư ,:#'\"-\n", max_size=12)


@given(st.dictionaries(st.text("abc", min_size=1), st.lists(WORDS), max_size=4))
def test_what_pyyaml_writes_quoted_is_read_as_pyyaml_reads_it(data: dict[str, list[str]]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_style='"')
    assert plain(read(text, "thu.yaml")) == data
