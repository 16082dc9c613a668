"""A morning's reminders as an e-mail: plain words, and the same as quiet HTML."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from habac24h.config import Settings
from habac24h.reminders.digest import STOPPED, Digest, Part, weekday

_FOOT = (
    "Thư tự động của habac24h, mỗi sáng nhiều nhất một thư và chỉ khi có việc. "
    "Trên máy của cơ quan, mở trang Việc hôm nay để xử lý:"
)
_BODY = "font:16px/1.5 Arial,sans-serif;color:#1c1917;max-width:40em;margin:0 auto;padding:16px"


def letter(digest: Digest, settings: Settings, *, at: datetime, id_: str) -> EmailMessage:
    """The e-mail of one morning; `id_` is the same whenever that day's letter is made again."""
    made = EmailMessage(policy=SMTP)
    made["From"] = settings.smtp.sender
    made["To"] = ", ".join(settings.smtp.recipients)
    made["Subject"] = f"Nhắc việc {digest.office} {weekday(digest.day)}: {digest.summary}"
    made["Date"] = format_datetime(at.astimezone(settings.zone))
    made["Message-ID"] = f"<{id_}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(plain(digest))
    made.add_alternative(html(digest), subtype="html")
    return made


def plain(digest: Digest) -> str:
    """The words alone, also what a calendar shows."""
    blocks = [f"Nhắc việc {weekday(digest.day)}, {digest.office}"]
    blocks += ["\n".join(_lines(part)) for part in digest.parts]
    return "\n\n".join([*blocks, f"{_FOOT} {digest.address}"]) + "\n"


def html(digest: Digest) -> str:
    """One file without pictures, scripts or anything that is fetched."""
    parts = "".join(_section(part) for part in digest.parts)
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><body style="{_BODY}">'
        f'<h1 style="font-size:20px">Nhắc việc {escape(weekday(digest.day))}</h1>{parts}'
        f'<p style="color:#57534e;font-size:14px">{escape(_FOOT)} '
        f'<a href="{escape(digest.address)}">{escape(digest.address)}</a></p></body></html>\n'
    )


def _lines(part: Part) -> Iterator[str]:
    yield part.title.upper() + _count(part)
    for entry in part.entries:
        yield f"- {entry.text}"
    if part.more:
        yield f"- … và {part.more} việc nữa"


def _section(part: Part) -> str:
    lines = [*(entry.text for entry in part.entries)]
    if part.more:
        lines.append(f"… và {part.more} việc nữa")
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    title = f"{escape(part.title)}{_count(part)}"
    return f'<h2 style="font-size:17px;margin:20px 0 4px">{title}</h2><ul>{items}</ul>'


def _count(part: Part) -> str:
    return "" if part.id == STOPPED else f" ({part.count})"
