"""The chore of the morning: gather the reminders and send them, at most once a day."""

from __future__ import annotations

from datetime import time, timedelta

from habac24h import mail_password
from habac24h.chores.ledger import Ended, Outcome
from habac24h.chores.place import Place
from habac24h.errors import SettingsError
from habac24h.reminders.digest import gather
from habac24h.reminders.letter import letter
from habac24h.reminders.sending import MaybeSent, NotSent, send
from habac24h.running import hour

NAME = "digest"
NOON = time(12)
AGAIN = timedelta(minutes=15)
"""After a server that did not answer; the last try is before noon."""

_NOT_AGAIN = "Chương trình không gửi lại; việc phải nhắc vẫn ở trang Nhắc việc."


def is_time(place: Place) -> bool:
    """From the office's hour until noon: a computer that was off makes it good until then."""
    return hour(place.settings.digest_at) <= place.local().time() < NOON


def send_digest(place: Place) -> Ended:
    """Send today's letter where there is a server and something to say."""
    now, smtp = place.clock.now(), place.settings.smtp
    if not smtp.host:
        return Ended(Outcome.DONE, "chưa đặt máy chủ thư nên không gửi; xem ở trang Nhắc việc")
    with place.database.read() as session:
        digest = gather(session, now, place.settings)
        if digest.is_empty:
            return Ended(Outcome.DONE, "sáng nay không có việc gì phải nhắc")
        try:
            password = mail_password.password(session, place.home, place.settings)
        except SettingsError as error:
            return Ended(Outcome.FAILED, error.sentence, again=AGAIN)
    id_ = f"nhac-viec.{digest.day:%Y%m%d}@{smtp.sender.partition('@')[2]}"
    try:
        refused = send(letter(digest, place.settings, at=now, id_=id_), smtp, password)
    except NotSent as error:
        return Ended(Outcome.FAILED, error.sentence, again=AGAIN)
    except MaybeSent as error:
        return Ended(Outcome.UNKNOWN, f"{error.sentence} {_NOT_AGAIN}")
    sent = len(smtp.recipients) - len(refused)
    left_out = f"; máy chủ không nhận {', '.join(refused)}" if refused else ""
    return Ended(Outcome.DONE, f"đã gửi cho {sent} người{left_out}")
