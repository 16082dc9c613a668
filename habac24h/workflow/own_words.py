"""The office's own words: what it may change, what it has changed, and how that differs."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from habac24h.campaigns import library
from habac24h.campaigns.packaged import packaged_definitions
from habac24h.content.own import KINDS
from habac24h.content.shipped import shipped, shipped_ids
from habac24h.errors import NotFound
from habac24h.models import CampaignRow, OwnRevision, OwnWord

DEFINITIONS = "definitions"
ALL_KINDS = (*KINDS, DEFINITIONS)
LABELS = {
    "templates": "mẫu lời",
    "rules": "quy tắc soát lời",
    "abbreviations": "chữ viết tắt",
    "hotlines": "đường dây nóng",
    DEFINITIONS: "định nghĩa chiến dịch",
}


@dataclass(frozen=True)
class Word:
    """One template, rule, abbreviation, hotline or definition as it counts in this office.

    `text` is None where the office switched a shipped entry off, `shipped` where the program has
    none; `shipped_then` is the program's text when the office changed it.
    """

    id: str
    text: str | None
    shipped: str | None
    shipped_then: str | None
    changed_at: datetime | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the office says it otherwise than the program."""
        return self.text != self.shipped

    @property
    def is_newer(self) -> bool:
        """Whether the program brings another text than when the office changed it."""
        return self.is_changed and self.changed_at is not None and self.shipped != self.shipped_then


def word(session: Session, word_id: str) -> Word:
    """One by its id; raises NotFound."""
    found = _found(session, word_id)
    if found is None:
        kind = word_id.partition("/")[0]
        wanted = (
            f"xem các mã bằng `habac24h words list --kind {kind}`"
            if kind in ALL_KINDS
            else f"mã bắt đầu bằng {', '.join(f'{one}/' for one in ALL_KINDS)}"
        )
        raise NotFound(f"Không có lời nào mã “{word_id}”; {wanted}.")
    return found


def words(session: Session, kind: str | None = None) -> tuple[Word, ...]:
    """All of one kind, or of every kind, in the order of the program's files."""
    kinds = ALL_KINDS if kind is None else (kind,)
    return tuple(one for name in kinds for one in _of_kind(session, name))


def newer(session: Session) -> tuple[Word, ...]:
    """What the office changed and a later release brings in another wording."""
    query = select(OwnWord.id)
    ids = [*session.exec(query), *(f"{DEFINITIONS}/{row.id}" for row in library.stored(session))]
    found = (_found(session, word_id) for word_id in ids)
    return tuple(one for one in found if one is not None and one.is_newer)


def history(session: Session, word_id: str) -> tuple[OwnRevision, ...]:
    """Every change, oldest first."""
    query = select(OwnRevision).where(OwnRevision.word == word_id).order_by(col(OwnRevision.id))
    return tuple(session.exec(query))


def difference(before: str | None, after: str | None, names: tuple[str, str]) -> str:
    """A unified difference of two texts under their names; empty where they are the same."""
    lines = difflib.unified_diff(
        (before or "").splitlines(), (after or "").splitlines(), *names, lineterm=""
    )
    return "\n".join(lines)


def shipped_text(word_id: str) -> str | None:
    """The program's text of any kind."""
    kind, _, name = word_id.partition("/")
    if kind == DEFINITIONS:
        return packaged_definitions().get(f"{name}.yaml")
    return shipped(word_id) if kind in KINDS else None


def _of_kind(session: Session, kind: str) -> Iterator[Word]:
    if kind == DEFINITIONS:
        ids = [f"{kind}/{row.id}" for row in library.stored(session)]
    elif kind in KINDS:
        own = select(OwnWord.id).where(col(OwnWord.id).startswith(f"{kind}/"))
        ids = list(dict.fromkeys([*shipped_ids(kind), *sorted(session.exec(own))]))
    else:
        raise NotFound(f"Không có loại lời “{kind}”; các loại: {', '.join(ALL_KINDS)}.")
    for word_id in ids:
        found = _found(session, word_id)
        assert found is not None
        yield found


def _found(session: Session, word_id: str) -> Word | None:
    kind, _, name = word_id.partition("/")
    now = shipped_text(word_id)
    if kind == DEFINITIONS:
        campaign = session.get(CampaignRow, name)
        if campaign is None:
            return None
        changed_at = campaign.updated_at if campaign.source != campaign.shipped else None
        return Word(word_id, campaign.source, now, campaign.shipped, changed_at)
    row = session.get(OwnWord, word_id)
    if row is not None:
        return Word(word_id, row.text or None, now, row.shipped, row.updated_at)
    return Word(word_id, now, now, now) if now is not None else None
