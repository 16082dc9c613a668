"""Every page of the matrix in a real browser: axe, a phone's width, fingers, day and night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser_kit import DESK, PHONE, SMALL, grave, served, signed_in
from conftest import START
from matrix_kit import PAGES
from playwright.sync_api import Browser, Page
from sample_office import Sample, build

pytestmark = pytest.mark.browser

LOOKED_AT = tuple(row.path for row in PAGES if row.method == "GET" and row.letters[-1] == "y")
ADMIN = "quan-tri"
GRUMBLES = ("error", "warning")


@pytest.fixture(scope="module")
def sample(
    tmp_path_factory: pytest.TempPathFactory, _sqlite_office: Path
) -> Iterator[tuple[Sample, str]]:
    made = build(tmp_path_factory.mktemp("sample"), _sqlite_office, START, signed=True)
    with made.office.practice_page() as practice:
        office = replace(made.office, practice=practice)
        with served(office, practice=practice) as address:
            yield made, address
    made.close()


WAYS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "phone-by-day": ({"wide": PHONE, "color_scheme": "light"}, {}),
    "desk-by-night": (
        {"wide": DESK, "color_scheme": "dark"},
        {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
    ),
}
"""How the pages are looked at, and axe's options: at night only the colours are others."""


@pytest.mark.parametrize(("way", "rules"), WAYS.values(), ids=list(WAYS))
def test_nothing_on_any_page_is_out_of_reach(
    chromium: Browser, sample: tuple[Sample, str], way: dict[str, Any], rules: dict[str, Any]
) -> None:
    made, address = sample
    page = signed_in(chromium, made.office, address, ADMIN, **way)
    said: list[str] = []
    page.on(
        "console",
        lambda one: (
            said.append(f"{one.text} {one.location['url']}") if one.type in GRUMBLES else None
        ),
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    found = {path: faults(page, made.fill(path), way["wide"], rules) for path in LOOKED_AT}
    page.context.close()
    assert [f"{path}: {one}" for path, bad in found.items() for one in bad] == []
    assert said == []


def faults(page: Page, path: str, wide: int, rules: dict[str, Any]) -> list[Any]:
    """What is wrong with a page; nothing for files."""
    kind = page.request.head(path).headers["content-type"]
    if not kind.startswith("text/html"):
        return []
    page.goto(path)
    across = page.evaluate("document.documentElement.scrollWidth")
    small = page.evaluate(SMALL) if wide == PHONE else []
    return [*([f"{across} px wide"] if across > wide else []), *small, *grave(page, **rules)]
