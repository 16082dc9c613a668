"""The promises through days by seed (`simulation/`), and that the simulation would notice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulation.bugs import BUGS, FIRST_TRIED, planted
from simulation.house import House, house
from simulation.trial import run_seed

SEEDS, PORTION = 200, 20
ON_SOCKETS = (1, 6, 13)
"""Seeds with faults, deaths, sleeps and pictures, lived again with real HTTP on the loopback."""
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def here() -> Iterator[House]:
    with house() as made:
        yield made


@pytest.mark.parametrize("first", range(0, SEEDS, PORTION))
def test_the_promises_hold_through_bad_days(here: House, first: int) -> None:
    for seed in range(first, first + PORTION):
        verdict = run_seed(here, seed)
        assert not verdict.broken, str(verdict)


@pytest.mark.parametrize("bug", sorted(BUGS))
def test_a_planted_bug_is_noticed(here: House, bug: str) -> None:
    """Within the seeds that are run above, some promise is broken by it."""
    first = FIRST_TRIED.get(bug, 0)
    with planted(bug):
        assert any(run_seed(here, seed % SEEDS).broken for seed in range(first, first + SEEDS))


@pytest.mark.parametrize("seed", ON_SOCKETS)
def test_the_wire_without_sockets_is_like_the_one_with(here: House, seed: int) -> None:
    """Step by step: the real facebook-sdk over real HTTP does what it does without."""
    plain, real = run_seed(here, seed, quick=True), run_seed(here, seed, sockets=True)
    assert real.trace == plain.trace
    assert not real.broken


def test_a_seed_replays_exactly_in_another_process_too(here: House) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "simulation", "--seed", "3"]
    other = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    once, again = run_seed(here, 3), run_seed(here, 3)
    assert once.trace == again.trace
    assert other.stdout.splitlines()[0] == f"seed 3: {once.trace_sha256}"
