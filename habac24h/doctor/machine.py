"""The computer: Python, fonts, the disk."""

from __future__ import annotations

import os
import platform
import shutil
import sys

from habac24h import sizes
from habac24h.doctor.line import About, Line
from habac24h.doctor.patient import Patient
from habac24h.errors import PrintError
from habac24h.printing.fonts import DOCUMENT, POSTER, Face

OLDEST = (3, 11)
_PYTHON = About("python", "Python")
_FONTS = About("fonts", "Phông chữ")
_DISK = About("disk", "Ổ đĩa")
_LIKE_TIMES = DOCUMENT.families[:3]
_LEAST, _LITTLE = 200_000_000, 1_000_000_000
"""Bytes: below the first a backup or a photo no longer fits, below the second it soon will not."""


def python(_patient: Patient) -> Line:
    """The version that runs us."""
    found = f"{platform.python_version()} trên {platform.system()} {platform.machine()}"
    if sys.version_info < OLDEST:
        return _PYTHON.wrong(f"{found}: cần Python 3.11 trở lên; hãy cài bản mới rồi cài lại.")
    return _PYTHON.ok(found)


def fonts(_patient: Patient, faces: tuple[Face, Face] = (DOCUMENT, POSTER)) -> Line:
    """Whether papers and pictures can be set with the whole Vietnamese alphabet."""
    from habac24h.printing.typst import press  # a third of a second, and no other check needs it

    try:
        document, poster = (press().family(face) for face in faces)
    except PrintError as error:
        return _FONTS.wrong(error.sentence)
    said = f"đủ chữ Việt: {document} cho văn bản, {poster} cho băng rôn và ảnh"
    if document not in _LIKE_TIMES:
        return _FONTS.note(
            f"{said}; Nghị định 30/2020 dùng Times New Roman, máy này không có (nên cài phông "
            "Tinos hoặc Times New Roman)."
        )
    return _FONTS.ok(said)


def disk(patient: Patient, least: int = _LEAST, little: int = _LITTLE) -> Line:
    """Whether the home can be written to, and how much room is left."""
    home = patient.home
    if not home.is_dir():
        return _DISK.note(f"chưa có thư mục dữ liệu {home}; lần chạy đầu tiên sẽ tạo.")
    free = shutil.disk_usage(home).free
    left = f"còn trống {sizes.in_words(free)}"
    if not os.access(home, os.W_OK):
        return _DISK.wrong(f"không ghi được vào {home}; hãy cấp quyền ghi cho người dùng này.")
    if free < least:
        return _DISK.wrong(f"{left}: sắp đầy; hãy dọn ổ đĩa ngay, nếu không thì mất dữ liệu mới.")
    if free < little:
        return _DISK.note(f"{left}: hãy dọn bớt ổ đĩa.")
    return _DISK.ok(left)
