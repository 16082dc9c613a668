"""Reads the office's own words from the database, once in a unit of work."""

from __future__ import annotations

from sqlmodel import Session, select

from habac24h.content.own import Own, own_of
from habac24h.models import OwnWord

_KNOWN = "habac24h_own_words"


def own_words(session: Session) -> Own:
    """The office's words as they stand in this unit of work."""
    known = session.info.get(_KNOWN)
    if not isinstance(known, Own):
        known = own_of(dict(session.exec(select(OwnWord.id, OwnWord.text)).all()))
        session.info[_KNOWN] = known
    return known


def forget_own_words(session: Session) -> None:
    """After a change: the next look reads them again."""
    session.info.pop(_KNOWN, None)
