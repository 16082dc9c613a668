"""A letter that only shows whether the mail settings are right; it says nothing of the work."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from habac24h.config import Settings
from habac24h.errors import Refused
from habac24h.reminders.sending import send
from habac24h.running import addresses


def try_mail(settings: Settings, password: str | None, to: str, at: datetime) -> None:
    """Send the letter to one address; raises Refused, NotSent or MaybeSent."""
    if not settings.smtp.host:
        raise Refused("Chưa đặt máy chủ thư nên chưa gửi thử được; hãy điền ô Máy chủ thư.")
    address = _one(to)
    send(_letter(settings, address, at), settings.smtp, password, (address,))


def _one(to: str) -> str:
    try:
        (found,) = addresses(to)
    except ValueError:
        raise Refused(
            f"“{to}” không phải một địa chỉ thư; hãy viết đúng một địa chỉ để nhận thư thử."
        ) from None
    return found


def _letter(settings: Settings, to: str, at: datetime) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = settings.smtp.sender, to
    made["Subject"] = f"Thư thử của habac24h, {settings.office}"
    made["Date"] = format_datetime(at.astimezone(settings.zone))
    made["Message-ID"] = f"<thu.{at:%Y%m%d%H%M%S}@{settings.smtp.sender.partition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(
        "Nhận được thư này là cài đặt thư đã đúng.\n\n"
        f"Từ nay, sáng nào có việc phải nhắc thì thư đến lúc {settings.digest_at} cho: "
        f"{', '.join(settings.smtp.recipients)}.\n"
    )
    return made
