"""The stage of a trial: what it made on the page is marked, remembered and taken away again."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from habac24h.channels.base import (
    ChannelError,
    Photo,
    Post,
    Reaction,
    Receipt,
    RemotePost,
    Snapshot,
)
from habac24h.clock import Clock

MARK = "Bài thử kỹ thuật của habac24h, tự xóa sau vài phút"
"""In every post of a trial: what an interrupted one left behind is known by it."""
AHEAD = timedelta(days=20)
RECENT = timedelta(days=3)
TRIES = 5


class TrialPage(Protocol):
    """What a trial does on a page; each method may raise ChannelError."""

    def snapshot(self, since: datetime) -> Snapshot: ...
    def upload(self, photo: Photo) -> str: ...
    def schedule(self, post: Post, at: datetime) -> Receipt: ...
    def reword(self, remote_id: str, text: str) -> None: ...
    def publish(self, remote_id: str) -> None: ...
    def delete(self, remote_id: str) -> None: ...
    def read(self, remote_id: str) -> RemotePost | None: ...


@dataclass(frozen=True)
class Seen:
    """What a point of the trial showed, in Vietnamese.

    `as_expected` says whether the program counts on just this; None where nothing was learnt.
    """

    answer: str
    as_expected: bool | None = None


@dataclass
class Stage:
    """One trial at work. `told` hears what is going on, one sentence at a time."""

    page: TrialPage
    clock: Clock
    told: Callable[[str], None] = lambda _sentence: None
    code: str = field(default_factory=lambda: secrets.token_hex(3))
    made: list[str] = field(default_factory=list)
    _count: int = 0

    def words(self, besides: str = "") -> str:
        """Words that no other post has, with the mark; `besides` stands at their end."""
        self._count += 1
        return f"{MARK} ({self.code}-{self._count}).{besides}"

    def schedule(
        self, text: str, *, at: datetime | None = None, media: tuple[str, ...] = ()
    ) -> str:
        """Create a hidden post, by default three weeks ahead; remembered to be deleted."""
        due = at or self.clock.now() + AHEAD
        remote_id = self.page.schedule(Post("trial", text, due, media), due).remote_id
        self.made.append(remote_id)
        return remote_id

    def read(self, remote_id: str) -> RemotePost:
        """The post as it is; LookupError when it is gone."""
        found = self.page.read(remote_id)
        if found is None:
            raise LookupError(remote_id)
        return found

    def listed(self) -> Snapshot:
        """Everything that the page lists now."""
        return self.page.snapshot(self.clock.now() - RECENT)

    @contextmanager
    def cleaned_up(self) -> Iterator[None]:
        """Whatever happens inside, also Ctrl+C, what was made is taken away afterwards."""
        try:
            yield
        finally:
            self.clean_up()

    def clean_up(self) -> list[str]:
        """Delete all that carries our mark; the ids that could not be seen gone."""
        names = [*dict.fromkeys((*self.made, *self._marked()))]
        left = [name for name in names if not self._gone(name)]
        self.made[:] = left
        return left

    def _marked(self) -> list[str]:
        """What the page lists with our mark: of this trial, and of one that was killed."""
        try:
            posts = self.listed()
        except ChannelError:
            return []
        every = (*posts.scheduled, *posts.published)
        return [post.remote_id for post in every if post.text.strip().startswith(MARK)]

    def _gone(self, remote_id: str) -> bool:
        for attempt in range(TRIES):
            try:
                if self.page.read(remote_id) is None:
                    return True
                self.page.delete(remote_id)
            except ChannelError as error:
                if error.reaction is not Reaction.GONE:
                    self.clock.wait(2.0**attempt)
        return False
