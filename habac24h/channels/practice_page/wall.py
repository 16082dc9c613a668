"""The wall's data: posts, the next number, and effects that are still on their way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from habac24h.channels.practice_page.photos import Photo, photo_from_json, photo_to_json
from habac24h.channels.practice_page.posts import (
    Author,
    Post,
    post_from_json,
    post_to_json,
    time_from_json,
    time_to_json,
)

WriteCall = Literal["create", "photo", "publish", "edit", "delete"]
# Facebook's post numbers have this length; the first digits keep ours apart from real ones.
FIRST_NUMBER = 990_000_000_000_001
FORMAT = 1


@dataclass(frozen=True)
class Quirks:
    """How Facebook may bend a write that it carries out (each one is a fault of faults.py)."""

    normalise: bool = False
    renew_id: bool = False
    unseen_looks: int = 0
    unseen_seconds: float = 0.0
    unseen_renewed: float = 0.0


@dataclass(frozen=True)
class Write:
    """A wish to change the wall, as it was asked; it holds no token.

    `target` is the page's id for a create or a photo, the post's id otherwise.
    """

    call: WriteCall
    target: str
    form: Mapping[str, str]
    asked: datetime
    author: Author = "app"
    quirks: Quirks = Quirks()
    photo: Photo | None = None


@dataclass(frozen=True)
class Late:
    """A write whose effect comes later than its answer."""

    at: datetime
    write: Write


@dataclass
class Wall:
    """Everything that the state file keeps; changed only on a copy, under the store's lock."""

    page_id: str
    posts: dict[str, Post] = field(default_factory=dict)
    next_number: int = FIRST_NUMBER
    late: tuple[Late, ...] = ()
    photos: dict[str, Photo] = field(default_factory=dict)

    def copy(self) -> Wall:
        """A copy to change; posts and photos are frozen, so the mappings alone are copied."""
        return replace(self, posts=dict(self.posts), photos=dict(self.photos))

    def new_id(self) -> str:
        """The next `PAGE_POST`."""
        return f"{self.page_id}_{self.new_number()}"

    def new_number(self) -> str:
        """The next number: a photo's whole id."""
        number, self.next_number = self.next_number, self.next_number + 1
        return str(number)

    def put(self, post: Post) -> None:
        """Keep a post, or a newer form of it."""
        self.posts[post.id] = post

    def living(self, post_id: str) -> Post | None:
        """The post, unless it is unknown or deleted."""
        post = self.posts.get(post_id)
        return None if post is None or post.deleted else post

    def public(self) -> list[Post]:
        """What people see, newest first."""
        seen = [post for post in self.posts.values() if post.is_published and not post.deleted]
        return sorted(seen, key=lambda post: (_known(post.public_at), post.id), reverse=True)

    def scheduled(self) -> list[Post]:
        """What waits for its hour, soonest first."""
        waiting = [post for post in self.posts.values() if post.is_scheduled]
        return sorted(waiting, key=lambda post: (_known(post.scheduled_at), post.id))

    def drafts(self) -> list[Post]:
        """What will stay invisible, oldest first."""
        return [post for post in self.posts.values() if post.is_draft]


def _known(moment: datetime | None) -> datetime:
    assert moment is not None, "only posts that have this time are asked for it"
    return moment


def wall_to_json(wall: Wall) -> dict[str, Any]:
    """The state file's JSON object."""
    return {
        "format": FORMAT,
        "page_id": wall.page_id,
        "next_number": wall.next_number,
        "posts": [post_to_json(post) for post in wall.posts.values()],
        "late": [_late_to_json(late) for late in wall.late],
        "photos": [photo_to_json(photo) for photo in wall.photos.values()],
    }


def wall_from_json(plain: dict[str, Any]) -> Wall:
    """The other way; raises KeyError, TypeError or ValueError for anything else."""
    if plain["format"] != FORMAT:
        raise ValueError(f"format {plain['format']}")
    posts = [post_from_json(post) for post in plain["posts"]]
    return Wall(
        page_id=str(plain["page_id"]),
        posts={post.id: post for post in posts},
        next_number=int(plain["next_number"]),
        late=tuple(_late_from_json(late) for late in plain["late"]),
        # Files from before there were photos have none.
        photos={photo["id"]: photo_from_json(photo) for photo in plain.get("photos", ())},
    )


def _late_to_json(late: Late) -> dict[str, Any]:
    write = late.write
    return {
        "at": time_to_json(late.at),
        "call": write.call,
        "target": write.target,
        "form": dict(write.form),
        "asked": time_to_json(write.asked),
        "author": write.author,
        "quirks": asdict(write.quirks),
        "photo": photo_to_json(write.photo) if write.photo else None,
    }


def _late_from_json(plain: dict[str, Any]) -> Late:
    write = Write(
        call=plain["call"],
        target=plain["target"],
        form=dict(plain["form"]),
        asked=_known(time_from_json(plain["asked"])),
        author=plain["author"],
        quirks=Quirks(**plain["quirks"]),
        photo=photo_from_json(plain["photo"]) if plain.get("photo") else None,
    )
    return Late(at=_known(time_from_json(plain["at"])), write=write)
