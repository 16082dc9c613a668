"""The calendar as a file, and the office's own calendar read in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import Json, day, office, say, show
from habac24h.errors import Refused, why_not

if TYPE_CHECKING:
    from habac24h.calendar.selection import Selection

Campaign = Annotated[str | None, typer.Option("--campaign", help="Mã chiến dịch.")]
Channel = Annotated[str | None, typer.Option("--channel", help="Kênh.")]
AtPlace = Annotated[str | None, typer.Option("--place", help="Mã địa điểm.")]
Since = Annotated[str | None, typer.Option("--from", help="Từ ngày (nếu không: 90 ngày trước).")]
Until = Annotated[str | None, typer.Option("--to", help="Đến hết ngày (nếu không: 400 ngày tới).")]
Drafts = Annotated[bool, typer.Option("--drafts", help="Kể cả bản nháp.")]
NoAlarms = Annotated[bool, typer.Option("--no-alarms", help="Không nhắc việc.")]

app = typer.Typer(no_args_is_help=True, help="Lịch iCalendar.")


@app.callback()
def calendar() -> None:
    """Lịch iCalendar."""


def selection(
    campaign: str | None,
    channel: str | None,
    place: str | None,
    since: str | None,
    until: str | None,
    drafts: bool,
    no_alarms: bool,
) -> Selection:
    """The filters that a file and a feed have in common."""
    from habac24h.calendar.selection import Selection

    return Selection(
        campaign=campaign,
        channel=channel,
        place=place,
        since=day(since),
        until=day(until),
        drafts=drafts,
        alarms=not no_alarms,
    )


@app.command()
def export(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Tệp .ics; không nêu thì in ra.")
    ] = None,
    campaign: Campaign = None,
    channel: Channel = None,
    place: AtPlace = None,
    since: Since = None,
    until: Until = None,
    drafts: Drafts = False,
    no_alarms: NoAlarms = False,
) -> None:
    """Xuất lịch thành tệp .ics mà mọi chương trình lịch đọc được (từng byte như lịch đăng ký)."""
    from habac24h.calendar.feeds import refuse_unknown
    from habac24h.calendar.selection import export as written

    wanted = selection(campaign, channel, place, since, until, drafts, no_alarms)
    with office() as here, here.database.read() as session:
        refuse_unknown(session, wanted)
        now = here.clock.now()
        body = written(session, wanted, now, here.settings)
        if not _events(body) and since is None and until is None:
            # Only a year far ahead is planned: an empty file would help nobody.
            wanted = wanted.of_all_years()
            body = written(session, wanted, now, here.settings)
        first, last = wanted.days(now.astimezone(here.settings.zone).date())
    if output is None:
        typer.echo(body.decode(), nl=False)
        return
    try:
        output.write_bytes(body)
    except OSError as error:
        raise Refused(f"Không ghi được {output}: {why_not(error)}.") from None
    say(f"Đã ghi {_events(body)} sự kiện từ {first:%d/%m/%Y} đến {last:%d/%m/%Y} vào {output}.")
    if not drafts:
        say("Lịch chỉ gồm nội dung đã duyệt; thêm --drafts để có cả bản nháp.")


def _events(body: bytes) -> int:
    return body.count(b"\r\nBEGIN:VEVENT\r\n")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp .ics của cơ quan.")],
) -> None:
    """Nhập lịch riêng của cơ quan (họp, chợ phiên, thi cử) để lập kế hoạch biết mà tránh."""
    from habac24h import audit, given
    from habac24h.calendar import busy

    try:
        data = given.read(file)
    except OSError as error:
        raise Refused(f"Không đọc được {file}: {why_not(error)}.") from None
    with office() as here:
        now, zone = here.clock.now(), here.settings.zone
        today = now.astimezone(zone).date()
        looked = busy.look_through(data, file.name, today=today, zone=zone)
        with here.database.write() as session:
            found = busy.take_in(session, looked, by=audit.actor("máy này"), now=now)
    say(f"Đã nhập {found.kept} sự kiện của cơ quan, bỏ {found.removed}; chỉ dùng để lập kế hoạch.")
    if found.ours:
        say(f"Đã bỏ qua {found.ours} sự kiện của chính lịch truyền thông.")
    say("Chạy `habac24h plan NĂM` để xem kế hoạch trùng vào đâu.")


@app.command("busy")
def busy_(since: Since = None, until: Until = None, as_json: Json = False) -> None:
    """Những ngày cơ quan bận, theo lịch đã nhập."""
    from habac24h.calendar import busy
    from habac24h.calendar.selection import Selection

    with office() as here, here.database.read() as session:
        zone = here.settings.zone
        today = here.clock.now().astimezone(zone).date()
        first, last = Selection(since=day(since), until=day(until)).days(today)
        found = busy.within(session, first, last, zone)
    told = [
        {
            "uid": one.uid,
            "summary": one.summary,
            "start": one.span.start.astimezone(zone).isoformat(),
            "end": one.span.end.astimezone(zone).isoformat(),
            "whole_days": one.span.whole_days,
        }
        for one in found
    ]

    def plain() -> None:
        if not found:
            say("Chưa có sự kiện nào. Nhập bằng `habac24h calendar import TỆP`.")
        for one in found:
            start, end = (at.astimezone(zone) for at in (one.span.start, one.span.end))
            hours = "cả ngày" if one.span.whole_days else f"{start:%H:%M}–{end:%H:%M}"
            say(f"{start:%d/%m/%Y} {hours:<12} {one.summary}  [{one.uid}]")

    show(told, as_json=as_json, plain=plain)


@app.command()
def forget(uid: Annotated[str, typer.Argument(metavar="MÃ", help="Mã (UID) của sự kiện.")]) -> None:
    """Bỏ một sự kiện của cơ quan khỏi lịch đã nhập."""
    from habac24h import audit
    from habac24h.calendar import busy

    with office() as here, here.database.write() as session:
        busy.forget(session, uid, by=audit.actor("máy này"), now=here.clock.now())
    say(f"Đã bỏ sự kiện {uid}.")
