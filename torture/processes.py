"""Processes that we start, stop, kill and always clear away."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from habac24h.clock import SystemClock

Process = subprocess.Popen[bytes]
CLOCK = SystemClock()
ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20
"""Seconds for a process to end by itself before it is killed."""


def start(*command: str, home: Path, env: Mapping[str, str], log: Path) -> Process:
    """A habac24h command; what it says goes to a file."""
    with log.open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "habac24h", "--home", str(home), *command],
            cwd=ROOT,
            env=_clean() | dict(env),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )


def end(process: Process) -> None:
    """Ask it to end, and do not take no for an answer."""
    if process.poll() is None:
        if hasattr(signal, "SIGCONT"):
            process.send_signal(signal.SIGCONT)
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


@contextmanager
def page(home: Path) -> Iterator[str]:
    """The practice page in its own process; its address, once it listens."""
    home.mkdir(parents=True)
    log = home / "log.txt"
    process = start("practice-page", "--port", "0", home=home, env={}, log=log)
    try:
        yield _address(log)
    finally:
        end(process)


def _address(log: Path) -> str:
    over = CLOCK.monotonic() + 3 * PATIENCE
    while CLOCK.monotonic() < over:
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8"))
        if found:
            return found[0]
        CLOCK.wait(0.1)
    raise TimeoutError(f"the practice page does not listen: {log.read_text(encoding='utf-8')}")


def switch(address: str, fault: Mapping[str, Any] | None) -> None:
    """Switch a fault of the page on; None switches all off."""
    request = urllib.request.Request(
        f"{address}/_chay-thu/faults",
        data=None if fault is None else json.dumps(fault).encode(),
        method="DELETE" if fault is None else "POST",
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        answer.read()


def _clean() -> dict[str, str]:
    """Our environment without any setting of the office."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HABAC24H_")}
    return kept | {"PYTHONPATH": str(ROOT)}
