"""Reading files that people name: whole, regular and of a sane size, or an OSError that says why.

A pipe never ends and a device may never either: both are refused by their kind, what is too large
by its size, before a byte is read.
"""

from __future__ import annotations

import errno
import stat
from pathlib import Path

LARGEST = 32_000_000
"""Above every limit that a room has of its own, which tells it better."""
SETTINGS = 1_000_000


def read(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of a regular file."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "", str(path))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.ENODEV, "đây là thiết bị hoặc ống dẫn, không phải tệp", str(path))
    if found.st_size > largest:
        raise OSError(errno.EFBIG, f"tệp lớn hơn {largest // 1_000_000} MB", str(path))
    with path.open("rb") as file:
        return file.read(largest)


def read_text(path: Path, largest: int = LARGEST) -> str:
    """The words of a UTF-8 file, a leading BOM aside; UnicodeDecodeError for others."""
    return read(path, largest).decode("utf-8-sig")
