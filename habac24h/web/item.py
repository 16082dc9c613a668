"""Nội dung: one item with its text, times, findings, approvals, attempts, history, wordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session, select

from habac24h.campaigns import library
from habac24h.channels.registry import kind
from habac24h.content.checks import Finding
from habac24h.content.checks.decree import CHECKLIST
from habac24h.models import CampaignRow, Item, Place
from habac24h.web import words
from habac24h.web.differences import wordings
from habac24h.web.editing import edit_path
from habac24h.web.events import events
from habac24h.web.kept import KEPT
from habac24h.web.moved import read_notice
from habac24h.web.offers import Offers
from habac24h.web.pages import page
from habac24h.web.preview import preview
from habac24h.web.room import Here, Room
from habac24h.web.saying import titled
from habac24h.web.script import lines
from habac24h.web.security import READING
from habac24h.web.told import early_words, last_said, said_words, tell
from habac24h.web.visitor import Visitor, Who
from habac24h.workflow import Desk, doubles, pages
from habac24h.workflow.allowed import allowed
from habac24h.workflow.confirmation import (
    days_early,
    is_early,
)
from habac24h.workflow.findings import QUIET, findings
from habac24h.workflow.hanging import ends
from habac24h.workflow.history import revisions
from habac24h.workflow.labelling import may_be_labelled, places_of
from habac24h.workflow.outdated import changes_under
from habac24h.workflow.photos import photos_of
from habac24h.workflow.queue import goes_out_at_once
from habac24h.workflow.returned import returned
from habac24h.workflow.tables import EvidencePhoto
from habac24h.workflow.unsaved import unsaved
from habac24h.workflow.view import one

router = APIRouter()
EVERY_PLACE = "*"
"""The choice of all places at once; no place has such an id."""
DONE_MOVES = {
    "them": "Đã thêm bản nháp; hãy đọc lại, thêm ảnh nếu cần, rồi trình duyệt.",
    "them-da-qua": "Đã thêm bản nháp của việc đã qua: soạn, trình, duyệt rồi xác nhận đã làm.",
    "noi-chu-de": "Đã lưu chủ đề và địa điểm.",
    "noi-chu-de-nhu-cu": "Chủ đề và địa điểm vẫn như cũ nên không có gì thay đổi.",
    "anh": "Đã lưu ảnh kèm bài; bài trở về bản nháp và chờ trình.",
    "sua": "Đã lưu lời mới; bài trở về bản nháp và chờ trình.",
    "trinh": "Đã trình duyệt.",
    "duyet": "Đã duyệt đúng lời, giờ, trang và địa điểm này.",
    "tra-lai": "Đã trả lại cho người soạn.",
    "thu-hoi": "Đã thu hồi; bài là bản nháp với số liệu mới, hãy đọc lại rồi trình duyệt.",
    "giu-loi": "Đã ghi: giữ nguyên lời dù số liệu đã đổi.",
    "doi-gio": "Đã dời giờ.",
    "sua-nhu-cu": "Lời và tiêu đề không có gì thay đổi nên chưa lưu gì; bài vẫn như trước.",
    "doi-gio-nhu-cu": "Giờ vẫn như cũ nên không có gì thay đổi.",
    "anh-nhu-cu": "Ảnh không có gì thay đổi nên chưa lưu gì; bài vẫn như trước.",
    "bo": "Đã bỏ nội dung này; khi cần có thể khôi phục.",
    "khoi-phuc": "Đã khôi phục thành bản nháp.",
    "gui-lai": "Đã cho gửi lại.",
    "xac-nhan": "Đã ghi xác nhận.",
    "rut-xac-nhan": "Đã rút lại xác nhận; nhật ký vẫn giữ lời đã ghi và minh chứng.",
    "quyet-dinh": "Đã ghi quyết định.",
}


@router.api_route("/noi-dung/{key:path}", methods=list(READING), dependencies=KEPT)
def item(request: Request, room: Here, who: Who, key: str) -> HTMLResponse:
    """One item; KEY@N leads to the item of that airing. NotFound for a key that nobody gave."""
    return show(request, room, who, key)


def show(
    request: Request,
    room: Room,
    who: Visitor,
    key: str,
    *,
    status: int = 200,
    trouble: str | None = None,
    typed: Mapping[str, str] | None = None,
    move: str = "",
) -> HTMLResponse:
    """The page of one item; after a refused `move` with its sentence and with what was typed."""
    with room.look() as session:
        shown = _shown(session, room, who, key)
        notice = read_notice(session, request.query_params, who.name, room.office.settings)
    return page(
        request,
        "item.html",
        status,
        done=_done(request.query_params.get("xong", ""), shown),
        notice=notice if notice and notice.item.key == shown["item"].key else None,
        trouble=trouble and titled(trouble, key.partition("@")[0], shown["item"].title),
        typed_in=lambda form, at: (
            typed if form == move and typed and typed.get("key") == at else {}
        ),
        **shown,
    )


def _typed_in(refused: str, typed: Mapping[str, str], move: str, key: str) -> Mapping[str, str]:
    """What was typed in the form of this move of this item or airing; of all others nothing."""
    return typed if (refused, typed.get("key")) == (move, key) else {}


def _done(what: str, shown: Mapping[str, Any]) -> str | None:
    """What was done, with what a person should know of it."""
    done = DONE_MOVES.get(what)
    if what == "gui-lai" and kind(shown["item"].channel).manual:
        return "Đã mở lại: làm xong thì ghi xác nhận."
    if what == "doi-gio":
        # Also that the new hour is one at which the office wants no post.
        return " ".join((DONE_MOVES[what], *shown["ends"], *_quiet(shown["findings"])))
    if what == "xac-nhan":
        return " ".join((DONE_MOVES[what], *shown["last_said"]))
    return done


def _quiet(found: Iterable[Finding]) -> Iterator[str]:
    return (f"{one.why}." for one in found if one.rule == QUIET)


def _shown(session: Session, room: Room, who: Visitor, key: str) -> dict[str, Any]:
    now, settings = room.now(), room.office.settings
    desk = Desk.reader(session, settings, now)
    found = desk.item(key.partition("@")[0] if key.isprintable() else "?")
    row = one(session, found)
    live = pages.live(session)
    faults = findings(session, found, found.page or (live.page_id if live else None), settings)
    names = {place.id: place.name for place in session.exec(select(Place))}
    may = allowed(found, row.airings, name=who.name, role=who.role, settings=settings, now=now)
    told = [tell(session, found, airing, names, now, settings) for airing in row.airings]
    offers = Offers.to(session, room, who)
    return {
        "item": found,
        "now": now,
        "back": back[found.key].words(room.zone) if (back := returned(session, [found])) else None,
        "row": row,
        "campaign": session.get(CampaignRow, found.campaign),
        "airings": told,
        "lines": lines(found.text, found.channel, faults),
        "findings": faults,
        "outcomes": words.OUTCOMES,
        "names": names,
        "ends": ends(row.airings, room.zone),
        "events": events(session, found, room.zone, names),
        "wordings": wordings(found, revisions(session, found)),
        "shown": preview(room, desk, found, faults),
        "at_once": goes_out_at_once(found, row.airings, now),
        "used_facts": sorted(found.facts.items()),
        "proofs": _proofs(session, found),
        "kept": unsaved(session, found, who.name) if who.name else None,
        "is_early": is_early,
        "every_place": EVERY_PLACE,
        "days_early": partial(days_early, zone=room.zone),
        "early_words": partial(early_words, zone=room.zone),
        "last_said": last_said(told, found.channel, names, room.zone),
        "said_words": partial(said_words, found.channel),
        "labelled": may.edit and may_be_labelled(found),
        "chosen": places_of(row.airings),
        "in_use": [place.id for place in library.places(session)],
        "edit_path": edit_path(found.key),
        "may": may,
        "foretold": {
            airing.key: offers.foretold(row, [airing])
            for airing in row.airings
            if airing.key in may.move
        },
        "doubles": doubles.told_of(session, found.key, room.zone),
        "changed": changes_under(session, found, now),
        "four_eyes": settings.approval == "four-eyes",
        "decree": [line.text for line in CHECKLIST],
        "field_time": lambda moment: f"{moment.astimezone(room.zone):%Y-%m-%dT%H:%M}",
    }


def _proofs(session: Session, item: Item) -> dict[int | None, list[EvidencePhoto]]:
    """Photos by the confirmation that they prove; under None those of signed slips."""
    found: dict[int | None, list[EvidencePhoto]] = {}
    for photo in photos_of(session, item):
        found.setdefault(photo.confirmation_id, []).append(photo)
    return found
