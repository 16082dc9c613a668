"""The office's campaigns and key dates of several years, read from its database."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlmodel import Session

from habac24h.calendar.observances import observances
from habac24h.campaigns import library
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.five_years import FiveYears, side_by_side
from habac24h.errors import DefinitionError


def stored_years(session: Session, years: Sequence[int], zone: ZoneInfo) -> FiveYears:
    """Side by side; a definition that cannot be read any more is left out (planning names it)."""
    campaigns: list[Campaign] = []
    for row in library.stored(session):
        try:
            campaigns.append(library.load(session, row.id))
        except DefinitionError:
            continue
    dates = tuple(observances().values())
    return side_by_side(campaigns, dates, years, library.places(session), zone)
