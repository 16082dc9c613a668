"""What `--help` shows, in Vietnamese: Typer's own words around ours are English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer

_HEADINGS = {"Options": "Tùy chọn", "Arguments": "Ghi sau tên lệnh", "Commands": "Các lệnh"}
_KINDS = {
    "str": "chữ",
    "int": "số",
    "float": "số",
    "path": "tệp",
    "Path": "tệp",
    "list[str]": "chữ, …",
    "list[int]": "số, …",
    "list[Path]": "tệp, …",
}
_KIND = re.compile(r"<([\w\[\]]+)>")
_NOTES = (
    ("[default: ", "[mặc định: "),
    ("[required]", "[bắt buộc]"),
    ("; required]", "; bắt buộc]"),
)
_HELP = ("Show this message and exit.", "In phần hướng dẫn này.")


class _Formatter(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """The same layout; every word that Typer adds is replaced before columns are measured."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line."""
        shown = args.replace("[OPTIONS]", "[TÙY CHỌN]").replace("COMMAND [ARGS]...", "LỆNH …")
        super().write_usage(prog, shown, prefix or "Cách viết: ")

    def write_heading(self, heading: str) -> None:
        """The head of a section."""
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], *args: Any, **more: Any) -> None:
        """Names with what they mean."""
        super().write_dl([(_kind(name), _note(said)) for name, said in rows], *args, **more)


class _Context(typer.Context):
    formatter_class = _Formatter


def in_vietnamese(command: Any) -> Any:
    """The same command, and all below it, with their help in Vietnamese."""
    command.context_class = _Context
    for below in getattr(command, "commands", {}).values():
        in_vietnamese(below)
    return command


def _kind(name: str) -> str:
    return _KIND.sub(lambda found: f"<{_KINDS.get(found[1], found[1])}>", name)


def _note(said: str) -> str:
    if said == _HELP[0]:
        return _HELP[1]
    for english, ours in _NOTES:
        said = said.replace(english, ours)
    return said
