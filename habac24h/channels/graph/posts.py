"""Facebook's form of a post, read and written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from habac24h.channels.base import ChannelError, Delivery, Reaction, RemotePost
from habac24h.channels.graph.ids import is_id

FIELDS = "id,message,created_time,scheduled_publish_time,is_published,permalink_url"
LONGEST_TEXT = 63_206
"""Code points (facts/facebook.md)."""


def read_post(entry: Mapping[str, Any]) -> RemotePost:
    """A post as Facebook gave it; ChannelError (not sent, retry) when it cannot be understood.

    `is_public` is true only for `is_published: true`: a missing field proves nothing.
    """
    remote_id, text = entry.get("id"), entry.get("message", "")
    if not is_id(remote_id) or not isinstance(text, str):
        unreadable(entry)
    permalink = entry.get("permalink_url")
    return RemotePost(
        remote_id=str(remote_id),
        text=text,
        is_public=entry.get("is_published") is True,
        scheduled_at=moment(entry, "scheduled_publish_time"),
        created_at=moment(entry, "created_time"),
        permalink=permalink if isinstance(permalink, str) else None,
    )


def moment(entry: Mapping[str, Any], name: str) -> datetime | None:
    """A time in UTC from Unix seconds (also as text) or ISO 8601; None when it is absent."""
    value = entry.get(name)
    if value is None:
        return None
    try:
        if isinstance(value, str) and not value.isdigit():
            found = datetime.fromisoformat(value)
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        unreadable(entry)


def unreadable(entry: Mapping[str, Any]) -> NoReturn:
    """An entry that we cannot read makes its whole list or look worthless."""
    raise ChannelError(
        f"Bài “{str(entry.get('id'))[:60]}” trên Facebook có dạng lạ, chưa đọc được; chương trình "
        "sẽ tự đọc lại. Nếu kéo dài, hãy báo người phụ trách kỹ thuật.",
        delivery=Delivery.NOT_SENT,
        reaction=Reaction.RETRY,
    )


def schedule_fields(text: str, at: datetime) -> dict[str, object]:
    """The form of a post that stays invisible until `at`.

    Whole seconds, rounded up so that nothing is early. Without unpublished_content_type a post
    with photos silently stays a draft for ever. Photos will add `attached_media[0]` … here.
    """
    return {
        "message": sendable(text),
        "published": False,
        "scheduled_publish_time": math.ceil(at.timestamp()),
        "unpublished_content_type": "SCHEDULED",
    }


def sendable(text: str) -> str:
    """The same text, or ChannelError (not sent, reject) when Facebook would refuse it."""
    if not text.strip():
        reject("Bài không có chữ nào")
    if len(text) > LONGEST_TEXT:
        reject(f"Bài dài {len(text)} ký tự, Facebook chỉ nhận tối đa {LONGEST_TEXT}")
    return text


def reject(wrong: str) -> NoReturn:
    """Words that are refused before anything is sent."""
    raise ChannelError(
        f"{wrong}; chưa gửi gì đi. Hãy sửa bài rồi trình duyệt lại.",
        delivery=Delivery.NOT_SENT,
        reaction=Reaction.REJECT,
    )
