"""The pictures that go with an item's words: kept once under their hash, bound by an approval."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from habac24h.channels.registry import kind
from habac24h.errors import HabacError, Refused
from habac24h.images import Prepared, sha256
from habac24h.models import Item, Picture
from habac24h.workflow.desk import Desk

MOST = 10
LONGEST_ALT = 1000
_SHOWN = ("images", "image_alts", "drawn")


class PictureLost(HabacError):
    """A picture that an item names is not in the database as it was."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Ảnh {name[:12]}… trong cơ sở dữ liệu bị mất hoặc bị hỏng; hãy đính lại ảnh bằng "
            "`habac24h edit KEY --image TỆP` rồi trình duyệt lại."
        )


@dataclass(frozen=True)
class Pictures:
    """All pictures of an item, in their order; none takes away what it has.

    `alts` says in words what each shows, for people who cannot see it ("" where nothing is said);
    `drawn` that they were drawn from the item's words: an edit of the words takes them away.
    """

    ready: tuple[Prepared, ...] = ()
    alts: tuple[str, ...] = ()
    drawn: bool = False


def shown_now(item: Item) -> dict[str, Any]:
    """The item's columns about pictures, as they stand."""
    return {name: getattr(item, name) for name in _SHOWN}


def shown_with(
    desk: Desk, item: Item, pictures: Pictures | None, *, new_words: bool
) -> dict[str, Any]:
    """Those columns after an edit; the pictures' bytes are kept. Refused where they do not fit.

    What was drawn from words that are no longer there would show them to everybody: it goes.
    """
    if pictures is None:
        return _none() if new_words and item.drawn else shown_now(item)
    _refuse(item, pictures)
    for one in pictures.ready:
        _keep(desk, one)
    names = [one.sha256 for one in pictures.ready]
    alts = {name: _one_line(alt) for name, alt in zip(names, pictures.alts, strict=False)}
    return {
        "images": names,
        "image_alts": {name: alt for name, alt in alts.items() if alt},
        "drawn": pictures.drawn or None,
    }


def picture(session: Session, name: str) -> Picture:
    """The picture of this SHA-256; PictureLost when it is gone or its bytes are no longer its."""
    found = session.get(Picture, name)
    if found is None or sha256(found.data) != name:
        raise PictureLost(name)
    return found


def pictures_of(session: Session, names: Sequence[str]) -> list[Picture]:
    """Several of them, in their order."""
    return [picture(session, name) for name in names]


def described(session: Session, item: Item) -> list[str]:
    """One line for each picture: its size in pixels and bytes, and what it shows."""
    return [_described(session, name, item.image_alts.get(name, "")) for name in item.images]


def _described(session: Session, name: str, alt: str) -> str:
    found = session.get(Picture, name)
    if found is None:
        return f"{name[:12]}… (bị mất)"
    size = f"{found.width} × {found.height} điểm ảnh, {max(1, len(found.data) // 1000)} kB"
    return f"{size}{f', {alt}' if alt else ''} ({name[:12]}…)"


def _none() -> dict[str, Any]:
    return {"images": [], "image_alts": {}, "drawn": None}


def _refuse(item: Item, pictures: Pictures) -> None:
    channel = kind(item.channel)
    if pictures.ready and not channel.pictures:
        raise Refused(f"“{item.key}” là nội dung kênh {channel.label}, không kèm ảnh.")
    if len(pictures.ready) > MOST:
        raise Refused(f"Một bài kèm tối đa {MOST} ảnh; đang có {len(pictures.ready)} ảnh.")
    names = [one.sha256 for one in pictures.ready]
    if len(set(names)) < len(names):
        raise Refused("Có hai ảnh giống hệt nhau; hãy bỏ bớt một ảnh.")
    if any(len(alt) > LONGEST_ALT for alt in pictures.alts):
        raise Refused(f"Lời mô tả ảnh dài quá {LONGEST_ALT} ký tự; hãy viết ngắn lại.")


def _keep(desk: Desk, one: Prepared) -> None:
    if desk.session.get(Picture, one.sha256) is None:
        desk.session.add(
            Picture(
                sha256=one.sha256,
                data=one.data,
                mime=one.mime,
                width=one.width,
                height=one.height,
                created_at=desk.now,
            )
        )
        desk.session.flush()


def _one_line(alt: str) -> str:
    return " ".join(unicodedata.normalize("NFC", alt).split())
