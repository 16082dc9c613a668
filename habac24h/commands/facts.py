"""The facts of one edition: shown, or given as name=value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h.commands.common import Json, office, say, show
from habac24h.errors import Refused

if TYPE_CHECKING:
    from habac24h.workflow.facts import Changed


def facts(
    year: Annotated[int, typer.Argument(help="Năm của đợt.")],
    campaign: Annotated[str, typer.Argument(help="Mã chiến dịch.")],
    given: Annotated[
        list[str] | None, typer.Argument(metavar="TÊN=GIÁ TRỊ", help="Số liệu cần điền.")
    ] = None,
    by: Annotated[str | None, typer.Option("--as", help="Tên người dùng thực hiện.")] = None,
    as_json: Json = False,
) -> None:
    """Xem hoặc điền số liệu của một đợt: chủ đề năm, số điện thoại…"""
    pairs = dict(_pair(one) for one in given or [])
    with office() as here:
        changed = _set(here, by, year, campaign, pairs) if pairs else None
        with here.database.read() as session:
            from habac24h.campaigns import library
            from habac24h.workflow.facts import missing_facts

            told: dict[str, Any] = {
                "year": year,
                "campaign": campaign,
                "required": list(library.load(session, campaign).required),
                "facts": library.facts(session, campaign, year),
                "missing": list(missing_facts(session, campaign, year)),
            }
    if changed is not None:
        told |= {"rewritten": list(changed.rewritten), "to_look_at": list(changed.to_look_at)}
        told["unused"] = list(changed.unused)
    show(told, as_json=as_json, plain=lambda: _tell(told))


def _pair(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign:
        raise Refused(f"“{written}” chưa đúng; hãy viết tên=giá trị, ví dụ phone_police=02203….")
    return name.strip(), value.strip()


def _set(here: Any, by: str | None, year: int, campaign: str, pairs: dict[str, str]) -> Changed:
    from habac24h import audit
    from habac24h.workflow import Desk
    from habac24h.workflow.facts import set_facts

    with here.database.write() as session:
        now = here.clock.now()
        someone = audit.actor("máy này")
        desk = (
            Desk.of(session, here.settings, now, by)
            if by
            else Desk(session, here.settings, now, someone, "editor")
        )
        return set_facts(desk, year, campaign, pairs)


def _tell(told: dict[str, Any]) -> None:
    say(f"Đợt {told['campaign']} {told['year']}:")
    for name, value in told["facts"].items():
        say(f"  {name} = {value}")
    for name in told["missing"]:
        say(f"  {name}: CHƯA ĐIỀN")
    if "rewritten" in told:
        say(f"Đã viết lại {len(told['rewritten'])} bản nháp theo số liệu mới.")
    for name in told.get("unused", []):
        say(f"Lưu ý: chưa nội dung nào dùng “{name}”; hãy xem lại cách viết tên.")
    for key in told.get("to_look_at", []):
        say(f"Cần xem lại: {key} đã dùng số liệu cũ; trả lại bằng `habac24h return {key}`.")
