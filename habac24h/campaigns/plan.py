"""Plans a year: the difference between the office's definitions and its rows. Writes nothing."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session, col

from habac24h.calendar.busy import within
from habac24h.calendar.lunar import require_year
from habac24h.campaigns import library
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.change import Change, Kind, Plan, PlanWarning
from habac24h.campaigns.clashes import FANPAGE, Showing, clashes, mark_of
from habac24h.campaigns.coverage import Coverage
from habac24h.campaigns.coverage_warnings import coverage_warnings
from habac24h.campaigns.covering import covered, stored_entries, wanted_entries
from habac24h.campaigns.difference import difference
from habac24h.campaigns.expand import Expansion, Notice, expand
from habac24h.campaigns.fact_names import fact_name
from habac24h.campaigns.own import own_words
from habac24h.campaigns.packaged import packaged_topics
from habac24h.campaigns.stored import Stored, editions_items
from habac24h.campaigns.wanted import Edition, Wanted, word
from habac24h.config import Settings
from habac24h.content import variants
from habac24h.errors import DefinitionError
from habac24h.models import ON_THE_WAY, Airing, Going, Item, Words

__all__ = ["Change", "Kind", "Plan", "PlanWarning", "plan"]

_SHOWN = (Going.WAITING, Going.DONE, *ON_THE_WAY)


def plan(
    session: Session,
    year: int,
    *,
    now: datetime,
    settings: Settings,
    campaign_id: str | None = None,
) -> Plan:
    """What applying would do to the year's editions, or to one campaign's.

    Raises NotFound for an unknown campaign, Refused for a year outside 1968–2099. A stored
    definition that cannot be read any more is a warning, and its items stay as they are.
    """
    require_year(year)
    changes: list[Change] = []
    campaigns: list[Campaign] = []
    warnings: list[PlanWarning] = []
    looked: dict[str, Stored] = {}
    for name in _campaigns(session, campaign_id):
        try:
            campaign = library.load(session, name)
        except DefinitionError as error:
            warnings.append(PlanWarning("definition", f"{name}/{year}", error.sentence))
            continue
        campaigns.append(campaign)
        one = _Look.at(session, campaign, year, settings)
        found = difference(one.wanted, one.stored, one.unwritten, now, settings.zone)
        changes += found
        warnings += one.warnings
        looked |= one.stored
    busy = within(session, date(year, 1, 1), date(year + 1, 2, 28), settings.zone)
    warnings += clashes(_showings(session, changes, looked, now), settings, now, busy)
    coverages = tuple(_coverages(session, campaigns, year, changes, now, settings))
    warnings += (told for one in coverages for told in coverage_warnings(one, packaged_topics()))
    ordered = tuple(sorted(changes, key=_order))
    return Plan(year, ordered, _distinct(warnings), coverages)


def _coverages(
    session: Session,
    campaigns: Sequence[Campaign],
    year: int,
    changes: Sequence[Change],
    now: datetime,
    settings: Settings,
) -> Iterator[Coverage]:
    """What each edition will cover once the plan is applied."""
    leaving = {change.key for change in changes if change.kind is not Kind.KEEP}
    wanted = {one.key: one.wanted for one in changes if one.wanted is not None}.values()
    entries = [
        *stored_entries(session, year, settings.zone, leaving),
        *wanted_entries(wanted, settings.zone),
    ]
    for campaign in campaigns:
        found = covered(campaign, year, entries, now.astimezone(settings.zone).date())
        if found is not None:
            yield found


def wanted_items(
    session: Session, campaign_id: str, year: int, settings: Settings
) -> dict[str, Wanted]:
    """An edition's items as its definition and facts want them now, by key; nothing is compared.

    Empty where the stored definition cannot be read any more.
    """
    try:
        campaign = library.load(session, campaign_id)
    except DefinitionError:
        return {}
    return {one.key: one for one in _Look.at(session, campaign, year, settings).wanted}


def edition_of(session: Session, campaign: Campaign, year: int, settings: Settings) -> Edition:
    """What all texts of a campaign's year have in common in this office."""
    return Edition(
        campaign=campaign,
        year=year,
        facts=library.facts(session, campaign.id, year),
        places=library.places(session),
        office=settings.office,
        fanpage=settings.fanpage,
        zone=settings.zone,
        templates=variants.library(own_words(session).templates),
    )


