"""The backup file: whole or not there, without secrets, made while everything goes on."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from backup_kit import SQLITE, Safe, kept, postgres_tools, silent

from habac24h import __version__, db, vault
from habac24h.backup.archive import BackupError, check
from habac24h.backup.making import make
from habac24h.backup.restoring import restore
from habac24h.clock import VirtualClock
from habac24h.errors import HabacError
from habac24h.models import Page, Setting
from habac24h.workflow.pages import PRACTICE_ID

__all__ = ["kept", "postgres_tools"]
CANARY = "EAAG-canary-7f3a"


def _sentence(deed: Callable[[], object]) -> str:
    with pytest.raises(BackupError) as caught:
        deed()
    return caught.value.sentence


def _everything(file: Path) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_it_holds_the_rows_the_evidence_and_the_settings_without_a_secret(kept: Safe) -> None:
    office = kept.here.office
    (kept.home / "minh-chung").mkdir()
    (kept.home / "minh-chung" / "0a.jpg").write_bytes(b"anh")
    (kept.home / "minh-chung" / "0b.jpg.7.tmp").write_bytes(b"half")
    settings = f'page_token = "{CANARY}"\nsecret_key = "{CANARY}"\noffice = "xã Thử"\n'
    settings += f'app_secret = "{CANARY}"\n[scheduler]\ntick_seconds = 2.5\n'
    (kept.home / "habac24h.toml").write_text(settings, encoding="utf-8")
    with office.database.write() as session:
        page = session.get_one(Page, PRACTICE_ID)
        page.token = vault.seal(CANARY, kept.home, office.settings)
        session.add(page)
    file = kept.backup()
    name = "database.sqlite3" if office.database.is_sqlite else "database.sql"
    manifest = check(file, silent)
    assert list(manifest.parts) == [name, "habac24h.toml", "minh-chung/0a.jpg"]
    assert (manifest.program, manifest.revision) == (__version__, db.newest_revision())
    with zipfile.ZipFile(file) as archive:
        kept_settings = archive.read("habac24h.toml").decode()
    assert kept_settings == 'office = "xã Thử"\n\n[scheduler]\ntick_seconds = 2.5\n'
    content = _everything(file)
    assert (CANARY.encode() in content, (kept.home / "secret.key").read_bytes() in content) == (
        False,
        False,
    )
    assert file.stat().st_mode & 0o077 == 0


@SQLITE
def test_a_name_that_is_taken_is_refused_and_force_replaces_it(kept: Safe) -> None:
    file = kept.backup()
    before = file.read_bytes()
    assert _sentence(kept.backup) == (
        f"Đã có tệp {file}; hãy chọn tên khác, hoặc thêm --force để thay tệp ấy."
    )
    assert file.read_bytes() == before
    office, now = kept.here.office, kept.here.clock.now()
    kept.here.write()
    make(office.database, kept.home, file, at=now, tell=silent, force=True)
    assert file.read_bytes() != before


@SQLITE
def test_it_is_whole_while_others_write(kept: Safe) -> None:
    """Two rows that always change together are never seen apart in a copy."""
    database = kept.here.office.database
    stop, rounds = threading.Event(), [0]

    def pair(value: int) -> None:
        with database.write() as session:
            for name in ("left", "right"):
                session.merge(Setting(name=name, value=[value, "x" * 20_000]))

    def work() -> None:
        while not stop.is_set():
            rounds[0] += 1
            pair(rounds[0])

    pair(0)
    thread = threading.Thread(target=work)
    thread.start()
    try:
        files = [kept.backup(f"{number}.zip") for number in range(4)]
    finally:
        stop.set()
        thread.join()
    for file in files:
        with zipfile.ZipFile(file) as archive:
            archive.extract("database.sqlite3", kept.home)
        with closing(sqlite3.connect(kept.home / "database.sqlite3")) as copy:
            query = "SELECT DISTINCT value FROM setting WHERE name IN ('left', 'right')"
            assert len(copy.execute(query).fetchall()) == 1
            assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert rounds[0] > 0


@SQLITE
def test_a_disk_that_fills_up_leaves_the_old_backup_and_no_rest(kept: Safe) -> None:
    file = kept.backup()
    before = file.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    office, now = kept.here.office, kept.here.clock.now()
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        said = _sentence(
            lambda: make(office.database, kept.home, file, at=now, tell=silent, force=True)
        )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "dung lượng ổ đĩa" in said
    assert (file.read_bytes(), [one.name for one in file.parent.glob(".*")]) == (before, [])


def _flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[2000] ^= 0xFF
    file.write_bytes(content)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-500])


def _added(file: Path) -> None:
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("minh-chung/../../ngoai.txt", "x")


def _rewritten(change: Callable[[dict[str, object]], object]) -> Callable[[Path], None]:
    def deed(file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            told = json.loads(archive.read("manifest.json"))
            content = archive.read("database.sqlite3")
        change(told)
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("database.sqlite3", content)
            archive.writestr("manifest.json", json.dumps(told))

    return deed


def _climbing(told: dict[str, object]) -> None:
    parts = told["parts"]
    assert isinstance(parts, dict)
    parts["minh-chung/../ngoai.txt"] = "0" * 64


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (_flipped, "bị hỏng hoặc thiếu phần"),
        (_cut, "bị hỏng hoặc thiếu phần"),
        (_added, "bị hỏng hoặc thiếu phần"),
        (_rewritten(_climbing), "bị hỏng hoặc thiếu phần"),
        (_rewritten(lambda told: told.update(parts={})), "bị hỏng hoặc thiếu phần"),
        (_rewritten(lambda told: told.update(taken_at="2026-01-01")), "bị hỏng hoặc thiếu phần"),
        (_rewritten(lambda told: told.pop("program")), "không phải bản sao lưu của habac24h"),
        (_rewritten(lambda told: told.update(format=2)), "do bản habac24h mới hơn"),
        (_rewritten(lambda told: told.update(revision="9999")), "mới hơn"),
        (lambda file: file.write_bytes(b"xin chao" * 99), "bị hỏng hoặc thiếu phần"),
    ],
)
def test_a_file_that_is_not_a_whole_backup_is_refused_and_nothing_changes(
    harm: Callable[[Path], None], sentence: str, whole: Path, tmp_path: Path, clock: VirtualClock
) -> None:
    file, home = tmp_path / "a.zip", tmp_path / "home"
    shutil.copyfile(whole, file)
    home.mkdir()
    harm(file)
    with pytest.raises(HabacError, match=sentence):
        restore(home, file, now=clock.now(), tell=silent)
    assert list(home.iterdir()) == []


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an empty office."""
    from habac24h.office import open_office

    home = tmp_path_factory.mktemp("home")
    opened = open_office(home)
    file = home / "a.zip"
    make(opened.database, home, file, at=opened.clock.now(), tell=silent)
    opened.close()
    return file


