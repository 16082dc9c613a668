"""The office's own words: listed, shown, changed, compared, returned to the program's."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h.commands.common import As, Json, office, read_text, say, show, when

if TYPE_CHECKING:
    from habac24h.workflow.own_words import Word

app = typer.Typer(
    no_args_is_help=True,
    help="Lời riêng của cơ quan: mẫu, quy tắc soát lời, chữ viết tắt, đường dây nóng, định nghĩa.",
)
Id = Annotated[str, typer.Argument(metavar="MÃ", help="Mã, ví dụ templates/chung/so-can-nho.")]
Reason = Annotated[str | None, typer.Option(help="Vì sao đổi.")]


@app.command("list")
def list_(
    kind: Annotated[
        str | None,
        typer.Option(help="templates, rules, abbreviations, hotlines hoặc definitions."),
    ] = None,
    own: Annotated[bool, typer.Option("--own", help="Chỉ những mục cơ quan đã đổi.")] = False,
    newer: Annotated[
        bool, typer.Option("--newer", help="Chỉ những mục đã đổi mà chương trình có bản mới.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Những lời mà cơ quan đổi được, và mục nào đã đổi."""
    from habac24h.workflow.own_words import words

    with office() as here, here.database.read() as session:
        found = [
            one
            for one in words(session, kind)
            if (one.is_changed or not (own or newer)) and (one.is_newer or not newer)
        ]
    show([_as_object(one) for one in found], as_json=as_json, plain=lambda: _list(found))


@app.command("show")
def show_one(
    word_id: Id,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Bản kèm chương trình, không phải bản của cơ quan.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Ghi ra tệp để sửa.")
    ] = None,
) -> None:
    """Một mục đúng như đang dùng; ghi ra tệp bằng -o để sửa rồi nhập lại bằng edit."""
    from habac24h.errors import Refused
    from habac24h.workflow.own_words import word

    with office() as here, here.database.read() as session:
        found = word(session, word_id)
    text = found.shipped if shipped else found.text
    if text is None:
        missing = "chương trình không kèm bản nào" if shipped else "cơ quan đã tắt mục này"
        raise Refused(f"“{word_id}”: {missing}.")
    if output is not None:
        output.write_bytes(text.encode())
        say(f"Đã ghi {output}.")
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())


@app.command()
def edit(
    word_id: Id,
    file: Annotated[Path, typer.Option(help="Tệp chữ UTF-8 với lời mới.")],
    by: As,
    reason: Reason = None,
) -> None:
    """Đổi lời của một mục; được kiểm tra trước khi lưu."""
    from habac24h.workflow import Desk
    from habac24h.workflow.rewording import reword, try_ahead

    text = read_text(file)
    with office() as here:
        with here.database.read() as session:
            looking = Desk.reader(session, here.settings, here.clock.now())
            tried = try_ahead(looking, word_id, text, file=file.name)
        with here.desk(by) as desk:
            notes = reword(desk, word_id, text, reason=reason, file=file.name, tried=tried)
    for note in notes:
        say(note)
    say(f"Đã lưu lời của cơ quan cho {word_id}.")
    _tell_plan(word_id)


@app.command()
def remove(word_id: Id, by: As, reason: Reason = None) -> None:
    """Tắt một quy tắc, chữ viết tắt hoặc đường dây nóng."""
    from habac24h.workflow import rewording

    with office() as here, here.desk(by) as desk:
        rewording.remove(desk, word_id, reason=reason)
    say(f"Đã tắt {word_id}; bật lại bằng `habac24h words reset {word_id}`.")


@app.command()
def reset(word_id: Id, by: As, reason: Reason = None) -> None:
    """Trở lại bản kèm chương trình (bản của cơ quan còn trong lịch sử)."""
    from habac24h.workflow import rewording

    with office() as here, here.desk(by) as desk:
        rewording.reset(desk, word_id, reason=reason)
    say(f"{word_id} đã trở lại bản kèm chương trình.")
    _tell_plan(word_id)


@app.command()
def keep(word_id: Id, by: As) -> None:
    """Đã xem bản mới của chương trình, vẫn giữ bản của cơ quan."""
    from habac24h.workflow import rewording

    with office() as here, here.desk(by) as desk:
        rewording.keep(desk, word_id)
    say(f"{word_id}: giữ bản của cơ quan.")


@app.command()
def diff(word_id: Id) -> None:
    """Bản của cơ quan khác bản kèm chương trình thế nào."""
    from habac24h.workflow.own_words import difference, word

    with office() as here, here.database.read() as session:
        found = word(session, word_id)
    ours = difference(found.shipped, found.text, ("kèm chương trình", "của cơ quan"))
    say(ours or f"{word_id} đang đúng là bản kèm chương trình.")
    if found.is_newer:
        say("\nBản kèm chương trình đã đổi từ khi cơ quan sửa:")
        release = ("kèm chương trình, lúc cơ quan sửa", "kèm chương trình, nay")
        say(difference(found.shipped_then, found.shipped, release))
        say(f"\nGiữ bản của cơ quan: `habac24h words keep {word_id}`.")
        say(f"Lấy bản mới: `habac24h words reset {word_id}`.")


@app.command()
def history(word_id: Id, as_json: Json = False) -> None:
    """Ai đổi, lúc nào, vì sao."""
    from habac24h.accounts.names import names_of_people
    from habac24h.workflow.own_words import history as changes

    with office() as here, here.database.read() as session:
        zone = here.settings.zone
        told: list[dict[str, Any]] = [
            {
                "at": one.at.astimezone(zone).isoformat(timespec="seconds"),
                "by": one.by,
                "act": one.act,
                "reason": one.reason,
                "text": one.text,
            }
            for one in changes(session, word_id)
        ]
        called = names_of_people(session)
        lines = [
            f"{when(one.at, zone)} {called.name(one.by)}: {_ACTS[one.act]}"
            + (f" ({one.reason})" if one.reason else "")
            for one in changes(session, word_id)
        ]

    def plain() -> None:
        for line in lines or [f"Chưa ai đổi {word_id}."]:
            say(line)

    show(told, as_json=as_json, plain=plain)


_ACTS = {
    "edit": "đổi lời",
    "remove": "tắt",
    "reset": "trở lại bản kèm chương trình",
    "keep": "giữ bản của cơ quan",
}


def _as_object(one: Word) -> dict[str, Any]:
    return {
        "id": one.id,
        "own": one.is_changed,
        "off": one.text is None,
        "newer": one.is_newer,
    }


def _list(found: list[Word]) -> None:
    for one in found:
        state = ""
        if one.is_changed:
            state = "tắt" if one.text is None else "của cơ quan"
        if one.is_newer:
            state += "; bản kèm chương trình đã đổi, xem bằng words diff"
        say(f"{one.id:<60} {state}".rstrip())
    if not found:
        say("Không có mục nào.")


def _tell_plan(word_id: str) -> None:
    if word_id.startswith(("templates/", "definitions/")):
        say("Bản nháp chưa ai sửa sẽ theo khi chạy `habac24h plan NĂM --apply`.")
