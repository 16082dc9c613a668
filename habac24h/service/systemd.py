"""A systemd unit: for one person's account, or for the whole computer with every door shut.

Not MemoryDenyWriteExecute: libffi, which some wheels bring along, needs such pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

NAME = "habac24h.service"
_ANY = (
    "NoNewPrivileges=yes",
    "LockPersonality=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
    "SystemCallArchitectures=native",
    "UMask=0077",
)
_WHOLE = (
    "CapabilityBoundingSet=",
    "AmbientCapabilities=",
    "ProtectSystem=strict",
    "ProtectHome=read-only",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "ProtectClock=yes",
    "ProtectControlGroups=yes",
    "ProtectHostname=yes",
    "ProtectKernelLogs=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelTunables=yes",
    "ProtectProc=invisible",
    "ProcSubset=pid",
    "RemoveIPC=yes",
    "RestrictNamespaces=yes",
    "SystemCallFilter=@system-service",
    "SystemCallFilter=~@privileged @resources",
    "SystemCallErrorNumber=EPERM",
)


def unit(
    command: Sequence[str], *, home: Path, account: str | None = None, writes: Iterable[Path] = ()
) -> str:
    """The unit's text; with `account` for the whole computer, run by that account.

    `writes` are folders besides the home that the program must write to.
    """
    lines = [
        "[Unit]",
        "Description=habac24h: lịch, bài đăng và nhắc việc của cơ quan",
        "After=network-online.target",
        "Wants=network-online.target",
        "StartLimitIntervalSec=0",
        "",
        "[Service]",
        "Type=exec",
        f"ExecStart={' '.join(_quoted(word) for word in command)}",
        "Restart=always",
        "RestartSec=10",
        "TimeoutStopSec=90",
        "Environment=PYTHONUTF8=1 PYTHONUNBUFFERED=1",
        *_ANY,
    ]
    if account is not None:
        places = " ".join(_quoted(str(one)) for one in (home, *writes))
        lines += [f"User={account}", f"ReadWritePaths={places}", *_WHOLE]
    wanted = "default.target" if account is None else "multi-user.target"
    return "\n".join([*lines, "", "[Install]", f"WantedBy={wanted}", ""])


def _quoted(word: str) -> str:
    """One word of a command line as systemd reads it: % begins a specifier, $ a variable."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"'
