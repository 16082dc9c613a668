"""The office's places, as people keep them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from habac24h import audit, rows
from habac24h.campaigns.names import wrong_id
from habac24h.campaigns.places import KINDS
from habac24h.errors import NotFound, Refused
from habac24h.models import Airing, Place
from habac24h.workflow.words import one_line

HERE = "máy này"
"""Who sits at the computer: commands about places ask for no account."""


def everywhere(session: Session) -> list[Place]:
    """All places in use, in the office's order."""
    query = (
        select(Place)
        .where(col(Place.removed).is_(False))
        .order_by(col(Place.position), col(Place.id))
    )
    return list(session.exec(query))


def example_warning(session: Session) -> str:
    """What to mend before a paper goes out: places that still bear the name they came with."""
    named = [one.name for one in everywhere(session) if "(ví dụ)" in one.name]
    if not named:
        return ""
    return (
        f"{len(named)} địa điểm còn mang tên mẫu “(ví dụ)” ({named[0]}…); hãy đổi tên ở trang "
        "Địa điểm trước khi gửi văn bản đi."
    )


def add(
    session: Session,
    place_id: str,
    name: str,
    kind: str,
    now: datetime,
    *,
    by: audit.Actor | None = None,
) -> None:
    """A new place; one that was removed comes back under its id."""
    wrong = wrong_id(place_id)
    if wrong is not None:
        raise Refused(f"Mã địa điểm “{place_id}” không dùng được: chỉ gồm chữ thường không dấu, "
                      "chữ số và gạch nối.")  # fmt: skip
    if kind not in KINDS:
        raise Refused(f"Không có loại địa điểm “{kind}”; chọn một trong: {', '.join(KINDS)}.")
    place = session.get(Place, place_id)
    if place is not None and not place.removed:
        raise Refused(f"Đã có địa điểm “{place_id}” ({place.name}).")
    last = max(session.exec(select(Place.position)), default=0)
    place = place or Place(id=place_id, name="", kind=kind, position=last + 1)
    place.name, place.kind, place.removed, place.example = one_line(name), kind, False, False
    session.add(place)
    _touch_all(session, place_id)
    audit.record(session, by or audit.actor(HERE), "place-add", now, place=place_id)


def _touch_all(session: Session, place_id: str) -> None:
    """Calendars name the places of what was planned there before."""
    for item_id, places in session.exec(select(Airing.item_id, Airing.places)).all():
        if place_id in places:
            rows.touch(session, item_id)


def rename(
    session: Session,
    place_id: str,
    name: str,
    now: datetime,
    *,
    by: audit.Actor | None = None,
) -> None:
    """Another name for a place in use; an example becomes the office's own by it."""
    place = _in_use(session, place_id)
    before, name = place.name, one_line(name)
    if name == before:
        raise Refused(f"Địa điểm đã mang tên “{name}”, không có gì phải đổi.")
    place.name, place.example = name, False
    session.add(place)
    _touch_all(session, place_id)
    audit.record(
        session,
        by or audit.actor(HERE),
        "place-rename",
        now,
        before=before,
        after=name,
        place=place_id,
    )


def remove(
    session: Session, place_id: str, now: datetime, *, by: audit.Actor | None = None
) -> None:
    """Take a place out of use; what happened there stays on record."""
    place = _in_use(session, place_id)
    place.removed = True
    session.add(place)
    audit.record(session, by or audit.actor(HERE), "place-remove", now, place=place_id)


def _in_use(session: Session, place_id: str) -> Place:
    place = session.get(Place, place_id)
    if place is None or place.removed:
        known = ", ".join(one.id for one in everywhere(session))
        raise NotFound(f"Không có địa điểm “{place_id}”; các địa điểm: {known}.")
    return place
