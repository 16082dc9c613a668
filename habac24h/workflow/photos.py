"""Photos that prove what was done: kept in the evidence folder, with the consent that they need.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 24 (from 01/01/2026): a child's private life is shown
only with consent, from seven years on the child's own besides the representative's. So a person
says of each set of photos whether children can be seen, and if so who agreed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from habac24h.errors import Refused
from habac24h.images import Prepared
from habac24h.models import Airing, Confirmation, Item
from habac24h.workflow.attendance import Present
from habac24h.workflow.confirmation import Evidence, confirm, confirmations
from habac24h.workflow.desk import Desk
from habac24h.workflow.evidence import keep_bytes
from habac24h.workflow.tables import EvidencePhoto

MOST = 10
LONGEST = 500
NO_CHILDREN, CHILDREN = "khong", "co"
_NAMES = {"image/jpeg": "anh.jpg", "image/png": "anh.png"}


@dataclass(frozen=True)
class Photos:
    """Kept photos and what was said of them; `consent` is empty where no child can be seen."""

    kept: tuple[Evidence, ...] = ()
    children: bool = False
    consent: str = ""


def consent_to(count: int, children: str | None, consent: str | None) -> tuple[bool, str]:
    """(children, consent) as somebody declared it for so many photos; refuses what is missing."""
    if not count:
        return False, ""
    if children not in (NO_CHILDREN, CHILDREN):
        raise Refused("Hãy chọn: trong ảnh có trẻ em hay không.")
    words = " ".join((consent or "").split())
    if children == NO_CHILDREN:
        return False, ""
    if not words:
        raise Refused(
            "Trong ảnh có trẻ em: hãy ghi ai đã đồng ý, bằng cách nào (cha mẹ hoặc người giám hộ, "
            "và cả trẻ từ đủ 7 tuổi). Chưa có đồng ý thì không dùng ảnh này."
        )
    if len(words) > LONGEST:
        raise Refused(f"Ghi chú về đồng ý dài quá {LONGEST} ký tự; hãy viết ngắn lại.")
    return True, words


def keep_photos(
    home: Path, ready: Sequence[Prepared], children: str | None, consent: str | None
) -> Photos:
    """Keep re-encoded photos as evidence; done before a unit of work is opened."""
    if len(ready) > MOST:
        raise Refused(f"Một lần kèm tối đa {MOST} ảnh; đang có {len(ready)} ảnh.")
    seen, words = consent_to(len(ready), children, consent)
    kept = (keep_bytes(home, _NAMES[one.mime], one.data) for one in ready)
    return Photos(tuple(dict.fromkeys(kept)), seen, words)


def confirm_with_photos(
    desk: Desk,
    key: str,
    photos: Photos,
    *,
    place: str | None,
    what: str,
    note: str | None,
    came: Present | None = None,
) -> Airing:
    """As `confirm`, proved by photos: the first one is the confirmation's own evidence."""
    item, airing = desk.one_airing(key)
    before = {one.id for one in confirmations(desk, airing)}
    first = photos.kept[0] if photos.kept else None
    confirm(desk, key, place=place, what=what, note=note, evidence=first, came=came)
    if photos.kept:
        said = confirmations(desk, airing)
        record(desk, item, photos, [one for one in said if one.id not in before])
    return airing


def record(
    desk: Desk, item: Item, photos: Photos, confirmations: Iterable[Confirmation] = ()
) -> None:
    """Note the photos under what they prove: confirmations, or the item's signed slip."""
    assert item.id is not None
    proves: list[int | None] = [one.id for one in confirmations] or [None]
    for confirmation in proves:
        for one in photos.kept:
            desk.session.add(
                EvidencePhoto(
                    item_id=item.id,
                    confirmation_id=confirmation,
                    name=one.name,
                    children=photos.children,
                    consent=photos.consent,
                    by=desk.who.name,
                    at=desk.now,
                )
            )


def photos_of(session: Session, item: Item) -> list[EvidencePhoto]:
    """Every photo of an item, oldest first."""
    query = select(EvidencePhoto).where(EvidencePhoto.item_id == item.id)
    return list(session.exec(query.order_by(col(EvidencePhoto.id))))


def is_evidence(session: Session, name: str) -> bool:
    """Whether a file of this name was kept as evidence."""
    photo = select(EvidencePhoto.id).where(EvidencePhoto.name == name)
    file = select(Confirmation.id).where(Confirmation.evidence == name)
    return any(session.exec(query.limit(1)).first() is not None for query in (photo, file))
