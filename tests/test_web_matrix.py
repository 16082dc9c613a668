"""Every route of the web application x every role: allowed, refused, or led to the door."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import START
from matrix_kit import API, PAGES, SCOPES, WHO, Row
from sample_office import TEAM, Sample, build

from habac24h.web.api.waiting import WaitingApi
from habac24h.web.app import make_app
from habac24h.web.moves import MOVES

BY_ROLE = {role: name for name, role in TEAM.items()}
ADVICE = "Add one line a route to PAGES in tests/matrix_kit.py (its first lines say how): {}"


@pytest.fixture(scope="module")
def samples(
    tmp_path_factory: pytest.TempPathFactory, _sqlite_office: Path
) -> Iterator[dict[bool, Sample]]:
    """The sample office with passwords, and without."""
    made = {
        signed: build(tmp_path_factory.mktemp("sample"), _sqlite_office, START, signed=signed)
        for signed in (True, False)
    }
    yield made
    for one in made.values():
        one.close()


def routes(app: Any, prefix: str = "") -> Iterator[str]:
    """“METHOD /path” of every route, those of included routers and mounted applications too."""
    for one in getattr(app, "routes", ()):
        inner = getattr(one, "original_router", None)
        path = prefix + getattr(one, "path", "")
        waiting = getattr(one, "app", None)
        if isinstance(waiting, WaitingApi):
            yield from routes(waiting.made(), path)
        elif inner is not None:
            yield from routes(inner, prefix + one.include_context.prefix)
        elif getattr(one, "methods", None):
            yield from (f"{method} {path}" for method in sorted(one.methods - {"HEAD"}))
        elif getattr(one, "routes", None):
            yield from routes(one, path)
        else:
            yield f"GET {path}/"


def pattern(route: str) -> re.Pattern[str]:
    """A route's path as an expression: {key} stands for a part, {key:path} for all the rest."""
    path = re.escape(route).replace(r"\{", "{").replace(r"\}", "}")
    path = re.sub(r"\{[^}]*:path\}", ".+", path)
    path = re.sub(r"\{[^}]*\}", "[^/]+", path)
    return re.compile(path + (".*" if path.endswith("/static/") else ""))


def test_every_route_has_a_line(samples: dict[bool, Sample]) -> None:
    asked = [f"{row.method} {row.path.partition('?')[0]}" for row in PAGES]
    asked += [f"{row.method} /api/v1{row.path}" for row in API]
    found = list(routes(make_app(samples[True].office)))
    missing = [one for one in found if not any(pattern(one).fullmatch(line) for line in asked)]
    assert missing == [], ADVICE.format("; ".join(missing))


def test_every_move_has_a_line() -> None:
    lines = {row.path.removeprefix("/viec/") for row in PAGES if row.path.startswith("/viec/")}
    missing = sorted(set(MOVES) - lines)
    assert missing == [], ADVICE.format("; ".join(f"POST /viec/{one}" for one in missing))


def test_no_line_stands_twice_or_has_a_wrong_letter() -> None:
    asked = [(row.asked, tuple(row.fields)) for row in (*PAGES, *API)]
    assert len(asked) == len(set(asked))
    assert [row.asked for row in (*PAGES, *API) if not re.fullmatch("[ynd-]{6}", row.letters)] == []


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.asked)
def test_each_role_is_answered_as_the_table_says(samples: dict[bool, Sample], row: Row) -> None:
    found = "".join(
        "-" if letter == "-" else answered(samples[who != "nobody"], row, who)
        for who, letter in zip(WHO, row.letters, strict=True)
    )
    assert found == row.letters, f"{row.asked}, for {', '.join(WHO)}"


@pytest.mark.parametrize("row", API, ids=lambda row: row.asked)
def test_each_scope_is_answered_as_the_table_says(samples: dict[bool, Sample], row: Row) -> None:
    found = "".join(
        "-" if letter == "-" else called(samples[True], row, scope)
        for scope, letter in zip(SCOPES, row.letters, strict=True)
    )
    assert found == row.letters, f"{row.asked}, for {', '.join(SCOPES)}"


def called(sample: Sample, row: Row, scope: str) -> str:
    """The letter of what a program of this scope is answered; the office is put back."""
    browser = sample.browser("quan-tri" if scope == "cookie" else "nobody")
    headers = {"if-match": "*"}
    if scope in sample.secrets:
        headers["authorization"] = f"Bearer {sample.secrets[scope]}"
        browser.get("/api/v1/places", headers=headers)  # notes the token's use, once
    before = sample.mark()
    path = f"/api/v1{sample.fill(row.path)}"
    body = {name: sample.fill(value) for name, value in row.fields.items()} or None
    answer = browser.request(row.method, path, headers=headers, json=body)
    changed = sample.mark() != before
    sample.put_back()
    if answer.status_code < 400:
        return "y"
    # 409: the scope would do, and the workflow itself asks for a person who decides.
    fitting = (403, 409) if scope in sample.secrets else (401,)
    assert answer.status_code in fitting and not changed, (row.asked, scope, answer.text)
    return "n"


def answered(sample: Sample, row: Row, who: str) -> str:
    """The letter of what happened; the office is put back afterwards."""
    before = sample.mark()
    answer = ask(sample, row, who)
    changed = sample.mark() != before
    if changed:
        sample.put_back()
    led = answer.headers.get("location", "").startswith("/dang-nhap?den=")
    assert answer.status_code < 500, answer.text
    if led or answer.status_code >= 400:
        assert not changed, f"{row.asked} was refused to {who}, and changed something all the same"
        return "d" if led else "n"
    return "y"


def ask(sample: Sample, row: Row, who: str) -> Any:
    browser = sample.browser(BY_ROLE.get(who, who))
    fields = {name: sample.fill(value) for name, value in row.fields.items()}
    given: dict[str, Any] = {"data": fields} if row.method != "GET" else {}
    if row.upload:
        name, file = row.upload
        given["files"] = {name: (file, PNG, "image/png")}
    return browser.request(row.method, sample.fill(row.path), follow_redirects=False, **given)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
"""One pixel."""
