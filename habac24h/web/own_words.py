"""Lời của cơ quan: templates, rules, abbreviations and hotlines, tried before they are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session, col, select

from habac24h.campaigns import library
from habac24h.campaigns.expand import expand
from habac24h.campaigns.own import own_words
from habac24h.campaigns.plan import edition_of
from habac24h.campaigns.wanted import occasion
from habac24h.content.own import TEMPLATES
from habac24h.content.render import render_item
from habac24h.content.shipped import PIECES
from habac24h.errors import HabacError, NotFound, Refused
from habac24h.models import Item, Words
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.saying import for_pages
from habac24h.web.security import READING
from habac24h.web.visitor import Visitor, Who, desk_of
from habac24h.web.word_names import groups, name_of
from habac24h.workflow import Desk, rewording
from habac24h.workflow.desk import READER
from habac24h.workflow.own_words import DEFINITIONS, LABELS, Word, difference, history, word, words
from habac24h.workflow.word_checks import check_word

ADDRESS = "/cai-dat/loi"
ACTS = {
    "edit": "đổi lời",
    "remove": "tắt",
    "reset": "trở lại bản kèm chương trình",
    "keep": "giữ bản của cơ quan",
}
DONE = {
    "luu": "Đã lưu lời của cơ quan.",
    "tat": "Đã tắt.",
    "tra": "Đã trở lại bản kèm chương trình.",
    "giu": "Giữ bản của cơ quan.",
}
KINDS = tuple(kind for kind in LABELS if kind != DEFINITIONS)
router = APIRouter()
Ahead = rewording.Tried | None


@dataclass(frozen=True)
class Tried:
    """What trying a wording told: notes, and for a template a real item made with it."""

    notes: tuple[str, ...]
    example: str | None = None
    example_of: str = ""


@router.api_route(ADDRESS, methods=list(READING))
def everything(
    request: Request, room: Here, loai: str = "templates", rieng: str = "", tim: str = ""
) -> HTMLResponse:
    """The entries of one kind (`loai`), of the office alone (`rieng=1`), with `tim` in it."""
    return _list(request, room, loai, own=rieng == "1", sought=tim)


@router.post(ADDRESS)
def add(request: Request, room: Here, who: Who, form: Form) -> Response:
    """An entry that the program does not have."""
    word_id = f"{form.one('loai')}/{form.one('ma')}"
    try:
        tried = _tried(room, who, word_id, form, file=form.one("ma"))
        with desk_of(room, who) as desk:
            if any(one.id == word_id for one in words(desk.session, form.one("loai"))):
                raise Refused(f"Đã có mục “{form.one('ma')}”; hãy mở mục ấy để sửa.")
            rewording.reword(desk, word_id, form.raw("loi"), file=form.one("ma"), tried=tried)
    except HabacError as error:
        return _list(request, room, form.one("loai"), typed=form, trouble=error.sentence)
    return RedirectResponse(f"{ADDRESS}/{quote(word_id)}?xong=luu", 303)


def _list(
    request: Request,
    room: Room,
    kind: str,
    *,
    own: bool = False,
    sought: str = "",
    typed: Sent | None = None,
    trouble: str | None = None,
) -> HTMLResponse:
    if kind not in KINDS:
        raise NotFound("Không có loại lời này; hãy mở lại từ trang Cài đặt.")
    with room.look() as session:
        listed = words(session, kind)
        shown = [one for one in listed if one.is_changed or not own]
        found = groups(session, shown, sought=sought)
    return page(
        request,
        "own_words.html",
        400 if trouble else 200,
        groups=found,
        count=sum(len(group.entries) for group in found),
        kind=kind,
        labels=LABELS,
        kinds_of_words=KINDS,
        own=own,
        sought=sought,
        typed=typed or Sent(),
        model=next((one.text for one in listed if one.text), ""),
        trouble=trouble,
    )


@router.api_route(f"{ADDRESS}/{{word_id:path}}", methods=list(READING))
def one(request: Request, room: Here, word_id: str) -> HTMLResponse:
    """One entry: the text, the difference to the program's, and its history."""
    return _show(request, room, word_id)


@router.post(f"{ADDRESS}/{{word_id:path}}")
def work(request: Request, room: Here, who: Who, form: Form, word_id: str) -> Response:
    """Try, keep, switch off, go back, or leave as it is."""
    act = _ACTS.get(form.one("viec"))
    try:
        if act is None:
            tried = _try(room, who, word_id, form)
            return _show(request, room, word_id, typed=form, tried=tried)
        ahead = _tried(room, who, word_id, form) if act is _keep else None
        with desk_of(room, who) as desk:
            _must_be_as_seen(desk.session, word_id, form)
            act(desk, word_id, form, ahead)
    except HabacError as error:
        trouble = for_pages(error.sentence)
        return _show(request, room, word_id, typed=form, trouble=trouble)
    done = form.one("viec")
    return RedirectResponse(f"{ADDRESS}/{quote(word_id)}?xong={done}", 303)


