"""Every page of the matrix in a real browser: axe, a phone's width, fingers, day and night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

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
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


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


def test_nothing_on_any_page_is_out_of_reach(chromium: Browser, sample: tuple[Sample, str]) -> None:
    made, address = sample
    page = signed_in(chromium, made.office, address, ADMIN)
    said: list[str] = []
    page.on(
        "console",
        lambda one: (
            said.append(f"{one.text} {one.location['url']}") if one.type in GRUMBLES else None
        ),
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    found = {path: faults(page, made.fill(path)) for path in LOOKED_AT}
    page.context.close()
    assert [f"{path}: {one}" for path, bad in found.items() for one in bad] == []
    assert said == []


def faults(page: Page, path: str) -> list[Any]:
    """What is wrong with a page on a phone by day and a desk by night; nothing for files."""
    kind = page.request.head(path).headers["content-type"]
    if not kind.startswith("text/html"):
        return []
    look(page, PHONE, "light")
    page.goto(path)
    by_day = [*sideways(page, PHONE), *page.evaluate(SMALL), *grave(page)]
    look(page, DESK, "dark")  # other widths and colours; all else axe has seen
    return [*by_day, *sideways(page, DESK), *grave(page, **COLOURS)]


def look(page: Page, wide: int, scheme: Literal["light", "dark"]) -> None:
    page.set_viewport_size({"width": wide, "height": 800})
    page.emulate_media(color_scheme=scheme)


def sideways(page: Page, wide: int) -> list[str]:
    across = page.evaluate("document.documentElement.scrollWidth")
    return [f"{across} px on {wide}"] if across > wide else []
