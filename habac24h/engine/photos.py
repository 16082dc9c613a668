"""Photos before their post: each is uploaded, and its id saved, before the next call (promise P7).

A photo that the page took and no post shows harms nobody: the page forgets it. So what went wrong
with one is simply tried again, and what was uploaded before a crash is used again while it lives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from habac24h import rows
from habac24h.channels.base import Photo
from habac24h.engine.context import Engine
from habac24h.engine.holding import attempts_of
from habac24h.models import Airing, Attempt, Going, Outcome
from habac24h.workflow.pictures import pictures_of

LIFE = timedelta(hours=12)
"""A temporary photo is told to live for a day; half of that is surely enough for a new try."""
REFUSED = 100
"""Facebook's code for a photo that it has forgotten (facts/facebook.md), among other things."""
_FREE = (Outcome.NOT_SENT, Outcome.ABSENT)


@dataclass(frozen=True)
class Named:
    """A photo under its SHA-256, checked against it."""

    name: str
    photo: Photo


def photos_of(engine: Engine, airing_id: int) -> tuple[Named, ...]:
    """The pictures that go with an airing; PictureLost when one is lost or was changed."""
    with engine.peek(airing_id) as (session, _airing, item):
        return tuple(
            Named(one.sha256, Photo(one.data, one.mime, item.image_alts.get(one.sha256, "")))
            for one in pictures_of(session, item.images)
        )


def uploaded_before(
    session: Session, airing: Airing, page_id: str, names: Sequence[str], now: datetime
) -> dict[str, str]:
    """Ids of photos that the page still holds for this airing, by their SHA-256.

    None that a post may have taken, that the page has refused since, or that may be forgotten.
    """
    first: dict[str, datetime] = {}
    refused: set[str] = set()
    free: dict[str, str] = {}
    for attempt in attempts_of(session, airing):
        for name, media_id in attempt.media.items():
            first.setdefault(media_id, attempt.started_at)
            if attempt.page == page_id and attempt.outcome in _FREE and name in names:
                free[name] = media_id
        if attempt.code == REFUSED:
            refused |= set(attempt.media.values())
    return {
        name: media_id
        for name, media_id in free.items()
        if media_id not in refused and first[media_id] > now - LIFE
    }


def is_worth_new_photos(session: Session, airing: Airing, attempt: Attempt) -> bool:
    """Whether a refusal may be about photos that the page forgot: then once more, with new ones."""
    alike = [
        other
        for other in attempts_of(session, airing)
        if other.code == REFUSED
        and (other.fingerprint, other.images) == (attempt.fingerprint, attempt.images)
    ]
    return bool(attempt.images) and attempt.code == REFUSED and len(alike) == 1


def upload_missing(
    engine: Engine, airing_id: int, attempt_id: int, photos: Sequence[Named]
) -> tuple[str, ...] | None:
    """Bring the page what it lacks; the ids of all in their order. ChannelError as upload says.

    None when the claim is no longer ours, or too little of it is left for another call.
    """
    for one in photos:
        with engine.database.read() as session:
            known = session.get_one(Attempt, attempt_id).media
        if one.name in known:
            continue
        if not is_ours(engine, airing_id, attempt_id):
            return None
        media_id = engine.page.channel.upload(one.photo)
        _keep(engine, airing_id, attempt_id, one.name, media_id)
    with engine.database.read() as session:
        known = session.get_one(Attempt, attempt_id).media
    return tuple(known[one.name] for one in photos)


def is_ours(engine: Engine, airing_id: int, attempt_id: int) -> bool:
    """Whether the claim stands, with more of its lease left than any call may take (half of it)."""
    with engine.peek(airing_id) as (session, airing, _item):
        attempt = session.get_one(Attempt, attempt_id)
        return (
            airing.state == Going.SENDING
            and airing.fence == attempt.fence
            and airing.lease_until is not None
            and engine.now() <= airing.lease_until - engine.lease / 2
        )


def _keep(engine: Engine, airing_id: int, attempt_id: int, name: str, media_id: str) -> None:
    """Save a photo's id whatever has become of the airing; a claim that stands lives on.

    No move, so no audit row: ten photos over a thin line may take longer than one lease. One that
    ran out is not renewed: a computer that slept looks at the page again first.
    """
    with engine.on(airing_id) as (session, airing, _item):
        attempt = session.get_one(Attempt, attempt_id)
        attempt.media = {**attempt.media, name: media_id}
        session.add(attempt)
        session.flush()
        now = engine.now()
        ours = airing.state == Going.SENDING and airing.fence == attempt.fence
        if ours and airing.lease_until is not None and airing.lease_until > now:
            rows.change_airing(session, airing, lease_until=now + engine.lease)
