"""Subscribers' addresses: made with a token that is shown once, listed, revoked."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import date, datetime

from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.audit import Actor
from habac24h.calendar.selection import Selection
from habac24h.calendar.tables import Feed
from habac24h.calendar.text import clean
from habac24h.channels.registry import kind
from habac24h.errors import NotFound, Refused
from habac24h.models import CampaignRow, Place

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
"""32 random bytes as they stand in an address."""
_LONGEST_NAME = 60


def add(session: Session, name: str, wanted: Selection, *, by: Actor, now: datetime) -> str:
    """A new feed; returns its token, which is kept nowhere else.

    Raises Refused for a name in use, NotFound for what the office does not have.
    """
    name = " ".join(clean(name).split())
    if not name or len(name) > _LONGEST_NAME:
        raise Refused(f"Tên lịch dài từ 1 đến {_LONGEST_NAME} ký tự.")
    if session.get(Feed, name) is not None:
        raise Refused(
            f"Đã có lịch “{name}”; chọn tên khác, hoặc thu hồi bằng `habac24h feeds revoke`."
        )
    refuse_unknown(session, wanted)
    token = secrets.token_urlsafe(32)
    session.add(
        Feed(
            name=name,
            token_sha256=hash_of(token),
            campaign=wanted.campaign,
            channel=wanted.channel,
            place=wanted.place,
            since=_written(wanted.since),
            until=_written(wanted.until),
            drafts=wanted.drafts,
            alarms=wanted.alarms,
            created_at=now,
        )
    )
    audit.record(session, by, "feed-add", now, feed=name, drafts=wanted.drafts)
    return token


def revoke(session: Session, name: str, *, by: Actor, now: datetime) -> None:
    """Close an address for good; raises NotFound."""
    feed = session.get(Feed, name)
    if feed is None:
        known = ", ".join(one.name for one in everyone(session)) or "chưa có lịch nào"
        raise NotFound(f"Không có lịch “{name}”; các lịch: {known}.")
    session.delete(feed)
    audit.record(session, by, "feed-revoke", now, feed=name)


def everyone(session: Session) -> list[Feed]:
    """All feeds by name."""
    return list(session.exec(select(Feed).order_by(col(Feed.name))))


def refuse_unknown(session: Session, wanted: Selection) -> None:
    """A filter by something that the office does not have would be an empty calendar for ever."""
    if wanted.channel is not None:
        kind(wanted.channel)
    if wanted.campaign is not None and session.get(CampaignRow, wanted.campaign) is None:
        raise NotFound(
            f"Không có chiến dịch “{wanted.campaign}”; xem bằng `habac24h campaigns list`."
        )
    if wanted.place is not None and session.get(Place, wanted.place) is None:
        raise NotFound(f"Không có địa điểm “{wanted.place}”; xem bằng `habac24h places list`.")


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