def _campaigns(session: Session, campaign_id: str | None) -> Sequence[str]:
    if campaign_id is not None:
        library.export(session, campaign_id)  # refuses one that does not exist
        return (campaign_id,)
    return tuple(row.id for row in library.stored(session))


@dataclass(frozen=True)
class _Look:
    """One edition: as it is wanted, and as it is stored."""

    wanted: tuple[Wanted, ...]
    stored: dict[str, Stored]
    unwritten: frozenset[str]
    warnings: tuple[PlanWarning, ...]

    @staticmethod
    def at(session: Session, campaign: Campaign, year: int, settings: Settings) -> _Look:
        edition = edition_of(session, campaign, year, settings)
        expansion = expand(campaign, year, edition.places, settings.zone)
        wording = word(library.sandbox(own_words(session)), edition, expansion)
        notices = (*expansion.warnings, *_missing_facts(edition, expansion), *wording.notices)
        return _Look(
            wanted=wording.wanted,
            stored=editions_items(session, campaign.id, year),
            unwritten=wording.unwritten,
            warnings=tuple(PlanWarning(one.kind, one.key, one.message) for one in notices),
        )


def _missing_facts(edition: Edition, expansion: Expansion) -> Iterator[Notice]:
    missing = [name for name in edition.campaign.required if name not in edition.facts]
    if missing and expansion.slots:
        names = " ".join(f'{name}="…"' for name in missing)
        campaign, year = edition.campaign, edition.year
        yield Notice(
            "missing-fact",
            f"{campaign.id}/{year}",
            f"Đợt “{campaign.title}” năm {year} còn thiếu {', '.join(map(fact_name, missing))} "
            "nên chưa nội dung nào duyệt được; hãy điền vào số liệu của đợt bằng "
            f"`habac24h facts {year} {campaign.id} {names}`.",
        )


def _showings(
    session: Session, changes: Sequence[Change], looked: Container[str], now: datetime
) -> Iterator[Showing]:
    """What will be on the channels once the plan is applied, in all campaigns and years."""
    leaving = {change.key for change in changes if change.kind is not Kind.KEEP}
    words = (Item.key, Item.channel, Item.topic, Item.state, Item.fingerprint, Item.text)
    query = (
        select(*(col(one) for one in words), col(Airing.due), col(Airing.places))
        .join(Airing, col(Airing.item_id) == col(Item.id))
        .where(
            col(Item.state) != Words.DROPPED,
            col(Airing.state).in_(_SHOWN),
            # What a practice page showed was never public.
            or_(col(Airing.state) != Going.DONE, col(Airing.practice).is_(False)),
            # Equal words matter on the page for ever, nearness only now.
            or_(col(Item.channel) == FANPAGE, col(Airing.due) > now - timedelta(days=1)),
        )
    )
    for key, channel, topic, state, known, text, due, places in session.execute(query):
        if key not in leaving:
            mark = _mark(channel, state, known, text)
            yield Showing(key, channel, due, tuple(places), mark, mine=key in looked, topic=topic)
    for wanted in {one.key: one.wanted for one in changes if one.wanted is not None}.values():
        yield from _wanted_showings(wanted, now)


def _wanted_showings(wanted: Wanted, now: datetime) -> Iterator[Showing]:
    slot = wanted.slot
    mark = mark_of(wanted.text) if slot.channel == FANPAGE else ""
    for airing in slot.airings:
        if airing.late_until > now:
            yield Showing(
                slot.key,
                slot.channel,
                airing.due,
                slot.places,
                mark,
                mine=True,
                topic=slot.topic_id,
            )


def _mark(channel: str, state: str, known: str | None, text: str) -> str:
    """The submitted words' fingerprint is stored; a draft's is worked out."""
    if channel != FANPAGE:
        return ""
    return known if known and state != Words.DRAFT else mark_of(text)


def _order(change: Change) -> tuple[datetime, str, str]:
    return change.due, change.key, change.kind.value


def _distinct(warnings: Sequence[PlanWarning]) -> tuple[PlanWarning, ...]:
    """Each sentence once, in the order in which they came."""
    return tuple(dict.fromkeys(warnings))
