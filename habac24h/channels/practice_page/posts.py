"""One post of the practice page: as it is kept, as tests see it, as the state file holds it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

Author = Literal["app", "staff", "visitor"]


@dataclass(frozen=True)
class WallPost:
    """A post as a test or the rehearsal sees it; all times aware, in UTC.

    `public_at` is None until the post has become visible; a deleted post keeps its times.
    """

    id: str
    message: str
    is_published: bool
    scheduled_at: datetime | None
    public_at: datetime | None
    created_at: datetime
    permalink: str
    deleted: bool
    author: Author = "app"
    media: tuple[str, ...] = ()
    """Ids of its photos, in their order."""


@dataclass(frozen=True)
class Post:
    """A post as it is kept.

    `unseen_looks` and `unseen_until` hide it from lists (listing lag); `renews_id` gives it
    another id on the day that it becomes public, and lists then lack it for `unseen_renewed`
    seconds.
    """

    id: str
    message: str
    created_at: datetime
    updated_at: datetime
    author: Author = "app"
    link: str | None = None
    scheduled_at: datetime | None = None
    public_at: datetime | None = None
    deleted: bool = False
    unseen_looks: int = 0
    unseen_until: datetime | None = None
    renews_id: bool = False
    unseen_renewed: float = 0.0
    media: tuple[str, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether people see it, deletion aside."""
        return self.public_at is not None

    @property
    def is_scheduled(self) -> bool:
        """Whether it waits for its hour."""
        return self.public_at is None and self.scheduled_at is not None and not self.deleted

    @property
    def is_draft(self) -> bool:
        """Whether it is invisible and will stay so: unpublished, without an hour."""
        return self.public_at is None and self.scheduled_at is None and not self.deleted

    def seen_from(self, wall_address: str) -> WallPost:
        """The same post for tests and the rehearsal."""
        return WallPost(
            id=self.id,
            message=self.message,
            is_published=self.is_published,
            scheduled_at=self.scheduled_at,
            public_at=self.public_at,
            created_at=self.created_at,
            permalink=self.permalink(wall_address),
            deleted=self.deleted,
            author=self.author,
            media=self.media,
        )

    def permalink(self, wall_address: str) -> str:
        """Where a person finds it: the wall, at this post."""
        return f"{wall_address}#{self.id}"


_TIMES = ("created_at", "updated_at", "scheduled_at", "public_at", "unseen_until")


def post_to_json(post: Post) -> dict[str, Any]:
    """A JSON object; times as ISO 8601 in UTC."""
    plain = asdict(post)
    return plain | {name: time_to_json(plain[name]) for name in _TIMES}


def post_from_json(plain: dict[str, Any]) -> Post:
    """The other way; raises KeyError, TypeError or ValueError for anything else."""
    told = plain | {name: time_from_json(plain[name]) for name in _TIMES}
    post = Post(**(told | {"media": tuple(plain.get("media", ()))}))
    if not isinstance(post.id, str) or not isinstance(post.message, str):
        raise TypeError("id and message must be text")
    return post


def time_to_json(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC, or null."""
    return None if moment is None else moment.astimezone(UTC).isoformat()


def time_from_json(text: str | None) -> datetime | None:
    """An aware moment in UTC; a text without an offset is refused."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without an offset")
    return moment.astimezone(UTC)
