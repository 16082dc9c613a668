"""Hypothesis on the forms: whatever is typed or sent, no form breaks the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import START
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from matrix_kit import PAGES
from sample_office import Sample, build

FORMS = [row for row in PAGES if row.method == "POST"]
EXAMPLES = 6
"""A form and run; the seeds of a longer run are those of the report."""
HOSTILE = (
    "",
    "\0",
    "\u202e",
    "²",
    "0",
    "-1",
    "9" * 30,
    "9999-99-99",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "@",
    "a/2026/b@1",
    "../../etc/passwd",
    "<script>",
    "{{ 7*7 }}",
    "'; DROP TABLE item; --",
    "Ấ" * 300,
)
VALUES = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, _sqlite_office: Path) -> Iterator[Sample]:
    made = build(tmp_path_factory.mktemp("forms"), _sqlite_office, START, signed=True)
    yield made
    made.close()


def fields_of(row: Any) -> st.SearchStrategy[dict[str, str]]:
    """The form's own fields, each as it should be, wrong, or missing, and others besides."""
    right = {name: st.one_of(st.just(value), VALUES) for name, value in row.fields.items()}
    return st.builds(
        lambda own, more: {**more, **own},
        st.fixed_dictionaries({}, optional=right),
        st.dictionaries(
            st.text(st.characters(categories=["L", "Nd"]), max_size=8), VALUES, max_size=2
        ),
    )


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row.asked)
def test_no_form_breaks_whatever_is_sent(sample: Sample, row: Any) -> None:
    browser = sample.browser("quan-tri")
    cookie = sample.cookies["quan-tri"]

    @seed(20261126)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(fields=fields_of(row), path=st.sampled_from([row.path, _with_odd_names(row.path)]))
    def sent(fields: dict[str, str], path: str) -> None:
        browser.cookies.set("habac24h", cookie)
        form = {name: sample.fill(value) for name, value in fields.items()}
        mark = sample.mark()
        answer = browser.post(sample.fill(path), data=form, follow_redirects=False)
        if sample.mark() != mark:
            sample.put_back()
        assert answer.status_code < 500, (path, form, answer.text)

    sent()


def _with_odd_names(path: str) -> str:
    """The same address with something that nobody has in place of its names."""
    return re.sub(r"\{[^}]*\}", "kh\u00f4ng-c\u00f3%00", path)
