"""A definition is written as YAML from what people type, and reads back as the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from definition_kit import KNOWN
from hypothesis import given
from hypothesis import strategies as st

from habac24h import strictyaml
from habac24h.campaigns.definition import parse, problems
from habac24h.campaigns.draft import ActivityDraft, Draft, draft_of
from habac24h.campaigns.library import known_without_places
from habac24h.campaigns.packaged import packaged_definitions, packaged_topics
from habac24h.campaigns.writing import comments_of, written
from habac24h.web.definition_fields import draft_from, fields_of

SHIPPED = packaged_definitions()


@pytest.mark.parametrize("file", SHIPPED)
def test_a_shipped_definition_survives_the_form_with_its_comments(file: str) -> None:
    source, known = SHIPPED[file], known_without_places()
    campaign = parse(source, file, known)
    draft = draft_of(campaign)
    assert draft_from(fields_of(draft), tuple(packaged_topics())) == draft
    again = written(draft, comments_of(source)).text
    assert replace(parse(again, file, known), source="") == replace(campaign, source="")
    comments = [line.strip() for line in source.splitlines() if line.strip().startswith("#")]
    assert [line.strip() for line in again.splitlines() if "#" in line[:5]] == comments


def test_an_untouched_form_changes_at_most_the_order_of_two_lines() -> None:
    source = SHIPPED["thang-hanh-dong.yaml"]
    campaign = parse(source, "thang-hanh-dong.yaml", known_without_places())
    assert written(draft_of(campaign), comments_of(source)).text == source


@given(st.text(max_size=40).filter(lambda text: text.strip() == text and text))
def test_any_title_reads_back_as_it_was_typed_or_is_refused(title: str) -> None:
    draft = Draft(id="thu", title=title, observance="x", activities=(ActivityDraft(id="a"),))
    file = written(draft).text
    try:
        node = strictyaml.read(file, "thu.yaml")
    except Exception as error:
        assert "ký tự" in str(error), error  # control characters alone
        return
    assert isinstance(node, strictyaml.Mapping)
    value = node.entries["title"]
    assert isinstance(value, strictyaml.Scalar)
    assert value.value == title


@given(st.lists(st.text(alphabet="ab #:-'\"\\{}[]|>%@\nđ", max_size=12), max_size=6))
def test_any_words_of_an_activity_read_back_as_they_were_typed(lines: list[str]) -> None:
    text = "\n".join(lines)
    draft = Draft(id="thu", title="T", activities=(ActivityDraft(id="a", text=text),))
    node = strictyaml.read(written(draft).text, "thu.yaml")
    assert isinstance(node, strictyaml.Mapping)
    activities = node.entries["activities"]
    assert isinstance(activities, strictyaml.Sequence)
    entry = activities.items[0]
    assert isinstance(entry, strictyaml.Mapping)
    value = entry.entries.get("text")
    assert (value.value if isinstance(value, strictyaml.Scalar) else "") == text


def test_every_refusal_is_found_and_knows_its_activity() -> None:
    activities = (
        ActivityDraft(
            id="mot", title="Một", channel="fanpage", text="x", day="start", at=("25:00",)
        ),
        ActivityDraft(
            id="hai", title="", channel="radio", text="x", day="start - xd", at=("9:00",)
        ),
    )
    file = written(Draft(id="Thử", title="Tên", observance="8-3", activities=activities))
    errors = problems(file.text, "thu.yaml", KNOWN)
    assert [(file.owner(one), one.field) for one in errors] == [
        (None, "campaign"),
        (None, "observance"),
        (0, "at"),
        (1, "title"),
        (1, "channel"),
        (1, "day"),
    ]


def test_a_right_definition_has_no_problems_and_broken_yaml_has_one() -> None:
    assert problems(SHIPPED["thuong-xuyen.yaml"], "x.yaml", known_without_places()) == ()
    assert [one.field for one in problems("campaign: [", "x.yaml", KNOWN)] == ["cú pháp"]


@pytest.mark.parametrize("taken", ["ke-hoach", "so-lieu", "dinh-nghia", "nhap-tep", "nam-nam"])
def test_an_id_that_is_a_page_s_address_is_refused(taken: str) -> None:
    source = SHIPPED["thuong-xuyen.yaml"].replace("campaign: thuong-xuyen", f"campaign: {taken}")
    found = problems(source, "x.yaml", known_without_places())
    assert [(one.field, one.found) for one in found] == [("campaign", f"“{taken}”")]
