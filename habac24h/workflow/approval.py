"""Submitting, approving and returning: who vouches for which exact words (promises P1 and P9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from habac24h.campaigns.fact_names import fact_name
from habac24h.campaigns.library import load, missing_required
from habac24h.channels.fingerprint import WORDLESS, fingerprint
from habac24h.channels.registry import kind
from habac24h.content.checks import Finding
from habac24h.errors import Refused
from habac24h.models import Item, Words
from habac24h.workflow import pages
from habac24h.workflow.binding import approval_sha256, text_sha256
from habac24h.workflow.cards import frozen
from habac24h.workflow.desk import Desk
from habac24h.workflow.findings import blocks, findings, placed
from habac24h.workflow.gaps import open_gaps
from habac24h.workflow.last_deed import deed_to_here
from habac24h.workflow.leading import refuse_in_vain
from habac24h.workflow.recall import recall_all

SCREEN = {
    Words.DRAFT: "nháp",
    Words.PENDING: "chờ duyệt",
    Words.APPROVED: "đã duyệt",
    Words.DROPPED: "đã bỏ",
}
_RESTORE = "hãy khôi phục bằng `habac24h restore {key}` trước"
_REMEDIES = {
    ("trình duyệt", Words.PENDING): "hãy chờ người duyệt, hoặc trả lại nếu còn phải sửa",
    ("trình duyệt", Words.APPROVED): "hãy trả lại hoặc sửa lời nếu cần duyệt lại",
    ("trình duyệt", Words.DROPPED): _RESTORE,
    ("duyệt", Words.DRAFT): "hãy trình duyệt bằng `habac24h submit {key}` trước",
    ("duyệt", Words.APPROVED): "không cần duyệt lần nữa",
    ("duyệt", Words.DROPPED): _RESTORE,
    ("trả lại", Words.DRAFT): "hãy sửa thẳng bản nháp",
    ("trả lại", Words.DROPPED): _RESTORE,
}


def submit(desk: Desk, key: str, *, reason: str | None = None) -> Item:
    """Ask for approval; `block` findings refuse it unless a reason is given, which is kept.

    A post's pictures are frozen here; one without any gets a card drawn from its words.
    """
    item = desk.item(key)
    _must_be(desk, item, "trình duyệt", Words.DRAFT)
    refuse_in_vain(item, desk.airings(item))
    page = page_for(desk, item)
    if page:
        _must_have_words(item)
    found = findings(desk.session, item, page, desk.settings)
    stopping = blocks(found)
    reason = (reason or "").strip() or None
    if stopping and not reason:
        raise _not_yet(item, stopping)
    shown = frozen(desk, item)
    desk.change_item(
        item,
        "submit",
        state=Words.PENDING,
        submitter=desk.who.name,
        submitted_at=desk.now,
        page=page,
        fingerprint=fingerprint(item.text) if page else None,
        override_reason=reason if stopping else None,
        reason=None,
        **shown,
        details={
            "text_sha256": text_sha256(item.text),
            **({"images": shown["images"]} if shown["images"] else {}),
            "findings": [f.rule for f in found],
            **({"override_reason": reason} if stopping else {}),
        },
    )
    return item


def _not_yet(item: Item, stopping: Sequence[Finding]) -> Refused:
    """What must be mended before the item can be submitted, one by one."""
    listed = " ".join(
        f"({number}) {placed(one, item.text)}." for number, one in enumerate(stopping, 1)
    )
    return Refused(
        f"“{item.key}” chưa trình duyệt được, còn {len(stopping)} điều phải sửa: {listed} "
        "Hãy sửa lời, hoặc nêu lý do bằng --reason nếu vẫn cần trình."
    )


def approve(desk: Desk, key: str) -> Item:
    """Bind the exact words, page, times and places. Refuses where P9 or a missing fact forbids.

    Airings whose time is over are bound as well and stay `missed` or `skipped`: approving never
    sends anything late; `move` gives them a new time, and people confirm what they did.
    """
    item = ready(desk, key)
    desk.must_be_approver("duyệt")
    alone = not may_approve(desk, item)
    if alone and desk.settings.approval == "four-eyes":
        raise Refused(
            f"“{desk.called}” đã soạn hoặc trình “{key}” nên người khác phải duyệt "
            "(nguyên tắc hai người)."
        )
    bind(desk, item, "approve", one_person=alone)
    return item


def ready(desk: Desk, key: str) -> Item:
    """The pending item of which nothing but a person's word is lacking; refuses any other."""
    item = desk.item(key)
    _must_be(desk, item, "duyệt", Words.PENDING)
    if item.page:
        _must_have_words(item)
    _refuse_missing(desk, item)
    _refuse_gaps(item)
    if page_for(desk, item) != item.page:
        raise Refused(f"“{key}” được trình cho trang khác; hãy trả lại rồi trình lại.")
    return item


