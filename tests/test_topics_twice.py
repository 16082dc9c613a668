"""Two items of one topic on one day and channel: told on pages, and never by what is shipped."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlmodel import col, select
from web_kit import arrive, client, read, write

from habac24h.campaigns.clashes import ONE_TOPIC_A_DAY
from habac24h.campaigns.definition import parse
from habac24h.campaigns.expand import expand
from habac24h.campaigns.library import known_without_places
from habac24h.campaigns.packaged import packaged_definitions
from habac24h.config import Settings
from habac24h.models import Item
from habac24h.office import Office

ZONE = Settings().zone


@pytest.fixture
def office_with_three(office: Office) -> Office:
    """Two posts and a script of one topic on one day."""
    arrive(office)
    keys = [write(office, "Bài trưa", days=1.4), write(office, "Bài tối", days=1.6)]
    keys.append(write(office, "Bài loa", channel="loudspeaker", days=1.5))
    with office.database.write() as session:
        for item in session.exec(select(Item).where(col(Item.key).in_(keys))):
            item.topic = "dinh-kien"
            session.add(item)
    return office


@pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("page", ["/", "/chien-dich/thuong-xuyen?nam=2026"])
def test_a_page_names_the_second_post_and_calls_the_first_by_its_title(
    office_with_three: Office, page: str
) -> None:
    told = read(client(office_with_three).get(page)).sections["trung-chu-de"]
    assert told[0] == "Cùng chủ đề trong một ngày 1"
    assert told[1].startswith("Bài tối")
    assert "với “Bài trưa” trong cùng ngày" in told[-1]


@pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
def test_another_campaigns_page_is_silent(office_with_three: Office) -> None:
    page = read(client(office_with_three).get("/chien-dich/ngay-phu-nu?nam=2026"))
    assert "trung-chu-de" not in page.sections


def test_the_shipped_campaigns_never_bring_one_topic_twice_a_day() -> None:
    known = known_without_places()
    campaigns = [parse(text, name, known) for name, text in packaged_definitions().items()]
    for year in range(2026, 2055):  # all weekdays of 4/12, leap years among them
        told = Counter(
            (slot.channel, slot.airings[0].due.astimezone(ZONE).date(), slot.topic_id)
            for campaign in campaigns
            for slot in expand(campaign, year, (), ZONE).slots
            if slot.topic_id and slot.channel in ONE_TOPIC_A_DAY
        )
        assert [one for one, count in told.items() if count > 1] == []
