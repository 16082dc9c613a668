"""The office's key dates, read strictly from observances.yaml, and those a definition brings."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping as Readable
from functools import cache
from pathlib import Path
from types import MappingProxyType

from habac24h.calendar.lunar import FIRST_YEAR, LAST_YEAR
from habac24h.calendar.observance import (
    Kind,
    LunarMonthDay,
    MonthDay,
    Observance,
    Window,
    explain,
    shown_on,
    window,
)
from habac24h.errors import DefinitionError
from habac24h.strictyaml import Mapping, Node, Scalar, Sequence, read

__all__ = [
    "LunarMonthDay",
    "MonthDay",
    "Observance",
    "Window",
    "explain",
    "inline",
    "load",
    "observances",
    "shown_on",
    "window",
]

_FILE = Path(__file__).with_name("observances.yaml")
_COMMON = ("id", "kind", "full", "short", "alt", "note", "year", "public_holiday")
_OWN: dict[Kind, tuple[str, ...]] = {
    "solar": ("date",),
    "range": ("date", "end"),
    "lunar": ("d", "m"),
    "rule": ("rule",),
}
_LAST_DAY: dict[str, tuple[str, ...]] = {"solar": ("last_day",)}
"""What a kind may have besides."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
_MONTH_DAY_ADVICE = 'viết tháng-ngày có thật trong ngoặc kép, như "11-15"'
_LEAP_YEAR = 2000


@cache
def observances() -> Readable[str, Observance]:
    """All key dates by id, in the order of the file; read once."""
    return load(_FILE.read_text(encoding="utf-8"), _FILE.name)


def load(text: str, file: str) -> Readable[str, Observance]:
    """Read key dates from YAML text; DefinitionError names file, line, field, found, allowed."""
    top = read(text, file)
    if not isinstance(top, Mapping):
        raise _wrong(file, top.line, "items", "danh sách ở ngoài cùng", "viết “items:” trước nó")
    _refuse_unknown(top, ("version", "items"), file)
    if _text(top, "version", file) != "1":
        raise _wrong(file, top.key_lines["version"], "version", "một số khác 1", "chỉ có bản 1")
    items = _need(top, "items", file)
    if not isinstance(items, Sequence):
        raise _wrong(file, items.line, "items", "không phải danh sách", "mỗi mốc là một dòng “- ”")
    found: dict[str, Observance] = {}
    for node in items.items:
        one = _observance(node, file)
        if one.id in found:
            raise _wrong(file, node.line, "id", f"“{one.id}” lần thứ hai", "mỗi id dùng một lần")
        found[one.id] = one
    return MappingProxyType(found)


def inline(
    name: str,
    date: str,
    end: str | None = None,
    *,
    file: str = "observance",
    line: int | None = None,
) -> Observance:
    """The key date that a definition brings itself: {name, date: "11-15", end: "12-15"}.

    Its id is empty. `file` and `line` are where it stands, for a DefinitionError.
    """
    if not name.strip():
        raise _wrong(file, line, "name", "tên trống", "viết tên mốc kỷ niệm")
    return Observance(
        id="",
        kind="solar" if end is None else "range",
        full=name.strip(),
        short=name.strip(),
        start=_month_day(date, file, line, "date"),
        end=None if end is None else _month_day(end, file, line, "end"),
    )


def _observance(node: Node, file: str) -> Observance:
    if not isinstance(node, Mapping):
        raise _wrong(file, node.line, "items", "một mốc không có tên mục", "viết {id: …, kind: …}")
    kind = _kind(node, file)
    _refuse_unknown(node, _COMMON + _OWN[kind] + _LAST_DAY.get(kind, ()), file)
    full = _text(node, "full", file)
    return Observance(
        id=_id(node, file),
        kind=kind,
        full=full,
        short=_text(node, "short", file) if "short" in node.entries else full,
        start=_day_at(node, "date", file),
        end=_day_at(node, "end", file),
        last_day=_day_at(node, "last_day", file),
        lunar=_lunar(node, file) if kind == "lunar" else None,
        rule=_one_of(node, "rule", ("tet-1d",), file) if kind == "rule" else None,
        year=_number(node, "year", FIRST_YEAR, LAST_YEAR, file) if "year" in node.entries else None,
        alt=_texts(node, "alt", file),
        note=_text(node, "note", file) if "note" in node.entries else "",
        public_holiday="public_holiday" in node.entries
        and _one_of(node, "public_holiday", ("true", "false"), file) == "true",
    )


