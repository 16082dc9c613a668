"""The settings file and the database."""

from __future__ import annotations

import os
from pathlib import Path

from sqlmodel import text

from habac24h import db, private
from habac24h.config import FILE_NAME
from habac24h.doctor.kept_copies import way_back, whole
from habac24h.doctor.line import About, Line
from habac24h.doctor.patient import Patient
from habac24h.errors import DamagedError, DatabaseError

_SETTINGS = About("settings", "Cài đặt")
_DATABASE = About("database", "Cơ sở dữ liệu")
_SCHEMA = About("schema", "Bản của dữ liệu")
_PRIVACY = About("privacy", "Quyền đọc dữ liệu")


def settings(patient: Patient) -> Line:
    """Whether every setting is right; the wrong one is named."""
    if patient.settings_error:
        return _SETTINGS.wrong(patient.settings_error)
    file = patient.home / FILE_NAME
    return _SETTINGS.ok(f"đọc được {file}" if file.exists() else f"mặc định (không có {FILE_NAME})")


def database(patient: Patient) -> Line:
    """Whether it opens and is whole, by SQLite's own look through the file."""
    if patient.damaged:
        return _damaged(patient, patient.broken or "")
    if patient.broken:
        return _DATABASE.wrong(patient.broken)
    if patient.database is None:
        return _absent(patient)
    if not patient.database.is_sqlite:
        return _DATABASE.ok("máy chủ PostgreSQL trả lời")
    try:
        with patient.rows() as session:
            answer = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
    except DamagedError as error:
        return _damaged(patient, error.sentence)
    except DatabaseError as error:
        return _DATABASE.wrong(error.sentence)
    if answer != "ok":
        return _damaged(patient, f"Tệp dữ liệu bị hỏng ({answer}).")
    return _DATABASE.ok("tệp SQLite nguyên vẹn")


def schema(patient: Patient) -> Line:
    """Whether the tables are those of this program."""
    if patient.broken:
        return _SCHEMA.note("không đọc được cơ sở dữ liệu.")
    if patient.database is None:
        return _SCHEMA.note("chưa có dữ liệu.")
    newest = db.newest_revision()
    if patient.revision == newest:
        return _SCHEMA.ok(f"bản {newest}, mới nhất")
    try:
        db.refuse_newer(patient.revision)
    except DatabaseError as error:
        return _SCHEMA.wrong(error.sentence)
    return _SCHEMA.note(
        f"bản {patient.revision or 'trống'}; lần chạy tới sẽ sao lưu rồi nâng lên bản {newest}."
    )


def privacy(patient: Patient) -> Line:
    """Whether other users of this computer could read what the office keeps."""
    if not private.HAS_MODES:
        return _PRIVACY.ok("theo quyền của thư mục người dùng Windows")
    file = patient.database.file if patient.database is not None else None
    found = private.open_to_others(patient.home, file)
    if not found:
        return _PRIVACY.ok("chỉ người dùng này đọc được dữ liệu và khóa")
    named = ", ".join(str(path) for path in found)
    said = f"người dùng khác của máy đọc được {named}"
    if all(path.stat().st_uid == os.geteuid() for path in found):
        return _PRIVACY.note(
            f"{said}; lần chạy tới chương trình tự khóa lại. Nếu dòng này vẫn còn, ổ đĩa ấy không "
            "giữ quyền của từng người: hãy chuyển thư mục dữ liệu sang ổ khác của máy."
        )
    owner = next(_owner(path) for path in found if path.stat().st_uid != os.geteuid())
    return _PRIVACY.wrong(
        f"{said}, mà chương trình không khóa được vì thuộc tài khoản {owner}; hãy chạy chương "
        f"trình bằng tài khoản ấy, hoặc nhờ người quản trị máy giao thư mục {patient.home} cho tài "
        f"khoản đang dùng (`chown -R TÀI-KHOẢN {patient.home}`)."
    )


def _owner(path: Path) -> str:
    try:
        return f"“{path.owner()}”"
    except KeyError:  # a number without a name, as containers have it
        return f"số {path.stat().st_uid}"


def _damaged(patient: Patient, what: str) -> Line:
    """What is wrong, without the general advice, and the very backup that helps."""
    said = what.partition(";")[0].rstrip(".")
    return _DATABASE.wrong(f"{said}. {way_back(patient)}")


def _absent(patient: Patient) -> Line:
    """No file: well on the first day, and a loss where there are backups of one."""
    if next(whole(patient), None):
        return _DATABASE.wrong(f"Không thấy tệp dữ liệu mà có bản sao lưu. {way_back(patient)}")
    return _DATABASE.note("chưa có; lần chạy `habac24h serve` đầu tiên sẽ tạo.")
