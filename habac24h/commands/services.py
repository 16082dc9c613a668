"""The program as a service of this computer: shown, installed, removed."""

from __future__ import annotations

import getpass
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from habac24h.commands.common import home, named_home, say
from habac24h.errors import Refused

app = typer.Typer(no_args_is_help=True, help="Cho chương trình chạy cùng máy.")
Print = Annotated[bool, typer.Option("--print", help="Chỉ in ra, không cài gì.")]
System = Annotated[
    bool, typer.Option("--system", help="Linux: cho cả máy, chạy bằng tài khoản --account.")
]
Account = Annotated[str | None, typer.Option(help="Tài khoản của máy chạy chương trình.")]


@app.callback()
def service() -> None:
    """Cho chương trình chạy cùng máy."""


@app.command()
def install(only_print: Print = False, system: System = False, account: Account = None) -> None:
    """Cài để chương trình tự chạy khi bật máy và tự chạy lại khi lỗi (systemd, Task Scheduler)."""
    if platform.system() == "Windows":
        _install_task(only_print, account)
    else:
        _install_unit(_Unit(system, account), only_print)


@app.command()
def remove(only_print: Print = False, system: System = False) -> None:
    """Gỡ: chương trình dừng và không tự chạy nữa. Dữ liệu giữ nguyên."""
    if platform.system() == "Windows":
        from habac24h.service.windows import NAME

        commands = [["schtasks", "/End", "/TN", NAME], ["schtasks", "/Delete", "/TN", NAME, "/F"]]
        _run(commands[:1], only_print, must=False)
        _run(commands[1:], only_print)
    else:
        _remove_unit(_Unit(system, None), only_print)


@dataclass(frozen=True)
class _Unit:
    """The systemd unit of this home."""

    system: bool
    account: str | None

    @property
    def file(self) -> Path:
        from habac24h.service.systemd import NAME

        if self.system:
            return Path("/etc/systemd/system") / NAME
        config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        return Path(config) / "systemd" / "user" / NAME

    @property
    def control(self) -> list[str]:
        return ["systemctl"] if self.system else ["systemctl", "--user"]

    def text(self, here: Path) -> str:
        from habac24h import config
        from habac24h.service.systemd import unit

        if self.system and self.account is None:
            raise Refused(
                "Cài cho cả máy thì phải nêu tài khoản chạy chương trình, ví dụ --account habac24h "
                "(tài khoản riêng, không phải root)."
            )
        folder = config.load(here).backups.folder
        writes = [Path(folder).expanduser()] if folder else []
        account = self.account if self.system else None
        return unit(_command(here), home=here, account=account, writes=writes)


def _install_unit(unit: _Unit, only_print: bool) -> None:
    from habac24h.service.systemd import NAME

    if only_print:
        say(unit.text(named_home()).rstrip("\n"))
        return
    if unit.system and not named_home().is_dir():
        raise Refused(
            f"Chưa có thư mục dữ liệu {named_home()}; hãy tạo thư mục và giao cho tài khoản chạy "
            "chương trình trước."
        )
    text = unit.text(home())
    _need("systemctl", "Máy này không có systemd; hãy cho `habac24h serve` chạy theo cách của máy.")
    unit.file.parent.mkdir(parents=True, exist_ok=True)
    unit.file.write_text(text, encoding="utf-8")
    _run([[*unit.control, "daemon-reload"], [*unit.control, "enable", "--now", NAME]], only_print)
    say(f"Đã cài {unit.file}; chương trình đang chạy. Xem: {' '.join(unit.control)} status {NAME}")
    if not unit.system:
        say(f"Để chạy cả khi chưa ai đăng nhập máy: loginctl enable-linger {getpass.getuser()}")


def _remove_unit(unit: _Unit, only_print: bool) -> None:
    from habac24h.service.systemd import NAME

    stop = [[*unit.control, "disable", "--now", NAME]]
    if only_print:
        _run(stop, only_print)
        say(f"rm {unit.file}")
        return
    if not unit.file.exists():
        raise Refused(f"Chưa cài dịch vụ nào ở {unit.file}.")
    _run(stop, only_print, must=False)
    unit.file.unlink()
    _run([[*unit.control, "daemon-reload"]], only_print, must=False)
    say("Đã gỡ; dữ liệu giữ nguyên.")


def _install_task(only_print: bool, account: str | None) -> None:
    from habac24h.service.windows import NAME, task

    here = named_home() if only_print else home()
    who = account or "\\".join(
        part for part in (os.environ.get("USERDOMAIN"), getpass.getuser()) if part
    )
    made = task(_command(here), home=here, account=who)
    if only_print:
        say(made.decode("utf-16").rstrip("\n"))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "habac24h.xml"
        file.write_bytes(made)
        _run([["schtasks", "/Create", "/TN", NAME, "/XML", str(file), "/F"]], only_print)
    _run([["schtasks", "/Run", "/TN", NAME]], only_print)
    say("Đã cài việc “habac24h” của Task Scheduler; chương trình đang chạy.")


def _command(here: Path) -> list[str]:
    """How the service starts us: by this very Python, whatever PATH a service has."""
    return [sys.executable, "-m", "habac24h", "--home", str(here), "serve"]


def _need(tool: str, sentence: str) -> None:
    if shutil.which(tool) is None:
        raise Refused(sentence)


def _run(commands: Sequence[Sequence[str]], only_print: bool, *, must: bool = True) -> None:
    for command in commands:
        if only_print:
            say(" ".join(command))
            continue
        ended = subprocess.run(
            command, capture_output=True, text=True, errors="replace", check=False
        )
        if ended.returncode and must:
            said = (ended.stderr or ended.stdout).strip().splitlines()
            told = f" ({said[-1]})" if said else ""
            raise Refused(
                f"Máy không làm được `{' '.join(command)}`{told}; hãy chạy bằng tài khoản quản trị "
                "của máy, hoặc xem nội dung bằng --print rồi cài bằng tay."
            )
