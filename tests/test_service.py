"""The service: what systemd and Windows are given, and that nothing is installed by --print."""

from __future__ import annotations

import getpass
import platform
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from cli_kit import Terminal

from habac24h.service import systemd, windows

AWKWARD = Path('/srv/nhà 100% "$dữ" liệu')
COMMAND = ["/usr/bin/python3", "-m", "habac24h", "--home", str(AWKWARD), "serve"]
TASK = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", capsys)


def test_the_unit_of_one_account_starts_this_python_in_this_home(terminal: Terminal) -> None:
    lines = terminal.ok("service", "install", "--print").out.splitlines()
    assert (
        f'ExecStart="{sys.executable}" "-m" "habac24h" "--home" "{terminal.home}" "serve"' in lines
    )
    assert lines[-1] == "WantedBy=default.target"
    assert not terminal.home.exists()


def test_words_that_systemd_would_read_are_escaped() -> None:
    text = systemd.unit(COMMAND, home=AWKWARD, account="habac24h")
    (start,) = (line for line in text.splitlines() if line.startswith("ExecStart="))
    assert start == (
        'ExecStart="/usr/bin/python3" "-m" "habac24h" "--home" '
        '"/srv/nhà 100%% \\"$$dữ\\" liệu" "serve"'
    )


def test_the_unit_of_the_whole_computer_writes_only_where_it_must(terminal: Terminal) -> None:
    terminal.home.mkdir()
    (terminal.home / "habac24h.toml").write_text('[backups]\nfolder = "/mnt/sao luu"\n')
    lines = terminal.ok(
        "service", "install", "--system", "--account", "habac24h", "--print"
    ).out.splitlines()
    assert f'ReadWritePaths="{terminal.home}" "/mnt/sao luu"' in lines
    for one in ("User=habac24h", "ProtectSystem=strict", "CapabilityBoundingSet="):
        assert one in lines
    assert terminal.run("service", "install", "--system", "--print").err == (
        "Cài cho cả máy thì phải nêu tài khoản chạy chương trình, ví dụ --account habac24h "
        "(tài khoản riêng, không phải root).\n"
    )


@pytest.mark.parametrize("account", [None, getpass.getuser()])
def test_systemd_itself_finds_nothing_wrong(tmp_path: Path, account: str | None) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:  # a bare machine
        return
    file = tmp_path / systemd.NAME
    command = [sys.executable, *COMMAND[1:]]
    file.write_text(systemd.unit(command, home=tmp_path, account=account), encoding="utf-8")
    ended = subprocess.run([analyze, "verify", file], capture_output=True, text=True, check=False)
    complaints = [line for line in ended.stderr.splitlines() if systemd.NAME in line]
    assert (ended.returncode, complaints) == (0, [])


def test_it_is_installed_and_removed_by_systemctl(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A systemctl that writes down what it is asked stands in front of the real one."""
    said = _fake_systemctl(tmp_path, monkeypatch, code=0)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    unit = tmp_path / "config" / "systemd" / "user" / systemd.NAME
    assert terminal.run("service", "remove").err == f"Chưa cài dịch vụ nào ở {unit}.\n"
    terminal.ok("service", "install")
    assert unit.read_text(encoding="utf-8") == systemd.unit(
        [sys.executable, "-m", "habac24h", "--home", str(terminal.home), "serve"],
        home=terminal.home,
    )
    terminal.ok("service", "remove")
    assert not unit.exists()
    assert said.read_text().splitlines() == [
        "--user daemon-reload",
        "--user enable --now habac24h.service",
        "--user disable --now habac24h.service",
        "--user daemon-reload",
    ]


def test_what_the_computer_refuses_is_told(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fake_systemctl(tmp_path, monkeypatch, code=1)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    ran = terminal.run("service", "install")
    assert (ran.code, ran.err) == (
        1,
        "Máy không làm được `systemctl --user daemon-reload` (no bus); hãy chạy bằng tài khoản "
        "quản trị của máy, hoặc xem nội dung bằng --print rồi cài bằng tay.\n",
    )


def test_the_task_of_windows() -> None:
    made = windows.task(["C:\\Py thon\\python.exe", *COMMAND[1:]], home=AWKWARD, account="PC\\lan")
    assert made.startswith(b"\xff\xfe")
    root = ElementTree.fromstring(made.decode("utf-16"))
    found = {name: root.findtext(f".//t:{name}", namespaces=TASK) for name in _WANTED}
    assert found == _WANTED


_WANTED = {
    "Command": "C:\\Py thon\\python.exe",
    "Arguments": f'-m habac24h --home "{AWKWARD}" serve',
    "UserId": "PC\\lan",
    "LogonType": "S4U",
    "ExecutionTimeLimit": "PT0S",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "Interval": "PT1M",
    "Count": "999",
    "MultipleInstancesPolicy": "IgnoreNew",
}


def test_windows_is_shown_its_task(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    shown = terminal.ok("service", "install", "--print", "--account", "PC\\lan").out
    assert shown.splitlines()[0] == '<?xml version="1.0" encoding="UTF-16"?>'
    assert "<BootTrigger>" in shown
    assert terminal.ok("service", "remove", "--print").out.splitlines() == [
        "schtasks /End /TN habac24h",
        "schtasks /Delete /TN habac24h /F",
    ]


@pytest.mark.parametrize(
    ("word", "written"),
    [("a", "a"), ("a b", '"a b"'), ("C:\\a b\\", '"C:\\a b\\\\"'), ("", '""')],
)
def test_words_of_a_command_line_of_windows(word: str, written: str) -> None:
    assert windows._quoted(word) == written


def _fake_systemctl(folder: Path, monkeypatch: pytest.MonkeyPatch, *, code: int) -> Path:
    said, tool = folder / "asked.txt", folder / "bin" / "systemctl"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\necho "$*" >> "{said}"\necho "no bus" >&2\nexit {code}\n')
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tool.parent), prepend=":")
    return said
