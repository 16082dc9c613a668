"""How much memory the web and the scheduler hold together while nothing happens (Linux).

Run with `python -m benchmarks.memory`; ends with 1 when the budget is missed. A real `serve` with
the practice page in an office whose year was planned before, as it is on every day but the first,
after its first passes and a look at the first page; what it holds is the resident set that the
system tells.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.kit import ROUNDS, verdict

MOST = 100.0
IDLE = 20.0
"""Seconds to come to rest: several passes, and the memory of the start given back."""
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


def main() -> int:
    """Measure rounds; 1 when the budget is missed."""
    found = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as home:
            with serving(home) as (pid, _):
                first = megabytes(pid)
            with serving(home) as (pid, address):
                before = megabytes(pid)
                urllib.request.urlopen(address, timeout=60).read()
                time.sleep(IDLE)
                found.append(megabytes(pid))
            print(f"the very first start {first:.1f} MB; ", end="")
            print(f"started {before:.1f} MB, idle after the first page {found[-1]:.1f} MB")
    return verdict("idle memory of web and scheduler, MB", found, most=MOST)


@contextmanager
def serving(home: str) -> Iterator[tuple[int, str]]:
    """A running `serve` and the address of its pages."""
    command = [sys.executable, "-m", "habac24h", "--home", home, "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert process.stdout is not None
        address = ""
        for line in process.stdout:
            address = (_ADDRESS.findall(line) or [address])[0]
            if line.startswith("Nhấn Ctrl+C"):
                break
        yield process.pid, address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def megabytes(pid: int) -> float:
    """The resident set of a process."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    kilobytes = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert kilobytes is not None
    return int(kilobytes[1]) / 1000


if __name__ == "__main__":
    raise SystemExit(main())
