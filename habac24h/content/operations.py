"""What a template may do with a value: the allowed filters, and operators with their bounds.

Every operator of a template is compiled into one of these functions (content/compiler.py), so no
value ever meets Python's own `+`, `*`, `%`, `~` or `<`. Whatever makes or compares characters
pays for them at the rendering's Page, before it works.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import pass_context

from habac24h.content.missing import Missing

MAX_OUTPUT = 200_000
"""Characters that one rendering may produce."""
MAX_TURNS = 10_000
"""Loop iterations of one rendering, all loops together."""
MAX_WORK = 1_000_000
"""Characters made or compared, plus nodes passed in loops; about half a second at worst."""
MAX_INTEGER = 10**15

LISTED = (tuple, list)
LISTED_OR_TEXT = (str, tuple, list)


class Stop(Exception):
    """A rendering that must not go on; the sandbox adds the template's name and line."""

    def __init__(self, wrong: str, advice: str) -> None:
        super().__init__(wrong)
        self.wrong, self.advice = wrong, advice


class Page(dict[str, Any]):
    """The values of one rendering, what it has used up, and the missing names it met.

    It stands where Jinja's Context would: our templates neither set, export nor inherit, and
    asking a dict is faster. A name that was not given is answered by a Missing.
    """

    __slots__ = ("record", "turns", "work")

    resolve_or_missing = dict.__getitem__

    def __init__(self, given: Mapping[str, object]) -> None:
        super().__init__(given)
        self.turns = 0
        self.work = 0
        self.record: dict[str, None] = {}

    def __missing__(self, name: str) -> Missing:
        return self.blank(name)

    def blank(self, name: str) -> Missing:
        """A missing value of that name, written down when it is used."""
        return Missing(name=name, record=self.record)

    def spend(self, units: int) -> None:
        """Pay for characters or nodes; raises Stop when the rendering has had enough."""
        self.work += units
        if self.work > MAX_WORK:
            raise Stop("mẫu bắt máy làm quá nhiều việc", "bớt vòng lặp hoặc bớt ghép chữ")

    def turn(self, times: int, weight: int) -> None:
        """Pay for a loop that runs so often over a body of `weight` nodes."""
        self.turns += times
        if self.turns > MAX_TURNS:
            raise Stop(
                f"các vòng lặp chạy quá {MAX_TURNS} lượt",
                "rút ngắn danh sách hoặc bỏ vòng lặp lồng",
            )
        self.spend(times * weight)