def _tried(room: Room, who: Visitor, word_id: str, form: Sent, file: str | None = None) -> Ahead:
    """Tried before the unit of work, in which nobody else can write; not for who only looks."""
    if not who.name or who.role == READER:
        return None
    with room.look() as session:
        desk = Desk.reader(session, room.office.settings, room.now())
        return rewording.try_ahead(desk, word_id, form.raw("loi"), file=file)


def _keep(desk: Desk, word_id: str, form: Sent, tried: Ahead) -> None:
    reason = form.one("ly-do") or None
    rewording.reword(desk, word_id, form.raw("loi"), reason=reason, file=word_id, tried=tried)


def _off(desk: Desk, word_id: str, form: Sent, _tried: Ahead) -> None:
    rewording.remove(desk, word_id, reason=form.one("ly-do") or None)


def _back(desk: Desk, word_id: str, form: Sent, _tried: Ahead) -> None:
    rewording.reset(desk, word_id, reason=form.one("ly-do") or None)


def _leave(desk: Desk, word_id: str, form: Sent, _tried: Ahead) -> None:
    rewording.keep(desk, word_id)


_ACTS: dict[str, Callable[[Desk, str, Sent, Ahead], None]] = {
    "luu": _keep,
    "tat": _off,
    "tra": _back,
    "giu": _leave,
}


def _must_be_as_seen(session: Session, word_id: str, form: Sent) -> None:
    """Another's change is never overwritten unread."""
    if form.one("ban") != str(len(history(session, word_id))):
        raise Refused(
            "Mục này vừa được người khác đổi; hãy mở lại trang ở cửa sổ khác để xem rồi làm lại."
        )


def _try(room: Room, who: Visitor, word_id: str, form: Sent) -> Tried:
    """As keeping would look at it, without keeping; a template is shown on a real item."""
    if not who.name or who.role == READER:
        raise Refused("Tài khoản này chỉ để xem; việc này dành cho người soạn hoặc người duyệt.")
    text = form.raw("loi").rstrip("\n") + "\n"
    with room.look() as session:
        word(session, word_id)
        desk = Desk.reader(session, room.office.settings, room.now())
        notes = tuple(for_pages(note) for note in check_word(desk, word_id, text, word_id))
        kind, _, name = word_id.partition("/")
        if kind != TEMPLATES or name.startswith(f"{PIECES}/"):
            return Tried(notes)
        return _example(session, room, name, text, notes)


def _example(session: Session, room: Room, name: str, text: str, notes: tuple[str, ...]) -> Tried:
    """The next item that takes this template, as it would read."""
    channel, template, *stem = name.split("/")
    topic = stem[0].rpartition("-")[0] if stem and stem[0][-1:].isdigit() else "".join(stem)
    query = select(Item).where(
        Item.channel == channel, Item.template == template, col(Item.state) != Words.DROPPED
    )
    if topic:
        query = query.where(Item.topic == topic)
    item = session.exec(query.order_by(col(Item.year).desc(), col(Item.key)).limit(1)).first()
    if item is None:
        return Tried(notes)
    campaign = library.load(session, item.campaign)
    edition = edition_of(session, campaign, item.year, room.office.settings)
    expansion = expand(campaign, item.year, edition.places, room.zone)
    slot = next((slot for slot in expansion.slots if slot.key == item.key), None)
    if slot is None or expansion.window is None:
        return Tried(notes)
    told = occasion(edition, slot, expansion.window)
    sandbox = library.sandbox(own_words(session))
    return Tried(notes, render_item(sandbox, text, name, told).text, item.title)


def _show(
    request: Request,
    room: Room,
    word_id: str,
    *,
    typed: Sent | None = None,
    tried: Tried | None = None,
    trouble: str | None = None,
) -> HTMLResponse:
    with room.look() as session:
        found = word(session, word_id)
        changes = history(session, word_id)
        called = name_of(session, found)
    if word_id.startswith(f"{DEFINITIONS}/"):
        raise NotFound("Định nghĩa chiến dịch sửa ở trang Chiến dịch.")
    return page(
        request,
        "own_word.html",
        400 if trouble else 200,
        word=found,
        called=called,
        label=LABELS[word_id.partition("/")[0]],
        kind=word_id.partition("/")[0],
        text=typed.raw("loi") if typed is not None and "loi" in typed.fields else found.text or "",
        ours=_lines(found.shipped, found.text),
        release=_lines(found.shipped_then, found.shipped) if found.is_newer else [],
        changes=list(reversed(changes)),
        revision=typed.one("ban") if typed is not None else str(len(changes)),
        acts=ACTS,
        tried=tried,
        trouble=trouble,
        done=DONE.get(request.query_params.get("xong", "")),
        may_switch=_may_switch(found),
    )


def _may_switch(found: Word) -> bool:
    return found.text is not None and found.id.partition("/")[0] in rewording.SWITCHED


def _lines(before: str | None, after: str | None) -> list[tuple[str, str]]:
    """The difference line by line: how it changed, and the line."""
    kinds = {"+": "them", "-": "bot", "@": "cho"}
    lines = difference(before, after, ("trước", "sau")).split("\n")[2:]
    return [(kinds.get(line[:1], ""), "⋯" if line.startswith("@") else line) for line in lines]
