"""Hands a letter to the office's mail server, and tells apart what is not sent and what is unknown.

Whatever goes wrong before the letter itself is given over, and a clean refusal of it, is known not
to be sent. When the connection ends while the server has the letter, nobody knows; then nothing is
sent again.
"""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from habac24h.config import Settings
from habac24h.errors import HabacError

TIMEOUT = 30.0


class NotSent(HabacError):
    """The server did not take the letter; trying again is safe."""


class MaybeSent(HabacError):
    """The connection ended while the server had the letter."""


def send(letter: EmailMessage, settings: Settings) -> tuple[str, ...]:
    """Send to every recipient; those whom the server refused are returned."""
    smtp = settings.smtp
    try:
        server = _connected(settings)
    except (smtplib.SMTPException, ssl.SSLError, OSError, UnicodeEncodeError) as error:
        raise NotSent(_why(error, settings)) from None
    try:
        refused = server.send_message(letter, smtp.sender, list(smtp.recipients))
    except (
        smtplib.SMTPSenderRefused,
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPDataError,
        smtplib.SMTPNotSupportedError,
    ) as error:
        raise NotSent(_why(error, settings)) from None
    except (smtplib.SMTPException, OSError):
        raise MaybeSent(
            f"Mất kết nối với máy chủ thư {smtp.host} khi đang gửi nên không rõ thư nhắc đã đi hay "
            "chưa; chương trình không gửi lại, hãy xem trang Nhắc việc."
        ) from None
    finally:
        _leave(server)
    return tuple(refused)


def _connected(settings: Settings) -> smtplib.SMTP:
    """Signed in, over TLS unless the server is on this computer."""
    smtp, context = settings.smtp, ssl.create_default_context()
    if smtp.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            smtp.host, smtp.port, timeout=TIMEOUT, context=context
        )
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT)
    try:
        if smtp.security == "starttls":
            server.starttls(context=context)
        if smtp.user and settings.smtp_password is not None:
            _sign_in(server, smtp.user, settings.smtp_password.get_secret_value())
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


def _why(error: Exception, settings: Settings) -> str:
    """By its kind, in a sentence that names the setting; never what was sent to sign in."""
    where = f"Máy chủ thư {settings.smtp.host}:{settings.smtp.port}"
    match error:
        case smtplib.SMTPAuthenticationError():
            return f"{where} không nhận tên hoặc mật khẩu; hãy xem lại smtp.user và smtp_password."
        case UnicodeEncodeError():  # RFC 4616 would allow it, smtplib does not
            return (
                "smtp.user hoặc smtp_password có chữ có dấu nên chưa đăng nhập được máy chủ thư; "
                "hãy dùng mật khẩu ứng dụng do nơi cấp hộp thư tạo ra."
            )
        case smtplib.SMTPNotSupportedError():
            return (
                f"{where} không có STARTTLS hay cách đăng nhập cần dùng nên chưa gửi gì; hãy hỏi "
                'nơi cấp hộp thư, hoặc đặt smtp.security = "tls" và cổng 465.'
            )
        case smtplib.SMTPSenderRefused():
            return f"{where} không nhận địa chỉ gửi; hãy xem lại smtp.sender."
        case smtplib.SMTPRecipientsRefused():
            return f"{where} không nhận địa chỉ nào ở smtp.to; hãy xem lại các địa chỉ."
        case smtplib.SMTPResponseException():
            return f"{where} từ chối thư (mã {error.smtp_code})."
        case ssl.SSLCertVerificationError():
            return f"{where} đưa chứng thư không đáng tin nên chưa gửi gì; hãy xem lại smtp.host."
        case _:
            return f"{where} không trả lời; hãy kiểm tra mạng, smtp.host và smtp.port."
