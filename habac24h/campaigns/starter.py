"""Loads what comes with the program into a new database, once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from habac24h.campaigns.definition import parse
from habac24h.campaigns.library import known
from habac24h.campaigns.packaged import packaged_definitions, packaged_places
from habac24h.models import CampaignRow, Place


def load_starters(session: Session, *, now: datetime) -> None:
    """Add the starter campaigns and example places that are not there; change nothing that is.

    A campaign remembers the text that it came with (`shipped`), so that the office's own changes
    can be told from the program's.
    """
    for position, place in enumerate(packaged_places(), start=1):
        if session.get(Place, place.id) is None:
            session.add(
                Place(
                    id=place.id,
                    name=place.name,
                    kind=place.kind,
                    example=place.example,
                    position=position,
                )
            )
    session.flush()
    follow_release(session, now=now)


def follow_release(session: Session, *, now: datetime) -> None:
    """Bring the definitions that the office left as they came to what this program brings.

    One that the office changed stays the office's (`shipped` keeps telling from which text it
    started, so that the newer one can be shown beside it). No item changes before planning.
    """
    for file, text in packaged_definitions().items():
        row = session.get(CampaignRow, file.removesuffix(".yaml"))
        if row is not None and (row.source == text or row.source != row.shipped):
            continue
        campaign = parse(text, file, known(session))
        row = row or CampaignRow(id=campaign.id, title="", updated_at=now, revision=0)
        row.title, row.source, row.shipped, row.updated_at = campaign.title, text, text, now
        row.revision += 1
        session.add(row)
    session.flush()
