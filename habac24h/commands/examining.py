"""The doctor: everything looked over, nothing changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import Json, named_home, say, show

if TYPE_CHECKING:
    from habac24h.doctor.line import Line

_MARKS = {"ok": "  tốt  ", "note": " lưu ý ", "wrong": "  SAI  "}


def doctor(
    offline: Annotated[
        bool, typer.Option("--offline", help="Không hỏi Facebook, giờ trên mạng hay địa chỉ lịch.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Chỉ khám mục này, ví dụ scheduler.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Khám toàn bộ: máy, dữ liệu, bộ lập lịch, trang, sao lưu; mỗi dòng tốt hoặc việc phải làm."""
    from habac24h.doctor.examining import chosen, examine, wrong
    from habac24h.doctor.patient import at_home

    checks = chosen(only or ())
    with at_home(named_home(), online=not offline) as patient:
        lines = examine(patient, checks)
    bad = wrong(lines)
    show(
        {"ok": not bad, "lines": [asdict(line) for line in lines]},
        as_json=as_json,
        plain=lambda: _tell(lines, len(bad)),
    )
    if bad:
        raise typer.Exit(1)


def _tell(lines: list[Line], bad: int) -> None:
    for line in lines:
        say(f"[{_MARKS[line.level]}] {line.title}: {line.said}")
    say()
    say("Không có gì sai." if not bad else f"{bad} điều phải xử lý.")
