"""Reminders, subscribers' calendars, and facts that grow old."""

from __future__ import annotations

from datetime import timedelta

import requests

from habac24h import mail_password
from habac24h.chores import ledger
from habac24h.chores.troubles import TITLES, troubles
from habac24h.content.checks.hotlines import hotlines, is_national
from habac24h.doctor.line import About, Line
from habac24h.doctor.patient import Patient
from habac24h.workflow.agenda import Reader
from habac24h.workflow.gaps import uncalled_words

_CHORES = About("chores", "Việc hằng ngày")
_MAIL = About("mail", "Thư buổi sáng")
_FEED = About("feed", "Lịch cho người đăng ký")
_FACTS = About("facts", "Số liệu và đường dây nóng")
_TIMEOUT = 5.0
_NOBODY = "0" * 43
"""As long as a token and none: our answer to it is known."""


def chores(patient: Patient) -> Line:
    """What was due once a day and went wrong the last time."""
    if not patient.rows_can_be_read:
        return _CHORES.note("chưa xem được vì chưa có dữ liệu dùng được.")
    with patient.rows() as session:
        bad = troubles(session)
        rows = [(title, ledger.latest(session, name)) for name, title in TITLES.items()]
    if bad:
        return _CHORES.wrong(" ".join(bad))
    told = [f"{title.lower()} {row.day:%d/%m}" for title, row in rows if row is not None]
    return _CHORES.ok(", ".join(told)) if told else _CHORES.note("chưa làm lần nào.")


def mail(patient: Patient) -> Line:
    """Whether the morning's letter has a server, and a password that opens; nothing is sent."""
    smtp = patient.settings.smtp
    if not smtp.host:
        return _MAIL.note(
            "chưa đặt hộp thư nên không gửi; muốn gửi thì điền ở trang “Thư buổi sáng” trong Cài "
            "đặt."
        )
    if patient.rows_can_be_read:
        with patient.rows() as session:
            mail_password.password(session, patient.home, patient.settings)
    said = f"gửi {len(smtp.recipients)} người lúc {patient.settings.digest_at} qua {smtp.host}"
    return _MAIL.ok(said)


def feed(patient: Patient) -> Line:
    """Whether the office's public address leads to this program."""
    public = patient.settings.public_url
    if public is None:
        return _FEED.note(
            "chưa có địa chỉ công khai nên lịch chỉ mở được trên máy này. Cơ quan có tên miền thì "
            "điền ở trang “Cơ quan, kênh và giờ” trong Cài đặt."
        )
    if not patient.online:
        return _FEED.note(f"{public}; chưa thử mở từ mạng.")
    try:
        answer = requests.get(
            f"{public}/lich/{_NOBODY}.ics", timeout=_TIMEOUT, allow_redirects=False
        )
    except requests.RequestException:
        return _FEED.wrong(
            f"không mở được {public}; hãy xem máy chủ chuyển tiếp và chương trình có chạy không."
        )
    ours = answer.status_code == 404 and "lịch" in answer.content.decode(errors="replace")
    if not ours:
        return _FEED.wrong(
            f"{public} trả lời nhưng không phải chương trình này (mã {answer.status_code}); hãy "
            "xem lại máy chủ chuyển tiếp."
        )
    return _FEED.ok(f"mở được tại {public}")


def facts(patient: Patient) -> Line:
    """Phones that nobody has called for long, and what the running editions still lack."""
    if not patient.rows_can_be_read:
        return _FACTS.note("chưa xem được vì chưa có dữ liệu dùng được.")
    days = patient.settings.fact_stale_days
    with patient.rows() as session:
        gaps = Reader(session, patient.now(), patient.settings.zone, days).gaps()
    required = [f"{gap.title} {gap.year}" for gap in gaps if gap.required]
    stale = {fact.name: fact for gap in gaps for fact in gap.stale}
    today = patient.now().astimezone(patient.settings.zone).date()
    oldest = today - timedelta(days=days)
    uncalled = [
        one.number
        for one in hotlines()
        if not is_national(one.number) and (one.verified_on is None or one.verified_on < oldest)
    ]
    said = [
        f"thiếu số liệu bắt buộc: {', '.join(required)}" if required else "",
        uncalled_words(stale.values()),
        f"đường dây nóng chưa ai gọi thử trong {days} ngày: {', '.join(uncalled)}"
        if uncalled
        else "",
    ]
    told = "; ".join(one for one in said if one)
    return _FACTS.note(f"{told}.") if told else _FACTS.ok("đủ và mới gọi thử")
