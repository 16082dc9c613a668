"""The doctor and the database: damaged, cut off, of another version."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from backup_kit import silent
from cli_kit import Terminal
from doctor_kit import ALL, NOW, everything, home, look

from habac24h import db, memory
from habac24h.backup.restoring import restore
from habac24h.clock import VirtualClock
from habac24h.doctor.line import Level
from habac24h.doctor.patient import at_home
from habac24h.errors import DamagedError, DatabaseError
from habac24h.office import open_office

__all__ = ["home"]


@pytest.fixture
def terminal(home: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(home, capsys)


def test_its_hand_on_the_database_cannot_write(home: Path) -> None:
    with at_home(home, online=False, clock=VirtualClock(NOW)) as patient:
        assert patient.database is not None
        with pytest.raises(DatabaseError) as caught, patient.database.write() as session:
            memory.remember(session, memory.PASSED_AT, "x")
    assert caught.value.sentence == (
        "Tệp dữ liệu chỉ cho đọc; hãy cấp quyền ghi cho thư mục dữ liệu rồi thử lại."
    )


def test_a_damaged_file_is_named_and_left_alone(home: Path) -> None:
    file = home / db.FILE_NAME
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 9] = b"\xff" * (4096 * 6)
    file.write_bytes(bytes(content))
    before = everything(home)
    found = look(home)
    assert found["database"].level == Level.WRONG
    assert "hỏng" in found["database"].said
    assert [line.id for line in found.values()] == ALL
    assert everything(home) == before


def test_a_file_that_is_no_database(home: Path) -> None:
    (home / db.FILE_NAME).write_text("đây là một bức thư" * 500, encoding="utf-8")
    found = look(home)
    assert found["database"].said == (
        "Tệp dữ liệu không phải là cơ sở dữ liệu của habac24h hoặc đã bị hỏng. "
        f"Không có bản sao lưu nào đọc được ở {home / 'sao-luu'}; hãy tìm bản đã chép ra USB hay "
        "máy khác, dừng chương trình rồi chạy `habac24h restore TỆP`."
    )
    assert found["scheduler"].level == Level.NOTE


CUTS = {"no byte": 0.0, "a few bytes": 0.0001, "half": 0.5}


@pytest.mark.parametrize("part", CUTS.values(), ids=CUTS)
def test_a_file_that_was_cut_off_is_broken_and_its_backup_is_named(
    home: Path, part: float, terminal: Terminal
) -> None:
    backups = home / "sao-luu"
    backups.mkdir()
    whole, older = backups / "habac24h-20261125-010000.zip", "habac24h-20261124-010000.zip"
    terminal.ok("backup", str(whole))
    shutil.copyfile(whole, backups / older)
    (backups / "habac24h-20261126-010000.zip").write_bytes(whole.read_bytes()[:3000])
    _cut(home, part)
    before = everything(home)
    found = look(home)
    assert (found["database"].level, found["database"].said.partition(". ")[2]) == (
        Level.WRONG,
        f'Hãy dừng chương trình rồi chạy `habac24h restore "{whole}"` '
        "(bản sao lưu lúc 08:00 ngày 25/11/2026, đọc lại được).",
    )
    assert found["schema"].said == "không đọc được cơ sở dữ liệu."
    assert everything(home) == before
    terminal.ok("restore", str(whole))
    assert look(home)["database"].level == Level.OK


def test_a_lost_file_with_only_a_copy_from_before_an_upgrade(home: Path) -> None:
    """The program does not begin anew in its place, and the doctor names the copy."""
    copy = home / "sao-luu" / "truoc-nang-cap-20261120-020000.sqlite3"
    copy.parent.mkdir()
    shutil.copyfile(home / db.FILE_NAME, copy)
    assert look(home)["backup"].said.startswith(
        "chưa có bản hằng ngày nào, chỉ có bản trước khi nâng cấp lúc 09:00 ngày 20/11/2026; hãy "
    )
    (home / db.FILE_NAME).unlink()
    assert look(home)["database"].said == (
        "Không thấy tệp dữ liệu mà có bản sao lưu. Hãy dừng chương trình rồi chạy "
        f'`habac24h restore "{copy}"` (bản sao lưu lúc 09:00 ngày 20/11/2026, đọc lại được).'
    )
    for cut in (None, 0.0):
        if cut is not None:
            _cut(home, cut)
        with pytest.raises(DamagedError) as caught:
            open_office(home, clock=VirtualClock(NOW))
        assert "hãy chạy `habac24h doctor`" in caught.value.sentence
    restore(home, copy, now=NOW, tell=silent)
    assert look(home)["database"].level == Level.OK


@pytest.mark.parametrize(
    ("number", "level", "said"),
    [
        ("0001", "note", "bản 0001; lần chạy tới sẽ sao lưu rồi nâng lên bản"),
        ("9999", "wrong", "Cơ sở dữ liệu này thuộc bản habac24h mới hơn (mã 9999)"),
    ],
)
def test_another_schema_is_told_and_its_rows_are_left(
    home: Path, number: str, level: str, said: str
) -> None:
    _stamp(home, number)
    found = look(home)
    assert found["schema"].level.value == level
    assert found["schema"].said.startswith(said)
    assert found["scheduler"].said == "chưa xem được vì chưa có dữ liệu dùng được."


def _cut(home: Path, part: float) -> None:
    file = home / db.FILE_NAME
    content = file.read_bytes() if file.exists() else b""
    for ending in ("-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    file.write_bytes(content[: round(len(content) * part)])


def _stamp(home: Path, number: str) -> None:
    database = db.Database(db.sqlite_url(home / db.FILE_NAME))
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{number}'")
    database.dispose()
