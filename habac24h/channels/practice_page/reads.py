"""What a call may read: one post, the lists with their cursors, the page and who is asking."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from habac24h.channels.practice_page.posts import Post
from habac24h.channels.practice_page.tokens import APP_ID, APP_NAME
from habac24h.channels.practice_page.trouble import gone, invalid, no_such_field
from habac24h.channels.practice_page.wall import Wall

USUAL_LIMIT, LARGEST_LIMIT = 25, 100
POST_FIELDS = ("created_time", "message", "id")
PAGE_FIELDS = ("name", "id")
NEXT = "next"
_ABSENT: Any = object()


@dataclass(frozen=True)
class Sight:
    """What a reader needs to know beside the wall: the page's name and its address."""

    page_id: str
    page_name: str
    wall_address: str
    now: datetime


def graph_time(moment: datetime) -> str:
    """A time as Graph writes it: 2026-11-15T12:00:00+0000."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def asked_fields(form: Mapping[str, str], usual: tuple[str, ...]) -> tuple[str, ...]:
    """The names in `fields=`, sub-selections such as from{name} or likes.limit(1) cut off."""
    names, depth, name = [], 0, ""
    for sign in form.get("fields", "") + ",":
        depth += (sign in "{(") - (sign in "})")
        if sign == "," and depth == 0:
            names.append(name.strip())
            name = ""
        elif depth == 0 and sign not in "})":
            name += sign
    cut = tuple(name.partition(".")[0] for name in names if name)
    return cut or usual


def post(wall: Wall, post_id: str, form: Mapping[str, str], sight: Sight) -> dict[str, Any]:
    """GET /{post}: only the asked fields that the post has, the id always."""
    found = wall.living(post_id)
    if found is None:
        raise gone(post_id, "GET")
    return _post(found, asked_fields(form, POST_FIELDS), sight)


def _post(found: Post, fields: tuple[str, ...], sight: Sight) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for name in fields:
        reader = _POST_READERS.get(name)
        if reader is None:
            raise no_such_field(name, "Post")
        value = reader(found, sight)
        if value is not _ABSENT:
            answer[name] = value
    return answer | {"id": found.id}


def _writer(found: Post, sight: Sight) -> dict[str, str]:
    if found.author == "visitor":
        return {"name": "Khách viếng thăm", "id": "0"}
    return {"name": sight.page_name, "id": sight.page_id}


def _application(found: Post, _: Sight) -> Any:
    if found.author == "app":
        return {"name": APP_NAME, "id": APP_ID}
    return {"name": "Meta Business Suite", "id": "2"} if found.author == "staff" else _ABSENT


def _attachments(found: Post, _: Sight) -> Any:
    if found.media:
        return {"data": [_album(found.media)]}
    if not found.link:
        return _ABSENT
    return {"data": [{"type": "share", "media_type": "link", "unshimmed_url": found.link}]}


def _status_type(found: Post, _: Sight) -> str:
    if found.media:
        return "added_photos"
    return "shared_story" if found.link else "mobile_status_update"


def _album(media: tuple[str, ...]) -> dict[str, Any]:
    """One photo stands alone; several are an album with each photo below it."""
    photos = [{"type": "photo", "media_type": "photo", "target": {"id": one}} for one in media]
    if len(photos) == 1:
        return photos[0]
    return {"type": "album", "media_type": "album", "subattachments": {"data": photos}}


def _hour(found: Post, _: Sight) -> Any:
    if found.is_published or found.scheduled_at is None:
        return _ABSENT
    return int(found.scheduled_at.timestamp())


_POST_READERS: dict[str, Callable[[Post, Sight], Any]] = {
    "id": lambda found, _: found.id,
    "message": lambda found, _: found.message or _ABSENT,
    "created_time": lambda found, _: graph_time(found.public_at or found.created_at),
    "updated_time": lambda found, _: graph_time(found.updated_at),
    "scheduled_publish_time": _hour,
    "is_published": lambda found, _: found.is_published,
    "is_hidden": lambda _, __: False,
    "is_expired": lambda _, __: False,
    "status_type": _status_type,
    "permalink_url": lambda found, sight: found.permalink(sight.wall_address),
    "from": _writer,
    "application": _application,
    "attachments": _attachments,
    "link": lambda found, _: found.link or _ABSENT,
    "story": lambda _, __: _ABSENT,
    "full_picture": lambda _, __: _ABSENT,
}


def page(form: Mapping[str, str], sight: Sight, token: str | None) -> dict[str, Any]:
    """GET /{page} and, for a Page token, GET /me. `token` is what access_token would show."""
    known: dict[str, Any] = {
        "id": sight.page_id,
        "name": sight.page_name,
        "category": "Government Organization",
        "fan_count": 0,
        "followers_count": 0,
        "link": sight.wall_address,
        "is_published": True,
        "access_token": token if token is not None else _ABSENT,
    }
    answer: dict[str, Any] = {}
    for name in asked_fields(form, PAGE_FIELDS):
        if name not in known:
            raise no_such_field(name, "Page")
        if known[name] is not _ABSENT:
            answer[name] = known[name]
    return answer | {"id": sight.page_id}


def listing(wall: Wall, edge: str, form: Mapping[str, str], sight: Sight) -> dict[str, Any]:
    """One page of scheduled_posts, published_posts or feed.

    Where more follows, `paging.next` holds the cursor, of which the caller makes an address.
    Posts that listing lag still hides are left out (see `use_look`).
    """
    limit = _number(form, "limit", USUAL_LIMIT)
    if not 1 <= limit <= LARGEST_LIMIT:
        raise invalid(f"Param limit must be between 1 and {LARGEST_LIMIT}")
    found = _in_order(wall, edge, form, sight.now)
    start = _start([_place(post) for post in found], form, edge)
    shown = found[start : start + limit]
    fields = asked_fields(form, POST_FIELDS)
    answer: dict[str, Any] = {"data": [_post(post, fields, sight) for post in shown]}
    if not shown:
        return answer
    cursors = {"before": _cursor(_place(shown[0])), "after": _cursor(_place(shown[-1]))}
    paging: dict[str, Any] = {"cursors": cursors}
    if start + limit < len(found):
        paging[NEXT] = cursors["after"]
    return answer | {"paging": paging}


def hides(wall: Wall, edge: str) -> bool:
    """Whether listing lag hides posts of a list for some more looks."""
    return any(post.unseen_looks > 0 for post in _members(wall, edge, {}))


def use_look(wall: Wall, edge: str) -> None:
    """Count one look at a list against the posts that it hides."""
    for post in _members(wall, edge, {}):
        if post.unseen_looks > 0:
            wall.put(replace(post, unseen_looks=post.unseen_looks - 1))


def _members(wall: Wall, edge: str, form: Mapping[str, str]) -> list[Post]:
    if edge == "scheduled_posts":
        return wall.scheduled()
    since, until = _number(form, "since", 0), _number(form, "until", 2**53)
    return [
        post
        for post in wall.public()
        if since <= _place(post)[0] <= until and (edge == "feed" or post.author != "visitor")
    ]


def _lags(post: Post, now: datetime) -> bool:
    late = post.unseen_until is not None and now < post.unseen_until
    return late or post.unseen_looks > 0


def _place(post: Post) -> tuple[int, str]:
    """Where a post stands in its list: the whole second that sorts it, then its id."""
    moment = post.public_at or post.scheduled_at or post.created_at
    return int(moment.timestamp()), post.id


def _in_order(wall: Wall, edge: str, form: Mapping[str, str], now: datetime) -> list[Post]:
    seen = (post for post in _members(wall, edge, form) if not _lags(post, now))
    return sorted(seen, key=_place, reverse=edge != "scheduled_posts")


def _start(places: list[tuple[int, str]], form: Mapping[str, str], edge: str) -> int:
    """The first place behind the cursor, which need not stand in the list any more."""
    after = _read_cursor(form.get("after"))
    if after is None:
        return 0
    for index, place in enumerate(places):
        if (place > after) if edge == "scheduled_posts" else (place < after):
            return index
    return len(places)


def _cursor(place: tuple[int, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _read_cursor(word: str | None) -> tuple[int, str] | None:
    if not word:
        return None
    try:
        second, post_id = json.loads(base64.urlsafe_b64decode(word.encode()))
        return int(second), str(post_id)
    except (ValueError, TypeError):
        raise invalid("Invalid cursors values") from None


def _number(form: Mapping[str, str], name: str, usual: int) -> int:
    word = form.get(name, "").strip()
    if not word:
        return usual
    if not word.isdecimal():
        raise invalid(f"Param {name} must be an integer")
    return int(word)
