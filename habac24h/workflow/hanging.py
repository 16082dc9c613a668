"""Where a banner hangs now, by the names of the places."""

from __future__ import annotations

from sqlmodel import Session, select

from habac24h.models import Airing, Confirmation, Place
from habac24h.workflow.confirmation import open_places


def hangs_at(session: Session, airing: Airing) -> list[str]:
    """The names of the places at which it hangs now."""
    said = session.exec(select(Confirmation).where(Confirmation.airing_id == airing.id))
    ids = [one for one in open_places(airing, said.all()).hanging if one]
    names = {place.id: place.name for place in session.exec(select(Place))} if ids else {}
    return [names.get(one, one) for one in ids]
