"""From a template's text to something that can be rendered within bounds.

1. Read and check the text and each shared piece by the grammar.
2. Put the pieces in place of their includes (so that one tree is counted, named and cached).
3. Turn loops and operators into calls of content/operations.py, which pay for their work.
4. Let Jinja compile the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer

from habac24h.content.grammar import MAX_SOURCE, Walk, read, subject
from habac24h.content.missing import Missing
from habac24h.content.operations import FUNCTIONS, Page
from habac24h.errors import TemplateError

BINARY = (nodes.Add, nodes.Sub, nodes.Mul, nodes.FloorDiv, nodes.Mod)
GROUP = 16
"""Texts and values that are put together before their length is looked at."""
MUTE = frozenset(["default", "@eq", "@ne", "@lt", "@lteq", "@gt", "@gteq", "@in", "@notin"])
"""Filters whose result may be a plain True or False."""
Shared = Callable[[str], str | None]
"""Gives the text of a shared piece by the name in its include ("chung/lien-he.j2"), or None."""


@dataclass(frozen=True)
class Compiled:
    """A template ready to run, the names that it uses and the pieces it was made with."""

    template: Template
    run: Callable[[Page], Iterator[str]]
    used: tuple[str, ...]
    pieces: tuple[tuple[str, str], ...]


def environment() -> SandboxedEnvironment:
    """Jinja with nothing in it but our functions; its own sandbox stays as a second wall."""
    env = SandboxedEnvironment(
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        cache_size=0,
    )
    env.code_generator_class = _Code
    env.globals.clear()
    env.tests.clear()
    env.filters = dict(FUNCTIONS)
    return env


def compile_text(env: SandboxedEnvironment, source: str, name: str, shared: Shared) -> Compiled:
    """Check a template and compile it; raises TemplateError for whatever is not allowed."""
    tree, ends = read(env, source, name)
    is_piece = name.startswith("chung/")
    Walk(name, pieces=not is_piece).visit(tree)
    inliner = _Inliner(env, name, shared, ends, len(source.encode()))
    whole = inliner.visit(tree)
    walk = Walk(name, pieces=False)
    walk.visit(whole)
    _Operators().visit(whole)
    whole.set_environment(env)
    code = env.compile(whole)
    template = Template.from_code(env, code, {}, None)
    run: Any = template.root_render_func
    return Compiled(template, run, tuple(walk.used), tuple(inliner.pieces.items()))


class _Code(CodeGenerator):
    """Jinja's generator, but texts and values between two tags are yielded together.

    A yield for each of them is what a rendering spends most on. A group is small, so that the
    output can still be measured before much of it has been made.
    """

    def get_visitor(self, node: nodes.Node) -> Callable[..., None] | None:
        """Jinja's dispatch, by type."""
        if isinstance(node, nodes.Name) and node.ctx == "load":
            return self._load
        return self._output if isinstance(node, nodes.Output) else super().get_visitor(node)

    def _load(self, node: nodes.Name, frame: Frame) -> None:
        """A name without Jinja's test for undefined: the Page answers every name."""
        self.write(frame.symbols.ref(node.name))

    def _output(self, node: nodes.Output, frame: Frame) -> None:
        for at in range(0, len(node.nodes), GROUP):
            self._group(node.nodes[at : at + GROUP], frame)

    def _group(self, group: list[nodes.Expr], frame: Frame) -> None:
        """Write `yield 'words %s words' % (value,)`, each value on a line of its own."""
        if all(isinstance(child, nodes.TemplateData) for child in group):
            self.writeline(f"yield {''.join(child.as_const() for child in group)!r}", group[0])
            return
        words = "".join(_pattern(child) for child in group)
        self.writeline(f"yield {words!r} % (", group[0])
        for child in group:
            if not isinstance(child, nodes.TemplateData):
                self.newline(child)
                self.visit(child, frame)
                self.write(",")
        self.write(")")


def _pattern(child: nodes.Expr) -> str:
    return child.data.replace("%", "%%") if isinstance(child, nodes.TemplateData) else "%s"


