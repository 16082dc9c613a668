"""A loudspeaker item as the script that is read."""

from __future__ import annotations

from itertools import groupby

from habac24h.accounts.names import names_of_people
from habac24h.campaigns.own import own_words
from habac24h.content.speech import seconds
from habac24h.models import Airing, CampaignRow, Going, Words
from habac24h.papers.words import clock, day_words, length, listed, moment
from habac24h.printing.reading import open_questions, spoken_text, turns
from habac24h.printing.script import Script
from habac24h.workflow import Desk
from habac24h.workflow.binding import mark, text_sha256
from habac24h.workflow.gaps import named
from habac24h.workflow.view import Row


def fill(desk: Desk, row: Row) -> Script:
    """Everything that the script of one item says."""
    item, house = row.item, desk.settings.printing
    called = names_of_people(desk.session)
    read = turns(named(item.text), own_words(desk.session))
    draft = item.state != Words.APPROVED
    campaign = desk.session.get(CampaignRow, item.campaign)
    return Script(
        station=house.station or f"Đài truyền thanh {desk.settings.office}",
        programme=house.programme,
        title=item.title,
        campaign=campaign.title if campaign else item.campaign,
        slots=_slots(desk, row.airings),
        length=length(seconds(spoken_text(read))),
        editor=called.name(item.author or ""),
        announcer=house.announcer,
        approver=called.in_full(item.approver or ""),
        signs=called.name(item.approver or ""),
        approved="" if draft else moment(item.approved_at, desk.settings.zone),
        turns=read,
        questions=open_questions(read),
        key=item.key,
        mark=mark(text_sha256(item.text)),
        made=desk.now,
        draft=draft,
    )


def _slots(desk: Desk, airings: tuple[Airing, ...]) -> tuple[str, ...]:
    """The days on which it is read, each with its hours."""
    zone = desk.settings.zone
    open_ones = sorted(one.due for one in airings if one.state != Going.CANCELLED)
    days = groupby(open_ones, key=lambda due: due.astimezone(zone).date())
    return tuple(
        f"{listed([clock(due, zone) for due in dues])}, {day_words(day)}" for day, dues in days
    )
