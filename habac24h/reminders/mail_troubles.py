"""Why a mail server did not take a letter: what it said, and what people of an office can do."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from base64 import b64decode

from habac24h.running import Smtp

_PAIRS = "cổng 587 đi với STARTTLS, cổng 465 đi với TLS"
_LONGEST = 200
_BASE64 = re.compile(r"[A-Za-z0-9+/]{8,}")
_EXPIRED, _OTHER_NAME = 10, (62, 64)
"""X509_V_ERR_CERT_HAS_EXPIRED, and the MISMATCH of HOSTNAME and IP_ADDRESS, of OpenSSL."""
_SIGN_IN_FIRST = 530
"""“Authentication required” (RFC 4954, section 6)."""


def why(error: Exception, smtp: Smtp, password: str | None) -> str:
    """By the kind of the failure, with the server's own words; never what was sent to sign in."""
    where = f"Máy chủ thư {smtp.host}:{smtp.port}"
    if isinstance(error, smtplib.SMTPException):
        return f"{where} {_refusal(error)}{_words_of(error, password)}"
    if isinstance(error, UnicodeEncodeError):  # RFC 4616 would allow it, smtplib does not
        return (
            "Tên đăng nhập hoặc mật khẩu hộp thư có chữ có dấu nên chưa đăng nhập được máy chủ "
            "thư. Hãy dùng mật khẩu ứng dụng do nơi cấp hộp thư tạo ra."
        )
    if isinstance(error, ssl.SSLError):
        return f"{where} {_untrusted(error)}"
    if isinstance(error, socket.gaierror):
        return (
            f"Không tìm thấy máy chủ thư “{smtp.host}”. Hãy xem lại tên máy chủ, và xem máy này có "
            "mạng không."
        )
    if isinstance(error, ConnectionRefusedError):
        return f"{where} không mở cổng này. Hãy xem lại tên máy chủ và cổng: {_PAIRS}."
    return (
        f"{where} không trả lời. Hãy xem máy này có mạng không và xem lại cổng ({_PAIRS}); mạng "
        "của cơ quan cũng có thể chặn cổng gửi thư."
    )


def _refusal(error: smtplib.SMTPException) -> str:
    match error:
        case smtplib.SMTPAuthenticationError():
            return (
                f"không nhận tên đăng nhập hoặc mật khẩu (mã {error.smtp_code}). Hãy gõ lại hai ô "
                "ấy; Gmail và nhiều nơi khác đòi mật khẩu ứng dụng, không nhận mật khẩu thường."
            )
        case smtplib.SMTPNotSupportedError():
            return (
                "không có STARTTLS hay cách đăng nhập cần dùng nên chưa gửi gì. Hãy chọn TLS và "
                "cổng 465, hoặc hỏi nơi cấp hộp thư."
            )
        case smtplib.SMTPResponseException(smtp_code=code) if code == _SIGN_IN_FIRST:
            return "đòi đăng nhập (mã 530). Hãy điền tên đăng nhập và mật khẩu hộp thư."
        case smtplib.SMTPSenderRefused():
            return (
                f"không nhận địa chỉ gửi {error.sender} (mã {error.smtp_code}). Hãy xem lại địa "
                "chỉ gửi; thường phải là chính hộp thư đăng nhập."
            )
        case smtplib.SMTPRecipientsRefused():
            names = ", ".join(error.recipients)
            return f"không nhận địa chỉ người nhận {names}. Hãy xem lại từng chữ của địa chỉ."
        case smtplib.SMTPConnectError(smtp_code=-1):
            return (
                "không trả lời như một máy chủ gửi thư ở cổng này. Hãy xem lại tên máy chủ và "
                f"cổng: {_PAIRS}."
            )
        case smtplib.SMTPResponseException():
            return f"từ chối thư (mã {error.smtp_code}). Hãy hỏi nơi cấp hộp thư."
        case smtplib.SMTPServerDisconnected():
            return f"đóng kết nối giữa chừng. Hãy xem lại cổng và cách mã hóa: {_PAIRS}."
        case _:  # as smtplib says it where the server takes OAuth alone
            return (
                "không cho đăng nhập bằng mật khẩu. Hãy hỏi nơi cấp hộp thư, hoặc dùng hộp thư nơi "
                "khác để gửi."
            )


def _untrusted(error: ssl.SSLError) -> str:
    if not isinstance(error, ssl.SSLCertVerificationError):
        return f"không mã hóa được ở cổng này. Hãy xem lại cổng và cách mã hóa: {_PAIRS}."
    if error.verify_code == _EXPIRED:
        return (
            "đưa chứng thư đã hết hạn nên chưa gửi gì. Hãy xem ngày giờ của máy này; đúng rồi thì "
            "báo nơi cấp hộp thư."
        )
    if error.verify_code in _OTHER_NAME:
        return (
            "đưa chứng thư của một tên khác nên chưa gửi gì. Hãy hỏi nơi cấp hộp thư đúng tên máy "
            "chủ gửi thư."
        )
    return (
        "đưa chứng thư không đáng tin nên chưa gửi gì. Hãy xem lại tên máy chủ; phần mềm diệt "
        "vi-rút hay mạng của cơ quan cũng có thể đang chen vào giữa."
    )


def _words_of(error: smtplib.SMTPException, password: str | None) -> str:
    """The server's own words, in one line; none where they repeat the password."""
    text = _given(error)
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    if not line or (password and _repeats(text, password)):
        return ""
    return f" Máy chủ nói: “{line[:_LONGEST]}”."


def _repeats(text: str, password: str) -> bool:
    """Whether a server says the password again: as it is, or in base64 as it was sent."""
    return password in text or any(
        password.encode() in _decoded(one) for one in _BASE64.findall(text)
    )


def _decoded(token: str) -> bytes:
    try:
        return b64decode(token + "=" * (-len(token) % 4))
    except ValueError:  # a word that only looks like it
        return b""


def _given(error: smtplib.SMTPException) -> str:
    match error:
        case smtplib.SMTPConnectError(smtp_code=-1):
            return ""  # no mail server: what else speaks there is nobody's business
        case smtplib.SMTPRecipientsRefused():
            said: bytes | str = next(iter(error.recipients.values()))[1]
        case smtplib.SMTPResponseException():
            said = error.smtp_error
        case _:
            return ""
    return said.decode(errors="replace") if isinstance(said, bytes) else said
