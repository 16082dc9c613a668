"""Printing: any paper of the registry, one or many, as files in a folder."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import Json, Keys, day, office, say, show

if TYPE_CHECKING:
    from habac24h.papers.folder import Filed
    from habac24h.papers.paper import Asked, Paper
    from habac24h.workflow import Desk

MANY = 5
"""From so many files on a bar shows how far the work is."""


def print_papers(
    paper: Annotated[str, typer.Argument(metavar="LOẠI", help="Loại bản in.")],
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
            files = _files(desk, kind, asked, form)
        written = list(_write(files, kind.label, output))
    advice = [one.paper.advice(one.sheet.contents) for one, _file in written]
    made = [
        {"paper": one.paper.id, "name": one.sheet.name, "file": str(file), "advice": told}
        for (one, file), told in zip(written, advice, strict=True)
    ]

    def plain() -> None:
        for (_one, file), told in zip(written, advice, strict=True):
            say(f"Đã ghi {file}")
            for sentence in told:
                say(f"  Lưu ý: {sentence}")
        if not written:
            say("Không có nội dung nào phù hợp để in.")

    show(made, as_json=as_json, plain=plain)


def _files(desk: Desk, kind: Paper, asked: Asked, form: str) -> list[Filed]:
    """The files of a paper; of a week everything that it needs, as the page prints it."""
    from habac24h.papers.folder import Filed, week_folder
    from habac24h.papers.week import mondays

    if kind.id != "week":
        return [Filed(kind, sheet, form) for sheet in kind.gather(desk, asked)]
    folders = (week_folder(desk, monday, asked.campaign) for monday in mondays(desk, asked))
    return list({one.name: one for folder in folders for one in folder}.values())


def _write(files: list[Filed], label: str, folder: Path) -> Iterator[tuple[Filed, Path]]:
    if files:
        folder.mkdir(parents=True, exist_ok=True)
    for one in _watched(files, label):
        yield one, put(folder / one.name, one.draw())


def put(file: Path, content: bytes) -> Path:
    """Write a file and say where it is; a Word file that somebody may have edited is never lost."""
    original, number = file, 2
    while file.suffix == ".docx" and file.exists() and file.read_bytes() != content:
        file = original.with_stem(f"{original.stem} ({number})")
        number += 1
    file.write_bytes(content)
    return file


def _watched(files: list[Filed], label: str) -> Iterable[Filed]:
    """The files one by one, with a bar on a terminal when there are many."""
    if len(files) < MANY or not sys.stderr.isatty():
        return files
    from rich.console import Console
    from rich.progress import track

    return track(files, f"In {label}", console=Console(stderr=True))
