"""The calendar as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from habac24h.commands.common import day, office, say
from habac24h.errors import Refused

app = typer.Typer(no_args_is_help=True, help="Lịch iCalendar.")


@app.callback()
def calendar() -> None:
    """Lịch iCalendar."""


@app.command()
def export(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Tệp .ics; không nêu thì in ra.")
    ] = None,
    campaign: Annotated[str | None, typer.Option(help="Mã chiến dịch.")] = None,
    channel: Annotated[str | None, typer.Option(help="Kênh.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="Từ ngày.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Đến hết ngày.")] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Kể cả bản nháp.")] = False,
    no_alarms: Annotated[bool, typer.Option("--no-alarms", help="Không nhắc việc.")] = False,
) -> None:
    """Xuất lịch thành tệp .ics mà mọi chương trình lịch đọc được."""
    from habac24h.calendar.selection import Selection
    from habac24h.calendar.selection import export as written
    from habac24h.channels.registry import kind

    if channel is not None:
        kind(channel)
    wanted = Selection(campaign, channel, day(since), day(until), drafts, not no_alarms)
    with office() as here, here.database.read() as session:
        body = written(session, wanted, here.clock.now(), here.settings)
    if output is None:
        typer.echo(body.decode(), nl=False)
        return
    try:
        output.write_bytes(body)
    except OSError as error:
        raise Refused(f"Không ghi được {output}: {error.strerror}.") from None
    count = body.count(b"BEGIN:VEVENT")
    say(f"Đã ghi {count} sự kiện vào {output}.")
    if not count and not drafts:
        say("Lịch chỉ gồm nội dung đã duyệt; thêm --drafts để có cả bản nháp.")