def _must_have_words(item: Item) -> None:
    """No reason lets a post without words go out: by its words it is told from others' photos."""
    if fingerprint(item.text) == WORDLESS:
        raise Refused(f"“{item.key}” chưa có chữ nào đọc được; hãy viết lời cho bài.")


def may_approve(desk: Desk, item: Item) -> bool:
    """Whether P9 lets this person approve: neither submitter nor author since the last approval."""
    return desk.who.name != item.submitter and desk.who.name not in item.authors


def may_be_bound(desk: Desk, item: Item) -> bool:
    """Whether nothing but a person's word is lacking: the facts are there, the page is the live."""
    return not open_gaps(item) and is_bindable_edition(desk, item)


def is_bindable_edition(desk: Desk, item: Item) -> bool:
    """The part of it that is the same for all items of an edition, channel and page."""
    missing = missing_required(desk.session, item.campaign, item.year)
    return not missing and page_for(desk, item) == item.page


def bind(
    desk: Desk,
    item: Item,
    act: str,
    *,
    one_person: bool,
    approver: str | None = None,
    said: Mapping[str, object] = MappingProxyType({}),
    **besides: Any,
) -> None:
    """Make the item approved as it stands now, in this person's name (or the signer's)."""
    bound = approval_sha256(item, desk.airings(item))
    desk.change_item(
        item,
        act,
        state=Words.APPROVED,
        approver=approver or desk.who.name,
        approved_at=desk.now,
        approved_sha256=text_sha256(item.text),
        approval_sha256=bound,
        one_person=one_person,
        authors=[],
        reason=None,
        details={"approval_sha256": bound, "one_person": one_person, **said},
        **besides,
    )


def return_(desk: Desk, key: str, *, reason: str | None) -> int:
    """Give an item back to its author with a reason; returns how many airings are withdrawn.

    Whoever submitted may take back what is still pending; everything else needs an approver. What
    is on Facebook is withdrawn, public or not; what people carried out by hand stays done.
    """
    item = desk.item(key)
    _must_be(desk, item, "trả lại", Words.PENDING, Words.APPROVED)
    reason = (reason or "").strip()
    if not reason:
        raise Refused("Trả lại cần nêu lý do bằng --reason để người soạn biết phải sửa gì.")
    if desk.who.name != item.submitter or item.state == Words.APPROVED:
        desk.must_be_approver("trả lại")
    withdrawn = recall_all(desk, item, act="return")
    desk.change_item(
        item,
        "return",
        state=Words.DRAFT,
        approved_sha256=None,
        approval_sha256=None,
        reason=reason,
        details={"reason": reason},
    )
    return withdrawn


def page_for(desk: Desk, item: Item) -> str | None:
    """The page that this item would go to now; None for what people carry out by hand."""
    if kind(item.channel).manual:
        return None
    page = pages.live(desk.session)
    return page.page_id if page else pages.PRACTICE_ID


def _must_be(desk: Desk, item: Item, deed: str, *states: Words) -> None:
    """Refuses any other state, and says who brought it there, and when."""
    now = Words(item.state)
    if now not in states:
        remedy = _REMEDIES[deed, now].format(key=item.key)
        by = "" if now == Words.DRAFT else deed_to_here(desk.session, item, desk.settings.zone)
        raise Refused(
            f"“{item.key}” đang ở trạng thái {SCREEN[now]}{by} nên không {deed} được; {remedy}."
        )


def _refuse_missing(desk: Desk, item: Item) -> None:
    missing = missing_required(desk.session, item.campaign, item.year)
    if missing:
        names = " ".join(f'{name}="…"' for name in missing)
        title = load(desk.session, item.campaign).title
        raise Refused(
            f"“{item.key}” chưa duyệt được: đợt “{title}” năm {item.year} còn thiếu "
            f"{', '.join(fact_name(name) for name in missing)}; hãy điền vào số "
            f"liệu của đợt bằng `habac24h facts {item.year} {item.campaign} {names}`."
        )


def _refuse_gaps(item: Item) -> None:
    """No reason given at submission makes a blank fit to be read out or posted."""
    gaps = open_gaps(item)
    if gaps:
        raise Refused(
            f"“{item.key}” chưa duyệt được: bài còn chỗ bỏ trống, {', '.join(gaps)}; hãy trả lại "
            "để người soạn điền vào."
        )
