"""The planned editions as the calendar shows them: windows, and the days that definitions name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from sqlmodel import Session, col, select

from habac24h.calendar.fixed import EditionSpan
from habac24h.calendar.observances import MonthDay, Window, observances, window
from habac24h.campaigns import library
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.when import OneDay, resolve
from habac24h.errors import HabacError
from habac24h.models import Edition

_EVERYDAY = "ca-nam"


def spans(session: Session, years: Collection[int] | None = None) -> tuple[EditionSpan, ...]:
    """Every planned edition (of these years) with a window and a definition that can be read."""
    query = select(Edition.campaign, Edition.year).order_by(
        col(Edition.year), col(Edition.campaign)
    )
    if years is not None:
        query = query.where(col(Edition.year).in_(years))
    campaigns = {row.id: _readable(session, row.id) for row in library.stored(session)}
    planned = session.exec(query).all()
    found = (_span(campaigns.get(campaign), year) for campaign, year in planned)
    return tuple(span for span in found if span is not None)


def _readable(session: Session, campaign_id: str) -> Campaign | None:
    try:
        return library.load(session, campaign_id)
    except HabacError:  # planning says so; a calendar goes on with the rest
        return None


def _span(campaign: Campaign | None, year: int) -> EditionSpan | None:
    if campaign is None:
        return None
    fallen = window(campaign.observance, year)
    if fallen is None:
        return None
    return EditionSpan(
        campaign=campaign.id,
        year=year,
        title=campaign.title,
        window=fallen,
        lead=campaign.lead,
        partners=campaign.partners,
        anchors=tuple(dict(_anchors(campaign, fallen)).items()),
    )


def _anchors(campaign: Campaign, fallen: Window) -> Iterator[tuple[date, str]]:
    """The first day, and those days of activities that are key dates themselves."""
    if campaign.observance.id != _EVERYDAY:
        yield fallen.start, campaign.title
    for activity in campaign.activities:
        schedule = activity.schedule
        if isinstance(schedule, OneDay) and isinstance(schedule.day, MonthDay):
            day = resolve(schedule.day, fallen)
            for one in observances().values():
                if day is not None and one.start == schedule.day and one.end is None:
                    yield day, one.full