class Items(tuple[Any, ...]):
    """A given list; printed, it is its entries with commas."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(map(str, self))


class Answer(int):
    """A given yes or no, printed in Vietnamese."""

    __slots__ = ()

    def __str__(self) -> str:
        return "có" if self else "không"


def text_of(value: object) -> str:
    """The words for a value; a blank for Missing."""
    return str(Answer(value)) if isinstance(value, bool) else str(value)


def _mismatch(sign: str) -> Stop:
    return Stop(
        f"phép “{sign}” dùng cho hai giá trị không hợp loại",
        "số chỉ đi với số, chữ chỉ đi với chữ",
    )


# --- loops, joining and comparing -------------------------------------------------------------


@pass_context
def each(page: Page, value: object, weight: int) -> Iterable[object]:
    """A given list to go through, all its turns (of `weight` nodes each) paid at once."""
    if isinstance(value, Items):
        page.turn(len(value), weight)
        return value
    if isinstance(value, Missing):
        page.turn(1, weight)
        return value
    raise Stop("vòng lặp chạy trên một giá trị không phải danh sách", "chỉ lặp trên danh sách")


def _texts(page: Page, value: object) -> list[str]:
    if not isinstance(value, Items):
        return [text_of(value)]
    page.spend(len(value))
    return list(map(str, value))


def _joined(page: Page, parts: list[str], between: str) -> str:
    page.spend(sum(map(len, parts)) + len(between) * len(parts))
    return between.join(parts)


def _text(page: Page, value: object) -> str:
    """The words for a value, paid for."""
    if type(value) is str:
        page.spend(len(value))
        return value
    return _joined(page, _texts(page, value), ", ")


@pass_context
def concat(page: Page, parts: list[object]) -> str:
    """The operator `~`."""
    return _joined(page, [_text(page, part) for part in parts], "")


def _ordered(compare: Callable[[Any, Any], bool], sign: str) -> Callable[..., bool]:
    @pass_context
    def ordered(page: Page, left: object, right: object) -> bool:
        if _blank(left, right) is not None:
            return False
        if not (isinstance(left, int) and isinstance(right, int)):
            if not (isinstance(left, str) and isinstance(right, str)):
                raise _mismatch(sign)
            page.spend(min(len(left), len(right)))
        return compare(left, right)

    return ordered


def _blank(*values: object) -> Missing | None:
    """The first missing value among several, written down; else None."""
    for value in values:
        if isinstance(value, Missing):
            value.note()
            return value
    return None


@pass_context
def equal(page: Page, left: object, right: object) -> bool:
    """The operator `==`; a missing value equals nothing."""
    if type(left) is str and type(right) is str:
        if len(left) != len(right):
            return False
        page.spend(len(left))
        return left == right
    if _blank(left, right) is not None:
        return False
    if isinstance(left, LISTED) and isinstance(right, LISTED):
        raise Stop("hai danh sách không so sánh được với nhau", "dùng “in” hoặc “length”")
    return left == right


@pass_context
def unequal(page: Page, left: object, right: object) -> bool:
    """The operator `!=`."""
    return not equal(page, left, right)


@pass_context
def within(page: Page, left: object, right: object) -> bool:
    """The operator `in`: a word in words, or a value in a list."""
    if _blank(left, right) is not None:
        return False
    if isinstance(right, LISTED):
        size = len(left) if isinstance(left, str) else 1
        page.spend(len(right) * (1 + size // 50))
        return left in right
    if isinstance(left, str) and isinstance(right, str):
        page.spend(len(left) + len(right))
        return left in right
    raise _mismatch("in")


@pass_context
def outside(page: Page, left: object, right: object) -> bool:
    """The operator `not in`."""
    return not within(page, left, right)


# --- whole numbers ----------------------------------------------------------------------------


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, (bool, Answer))


def _arithmetic(compute: Callable[[Any, Any], int], sign: str) -> Callable[..., object]:
    def calculate(left: object, right: object) -> object:
        blank = _blank(left, right)
        if blank is not None:
            return blank
        if not (_whole(left) and _whole(right)):
            raise Stop(f"phép “{sign}” dùng cho giá trị không phải số nguyên", "chỉ tính số nguyên")
        if right == 0 and sign in ("//", "%"):
            raise Stop("chia cho 0", "sửa lại phép tính")
        result = compute(left, right)
        if abs(result) >= MAX_INTEGER:
            raise Stop("kết quả phép tính lớn quá 15 chữ số", "sửa lại phép tính")
        return result

    return calculate


# --- the filters of CONTENT: what people may write after | --------------------------------------


def _worded(change: Callable[[str], str]) -> Callable[..., object]:
    @pass_context
    def worded(page: Page, value: object) -> object:
        if type(value) is not str:
            blank = _blank(value)
            if blank is not None:
                return blank
        return change(_text(page, value))

    return worded


def _capital(text: str) -> str:
    """Only the first letter: str.capitalize would make “hội LHPN xã” into “Hội lhpn xã”."""
    return text[:1].upper() + text[1:]


@pass_context
def join(page: Page, value: object, between: object = "") -> object:
    """A list as one text."""
    blank = _blank(value, between)
    if blank is not None:
        return blank
    return _joined(page, _texts(page, value), _text(page, between))


@pass_context
def replace(page: Page, value: object, old: object, new: object) -> object:
    """Every `old` replaced by `new`; the result is measured before it is made."""
    blank = _blank(value, old, new)
    if blank is not None:
        return blank
    text, before, after = _text(page, value), _text(page, old), _text(page, new)
    grown = len(text) + text.count(before) * (len(after) - len(before))
    page.spend(max(grown, 0))
    return text.replace(before, after)


def default(value: object, instead: object, also_empty: object = False) -> object:
    """`instead` for a missing value (and, with true, for an empty one); then nothing is missing."""
    if isinstance(value, Missing) or (also_empty and not value):
        return instead
    return value


def length(value: object) -> object:
    """How many characters, or how many in a list."""
    blank = _blank(value)
    if blank is not None:
        return blank
    if not isinstance(value, LISTED_OR_TEXT):
        raise Stop("“length” dùng cho một con số", "chỉ đếm chữ hoặc danh sách")
    return len(value)


def _end(index: int, word: str) -> Callable[..., object]:
    @pass_context
    def end(page: Page, value: object, name: str) -> object:
        blank = _blank(value)
        if blank is not None:
            return blank
        if not isinstance(value, LISTED_OR_TEXT):
            raise Stop(f"“{word}” dùng cho một con số", "chỉ dùng cho chữ hoặc danh sách")
        return value[index] if value else page.blank(name)

    return end


FILTERS: dict[str, tuple[int, int]] = {
    "upper": (0, 0),
    "lower": (0, 0),
    "capitalize": (0, 0),
    "trim": (0, 0),
    "join": (0, 1),
    "replace": (2, 2),
    "default": (1, 2),
    "length": (0, 0),
    "first": (0, 0),
    "last": (0, 0),
}
"""What may stand after |, with how many arguments it takes at least and at most."""

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "upper": _worded(str.upper),
    "lower": _worded(str.lower),
    "capitalize": _worded(_capital),
    "trim": _worded(str.strip),
    "join": join,
    "replace": replace,
    "default": default,
    "length": length,
    "first": _end(0, "first"),
    "last": _end(-1, "last"),
    # An @ cannot be written in a template: these are reached by operators only.
    "@text": text_of,
    "@each": each,
    "@concat": concat,
    "@eq": equal,
    "@ne": unequal,
    "@lt": _ordered(operator.lt, "<"),
    "@lteq": _ordered(operator.le, "<="),
    "@gt": _ordered(operator.gt, ">"),
    "@gteq": _ordered(operator.ge, ">="),
    "@in": within,
    "@notin": outside,
    "@add": _arithmetic(operator.add, "+"),
    "@sub": _arithmetic(operator.sub, "-"),
    "@mul": _arithmetic(operator.mul, "*"),
    "@floordiv": _arithmetic(operator.floordiv, "//"),
    "@mod": _arithmetic(operator.mod, "%"),
}
