"""Hands a letter to the office's mail server, and tells apart what is not sent and what is unknown.

Whatever goes wrong before the letter itself is given over, and a clean refusal of it, is known not
to be sent. When the connection ends while the server has the letter, nobody knows; then nothing is
sent again.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage

from habac24h.channels.graph.redact import REDACTOR
from habac24h.errors import HabacError
from habac24h.reminders.mail_troubles import why
from habac24h.running import Smtp

TIMEOUT = 30.0


class NotSent(HabacError):
    """The server did not take the letter; trying again is safe."""


class MaybeSent(HabacError):
    """The connection ended while the server had the letter."""


def send(
    letter: EmailMessage, smtp: Smtp, password: str | None, to: Sequence[str] = ()
) -> tuple[str, ...]:
    """Send to these, or else to every recipient; those whom the server refused are returned."""
    REDACTOR.learn(password)
    try:
        server = _connected(smtp, password)
    except (smtplib.SMTPException, ssl.SSLError, OSError, UnicodeEncodeError) as error:
        raise NotSent(why(error, smtp, password)) from None
    try:
        refused = server.send_message(letter, smtp.sender, list(to or smtp.recipients))
    except (
        smtplib.SMTPSenderRefused,
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPDataError,
        smtplib.SMTPNotSupportedError,
    ) as error:
        raise NotSent(why(error, smtp, password)) from None
    except (smtplib.SMTPException, OSError):
        raise MaybeSent(
            f"Mất kết nối với máy chủ thư {smtp.host} khi đang gửi nên không rõ thư đã đi hay "
            "chưa; hãy xem hộp thư của người nhận."
        ) from None
    finally:
        _leave(server)
    return tuple(refused)


def _connected(smtp: Smtp, password: str | None) -> smtplib.SMTP:
    """Signed in, over TLS unless the server is on this computer."""
    context = ssl.create_default_context()
    if smtp.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            smtp.host, smtp.port, timeout=TIMEOUT, context=context
        )
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT)
    try:
        if smtp.security == "starttls":
            server.starttls(context=context)
        if smtp.user and password is not None:
            _sign_in(server, smtp.user, password)
    except BaseException:
        _leave(server)
        raise
    return server


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """smtplib goes on with the next way after a refusal, when many servers have hung up already."""
    try:
        server.login(user, password)
    except smtplib.SMTPServerDisconnected:
        raise smtplib.SMTPAuthenticationError(535, b"") from None


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; what happens then changes nothing of what was sent."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()
