"""The command line: `habac24h COMMAND …`; the commands themselves are in commands/.

Exit codes: 0 done, 1 refused or failed (one sentence on stderr), 2 wrong usage.
"""

from __future__ import annotations

import io
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from habac24h import __version__
from habac24h.commands import (
    backups,
    budget,
    calendars,
    campaigns,
    checking,
    common,
    confirming,
    copying,
    deciding,
    examining,
    facts,
    fanpage,
    feeds,
    helping,
    items,
    misuse,
    own_words,
    people,
    places,
    planning,
    printing,
    publishing,
    reading,
    recalling,
    rehearsing,
    reminders,
    reporting,
    services,
    serving,
    tokens,
    units,
    upkeep,
    writing,
)
from habac24h.errors import HabacError, why_not

app = typer.Typer(
    name="habac24h",
    help="Truyền thông bình đẳng giới xã Hà Bắc: lập kế hoạch, duyệt, đăng, phát, treo, báo cáo.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"habac24h {__version__}")
        raise typer.Exit


@app.callback()
def everything(
    home: Annotated[
        Path | None, typer.Option(help="Thư mục dữ liệu (hoặc biến HABAC24H_HOME).")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="In số phiên bản.")
    ] = False,
) -> None:
    """Truyền thông bình đẳng giới xã Hà Bắc."""
    common.choose_home(home)


app.command()(serving.serve)
app.command()(publishing.run)
app.command()(planning.plan)
app.command()(items.items)
app.command("show")(items.show_item)
app.command()(writing.new)
app.command()(copying.copy)
app.command()(writing.edit)
app.command()(writing.move)
app.command()(deciding.submit)
app.command()(deciding.approve)
app.command("return")(deciding.return_)
app.command()(recalling.recall)
app.command()(deciding.cancel)
app.command()(deciding.resend)
app.command()(confirming.confirm)
app.command()(confirming.resolve)
app.add_typer(campaigns.app, name="campaigns")
app.command()(facts.facts)
app.add_typer(places.app, name="places")
app.add_typer(units.app, name="units")
app.add_typer(budget.app, name="budget")
app.add_typer(own_words.app, name="words")
app.add_typer(calendars.app, name="calendar")
app.add_typer(feeds.app, name="feeds")
app.command()(reading.read)
app.command()(checking.check)
app.command("print")(printing.print_papers)
app.command()(reporting.report)
app.command()(rehearsing.rehearse)
app.add_typer(fanpage.app, name="fanpage")
app.command("practice-page")(publishing.practice_page)
app.add_typer(reminders.app, name="reminders")
app.add_typer(people.app, name="users")
app.add_typer(tokens.app, name="tokens")
app.command()(examining.doctor)
app.command()(backups.backup)
app.command()(backups.restore)
app.add_typer(services.app, name="service")
app.add_typer(upkeep.app, name="db")


def main(arguments: list[str] | None = None) -> None:
    """Run one command and end the process with its exit code."""
    _speak_utf8()
    given = _home_first(sys.argv[1:] if arguments is None else arguments)
    try:
        command = helping.in_vietnamese(typer.main.get_command(app))
        code = command(args=given, prog_name="habac24h", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except typer.TyperException as error:
        typer.echo(misuse.told(error), err=True)
        sys.exit(error.exit_code)
    except typer.Abort:
        typer.echo("Đã thôi, chưa làm gì.", err=True)
        sys.exit(1)
    except HabacError as error:
        typer.echo(error.sentence, err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        typer.echo(f"Chưa đọc hoặc ghi được tệp{where}: {why_not(error)}.", err=True)
        sys.exit(1)
    except Exception as error:
        # The last net: an official is told in one sentence; where it broke is kept for developers.
        kept = _keep_trace(error)
        asked = (
            f"Hãy gửi tệp {kept} cho người hỗ trợ."
            if kept
            else "Hãy báo người hỗ trợ, và xem ổ đĩa còn chỗ không."
        )
        typer.echo(
            f"Chương trình gặp lỗi ngoài dự kiến ({type(error).__name__}); chưa có gì bị ghi dở. "
            f"{asked}",
            err=True,
        )
        sys.exit(1)


def _keep_trace(error: Exception) -> Path | None:
    """The lines of code that led here, without the error's words: they may hold a secret.

    None where the home cannot be written to, which may be the very trouble.
    """
    try:
        path = common.home() / "loi.log"
        with path.open("a", encoding="utf-8") as file:
            file.write("".join(traceback.format_tb(error.__traceback__)))
            file.write(f"{type(error).__name__}\n\n")
    except (OSError, HabacError):
        return None
    return path


def _home_first(arguments: list[str]) -> list[str]:
    """`--home DIR` may stand anywhere: people write it after the command as often as before."""
    home: list[str] = []
    rest: list[str] = []
    position = 0
    while position < len(arguments):
        one = arguments[position]
        if one == "--home" and position + 1 < len(arguments):
            home = ["--home", arguments[position + 1]]
            position += 2
            continue
        if one.startswith("--home="):
            home = [one]
        else:
            rest.append(one)
        position += 1
    return home + rest


def _speak_utf8() -> None:
    """A cp1252 or cp1258 console would crash on the first Vietnamese letter."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
