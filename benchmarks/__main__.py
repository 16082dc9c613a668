"""All benchmarks, one after the other: `python -m benchmarks`; 1 when any budget is missed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_NOT_ONE = {"__main__", "__init__", "kit", "due_rows", "due_peers"}


def main() -> int:
    """Each in a process of its own, so that none warms another's caches."""
    names = sorted({one.stem for one in Path(__file__).parent.glob("*.py")} - _NOT_ONE)
    codes = []
    for name in names:
        print(f"== {name}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        codes.append(subprocess.run(command, check=False).returncode)
    missed = [name for name, code in zip(names, codes, strict=True) if code]
    print(f"{len(names)} benchmarks; missed or failed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
