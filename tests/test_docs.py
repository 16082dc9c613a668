"""The documents tell the truth: every command, setting and relative link in them exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from habac24h.appearance import Banners
from habac24h.cli import program
from habac24h.config import Printing, Scheduler, Settings
from habac24h.running import Backups, Smtp

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# In code only: after a backtick, at the start of a line of a block, or after the gap before a
# second command on the same line.
_COMMAND = re.compile(
    r"(?:`|^|[ ]{2,}|bin/)habac24h((?: --home \S+)?(?: [a-z][a-z-]*){1,2})(?=[ `\n])", re.MULTILINE
)


def _commands() -> set[str]:
    group = typer.main.get_command(program())
    names: set[str] = set()
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        names |= {f"{name} {one}" for one in inner} if inner else {name}
    return names


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_in_a_document_exists(document: Path) -> None:
    known = _commands()
    blocks = re.findall(r"```(.*?)```|(`[^`\n]+`)", document.read_text(encoding="utf-8"), re.S)
    for written in _COMMAND.findall("\n".join(block or inline for block, inline in blocks)):
        words = re.sub(r" --home \S+", "", written).split()
        assert words[0] in known or " ".join(words[:2]) in known, written


def test_every_command_is_documented() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    assert sorted(name for name in _commands() if f"habac24h {name}" not in text) == []


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    groups = {"scheduler": Scheduler, "printing": Printing, "banners": Banners}
    groups |= {"smtp": Smtp, "backups": Backups}
    names = [name for name in Settings.model_fields if name not in groups]
    names += [f"{group}.{name}" for group in groups for name in groups[group].model_fields]
    assert [name for name in names if f"`{name}`" not in text] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_dependency_has_its_line() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|postgres|bench|test) = \[(.*?)\]", project, re.M | re.S)
    wanted = {
        re.split(r"[>=<\[;]", name)[0].lower()
        for names in lists
        for name in re.findall(r'"([^"]+)"', names)
    }
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    missing = {name for name in wanted if name not in text and not name.startswith("types-")}
    assert missing == set()


def test_a_decision_s_number_is_its_own() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in files]
    assert numbers == [f"{number:04}" for number in range(1, len(files) + 1)]
    headings = [path.read_text(encoding="utf-8").split()[1] for path in files]
    assert headings == numbers
