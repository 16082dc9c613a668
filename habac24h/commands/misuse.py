"""A command that is written wrongly: Typer's English becomes one sentence and where to look."""

from __future__ import annotations

import re
from typing import Any

import typer

_UNKNOWN = re.compile(r"No such command '([^']*)'")
_TOO_MUCH = re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", re.DOTALL)


def told(error: typer.TyperException) -> str:
    """What is wrong, and the command that shows how it is written."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.format_message()
    path = context.command_path if context is not None else "habac24h"
    return f"{_wrong(error)} Xem cách viết bằng `{path} --help`."


def _wrong(error: Any) -> str:
    """Typer's own classes are told by name: it does not export them."""
    match type(error).__name__:
        case "MissingParameter":
            return f"Còn thiếu {_named(error.param)}."
        case "BadParameter":
            return f"Giá trị chưa đúng cho {_named(error.param)}."
        case "NoSuchOption":
            near = error.possibilities or ()
            return f"Không có {error.option_name}" + (f"; có phải {near[0]}?" if near else ".")
        case "BadOptionUsage" if "requires" in error.message:
            return f"Sau {error.option_name} phải ghi một giá trị."
        case "BadOptionUsage":
            return f"{error.option_name} đứng một mình, không kèm giá trị."
        case _:
            return _other(error.message)


def _other(message: str) -> str:
    unknown, too_much = _UNKNOWN.match(message), _TOO_MUCH.match(message)
    if unknown:
        return f"Không có lệnh “{unknown[1]}”."
    if too_much:
        return f"Thừa “{too_much[1]}”; lời có khoảng trắng phải đặt trong ngoặc kép."
    return "Lệnh viết chưa đủ hoặc chưa đúng."


def _named(parameter: Any) -> str:
    """--as (Tên người dùng thực hiện); an argument by what it is."""
    told = (getattr(parameter, "help", None) or "").rstrip(".")
    first = parameter.opts[0] if parameter is not None else ""
    if first.startswith("-"):
        return f"{first} ({told})" if told else first
    return f"“{told or first}”"
