"""Figures of our posts: daily, one by one, through the real SDK, never in sending's way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from engine_kit import DAY, HOUR, MINUTE, Bureau, bureau
from sqlmodel import select

from habac24h import memory
from habac24h.channels.graph.figures import NoFigure, read_figure
from habac24h.channels.graph.usage import used
from habac24h.channels.practice_page import Fault
from habac24h.channels.practice_page.tokens import PAGE_SCOPES
from habac24h.clock import VirtualClock
from habac24h.engine.context import Report
from habac24h.engine.passes import run_pass
from habac24h.engine.token import check_page
from habac24h.figures.metrics import METRICS
from habac24h.figures.series import newest, series
from habac24h.models import Page
from habac24h.office import PRACTICE_TOKEN, Office
from habac24h.workflow.pages import PRACTICE_ID

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
NAMES = [metric.id for metric in METRICS]
VIEWS = "post_media_view"


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        _token(made, *PAGE_SCOPES, "read_insights")
        yield made


def _token(here: Bureau, *scopes: str) -> None:
    here.wall.add_token(PRACTICE_TOKEN, kind="PAGE", profile_id=PRACTICE_ID, scopes=scopes)


def _pass(here: Bureau, times: int = 1) -> None:
    """Passes a minute apart on a page that counts as real."""
    with here.engine() as engine:
        page = replace(engine.page, practice=False)
        for _ in range(times):
            run_pass(replace(engine, page=page, renew=None, report=Report()))
            here.clock.advance(MINUTE)


def _public(here: Bureau) -> str:
    """A post that is public; its key."""
    key = here.approved(HOUR)
    _pass(here)
    here.clock.advance(HOUR)
    _pass(here)
    assert here.state(key) == "done"
    here.clock.advance(6 * HOUR)
    _pass(here)
    return key


def _asked(here: Bureau) -> list[str]:
    """Which figures the page was asked for, in their order."""
    calls = [one for one in here.wall.requests if "/insights" in one.path]
    return [name for one in calls for name in parse_qs(urlsplit(one.path).query)["metric"]]


def _series(here: Bureau, key: str, metric: str) -> list[tuple[date, int]]:
    airing = here.airing(key)
    with here.office.database.read() as session:
        return series(session, airing.id or 0, metric)


def test_each_figure_is_asked_alone_and_kept_once_a_day(here: Bureau) -> None:
    key = _public(here)
    remote_id = here.airing(key).remote_id or ""
    here.wall.count(remote_id, VIEWS, 120)
    here.wall.count(remote_id, "post_reactions_by_type_total", {"like": 7, "love": 2})
    here.clock.advance(DAY)
    _pass(here, 3)
    here.wall.count(remote_id, VIEWS, 150)
    here.clock.advance(DAY)
    _pass(here, 3)
    assert _asked(here) == NAMES * 3
    assert _series(here, key, VIEWS) == [
        (date(2026, 1, 1), 0),
        (date(2026, 1, 2), 120),
        (date(2026, 1, 3), 150),
    ]
    assert _series(here, key, "post_reactions_by_type_total")[-1] == (date(2026, 1, 3), 9)
    with here.office.database.read() as session:
        assert newest(session)[here.airing(key).id or 0][VIEWS] == 150
        assert newest(session, until=date(2026, 1, 2))[here.airing(key).id or 0][VIEWS] == 120


def test_a_figure_that_facebook_no_longer_knows_is_not_asked_again_for_a_month(
    here: Bureau,
) -> None:
    def dead(request: Any) -> bool:
        return "post_clicks" in request.path

    here.wall.faults.add(Fault("error", call="insights", code=100, when=dead, times=None))
    key = _public(here)
    for _ in range(10):
        here.clock.advance(DAY)
        _pass(here, 2)
    assert _asked(here).count("post_clicks") == 1
    assert len(_series(here, key, VIEWS)) == 11
    here.clock.advance(25 * DAY)
    _public(here)
    assert _asked(here).count("post_clicks") == 2


def test_a_post_is_left_alone_after_four_weeks(here: Bureau) -> None:
    _public(here)
    here.clock.advance(27 * DAY)
    _pass(here)
    assert len(_asked(here)) == 8
    here.clock.advance(2 * DAY)
    _pass(here, 2)
    assert len(_asked(here)) == 8


def test_without_the_right_one_sentence_is_said_and_posts_go_out_all_the_same(
    here: Bureau,
) -> None:
    _token(here, *PAGE_SCOPES)
    key = _public(here)
    for _ in range(3):
        here.clock.advance(DAY)
        _pass(here, 2)
    assert len(_asked(here)) <= 4
    assert _series(here, key, VIEWS) == []
    with here.engine() as engine:
        check_page(replace(engine, page=replace(engine.page, practice=False)))
    with here.office.database.read() as session:
        said = memory.recall(session, memory.WARNINGS)
        page = session.exec(select(Page)).one()
        assert (page.blocked, page.wait_until) == (None, None)
    assert [one.startswith("Mã truy cập chưa có quyền read_insights") for one in said] == [True]
    assert here.state(_public(here)) == "done"


@pytest.mark.parametrize("code", [4, 190, 2])
def test_a_limit_or_a_failure_while_asking_never_keeps_a_post_from_going_out(
    here: Bureau, code: int
) -> None:
    here.wall.faults.add(Fault("error", call="insights", code=code, minutes=120, times=None))
    _public(here)
    asked = len(_asked(here))
    here.clock.advance(30 * MINUTE)
    _pass(here, 3)
    assert len(_asked(here)) == asked == 1
    with here.office.database.read() as session:
        page = session.exec(select(Page)).one()
        assert (page.blocked, page.wait_until) == (None, None)
    assert here.state(_public(here)) == "done"


def test_nothing_is_asked_while_a_post_is_near_its_hour(here: Bureau) -> None:
    _public(here)
    here.clock.advance(DAY)
    before = len(_asked(here))
    near = here.approved(10 * MINUTE)
    _pass(here, 9)
    assert len(_asked(here)) == before
    here.clock.advance(30 * MINUTE)
    _pass(here, 3)
    assert here.state(near) == "done"
    assert len(_asked(here)) == before + 8


def test_a_practice_page_is_never_asked(here: Bureau) -> None:
    key = here.approved(HOUR)
    here.later(2 * HOUR, step=30 * MINUTE)
    here.later(2 * DAY, step=6 * HOUR)
    assert (here.state(key), _asked(here)) == ("done", [])


def test_a_post_that_staff_deleted_is_asked_once_a_day(here: Bureau) -> None:
    key = _public(here)
    here.wall.staff_delete(here.airing(key).remote_id or "")
    before = len(_asked(here))
    here.clock.advance(DAY)
    _pass(here, 4)
    assert _series(here, key, VIEWS)[-1][0] == date(2026, 1, 1)
    assert len(_asked(here)) - before <= 4


class _Graph:
    """Answers a figure with what a test gives."""

    def __init__(self, data: Any) -> None:
        self._data = data

    def get_connections(self, _id: str, _edge: str, **_asked: Any) -> dict[str, Any]:
        return {"data": self._data}


def _entry(value: Any, period: str = "lifetime", name: str = VIEWS) -> dict[str, Any]:
    return {"name": name, "period": period, "values": [{"value": value}]}


@pytest.mark.parametrize(
    ("data", "number"),
    [
        ([_entry(12)], 12),
        ([_entry("12")], 12),
        ([_entry(3, "day"), _entry(12)], 12),
        ([_entry({"like": 2, "love": 3, "odd": None})], 5),
        ([], NoFigure.NONE),
        ([_entry(12, name="post_clicks")], NoFigure.NONE),
        ([{"name": VIEWS, "values": []}], NoFigure.NONE),
        ([{"name": VIEWS, "values": ["x"]}], NoFigure.NONE),
        ([_entry(None)], NoFigure.NONE),
        ([None, 7], NoFigure.NONE),
    ],
)
def test_any_answer_is_a_number_or_none(office_url: str, data: Any, number: object) -> None:
    assert read_figure(_Graph(data), "1_2", VIEWS) == number


def test_the_used_share_is_the_largest_of_both_headers(office_url: str) -> None:
    headers = {
        "x-app-usage": '{"call_count": 12, "total_time": 5}',
        "x-business-use-case-usage": '{"1": [{"call_count": 61, "total_cputime": 2}]}',
    }
    assert used(headers) == 61
    assert used({}) == used({"x-app-usage": "broken"}) == 0
