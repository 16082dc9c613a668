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
    for file, text in packaged_definitions().items():
        campaign = parse(text, file, known(session))
        if session.get(CampaignRow, campaign.id) is None:
            session.add(
                CampaignRow(
                    id=campaign.id,
                    title=campaign.title,
                    source=text,
                    shipped=text,
                    updated_at=now,
                )
            )
    session.flush()
