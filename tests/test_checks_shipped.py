"""The shipped texts, as planning words them for several years, give nobody cause to stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from habac24h.calendar.observances import observances
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.definition import parse
from habac24h.campaigns.expand import expand
from habac24h.campaigns.known import Known
from habac24h.campaigns.library import sandbox
from habac24h.campaigns.packaged import packaged_definitions, packaged_places, packaged_topics
from habac24h.campaigns.places import PlaceEntry
from habac24h.campaigns.wanted import Edition, Wanted, word
from habac24h.channels.registry import KINDS
from habac24h.content import variants
from habac24h.content.checks import Finding, check

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FACTS = {
    "theme": "Chung tay vì một xã hội an toàn, bình đẳng",
    "phone_police": "0220 3 123 456",
    "phone_women_union": "0912.345.678",
    "phone_health_station": "02203 654 321",
}
YEARS = (2026, 2027, 2028, 2029)


def places() -> tuple[PlaceEntry, ...]:
    """The packaged ones under names of an office's own."""
    return tuple(
        replace(one, name=one.name.replace(" (ví dụ)", " Bắc")) for one in packaged_places()
    )


@cache
def campaigns() -> tuple[Campaign, ...]:
    known = Known(observances(), packaged_topics(), variants, KINDS, sandbox())
    return tuple(parse(text, file, known) for file, text in packaged_definitions().items())


def items(year: int, facts: dict[str, str]) -> Iterator[Wanted]:
    for campaign in campaigns():
        edition = Edition(
            campaign=campaign,
            year=year,
            facts=facts,
            places=places(),
            office="xã Hà Bắc",
            fanpage="Hà Bắc 24h",
            zone=ZONE,
        )
        wording = word(sandbox(), edition, expand(campaign, year, places(), ZONE))
        assert wording.notices == ()
        yield from wording.wanted


def look(item: Wanted, facts: dict[str, str]) -> tuple[Finding, ...]:
    due: date = item.due.astimezone(ZONE).date()
    return check(
        item.text,
        item.slot.channel,
        title=item.slot.title,
        due=due,
        allowed_phones=facts.values(),
    )


@pytest.mark.parametrize("year", YEARS)
def test_no_shipped_text_has_a_block_or_a_warning(year: int) -> None:
    told = [
        (item.key, finding.rule, finding.severity, finding.found)
        for item in items(year, FACTS)
        for finding in look(item, FACTS)
        if finding.severity != "info"
    ]
    assert told == []


def test_a_placeholder_of_a_rehearsal_is_no_finding() -> None:
    facts = {name: f"[CHẠY THỬ: {name}]" for name in FACTS}
    told = [f for item in items(2026, facts) for f in look(item, facts) if f.severity != "info"]
    assert told == []


def test_a_year_without_facts_is_told_by_name() -> None:
    rules = {f.rule for item in items(2026, {}) for f in look(item, {}) if f.severity == "block"}
    assert rules == {"THIEU-SO-LIEU"}
