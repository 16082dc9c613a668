"""Commands as a person runs them, in this process: exit code, output, one sentence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from habac24h.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Terminal:
    """A person at a terminal with one home folder."""

    home: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: str) -> Ran:
        """Run one command to its end."""
        self.capsys.readouterr()
        try:
            main([*words, "--home", str(self.home)])
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = self.capsys.readouterr()
        return Ran(code, out, err)

    def ok(self, *words: str) -> Ran:
        """Run one command that must succeed."""
        ran = self.run(*words)
        assert ran.code == 0, ran.err
        return ran

    def staff(self) -> None:
        """Two people: lan writes, minh approves."""
        self.ok("users", "add", "lan", "--role", "editor")
        self.ok("users", "add", "minh", "--role", "approver")