@pytest.mark.postgres
def test_without_the_servers_tools_the_office_is_told_what_to_install(
    postgres_url: str, tmp_path: Path, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    database = db.Database(postgres_url)
    said = _sentence(
        lambda: make(database, tmp_path, tmp_path / "a.zip", at=clock.now(), tell=silent)
    )
    database.dispose()
    assert said == (
        "Cần chương trình pg_dump của PostgreSQL; hãy cài bộ “postgresql-client” cùng bản với "
        "máy chủ rồi chạy lại."
    )


def _rewritten(file: Path, told: Callable[[dict[str, Any]], object], **more: bytes) -> Path:
    """The same backup with another manifest, and with further parts that the manifest names."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts.pop("manifest.json"))
    parts |= more
    manifest["parts"] |= {name: hashlib.sha256(one).hexdigest() for name, one in more.items()}
    changed = told(manifest)
    made = file.with_name("khac.zip")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", changed if isinstance(changed, str) else str(changed))
    return made


HOSTILE = {
    "a list of parts": lambda told: json.dumps(told | {"parts": ["database.sqlite3"]}),
    "a format that is no number": lambda told: json.dumps(told | {"format": None}),
    "a day that no calendar has": lambda told: json.dumps(
        told | {"taken_at": "9999-12-31T23:59:59-12:00"}
    ),
    "brackets without an end": lambda _told: "[" * 200_000,
}


@SQLITE
@pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE)
def test_a_manifest_that_nobody_of_ours_wrote_is_refused_in_a_sentence(
    kept: Safe, told: Callable[[dict[str, Any]], object]
) -> None:
    file = _rewritten(kept.backup(), told)
    assert _sentence(lambda: kept.bring_back(file)) == (
        f"{file} không phải bản sao lưu của habac24h; hãy chọn tệp do lệnh backup tạo ra."
    )


@SQLITE
def test_a_manifest_too_large_to_read_is_not_read(kept: Safe) -> None:
    file = _rewritten(kept.backup(), lambda told: json.dumps(told) + " " * 21_000_000)
    assert _sentence(lambda: kept.bring_back(file)).startswith(f"Bản sao lưu {file} bị hỏng")


@SQLITE
def test_a_part_with_a_password_or_of_another_packing_is_refused(kept: Safe) -> None:
    whole = kept.backup().read_bytes()
    file = kept.home.parent / "khac.zip"
    for in_front, in_list, value in ((6, 8, 1), (8, 10, 14)):
        changed = bytearray(whole)
        changed[changed.find(b"PK\3\4") + in_front] = value
        changed[changed.find(b"PK\1\2") + in_list] = value
        file.write_bytes(changed)
        assert _sentence(lambda: kept.bring_back(file)).startswith(f"Bản sao lưu {file} bị hỏng")


@SQLITE
def test_settings_that_cannot_be_used_stop_the_restore_before_anything_changed(kept: Safe) -> None:
    file = _rewritten(kept.backup(), json.dumps, **{"habac24h.toml": b"office = ["})
    home = kept.home.parent / "may-moi"
    home.mkdir()
    said = _sentence(lambda: restore(home, file, now=kept.here.clock.now(), tell=silent))
    assert said == (
        "Cài đặt trong bản sao lưu không dùng được: habac24h.toml: không đúng cách viết TOML; mỗi "
        f'dòng có dạng tên = "giá trị". Hãy đặt tệp habac24h.toml của máy này vào {home} rồi khôi '
        "phục lại. Dữ liệu chưa bị thay đổi."
    )
    assert list(home.iterdir()) == []


@SQLITE
def test_the_settings_of_the_backup_hold_while_it_is_restored(kept: Safe) -> None:
    elsewhere = kept.home.parent / "noi-khac.sqlite3"
    settings = f'database_url = "sqlite:///{elsewhere}"\n'.encode()
    file = _rewritten(kept.backup(), json.dumps, **{"habac24h.toml": settings})
    home = kept.home.parent / "may-moi"
    home.mkdir()
    restore(home, file, now=kept.here.clock.now(), tell=silent)
    assert (elsewhere.exists(), (home / "habac24h.sqlite3").exists()) == (True, False)


@SQLITE
def test_what_the_disk_cannot_hold_is_not_unpacked(
    kept: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = kept.backup()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=9))
    said = _sentence(lambda: kept.bring_back(file))
    assert said.endswith(
        "mà ổ đĩa chỉ còn 0 MB; hãy dọn bớt rồi thử lại. Dữ liệu chưa bị thay đổi."
    )


@SQLITE
def test_a_device_is_never_replaced_by_a_backup(kept: Safe) -> None:
    pipe = kept.home.parent / "ong.zip"
    os.mkfifo(pipe)
    office, now = kept.here.office, kept.here.clock.now()
    said = _sentence(
        lambda: make(office.database, kept.home, pipe, at=now, tell=silent, force=True)
    )
    assert (said, pipe.is_fifo()) == (
        f"{pipe} là một thiết bị, không phải tệp; hãy chọn tên khác.",
        True,
    )
