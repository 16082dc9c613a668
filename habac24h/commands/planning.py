"""Planning: the difference between the definitions and the rows, and doing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands import matrix
from habac24h.commands.common import Json, office, say, show, when
from habac24h.commands.five_years import side_by_side
from habac24h.errors import Refused

if TYPE_CHECKING:
    from habac24h.campaigns.plan import Plan
    from habac24h.office import Office

_SIGNS = {
    "add": "+ thêm",
    "move": "→ dời",
    "retext": "✎ viết lại",
    "withdraw": "− bỏ",
    "revive": "↺ lấy lại",
    "keep": "= giữ",
}


def plan(
    year: Annotated[int | None, typer.Argument(metavar="NĂM", help="Năm.")] = None,
    years: Annotated[
        str | None, typer.Option(help="Xem nhiều năm cạnh nhau, ví dụ 2026-2030.")
    ] = None,
    campaign: Annotated[str | None, typer.Option(help="Chỉ một chiến dịch.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Làm đúng danh sách này.")] = False,
    as_json: Json = False,
) -> None:
    """Kế hoạch của một năm khác gì với nội dung đang có; --apply để làm đúng như vậy."""
    if years is not None:
        _refuse_mixed(year, campaign, apply=apply)
        side_by_side(years, as_json=as_json)
        return
    if year is None:
        typer.echo("Còn thiếu năm: viết `habac24h plan 2027` hoặc --years 2026-2030.", err=True)
        raise typer.Exit(2)
    with office() as here:
        found = _apply(here, year, campaign) if apply else _plan(here, year, campaign)
        told = found.as_dict(here.settings.zone)
        show(told, as_json=as_json, plain=lambda: _tell(found, here, applied=apply))
        if not as_json:
            _tell_newer(here)


def _refuse_mixed(year: int | None, campaign: str | None, *, apply: bool) -> None:
    if year is not None or campaign is not None or apply:
        raise Refused("--years chỉ để xem nhiều năm; hãy bỏ NĂM, --campaign và --apply.")


def _tell_newer(here: Office) -> None:
    """A release brought other texts where the office has its own: never taken, but told."""
    from habac24h.workflow.own_words import newer

    with here.database.read() as session:
        found = newer(session)
    for one in found:
        say(
            f"! Lời của cơ quan “{one.id}” được giữ, nhưng bản kèm chương trình đã đổi; "
            f"xem bằng `habac24h words diff {one.id}`."
        )


def _plan(here: Office, year: int, campaign: str | None) -> Plan:
    from habac24h.campaigns.plan import plan as difference

    with here.database.read() as session:
        return difference(
            session, year, now=here.clock.now(), settings=here.settings, campaign_id=campaign
        )


def _apply(here: Office, year: int, campaign: str | None) -> Plan:
    from habac24h import audit
    from habac24h.campaigns.apply import apply as do
    from habac24h.campaigns.plan import plan as difference

    with here.database.write() as session:
        now = here.clock.now()
        found = difference(session, year, now=now, settings=here.settings, campaign_id=campaign)
        do(session, found, by=audit.actor("máy này"), now=now)
        return found


def _tell(found: Plan, here: Office, *, applied: bool) -> None:
    for change in found.changes:
        at = when(change.due, here.settings.zone) if change.due else ""
        why = f": {change.reason}" if change.kind != "add" else ""
        say(f"{_SIGNS[change.kind]:<11} {at:<26} {change.title}\n            {change.key}{why}")
    for warning in found.warnings:
        say(f"! {warning.message} ({warning.key})")
    for coverage in found.coverages:
        matrix.tell(coverage)
    if found.coverages:
        matrix.legend()
    doing = [change for change in found.changes if change.kind != "keep"]
    if not doing:
        say(f"Năm {found.year}: không có gì phải thay đổi.")
    elif applied:
        say(f"Năm {found.year}: đã làm {len(doing)} thay đổi.")
    else:
        say(
            f"Năm {found.year}: {len(doing)} thay đổi. "
            f"Làm bằng `habac24h plan {found.year} --apply`."
        )
