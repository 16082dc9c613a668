"""Run any number of seeds: `python -m simulation --seeds 5000`."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from simulation.bugs import BUGS, planted
from simulation.house import house
from simulation.trial import run_seed


def main() -> int:
    """0 when every promise held in every seed."""
    asked = _asked()
    begun, ends, failed = time.process_time(), Counter[str](), []
    with house() as here, planted(asked.bug):
        seeds = range(asked.first, asked.first + asked.seeds)
        if asked.seed is not None:
            seeds = range(asked.seed, asked.seed + 1)
        for seed in seeds:
            verdict = run_seed(here, seed, sockets=asked.sockets)
            ends += verdict.ends
            if asked.seed is not None:
                print(f"seed {seed}: {verdict.trace_sha256}")
            if asked.trace:
                print("\n".join(verdict.trace), flush=True)
            if verdict.broken:
                failed.append(seed)
                if asked.bug and not asked.trace:
                    print(f"{asked.bug}: first caught by seed {seed}: {verdict.broken[0]}")
                    return 1
                print(f"{seed}: {verdict.broken[0]}", flush=True)
    spent = time.process_time() - begun
    print(f"{len(seeds)} seeds, {spent:.0f} s, broken: {len(failed)} {failed[:50]}")
    print(", ".join(f"{state} {count}" for state, count in sorted(ends.items())))
    return 1 if failed else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many (200)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (0)")
    parser.add_argument("--seed", type=int, help="this one alone")
    parser.add_argument("--sockets", action="store_true", help="real HTTP on the loopback")
    parser.add_argument("--bug", choices=sorted(BUGS), help="with this fault planted")
    parser.add_argument("--trace", action="store_true", help="print every step")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
