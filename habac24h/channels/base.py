"""What every channel speaks: a plain Post goes in, a Receipt or one ChannelError comes out.

Channels know neither the database nor the models.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from habac24h.errors import HabacError

LATEST_EFFECT = timedelta(minutes=31)
"""How long after a lost answer the call may still take effect: half an hour was seen."""


class Delivery(StrEnum):
    """What an error proves about the act that was tried."""

    NOT_SENT = "not_sent"
    """Nothing exists on the other side because of this call."""
    UNKNOWN = "unknown"
    """It may or may not have happened: look before trying again."""


class Reaction(StrEnum):
    """What the engine does next (facts/facebook.md, table of errors)."""

    RETRY = "retry"
    """Try again in a minute."""
    RECONCILE = "reconcile"
    """Look on the page; never send again before that."""
    WAIT = "wait"
    """The whole page waits until `retry_at`."""
    BLOCK = "block"
    """The whole page stops until a person acts; items stay queued."""
    REJECT = "reject"
    """These words are refused: back to the editor with the channel's own words."""
    PERSON = "person"
    """This airing needs a person."""
    DUPLICATE = "duplicate"
    """An earlier try landed: find it and adopt it."""
    GONE = "gone"
    """The thing is not there, or we may not see it: confirm by reading."""


class ChannelError(HabacError):
    """A channel's only error: whether anything was sent, and what to do next.

    `said` is what the other side said, in its own words, without any secret; `code` and `subcode`
    are Facebook's numbers where it gave them.
    """

    def __init__(
        self,
        sentence: str,
        *,
        delivery: Delivery,
        reaction: Reaction,
        retry_at: datetime | None = None,
        said: str = "",
        code: int | None = None,
        subcode: int | None = None,
    ) -> None:
        super().__init__(sentence)
        self.delivery, self.reaction, self.retry_at = delivery, reaction, retry_at
        self.said, self.code, self.subcode = said, code, subcode


@dataclass(frozen=True)
class Photo:
    """A picture that goes with words: its bytes, their kind, and what it shows, in words."""

    data: bytes
    mime: str
    alt: str = ""


@dataclass(frozen=True)
class Post:
    """What goes out: the exact words, and the moment at which they become visible (UTC).

    `media` are the page's own ids of the photos that it has already taken, in their order.
    """

    key: str
    text: str
    due: datetime
    media: tuple[str, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What a channel gave back for something that it took."""

    remote_id: str


@dataclass(frozen=True)
class RemotePost:
    """One post as the page itself shows it now. Times are UTC.

    `media` are the ids of its photos; None where the page says nothing of attachments.
    """

    remote_id: str
    text: str
    is_public: bool
    scheduled_at: datetime | None
    created_at: datetime | None
    permalink: str | None
    media: tuple[str, ...] | None = None
    app_id: str | None = None
    """The app that made it; None where the page does not say."""
    told_at: datetime | None = field(default=None, compare=False)
    """The page's own hour when it was read by itself, to the second; None: not told."""


@dataclass(frozen=True)
class Snapshot:
    """Every scheduled post, and those published since `since`. Incomplete lists never come out."""

    since: datetime
    scheduled: tuple[RemotePost, ...]
    published: tuple[RemotePost, ...]
    told_at: datetime | None = None
    """The moment of its last answer by the page's own clock, to the second; None: not told."""


@dataclass(frozen=True)
class PageCheck:
    """What a look at the token and the page found. `problems` are Vietnamese sentences."""

    page_id: str
    name: str
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    scopes: tuple[str, ...] = ()
    expires_at: datetime | None = None
    opens_as: str = ""
    app_id: str | None = None
    """The app that the token belongs to: every post that we make carries its id."""


class PageChannel(Protocol):
    """A page that holds posts invisibly until their hour. Every method may raise ChannelError."""

    def check(self) -> PageCheck:
        """Look at the token and the page."""

    def snapshot(self, since: datetime) -> Snapshot:
        """List everything scheduled, and what was published since then; all of it or an error."""

    def upload(self, photo: Photo) -> str:
        """Leave a photo with the page, invisible and in no post yet; the page's id of it."""

    def schedule(self, post: Post, at: datetime) -> Receipt:
        """Create the post invisibly, to become public at `at`."""

    def publish(self, remote_id: str) -> None:
        """Make a known post public now; doing it twice does nothing more."""

    def delete(self, remote_id: str) -> None:
        """Delete a known post."""

    def read(self, remote_id: str) -> RemotePost | None:
        """The post as it stands; None only when the page says that it does not exist."""


@dataclass(frozen=True)
class ChannelKind:
    """A channel as the office knows it.

    `done` is the word for an airing that happened; `manual` channels are confirmed by people,
    place by place; `taken_down` ones twice (hung, taken down). `pictures`: words may carry some.
    """

    id: str
    label: str
    done: str
    manual: bool = True
    taken_down: bool = False
    places: bool = True
    pictures: bool = False
