"""The spoken form of a text, for the loudspeakers; needs no database, uses the office's words."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h.commands.common import Json, own_words, read_text, say, show
from habac24h.errors import Refused

if TYPE_CHECKING:  # the rules take a quarter of a second to load: only this command pays
    from habac24h.content.speech import Spoken


def read(
    text: Annotated[str | None, typer.Argument(metavar="LỜI", help="Lời cần đọc.")] = None,
    file: Annotated[Path | None, typer.Option(help="Tệp chữ cần đọc.")] = None,
    tsv: Annotated[
        Path | None, typer.Option(help="Mỗi dòng của tệp: in dòng ấy, dấu tab, lời đọc.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Chuyển bài viết thành lời đọc trên loa: số, ngày giờ, chữ viết tắt đều thành chữ."""
    if sum(given is not None for given in (text, file, tsv)) > 1:
        raise typer.BadParameter("chỉ nêu một trong ba: lời cần đọc, --file hoặc --tsv")
    if tsv is not None:
        _read_lines(read_text(tsv), as_json=as_json)
        return
    _read_text(_given(text, file), as_json=as_json)


def _given(text: str | None, file: Path | None) -> str:
    """The text of the argument, the file, or what is piped in."""
    if text is not None:
        return text
    if file is not None:
        return read_text(file)
    if sys.stdin.isatty():
        raise typer.BadParameter("hãy nêu lời cần đọc, --file hoặc --tsv")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("Chữ đưa vào không phải UTF-8; hãy lưu lại với mã UTF-8.") from None


def _read_text(text: str, *, as_json: bool) -> None:
    from habac24h.content.speech import spoken

    result = spoken(text, own_words())
    show(_as_object(result), as_json=as_json, plain=lambda: _say(result))


def _read_lines(text: str, *, as_json: bool) -> None:
    from habac24h.content.speech import spoken

    lines = text.removesuffix("\n").split("\n") if text else []
    own = own_words()
    read_lines = [(line.removesuffix("\r"), spoken(line, own)) for line in lines]

    def plain() -> None:
        for line, result in read_lines:
            say(f"{line}\t{' '.join(result.text.split())}")

    objects = [{"text": line, **_as_object(result)} for line, result in read_lines]
    show(objects, as_json=as_json, plain=plain)


def _say(result: Spoken) -> None:
    """The words on stdout; what a person must answer on stderr."""
    say(result.text.removesuffix("\n"))
    for question in result.questions:
        why = question.why.rstrip("?.")
        end = "?" if question.why.endswith("?") else "."
        typer.echo(f"{question.where}: “{question.what}”: {why}{end}", err=True)


def _as_object(result: Spoken) -> dict[str, Any]:
    from habac24h.content.speech import seconds

    return {
        "spoken": result.text,
        "questions": [
            {"where": one.where, "what": one.what, "why": one.why} for one in result.questions
        ],
        "seconds": round(seconds(result.text), 1),
    }
