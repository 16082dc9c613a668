"""The doctor: a fresh home, a broken one, and that looking changes nothing."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cli_kit import Terminal
from sqlmodel import select
from web_kit import approve, arrive, write

from habac24h import audit, db, memory
from habac24h.chores import copies
from habac24h.chores.ledger import Outcome
from habac24h.chores.place import Place
from habac24h.chores.tables import ChoreRow
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.doctor import data, hours, keeping, machine, publishing
from habac24h.doctor.examining import CHECKS, examine
from habac24h.doctor.line import Level, Line
from habac24h.doctor.patient import Patient, at_home, of_office
from habac24h.errors import DatabaseError
from habac24h.models import Airing, Going, Page
from habac24h.office import Office
from habac24h.printing.fonts import Face
from habac24h.scheduler import only_engine

SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
ALL = list(CHECKS)


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", capsys)


@pytest.fixture
def home(_sqlite_office: Path, tmp_path: Path) -> Path:
    """A home with the starter campaigns, and nobody at it."""
    folder = tmp_path / "home"
    folder.mkdir()
    shutil.copyfile(_sqlite_office, folder / db.FILE_NAME)
    return folder


def look(home: Path, *, now: datetime = NOW, online: bool = False) -> dict[str, Line]:
    with at_home(home, online=online, clock=VirtualClock(now)) as patient:
        return {line.id: line for line in examine(patient)}


def levels(lines: dict[str, Line]) -> dict[str, str]:
    return {one.id: one.level.value for one in lines.values() if one.level != Level.OK}


def everything(home: Path) -> dict[str, str]:
    files = (one for one in home.rglob("*") if one.is_file())
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


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


def test_its_hand_on_the_database_cannot_write(home: Path) -> None:
    with at_home(home, online=False, clock=VirtualClock(NOW)) as patient:
        assert patient.database is not None
        with pytest.raises(DatabaseError) as caught, patient.database.write() as session:
            memory.remember(session, memory.PASSED_AT, "x")
    assert caught.value.sentence == (
        "Tệp dữ liệu chỉ cho đọc; hãy cấp quyền ghi cho thư mục dữ liệu rồi thử lại."
    )


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
        "Tệp dữ liệu không phải là cơ sở dữ liệu của habac24h hoặc đã bị hỏng; "
        "hãy khôi phục từ bản sao lưu gần nhất."
    )
    assert found["scheduler"].level == Level.NOTE


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


def test_a_wrong_setting_is_named_and_the_rest_is_looked_at(home: Path) -> None:
    (home / "habac24h.toml").write_text("min_gap_minuts = 5\n", encoding="utf-8")
    found = look(home)
    assert found["settings"].level == Level.WRONG
    assert "“min_gap_minuts”" in found["settings"].said
    assert found["database"].said == "tệp SQLite nguyên vẹn"


def test_a_clock_that_stopped_years_ago(home: Path) -> None:
    found = look(home, now=datetime(2019, 1, 1, tzinfo=UTC))["clock"]
    assert found.level == Level.WRONG
    assert found.said.startswith("đồng hồ máy chỉ 07:00 ngày 01/01/2019, đã đứng hay sai năm; ")


def test_a_clock_behind_what_was_already_written(home: Path) -> None:
    database = db.Database(db.sqlite_url(home / db.FILE_NAME))
    with database.write() as session:
        audit.record(session, audit.PROGRAM, "x", NOW + timedelta(hours=2))
    database.dispose()
    found = look(home)["clock"]
    assert found.level == Level.WRONG
    assert found.said.startswith(
        "đồng hồ máy chỉ 10:00 ngày 26/11/2026, sớm hơn việc đã ghi lúc 12:00 ngày 26/11/2026; "
    )


@pytest.mark.parametrize(
    ("off", "level", "said"),
    [
        (timedelta(seconds=20), "ok", "đúng giờ (lệch 20 giây)"),
        (timedelta(minutes=3), "note", "đồng hồ máy nhanh 3 phút so với "),
        (timedelta(minutes=-90), "wrong", "đồng hồ máy chậm 90 phút so với "),
        (timedelta(days=400), "wrong", "đồng hồ máy nhanh 400 ngày so với "),
    ],
)
def test_the_clock_is_compared_with_a_server_s(off: timedelta, level: str, said: str) -> None:
    with dated(NOW) as address:
        patient = Patient(
            Path(), Settings(clock_url=address), VirtualClock(NOW + off), None, online=True
        )
        found = hours.clock(patient)
    assert (found.level.value, found.said[: len(said)]) == (level, said)


def test_a_server_of_hours_that_is_away_is_said() -> None:
    with dated(NOW) as address:
        pass
    patient = Patient(Path(), Settings(clock_url=address), VirtualClock(NOW), None, online=True)
    found = hours.clock(patient)
    host = address.split("/")[2]
    assert (found.level, found.said) == (
        Level.NOTE,
        f"10:00 ngày 26/11/2026; chưa so được với giờ trên mạng vì {host} không trả lời.",
    )


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


@SQLITE
def test_a_program_that_is_open_and_does_nothing(office: Office, clock: VirtualClock) -> None:
    with only_engine(office.home):
        assert publishing.passes(of_office(office)).said == (
            "vừa mở, chưa xong lượt nào; hãy khám lại sau một phút."
        )
        with office.database.write() as session:
            memory.remember(session, memory.PASSED_AT, clock.now().isoformat())
        clock.advance(publishing.STALE + timedelta(seconds=1))
        stuck = publishing.passes(of_office(office))
    assert (stuck.level, stuck.said) == (
        Level.WRONG,
        "đang mở nhưng không làm việc (lượt gần nhất xong lúc 07:00 ngày 01/01/2026); "
        "hãy dừng rồi chạy lại `habac24h serve`.",
    )


def test_what_waits_for_a_person_is_counted(office: Office) -> None:
    assert publishing.work(of_office(office)).level == Level.OK
    arrive(office)
    key = approve(office, write(office, "Bài"))
    with office.database.write() as session:
        airing = session.exec(select(Airing).where(Airing.key == f"{key}@1")).one()
        airing.state = Going.UNKNOWN
        session.add(airing)
    found = publishing.work(of_office(office))
    assert (found.level, found.said) == (
        Level.WRONG,
        "1 lượt chưa rõ đã đăng hay chưa; hãy mở trang Việc hôm nay để quyết định.",
    )


@SQLITE
def test_a_real_page_as_it_was_last_seen(office: Office, clock: VirtualClock) -> None:
    with office.database.write() as session:
        for page in session.exec(select(Page)):
            page.live = False
            session.add(page)
        session.flush()
        session.add(
            Page(page_id="77", name="Hà Bắc", live=True, token="x", connected_at=clock.now())
        )
    assert publishing.page(of_office(office)).said == (
        "Hà Bắc, mã truy cập xem lại lúc chưa lần nào"
    )
    with office.database.write() as session:
        session.get_one(Page, "77").blocked = "Mã truy cập không hợp lệ hoặc đã hết hạn."
    found = publishing.page(of_office(office))
    assert (found.level, found.said) == (
        Level.WRONG,
        "Hà Bắc: Mã truy cập không hợp lệ hoặc đã hết hạn.",
    )


@SQLITE
def test_a_real_page_is_asked_when_somebody_may(office: Office) -> None:
    """The practice page plays Facebook: scopes, and what the doctor cannot see, are told."""
    with office.practice_page() as wall:
        settings = office.settings.model_copy(
            update={"graph_url": wall.url, "page_id": "100000000000024"}
        )
        from pydantic import SecretStr

        settings = settings.model_copy(update={"page_token": SecretStr("trang-chay-thu")})
        with office.database.write() as session:
            session.get_one(Page, "100000000000024").practice = False
        asked = replace(of_office(office), settings=settings, online=True)
        found = publishing.page(asked)
        wrong = settings.model_copy(update={"page_token": SecretStr("mã-sai-mã-sai")})
        refused = publishing.page(replace(asked, settings=wrong))
    assert found.level == Level.OK
    assert "quyền: pages_" in found.said
    assert found.said.endswith("mở bài đầu tiên trong cửa sổ ẩn danh")
    assert refused.level == Level.WRONG
    assert "mã-sai" not in refused.said


@SQLITE
def test_backups_that_are_old_or_cannot_be_read(office: Office, clock: VirtualClock) -> None:
    place = Place(office.home, office.settings, office.database, clock)
    copies.make_daily(place)
    fresh = keeping.backup(of_office(office))
    assert (fresh.level, fresh.said) == (
        Level.NOTE,
        "1 bản, mới nhất lúc 07:00 ngày 01/01/2026, đọc lại được; cùng ổ đĩa với dữ liệu: hãy đặt "
        "backups.folder ở ổ khác hoặc chép ra USB.",
    )
    clock.advance(timedelta(days=5))
    assert keeping.backup(of_office(office)).said == (
        "1 bản, mới nhất lúc 07:00 ngày 01/01/2026, đọc lại được, nhưng đã 5 ngày; hãy để chương "
        "trình chạy."
    )
    (copy,) = copies.kept(office.home, office.settings)
    copy.path.write_bytes(copy.path.read_bytes()[:5000])
    assert keeping.backup(of_office(office)).said == (
        f"Bản sao lưu {copy.path} bị hỏng hoặc thiếu phần; hãy dùng bản khác. Dữ liệu chưa bị thay "
        "đổi."
    )


@SQLITE
def test_a_chore_that_failed_is_told(office: Office, clock: VirtualClock) -> None:
    day = clock.now().date()
    with office.database.write() as session:
        for name, outcome in (("digest", Outcome.UNKNOWN), ("backup", Outcome.DONE)):
            session.add(
                ChoreRow(name=name, day=day, outcome=outcome, started_at=clock.now(), said="vì thế")
            )
    found = keeping.chores(of_office(office))
    assert (found.level, found.said) == (Level.WRONG, "Thư nhắc việc ngày 01/01: vì thế")


@SQLITE
def test_the_public_address_is_tried(office: Office) -> None:
    with dated(NOW, "Không có lịch ở địa chỉ này.") as ours, dated(NOW, "nginx") as others:
        for address, level in ((ours, Level.OK), (others, Level.WRONG)):
            settings = office.settings.model_copy(update={"public_url": address.rstrip("/")})
            patient = replace(of_office(office), settings=settings, online=True)
            assert keeping.feed(patient).level == level
    gone = keeping.feed(patient)
    assert gone.said.startswith(f"không mở được {others.rstrip('/')}; ")


@SQLITE
def test_another_zone_than_that_of_the_rows(office: Office) -> None:
    moved = office.settings.model_copy(update={"timezone": "Asia/Tokyo"})
    found = hours.timezone(replace(of_office(office), settings=moved))
    assert (found.level, found.said) == (
        Level.WRONG,
        "cài đặt là Asia/Tokyo nhưng dữ liệu được lập theo Asia/Ho_Chi_Minh; hãy đặt lại "
        "timezone = Asia/Ho_Chi_Minh.",
    )


def test_a_check_that_breaks_is_a_line_too() -> None:
    def broken(_patient: Patient) -> Line:
        raise ZeroDivisionError

    (found,) = examine(Patient(Path(), Settings(), VirtualClock(NOW), None), (broken,))
    assert (found.level, found.said) == (
        Level.WRONG,
        "không kiểm tra được (ZeroDivisionError); hãy báo người hỗ trợ.",
    )


def test_every_check_works_on_both_databases(office: Office) -> None:
    lines = examine(of_office(office), list(CHECKS.values())[:-1])
    assert [line.id for line in lines] == ALL[:-1]
    assert not [line.said for line in lines if "không kiểm tra được" in line.said]
    assert data.schema(of_office(office)).level == Level.OK


def _stamp(home: Path, number: str) -> None:
    database = db.Database(db.sqlite_url(home / db.FILE_NAME))
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{number}'")
    database.dispose()


@contextmanager
def dated(now: datetime, body: str = "") -> Iterator[str]:
    """A server on loopback whose clock shows `now`; its address."""

    class Handler(BaseHTTPRequestHandler):
        def date_time_string(self, timestamp: float | None = None) -> str:
            return now.strftime("%a, %d %b %Y %H:%M:%S GMT")

        def do_HEAD(self) -> None:
            self.send_response(404)
            self.end_headers()

        def do_GET(self) -> None:
            self.do_HEAD()
            self.wfile.write(body.encode())

        def log_message(self, *_given: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
