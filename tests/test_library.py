"""The office's campaigns in the database."""

from __future__ import annotations

import pytest
from sqlmodel import select

from habac24h.campaigns import library
from habac24h.campaigns.definition import parse
from habac24h.campaigns.expand import expand
from habac24h.campaigns.packaged import (
    packaged_definitions,
    packaged_places,
    read_places,
    read_topics,
)
from habac24h.campaigns.starter import load_starters
from habac24h.db import Database
from habac24h.errors import DefinitionError, NotFound
from habac24h.models import Audit, CampaignRow, Place
from habac24h.rows import touched
from tests.definition_kit import PLACES, ZONE
from tests.plan_kit import HEAD, NOW, SINGLE, World, definition

TEXT = definition(SINGLE)


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_starters_are_loaded_once_and_keep_what_they_came_with(database: Database) -> None:
    with database.write() as session:
        load_starters(session, now=NOW)
        row = session.exec(select(CampaignRow).where(CampaignRow.id == "ngay-phu-nu")).one()
        assert row.source == row.shipped == packaged_definitions()["ngay-phu-nu.yaml"]
        changed = row.source + "# của xã\n"
        library.import_definition(session, changed, "moi.yaml", now=NOW)
        place = session.get(Place, "thon-1")
        assert place is not None
        place.name = "Thôn Đông"
        session.add(place)
        load_starters(session, now=NOW)
        session.refresh(row)
        session.refresh(place)
        assert (row.source, row.shipped, place.name) == (
            changed,
            packaged_definitions()["ngay-phu-nu.yaml"],
            "Thôn Đông",
        )


def test_starter_places_come_in_their_order(database: Database) -> None:
    with database.write() as session:
        load_starters(session, now=NOW)
        assert library.places(session) == packaged_places()


@pytest.mark.parametrize("file", list(packaged_definitions()))
def test_every_starter_yields_an_edition_without_warnings_in_every_year(
    file: str, database: Database
) -> None:
    with database.write() as session:
        load_starters(session, now=NOW)
        campaign = parse(packaged_definitions()[file], file, library.known(session))
    for year in range(1968, 2100):
        found = expand(campaign, year, packaged_places(), ZONE)
        keys = [slot.key for slot in found.slots]
        assert (len(set(keys)), found.warnings) == (len(keys), ())


def test_an_import_can_be_exported_byte_for_byte(world: World) -> None:
    text = TEXT.replace("\n", "\r\n") + "# hết"
    world.define_text("\ufeff" + text)
    with world.database.read() as session:
        assert library.export(session, "thu") == text


def test_the_same_text_again_changes_nothing(world: World) -> None:
    world.define_text(TEXT)
    world.define_text(TEXT)
    with world.database.read() as session:
        acts = [row.act for row in session.exec(select(Audit))]
    assert (world.campaign_row().revision, acts) == (1, ["campaign-import"])
    world.define_text(TEXT + "# mới\n")
    assert world.campaign_row().revision == 2


def test_a_refused_import_stores_nothing(world: World) -> None:
    world.define_text(TEXT)
    with pytest.raises(DefinitionError):
        world.define_text(TEXT.replace("7:00", "77:00").replace("Chiến dịch", "Tên"))
    assert (world.campaign_row().source, world.campaign_row().title) == (TEXT, "Chiến dịch thử")


def test_an_import_is_checked_against_the_offices_places(world: World) -> None:
    line = "id: noi, title: Nói, channel: talk, text: Lời, day: start, at: 19:00, places: [thon-9]"
    with pytest.raises(DefinitionError) as caught:
        world.define(line)
    assert caught.value.allowed == "có phải ý là “thon-2”? được dùng: thon-1, thon-2"


def test_a_new_title_touches_the_calendar_of_the_campaigns_items(world: World) -> None:
    world.define_text(TEXT)
    world.plan_and_apply()
    item = world.items()["thu/2026/mot"]
    with world.database.write() as session:
        renamed = TEXT.replace("Chiến dịch thử", "Tên mới")
        library.import_definition(session, renamed, "thu.yaml", now=NOW)
        assert touched(session) == {item.id}


def test_an_unknown_campaign_is_told(world: World) -> None:
    with world.database.read() as session, pytest.raises(NotFound):
        library.load(session, "khong-co")


def test_required_facts_are_missing_until_they_are_given(world: World) -> None:
    world.define(SINGLE, head=HEAD.replace("topics:", "required: [theme, phone_police]\ntopics:"))
    world.fact("theme", "An toàn")
    world.fact("phone_police", "  ")
    with world.database.read() as session:
        assert library.missing_required(session, "thu", 2026) == ("phone_police",)
        assert library.missing_required(session, "thu", 2027) == ("theme", "phone_police")


def test_a_file_that_is_not_utf_8_is_refused_with_its_line() -> None:
    assert library.decode("\ufeffchữ\r\n".encode(), "a.yaml") == "chữ\r\n"
    with pytest.raises(DefinitionError) as caught:
        library.decode(b"campaign: a\ntitle: \xe1\n", "a.yaml")
    assert (caught.value.line, caught.value.field) == (2, "bảng mã")


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("topics:\n  - {id: a, title: A}\n  - {id: a, title: B}\n", 3, "id"),
        ("topics:\n  - {id: A, title: A}\n", 2, "id"),
        ("topics:\n  - {id: a}\n", 2, "title"),
        ("topics:\n  - a\n", 2, "topics"),
        ("places: []\n", 1, "topics"),
    ],
)
def test_a_list_of_topics_is_read_strictly(text: str, line: int, field: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_topics(text, "topics.yaml")
    assert (caught.value.line, caught.value.field) == (line, field)


def test_a_place_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(DefinitionError) as caught:
        read_places("places:\n  - {id: a, name: A, kind: xom}\n", "places.yaml")
    assert caught.value.allowed == "được dùng: thon, tru-so, truc-duong, truong"
    assert PLACES[0].kind == "thon"
