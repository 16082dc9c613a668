"""The benchmarks' runner: one table, and one that cannot run stops no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import __main__ as runner
from benchmarks.kit import Result, verdict

MET = Result("a / b", 1.5, 1.4, 1.61, "at least 1.2", True)
MISSED = Result("c, MB", 120.0, 119.0, 121.0, "at most 100", False)


def test_the_table_has_a_line_a_budget_and_names_what_did_not_run() -> None:
    ran = [
        runner.Ran("due", 60, (MET,)),
        runner.Ran("memory", 60, (MISSED,)),
        runner.Ran("feed", 900, (MET,), "took longer than 900 s"),
    ]
    assert runner.table(ran).splitlines() == [
        "| what | measured | rounds | budget | |",
        "|---|---|---|---|---|",
        "| a / b | 1.5 | 1.4 to 1.61 | at least 1.2 | met |",
        "| c, MB | 120 | 119 to 121 | at most 100 | **MISSED** |",
        "| a / b | 1.5 | 1.4 to 1.61 | at least 1.2 | met |",
        "| feed | – | – | – | **took longer than 900 s** |",
    ]
    assert [one.is_well for one in ran] == [True, False, False]


def test_what_cannot_run_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    found = runner.run("khong_co", quick=True)
    assert (found.results, found.trouble) == ((), "could not run here (exit code 1)")
    assert "No module named benchmarks.khong_co" in capfd.readouterr().err


def test_what_takes_too_long_is_ended_and_told() -> None:
    found = runner.run("start", quick=True, longest=0.01)
    assert found.trouble == "took longer than 0 s"


def test_a_verdict_is_kept_for_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "results"
    monkeypatch.setenv("BENCH_RESULTS", str(file))
    assert verdict("a / b", [1.61, 1.4, 1.5], least=1.2) == 0
    assert verdict("c, MB", [119.0, 120.0, 121.0], most=100) == 1
    assert runner._read(file) == (MET, MISSED)


def test_every_file_is_run_but_the_long_one() -> None:
    names = runner._names(long=False)
    assert {"due_sqlite", "feed", "memory", "start"} <= set(names)
    assert set(runner._names(long=True)) - set(names) == {"many"}
