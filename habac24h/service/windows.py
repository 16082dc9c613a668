"""A task of the Windows Task Scheduler: from the start of the computer on, without an end.

By itself a task ends after three days, does not start on batteries, and is not begun again when it
fails: each of these is switched off or on here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

NAME = "habac24h"
_SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "AllowHardTerminate": "true",
    "StartWhenAvailable": "true",
    "RunOnlyIfNetworkAvailable": "false",
    "AllowStartOnDemand": "true",
    "Enabled": "true",
    "Hidden": "false",
    "RunOnlyIfIdle": "false",
    "WakeToRun": "false",
    "ExecutionTimeLimit": "PT0S",
    "Priority": "7",
}


def task(command: Sequence[str], *, home: Path, account: str) -> bytes:
    """The task as `schtasks /Create /XML` wants it (UTF-16), run by `account`, signed in or not."""
    root = ElementTree.Element("Task", {"version": "1.2", "xmlns": _SPACE})
    about = ElementTree.SubElement(root, "RegistrationInfo")
    _add(about, "Description", "habac24h: lịch, bài đăng và nhắc việc của cơ quan")
    start = ElementTree.SubElement(ElementTree.SubElement(root, "Triggers"), "BootTrigger")
    _add(start, "Enabled", "true")
    _add(start, "Delay", "PT30S")
    who = ElementTree.SubElement(
        ElementTree.SubElement(root, "Principals"), "Principal", {"id": "Author"}
    )
    _add(who, "UserId", account)
    _add(who, "LogonType", "S4U")  # without a password kept anywhere
    _add(who, "RunLevel", "LeastPrivilege")
    settings = ElementTree.SubElement(root, "Settings")
    for name, value in _SETTINGS.items():
        _add(settings, name, value)
    again = ElementTree.SubElement(settings, "RestartOnFailure")
    _add(again, "Interval", "PT1M")
    _add(again, "Count", "999")
    actions = ElementTree.SubElement(root, "Actions", {"Context": "Author"})
    run = ElementTree.SubElement(actions, "Exec")
    _add(run, "Command", command[0])
    _add(run, "Arguments", " ".join(_quoted(word) for word in command[1:]))
    _add(run, "WorkingDirectory", str(home))
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{body}\n'.encode("utf-16")


def _add(parent: ElementTree.Element, name: str, value: str) -> None:
    ElementTree.SubElement(parent, name).text = value


def _quoted(word: str) -> str:
    """As the C runtime of Windows splits a command line; a backslash before a quote is doubled."""
    if word and not set(word) & set(' \t"'):
        return word
    last = len(word) - len(word.rstrip("\\"))
    return f'"{word}{chr(92) * last}"'
