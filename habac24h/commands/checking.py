"""What stands in the way of a text: the checks of items, or of a file without any database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h.commands.common import Json, Keys, day, office, own_words, read_text, say, show

if TYPE_CHECKING:  # the rules take a quarter of a second to load: only this command pays
    from habac24h.content.checks import Finding

SAID = {"block": "chặn", "warn": "nên sửa", "info": "lưu ý"}


def check(
    keys: Keys = None,
    file: Annotated[Path | None, typer.Option(help="Tệp chữ cần soát.")] = None,
    channel: Annotated[
        str, typer.Option(help="Kênh của bài trong tệp: quyết định các giới hạn độ dài.")
    ] = "portal",
    title: Annotated[str, typer.Option(help="Tiêu đề của bài trong tệp.")] = "",
    due: Annotated[str | None, typer.Option(help="Ngày bài trong tệp được đăng, phát.")] = None,
    as_json: Json = False,
) -> None:
    """Soát lời: định kiến, đổ lỗi, lộ riêng tư, tên cũ, số liệu, ngày tháng, độ dài."""
    if (file is None) == (not keys):
        raise typer.BadParameter("hãy nêu mã nội dung, hoặc --file cùng --channel")
    if file is None:
        _check_items(keys or [], as_json=as_json)
        return
    from habac24h.channels.registry import kind
    from habac24h.content import checks

    text = read_text(file)
    found = checks.check(text, kind(channel).id, title=title, due=day(due), own=own_words())
    show([asdict(one) for one in found], as_json=as_json, plain=lambda: _tell(text, found))


def _check_items(keys: list[str], *, as_json: bool) -> None:
    """Check every item as submitting would, or none when a key is unknown."""
    from habac24h.workflow import Desk, pages
    from habac24h.workflow.findings import findings

    with office() as here, here.database.read() as session:
        desk = Desk.reader(session, here.settings, here.clock.now())
        live = pages.live(session)
        told = []
        for item in [desk.item(key) for key in keys]:
            page = item.page or (live.page_id if live else None)
            told.append((item.key, item.text, findings(session, item, page, here.settings)))
    objects: list[dict[str, Any]] = [
        {**asdict(one), "key": key} for key, _, found in told for one in found
    ]

    def plain() -> None:
        for key, text, found in told:
            say(f"{key}:")
            _list(text, found)
        _ask()

    show(objects, as_json=as_json, plain=plain)


def _tell(text: str, found: Iterable[Finding]) -> None:
    _list(text, found)
    _ask()


def _list(text: str, found: Iterable[Finding]) -> None:
    """One line for each finding, by its place."""
    listed = list(found)
    for one in listed:
        line = text.count("\n", 0, one.start) + 1
        column = one.start - text.rfind("\n", 0, one.start)
        better = f" Nên viết: {one.better}." if one.better else ""
        shown = " ".join(one.found.split())
        short = f"{shown[:60]}…" if len(shown) > 60 else shown
        say(
            f"  dòng {line}, cột {column} [{SAID[one.severity]}] {one.rule} “{short}”: "
            f"{one.why}{better}"
        )
    if not listed:
        say("  Không thấy điều gì cần sửa.")


def _ask() -> None:
    """What no rule can answer: the approver's four questions."""
    from habac24h.content.checks.decree import CHECKLIST

    say("Người duyệt tự trả lời (Nghị định 48/2009/NĐ-CP, Điều 3):")
    for number, line in enumerate(CHECKLIST, start=1):
        say(f"  {number}. {line.text}")
