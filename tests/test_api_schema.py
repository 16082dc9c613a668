"""schemathesis: requests made from the API's own document, right and wrong ones, by a fixed seed.

Each answer must be one that the document names, in its very shape, and never a failure of ours.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import START
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sample_office import Sample, build

from habac24h.throttle import Throttle
from habac24h.web.app import make_app

with warnings.catch_warnings():
    # It asks for parts of its own dependencies that are on their way out.
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.specs.openapi import checks

EXAMPLES = 5
"""Requests an operation and way (right, wrong)."""
FEW = {"/plan/{year}": 2}
"""Planning a year anew takes a second."""
EXCLUDED = [checks.positive_data_acceptance]
"""A schema does not know which campaigns there are and what a state allows."""
_NEVER_ENDS = 10**9
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, _sqlite_office: Path) -> Iterator[Sample]:
    made = build(tmp_path_factory.mktemp("api"), _sqlite_office, START, signed=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def document(sample: Sample) -> Any:
    app = make_app(sample.office)
    app.state.api.made().state.throttle = Throttle(_NEVER_ENDS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return schemathesis.openapi.from_asgi(
            "/api/v1/openapi.json", app, headers={"host": "localhost"}
        )


def _operations(document: Any) -> list[Any]:
    return [one.ok() for one in document.get_all_operations()]


def _make_it_fit(case: Any, known: str) -> None:
    """A right request is about an item of the office, as it stands."""
    if "key" in case.path_parameters:
        case.path_parameters["key"] = f"{known}@1" if "airings" in case.path else known
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
def test_every_answer_is_one_of_the_documents(sample: Sample, document: Any, mode: Any) -> None:
    keys = [sample.names[one] for one in ("draft", "pending", "approved", "read_out", "failed")]
    headers = {"host": "localhost", "Authorization": f"Bearer {sample.secrets['admin']}"}
    for operation in _operations(document):
        most = FEW.get(operation.path, EXAMPLES)

        @seed(20261126)
        @settings(
            max_examples=most,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), known=st.sampled_from(keys))
        def calls(case: Any, known: str) -> None:
            if mode is GenerationMode.POSITIVE:
                _make_it_fit(case, known)
            case.call_and_validate(headers=headers, excluded_checks=EXCLUDED)

        calls()
        sample.put_back()
