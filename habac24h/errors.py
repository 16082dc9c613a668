"""The one family of errors: each exception builds its own sentence for the people who read it.

A sentence is Vietnamese and says what is wrong, where, and what to do. It is raised deep and
shown once, at the edge (a command, a page).
"""

from __future__ import annotations

import errno


class HabacError(Exception):
    """Anything that the program refuses or fails at, with one sentence for the office."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class SettingsError(HabacError):
    """A setting is unknown or wrong."""


class DatabaseError(HabacError):
    """The database cannot be used: read-only, damaged, newer than the program."""


class BusyError(DatabaseError):
    """Another program holds the database: trying again helps."""


class DamagedError(DatabaseError):
    """The database's file is not whole: only a backup helps."""


class DefinitionError(HabacError):
    """A campaign definition (or another YAML file of ours) is wrong at one place."""

    def __init__(
        self,
        *,
        file: str,
        line: int | None,
        field: str,
        found: str,
        allowed: str,
    ) -> None:
        place = f"{file}, dòng {line}" if line is not None else file
        super().__init__(f"{place}, mục “{field}”: thấy {found}; {allowed}.")
        self.file, self.line, self.field, self.found, self.allowed = (
            file,
            line,
            field,
            found,
            allowed,
        )


class TemplateError(HabacError):
    """A text template is broken, or asks for something that the sandbox does not give."""

    def __init__(self, *, name: str, line: int | None, wrong: str, advice: str) -> None:
        place = f"Mẫu {name}, dòng {line}" if line is not None else f"Mẫu {name}"
        super().__init__(f"{place}: {wrong}; {advice}.")
        self.name, self.line, self.wrong, self.advice = name, line, wrong, advice


class PrintError(HabacError):
    """A paper cannot be made: a font or a sign is missing, or the paper does not fit the item."""


class Refused(HabacError):
    """A move that the state, a promise or a role does not allow; nothing was changed."""


class UnstorableError(Refused):
    """A text holds U+0000, which no database of ours keeps."""

    def __init__(self) -> None:
        super().__init__("Lời vừa gõ có ký tự hỏng (không phải chữ); hãy xóa ký tự đó rồi làm lại.")


class NotFound(HabacError):
    """Something was named that does not exist."""


def full_disk(error: BaseException) -> str | None:
    """The sentence for a disk without room, from a file or from SQLite; None for anything else."""
    kind = getattr(error, "sqlite_errorcode", 0)
    full = kind == _SHM or kind & 0xFF == _FULL or getattr(error, "errno", None) in _NO_ROOM
    return f"Ổ đĩa {_MAKE_ROOM}." if full else None


_MAKE_ROOM = "đã đầy; hãy xóa bớt tệp không cần trên ổ ấy (đổ cả Thùng rác) rồi làm lại"
_NO_ROOM = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FULL, _SHM = 13, 4874
"""SQLITE_FULL, and SQLITE_IOERR_SHMSIZE: a full disk for whoever opens the file (sqlite3 itself
is not imported for two numbers)."""


def why_not(error: OSError) -> str:
    """What the operating system says about a file, in Vietnamese: its own words are English."""
    said = _FILE_TROUBLES.get(error.errno or 0)
    return said or error.strerror or type(error).__name__


_FILE_TROUBLES = {
    errno.ENOENT: "không có tệp hay thư mục này",
    errno.EACCES: "máy không cho phép, hoặc tệp đang mở trong chương trình khác",
    errno.EPERM: "máy không cho phép",
    errno.EEXIST: "đã có tệp hay thư mục mang tên này",
    errno.EISDIR: "đây là thư mục, không phải tệp",
    errno.ENOTDIR: "một phần của đường dẫn không phải thư mục",
    **dict.fromkeys(_NO_ROOM, f"ổ đĩa {_MAKE_ROOM}"),
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENAMETOOLONG: "tên tệp dài quá",
}
