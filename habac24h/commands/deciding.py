"""Deciding: submit, approve, return, cancel, restore, resend, confirm, resolve."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import As, Keys, agreed, day, office, say, when
from habac24h.errors import Refused

if TYPE_CHECKING:
    from habac24h.models import Airing
    from habac24h.office import Office
    from habac24h.workflow import Desk

All = Annotated[bool, typer.Option("--all", help="Mọi nội dung phù hợp của chiến dịch.")]
Campaign = Annotated[str | None, typer.Option(help="Mã chiến dịch (dùng với --all).")]
Year = Annotated[int | None, typer.Option(help="Năm (dùng với --all).")]
Reason = Annotated[str | None, typer.Option(help="Lý do.")]
Yes = Annotated[bool, typer.Option("--yes", help="Không hỏi lại.")]
Key = Annotated[str, typer.Argument(metavar="MÃ", help="Mã nội dung hoặc lượt (KEY@N).")]
Airings = Annotated[
    list[str],
    typer.Argument(metavar="MÃ", help="Mã nội dung, lượt (KEY@N) hoặc mã ngắn trên bản in (217N)."),
]

_FOR_ALL = {
    "submit": ("draft",),
    "approve": ("pending",),
    "return": ("pending",),
    "cancel": ("draft", "pending", "approved"),
    "restore": ("cancelled",),
    "resend": ("failed", "missed"),
}


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

    def deed(desk: Desk, key: str) -> str:
        workflow.submit(desk, key, reason=reason)
        return f"đã trình duyệt; người duyệt chạy `habac24h approve {key} --as …`"

    _many("submit", by, keys, all_, campaign, year, yes, deed)


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

    _many("approve", by, keys, all_, campaign, year, yes, deed)


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

    _many("return", by, keys, all_, campaign, year, yes, deed)


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

    _many("cancel", by, keys, all_, campaign, year, yes, deed)


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

    _many("restore", by, keys, all_, campaign, year, yes, deed)


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

    _many("resend", by, keys, all_, campaign, year, yes, deed)


def confirm(
    keys: Airings,
    by: As,
    place: Annotated[str | None, typer.Option(help="Mã địa điểm.")] = None,
    taken_down: Annotated[bool, typer.Option("--taken-down", help="Đã tháo băng rôn.")] = False,
    not_done: Annotated[bool, typer.Option("--not-done", help="Không thực hiện.")] = False,
    take_back: Annotated[
        bool, typer.Option("--take-back", help="Xác nhận nhầm: rút lại, kèm --reason.")
    ] = False,
    reason: Reason = None,
    evidence: Annotated[Path | None, typer.Option(help="Tệp minh chứng.")] = None,
    note: Annotated[str | None, typer.Option(help="Ghi chú, đường dẫn bài đã đăng.")] = None,
    men: Annotated[int | None, typer.Option(help="Số nam dự buổi nói chuyện.")] = None,
    women: Annotated[int | None, typer.Option(help="Số nữ dự.")] = None,
    pupils: Annotated[
        int | None, typer.Option(help="Trong đó học sinh (đã tính trong nam, nữ).")
    ] = None,
) -> None:
    """Xác nhận đã phát, treo, tháo, tổ chức (hoặc không thực hiện; hoặc rút lại); nhiều lượt."""
    from habac24h import workflow
    from habac24h.workflow.attendance import present
    from habac24h.workflow.confirmation import DONE, NOT_DONE, TAKEN_DOWN
    from habac24h.workflow.evidence import keep

    if not_done and (taken_down or take_back):
        raise Refused("--not-done đứng một mình, không kèm --taken-down hay --take-back.")
    if take_back:
        _retract(by, keys, place, reason, taken_down=taken_down)
        return
    what = TAKEN_DOWN if taken_down else NOT_DONE if not_done else DONE
    came = present(men, women, pupils)
    if came is not None and len(keys) > 1:
        raise Refused("Số người dự là của một buổi; hãy xác nhận từng buổi nói chuyện.")
    with office() as here:
        kept = keep(here.home, evidence) if evidence else None
        with here.desk(by) as desk:
            told = [
                _confirmed(
                    desk,
                    workflow.confirm(
                        desk,
                        key,
                        place=place,
                        what=what,
                        note=reason if not_done else note,
                        evidence=kept,
                        came=came,
                    ),
                )
                for key in dict.fromkeys(keys)
            ]
    for line in told:
        say(line)


def _retract(
    by: str, keys: list[str], place: str | None, reason: str | None, *, taken_down: bool
) -> None:
    """Take back wrong confirmations: all of them, or none when one is refused."""
    from habac24h import workflow

    with office() as here, here.desk(by) as desk:
        for key in dict.fromkeys(keys):
            airing = workflow.retract(desk, key, place=place, reason=reason, taken_down=taken_down)
            say(f"{airing.key}: đã rút lại xác nhận; nhật ký vẫn giữ lời đã ghi và minh chứng.")


def _confirmed(desk: Desk, airing: Airing) -> str:
    """Which airing it was, in words: who types codes from paper sees what they stand for."""
    from habac24h.workflow.state import screen

    item = desk.item(airing.key.partition("@")[0])
    at = when(airing.due, desk.settings.zone)
    state = screen(airing.state, item.channel)
    return f"Đã ghi nhận {airing.key}: {state} ({at}, {item.title})."


def resolve(
    key: Key,
    by: As,
    as_done: Annotated[bool, typer.Option("--as-done", help="Bài đang có trên trang.")] = False,
    absent: Annotated[bool, typer.Option("--absent", help="Bài không có trên trang.")] = False,
) -> None:
    """Quyết định một lượt “chưa rõ đã đăng hay chưa” sau khi đã xem trang."""
    from habac24h import workflow
    from habac24h.workflow.state import screen

    if as_done == absent:
        raise Refused("Hãy chọn đúng một: --as-done (đã có trên trang) hoặc --absent (không có).")
    with office() as here, here.desk(by) as desk:
        airing = workflow.resolve(desk, key, as_done=as_done)
        say(f"{airing.key}: {screen(airing.state, 'fanpage')}.")


def _many(
    name: str,
    by: str,
    keys: list[str] | None,
    all_: bool,
    campaign: str | None,
    year: int | None,
    yes: bool,
    deed: Callable[[Desk, str], str],
) -> None:
    """Do one thing to several items: all of them, or none when one is refused."""
    with office() as here:
        chosen = _all_keys(here, name, campaign, year, yes) if all_ else list(keys or [])
        if not chosen and not all_:
            raise Refused("Hãy nêu ít nhất một mã nội dung, hoặc --all --campaign ….")
        with here.desk(by) as desk:
            told = [f"{key}: {deed(desk, key)}." for key in dict.fromkeys(chosen)]
        for line in told:
            say(line)
        if not told:
            say("Không có nội dung nào phù hợp.")


def _all_keys(
    here: Office, name: str, campaign: str | None, year: int | None, yes: bool
) -> list[str]:
    from habac24h.workflow.view import Filter, rows

    if campaign is None:
        raise Refused("--all cần kèm --campaign để biết chiến dịch nào.")
    with here.database.read() as session:
        found = rows(session, Filter(campaign=campaign, year=year), here.settings.zone)
        fitting = [row for row in found if row.state in _FOR_ALL[name]]
        _must_be_one_year({row.item.year for row in fitting})
        for row in fitting:
            at = when(row.airings[0].due, here.settings.zone)
            say(f"{at:<26} {row.item.title}  ({row.item.key})")
        keys = [row.item.key for row in fitting]
    if keys and not agreed(f"Thực hiện với {len(keys)} nội dung trên?", yes=yes):
        raise Refused("Đã dừng; chưa có gì thay đổi.")
    return keys


def _must_be_one_year(years: set[int]) -> None:
    """Next year's plan lacks its theme still: together with this year's nothing would be done."""
    if len(years) > 1:
        named = ", ".join(str(year) for year in sorted(years))
        raise Refused(
            f"Chiến dịch này có nội dung của các năm {named}; hãy nêu một năm, "
            f"ví dụ --year {min(years)}."
        )


def _taking_back(withdrawn: int) -> str:
    return f", {withdrawn} lượt đang được gỡ khỏi Facebook" if withdrawn else ""
