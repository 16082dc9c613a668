"""The facts of one edition: shown, given as name=value, verified, or taken over from a year ago."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h.commands.common import Json, day, office, say, show
from habac24h.errors import Refused

if TYPE_CHECKING:
    from sqlmodel import Session

    from habac24h.office import Office
    from habac24h.workflow import Desk
    from habac24h.workflow.facts import Changed, Details


def facts(
    year: Annotated[int, typer.Argument(metavar="NĂM", help="Năm của đợt.")],
    campaign: Annotated[
        str,
        typer.Argument(metavar="CHIẾN-DỊCH", help="Mã chiến dịch, hoặc chung (mọi đợt của năm)."),
    ],
    given: Annotated[
        list[str] | None, typer.Argument(metavar="TÊN=GIÁ TRỊ", help="Số liệu cần điền.")
    ] = None,
    verified: Annotated[
        str | None, typer.Option(help="Ngày đã gọi thử số điện thoại (không ghi: hôm nay).")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Nguồn của con số: văn bản, cơ quan.")] = None,
    source_year: Annotated[int | None, typer.Option(help="Năm của con số.")] = None,
    copy_from: Annotated[
        int | None, typer.Option(help="Lấy lại số điện thoại, người ký của năm này.")
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option(help="Bỏ hẳn số liệu này (gõ nhầm tên); nêu được nhiều lần.")
    ] = None,
    by: Annotated[str | None, typer.Option("--as", help="Tên người dùng thực hiện.")] = None,
    as_json: Json = False,
) -> None:
    """Xem hoặc điền số liệu của một đợt: chủ đề năm, số điện thoại, con số có nguồn, người ký."""
    from habac24h.workflow.facts import Details

    details = Details(day(verified), source, source_year)
    with office() as here:
        changed, copied = None, None
        if copy_from is not None:
            changed, copied = _copy(here, by, year, campaign, copy_from, given or remove)
        elif remove:
            changed = _remove(here, by, year, campaign, remove, given)
        elif given:
            changed = _give(here, by, year, campaign, given, details)
        elif details != Details():
            raise Refused("Hãy nêu số liệu nào được gọi thử hoặc có nguồn này.")
        with here.database.read() as session:
            told = _told(session, here, campaign, year)
    if changed is not None:
        told |= {"rewritten": list(changed.rewritten), "to_look_at": list(changed.to_look_at)}
        told |= {"unused": list(changed.unused), "verified_today": list(changed.verified_today)}
    if copied is not None:
        told["copied"] = copied
    show(told, as_json=as_json, plain=lambda: _tell(told))


def _give(
    here: Office, by: str | None, year: int, campaign: str, given: list[str], details: Details
) -> Changed:
    """Names with a value are stored; names alone are phones that somebody called."""
    from habac24h.workflow.facts import set_facts, verify

    named = [one for one in given if "=" not in one]
    if named and (details.verified_on is None or len(named) < len(given)):
        raise Refused(
            f"“{named[0]}” chưa đúng; hãy viết tên=giá trị, ví dụ phone_police=02203…. "
            "Chỉ viết riêng tên khi ghi ngày đã gọi thử (--verified)."
        )
    with here.database.write() as session:
        desk = _desk(session, here, by)
        if named:
            assert details.verified_on is not None
            return verify(desk, year, campaign, named, details.verified_on)
        return set_facts(desk, year, campaign, dict(map(_pair, given)), details)


def _remove(
    here: Office,
    by: str | None,
    year: int,
    campaign: str,
    names: list[str],
    given: list[str] | None,
) -> Changed:
    from habac24h.workflow.facts import remove_facts

    if given:
        raise Refused("--remove không đi cùng số liệu mới; hãy chạy hai lệnh riêng.")
    with here.database.write() as session:
        return remove_facts(_desk(session, here, by), year, campaign, names)


def _copy(
    here: Office, by: str | None, year: int, campaign: str, from_year: int, given: list[str] | None
) -> tuple[Changed, list[str]]:
    from habac24h.workflow.facts import copy_facts

    if given:
        raise Refused("--copy-from không đi cùng số liệu mới; hãy chạy hai lệnh riêng.")
    with here.database.write() as session:
        return copy_facts(_desk(session, here, by), year, campaign, from_year)


def _desk(session: Session, here: Office, by: str | None) -> Desk:
    from habac24h import audit
    from habac24h.workflow import Desk

    now = here.clock.now()
    if by:
        return Desk.of(session, here.settings, now, by)
    return Desk(session, here.settings, now, audit.actor("máy này"), "editor")


def _pair(written: str) -> tuple[str, str]:
    name, _sign, value = written.partition("=")
    return name.strip(), value.strip()


def _told(session: Session, here: Office, campaign: str, year: int) -> dict[str, Any]:
    from habac24h.campaigns import library
    from habac24h.campaigns.facts import COMMON, given, shown
    from habac24h.workflow.gaps import missing_of

    found = given(session, campaign, year)
    today = here.clock.now().astimezone(here.settings.zone).date()
    stale = [one.name for one in found if one.is_stale(today, here.settings.fact_stale_days)]
    required = () if campaign == COMMON else library.load(session, campaign).required
    return {
        "year": year,
        "campaign": campaign,
        "required": list(required),
        "facts": shown(found),
        "missing": list(missing_of(session, campaign, year)),
        "stale": stale,
        "details": [
            {
                "name": one.name,
                "value": one.value,
                "verified_on": one.verified_on.isoformat() if one.verified_on else None,
                "source": one.source or None,
                "source_year": one.source_year,
                "common": one.common,
                "usable": not one.is_blank and not one.lacks_source,
            }
            for one in found
        ],
    }


def _tell(told: dict[str, Any]) -> None:
    from habac24h.campaigns.facts import command_for

    campaign, year = told["campaign"], told["year"]
    say(f"Đợt {campaign} {year}:")
    for fact in told["details"]:
        say(f"  {fact['name']} = {fact['value']}{_behind(fact, told['stale'])}")
        if not fact["usable"]:
            say("    bài chưa dùng được con số này: hãy ghi --source và --source-year")
    for name in told["missing"]:
        say(f"  {name}: CHƯA ĐIỀN, điền bằng `{command_for(name, campaign, year)}`")
    for name in told.get("copied", []):
        say(f"Đã lấy lại {name}, ngày gọi thử giữ nguyên như cũ.")
    for name in told.get("verified_today", []):
        say(
            f"Ngày gọi thử {name} được ghi là hôm nay; nếu gọi ngày khác, hãy ghi bằng "
            f"`habac24h facts {year} {campaign} {name} --verified NĂM-THÁNG-NGÀY`."
        )
    _tell_changes(told)


def _behind(fact: dict[str, Any], stale: list[str]) -> str:
    """What stands behind a value, in brackets."""
    parts = []
    if fact["name"].startswith("phone_"):
        on = fact["verified_on"]
        called = f"gọi thử {date.fromisoformat(on):%d/%m/%Y}" if on else "chưa ai gọi thử"
        parts.append(called + (", ĐÃ LÂU: hãy gọi lại" if on and fact["name"] in stale else ""))
    if fact["source"] or fact["source_year"]:
        parts.append(
            f"nguồn: {fact['source'] or 'chưa ghi'}, năm {fact['source_year'] or 'chưa ghi'}"
        )
    if fact["common"]:
        parts.append("chung cả năm")
    return f" ({'; '.join(parts)})" if parts else ""


def _tell_changes(told: dict[str, Any]) -> None:
    if "rewritten" in told:
        say(f"Đã viết lại {len(told['rewritten'])} bản nháp theo số liệu mới.")
    for name in told.get("unused", []):
        say(f"Lưu ý: chưa nội dung nào dùng “{name}”; hãy xem lại cách viết tên.")
    for key in told.get("to_look_at", []):
        say(f"Cần xem lại: {key} đã dùng số liệu cũ; thu hồi bằng `habac24h recall {key}`.")
    if len(told.get("to_look_at", [])) > 1:
        say("Thu hồi tất cả cùng lúc: `habac24h recall --all`.")
