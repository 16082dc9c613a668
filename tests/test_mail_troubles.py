"""What a mail server said, as an office reads it: never the password, never another service."""

from __future__ import annotations

import smtplib
from base64 import b64encode

from habac24h.reminders.mail_troubles import why
from habac24h.running import Smtp

SECRET = "canary-hop-thu-19ad"
MAILBOX = Smtp(host="mail.example", sender="a@b", to="a@b")


def test_a_server_that_says_again_what_was_sent_to_sign_in_is_not_quoted() -> None:
    line = b64encode(f"\0vhxh\0{SECRET}".encode()).decode()
    error = smtplib.SMTPAuthenticationError(535, f"5.7.8 unrecognized: AUTH PLAIN {line}".encode())
    assert "Máy chủ nói" not in why(error, MAILBOX, SECRET)
    assert "Máy chủ nói" in why(error, MAILBOX, "mật khẩu khác")


def test_what_is_no_mail_server_is_not_quoted() -> None:
    told = why(
        smtplib.SMTPConnectError(-1, b"OpenSSH_9.6"),
        MAILBOX,
        None,
    )
    assert told.startswith(
        "Máy chủ thư mail.example:587 không trả lời như một máy chủ gửi thư ở cổng này."
    )
    assert "SSH" not in told
