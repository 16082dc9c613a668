"""Photos before their post: each is uploaded, and its id saved, before the next call (promise P7).

A photo that the page took and no post shows harms nobody: the page forgets it. So what went wrong
with one is simply tried again, and what was uploaded before a crash is used again while it lives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from habac24h import rows
from habac24h.channels.base import Photo
from habac24h.engine.claim import Claim, Named
from habac24h.engine.context import Engine
from habac24h.engine.holding import attempts_of
from habac24h.models import Airing, Attempt, Going, Outcome
from habac24h.workflow.pictures import pictures_of

LIFE = timedelta(hours=12)
"""A temporary photo is told to live for a day; half of that is surely enough for a new try."""
REFUSED = 100
"""Facebook's code for a photo that it has forgotten (facts/facebook.md), among other things."""
_FREE = (Outcome.NOT_SENT, Outcome.ABSENT)


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
            free_again = attempt.outcome in _FREE and attempt.remote_id is None
            if attempt.page == page_id and free_again and name in names:
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


def upload_missing(engine: Engine, claim: Claim) -> Claim | None:
    """Bring the page what it lacks; the claim with all ids in their order, renewed meanwhile.

    None when it is no longer ours, or too little of it is left for another call. ChannelError as
    upload says.
    """
    for one in claim.photos:
        if one.name in _media(engine, claim):
            continue
        if not is_ours(engine, claim):
            return None
        media_id = engine.page.channel.upload(one.photo)
        renewed = engine.clock.monotonic()
        if _keep(engine, claim, one.name, media_id):
            claim = replace(claim, taken_at=renewed)
    known = _media(engine, claim) if claim.photos else {}
    media = tuple(known[one.name] for one in claim.photos)
    return replace(claim, post=replace(claim.post, media=media))


def is_ours(engine: Engine, claim: Claim) -> bool:
    """Whether the claim stands, with more of its lease left than any call may take (half of it).

    A claim without photos has only just been made; uploads may take longer than people's patience.
    """
    if not claim.photos:
        return claim.is_fresh(engine)
    with engine.peek(claim.airing_id) as (_session, airing, _item):
        return (
            airing.state == Going.SENDING
            and airing.fence == claim.fence
            and airing.lease_until is not None
            and engine.now() <= airing.lease_until - engine.lease / 2
            and claim.is_fresh(engine)
        )


def _media(engine: Engine, claim: Claim) -> dict[str, str]:
    with engine.database.read() as session:
        return session.get_one(Attempt, claim.attempt_id).media


def _keep(engine: Engine, claim: Claim, name: str, media_id: str) -> bool:
    """Save a photo's id whatever has become of the airing; whether the claim stands and lives on.

    No move, so no audit row: ten photos over a thin line may take longer than one lease. One that
    ran out is not renewed: a computer that slept looks at the page again first.
    """
    with engine.on(claim.airing_id) as (session, airing, _item):
        attempt = session.get_one(Attempt, claim.attempt_id)
        attempt.media = {**attempt.media, name: media_id}
        session.add(attempt)
        session.flush()
        now = engine.now()
        ours = airing.state == Going.SENDING and airing.fence == claim.fence
        if ours and engine.is_held(airing.lease_until):
            rows.change_airing(session, airing, lease_until=now + engine.lease)
            return True
        return False