def _kind(node: Mapping, file: str) -> Kind:
    written = _one_of(node, "kind", tuple(_OWN), file)
    kind = next(kind for kind in _OWN if kind == written)
    for field in _OWN[kind]:
        _need(node, field, file)
    return kind


def _id(node: Mapping, file: str) -> str:
    found = _text(node, "id", file)
    if not _ID.fullmatch(found):
        raise _wrong(
            file, node.key_lines["id"], "id", f"“{found}”", "chỉ dùng a-z, 0-9 và dấu gạch nối"
        )
    return found


def _day_at(node: Mapping, field: str, file: str) -> MonthDay | None:
    if field not in node.entries:
        return None
    return _month_day(_text(node, field, file), file, node.key_lines[field], field)


def _month_day(written: str, file: str, line: int | None, field: str) -> MonthDay:
    """Read "MM-DD"; 29 February is a day, 31 February is none."""
    match = _MONTH_DAY.fullmatch(written)
    if match is None:
        raise _wrong(file, line, field, f"“{written}”", _MONTH_DAY_ADVICE)
    month, day = int(match[1]), int(match[2])
    try:
        datetime.date(_LEAP_YEAR, month, day)
    except ValueError:
        raise _wrong(file, line, field, f"“{written}”", _MONTH_DAY_ADVICE) from None
    return MonthDay(month, day)


def _lunar(node: Mapping, file: str) -> LunarMonthDay:
    return LunarMonthDay(
        month=_number(node, "m", 1, 12, file),
        day=_number(node, "d", 1, 30, file),
    )


def _number(node: Mapping, field: str, low: int, high: int, file: str) -> int:
    written = _text(node, field, file)
    if re.fullmatch("[0-9]{1,4}", written) and low <= int(written) <= high:
        return int(written)
    raise _wrong(
        file, node.key_lines[field], field, f"“{written}”", f"viết một số từ {low} đến {high}"
    )


def _one_of(node: Mapping, field: str, allowed: tuple[str, ...], file: str) -> str:
    written = _text(node, field, file)
    if written not in allowed:
        raise _wrong(
            file, node.key_lines[field], field, f"“{written}”", f"chọn {', '.join(allowed)}"
        )
    return written


def _texts(node: Mapping, field: str, file: str) -> tuple[str, ...]:
    if field not in node.entries:
        return ()
    found = node.entries[field]
    if not isinstance(found, Sequence):
        raise _wrong(file, found.line, field, "không phải danh sách", 'viết ["…", "…"]')
    return tuple(_scalar(item, field, file) for item in found.items)


def _text(node: Mapping, field: str, file: str) -> str:
    return _scalar(_need(node, field, file), field, file)


def _scalar(node: Node, field: str, file: str) -> str:
    if not isinstance(node, Scalar) or not node.value.strip():
        found = "giá trị trống" if isinstance(node, Scalar) else "một nhóm mục"
        raise _wrong(file, node.line, field, found, "viết một giá trị")
    return node.value


def _need(node: Mapping, field: str, file: str) -> Node:
    if field not in node.entries:
        raise _wrong(file, node.line, field, "thiếu mục này", "mục này bắt buộc")
    return node.entries[field]


def _refuse_unknown(node: Mapping, allowed: tuple[str, ...], file: str) -> None:
    for key in node.entries:
        if key not in allowed:
            raise _wrong(file, node.key_lines[key], key, "mục lạ", f"chỉ dùng {', '.join(allowed)}")


def _wrong(file: str, line: int | None, field: str, found: str, allowed: str) -> DefinitionError:
    return DefinitionError(file=file, line=line, field=field, found=found, allowed=allowed)
