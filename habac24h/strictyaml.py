"""Reads the YAML of our own files strictly: text stays text, and what is doubtful is refused.

YAML 1.1 reads 6:30 as 390 and `no` as false; here every scalar stays the string that was
written, with its line. Anchors, aliases, tags, further documents, keys given twice, tabs, files
above 200 kB, and unquoted values that a comma or a # cut short are refused, never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import yaml
from yaml.error import Mark

from habac24h.errors import DefinitionError

MAX_BYTES = 200_000
MAX_DEPTH = 20

_QUOTE = 'hãy đặt cả giá trị trong dấu ngoặc kép, như title: "Bài một, hai #3"'
# Characters that YAML or an editor treats as a line end or as nothing, and no reader sees.
_INVISIBLE = re.compile("[\t\x85\u2028\u2029\ufeff]")
# An escape such as "\\0" brings in what the file itself may not hold; nor may a text turn around.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_COMMENT = re.compile(r"(?P<before> *)#(?P<after>.?)")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as written; `quoted` also for | and > blocks; `line` counts from 1."""

    value: str
    line: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list; `line` is where it begins, counted from 1."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the order of the file, and the line of each key (from 1)."""

    entries: dict[str, Node]
    line: int
    key_lines: dict[str, int]


Node: TypeAlias = Scalar | Sequence | Mapping


def read(text: str, file: str) -> Node:
    """Parse one document.

    `file` is the name that people see in a refusal. A leading BOM is skipped. Raises
    DefinitionError (file, line, field, found, allowed) for everything that the first lines of
    this module name, for an empty file and for a syntax error.
    """
    text = text.removeprefix("\ufeff")
    _refuse_size(text, file)
    _refuse_invisible(text, file)
    try:
        return _Builder(text, file).document()
    except yaml.reader.ReaderError as error:
        raise _unreadable(text, file, error) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # PyYAML lets chr() and int() of an absurd escape ("\\UFFFFFFFF") fail as they are.
        raise _syntax(file, error) from None


