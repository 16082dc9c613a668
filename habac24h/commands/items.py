"""Looking: the list of items, and one item with its words, times and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h.commands.common import Json, day, office, say, show, when

if TYPE_CHECKING:
    from habac24h.office import Office
    from habac24h.workflow.view import Row


def items(
    since: Annotated[str | None, typer.Option("--from", help="Từ ngày.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Đến hết ngày.")] = None,
    campaign: Annotated[str | None, typer.Option(help="Mã chiến dịch.")] = None,
    channel: Annotated[str | None, typer.Option(help="Kênh.")] = None,
    state: Annotated[str | None, typer.Option(help="Trạng thái.")] = None,
    as_json: Json = False,
) -> None:
    """Danh sách nội dung với giờ, kênh và trạng thái."""
    from habac24h.workflow.outdated import outdated
    from habac24h.workflow.view import Filter, as_dict, rows

    _refuse_unknown(channel, state, day(since), day(until))
    wanted = Filter(day(since), day(until), campaign, channel, state)
    with office() as here, here.database.read() as session:
        zone, now = here.settings.zone, here.clock.now()
        found = rows(session, wanted, zone)
        listed = [as_dict(session, row, now, here.settings) for row in found] if as_json else []
        late = {one.item.key: one.names for one in outdated(session, now)}
        show(listed, as_json=as_json, plain=lambda: _list(here, found, late))


def _refuse_unknown(
    channel: str | None, state: str | None, since: date | None, until: date | None
) -> None:
    from habac24h.channels.registry import kind
    from habac24h.errors import NotFound, Refused
    from habac24h.workflow.state import SCREEN

    if since and until and until < since:
        raise Refused(f"Ngày cuối {until:%d/%m/%Y} trước ngày đầu {since:%d/%m/%Y}.")
    if channel is not None:
        kind(channel)
    if state is not None and state not in SCREEN:
        raise NotFound(f"Không có trạng thái “{state}”; các trạng thái: {', '.join(SCREEN)}.")


def show_item(
    key: Annotated[str, typer.Argument(help="Mã nội dung.")], as_json: Json = False
) -> None:
    """Một nội dung: lời, giờ, trạng thái, điều cần sửa và lịch sử."""
    from habac24h.workflow import Desk
    from habac24h.workflow.history import history
    from habac24h.workflow.pictures import described
    from habac24h.workflow.view import as_dict, one

    with office() as here, here.database.read() as session:
        zone, now = here.settings.zone, here.clock.now()
        item = Desk.reader(session, here.settings, now).item(key)
        told = as_dict(session, one(session, item), now, here.settings)
        told["history"] = history(session, item, zone)
        told["reason"] = item.reason
        told["pictures"] = described(session, item)
        show(told, as_json=as_json, plain=lambda: _tell(here, told))


def _list(here: Office, found: list[Row], outdated: Mapping[str, Sequence[str]]) -> None:
    from habac24h.channels.registry import KINDS
    from habac24h.workflow.state import screen

    if not found:
        say("Chưa có nội dung nào khớp. Lập kế hoạch bằng `habac24h plan 2026 --apply`.")
    for row in found:
        item, first = row.item, row.airings[0]
        more = f" (+{len(row.airings) - 1} lượt)" if len(row.airings) > 1 else ""
        say(
            f"{when(first.due, here.settings.zone):<26} {KINDS[item.channel].label:<24} "
            f"[{screen(row.state, item.channel)}] {item.title}{more}\n    {item.key}"
        )
        if item.key in outdated:
            names = ", ".join(outdated[item.key])
            say(f"    ! số liệu đã đổi: {names}; thu hồi bằng `habac24h recall {item.key}`")


def _tell(here: Office, told: dict[str, Any]) -> None:
    from datetime import datetime

    from habac24h.workflow.deeds import deed
    from habac24h.workflow.state import screen

    channel = told["channel"]
    say(
        f"{told['title']}\n{told['key']} · bản {told['version']} · {screen(told['state'], channel)}"
    )
    if told["reason"]:
        say(f"Ghi chú: {told['reason']}")
    for airing in told["airings"]:
        at = when(datetime.fromisoformat(airing["due"]), here.settings.zone)
        late = ", quá giờ chưa xác nhận" if airing["overdue"] else ""
        places = f" tại {', '.join(airing['places'])}" if airing["places"] else ""
        say(f"  {airing['key']}: {at}{places}, {screen(airing['state'], channel)}{late}")
        if airing["permalink"]:
            say(f"    {airing['permalink']}")
    say(f"\n{told['text']}\n")
    for number, line in enumerate(told["pictures"], 1):
        say(f"  Ảnh {number}: {line}")
    for finding in told["findings"]:
        say(f"  [{finding['severity']}] {finding['rule']}: {finding['why']} ({finding['found']})")
    for line in told["history"]:
        at = when(datetime.fromisoformat(line["at"]), here.settings.zone)
        say(f"  {at} {line['by']}: {deed(line['act'])}")
