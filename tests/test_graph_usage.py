"""The wait that Facebook's usage headers ask for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.channels.graph.usage import LONGEST, SHORT, asked_wait

BUSINESS, APP = "x-business-use-case-usage", "x-app-usage"


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, 15),
        ({BUSINESS: '{"1": [{"estimated_time_to_regain_access": 42}]}'}, 42),
        ({BUSINESS: '{"1": [{"estimated_time_to_regain_access": 3}, '
          '{"estimated_time_to_regain_access": 9}]}'}, 9),
        ({BUSINESS: '{"1": [{"estimated_time_to_regain_access": 0}]}'}, 15),
        ({BUSINESS: '{"1": [{"estimated_time_to_regain_access": 0.2}]}'}, 1),
        ({BUSINESS: '{"1": [{"estimated_time_to_regain_access": 99999999}]}'}, 1440),
        ({BUSINESS: '{"1": [{"estimated_time_to_regain_access": ' + "9" * 400 + "}]}"}, 1440),
        ({BUSINESS: '{"1": [{"estimated_time_to_regain_access": NaN}]}'}, 15),
        ({BUSINESS: '{"1": [{"estimated_time_to_regain_access": "7"}]}'}, 15),
        ({BUSINESS: "{", APP: "["}, 15),
        ({APP: '{"call_count": 28, "total_time": 25, "total_cputime": 25}'}, 15),
        ({APP: '{"call_count": 28, "total_time": 100, "total_cputime": 25}'}, 60),
    ],
)  # fmt: skip
def test_the_wait_of_a_header(headers: dict[str, str], minutes: int) -> None:
    assert asked_wait(headers) == timedelta(minutes=minutes)


@given(st.text(), st.text())
def test_no_header_breaks_it(business: str, app: str) -> None:
    assert timedelta(minutes=1) <= asked_wait({BUSINESS: business, APP: app}) <= LONGEST


@given(st.floats() | st.integers())
def test_no_number_breaks_it(number: float) -> None:
    header = f'{{"1": [{{"estimated_time_to_regain_access": {number}}}]}}'
    assert timedelta(minutes=1) <= asked_wait({BUSINESS: header}) <= LONGEST
    assert asked_wait({}) == SHORT
