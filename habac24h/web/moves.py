"""Moves by forms: each is one function of the workflow, answered by the item's page.

A move that is refused shows the item again with the sentence and with everything that was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from habac24h import workflow
from habac24h.errors import HabacError, NotFound, Refused
from habac24h.images import Prepared
from habac24h.rows import Conflict
from habac24h.web.changed import sentence_of
from habac24h.web.editing import show_editor, typed_in
from habac24h.web.filters import read_moment
from habac24h.web.forms import MOST_FIELDS
from habac24h.web.item import DONE_MOVES, EVERY_PLACE, show
from habac24h.web.moved import write_ids
from habac24h.web.pages import item_path
from habac24h.web.room import Here, Room
from habac24h.web.uploads import MOST_FILES, arranged, prepared
from habac24h.web.visitor import Visitor, Who, desk_of
from habac24h.workflow import Desk
from habac24h.workflow.attendance import present
from habac24h.workflow.findings import look_ahead
from habac24h.workflow.outdated import let_stand, recall_outdated
from habac24h.workflow.photos import Photos, confirm_with_photos, consent_to, keep_photos
from habac24h.workflow.undoing import last_move
from habac24h.workflow.unsaved import forget
from habac24h.workflow.words import LONGEST

router = APIRouter()
_WITH_FILES = ("anh", "xac-nhan")
_CHECKED = ("trinh",)
"""Their words are checked before anybody has to wait for the unit of work."""
_LONGEST_QUOTED = 40
PLACES = "noi"
"""Boxes of this name come many at once; here their values, which have no blanks, are one field."""
NO_PHOTOS = Photos()


@dataclass(frozen=True)
class Asked:
    """What a form asks for: the item or airing, and the fields that were typed."""

    key: str
    fields: Mapping[str, str]
    room: Room
    photos: Photos = NO_PHOTOS
    """What was uploaded as evidence, kept already."""
    pictures: tuple[Prepared, ...] = ()
    """What was uploaded to go with a post, ready to go out."""

    def field(self, name: str) -> str | None:
        """A field without blanks around it; None for an empty one."""
        return self.fields.get(name, "").strip() or None


Move = Callable[[Desk, Asked], object]


def _edit(desk: Desk, asked: Asked) -> None:
    text = asked.fields.get("text", "").replace("\r\n", "\n")
    workflow.edit(desk, asked.key, text=text, title=asked.field("title"))
    forget(desk, desk.item(asked.key))


def _move(desk: Desk, asked: Asked) -> str:
    """The rows of the log by which it can be taken back; empty where an undo would not be one."""
    to = _moment(asked, "den")
    assert to is not None
    _, airing = desk.one_airing(asked.key)
    due, until = airing.due, airing.until
    workflow.move(desk, asked.key, to=to, until=_moment(asked, "den_het", optional=True))
    kept_length = airing.until == (until + (to - due) if until else None)
    if to == due or due <= desk.now or not kept_length:
        return ""
    return write_ids(last_move(desk.session, [airing]))


def _label(desk: Desk, asked: Asked) -> None:
    places = asked.fields.get(PLACES, "").split()
    workflow.label(desk, asked.key, topic=asked.field("chu-de"), places=places)


def _confirm(desk: Desk, asked: Asked) -> None:
    what = asked.field("what") or "done"
    place, note = _place(asked), asked.field("note")
    came = present(*(_number(asked, name) for name in ("nam", "nu", "hoc_sinh")))
    confirm_with_photos(desk, asked.key, asked.photos, place=place, what=what, note=note, came=came)


def _retract(desk: Desk, asked: Asked) -> None:
    taken_down = asked.field("what") == "taken_down"
    place, reason = _place(asked), asked.field("reason")
    workflow.retract(desk, asked.key, place=place, taken_down=taken_down, reason=reason)


def _place(asked: Asked) -> str | None:
    """The chosen place; None where the form has no such choice, or where all were chosen."""
    chosen = asked.field("place")
    if chosen is None and "place" in asked.fields:
        raise Refused("Hãy chọn địa điểm, hoặc chọn mọi địa điểm.")
    return None if chosen == EVERY_PLACE else chosen


def _pictures(desk: Desk, asked: Asked) -> None:
    """New pictures after those that stay, in the order of their numbers, with what was said."""
    item = desk.item(asked.key)
    children, consent = consent_to(
        len(asked.pictures), asked.field("tre-em"), asked.field("dong-y")
    )
    chosen = arranged(desk, item, asked.fields, asked.pictures)
    note = f"Ảnh có trẻ em, đã có đồng ý: {consent}" if children else None
    workflow.edit(desk, asked.key, pictures=chosen, note=note)


def _resolve(desk: Desk, asked: Asked) -> None:
    workflow.resolve(desk, asked.key, as_done=asked.field("what") == "co")


def _submit(desk: Desk, asked: Asked) -> None:
    workflow.submit(desk, asked.key, reason=asked.field("reason"))


def _return(desk: Desk, asked: Asked) -> None:
    workflow.return_(desk, asked.key, reason=asked.field("reason"))


def _cancel(desk: Desk, asked: Asked) -> None:
    workflow.cancel(desk, asked.key, reason=asked.field("reason"))


def _let_stand(desk: Desk, asked: Asked) -> None:
    let_stand(desk, asked.key, reason=asked.field("reason"))


MOVES: Mapping[str, Move] = {
    "sua": _edit,
    "anh": _pictures,
    "noi-chu-de": _label,
    "trinh": _submit,
    "duyet": lambda desk, asked: workflow.approve(desk, asked.key),
    "tra-lai": _return,
    "thu-hoi": lambda desk, asked: recall_outdated(desk, asked.key),
    "giu-loi": _let_stand,
    "doi-gio": _move,
    "bo": _cancel,
    "khoi-phuc": lambda desk, asked: workflow.restore(desk, asked.key),
    "gui-lai": lambda desk, asked: workflow.resend(desk, asked.key),
    "xac-nhan": _confirm,
    "rut-xac-nhan": _retract,
    "quyet-dinh": _resolve,
}


@router.post("/viec/{name}")
async def move(request: Request, room: Here, who: Who, name: str) -> Response:
    """Do one move and show the item; 400 when it is refused, 409 when it has changed meanwhile."""
    files = MOST_FILES if name in _WITH_FILES else 0
    async with request.form(max_files=files, max_fields=MOST_FIELDS) as form:
        return await run_in_threadpool(_answer, request, room, who, name, form)


def _answer(request: Request, room: Room, who: Visitor, name: str, form: FormData) -> Response:
    act = MOVES.get(name)
    if act is None:
        raise NotFound("Không có việc này; hãy mở lại trang nội dung.")
    fields = {field: value for field, value in form.items() if isinstance(value, str)}
    if PLACES in fields:
        fields[PLACES] = " ".join(one for one in form.getlist(PLACES) if isinstance(one, str))
    key = fields.get("key", "")
    try:
        _refuse_broken(fields)
        asked = _with_files(Asked(key, fields, room), name, form)
        if name in _CHECKED:
            with room.look() as session:
                look_ahead(session, key, room.office.settings)
        with desk_of(room, who) as desk:
            must_be_as_seen(desk, key, fields.get("version"))
            before = desk.item(key.partition("@")[0]).version
            done = act(desk, asked)
            same = desk.item(key.partition("@")[0]).version == before
    except NotFound:
        raise
    except HabacError as error:
        return _refused(request, room, who, name, fields, error)
    told = f"{name}-nhu-cu" if same and f"{name}-nhu-cu" in DONE_MOVES else name
    undo = done if name == "doi-gio" and isinstance(done, str) else ""
    return RedirectResponse(_back(key.partition("@")[0], told, fields.get("ve"), undo), 303)


def _back(key: str, name: str, wanted: str | None, undo: str) -> str:
    """The item's page, with what takes a move back; the first page for what was pressed there."""
    if wanted == "/":
        return f"/?xong={name}&noi-dung={quote(key)}"
    return f"{item_path(key)}?xong={name}" + (f"&lan={undo}" if undo else "")


