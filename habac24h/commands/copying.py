"""`copy 2026 --to 2027`: a year's hand-made items for the next, listed first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import As, agreed, office, say, when

if TYPE_CHECKING:
    from habac24h.office import Office
    from habac24h.workflow.copying import Copy


def copy(
    year: Annotated[int, typer.Argument(metavar="NĂM", help="Năm chép từ.")],
    to: Annotated[int, typer.Option("--to", help="Năm chép sang.")],
    by: As,
    keep: Annotated[str, typer.Option(help="date: giữ ngày; weekday: giữ thứ.")] = "date",
    campaign: Annotated[str | None, typer.Option(help="Chỉ một chiến dịch.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại.")] = False,
) -> None:
    """Chép nội dung thêm riêng của một năm sang năm khác thành nháp; nêu danh sách rồi hỏi."""
    from habac24h import workflow
    from habac24h.campaigns.shifting import keep_of
    from habac24h.workflow import copying

    chosen = keep_of(keep)
    with office() as here:
        with here.database.read() as session:
            desk = workflow.Desk.reader(session, here.settings, here.clock.now())
            found = copying.listed(desk, year, to, chosen, campaign)
        _tell(here, found)
        if not any(one.why_not is None for one in found):
            say(f"Năm {year} không có nội dung thêm riêng nào để chép sang {to}.")
            return
        if not agreed(f"Chép sang năm {to}?", yes=yes):
            say("Đã thôi, chưa chép gì.")
            return
        with here.desk(by) as desk:
            made = copying.copy(desk, year, to, chosen, campaign)
    say(f"Đã chép {len(made)} nội dung sang năm {to}, tất cả là nháp; ảnh không chép theo.")


def _tell(here: Office, found: tuple[Copy, ...]) -> None:
    zone = here.settings.zone
    for one in found:
        not_ = f"  (không chép: {one.why_not})" if one.why_not else ""
        say(f"{one.item.title}\n    {when(one.was_due, zone)} → {when(one.due, zone)}{not_}")
        weekend = one.due.astimezone(zone).weekday() > 4
        if weekend and one.was_due.astimezone(zone).weekday() <= 4 and one.why_not is None:
            say("    ! ngày mới rơi vào cuối tuần")
