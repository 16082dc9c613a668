"""The doctor: a fresh home, a broken setting, and that looking changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_kit import Terminal
from doctor_kit import ALL, NOW, everything, home, look

from habac24h import audit, db, mail_password, memory
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.doctor import data, machine, publishing
from habac24h.doctor.examining import CHECKS, TITLES, examine
from habac24h.doctor.line import Level, Line
from habac24h.doctor.patient import Patient, of_office
from habac24h.office import Office, open_office
from habac24h.printing.fonts import Face
from habac24h.vault import KEY_FILE
from habac24h.workflow import Desk
from habac24h.workflow.own_settings import change_settings

__all__ = ["home"]


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", capsys)


def levels(lines: dict[str, Line]) -> dict[str, str]:
    return {one.id: one.level.value for one in lines.values() if one.level != Level.OK}


def test_a_fresh_home_has_nothing_wrong(terminal: Terminal) -> None:
    found = terminal.run("doctor", "--offline", "--json")
    assert (found.code, found.json["ok"]) == (0, True)
    assert [line["id"] for line in found.json["lines"]] == ALL
    assert not terminal.home.exists()


def test_it_speaks_in_sentences(terminal: Terminal) -> None:
    told = terminal.ok("doctor", "--offline").out.splitlines()
    assert told[2] == "[  tốt  ] Cài đặt: mặc định (không có habac24h.toml)"
    assert told[3] == (
        "[ lưu ý ] Cơ sở dữ liệu: chưa có; lần chạy `habac24h serve` đầu tiên sẽ tạo."
    )
    assert told[-1] == "Không có gì sai."


def test_a_home_without_scheduler_and_backup_is_told_what_to_do(home: Path) -> None:
    before = everything(home)
    found = look(home)
    assert levels(found) == {
        "clock": "note",
        "scheduler": "wrong",
        "page": "note",
        "mail": "note",
        "feed": "note",
        "backup": "wrong",
        "chores": "note",
        "facts": "note",
    }
    assert found["scheduler"].said == (
        "không chạy (chưa có lượt nào): không bài nào được đăng; hãy bật chương trình bằng "
        "`habac24h serve`, hoặc cho chạy cùng máy bằng `habac24h service install`."
    )
    assert everything(home) == before


def test_the_command_ends_with_1_when_something_is_wrong(home: Path, terminal: Terminal) -> None:
    found = terminal.run("doctor", "--offline", "--json")
    assert (found.code, found.json["ok"]) == (1, False)


def test_one_subject_alone(home: Path, terminal: Terminal) -> None:
    found = terminal.run("doctor", "--only", "scheduler", "--only", "database", "--json")
    assert [line["id"] for line in found.json["lines"]] == ["scheduler", "database"]
    assert terminal.run("doctor", "--only", "tim").err == (
        f"Không có mục khám “tim”; các mục: {', '.join(CHECKS)}.\n"
    )


def test_looking_beside_a_running_program_changes_nothing(home: Path) -> None:
    running = db.Database(db.sqlite_url(home / db.FILE_NAME))
    with running.write() as session:
        memory.remember(session, memory.PASSED_AT, NOW.isoformat())
    names = set(everything(home))
    found = look(home)
    assert found["scheduler"].said == "đang chạy, lượt gần nhất xong lúc 10:00 ngày 26/11/2026"
    assert set(everything(home)) == names
    running.dispose()


def test_a_wrong_setting_is_named_and_the_rest_is_looked_at(home: Path) -> None:
    (home / "habac24h.toml").write_text("min_gap_minuts = 5\n", encoding="utf-8")
    found = look(home)
    assert found["settings"].level == Level.WRONG
    assert "“min_gap_minuts”" in found["settings"].said
    assert found["database"].said == "tệp SQLite nguyên vẹn"


def test_missing_fonts() -> None:
    nobody = Face("văn bản", ("Không Có Phông Này",))
    found = machine.fonts(Patient(Path(), Settings(), VirtualClock(NOW), None), (nobody, nobody))
    assert (found.level, found.said) == (
        Level.WRONG,
        "Máy này không có phông chữ nào in được đủ chữ Việt cho văn bản "
        "(cần một trong: Không Có Phông Này); hãy cài lại chương trình.",
    )


def test_a_disk_that_is_nearly_full(home: Path) -> None:
    patient = Patient(home, Settings(), VirtualClock(NOW), None)
    huge = 10**18
    assert machine.disk(patient, least=huge).level == Level.WRONG
    assert machine.disk(patient, least=0, little=huge).level == Level.NOTE
    assert machine.disk(patient, least=0, little=0).level == Level.OK


def test_a_check_that_breaks_is_a_line_too() -> None:
    def broken(_patient: Patient) -> Line:
        raise ZeroDivisionError

    (found,) = examine(Patient(Path(), Settings(), VirtualClock(NOW), None), (broken,))
    assert (found.level, found.said) == (
        Level.WRONG,
        "không kiểm tra được vì lỗi của chương trình; hãy báo người hỗ trợ mã lỗi "
        "“ZeroDivisionError”.",
    )


def test_a_check_that_may_not_look_says_so_under_its_own_name(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_patient: Patient) -> bool:
        raise PermissionError(13, "Permission denied", "/srv/habac24h/engine.lock")

    monkeypatch.setattr(publishing, "_held", refused)
    (found,) = examine(of_office(office), (publishing.passes,))
    assert (found.id, found.title, found.said) == (
        "scheduler",
        "Bộ lập lịch",
        "không kiểm tra được vì tài khoản đang dùng không có quyền với /srv/habac24h/engine.lock; "
        "hãy chạy bằng tài khoản sở hữu thư mục dữ liệu.",
    )


def test_every_check_works_on_both_databases(office: Office) -> None:
    lines = examine(of_office(office), list(CHECKS.values())[:-1])
    assert [line.id for line in lines] == ALL[:-1]
    assert [line.title for line in lines] == list(TITLES.values())[:-1]
    assert not [line.said for line in lines if "không kiểm tra được" in line.said]
    assert data.schema(of_office(office)).level == Level.OK


def test_what_the_pages_changed_counts_and_a_lost_key_is_told(home: Path) -> None:
    office = open_office(home, clock=VirtualClock(NOW))
    smtp = {"smtp.host": "mail.example", "smtp.user": "vhxh", "smtp.to": "lan@habac.example"}
    values = {**smtp, "smtp.sender": "vhxh@habac.example", "public_url": "https://lich.example"}
    with office.database.write() as session:
        desk = Desk(session, office.settings, NOW, audit.PROGRAM, "admin")
        sealed = mail_password.sealed("mat-khau", home, office.settings)
        change_settings(desk, office.settings, values, sealed)
    office.close()
    found = look(home)
    assert found["mail"].said == "gửi 1 người lúc 07:30 qua mail.example"
    assert found["feed"].said == "https://lich.example; chưa thử mở từ mạng."
    (home / KEY_FILE).unlink()
    before = everything(home)
    lost = look(home)["mail"]
    assert (lost.level, everything(home)) == (Level.WRONG, before)
    assert lost.said == (
        "Khóa bí mật không khớp với dữ liệu nên không mở được mật khẩu hộp thư; hãy đặt lại "
        "SECRET_KEY cũ hoặc gõ lại mật khẩu ở trang “Thư buổi sáng” trong Cài đặt."
    )
