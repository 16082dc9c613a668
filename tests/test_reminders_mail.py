"""The morning's letter against a real SMTP server: once a day, in doubt never twice."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from pydantic import SecretStr, ValidationError
from smtp_kit import Mailbox, certificate, mail_server
from sqlmodel import select
from web_kit import arrive, submit, write

from habac24h.chores import ledger, morning, rounds
from habac24h.chores.ledger import Outcome
from habac24h.chores.place import Place
from habac24h.chores.rounds import Chore
from habac24h.chores.tables import ChoreRow
from habac24h.clock import VirtualClock
from habac24h.office import Office
from habac24h.reminders.mail_troubles import why
from habac24h.running import Smtp

SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
MORNING = datetime(2026, 5, 22, 0, 30, tzinfo=UTC)  # 07:30 in the office, a Friday
ONLY = (next(one for one in rounds.CHORES if one.name == morning.NAME),)
TO = "lan@habac.example, minh@habac.example"


@pytest.fixture
def place(office: Office, clock: VirtualClock) -> Place:
    """An office with one thing to say, at its hour."""
    clock.set(MORNING)
    arrive(office)
    submit(office, write(office, "Bài chờ duyệt", days=20))
    return Place(office.home, office.settings, office.database, clock)


def to_server(place: Place, port: int, **smtp: object) -> Place:
    given = {"host": "127.0.0.1", "port": port, "security": "none", "to": TO} | smtp
    settings = place.settings.model_copy(
        update={"smtp": Smtp.model_validate({"sender": "vhxh@habac.example"} | given)}
    )
    return replace(place, settings=settings)


def rows(place: Place) -> list[tuple[str, int, str | None]]:
    with place.database.read() as session:
        return [(one.outcome, one.tries, one.said) for one in session.exec(select(ChoreRow))]


def test_one_letter_a_morning_to_everybody(place: Place, clock: VirtualClock) -> None:
    box = Mailbox()
    with mail_server(box) as port:
        here = to_server(place, port)
        for _ in range(3):
            rounds.run(here, ONLY)
            clock.advance(timedelta(minutes=1))
    (letter,) = box.letters
    assert box.given == [["lan@habac.example", "minh@habac.example"]]
    assert letter["Subject"] == "Nhắc việc xã Hà Bắc Thứ Sáu 22/05/2026: 1 chờ duyệt"
    assert letter["From"] == "vhxh@habac.example"
    assert letter["Date"] == "Fri, 22 May 2026 07:30:00 +0700"
    assert letter["Message-ID"] == "<nhac-viec.20260522@habac.example>"
    text = letter.get_body(("plain",))
    assert text is not None
    assert "- 07:30 Thứ Năm 11/06, Fanpage: Bài chờ duyệt" in text.get_content().splitlines()
    page = letter.get_body(("html",))
    assert page is not None
    assert "<li>07:30 Thứ Năm 11/06, Fanpage: Bài chờ duyệt</li>" in page.get_content()
    assert rows(place) == [("done", 1, "đã gửi cho 2 người")]


@SQLITE
def test_another_morning_brings_another(place: Place, clock: VirtualClock) -> None:
    box = Mailbox()
    with mail_server(box) as port:
        for _ in range(2):
            rounds.run(to_server(place, port), ONLY)
            clock.advance(timedelta(days=1))
    assert [one["Message-ID"][:19] for one in box.letters] == [
        "<nhac-viec.20260522",
        "<nhac-viec.20260523",
    ]


@SQLITE
@pytest.mark.parametrize(
    ("minutes", "letters"), [(-1, 0), (0, 1), (200, 1), (269, 1), (270, 0), (600, 0)]
)
def test_a_missed_hour_is_made_good_until_noon(
    place: Place, clock: VirtualClock, minutes: int, letters: int
) -> None:
    box = Mailbox()
    clock.advance(timedelta(minutes=minutes))
    with mail_server(box) as port:
        rounds.run(to_server(place, port), ONLY)
    assert len(box.letters) == letters


@SQLITE
def test_a_server_that_is_away_is_asked_again(place: Place, clock: VirtualClock) -> None:
    box = Mailbox()
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        nobody = free.getsockname()[1]
    rounds.run(to_server(place, nobody), ONLY)
    said = (
        f"Máy chủ thư 127.0.0.1:{nobody} không mở cổng này. Hãy xem lại tên máy chủ và cổng: cổng "
        "587 đi với STARTTLS, cổng 465 đi với TLS."
    )
    assert rows(place) == [("failed", 1, said)]
    with mail_server(box) as port:
        clock.advance(morning.AGAIN - timedelta(seconds=1))
        rounds.run(to_server(place, port), ONLY)
        assert box.letters == []
        clock.advance(timedelta(seconds=1))
        rounds.run(to_server(place, port), ONLY)
    assert len(box.letters) == 1
    assert rows(place) == [("done", 2, "đã gửi cho 2 người")]


@SQLITE
def test_a_letter_in_doubt_is_not_sent_again(place: Place, clock: VirtualClock) -> None:
    box = Mailbox(hang_up=True)
    with mail_server(box) as port:
        for _ in range(10):
            rounds.run(to_server(place, port), ONLY)
            clock.advance(timedelta(minutes=20))
    assert len(box.letters) == 1
    assert rows(place) == [
        (
            "unknown",
            1,
            "Mất kết nối với máy chủ thư 127.0.0.1 khi đang gửi nên không rõ thư đã đi hay chưa; "
            "hãy xem hộp thư của người nhận. Chương trình không gửi lại; việc phải nhắc vẫn ở "
            "trang Nhắc việc.",
        )
    ]


@SQLITE
def test_a_morning_that_was_cut_short_is_not_repeated(place: Place, clock: VirtualClock) -> None:
    """The power goes while the letter is on its way: the row was written before the act."""

    def die(_place: Place) -> ledger.Ended:
        raise KeyboardInterrupt

    dying = Chore(morning.NAME, die, morning.is_time, repeatable=False)
    with pytest.raises(KeyboardInterrupt):
        rounds.run(place, (dying,))
    assert rows(place) == [("open", 1, None)]
    box = Mailbox()
    with mail_server(box) as port:
        for _ in range(4):
            clock.advance(timedelta(minutes=30))
            rounds.run(to_server(place, port), ONLY)
    assert box.letters == []
    assert rows(place)[0][:2] == ("unknown", 1)


@SQLITE
def test_a_clean_refusal_is_known_not_to_be_sent(place: Place) -> None:
    with mail_server(Mailbox(answer="554 no")) as port:
        rounds.run(to_server(place, port), ONLY)
    said = (
        f"Máy chủ thư 127.0.0.1:{port} từ chối thư (mã 554). Hãy hỏi nơi cấp hộp thư. "
        "Máy chủ nói: “no”."
    )
    assert rows(place) == [("failed", 1, said)]


@SQLITE
def test_a_recipient_who_is_refused_is_named(place: Place) -> None:
    with mail_server(Mailbox(refused=("minh@habac.example",))) as port:
        rounds.run(to_server(place, port), ONLY)
    said = "đã gửi cho 1 người; máy chủ không nhận minh@habac.example"
    assert rows(place) == [("done", 1, said)]


@SQLITE
def test_over_starttls(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, box = certificate(tmp_path), Mailbox()
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with mail_server(box, tls=file, password="dung-roi") as port:
        here = to_server(place, port, security="starttls", user="vhxh")
        right = here.settings.model_copy(update={"smtp_password": SecretStr("dung-roi")})
        rounds.run(replace(here, settings=right), ONLY)
    assert (rows(place), box.over_tls) == ([("done", 1, "đã gửi cho 2 người")], [True])


@SQLITE
def test_a_server_without_starttls_gets_neither_letter_nor_password(place: Place) -> None:
    box = Mailbox()
    with mail_server(box) as port:
        rounds.run(to_server(place, port, security="starttls"), ONLY)
    (row,) = rows(place)
    assert (row[0], box.letters) == ("failed", [])
    assert row[2] is not None
    assert row[2].startswith(f"Máy chủ thư 127.0.0.1:{port} không có STARTTLS")


@SQLITE
def test_a_certificate_that_nobody_vouches_for_is_refused(place: Place, tmp_path: Path) -> None:
    box = Mailbox()
    with mail_server(box, tls=certificate(tmp_path)) as port:
        rounds.run(to_server(place, port, security="starttls"), ONLY)
    said = (
        f"Máy chủ thư 127.0.0.1:{port} đưa chứng thư không đáng tin nên chưa gửi gì. Hãy xem lại "
        "tên máy chủ; phần mềm diệt vi-rút hay mạng của cơ quan cũng có thể đang chen vào giữa."
    )
    assert (rows(place), box.letters) == ([("failed", 1, said)], [])


@SQLITE
def test_a_wrong_password_is_told_and_never_shown(place: Place) -> None:
    with mail_server(Mailbox(), password="dung-roi") as port:
        here = to_server(place, port, user="vhxh")
        wrong = here.settings.model_copy(update={"smtp_password": SecretStr("mat-khau-sai")})
        rounds.run(replace(here, settings=wrong), ONLY)
    said = (
        f"Máy chủ thư 127.0.0.1:{port} không nhận tên đăng nhập hoặc mật khẩu (mã 535). Hãy gõ lại "
        "hai ô ấy; Gmail và nhiều nơi khác đòi mật khẩu ứng dụng, không nhận mật khẩu thường. "
        "Máy chủ nói: “5.7.8 Authentication credentials invalid”."
    )
    assert rows(place) == [("failed", 1, said)]


@SQLITE
def test_a_password_with_accents_is_told_of(place: Place) -> None:
    with mail_server(Mailbox(), password="dung-roi") as port:
        here = to_server(place, port, user="vhxh")
        accents = here.settings.model_copy(update={"smtp_password": SecretStr("đúng rồi")})
        rounds.run(replace(here, settings=accents), ONLY)
    said = (
        "Tên đăng nhập hoặc mật khẩu hộp thư có chữ có dấu nên chưa đăng nhập được máy chủ thư. "
        "Hãy dùng mật khẩu ứng dụng do nơi cấp hộp thư tạo ra."
    )
    assert rows(place) == [("failed", 1, said)]


@SQLITE
def test_a_server_that_hangs_up_at_once(place: Place) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
        end = Thread(target=lambda: listener.accept()[0].close())
        end.start()
        rounds.run(to_server(place, port), ONLY)
        end.join()
    said = (
        f"Máy chủ thư 127.0.0.1:{port} đóng kết nối giữa chừng. Hãy xem lại cổng và cách mã hóa: "
        "cổng 587 đi với STARTTLS, cổng 465 đi với TLS."
    )
    assert rows(place) == [("failed", 1, said)]


def test_a_server_that_takes_no_passwords() -> None:
    """What smtplib raises where a server offers OAuth alone."""
    error = smtplib.SMTPException("No suitable authentication method found.")
    smtp = Smtp(host="mail.example", sender="a@b", to="a@b")
    assert why(error, smtp, None) == (
        "Máy chủ thư mail.example:587 không cho đăng nhập bằng mật khẩu. Hãy hỏi nơi cấp hộp thư, "
        "hoặc dùng hộp thư nơi khác để gửi."
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [(10, "đưa chứng thư đã hết hạn"), (62, "đưa chứng thư của một tên khác")],
)
def test_certificates_by_what_openssl_says(code: int, said: str) -> None:
    error = ssl.SSLCertVerificationError()
    error.verify_code = code
    assert why(error, Smtp(host="mail.example", sender="a@b", to="a@b"), None).startswith(
        f"Máy chủ thư mail.example:587 {said} nên chưa gửi gì."
    )


def test_a_server_that_does_not_answer() -> None:
    smtp = Smtp(host="mail.example", sender="a@b", to="a@b")
    assert why(TimeoutError(), smtp, None).startswith("Máy chủ thư mail.example:587 không trả lời.")


@SQLITE
def test_without_a_server_nothing_is_sent_and_that_is_said(place: Place) -> None:
    rounds.run(place, ONLY)
    assert rows(place) == [("done", 1, "chưa đặt máy chủ thư nên không gửi; xem ở trang Nhắc việc")]


@SQLITE
def test_a_quiet_morning_sends_nothing(office: Office, clock: VirtualClock) -> None:
    clock.set(MORNING)
    box = Mailbox()
    place = Place(office.home, office.settings, office.database, clock)
    with mail_server(box) as port:
        rounds.run(to_server(place, port), ONLY)
    assert (rows(place), box.letters) == (
        [("done", 1, "sáng nay không có việc gì phải nhắc")],
        [],
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": "mail.example"},
        {"host": "mail.example", "sender": "a@b, c@d", "to": "a@b"},
        {"host": "mail.example", "sender": "a@b", "to": "không phải"},
        {"host": "mail.example", "sender": "a@b", "to": "a@b", "security": "none"},
        {"host": "mail.example", "sender": "a@b", "to": "a@b", "port": 0},
        {"host": "mail.example:587", "sender": "a@b", "to": "a@b"},
        {"host": "https://mail.example", "sender": "a@b", "to": "a@b"},
    ],
)
def test_settings_that_cannot_be_right_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Smtp.model_validate(wrong)


def test_a_worker_asks_while_another_is_at_it(place: Place) -> None:
    """Both kinds of database: the claim is one transaction, and the second sees the row."""
    asked: list[int] = []

    def busy(inner: Place) -> ledger.Ended:
        asked.append(len(rounds.run(inner, (chore,))))
        return ledger.Ended(Outcome.DONE, "xong")

    do: Callable[[Place], ledger.Ended] = busy
    chore = Chore("x", do)
    rounds.run(place, (chore,))
    assert (asked, rows(place)) == ([0], [("done", 1, "xong")])
