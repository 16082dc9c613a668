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
    from habac24h.content.own import Own

LONGEST_SHOWN = 60


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
    own = own_words()
    found = checks.check(text, kind(channel).id, title=title, due=day(due), own=own)

    def plain() -> None:
        _list(text, found, own)
        _ask()

    show([asdict(one) for one in found], as_json=as_json, plain=plain)


def _check_items(keys: list[str], *, as_json: bool) -> None:
    """Check every item as submitting would, or none when a key is unknown."""
    from habac24h.campaigns.own import own_words as stored_words
    from habac24h.workflow import Desk, pages
    from habac24h.workflow.findings import findings

    with office() as here, here.database.read() as session:
        desk = Desk.reader(session, here.settings, here.clock.now())
        live, own = pages.live(session), stored_words(session)
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
            _list(text, found, own)
        _ask()

    show(objects, as_json=as_json, plain=plain)


def _list(text: str, found: Iterable[Finding], own: Own) -> None:
    """One line for each finding, as the pages say it, by its place."""
    from habac24h.content.checks.finding import SEVERITIES
    from habac24h.content.checks.wordbook import wordbook

    switched = {rule.id for rule in wordbook(own.rules).rules}
    listed = list(found)
    for one in listed:
        parts = (
            f"{_place(text, one)}{SEVERITIES[one.severity]}: {one.why.rstrip('.')}.",
            f"Thấy: “{_short(one.found)}”." if one.found else "",
            f"Nên viết: {one.better}." if one.better else "",
            # The code is for `words remove rules/…`; rules that nobody can switch off have none.
            f"({one.rule})" if one.rule in switched else "",
        )
        say(f"  {' '.join(part for part in parts if part)}")
    if not listed:
        say("  Không thấy điều gì cần sửa.")


def _place(text: str, finding: Finding) -> str:
    """Line and column, as editors count them; nothing for what concerns title, day or length."""
    if finding.end <= finding.start or (finding.start, finding.end) == (0, len(text)):
        return ""
    line = text.count("\n", 0, finding.start) + 1
    column = finding.start - text.rfind("\n", 0, finding.start)
    return f"Dòng {line}, cột {column}. "


def _short(found: str) -> str:
    shown = " ".join(found.split())
    return f"{shown[:LONGEST_SHOWN]}…" if len(shown) > LONGEST_SHOWN else shown


def _ask() -> None:
    """What no rule can answer: the approver's four questions."""
    from habac24h.content.checks.decree import CHECKLIST

    say("Người duyệt tự trả lời (Nghị định 48/2009/NĐ-CP, Điều 3):")
    for number, line in enumerate(CHECKLIST, start=1):
        say(f"  {number}. {line.text}")
