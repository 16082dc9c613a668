"""Any item as the slip that a leader signs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from habac24h.accounts.names import Names, names_of_people
from habac24h.campaigns import library
from habac24h.channels.registry import kind
from habac24h.content.checks import Finding
from habac24h.content.checks.decree import CHECKLIST
from habac24h.models import Airing, CampaignRow, Going, Item, Page, Words
from habac24h.papers.words import clock, day_words, moment
from habac24h.printing.slip import Fault, Question, Slip
from habac24h.workflow import Desk, pages
from habac24h.workflow.approval import SCREEN
from habac24h.workflow.binding import approval_sha256, mark, text_sha256
from habac24h.workflow.findings import findings
from habac24h.workflow.gaps import named
from habac24h.workflow.view import Row

_SEVERITIES = {"block": "Phải sửa", "warn": "Nên sửa", "info": "Lưu ý"}
_FACTS_COMMAND = re.compile(r"(?: vào số liệu của đợt)? bằng `habac24h facts [^`]*`")
_FACTS_PAGE = " ở trang Chiến dịch, mục Số liệu"
_ANY_COMMAND = re.compile(r" bằng `habac24h [^`]*`")
LONGEST = 90
"""Of the words that a finding quotes."""


def fill(desk: Desk, row: Row) -> Slip:
    """Everything that the slip of one item says."""
    item, called = row.item, names_of_people(desk.session)
    open_ones = [one for one in row.airings if one.state != Going.CANCELLED]
    pending = item.state in (Words.PENDING, Words.APPROVED)
    approved = item.state == Words.APPROVED
    campaign = desk.session.get(CampaignRow, item.campaign)
    return Slip(
        office=desk.settings.printing.authority or f"Ủy ban nhân dân {desk.settings.office}",
        department=desk.settings.printing.department,
        title=item.title,
        channel=kind(item.channel).label,
        campaign=campaign.title if campaign else item.campaign,
        key=item.key,
        version=item.version,
        state=_state(desk, item),
        mark=mark(approval_sha256(item, row.airings)) if pending else "",
        sha256=text_sha256(item.text),
        times=tuple(_time(desk, one) for one in open_ones),
        places=_places(desk, open_ones),
        page=_page(desk, item),
        pictures=tuple(_picture(item, one) for one in item.images),
        lines=tuple(named(item.text).rstrip("\n").split("\n")),
        faults=tuple(_faults(desk, item)),
        reason=item.override_reason or "",
        checklist=tuple(Question(line.place, line.text) for line in CHECKLIST),
        people=_people(called, item, pending=pending),
        author=called.name(item.author or item.submitter or ""),
        approver=_approved(desk, item) if approved else "",
        made=desk.now,
        stamp="" if pending else "BẢN NHÁP – CHƯA TRÌNH DUYỆT",
    )


def _state(desk: Desk, item: Item) -> str:
    said = SCREEN[Words(item.state)]
    if item.state == Words.PENDING:
        return f"{said}, trình lúc {moment(item.submitted_at, desk.settings.zone)}"
    return said


def _people(called: Names, item: Item, *, pending: bool) -> str:
    """Hoàng Thị Lan soạn; Lê Thị Hoa trình."""
    wrote = "lời theo mẫu của chương trình"
    if item.author:
        wrote = f"{called.name(item.author)} soạn"
    if pending and item.submitter:
        return f"{wrote}; {called.name(item.submitter)} trình"
    return wrote


def _approved(desk: Desk, item: Item) -> str:
    approver = names_of_people(desk.session).in_full(item.approver or "")
    return f"{approver}, ghi nhận lúc {moment(item.approved_at, desk.settings.zone)}"


def _time(desk: Desk, airing: Airing) -> str:
    zone = desk.settings.zone
    day = day_words(airing.due.astimezone(zone).date())
    begin = f"{clock(airing.due, zone)}, {day}"
    if airing.until is None:
        return begin
    return f"từ {begin} đến hết {day_words(airing.until.astimezone(zone).date())}"


def _places(desk: Desk, airings: Iterable[Airing]) -> str:
    names = {place.id: place.name for place in library.places(desk.session)}
    ids = dict.fromkeys(place for airing in airings for place in airing.places)
    return "; ".join(names.get(place, place) for place in ids)


def _page(desk: Desk, item: Item) -> str:
    if kind(item.channel).manual:
        return ""
    page = desk.session.get(Page, item.page) if item.page else pages.live(desk.session)
    if page is None:
        return ""
    return f"{page.name or page.page_id}{' (trang chạy thử)' if page.practice else ''}"


def _picture(item: Item, sha256: str) -> str:
    return f"{item.image_alts.get(sha256) or 'không có lời mô tả'} (dấu {mark(sha256)})"


def _faults(desk: Desk, item: Item) -> Iterable[Fault]:
    live = pages.live(desk.session)
    for one in findings(
        desk.session, item, item.page or (live.page_id if live else None), desk.settings
    ):
        yield Fault(
            _SEVERITIES[one.severity],
            _where(item.text, one),
            _short(named(one.found)),
            _by_page(one.why),
            one.better,
        )


def _by_page(why: str) -> str:
    """The advice for whoever holds the paper: the page where it is done, not a command."""
    return _ANY_COMMAND.sub(" ở trang của bài", _FACTS_COMMAND.sub(_FACTS_PAGE, why))


def _where(text: str, one: Finding) -> str:
    if one.start == one.end == 0:
        return "tiêu đề"
    if one.start == 0 and one.end >= len(text):
        return "cả bài"
    return f"dòng {text.count(chr(10), 0, one.start) + 1}"


def _short(found: str) -> str:
    shown = " ".join(found.split())
    return f"{shown[:LONGEST].rstrip()}…" if len(shown) > LONGEST else shown
