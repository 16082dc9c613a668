"""What a database's driver complains of, as one sentence for the office."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from habac24h.errors import BusyError, DamagedError, DatabaseError, full_disk

_CONFLICTS = ("40001", "40P01", "55P03")
"""PostgreSQL's serialization failure, deadlock and lock timeout: trying again helps."""
_SERVER_FULL = "53100"


@contextmanager
def plainly() -> Iterator[None]:
    """Turn the driver's complaints into one sentence for the office."""
    try:
        yield
    except DBAPIError as error:
        told = _RAISED.get(_kind(error.orig), DatabaseError)
        raise told(sentence(error)) from error


WAY_BACK = "hãy chạy `habac24h doctor` để biết khôi phục từ bản sao lưu nào và bằng lệnh gì."
_SQLITE = {
    sqlite3.SQLITE_READONLY: "Tệp dữ liệu chỉ cho đọc; "
    "hãy cấp quyền ghi cho thư mục dữ liệu rồi thử lại.",
    sqlite3.SQLITE_BUSY: "Cơ sở dữ liệu đang bận vì một chương trình khác; "
    "hãy thử lại sau ít phút.",
    sqlite3.SQLITE_IOERR: "Không đọc hoặc ghi được ổ đĩa chứa dữ liệu; hãy kiểm tra ổ đĩa.",
    sqlite3.SQLITE_NOTADB: "Tệp dữ liệu không phải là cơ sở dữ liệu của habac24h hoặc đã bị hỏng; "
    f"{WAY_BACK}",
    sqlite3.SQLITE_CORRUPT: f"Tệp dữ liệu bị hỏng; {WAY_BACK}",
    sqlite3.SQLITE_CANTOPEN: "Không mở được tệp dữ liệu; "
    "hãy kiểm tra thư mục dữ liệu và quyền truy cập.",
}

_RAISED = {
    sqlite3.SQLITE_NOTADB: DamagedError,
    sqlite3.SQLITE_CORRUPT: DamagedError,
    sqlite3.SQLITE_BUSY: BusyError,
}


def _kind(cause: object) -> int:
    """SQLite's code without its details (SQLITE_IOERR_READ …), which stand above the low byte."""
    return int(getattr(cause, "sqlite_errorcode", 0)) & 0xFF


def sentence(error: DBAPIError) -> str:
    """By the driver's own codes; what has none is told in the driver's words."""
    cause = error.orig
    if isinstance(error, IntegrityError):
        return "Thao tác này trùng với một thay đổi vừa được lưu ở nơi khác; hãy thử lại."
    if isinstance(cause, sqlite3.Error):
        return full_disk(cause) or _SQLITE.get(_kind(cause), f"Cơ sở dữ liệu báo lỗi: {cause}.")
    if getattr(cause, "sqlstate", None) in _CONFLICTS:
        return _SQLITE[sqlite3.SQLITE_BUSY]
    if getattr(cause, "sqlstate", None) == _SERVER_FULL:
        return (
            "Ổ đĩa của máy chủ PostgreSQL đã đầy; hãy nhờ người quản máy chủ dọn chỗ rồi làm lại."
        )
    said = (str(cause).strip() or type(error).__name__).splitlines()[0]
    if error.connection_invalidated or type(cause).__name__ == "OperationalError":
        return (
            "Không dùng được máy chủ PostgreSQL; hãy kiểm tra máy chủ có đang chạy không và "
            f"DATABASE_URL (tên máy, người dùng, mật khẩu). Máy chủ báo: {said}."
        )
    return f"Cơ sở dữ liệu báo lỗi: {said}."
