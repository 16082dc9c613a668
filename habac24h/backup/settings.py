"""The settings file without its secrets, for a new computer."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from habac24h import given
from habac24h.config import FILE_NAME, SECRETS


def without_secrets(home: Path) -> str | None:
    """The home's settings as TOML, passwords, tokens and the database's address left out.

    None where there is no file, or nothing else in it.
    """
    try:
        told = tomllib.loads(given.read_text(home / FILE_NAME, given.SETTINGS))
    except FileNotFoundError:
        return None
    kept = {name: value for name, value in told.items() if name not in SECRETS}
    return _toml(kept) if kept else None


def _toml(values: Mapping[str, Any]) -> str:
    """Only what settings are made of: words, numbers, yes or no, and one level of groups."""
    lines = [_line(name, one) for name, one in values.items() if not isinstance(one, Mapping)]
    for name, group in values.items():
        if isinstance(group, Mapping):
            lines += ["", f"[{name}]", *(_line(inner, one) for inner, one in group.items())]
    return "\n".join(lines).lstrip("\n") + "\n"


def _line(name: str, value: object) -> str:
    """JSON's strings, numbers and booleans are TOML's too."""
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"
