"""An approval that was signed on paper: typed in by its mark, signer and day."""

from __future__ import annotations

import unicodedata
from datetime import date

from sqlmodel import Session, col, select

from habac24h.accounts.names import Names, names_of_people
from habac24h.accounts.signatures import means, meant
from habac24h.errors import Refused
from habac24h.models import Airing, Item, Words
from habac24h.workflow.approval import bind, may_approve, ready
from habac24h.workflow.binding import MARK, approval_sha256, mark
from habac24h.workflow.confirmation import Evidence
from habac24h.workflow.desk import APPROVERS, Desk

_OF_SLIP = " (ký phiếu ngày "


def approve_on_paper(
    desk: Desk,
    key: str,
    *,
    slip: str,
    signer: str,
    signed: date,
    evidence: Evidence | None = None,
) -> Item:
    """Record what somebody signed on an approval slip; the item is approved in the signer's name.

    1. `slip` is the slip's mark. It follows from everything an approval binds, so that a slip
       printed before the last change of words, times or places approves nothing (promise P1).
    2. The signer is neither submitter nor author since the last approval (promise P9).
    3. Whoever types it in is an approver who took no part in the words, or keeps a picture of the
       signed slip as evidence: otherwise one person alone could say that another one signed.
    """
    item = ready(desk, key)
    signer = " ".join(unicodedata.normalize("NFC", signer).split())
    _refuse_other_slip(desk, item, slip)
    alone = _refuse_signer(desk, item, signer)
    _refuse_day(desk, item, signed)
    _refuse_unproved(desk, item, evidence)
    bind(
        desk,
        item,
        "approve-on-paper",
        one_person=alone,
        approver=f"{signer}{_OF_SLIP}{signed:%d/%m/%Y})",
        said={
            "signer": signer,
            "signed": signed.isoformat(),
            "slip": _plain(slip),
            "evidence_sha256": evidence.sha256 if evidence else None,
        },
    )
    return item


def signer_of(approver: str) -> str:
    """An item's approver without the day of a slip: who signs on several days is one person."""
    return approver.partition(_OF_SLIP)[0]


def in_full(approver: str, called: Names) -> str:
    """An item's approver as papers name them: who has an account is one person on paper as well."""
    signer, slip, day = approver.partition(_OF_SLIP)
    if not slip:
        return called.in_full(approver)
    login = meant(signer, called, called.people)
    return f"{called.in_full(login) if login else signer}{slip}{day}"


def of_slip(session: Session, slip: str) -> Item | None:
    """The pending item whose slip carries this mark, as the item stands now."""
    wanted = _plain(slip)
    pending = select(Item).where(Item.state == Words.PENDING).order_by(col(Item.id))
    for item in session.exec(pending) if len(wanted) == MARK else ():
        airings = session.exec(select(Airing).where(Airing.item_id == item.id))
        if approval_sha256(item, airings)[:MARK] == wanted:
            return item
    return None


def _refuse_other_slip(desk: Desk, item: Item, slip: str) -> None:
    now = approval_sha256(item, desk.airings(item))
    if _plain(slip) != now[:MARK]:
        raise Refused(
            f"Mã phiếu “{slip}” không phải của “{item.key}” như đang có (mã đúng: {mark(now)}); "
            "lời, giờ hoặc nơi đã đổi sau khi in phiếu, hoặc gõ nhầm. Nếu đã đổi, hãy in và ký "
            "phiếu mới."
        )


def _refuse_signer(desk: Desk, item: Item, signer: str) -> bool:
    """Whether the signer is alone with the words, which only the setting `one-person` allows.

    In doubt a name is the writer's: one human must not count as two (decision 0008).
    """
    if not signer:
        raise Refused("Hãy nêu người ký phiếu bằng --signer.")
    called = names_of_people(desk.session)
    wrote = {*item.authors, item.submitter or ""} - {""}
    others = set(called.people) - wrote
    alone = any(means(signer, login, called) for login in wrote)
    if alone and meant(signer, called, (*wrote, *others)) in others:
        alone = False
    if alone and desk.settings.approval == "four-eyes":
        raise Refused(
            f"“{signer}” đã soạn hoặc trình “{item.key}” nên người khác phải ký "
            f"(nguyên tắc hai người).{_namesake(signer, called, others)}"
        )
    return alone


def _namesake(signer: str, called: Names, others: set[str]) -> str:
    """What to do where the signer is somebody else of the same name."""
    if any(means(signer, login, called) for login in others):
        return " Nếu người ký là người khác trùng họ tên, hãy ghi thêm chức vụ."
    return (
        " Nếu người ký là người khác trùng họ tên, hãy nhờ người quản trị lập cho người ấy một "
        "tài khoản có ghi chức vụ, rồi ghi cả họ tên và chức vụ."
    )


def _refuse_day(desk: Desk, item: Item, signed: date) -> None:
    zone = desk.settings.zone
    today = desk.now.astimezone(zone).date()
    submitted = (item.submitted_at or desk.now).astimezone(zone).date()
    if not submitted <= signed <= today:
        raise Refused(
            f"Ngày ký {signed:%d/%m/%Y} không đúng: “{item.key}” được trình ngày "
            f"{submitted:%d/%m/%Y}, hôm nay là {today:%d/%m/%Y}."
        )


def _refuse_unproved(desk: Desk, item: Item, evidence: Evidence | None) -> None:
    if evidence is None and not (desk.role in APPROVERS and may_approve(desk, item)):
        raise Refused(
            f"“{desk.called}” nhập phiếu ký giấy thì cần kèm ảnh chụp phiếu bằng --evidence; "
            "chỉ người duyệt không soạn, không trình bài này mới nhập không cần ảnh."
        )


def _plain(slip: str) -> str:
    return "".join(slip.split()).replace("-", "").casefold()
