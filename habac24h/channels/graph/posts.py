"""Facebook's form of a post, read and written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from habac24h.channels.base import ChannelError, Delivery, Reaction, RemotePost
from habac24h.channels.graph.ids import is_id

FIELDS = (
    "id,message,created_time,scheduled_publish_time,is_published,permalink_url,"
    "attachments{media_type,target,subattachments.limit(20)},application{id}"
)
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
        media=media(entry),
        app_id=app(entry),
    )


def app(entry: Mapping[str, Any]) -> str | None:
    """The app that made a post; None where that is not said."""
    made_by = entry.get("application")
    found = made_by.get("id") if isinstance(made_by, dict) else None
    return str(found) if is_id(found) else None


def media(entry: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The ids of a post's photos in their order; None where nothing is said of attachments."""
    if "attachments" not in entry:
        return None
    return tuple(photo_ids(entry["attachments"]))


def photo_ids(attachments: object) -> Iterator[str]:
    """Ids of photos in a list of attachments, those of an album below it.

    What has another form (a link, a list that we do not understand) is no photo.
    """
    data = attachments.get("data") if isinstance(attachments, dict) else None
    for one in data if isinstance(data, list) else ():
        if not isinstance(one, dict):
            continue
        if "subattachments" in one:
            yield from photo_ids(one["subattachments"])
            continue
        target = one.get("target")
        found = target.get("id") if isinstance(target, dict) else None
        if one.get("media_type") == "photo" and is_id(found):
            yield str(found)


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


def schedule_fields(text: str, at: datetime, media: Sequence[str] = ()) -> dict[str, object]:
    """The form of a post that stays invisible until `at`; `media` are ids of uploaded photos.

    Whole seconds, rounded up so that nothing is early. Without unpublished_content_type a post
    with photos silently stays a draft for ever.
    """
    photos = {f"attached_media[{n}]": {"media_fbid": one} for n, one in enumerate(media)}
    return {
        **photos,
        "message": sendable(text),
        "published": False,
        "scheduled_publish_time": math.ceil(at.timestamp()),
        "unpublished_content_type": "SCHEDULED",
    }


def upload_fields(alt: str) -> dict[str, object]:
    """The form of a photo that waits, invisible, for a scheduled post to take it."""
    return {"published": False, "temporary": True, "alt_text_custom": alt or None}


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
