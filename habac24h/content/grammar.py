"""What a template may hold: an allow-list of tags, literals, names and syntax nodes, with bounds.

Jinja's own sandbox forbids some things and lets the rest run; a stranger's template could still
burn the processor or the memory. Here it is the other way round: `read` and `Walk` refuse every
piece of syntax that is not named below, with the template, the line, what was found and what is
allowed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes

from habac24h.content.operations import FILTERS, MAX_INTEGER
from habac24h.errors import TemplateError

MAX_SOURCE = 64 * 1024
"""Bytes of a template in UTF-8, the shared pieces that it includes counted in."""
MAX_NODES = 5_000
MAX_DEPTH = 40
MAX_LOOPS = 2
"""How deep loops may be nested."""

ALLOWED = (
    "chỉ được dùng {{ tên }}, các bộ lọc "
    + ", ".join(FILTERS)
    + ", if/elif/else, for trên một danh sách, so sánh, phép + - * // % trên số nguyên, phép ~"
    + ' và {% include "chung/tên.j2" %}'
)
CLOSING = {"if": "endif", "for": "endfor"}
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
PIECE = re.compile(r"chung/[a-z0-9][a-z0-9_-]{0,59}\.j2")
RESERVED = frozenset({"loop", "self", "super", "caller", "varargs", "kwargs"})
"""Names that Jinja fills with objects of its own."""
ESCAPE = re.compile(r"\\[^nt\\'\"]")
PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.FloorDiv,
    nodes.Mod,
    nodes.Neg,
    nodes.Pos,
    nodes.Concat,
)
"""Nodes that need no rule of their own: their children are looked at."""
FOUND: dict[type[nodes.Node], str] = {
    nodes.Getattr: "dấu chấm lấy thuộc tính",
    nodes.Getitem: "ngoặc vuông lấy phần tử",
    nodes.Call: "lời gọi hàm",
    nodes.Test: "phép thử “is”",
    nodes.Pow: "phép lũy thừa “**”",
    nodes.Div: "phép chia “/”",
    nodes.List: "danh sách viết thẳng",
    nodes.Tuple: "danh sách viết thẳng",
    nodes.Dict: "từ điển viết thẳng",
}


def read(env: Environment, source: str, name: str) -> tuple[nodes.Template, tuple[bool, ...]]:
    """The syntax tree of a template, and for each include whether its line ended with it.

    Raises TemplateError where the text cannot be read as a template.
    """
    _measure(source, name)
    try:
        ends = tuple(_tags(env, source, name))
        return env.parse(source), ends
    except TemplateSyntaxError as error:
        line = (source.split("\n")[error.lineno - 1 : error.lineno] or [""])[0].strip()[:80]
        wrong = f"không đọc được cú pháp ở “{line}”"
        raise TemplateError(name=name, line=error.lineno, wrong=wrong, advice=ALLOWED) from None
    except RecursionError:
        raise TemplateError(
            name=name,
            line=None,
            wrong="các dấu ngoặc, phép tính hoặc thẻ lồng nhau quá sâu",
            advice=f"lồng nhiều nhất {MAX_DEPTH} tầng",
        ) from None


def _measure(source: str, name: str) -> None:
    """Refuse a text that is too long or holds characters that no text needs."""
    if len(source) > MAX_SOURCE or len(source.encode("utf-8", "replace")) > MAX_SOURCE:
        wrong = f"mẫu dài quá {MAX_SOURCE // 1024} kB"
        raise TemplateError(name=name, line=None, wrong=wrong, advice="rút ngắn mẫu")
    for number, line in enumerate(source.split("\n"), 1):
        for sign in line:
            if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\r\t":
                wrong = f"thấy ký tự điều khiển U+{ord(sign):04X}"
                raise TemplateError(name=name, line=number, wrong=wrong, advice="xóa ký tự đó")


def _tags(env: Environment, source: str, name: str) -> Iterator[bool]:
    """Check tags, their pairs and literals, token by token, before the parser meets them."""
    opened: list[tuple[str, int]] = []
    before, included = "", False
    for line, kind, value in env.lex(source):
        if kind == "name" and before == "block_begin":
            included = value == "include"
            wrong = _tag(value, line, opened)
        else:
            wrong = _literal(kind, value)
        if wrong:
            raise TemplateError(name=name, line=line, wrong=wrong, advice=ALLOWED)
        if kind == "block_end" and included:
            yield value.endswith("\n") and not value.startswith("-")
        if kind == "block_end":
            included = False
        before = before if kind == "whitespace" else kind
    if opened:
        tag, line = opened[-1]
        advice = "thêm thẻ kết thúc {% " + CLOSING[tag] + " %}"
        raise TemplateError(name=name, line=line, wrong=f"thẻ “{tag}” chưa kết thúc", advice=advice)


def _tag(tag: str, line: int, opened: list[tuple[str, int]]) -> str | None:
    """What is wrong with a tag here, given the tags that are open; None when nothing is."""
    if tag in CLOSING:
        opened.append((tag, line))
    elif tag in CLOSING.values():
        if not opened or CLOSING[opened[-1][0]] != tag:
            return f"thẻ “{tag}” không khớp với thẻ nào đang mở"
        opened.pop()
    elif tag in ("elif", "else"):
        if not opened:
            return f"thẻ “{tag}” đứng ngoài if"
    elif tag != "include":
        return f"thấy thẻ “{tag[:40]}”"
    return None


def _literal(kind: str, value: str) -> str | None:
    """What is wrong with a number or a quoted text; None when nothing is."""
    if kind == "integer" and len(value) > len(str(MAX_INTEGER - 1)):
        return "thấy con số dài quá 15 chữ số"
    if kind == "float":
        return f"thấy số thập phân “{value[:40]}”"
    if kind == "string" and ESCAPE.search(value):
        return "thấy dấu \\ lạ trong chữ đặt giữa hai dấu nháy"
    return None


class Walk:
    """One pass over a syntax tree that refuses what is not allowed and collects the names.

    `used` holds the variables that the template refers to, in order of appearance (a dict used
    as an ordered set); `count` the nodes seen so far. `pieces` says whether includes may stand.
    """

    def __init__(self, name: str, *, pieces: bool) -> None:
        self.name, self.pieces = name, pieces
        self.count = 0
        self.used: dict[str, None] = {}

    def refuse(self, node: nodes.Node, wrong: str, advice: str = ALLOWED) -> TemplateError:
        """The error that names this node's line."""
        return TemplateError(name=self.name, line=node.lineno, wrong=wrong, advice=advice)

    def visit(self, node: nodes.Node, depth: int = 1, bound: tuple[str, ...] = ()) -> None:
        """Check a node and all below it; `bound` are the loop variables around it."""
        self.count += 1
        if self.count > MAX_NODES:
            raise self.refuse(node, f"mẫu có quá {MAX_NODES} phần tử", "rút ngắn mẫu")
        if depth > MAX_DEPTH:
            raise self.refuse(node, f"mẫu lồng nhau quá {MAX_DEPTH} tầng", "viết đơn giản hơn")
        if isinstance(node, nodes.For):
            self._loop(node, depth, bound)
            return
        self._rule(node, bound)
        listed = isinstance(node, nodes.Operand) and node.op in ("in", "notin")
        for child in node.iter_child_nodes():
            if listed and isinstance(child, nodes.List | nodes.Tuple):
                self._constants(child)
            else:
                self.visit(child, depth + 1, bound)

    def _rule(self, node: nodes.Node, bound: tuple[str, ...]) -> None:
        """The rule of one kind of node; a kind without a rule is refused."""
        if isinstance(node, nodes.Name):
            self._name(node, bound)
        elif isinstance(node, nodes.Const):
            self._constant(node)
        elif isinstance(node, nodes.Filter):
            self._filter(node)
        elif isinstance(node, nodes.Include):
            self._include(node)
        elif isinstance(node, nodes.Compare):
            if len(node.ops) != 1:
                raise self.refuse(node, "thấy nhiều phép so sánh nối nhau", "nối chúng bằng “and”")
        elif isinstance(node, nodes.CondExpr):
            if node.expr2 is None:
                raise self.refuse(node, "thấy “if” trong {{ }} mà không có “else”", "thêm “else”")
        elif not isinstance(node, (*PLAIN, nodes.Operand)):
            found = FOUND.get(type(node), f"phần tử “{type(node).__name__}”")
            raise self.refuse(node, f"thấy {found}")

    def _name(self, node: nodes.Name, bound: tuple[str, ...]) -> None:
        if not NAME.fullmatch(node.name) or node.name in RESERVED:
            advice = "tên chỉ gồm chữ thường không dấu, chữ số và dấu _, ví dụ theme"
            raise self.refuse(node, f"thấy tên “{node.name[:60]}” không dùng được", advice)
        if node.ctx == "load" and node.name not in bound:
            self.used[node.name] = None

    def _constant(self, node: nodes.Const) -> None:
        value = node.value
        if isinstance(value, bool | str):
            return
        if not isinstance(value, int) or abs(value) >= MAX_INTEGER:
            raise self.refuse(node, f"thấy giá trị “{str(value)[:40]}”")

    def _constants(self, node: nodes.List | nodes.Tuple) -> None:
        """A list written out after `in`: constants only."""
        for item in node.items:
            self.count += 1
            if not isinstance(item, nodes.Const):
                raise self.refuse(node, "thấy danh sách không chỉ gồm chữ và số viết thẳng")
            self._constant(item)

    def _filter(self, node: nodes.Filter) -> None:
        if node.name not in FILTERS:
            raise self.refuse(node, f"thấy bộ lọc “{node.name[:40]}”")
        least, most = FILTERS[node.name]
        extra = node.kwargs or node.dyn_args or node.dyn_kwargs
        if extra or not least <= len(node.args) <= most:
            advice = f"bộ lọc này nhận {least} đến {most} giá trị, viết lần lượt trong ngoặc"
            raise self.refuse(node, f"bộ lọc “{node.name}” có giá trị kèm theo không đúng", advice)
        if node.name in ("first", "last") and subject(node) is None:
            advice = "viết {{ tên|" + node.name + " }}"
            raise self.refuse(node, f"bộ lọc “{node.name}” không đứng sau một tên", advice)

    def _include(self, node: nodes.Include) -> None:
        if not self.pieces:
            raise self.refuse(node, "mảnh chung lại gọi mảnh chung khác", "viết thẳng nội dung vào")
        wanted = node.template
        good = isinstance(wanted, nodes.Const) and PIECE.fullmatch(str(wanted.value))
        if not good or not node.with_context or node.ignore_missing:
            advice = 'viết đúng dạng {% include "chung/tên.j2" %}'
            raise self.refuse(node, "lệnh include không đúng dạng", advice)

    def _loop(self, node: nodes.For, depth: int, bound: tuple[str, ...]) -> None:
        if not (isinstance(node.iter, nodes.Name) and isinstance(node.target, nodes.Name)):
            advice = "viết {% for mục in danh_sách %} với danh sách là một tên"
            raise self.refuse(node, "vòng lặp không chạy trên một danh sách cho sẵn", advice)
        if node.recursive or node.test:
            advice = "dùng thẻ if bên trong vòng lặp"
            raise self.refuse(node, "vòng lặp có điều kiện hoặc đệ quy", advice)
        if len(bound) >= MAX_LOOPS:
            raise self.refuse(node, f"vòng lặp lồng nhau quá {MAX_LOOPS} tầng", "bớt vòng lặp")
        self.visit(node.iter, depth + 1, bound)
        self.visit(node.target, depth + 1, bound)
        for child in node.body:
            self.visit(child, depth + 1, (*bound, node.target.name))
        for child in node.else_:
            self.visit(child, depth + 1, bound)


def subject(node: nodes.Node | None) -> str | None:
    """The variable that a chain of filters begins with, for the words of a blank."""
    while isinstance(node, nodes.Filter):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else None
