"""The office's own deadlines, read strictly from deadlines.yaml, and when they fall in a year."""

from __future__ import annotations

import re
from collections.abc import Mapping as Readable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from habac24h.calendar.observances import MonthDay, observances, window
from habac24h.errors import DefinitionError
from habac24h.strictyaml import Mapping, Node, Scalar, Sequence, read

_FILE = Path(__file__).with_name("deadlines.yaml")
_COMMON = ("id", "rule", "title", "text", "alarm")
_OWN = {"before": ("date",), "after": ("observance",), "given": ("setting",), "anchor": ()}
_MONTH_DAY = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Deadline:
    """One line of the file; `on` is its rule's own value: a day, a key date, a setting."""

    id: str
    rule: str
    title: str
    text: str
    alarm: str
    on: str = ""


@cache
def deadlines() -> tuple[Deadline, ...]:
    """All deadlines in the order of the file; read once."""
    return load(_FILE.read_text(encoding="utf-8"), _FILE.name)


def load(text: str, file: str) -> tuple[Deadline, ...]:
    """Read deadlines from YAML text; DefinitionError names file, line, field, found, allowed."""
    top = read(text, file)
    items = top.entries.get("items") if isinstance(top, Mapping) else None
    if not isinstance(items, Sequence):
        raise _wrong(file, top.line, "items", "không có danh sách", "viết “items:” rồi các dòng")
    return tuple(_deadline(node, file) for node in items.items)


def falls_on(deadline: Deadline, year: int, given: Readable[str, str | None]) -> date | None:
    """The day of a deadline in a year; None where it has none, and for those of an anchor."""
    if deadline.rule == "before":
        return _day(deadline.on, year) - timedelta(days=1)
    if deadline.rule == "after":
        fallen = window(observances()[deadline.on], year)
        return fallen.end + timedelta(days=1) if fallen else None
    written = given.get(deadline.on)
    if deadline.rule != "given" or written is None:
        return None
    found = _MONTH_DAY.fullmatch(written)
    assert found is not None
    return _day(written[-5:], year) if found[1] in (None, str(year)) else None


def friday_before(anchor: date) -> date | None:
    """The Friday before a Saturday or Sunday; None for a working day."""
    over = anchor.weekday() - 4
    return anchor - timedelta(days=over) if over > 0 else None


def _day(month_day: str, year: int) -> date:
    month, day = month_day.split("-")
    return date(year, int(month), int(day))


def _deadline(node: Node, file: str) -> Deadline:
    if not isinstance(node, Mapping):
        raise _wrong(file, node.line, "items", "một hạn không có tên mục", "viết {id: …, rule: …}")
    rule = _text(node, "rule", file)
    if rule not in _OWN:
        raise _wrong(file, node.key_lines["rule"], "rule", f"“{rule}”", f"chọn {', '.join(_OWN)}")
    for key in node.entries:
        if key not in _COMMON + _OWN[rule]:
            allowed = f"chỉ dùng {', '.join(_COMMON + _OWN[rule])}"
            raise _wrong(file, node.key_lines[key], key, "mục lạ", allowed)
    found = Deadline(
        **{name: _text(node, name, file) for name in _COMMON},
        on=_text(node, _OWN[rule][0], file) if _OWN[rule] else "",
    )
    _refuse_impossible(found, node, file)
    return found


def _refuse_impossible(found: Deadline, node: Mapping, file: str) -> None:
    if found.rule == "before" and not _is_day(found.on):
        line, allowed = node.key_lines["date"], 'viết tháng-ngày có thật, như "12-01"'
        raise _wrong(file, line, "date", f"“{found.on}”", allowed)
    if found.rule == "after" and found.on not in observances():
        line = node.key_lines["observance"]
        raise _wrong(file, line, "observance", f"“{found.on}”", "dùng id trong observances.yaml")


def _is_day(written: str) -> bool:
    found = _MONTH_DAY.fullmatch(written)
    if found is None or found[1]:
        return False
    return MonthDay(int(found[2]), int(found[3])).of(2001) is not None


def _text(node: Mapping, field: str, file: str) -> str:
    found = node.entries.get(field)
    if not isinstance(found, Scalar) or not found.value.strip():
        line = node.key_lines.get(field, node.line)
        raise _wrong(file, line, field, "thiếu giá trị", "mục này bắt buộc")
    return found.value


def _wrong(file: str, line: int | None, field: str, found: str, allowed: str) -> DefinitionError:
    return DefinitionError(file=file, line=line, field=field, found=found, allowed=allowed)
