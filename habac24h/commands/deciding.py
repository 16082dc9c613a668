"""Deciding: submit, approve, return, cancel, restore, resend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import As, Keys, day, office, say
from habac24h.commands.several import All, Campaign, Chosen, Year, Yes, many
from habac24h.errors import Refused

if TYPE_CHECKING:
    from habac24h.workflow import Desk

Reason = Annotated[str | None, typer.Option(help="Lý do.")]


def submit(
    by: As,
    keys: Keys = None,
    all_: All = False,
    campaign: Campaign = None,
    year: Year = None,
    reason: Reason = None,
    yes: Yes = False,
) -> None:
    """Trình duyệt; điểm phải sửa thì chặn lại, trừ khi nêu lý do bằng --reason."""
    from habac24h import workflow
    from habac24h.workflow.findings import look_ahead

    def deed(desk: Desk, key: str) -> str:
        workflow.submit(desk, key, reason=reason)
        return f"đã trình duyệt; người duyệt chạy `habac24h approve {key} --as …`"

    many("submit", by, Chosen(keys, all_, campaign, year, yes), deed, ahead=look_ahead)


def approve(
    by: As,
    keys: Keys = None,
    all_: All = False,
    campaign: Campaign = None,
    year: Year = None,
    yes: Yes = False,
    on_paper: Annotated[
        str | None, typer.Option("--on-paper", help="Mã phiếu duyệt đã ký trên giấy.")
    ] = None,
    signer: Annotated[str | None, typer.Option(help="Người ký phiếu (với --on-paper).")] = None,
    signed: Annotated[str | None, typer.Option(help="Ngày ký phiếu (với --on-paper).")] = None,
    evidence: Annotated[Path | None, typer.Option(help="Ảnh chụp phiếu đã ký.")] = None,
) -> None:
    """Duyệt đúng lời, giờ, trang và địa điểm đang có; hoặc nhập phiếu đã ký trên giấy."""
    from habac24h import workflow

    if on_paper is not None:
        _approve_on_paper(by, list(keys or []), on_paper, signer, signed, evidence)
        return
    if signer or signed or evidence:
        raise Refused("--signer, --signed và --evidence đi cùng --on-paper MÃ-PHIẾU.")

    def deed(desk: Desk, key: str) -> str:
        item = workflow.approve(desk, key)
        waived = f" (trình kèm lý do: {item.override_reason})" if item.override_reason else ""
        return f"đã duyệt{waived}"

    many("approve", by, Chosen(keys, all_, campaign, year, yes), deed)


def _approve_on_paper(
    by: str,
    keys: list[str],
    slip: str,
    signer: str | None,
    signed: str | None,
    evidence: Path | None,
) -> None:
    """One slip is one item: its mark belongs to no other."""
    from habac24h import workflow
    from habac24h.workflow.evidence import keep

    on = day(signed)
    if len(keys) != 1 or not signer or on is None:
        raise Refused(
            "Nhập phiếu đã ký cần đúng một mã nội dung, --signer và --signed, ví dụ: "
            "habac24h approve MÃ --on-paper 1a2b3c4d5e6f --signer “Nguyễn Văn A” "
            "--signed 2026-11-12 --as TÊN."
        )
    with office() as here:
        kept = keep(here.home, evidence) if evidence else None
        with here.desk(by) as desk:
            item = workflow.approve_on_paper(
                desk, keys[0], slip=slip, signer=signer, signed=on, evidence=kept
            )
            told = f"{item.key}: đã duyệt theo phiếu giấy, người duyệt {item.approver}."
    say(told)


def return_(
    by: As,
    keys: Keys = None,
    all_: All = False,
    campaign: Campaign = None,
    year: Year = None,
    reason: Reason = None,
    yes: Yes = False,
) -> None:
    """Trả lại cho người soạn kèm lý do."""
    from habac24h import workflow

    def deed(desk: Desk, key: str) -> str:
        withdrawn = workflow.return_(desk, key, reason=reason)
        return "đã trả lại" + _taking_back(withdrawn)

    many("return", by, Chosen(keys, all_, campaign, year, yes), deed)


def cancel(
    by: As,
    keys: Keys = None,
    all_: All = False,
    campaign: Campaign = None,
    year: Year = None,
    reason: Reason = None,
    yes: Yes = False,
) -> None:
    """Bỏ nội dung: không đăng, không phát; gỡ khỏi Facebook nếu đã hẹn giờ."""
    from habac24h import workflow

    def deed(desk: Desk, key: str) -> str:
        withdrawn = workflow.cancel(desk, key, reason=reason)
        return "đã bỏ, lấy lại bằng restore" + _taking_back(withdrawn)

    many("cancel", by, Chosen(keys, all_, campaign, year, yes), deed)


def restore_items(
    by: As,
    keys: Keys = None,
    all_: All = False,
    campaign: Campaign = None,
    year: Year = None,
    yes: Yes = False,
) -> None:
    """Khôi phục nội dung đã bỏ thành bản nháp."""
    from habac24h import workflow

    def deed(desk: Desk, key: str) -> str:
        workflow.restore(desk, key)
        return "đã khôi phục thành bản nháp, cần trình duyệt lại"

    many("restore", by, Chosen(keys, all_, campaign, year, yes), deed)


def resend(
    by: As,
    keys: Keys = None,
    all_: All = False,
    campaign: Campaign = None,
    year: Year = None,
    yes: Yes = False,
) -> None:
    """Cho lượt bị lỗi hoặc lỡ giờ chờ gửi lại, nếu còn trong hạn."""
    from habac24h import workflow

    def deed(desk: Desk, key: str) -> str:
        return f"{workflow.resend(desk, key)} lượt chờ gửi lại"

    many("resend", by, Chosen(keys, all_, campaign, year, yes), deed)


def _taking_back(withdrawn: int) -> str:
    return f", {withdrawn} lượt đang được gỡ khỏi Facebook" if withdrawn else ""
