"""Printing: any paper of the registry, one or many, as files in a folder."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import Json, Keys, day, office, say, show

if TYPE_CHECKING:
    from habac24h.papers.paper import Paper, Sheet

MANY = 5
"""From so many files on a bar shows how far the work is."""


def print_papers(
    paper: Annotated[str, typer.Argument(help="Loại bản in.")],
    keys: Keys = None,
    campaign: Annotated[str | None, typer.Option(help="Mã chiến dịch.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="Từ ngày.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Đến hết ngày.")] = None,
    ending: Annotated[
        str | None, typer.Option("--format", help="Dạng tệp: pdf, docx, svg, png, html.")
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Thư mục để tệp.")] = Path(
        "ban-in"
    ),
    as_json: Json = False,
) -> None:
    """In bài phát thanh, phiếu duyệt, băng rôn, ảnh, đề cương, kế hoạch… thành tệp."""
    from habac24h.papers.paper import Asked
    from habac24h.papers.registry import paper as known
    from habac24h.workflow import Desk

    kind = known(paper)
    form = kind.format(ending)
    asked = Asked(tuple(keys or ()), campaign, day(since), day(until))
    with office() as here:
        with here.database.read() as session:
            desk = Desk.reader(session, here.settings, here.clock.now())
            sheets = list(kind.gather(desk, asked))
        written = list(_write(kind, sheets, form, output))
    advice = [kind.advice(sheet.contents) for sheet, _file in written]
    made = [
        {"paper": kind.id, "name": sheet.name, "file": str(file), "advice": told}
        for (sheet, file), told in zip(written, advice, strict=True)
    ]

    def plain() -> None:
        for (_sheet, file), told in zip(written, advice, strict=True):
            say(f"Đã ghi {file}")
            for sentence in told:
                say(f"  Lưu ý: {sentence}")
        if not written:
            say("Không có nội dung nào phù hợp để in.")

    show(made, as_json=as_json, plain=plain)


def _write(
    kind: Paper, sheets: list[Sheet], form: str, folder: Path
) -> Iterator[tuple[Sheet, Path]]:
    from habac24h.papers.paper import draw

    if sheets:
        folder.mkdir(parents=True, exist_ok=True)
    for sheet in _watched(sheets, kind.label):
        yield sheet, put(folder / kind.file_name(sheet, form), draw(kind, sheet, form))


def put(file: Path, content: bytes) -> Path:
    """Write a file and say where it is; a Word file that somebody may have edited is never lost."""
    original, number = file, 2
    while file.suffix == ".docx" and file.exists() and file.read_bytes() != content:
        file = original.with_stem(f"{original.stem} ({number})")
        number += 1
    file.write_bytes(content)
    return file


def _watched(sheets: list[Sheet], label: str) -> Iterable[Sheet]:
    """The sheets one by one, with a bar on a terminal when there are many."""
    if len(sheets) < MANY or not sys.stderr.isatty():
        return sheets
    from rich.console import Console
    from rich.progress import track

    return track(sheets, f"In {label}", console=Console(stderr=True))