def _refuse_size(text: str, file: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise DefinitionError(
            file=file,
            line=None,
            field="kích thước",
            found=f"{size} byte",
            allowed=f"một tệp có nhiều nhất {MAX_BYTES} byte, hãy chia thành nhiều tệp",
        )


def _refuse_invisible(text: str, file: str) -> None:
    hit = _INVISIBLE.search(text)
    if hit is None:
        return
    tab = hit.group() == "\t"
    raise DefinitionError(
        file=file,
        line=text.count("\n", 0, hit.start()) + 1,
        field="ký tự",
        found="dấu tab" if tab else f"ký tự ẩn U+{ord(hit.group()):04X}",
        allowed="hãy thay bằng dấu cách" if tab else "hãy xóa ký tự này",
    )


def _unreadable(text: str, file: str, error: yaml.reader.ReaderError) -> DefinitionError:
    """Name the control character or lone surrogate that the reader stopped at."""
    return DefinitionError(
        file=file,
        line=text.count("\n", 0, error.position) + 1,
        field="ký tự",
        found=f"ký tự không đọc được U+{int(error.character):04X}",
        allowed="hãy xóa ký tự này và lưu tệp bằng bảng mã UTF-8",
    )


def _syntax(file: str, error: Exception) -> DefinitionError:
    """Turn the parser's English into a sentence with a line and an advice."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or "")
    found, allowed = next(
        ((found, allowed) for pattern, found, allowed in _PROBLEMS if re.search(pattern, problem)),
        ("chỗ viết sai cú pháp YAML", f"hãy xem lại dấu ngoặc và thụt lề của dòng này, {_QUOTE}"),
    )
    return DefinitionError(
        file=file,
        line=mark.line + 1 if mark is not None else None,
        field="cú pháp",
        found=found,
        allowed=allowed,
    )


# What PyYAML says, what was found, what to do; anything else gets the general sentence.
_PROBLEMS = (
    (
        "mapping values are not allowed",
        "dấu hai chấm giữa một giá trị không có dấu ngoặc kép, hoặc thụt lề sai",
        _QUOTE,
    ),
    (
        "cannot start any token",
        "giá trị bắt đầu bằng ký tự đặc biệt (% @ `)",
        _QUOTE,
    ),
    (
        "expected ',' or",
        "dấu ngoặc [ ] hoặc { } chưa đóng, hoặc ký tự [ ] { } ? # trong giá trị chưa có ngoặc kép",
        f"hãy đóng ngoặc, hoặc {_QUOTE}",
    ),
    (
        "could not find expected ':'",
        "dòng thiếu dấu hai chấm sau tên mục",
        "mỗi dòng viết “tên: giá trị”, dòng nối tiếp của một giá trị dài phải thụt vào",
    ),
    (
        "found unexpected end of stream",
        "dấu ngoặc kép mở mà không đóng",
        "hãy thêm dấu ngoặc kép ở cuối giá trị",
    ),
    (
        "expected <block end>",
        "dòng thụt lề không thẳng với các dòng cùng cấp",
        "hãy thụt các mục cùng cấp bằng nhau",
    ),
    (
        "sequence entries are not allowed",
        "dấu gạch đầu dòng ở chỗ của một giá trị",
        f"hãy xuống dòng trước danh sách, hoặc {_QUOTE}",
    ),
    (
        "chomping or indentation|expected a comment or a line break",
        "chữ ngay sau dấu | hoặc >",
        f"hãy xuống dòng sau dấu đó, hoặc {_QUOTE}",
    ),
)


class _Builder:
    """Builds nodes from the parser's events, which still show anchors, tags and marks."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.SafeLoader)
        self._field = "tệp"

    def document(self) -> Node:
        """The only document; refuses none and several."""
        next(self._events)
        start = next(self._events)
        if isinstance(start, yaml.StreamEndEvent):
            raise self._refusal(None, "tệp trống", "hãy viết ít nhất một mục")
        node = self._node(next(self._events), 0)
        next(self._events)
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._field = "---"
            raise self._refusal(after, "tài liệu thứ hai", "mỗi tệp chỉ có một tài liệu")
        return node

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._refuse_extras(event)
        if depth > MAX_DEPTH:
            raise self._refusal(event, f"hơn {MAX_DEPTH} cấp lồng nhau", "hãy viết ít cấp hơn")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        return self._mapping(event, depth)

    def _sequence(self, start: yaml.Event, depth: int) -> Sequence:
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Sequence(tuple(items), _line(start))

    def _mapping(self, start: yaml.Event, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        outer = self._field
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, lines)
            lines[key] = _line(event)
            value = next(self._events)
            self._refuse_cut_by_comma(key, event, value)
            self._field = key
            entries[key] = self._node(value, depth + 1)
        self._field = outer
        return Mapping(entries, _line(start), lines)

    def _key(self, event: yaml.Event, seen: dict[str, int]) -> str:
        self._refuse_extras(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise self._refusal(
                event, "dấu ngoặc { } hoặc [ ] ở chỗ của tên mục", f"nếu đó là giá trị, {_QUOTE}"
            )
        key = event.value
        if key in seen:
            self._field = key
            raise self._refusal(
                event, f"mục này lần thứ hai (đã có ở dòng {seen[key]})", "mỗi mục viết một lần"
            )
        if not key:
            raise self._refusal(event, "tên mục trống", "hãy viết tên mục trước dấu hai chấm")
        return str(key)

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        if not event.style:
            self._refuse_cut_by_comment(event)
        if _SURROGATE.search(event.value):
            raise self._refusal(event, "nửa ký tự \\uD800–\\uDFFF", "hãy viết thẳng ký tự đó")
        if _CONTROL.search(event.value):
            raise self._refusal(event, "ký tự điều khiển không nhìn thấy", "hãy xóa ký tự đó")
        return Scalar(event.value, _line(event), quoted=bool(event.style))

    def _refuse_extras(self, event: yaml.Event) -> None:
        """Anchors, aliases and tags: they hide what a file says, and `*` or `!` may be meant."""
        if isinstance(event, yaml.AliasEvent):
            raise self._refusal(event, f"bí danh *{event.anchor}", _QUOTE)
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            return
        if event.anchor is not None:
            raise self._refusal(event, f"neo &{event.anchor}", _QUOTE)
        if event.tag is not None:
            raise self._refusal(event, f"thẻ kiểu {event.tag}", _QUOTE)

    def _refuse_cut_by_comma(self, key: str, name: yaml.Event, value: yaml.Event) -> None:
        """`{title: Bài một, hai}` has a key `hai` that no colon follows: it was part of a value."""
        if not isinstance(value, yaml.ScalarEvent) or value.style or value.value:
            return
        if ":" not in self._text[_end(name).index : _end(value).index]:
            raise self._refusal(
                name, f"“{key}” sau dấu phẩy mà không có dấu hai chấm, giá trị bị cắt", _QUOTE
            )

    def _refuse_cut_by_comment(self, event: yaml.ScalarEvent) -> None:
        """`title: Bài #1` would lose `#1`.

        Only what nobody writes inside a value counts as a comment behind an unquoted one: two
        spaces or more, then # and a space.
        """
        hit = _COMMENT.match(self._text, _end(event).index)
        if hit is None or (len(hit["before"]) >= 2 and hit["after"] in ("", " ")):
            return
        raise self._refusal(
            event,
            f"“{event.value}” và phần sau bị dấu # cắt",
            f"{_QUOTE}; nếu là ghi chú thì để hai dấu cách trước # và một dấu cách sau #",
            line=_end(event).line + 1,
        )

    def _refusal(
        self, event: yaml.Event | None, found: str, allowed: str, line: int | None = None
    ) -> DefinitionError:
        if line is None and event is not None:
            line = _line(event)
        return DefinitionError(
            file=self._file, line=line, field=self._field, found=found, allowed=allowed
        )


def _line(event: yaml.Event) -> int:
    """Where an event begins, counted from 1."""
    mark = event.start_mark
    return mark.line + 1 if mark is not None else 1


def _end(event: yaml.Event) -> Mark:
    """Where an event ends; the parser marks every event that it reads from a text."""
    assert isinstance(event.end_mark, Mark)
    return event.end_mark