class _Inliner(NodeTransformer):
    """Puts the nodes of shared pieces in place of the includes."""

    def __init__(
        self,
        env: SandboxedEnvironment,
        name: str,
        shared: Shared,
        ends: tuple[bool, ...],
        size: int,
    ) -> None:
        self.env, self.name, self.shared, self.size = env, name, shared, size
        self.ends = iter(ends)
        self.pieces: dict[str, str] = {}

    def get_visitor(self, node: nodes.Node) -> Callable[..., list[nodes.Node]] | None:
        """Jinja's dispatch, by type."""
        return self._include if isinstance(node, nodes.Include) else None

    def _include(self, node: nodes.Include) -> list[nodes.Node]:
        wanted = str(node.template.as_const())
        text = self.shared(wanted)
        if text is None:
            raise self._refuse(node, f"không có mảnh chung “{wanted}”", "sửa tên hoặc thêm tệp đó")
        self.pieces[wanted] = text
        self.size += len(text.encode("utf-8", "replace"))
        if self.size > MAX_SOURCE:
            wrong = f"mẫu cùng các mảnh chung dài quá {MAX_SOURCE // 1024} kB"
            raise self._refuse(node, wrong, "rút ngắn mẫu")
        # trim_blocks ate the newline after a tag that ends its line: the piece brings it back.
        body = text.removeprefix("\ufeff").rstrip("\r\n") + ("\n" if next(self.ends) else "")
        tree, _ = read(self.env, body, wanted)
        Walk(wanted, pieces=False).visit(tree)
        # Later errors name the template and the line that the office sees: the include's.
        tree.set_lineno(node.lineno, override=True)
        return list(tree.body)

    def _refuse(self, node: nodes.Node, wrong: str, advice: str) -> TemplateError:
        return TemplateError(name=self.name, line=node.lineno, wrong=wrong, advice=advice)


class _Operators(NodeTransformer):
    """Turns loops and operators into filters that cannot be written in a template."""

    def get_visitor(self, node: nodes.Node) -> Callable[..., nodes.Node] | None:
        """Jinja's dispatch, by type."""
        if isinstance(node, BINARY):
            return self._binary
        rules: dict[type[nodes.Node], Callable[..., nodes.Node]] = {
            nodes.Output: self._output,
            nodes.For: self._loop,
            nodes.Concat: self._concat,
            nodes.Compare: self._compare,
            nodes.Filter: self._filter,
            nodes.Neg: self._sign,
            nodes.Pos: self._sign,
        }
        return rules.get(type(node))

    def _output(self, node: nodes.Output) -> nodes.Output:
        """What the sandbox puts into names prints itself; the result of `==` would be True."""
        self.generic_visit(node)
        node.nodes = [
            child if _prints_itself(child) else _call(child, "@text", child) for child in node.nodes
        ]
        return node

    def _loop(self, node: nodes.For) -> nodes.For:
        weight = 1 + sum(_size(child) for child in node.body)
        self.generic_visit(node)
        node.iter = _call(node, "@each", node.iter, nodes.Const(weight))
        return node

    def _concat(self, node: nodes.Concat) -> nodes.Filter:
        self.generic_visit(node)
        return _call(node, "@concat", nodes.List(node.nodes))

    def _compare(self, node: nodes.Compare) -> nodes.Filter:
        self.generic_visit(node)
        (operand,) = node.ops
        return _call(node, f"@{operand.op}", node.expr, operand.expr)

    def _filter(self, node: nodes.Filter) -> nodes.Filter:
        name = subject(node)
        self.generic_visit(node)
        if node.name in ("first", "last"):
            node.args = [nodes.Const(name)]
        return node

    def _sign(self, node: nodes.Neg | nodes.Pos) -> nodes.Filter:
        self.generic_visit(node)
        name = "@sub" if isinstance(node, nodes.Neg) else "@add"
        return _call(node, name, nodes.Const(0), node.node)

    def _binary(self, node: nodes.BinExpr) -> nodes.Filter:
        self.generic_visit(node)
        return _call(node, f"@{type(node).__name__.lower()}", node.left, node.right)


def _call(at: nodes.Node, name: str, first: Any, *rest: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(first, name, list(rest), [], None, None, lineno=at.lineno)


def _size(node: nodes.Node) -> int:
    return 1 + sum(_size(child) for child in node.iter_child_nodes())


def _prints_itself(node: nodes.Expr) -> bool:
    if isinstance(node, nodes.Filter):
        return node.name not in MUTE
    return isinstance(node, nodes.TemplateData | nodes.Name)
