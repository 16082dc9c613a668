"""The mailbox's password is seen nowhere: pages, logs, sentences, audit, files, backups (P8)."""

from __future__ import annotations

import logging
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from signed_kit import entered, staff
from smtp_kit import Mailbox, mail_server
from sqlmodel import select
from web_kit import TestClient, submit, write

from habac24h import mail_password, memory
from habac24h.backup.making import make
from habac24h.chores import morning
from habac24h.chores.place import Place
from habac24h.clock import VirtualClock
from habac24h.commands import logs
from habac24h.config import Settings
from habac24h.errors import HabacError
from habac24h.models import Audit
from habac24h.office import Office
from habac24h.own_settings import WrongSettings
from habac24h.vault import KEY_FILE

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
CANARY = "canary-hop-thu-7e151628"
ADDRESS = "/cai-dat/thu"
_SHAPES = (CANARY, b64encode(CANARY.encode()).decode().rstrip("="))


@pytest.fixture
def browser(office: Office) -> TestClient:
    staff(office)
    office.home.mkdir(exist_ok=True)
    return entered(office, "quan-tri")


def sent(browser: TestClient, port: int, **changed: str) -> str:
    """What the page says after it was saved and tried."""
    fields = {
        "smtp.host": "127.0.0.1",
        "smtp.port": str(port),
        "smtp.security": "none",
        "smtp.user": "vhxh",
        "smtp.sender": "vhxh@habac.example",
        "smtp.to": "lan@habac.example",
        "smtp_password": CANARY,
        "viec": "thu",
        "thu-den": "lan@habac.example",
    }
    return browser.post(ADDRESS, data=fields | changed).text


def every_word(office: Office) -> Iterator[str]:
    """The whole log and what the chores said, as they lie in the database."""
    with office.database.read() as session:
        for row in session.exec(select(Audit)):
            yield str(row.details)


def every_file(office: Office) -> Iterator[bytes]:
    """Of the office's folder and its database, archives unpacked."""
    for file in office.home.parent.rglob("*"):
        if file.is_file():
            yield file.read_bytes()
        if file.suffix == ".zip":
            archive = zipfile.ZipFile(file)
            yield from (archive.read(name) for name in archive.namelist())


def test_the_password_appears_nowhere(
    office: Office,
    browser: TestClient,
    clock: VirtualClock,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    submit(office, write(office, "Bài chờ duyệt"))
    for box, password in (
        (Mailbox(), CANARY),
        (Mailbox(), "dung-roi"),  # ours is the wrong one
        (Mailbox(answer=f"554 login was {CANARY}"), CANARY),
        (Mailbox(hang_up=True), CANARY),
    ):
        with mail_server(box, password=password) as port:
            said.append(sent(browser, port))
            place = Place(office.home, office.settings, office.database, clock)
            said.append(morning.send_digest(place).said)
    said.append(sent(browser, 1, **{"smtp.host": "http://sai"}))  # refused, shown again
    said += [browser.get(path).text for path in (ADDRESS, "/cai-dat", "/nhat-ky", "/nhat-ky.csv")]
    said += [str(office.settings), repr(office.own), *every_word(office)]
    make(office.database, office.home, office.home / "x.zip", at=clock.now(), tell=lambda *_: None)
    ours = [one for one in caplog.records if one.name != "mail.log"]  # the test's own server
    said += [record.getMessage() + str(record.exc_text) for record in ours]
    said += [*capfd.readouterr()]
    assert "đã gửi cho 1 người" in said
    for shape in _SHAPES:
        assert [text for text in said if shape in text] == []
        assert [data for data in every_file(office) if shape.encode() in data] == []


def test_no_backup_holds_the_key(office: Office, browser: TestClient, clock: VirtualClock) -> None:
    sent(browser, 1)
    file = office.home / "x.zip"
    make(office.database, office.home, file, at=clock.now(), tell=lambda *_: None)
    key = (office.home / KEY_FILE).read_bytes()
    archive = zipfile.ZipFile(file)
    assert [name for name in archive.namelist() if key in archive.read(name)] == []


def test_the_log_takes_it_out_of_whatever_is_written_after_it_was_used(
    office: Office, browser: TestClient, tmp_path: Path
) -> None:
    with logs.keep(tmp_path, office.settings, "serve"):
        sent(browser, 1)
        logging.getLogger("x").warning("login %s", CANARY)
    assert "login ***" in (tmp_path / "nhat-ky" / "serve.log").read_text(encoding="utf-8")


def test_what_cannot_be_opened_or_used_says_so_without_it(office: Office, tmp_path: Path) -> None:
    settings, typed = office.settings, f"{CANARY} có dấu"
    with pytest.raises(WrongSettings) as caught:
        mail_password.sealed(typed, tmp_path, settings)
    assert CANARY not in repr(caught.value) + str(caught.value.fields)
    sealed = mail_password.sealed(CANARY, tmp_path, settings).sealed
    assert sealed is not None
    with office.database.write() as session:
        mail_password.keep(session, settings.smtp.host, sealed)
        assert CANARY not in str(memory.recall(session, memory.MAIL_PASSWORD))
        with pytest.raises(HabacError) as lost:
            mail_password.password(session, tmp_path / "khac", Settings())
    assert CANARY not in repr(lost.value)
