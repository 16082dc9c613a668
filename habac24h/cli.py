"""The command line: `habac24h COMMAND …`; the commands themselves are in commands/.

Exit codes: 0 done, 1 refused or failed (one sentence on stderr), 2 wrong usage.
"""

from __future__ import annotations

import io
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from habac24h import __version__
from habac24h.commands import common, helping, misuse
from habac24h.errors import HabacError, why_not

COMMANDS = {
    "serve": "serving:serve",
    "run": "publishing:run",
    "plan": "planning:plan",
    "items": "items:items",
    "show": "items:show_item",
    "new": "writing:new",
    "copy": "copying:copy",
    "edit": "writing:edit",
    "move": "writing:move",
    "submit": "deciding:submit",
    "approve": "deciding:approve",
    "return": "deciding:return_",
    "recall": "recalling:recall",
    "cancel": "deciding:cancel",
    "resend": "deciding:resend",
    "confirm": "confirming:confirm",
    "resolve": "confirming:resolve",
    "campaigns": "campaigns:app",
    "facts": "facts:facts",
    "places": "places:app",
    "units": "units:app",
    "budget": "budget:app",
    "words": "own_words:app",
    "calendar": "calendars:app",
    "feeds": "feeds:app",
    "read": "reading:read",
    "check": "checking:check",
    "print": "printing:print_papers",
    "report": "reporting:report",
    "rehearse": "rehearsing:rehearse",
    "fanpage": "fanpage:app",
    "practice-page": "publishing:practice_page",
    "reminders": "reminders:app",
    "settings": "settings:app",
    "users": "people:app",
    "tokens": "tokens:app",
    "doctor": "examining:doctor",
    "backup": "backups:backup",
    "restore": "backups:restore",
    "service": "services:app",
    "db": "upkeep:app",
}
"""Each command, in the order of the help: its module in commands/ and its function or group."""
_HELP = "Truyền thông bình đẳng giới xã Hà Bắc: lập kế hoạch, duyệt, đăng, phát, treo, báo cáo."


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"habac24h {__version__}")
        raise typer.Exit


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


def program(*names: str) -> typer.Typer:
    """The command line with the commands of these names, or with all of them.

    Only the command that runs is loaded: an office that serves its pages holds no other.
    """
    app = typer.Typer(
        name="habac24h",
        help=_HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(everything)
    for name in names or COMMANDS:
        module, _, inside = COMMANDS[name].partition(":")
        found = getattr(import_module(f"habac24h.commands.{module}"), inside)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    return app


def main(arguments: list[str] | None = None) -> None:
    """Run one command and end the process with its exit code."""
    _speak_utf8()
    home, given = _home_apart(sys.argv[1:] if arguments is None else arguments)
    wanted = [name for name in given[:1] if name in COMMANDS]
    try:
        command = helping.in_vietnamese(typer.main.get_command(program(*wanted)))
        code = command(args=home + given, prog_name="habac24h", standalone_mode=False)
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


def _home_apart(arguments: list[str]) -> tuple[list[str], list[str]]:
    """`--home DIR`, which may stand anywhere (people write it after the command), and the rest."""
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
    return home, rest


def _speak_utf8() -> None:
    """A cp1252 or cp1258 console would crash on the first Vietnamese letter."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
