"""All budgets, one table: `python -m benchmarks`; ends with 1 when one is missed or cannot run.

`--quick` takes one round instead of three: it shows that everything runs, and proves nothing.
`--many` adds the long one (3,000 posts in a minute). Names after that run these alone. Each
benchmark has a process of its own, so that none warms another's caches, and a time that it must
end in; one that fails or takes too long is told, and the others go on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.kit import QUICK, RESULTS, Result

HERE = Path(__file__).parent
_NOT_ONE = {"__main__", "__init__", "kit", "due_rows", "due_peers", "due_duty"}
_LONG = "many"
LONGEST, LONGEST_QUICK = 900.0, 240.0
"""Seconds for one benchmark."""


@dataclass(frozen=True)
class Ran:
    """One benchmark: what it measured, how long it took, and why it did not end well."""

    name: str
    seconds: float
    results: tuple[Result, ...]
    trouble: str | None = None

    @property
    def is_well(self) -> bool:
        """Whether it ran and every budget was met."""
        return self.trouble is None and all(one.is_met for one in self.results)


def main(arguments: list[str]) -> int:
    """Run them in turn, then print the table."""
    quick = "--quick" in arguments
    wanted = [one for one in arguments if not one.startswith("--")]
    names = wanted or _names(long="--many" in arguments)
    ran = []
    for name in names:
        print(f"== {name}", flush=True)
        ran.append(run(name, quick=quick))
    print("\n" + table(ran))
    missed = [one.name for one in ran if not one.is_well]
    minutes = sum(one.seconds for one in ran) / 60
    note = ", one round: no verdict" if quick else ""
    print(f"\n{len(ran)} benchmarks in {minutes:.0f} min{note}; not well: {_listed(missed)}")
    return 1 if missed else 0


def run(name: str, *, quick: bool, longest: float | None = None) -> Ran:
    """One benchmark in a process of its own."""
    limit = longest or (LONGEST_QUICK if quick else LONGEST)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "results"
        environment = os.environ | {RESULTS: str(file)} | ({QUICK: "1"} if quick else {})
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        try:
            code = subprocess.run(
                command, check=False, timeout=limit, env=environment, cwd=HERE.parent
            ).returncode
            trouble = None
        except subprocess.TimeoutExpired:
            code, trouble = 1, f"took longer than {limit:.0f} s"
        results = _read(file)
    if trouble is None and code and all(one.is_met for one in results):
        trouble = f"could not run here (exit code {code})"
    return Ran(name, time.monotonic() - began, results, trouble)


def table(ran: list[Ran]) -> str:
    """Markdown: what, measured, rounds, budget, mark."""
    lines = ["| what | measured | rounds | budget | |", "|---|---|---|---|---|"]
    for one in ran:
        lines += [
            f"| {found.what} | {found.middle:.3g} | {found.low:.3g} to {found.high:.3g} "
            f"| {found.budget} | {found.mark if found.is_met else f'**{found.mark}**'} |"
            for found in one.results
        ]
        if one.trouble:
            lines.append(f"| {one.name} | – | – | – | **{one.trouble}** |")
    return "\n".join(lines)


def _names(*, long: bool) -> list[str]:
    found = {one.stem for one in HERE.glob("*.py")} - _NOT_ONE
    return sorted(found if long else found - {_LONG})


def _read(file: Path) -> tuple[Result, ...]:
    if not file.exists():
        return ()
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(Result(**json.loads(line)) for line in lines)


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "none"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
