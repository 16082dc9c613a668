"""Looking: the list of items, and one item with its words, times and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h.commands.common import Json, day, office, say, show, when

if TYPE_CHECKING:
    from sqlmodel import Session

    from habac24h.accounts.names import Names
    from habac24h.config import Settings
    from habac24h.office import Office
    from habac24h.workflow.view import Row


_DECIDED = ("unknown", "failed", "withdrawing", "missed")
"""Asked for by --state, these come with what is known and the ways out."""


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
        troubles = {
            row.item.key: _to_decide(session, row, now, here.settings)
            for row in found
            if state == row.state in _DECIDED
        }
        listed = [told | _decisions(troubles, told["key"]) for told in listed]
        show(listed, as_json=as_json, plain=lambda: _list(here, found, late, troubles))


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
    key: Annotated[str, typer.Argument(metavar="MÃ", help="Mã nội dung.")], as_json: Json = False
) -> None:
    """Một nội dung: lời, giờ, trạng thái, điều cần sửa và lịch sử."""
    from sqlmodel import select

    from habac24h.accounts.names import names_of_people
    from habac24h.models import Place
    from habac24h.workflow import Desk
    from habac24h.workflow.doubles import told_of
    from habac24h.workflow.history import history
    from habac24h.workflow.pictures import described
    from habac24h.workflow.view import as_dict, one

    with office() as here, here.database.read() as session:
        zone, now = here.settings.zone, here.clock.now()
        item = Desk.reader(session, here.settings, now).item(key)
        row = one(session, item)
        told = as_dict(session, row, now, here.settings)
        told["history"] = history(session, item, zone)
        called = names_of_people(session)
        told["people"] = called.as_dict((item.author, *(line["by"] for line in told["history"])))
        told["reason"] = item.reason
        told["pictures"] = described(session, item)
        told["doubles"] = [one.sentence(one.by_command) for one in told_of(session, item.key, zone)]
        told["decide"] = _to_decide(session, row, now, here.settings)
        names = {place.id: place.name for place in session.exec(select(Place))}
        show(told, as_json=as_json, plain=lambda: _tell(here, told, called, names, row))


def _to_decide(
    session: Session, row: Row, now: datetime, settings: Settings
) -> list[dict[str, Any]]:
    """What a person must decide about an item's airings."""
    from habac24h.workflow.knowing import to_decide

    found = [to_decide(session, row.item, airing, now, settings) for airing in row.airings]
    return [one for one in found if one is not None]


def _decisions(troubles: Mapping[str, list[dict[str, Any]]], key: str) -> dict[str, Any]:
    """What is added to an item's JSON where a decision was asked for."""
    return {"decide": troubles[key]} if key in troubles else {}


def _tell_trouble(what: dict[str, Any]) -> None:
    """Why, what is known, and each way out with its very command."""
    if what["reason"]:
        say(f"    Lý do: {what['reason']}")
    if what["said"] and what["said"] not in (what["reason"] or ""):
        say(f"    Facebook nói: “{what['said']}”")
    for line in what["known"]:
        say(f"    - {line}")
    say(f"    {what['sentence']}")
    for move in what["moves"]:
        say(f"    {move['fits']}\n      {move['command']}")


def _list(
    here: Office,
    found: list[Row],
    outdated: Mapping[str, Sequence[str]],
    troubles: Mapping[str, Sequence[dict[str, Any]]],
) -> None:
    from habac24h.channels.registry import KINDS
    from habac24h.workflow.state import screen

    if not found:
        say("Chưa có nội dung nào khớp. Lập kế hoạch bằng `habac24h plan 2026 --apply`.")
    for row in found:
        item, first = row.item, row.airings[0]
        more = f" (+{len(row.airings) - 1} lượt)" if len(row.airings) > 1 else ""
        say(
            f"{when(first.due, here.settings.zone):<26} {KINDS[item.channel].label:<24} "
            f"[{screen(row.state, item.channel, down=row.down)}] {item.title}{more}\n    {item.key}"
        )
        if item.key in outdated:
            names = ", ".join(outdated[item.key])
            say(f"    ! số liệu đã đổi: {names}; thu hồi bằng `habac24h recall {item.key}`")
        for what in troubles.get(item.key, ()):
            say(f"    {what['airing']}")
            _tell_trouble(what)


def _tell(
    here: Office, told: dict[str, Any], called: Names, names: Mapping[str, str], row: Row
) -> None:
    from habac24h.content.checks.finding import SEVERITIES
    from habac24h.workflow.state import screen, waits

    channel, now = told["channel"], here.clock.now()
    come = {one.key for one in row.airings if waits(row.item, one) and one.due <= now}
    state = screen(told["state"], channel, down=row.down)
    say(f"{told['title']}\n{told['key']} · bản {told['version']} · {state}")
    if told["reason"]:
        say(f"Ghi chú: {told['reason']}")
    for sentence in told["doubles"]:
        say(f"Lưu ý: {sentence}")
    for airing in told["airings"]:
        at = when(datetime.fromisoformat(airing["due"]), here.settings.zone)
        late = ", quá giờ chưa xác nhận" if airing["overdue"] else ""
        places = f" tại {', '.join(airing['places'])}" if airing["places"] else ""
        going = screen(airing["state"], channel, down=row.down)
        state = "đã đến giờ" if airing["key"] in come else going
        say(f"  {airing['key']}: {at}{places}, {state}{late}")
        if airing["permalink"]:
            say(f"    {airing['permalink']}")
        for what in told["decide"]:
            if what["airing"] == airing["key"]:
                _tell_trouble(what)
    say(f"\n{told['text']}\n")
    for number, line in enumerate(told["pictures"], 1):
        say(f"  Ảnh {number}: {line}")
    for finding in told["findings"]:
        seen = f" Thấy: “{finding['found']}”." if finding["found"] else ""
        say(f"  {SEVERITIES[finding['severity']]}: {finding['why'].rstrip('.')}.{seen}")
    for line in told["history"]:
        at = when(datetime.fromisoformat(line["at"]), here.settings.zone)
        say(f"  {at} {called.name(line['by'])}: {_deed(line, channel, names)}")


def _deed(line: Mapping[str, Any], channel: str, names: Mapping[str, str]) -> str:
    from habac24h.workflow.happened import happened

    return happened(line["act"], line["details"], channel, names)
