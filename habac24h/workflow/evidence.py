"""Keeping a file that proves what was done, under the SHA-256 of its bytes."""

from __future__ import annotations

import hashlib
import uuid
from contextlib import suppress
from pathlib import Path

from habac24h import given
from habac24h.errors import NotFound, Refused, why_not
from habac24h.workflow.confirmation import Evidence

FOLDER = "minh-chung"
LARGEST = 20_000_000


def keep(home: Path, file: Path) -> Evidence:
    """Copy a file into the home's evidence folder; the same bytes are kept once."""
    try:
        if file.stat().st_size > LARGEST:
            raise Refused(f"Tệp minh chứng {file.name} lớn hơn 20 MB; hãy chọn tệp nhỏ hơn.")
        content = given.read(file, LARGEST)
    except OSError as error:
        raise Refused(f"Không đọc được tệp minh chứng {file} ({why_not(error)}).") from None
    return keep_bytes(home, file.name, content)


def keep_bytes(home: Path, name: str, content: bytes) -> Evidence:
    """Keep what a page received under a file's name; the same bytes are kept once."""
    if len(content) > LARGEST:
        raise Refused(f"Tệp {name} lớn hơn 20 MB; hãy chọn tệp nhỏ hơn.")
    digest = hashlib.sha256(content).hexdigest()
    suffix = "".join(c for c in Path(name).suffix.lower() if c.isalnum() or c == ".")[:8]
    target = home / FOLDER / f"{digest}{suffix}"
    _write(target, content)
    return Evidence(target.name, digest)


def read(home: Path, name: str) -> bytes:
    """The bytes of a kept file; NotFound when it is no longer there."""
    try:
        return (home / FOLDER / name).read_bytes()
    except OSError as error:
        raise NotFound(f"Không mở được tệp minh chứng này ({why_not(error)}).") from None


def _write(target: Path, content: bytes) -> None:
    """All of it or nothing: a file cut short under a hash would never be written again."""
    if target.exists():
        return
    # A name of its own: the same photo sent twice at once is written by two threads.
    half = target.with_name(f"{target.name}.{uuid.uuid4().hex}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(content)
        half.replace(target)
    except OSError as error:
        with suppress(OSError):  # a disk that is full needs the room
            half.unlink(missing_ok=True)
        raise Refused(
            f"Không lưu được tệp minh chứng vào {target.parent} ({why_not(error)})."
        ) from None
