"""Watching what was handed over until it is seen public on the page (promise P4)."""

from __future__ import annotations

from datetime import timedelta

from habac24h.channels.base import ChannelError, RemotePost, Snapshot
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine import health
from habac24h.engine.context import Engine
from habac24h.models import Airing, Going

GRACE = timedelta(minutes=5)
"""How long Facebook's own clock may take before we press the button ourselves."""
EARLY = timedelta(minutes=1)
"""How much earlier a kept hour may be (seconds dropped) before it counts as changed."""


def watch(engine: Engine, snapshot: Snapshot) -> None:
    """Look after everything that is handed over."""
    shown = {post.remote_id: post for post in (*snapshot.scheduled, *snapshot.published)}
    query = (Airing.state == Going.HANDED_OVER, Airing.page == engine.page.page_id)
    for airing_id in engine.ids(*query):
        settle(engine, airing_id, shown, snapshot)


def settle(
    engine: Engine,
    airing_id: int,
    shown: dict[str, RemotePost] | None = None,
    snapshot: Snapshot | None = None,
) -> None:
    """See how one handed-over airing stands and do the one thing that follows."""
    with engine.peek(airing_id) as (_session, airing):
        if airing.state != Going.HANDED_OVER or airing.remote_id is None:
            return
        remote_id, seen = airing.remote_id, airing.seen_at
    post = (shown or {}).get(remote_id)
    try:
        if post is None or _is_near(engine, airing, post):
            post = engine.page.channel.read(remote_id)
        if post is None and snapshot is not None:
            post = _under_another_id(airing, snapshot)
        if post is not None and _to_publish(engine, airing, post):
            engine.page.channel.publish(post.remote_id)
            post = engine.page.channel.read(post.remote_id)
    except ChannelError as error:
        health.note(engine, error)
        return
    _record(engine, airing_id, post, seen=seen is not None)


def _is_near(engine: Engine, airing: Airing, post: RemotePost) -> bool:
    """A snapshot is good enough for what is far away; the hour itself is read afresh."""
    return post.is_public or airing.due <= engine.now()


def _to_publish(engine: Engine, airing: Airing, post: RemotePost) -> bool:
    """Whether it is time to make the post public ourselves.

    Facebook's own clock does it for a post scheduled at its hour; what was scheduled later (too
    near when it was handed over) is flipped at its hour, and so is what Facebook forgot.
    """
    now = engine.now()
    if post.is_public or post.scheduled_at is None or now > airing.late_until:
        return False
    if fingerprint(post.text) != airing.fingerprint:
        return False
    return now >= airing.due and (post.scheduled_at > now or now >= airing.due + GRACE)


def _under_another_id(airing: Airing, snapshot: Snapshot) -> RemotePost | None:
    """Facebook may give a post another id when it publishes it."""
    for post in snapshot.published:
        if post.is_public and fingerprint(post.text) == airing.fingerprint:
            return post
    return None


def _record(engine: Engine, airing_id: int, post: RemotePost | None, *, seen: bool) -> None:
    with engine.on(airing_id) as (session, airing, _item):
        if airing.state != Going.HANDED_OVER:
            return
        act, values = _verdict(engine, airing, post, seen=seen)
        if act == "seen" and airing.seen_at is not None:
            return
        engine.turn(session, airing, act, **values)


def _verdict(
    engine: Engine, airing: Airing, post: RemotePost | None, *, seen: bool
) -> tuple[str, dict[str, object]]:
    now = engine.now()
    if post is None:
        reason = (
            "bài đã bị xóa trên Facebook; hãy quyết định đăng lại hay bỏ"
            if seen
            else "Facebook báo đã nhận nhưng chưa thấy bài; đang tìm lại"
        )
        return "vanished", {"state": Going.UNKNOWN, "reason": reason}
    if fingerprint(post.text) != airing.fingerprint:
        reason = "lời bài đã bị sửa trên Facebook; hãy xem lại trên trang"
        return "changed", {"state": Going.UNKNOWN, "reason": reason, "seen_at": now}
    if post.is_public:
        public_at = max(airing.due, post.created_at or now) if now >= airing.due else now
        return "public", {
            "state": Going.DONE,
            "remote_id": post.remote_id,
            "permalink": post.permalink,
            "public_at": min(public_at, now),
            "was_public": True,
            "seen_at": airing.seen_at or now,
            "reason": None,
            "said": None,
        }
    if now > airing.late_until:
        reason = "quá giờ cho phép mà chưa hiện công khai"
        return "late", {"state": Going.WITHDRAWING, "wanted": Going.MISSED, "reason": reason}
    if post.scheduled_at is not None and post.scheduled_at < airing.due - EARLY:
        reason = "giờ đăng đã bị đổi sớm hơn trên Facebook; hãy xem lại trên trang"
        return "changed", {"state": Going.UNKNOWN, "reason": reason, "seen_at": now}
    if post.scheduled_at is None:
        reason = "bài nằm ở dạng nháp trên Facebook, không tự đăng; hãy xem lại trên trang"
        return "draft", {"state": Going.UNKNOWN, "reason": reason, "seen_at": now}
    return "seen", {"seen_at": now, "permalink": post.permalink, "reason": None}
