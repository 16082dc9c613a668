"""What a write does to the wall: create, edit, publish, delete, and what time does by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from habac24h.channels.practice_page import forms
from habac24h.channels.practice_page.photos import LIFE, attached
from habac24h.channels.practice_page.posts import Post
from habac24h.channels.practice_page.trouble import (
    GraphTrouble,
    duplicate,
    forbidden,
    gone,
    invalid,
)
from habac24h.channels.practice_page.wall import Late, Wall, Write, WriteCall

SUCCESS = {"success": True}
# "Recently" for error 506 is nowhere documented; a day is what the office would run into.
DUPLICATE_SPAN = timedelta(hours=24)


def perform(
    wall: Wall,
    write: Write,
    at: datetime,
    *,
    refuse_duplicates: bool = False,
    photo_life: timedelta = LIFE,
) -> dict[str, Any]:
    """Carry a write out on `wall` at the moment `at` and return Graph's answer.

    Parameters are judged at the moment of asking (`write.asked`), so that an effect which comes
    late may lie outside the window. Raises GraphTrouble, after which `wall` must be thrown away.
    """
    if write.call == "create":
        _refuse_dead_photos(wall, write, at, photo_life)
        if refuse_duplicates:
            _refuse_duplicate(wall, write, at)
    return _ACTS[write.call](wall, write, at)


def settle(wall: Wall, now: datetime) -> bool:
    """Let time do its work up to `now`: late effects and due posts, each at its own moment.

    Returns whether anything changed.
    """
    ripe = sorted((late for late in wall.late if late.at <= now), key=lambda late: late.at)
    for late in ripe:
        _publish_due(wall, late.at)
        _perform_late(wall, late)
    if ripe:
        wall.late = tuple(late for late in wall.late if late.at > now)
    return _publish_due(wall, now) or bool(ripe)


def has_work(wall: Wall, now: datetime) -> bool:
    """Whether `settle` would change anything (cheap: asked at every look)."""
    return any(late.at <= now for late in wall.late) or any(
        post.is_scheduled and post.scheduled_at is not None and post.scheduled_at <= now
        for post in wall.posts.values()
    )


def _publish_due(wall: Wall, now: datetime) -> bool:
    due = [p for p in wall.scheduled() if p.scheduled_at is not None and p.scheduled_at <= now]
    for post in due:
        assert post.scheduled_at is not None, "only scheduled posts were taken"
        # A post whose creation came late cannot have been seen before it was there.
        _publish(wall, post, max(post.scheduled_at, post.created_at))
    return bool(due)


def _perform_late(wall: Wall, late: Late) -> None:
    trial = wall.copy()
    try:
        perform(trial, late.write, late.at)
    except GraphTrouble:
        return  # refused after all, as it would have been at once
    wall.posts, wall.photos = trial.posts, trial.photos
    wall.next_number = trial.next_number


def _publish(wall: Wall, post: Post, at: datetime) -> Post:
    public = replace(post, public_at=at, updated_at=at)
    if post.renews_id:
        del wall.posts[post.id]
        unseen = at + timedelta(seconds=post.unseen_renewed) if post.unseen_renewed else None
        public = replace(public, id=wall.new_id(), renews_id=False, unseen_until=unseen)
    wall.put(public)
    return public


def _create(wall: Wall, write: Write, at: datetime) -> dict[str, Any]:
    link, media = forms.link(write.form), attached(write.form) or ()
    words = forms.text(write.form) if link or media else forms.new_text(write.form)
    hour = forms.hour(write.form, write.asked)
    hidden = _wants_hidden(write, hour)
    kind = forms.content_type(write.form)
    # Without SCHEDULED a hidden post with photos silently stays a draft for ever.
    draft = kind == "DRAFT" or (hidden and bool(media) and kind != "SCHEDULED")
    post = Post(
        id=wall.new_id(),
        message=words,
        created_at=at,
        updated_at=at,
        author=write.author,
        link=link,
        scheduled_at=None if draft else hour,
        media=media,
    )
    post = _bend(post, write, at)
    wall.put(post)
    if not hidden:
        _publish(wall, post, at)
    return {"id": post.id}


def _wants_hidden(write: Write, hour: datetime | None) -> bool:
    hidden = forms.flag(write.form, "published") is False
    if hour is not None and not hidden:
        raise invalid("You cannot specify a scheduled publish time on a published post")
    if hidden and write.author == "visitor":
        raise forbidden("Unpublished posts must be posted to a page as the page itself.")
    return hidden


def _edit(wall: Wall, write: Write, at: datetime) -> dict[str, Any]:
    post = _own(wall, write)
    show = forms.flag(write.form, "is_published")
    hour = forms.hour(write.form, write.asked)
    if show is False and post.is_published:
        raise invalid("You cannot unpublish a published post")
    if hour is not None and (post.is_published or show):
        raise invalid("You cannot specify a scheduled publish time on a published post")
    if "message" in write.form:
        words = forms.text(write.form) if post.link else forms.new_text(write.form)
        post = replace(post, message=words, updated_at=at)
    if hour is not None:
        post = replace(post, scheduled_at=hour, updated_at=at)
    media = attached(write.form)
    if media is not None:
        post = replace(post, media=media, updated_at=at)
    post = _bend(post, write, at)
    wall.put(post)
    if show and not post.is_published:
        _publish(wall, post, at)
    return dict(SUCCESS)


def _own(wall: Wall, write: Write) -> Post:
    post = wall.living(write.target)
    if post is None:
        raise gone(write.target, "POST")
    if write.author == "app" and post.author != "app":
        raise forbidden("This post wasn't created by the application", 10)
    return post


def _delete(wall: Wall, write: Write, at: datetime) -> dict[str, Any]:
    post = wall.living(write.target)
    if post is None:
        raise gone(write.target, "DELETE")
    wall.put(replace(post, deleted=True, updated_at=at))
    for name in post.media:
        wall.photos[name] = replace(wall.photos[name], deleted=True)
    return dict(SUCCESS)


def _photo(wall: Wall, write: Write, at: datetime) -> dict[str, Any]:
    assert write.photo is not None, "graph.py gives each photo call its photo"
    if forms.flag(write.form, "published") is not False:
        raise invalid("published photos are not spoken by the practice page")
    temporary = forms.flag(write.form, "temporary") is True
    photo = replace(write.photo, id=wall.new_number(), created_at=at, temporary=temporary)
    wall.photos[photo.id] = photo
    return {"id": photo.id}


def _refuse_dead_photos(wall: Wall, write: Write, at: datetime, life: timedelta) -> None:
    """A photo can be attached once, while it lives."""
    used = {name for post in wall.posts.values() if not post.deleted for name in post.media}
    for name in attached(write.form) or ():
        photo = wall.photos.get(name)
        if photo is None or name in used or not photo.lives(at, life):
            raise invalid(f"Invalid parameter: attached_media {name} cannot be attached")


def _bend(post: Post, write: Write, at: datetime) -> Post:
    quirks = write.quirks
    if quirks.normalise:
        post = replace(post, message=forms.normalised(post.message))
    if quirks.renew_id:
        post = replace(post, renews_id=True, unseen_renewed=quirks.unseen_renewed)
    if quirks.unseen_looks:
        post = replace(post, unseen_looks=quirks.unseen_looks)
    if quirks.unseen_seconds:
        post = replace(post, unseen_until=at + timedelta(seconds=quirks.unseen_seconds))
    return post


def _refuse_duplicate(wall: Wall, write: Write, at: datetime) -> None:
    words = write.form.get("message", "").strip()
    for post in wall.public():
        fresh = post.public_at is not None and at - post.public_at <= DUPLICATE_SPAN
        if words and fresh and post.message.strip() == words:
            raise duplicate()


_ACTS: dict[WriteCall, Callable[[Wall, Write, datetime], dict[str, Any]]] = {
    "create": _create,
    "photo": _photo,
    "publish": _edit,
    "edit": _edit,
    "delete": _delete,
}
