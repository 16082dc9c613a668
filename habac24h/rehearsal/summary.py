"""What a rehearsal proved, counted from the rows and from the wall of the practice page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h.channels.fingerprint import fingerprint
from habac24h.channels.practice_page import WallPost
from habac24h.models import Airing, Going, Item
from habac24h.workflow.binding import text_sha256

_ENDED = (Going.DONE, Going.FAILED, Going.MISSED, Going.UNKNOWN, Going.CANCELLED, Going.SKIPPED)


@dataclass(frozen=True)
class PublicPost:
    """One airing of the fanpage that the wall showed; times ISO with offset."""

    key: str
    due: str
    public_at: str
    late_seconds: float
    text_sha256: str
    approved_sha256: str | None


@dataclass(frozen=True)
class Summary:
    """`doubles`: fingerprints public twice; `lost`: due airings without an end state."""

    year: int
    items: int
    airings: int
    placeholders: tuple[str, ...]
    refused: tuple[str, ...]
    by_state: dict[str, int]
    by_channel: dict[str, int]
    posts: tuple[PublicPost, ...]
    doubles: tuple[str, ...]
    lost: tuple[str, ...]
    seconds_taken: float

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return asdict(self)


def sum_up(
    session: Session,
    wall: Sequence[WallPost],
    *,
    year: int,
    now: datetime,
    zone: ZoneInfo,
    placeholders: Sequence[str],
    refused: Sequence[str],
    seconds_taken: float,
) -> Summary:
    """Compare what the rows say with what the wall showed."""
    query = (
        select(Airing, Item)
        .join(Item, col(Item.id) == col(Airing.item_id))
        .order_by(col(Airing.due), col(Airing.key))
    )
    pairs = list(session.exec(query))
    shown = [post for post in wall if post.public_at is not None]
    seen = Counter(fingerprint(post.message) for post in shown)
    return Summary(
        year=year,
        items=len({item.id for _airing, item in pairs}),
        airings=len(pairs),
        placeholders=tuple(placeholders),
        refused=tuple(refused),
        by_state=dict(sorted(Counter(airing.state for airing, _item in pairs).items())),
        by_channel=dict(sorted(Counter(item.channel for _airing, item in pairs).items())),
        posts=_posts(pairs, shown, zone),
        doubles=tuple(mark for mark, times in seen.items() if times > 1),
        lost=tuple(a.key for a, _item in pairs if a.due <= now and a.state not in _ENDED),
        seconds_taken=round(seconds_taken, 2),
    )


def _posts(
    pairs: Sequence[tuple[Airing, Item]], shown: Sequence[WallPost], zone: ZoneInfo
) -> tuple[PublicPost, ...]:
    by_id = {post.id: post for post in shown}
    return tuple(
        _post(airing, item, by_id[airing.remote_id], zone)
        for airing, item in pairs
        if airing.remote_id in by_id
    )


def _post(airing: Airing, item: Item, post: WallPost, zone: ZoneInfo) -> PublicPost:
    assert post.public_at is not None
    return PublicPost(
        key=airing.key,
        due=airing.due.astimezone(zone).isoformat(),
        public_at=post.public_at.astimezone(zone).isoformat(),
        late_seconds=(post.public_at - airing.due).total_seconds(),
        text_sha256=text_sha256(post.message),
        approved_sha256=item.approved_sha256,
    )
