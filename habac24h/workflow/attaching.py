"""Attaching pictures to an item: one function for commands, pages and the card printer."""

from __future__ import annotations

from collections.abc import Sequence

from habac24h.images import prepare
from habac24h.workflow.desk import Desk
from habac24h.workflow.pictures import Pictures
from habac24h.workflow.words import edit


def attach(
    desk: Desk,
    key: str,
    images: Sequence[bytes],
    *,
    alt: str | Sequence[str] = (),
    drawn: bool = False,
    version: int | None = None,
) -> int:
    """Make these the item's pictures, instead of what it has; an empty list takes them away.

    `images` are files' bytes as people or printers give them (JPEG, PNG, WebP …); `images.prepare`
    re-encodes them. `alt` says what they show. Everything is as with an edit of the words: a new
    revision, approval void, what Facebook holds withdrawn (the number of such airings comes back).

    What was drawn from the item's words (`drawn`) is taken away by an edit of them and drawn again
    by `submit`, so that an old card never goes out beside new words (workflow/cards.py).
    """
    return edit(desk, key, pictures=made_ready(images, alt=alt, drawn=drawn), version=version)


def made_ready(
    images: Sequence[bytes], *, alt: str | Sequence[str] = (), drawn: bool = False
) -> Pictures:
    """The same pictures ready for `edit`; done before a unit of work is opened, it blocks nobody.

    A large photo takes a second, for which SQLite would let nobody else write.
    """
    alts = (alt,) if isinstance(alt, str) else tuple(alt)
    return Pictures(tuple(prepare(one) for one in images), alts, drawn)
