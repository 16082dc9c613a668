"""Confirming what people did, taking back a wrong word, and resolving a doubtful post."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h.commands.common import As, office, say, when
from habac24h.errors import Refused

if TYPE_CHECKING:
    from habac24h.models import Airing
    from habac24h.workflow import Desk

Key = Annotated[str, typer.Argument(metavar="MÃ", help="Mã nội dung hoặc lượt (KEY@N).")]
Airings = Annotated[
    list[str],
    typer.Argument(metavar="MÃ", help="Mã nội dung, lượt (KEY@N) hoặc mã ngắn trên bản in (217N)."),
]


def confirm(
    keys: Airings,
    by: As,
    place: Annotated[str | None, typer.Option(help="Mã địa điểm.")] = None,
    taken_down: Annotated[bool, typer.Option("--taken-down", help="Đã tháo băng rôn.")] = False,
    not_done: Annotated[bool, typer.Option("--not-done", help="Không thực hiện.")] = False,
    take_back: Annotated[
        bool, typer.Option("--take-back", help="Xác nhận nhầm: rút lại, kèm --reason.")
    ] = False,
    reason: Annotated[str | None, typer.Option(help="Lý do.")] = None,
    evidence: Annotated[Path | None, typer.Option(help="Tệp minh chứng.")] = None,
    note: Annotated[str | None, typer.Option(help="Ghi chú, đường dẫn bài đã đăng.")] = None,
    men: Annotated[int | None, typer.Option(help="Số nam dự buổi nói chuyện.")] = None,
    women: Annotated[int | None, typer.Option(help="Số nữ dự.")] = None,
    pupils: Annotated[
        int | None, typer.Option(help="Trong đó học sinh (đã tính trong nam, nữ).")
    ] = None,
) -> None:
    """Xác nhận đã phát, treo, tháo, tổ chức (hoặc không thực hiện; hoặc rút lại); nhiều lượt."""
    from habac24h.workflow.attendance import present
    from habac24h.workflow.confirmation import DONE, NOT_DONE, TAKEN_DOWN

    if not_done and (taken_down or take_back):
        raise Refused("--not-done đứng một mình, không kèm --taken-down hay --take-back.")
    if take_back:
        _retract(by, keys, place, reason, taken_down=taken_down)
        return
    what = TAKEN_DOWN if taken_down else NOT_DONE if not_done else DONE
    came = present(men, women, pupils)
    if came is not None and len(keys) > 1:
        raise Refused("Số người dự là của một buổi; hãy xác nhận từng buổi nói chuyện.")
    note = reason if not_done else note
    _confirm(by, keys, evidence, place=place, what=what, note=note, came=came)


def _confirm(by: str, keys: list[str], evidence: Path | None, **said: Any) -> None:
    """Note the same word for each airing: for all of them, or for none when one is refused."""
    from habac24h import workflow
    from habac24h.workflow.evidence import keep

    with office() as here:
        kept = keep(here.home, evidence) if evidence else None
        with here.desk(by) as desk:
            told = [
                _confirmed(desk, workflow.confirm(desk, key, evidence=kept, **said))
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
        told = [
            workflow.retract(desk, key, place=place, reason=reason, taken_down=taken_down).key
            for key in dict.fromkeys(keys)
        ]
    for key in told:
        say(f"{key}: đã rút lại xác nhận; nhật ký vẫn giữ lời đã ghi và minh chứng.")


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
