"""One import loads every table that the program defines."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import habac24h

_TABLE = re.compile(r"^class (\w+)\(SQLModel, table=True\)", re.MULTILINE)


def test_the_schema_names_every_table_of_every_room() -> None:
    files = Path(habac24h.__file__).parent.rglob("*.py")
    written = [name for file in files for name in _TABLE.findall(file.read_text("utf-8"))]
    command = "from habac24h import schema; print(len(schema.metadata().tables))"
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == len(written)