def _with_files(asked: Asked, name: str, form: FormData) -> Asked:
    """Uploads made ready before the unit of work: a large photo takes a second."""
    if name not in _WITH_FILES:
        return asked
    ready = prepared(form)
    if name == "anh":
        return replace(asked, pictures=ready)
    kept = keep_photos(asked.room.office.home, ready, asked.field("tre-em"), asked.field("dong-y"))
    return replace(asked, photos=kept)


def _refused(
    request: Request,
    room: Room,
    who: Visitor,
    name: str,
    fields: Mapping[str, str],
    error: HabacError,
) -> Response:
    """The page again: the editor for words, with both where somebody else was first."""
    key = fields.get("key", "")
    status, said = 409 if isinstance(error, Conflict) else 400, sentence_of(room, error, key)
    if name == "sua" and "text" in fields and len(fields["text"]) <= LONGEST:
        typed = typed_in(fields)
        return show_editor(request, room, who, key, status=status, trouble=said, typed=typed)
    return show(request, room, who, key, status=status, trouble=said, typed=fields, move=name)


def _refuse_broken(fields: Mapping[str, str]) -> None:
    """No database keeps a NUL in every kind of text, and no person types one."""
    if any("\0" in value for value in fields.values()):
        raise Refused("Lời vừa gõ có ký tự hỏng (không phải chữ); hãy xóa ký tự đó rồi làm lại.")


def must_be_as_seen(desk: Desk, key: str, version: str | None) -> None:
    """What the person saw must still be so: another's change is never overwritten unread."""
    item = desk.item(key.partition("@")[0])
    if version is None or version != str(item.version):
        raise Conflict(item.key)


def _number(asked: Asked, field: str) -> int | None:
    """A count as a form sends it; empty counts nothing."""
    written = asked.field(field)
    if written is None:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) < 8):
        shown = written if len(written) <= _LONGEST_QUOTED else f"{written[:_LONGEST_QUOTED]}…"
        raise Refused(f"Không hiểu số người dự “{shown}”; hãy ghi một số, ví dụ 25.")
    return int(written)


def _moment(asked: Asked, field: str, *, optional: bool = False) -> datetime | None:
    written = asked.field(field)
    if written is None and optional:
        return None
    return read_moment(asked.room, written or "", "Hãy chọn đủ ngày và giờ mới.")
