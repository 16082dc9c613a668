"""Watching what was handed over until it is seen public on the page (promise P4)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col

from habac24h.channels.base import ChannelError, RemotePost
from habac24h.engine import health
from habac24h.engine.context import EARLY, GRACE, Engine, Look, ids_query
from habac24h.engine.holding import attempts_of, has_words, held, is_bound
from habac24h.models import Airing, Going, Item, Words

_HANDED_OVER = ids_query(
    Airing.state == Going.HANDED_OVER, col(Airing.page) == bindparam("page_id")
)


def watch(engine: Engine, look: Look) -> None:
    """Look after everything that is handed over."""
    for airing_id in engine.in_turn(_HANDED_OVER, page_id=engine.page.page_id):
        with engine.one(airing_id):
            settle(engine, airing_id, look)


def settle(engine: Engine, airing_id: int, look: Look | None = None) -> None:
    """See how one handed-over airing stands and do the one thing that follows."""
    with engine.peek(airing_id) as (session, airing, _item):
        if airing.state != Going.HANDED_OVER or airing.remote_id is None:
            return
        remote_id = airing.remote_id
        others = held(session, engine.page.page_id, besides=airing_id)
    try:
        post = _find(engine, airing, remote_id, others, look)
        if post is not None and _to_publish(engine, airing, post):
            post = _publish(engine, airing_id, post)
    except ChannelError as error:
        health.note(engine, error)
        return
    _record(engine, airing_id, post)


def _find(
    engine: Engine, airing: Airing, remote_id: str, others: set[str], look: Look | None
) -> RemotePost | None:
    """The airing's post; a public one with its words, which nobody holds, before a hidden one.

    Facebook may give a post another id when it publishes it; and what people can read already
    must not be shown a second time.
    """
    shown = look.posts if look is not None else ()
    post = next((one for one in shown if one.remote_id == remote_id), None)
    if look is not None and post is not None and _was_seen(engine, airing, post, look):
        return post
    if post is None or post.is_public or airing.due <= engine.now():
        # A look is good enough for what is far away; the hour itself is read afresh.
        post = engine.page.channel.read(remote_id)
    if post is not None and post.is_public:
        return post
    free = (one for one in shown if one.is_public and one.remote_id not in others | {remote_id})
    return next((one for one in free if has_words(one, airing.fingerprint)), post)


def _was_seen(engine: Engine, airing: Airing, post: RemotePost, look: Look) -> bool:
    """Whether this very look, begun after the hour, showed it public with our words.

    A complete list is as good as a read then, and shows a hundred posts in one call.
    """
    fresh = airing.due <= look.at and engine.is_recent(look)
    return fresh and post.is_public and has_words(post, airing.fingerprint)


def _to_publish(engine: Engine, airing: Airing, post: RemotePost) -> bool:
    """Whether it is time to make the post public ourselves.

    Facebook's own clock does it for a post scheduled at its hour; what was scheduled later (too
    near when it was handed over) is flipped at its hour, and so is what Facebook forgot.
    """
    now = engine.now()
    if post.is_public or post.scheduled_at is None or now >= airing.late_until:
        return False
    if not has_words(post, airing.fingerprint):
        return False
    if post.told_at is not None:
        now = min(now, post.told_at)  # this computer's clock may be ahead
    return now >= airing.due and (post.scheduled_at > now or now >= airing.due + GRACE)


def _publish(engine: Engine, airing_id: int, post: RemotePost) -> RemotePost | None:
    """Show it, unless people changed their minds while we were looking; the post afterwards."""
    with engine.peek(airing_id) as (session, airing, item):
        if airing.state != Going.HANDED_OVER or not is_bound(session, item):
            return post
        if health.stopped(session):
            return post
    try:
        engine.page.channel.publish(post.remote_id)
    except ChannelError as error:
        health.note_about_post(engine, error, engine.page.page_id)
        return post
    return engine.page.channel.read(post.remote_id)


def _record(engine: Engine, airing_id: int, post: RemotePost | None) -> None:
    with engine.on(airing_id) as (session, airing, item):
        if airing.state != Going.HANDED_OVER:
            return
        act, values = _verdict(engine, session, airing, item, post)
        if act in ("seen", "postponed") and airing.seen_at and values["reason"] == airing.reason:
            return
        engine.turn(session, airing, act, **values)


def _verdict(
    engine: Engine, session: Session, airing: Airing, item: Item, post: RemotePost | None
) -> tuple[str, dict[str, object]]:
    now = engine.now()
    if not is_bound(session, item):
        wanted = Going.CANCELLED if item.state == Words.DROPPED else Going.WAITING
        return "not-as-approved", {"state": Going.WITHDRAWING, "wanted": wanted}
    if post is None:
        return "vanished", {"state": Going.UNKNOWN, "reason": _why_vanished(airing)}
    if not has_words(post, airing.fingerprint):
        reason = "lời bài đã bị sửa trên Facebook; hãy xem lại trên trang"
        return "changed", {"state": Going.UNKNOWN, "reason": reason, "seen_at": now}
    if len(post.media or ()) != len(item.images):
        reason = "ảnh của bài đã bị đổi trên Facebook; hãy xem lại trên trang"
        return "changed", {"state": Going.UNKNOWN, "reason": reason, "seen_at": now}
    if post.is_public:
        return "public", _done(engine, airing, post)
    if now >= airing.late_until:
        reason = "quá giờ cho phép mà chưa hiện công khai"
        return "late", {"state": Going.WITHDRAWING, "wanted": Going.MISSED, "reason": reason}
    if post.scheduled_at is None:
        reason = "bài nằm ở dạng nháp trên Facebook, không tự đăng; hãy xem lại trên trang"
        return "draft", {"state": Going.UNKNOWN, "reason": reason, "seen_at": now}
    if post.scheduled_at < airing.due - EARLY:
        reason = "giờ đăng đã bị đổi sớm hơn trên Facebook; hãy xem lại trên trang"
        return "changed", {"state": Going.UNKNOWN, "reason": reason, "seen_at": now}
    seen: dict[str, object] = {
        "seen_at": now,
        "permalink": post.permalink,
        "reason": None,
    }
    if post.scheduled_at > _latest_asked(session, airing) + EARLY:
        return "postponed", seen | {"reason": _why_postponed(engine, post.scheduled_at)}
    return "seen", seen


def _latest_asked(session: Session, airing: Airing) -> datetime:
    """The latest hour that we asked for: what was too near its own was asked for a little later."""
    tries = attempts_of(session, airing)
    asked = [attempt.target for attempt in tries if attempt.remote_id == airing.remote_id]
    return max([airing.due, *asked])


def _why_postponed(engine: Engine, hour: datetime) -> str:
    """The approved hour holds (promise P1), and whoever wanted another one is told how."""
    local = hour.astimezone(engine.settings.zone)
    return (
        f"trên Facebook bài đang hẹn lúc {local:%H:%M ngày %d/%m/%Y}, muộn hơn giờ đã duyệt; "
        "chương trình vẫn cho bài hiện đúng giờ đã duyệt"
    )


def _why_vanished(airing: Airing) -> str:
    if airing.seen_at is not None:
        return "bài đã bị xóa trên Facebook; hãy quyết định đăng lại hay bỏ"
    return "Facebook báo đã nhận nhưng chưa thấy bài; đang tìm lại"


def _done(engine: Engine, airing: Airing, post: RemotePost) -> dict[str, object]:
    now = engine.now()
    public_at = max(airing.due, post.created_at or now) if now >= airing.due else now
    return {
        "state": Going.DONE,
        "remote_id": post.remote_id,
        "permalink": post.permalink,
        "public_at": min(public_at, now),
        "was_public": True,
        "seen_at": airing.seen_at or now,
        "reason": None,
        "said": None,
    }
