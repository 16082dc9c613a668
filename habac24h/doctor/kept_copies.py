"""Backups: how old the daily ones are, what else can be restored, and which one to take."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from habac24h import looking
from habac24h.chores import copies
from habac24h.chores.copies import Copy
from habac24h.clock import STAMP, moment_of
from habac24h.doctor.line import About, Line
from habac24h.doctor.patient import Patient
from habac24h.errors import HabacError

OLD = timedelta(days=3)
"""A weekend with the computer off is nothing to worry about."""
_COPIES = About("backup", "Sao lưu")
_BEFORE = re.compile(rf"truoc-nang-cap-({STAMP})\.sqlite3")
"""What db.prepare leaves before an upgrade: the rows alone, without photos and settings.

They do not count as backups, whose age is judged: they come once a version, not once a day. But
they can be restored, so they are named where they are what there is.
"""


def backup(patient: Patient) -> Line:
    """How old the newest backup is, and whether it can be read to its end, now."""
    try:
        there = copies.kept(patient.home, patient.settings)
    except HabacError as error:
        return _COPIES.wrong(error.sentence)
    if not there and patient.database is None and not patient.broken:
        return _COPIES.note("chưa có dữ liệu để sao lưu.")
    before = before_upgrades(patient)
    if not there:
        return _COPIES.wrong(_none(patient, before))
    newest = there[-1]
    problem = copies.unreadable(newest.path)
    if problem:
        return _COPIES.wrong(problem)
    age = patient.now() - newest.taken_at
    said = f"{len(there)} bản, mới nhất lúc {_shown(patient, newest.taken_at)}, đọc lại được"
    if before:
        said += f" (và {len(before)} bản trước khi nâng cấp)"
    if age > OLD:
        return _COPIES.wrong(f"{said}, nhưng đã {age.days} ngày; hãy để chương trình chạy.")
    if _same_disk(newest.path, patient.home):
        return _COPIES.note(
            f"{said}; cùng ổ đĩa với dữ liệu: hãy chép ra USB, hoặc nhờ người cài chương trình ghi "
            "lên đầu tệp habac24h.toml (trong thư mục dữ liệu) dòng "
            '`backups.folder = "E:/sao-luu"`, với E: là ổ khác, rồi khởi động lại.'
        )
    return _COPIES.ok(said)


def before_upgrades(patient: Patient) -> list[Copy]:
    """The copies made before an upgrade, oldest first."""
    where, zone = patient.home / copies.FOLDER, patient.settings.zone
    found = (
        (_BEFORE.fullmatch(one.name), one) for one in (where.iterdir() if where.is_dir() else ())
    )
    return sorted(
        Copy(taken_at, path)
        for name, path in found
        if name is not None and (taken_at := moment_of(name[1], zone)) and path.is_file()
    )


def whole(patient: Patient) -> Iterator[Copy]:
    """What can be restored, newest first; each is read to its end before it is named."""
    try:
        daily = copies.kept(patient.home, patient.settings)
    except HabacError:
        daily = []
    for one in sorted([*daily, *before_upgrades(patient)], reverse=True):
        if _is_whole(one.path):
            yield one


def way_back(patient: Patient) -> str:
    """What to do when the database is lost: the newest whole backup by its path."""
    found = next(whole(patient), None)
    if found is None:
        where = copies.folder(patient.home, patient.settings)
        return (
            f"Không có bản sao lưu nào đọc được ở {where}; hãy tìm bản đã chép ra USB hay máy "
            "khác, dừng chương trình rồi chạy `habac24h restore TỆP`."
        )
    return (
        f'Hãy dừng chương trình rồi chạy `habac24h restore "{found.path}"` '
        f"(bản sao lưu lúc {_shown(patient, found.taken_at)}, đọc lại được)."
    )


def _none(patient: Patient, before: list[Copy]) -> str:
    there = "chưa có bản nào"
    if before:
        there = (
            "chưa có bản hằng ngày nào, chỉ có bản trước khi nâng cấp lúc "
            f"{_shown(patient, before[-1].taken_at)}"
        )
    if patient.broken:
        return f"{there}."
    return (
        f"{there}; hãy để chương trình chạy (mỗi ngày tự sao lưu một bản), hoặc sao lưu ngay bằng "
        "`habac24h backup`."
    )


def _is_whole(path: Path) -> bool:
    if path.suffix == ".zip":
        return copies.unreadable(path) is None
    try:
        with closing(looking.connect(path)) as opened:
            return bool(opened.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _shown(patient: Patient, moment: datetime) -> str:
    return f"{moment.astimezone(patient.settings.zone):%H:%M ngày %d/%m/%Y}"
