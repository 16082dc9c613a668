"""Soạn: the words of one item with what the checks say beside them, kept while one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from sqlmodel import Session

from habac24h.errors import HabacError
from habac24h.models import Item
from habac24h.web import words
from habac24h.web.differences import Side, sides
from habac24h.web.pages import fragment, item_path, page
from habac24h.web.preview import preview, with_words
from habac24h.web.room import Here, Room
from habac24h.web.saying import for_pages, titled
from habac24h.web.security import READING
from habac24h.web.visitor import Visitor, Who, desk_of
from habac24h.workflow import Desk, pages
from habac24h.workflow.allowed import allowed
from habac24h.workflow.findings import findings
from habac24h.workflow.unsaved import Other, forget, keep, since, unsaved
from habac24h.workflow.view import one
from habac24h.workflow.words import checked

router = APIRouter()
Field = Annotated[str, Form()]


@dataclass(frozen=True)
class Typed:
    """What stands in the editor's fields."""

    title: str
    text: str
    version: int


@dataclass(frozen=True)
class Clash:
    """Somebody changed the item while this person typed: the saved words beside the typed ones."""

    other: Other
    sides: tuple[Side, ...]


def edit_path(key: str) -> str:
    """The address of an item's editor."""
    return f"/soan{item_path(key).removeprefix('/noi-dung')}"


@router.api_route("/soan/{key:path}", methods=list(READING))
def editor(request: Request, room: Here, who: Who, key: str) -> Response:
    """The editor; whoever may not edit this item is led to its page."""
    take_back = "lay-lai" in request.query_params
    with room.look() as session:
        desk = Desk.reader(session, room.office.settings, room.now())
        item = desk.item(key if key.isprintable() else "?")
        if not _may_edit(session, room, who, item):
            return RedirectResponse(item_path(item.key), 303)
        kept = unsaved(session, item, who.name)
    if kept is not None and take_back:
        typed = Typed(kept.title, kept.text, kept.version)
        return show_editor(request, room, who, key, typed=typed)
    return show_editor(request, room, who, key)


@router.post("/soan/xem-thu")
def look_at_page(
    request: Request, room: Here, who: Who, key: Field = "", title: Field = "", text: Field = "",
    version: Field = "",
) -> Response:  # fmt: skip
    """The editor with what was typed, checked and shown, for browsers without scripts."""
    return show_editor(request, room, who, key, typed=_typed(title, text, version))


@router.post("/soan/xem")
def look(
    request: Request, room: Here, key: Field = "", title: Field = "", text: Field = ""
) -> JSONResponse:
    """{findings, preview: HTML; block, warn: counts} for words that nobody has saved."""
    try:
        with room.look() as session:
            seen = _seen(session, room, key, _typed(title, text, ""))
    except HabacError as error:
        return JSONResponse({"trouble": for_pages(error.sentence)}, 400)
    counts = {name: sum(one.severity == name for one in seen["findings"]) for name in _COUNTED}
    return JSONResponse(
        {
            "findings": fragment(request, "findings.html", places=True, **seen),
            "preview": fragment(request, "preview.html", **seen),
            **counts,
        }
    )


@router.post("/soan/giu")
def keep_typed(
    room: Here, who: Who, key: Field = "", title: Field = "", text: Field = "", version: Field = ""
) -> JSONResponse:
    """Keep what was typed so far: {at, other}; `other` is a sentence when somebody else saved."""
    typed = _typed(title, text, version)
    try:
        with desk_of(room, who) as desk:
            other = keep(desk, key, version=typed.version, title=typed.title, text=typed.text)
    except HabacError as error:
        return JSONResponse({"trouble": for_pages(error.sentence)}, 400)
    local = room.now().astimezone(room.zone)
    return JSONResponse({"at": f"{local:%H:%M}", "other": _told(room, other) if other else None})


@router.post("/soan/bo")
def forget_typed(room: Here, who: Who, key: Field = "") -> Response:
    """Let go of what was typed and never saved."""
    with desk_of(room, who) as desk:
        forget(desk, desk.item(key))
    return RedirectResponse(edit_path(key), 303)


def show_editor(
    request: Request,
    room: Room,
    who: Visitor,
    key: str,
    *,
    status: int = 200,
    trouble: str | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    """The editor's page; after a refused save with its sentence and with what was typed."""
    with room.look() as session:
        desk = Desk.reader(session, room.office.settings, room.now())
        item = desk.item(key)
        fields = typed or Typed(item.title, item.text, item.version)
        kept = unsaved(session, item, who.name) if typed is None else None
        shown = _seen(session, room, key, fields) | {
            "clash": _clash(session, item, typed),
            "kept": kept,
            "kept_clash": _clash(session, item, _of(kept)) if kept else None,
            "first": next(iter(one(session, item).airings), None),
        }
    return page(
        request,
        "edit.html",
        status,
        trouble=trouble and titled(trouble, item.key, item.title),
        fields=fields,
        saved_version=item.version,
        saved=item,
        told=lambda other: _told(room, other),
        path=edit_path(key),
        **shown,
    )


_COUNTED = ("block", "warn", "info")


def typed_in(fields: Any) -> Typed:
    """What a form of the editor sends."""
    return _typed(fields.get("title", ""), fields.get("text", ""), fields.get("version", ""))


def _typed(title: str, text: str, version: str) -> Typed:
    number = int(version[:9]) if version.isascii() and version.isdigit() else 0
    return Typed(title, text.replace("\r\n", "\n"), number)


def _of(kept: Any) -> Typed:
    return Typed(kept.title, kept.text, kept.version)


def _seen(session: Session, room: Room, key: str, typed: Typed) -> dict[str, Any]:
    """The item as if it said this: what the checks say, and how it will look."""
    now, settings = room.now(), room.office.settings
    desk = Desk.reader(session, settings, now)
    saved = desk.item(key)
    item = with_words(saved, title=typed.title, text=checked(typed.text), now=now)
    live = pages.live(session)
    found = findings(session, item, item.page or (live.page_id if live else None), settings)
    return {"item": item, "findings": found, "shown": preview(room, desk, item, found)}


def _may_edit(session: Session, room: Room, who: Visitor, item: Item) -> bool:
    may = allowed(
        item, one(session, item).airings, name=who.name, role=who.role,
        settings=room.office.settings, now=room.now(),
    )  # fmt: skip
    return may.edit


def _clash(session: Session, item: Item, typed: Typed | None) -> Clash | None:
    """What somebody else saved since, where it differs from what was typed."""
    if typed is None or (typed.title, typed.text) == (item.title, item.text):
        return None
    other = since(session, item, typed.version)
    return Clash(other, sides(item.text, typed.text)) if other else None


def _told(room: Room, other: Other) -> str:
    """Who did what when, and that nothing of it is lost."""
    when = words.moment(other.at, room.zone)
    return (
        f"Trong khi bạn gõ, {other.by} đã đổi nội dung này "
        f"({other.deed.lower()}) lúc {when}. Lời bạn gõ vẫn còn nguyên."
    )
