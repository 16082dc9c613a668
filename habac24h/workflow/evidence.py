"""Keeping a file that proves what was done, under the SHA-256 of its bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from habac24h.errors import Refused
from habac24h.workflow.confirmation import Evidence

FOLDER = "minh-chung"
LARGEST = 20_000_000


def keep(home: Path, file: Path) -> Evidence:
    """Copy a file into the home's evidence folder; the same bytes are kept once."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refused(f"Không đọc được tệp minh chứng {file}: {error.strerror}.") from None
    if len(content) > LARGEST:
        raise Refused(f"Tệp minh chứng {file.name} lớn hơn 20 MB; hãy chọn tệp nhỏ hơn.")
    digest = hashlib.sha256(content).hexdigest()
    suffix = "".join(c for c in file.suffix.lower() if c.isalnum() or c == ".")[:8]
    target = home / FOLDER / f"{digest}{suffix}"
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.write_bytes(content)
    return Evidence(target.name, digest)
