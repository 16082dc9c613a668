"""How long a command needs to start, beside a bare Python.

Run with `python -m benchmarks.start`; ends with 1 when the budget is missed. Each start is a
process of its own, ours and theirs in turn.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time

from benchmarks.kit import ROUNDS, verdict

TIMES = 7
MOST = 20.0
COMMANDS = {
    "--version": ["--version"],
    "--help": ["--help"],
    "read": ["read", "Họp lúc 19h30 ngày 25/11."],
}


def main() -> int:
    """Measure interleaved rounds; 1 when a budget is missed."""
    bare = [sys.executable, "-c", "pass"]
    ratios: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as home:
        for name, words in COMMANDS.items():
            ours = [sys.executable, "-m", "habac24h", "--home", home, *words]
            seconds(ours)  # compiled files
            for _ in range(ROUNDS):
                pairs = [(seconds(ours), seconds(bare)) for _ in range(TIMES)]
                mine, theirs = (statistics.median(one) for one in zip(*pairs, strict=True))
                print(f"{name}: {mine * 1000:.0f} ms, bare Python {theirs * 1000:.0f} ms")
                ratios[name].append(mine / theirs)
    return max(
        verdict(f"start of `habac24h {name}` / bare Python", found, most=MOST)
        for name, found in ratios.items()
    )


def seconds(command: list[str]) -> float:
    """One start and end."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())
