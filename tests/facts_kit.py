"""What tests of facts share: an office whose campaign `thu` uses phones, figures and a theme."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from workflow_kit import START, Bureau, open_bureau

from habac24h import audit
from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.db import FILE_NAME
from habac24h.office import open_office
from habac24h.workflow.facts import Changed, Details, set_facts

POST = "thu/2026/bai"
BOARD = "thu/2026/bang"
DEFINITION = """\
campaign: thu
title: Chiến dịch thử
observance: {name: Tháng thử, date: "11-15", end: "12-15"}
topics: [bao-luc, dinh-kien]
activities:
  - id: bai
    title: Bài
    channel: fanpage
    day: start
    at: 19:00
    text: "Gọi {{ phone_police }}.{% if theme %} Chủ đề: {{ theme }}.{% endif %}"
  - id: bang
    title: Băng rôn
    channel: banner
    from: start
    until: end
    at: 8:00
    text: "Đã tập huấn {{ people_trained }} người ({{ people_trained_nu }} nữ)"
"""


_made: dict[str, Path] = {}
"""The office as it is made once; every test works on a copy."""


def open_with_facts(home: Path, temporary: pytest.TempPathFactory) -> Bureau:
    """The office on 1 January 2026 with the campaign `thu` planned for the year."""
    if "file" not in _made:
        _made["file"] = _make(temporary.mktemp("facts"))
    home.mkdir(exist_ok=True)
    shutil.copyfile(_made["file"], home / FILE_NAME)
    clock = VirtualClock(START)
    office = open_office(home, clock=clock, settings=Settings(cards=False), durable=False)
    return Bureau(office, clock)


def _make(home: Path) -> Path:
    bureau = open_bureau(home)
    with bureau.office.database.write() as session:
        library.import_definition(session, DEFINITION, "thu.yaml", now=bureau.clock.now())
    plan_and_apply(bureau)
    bureau.office.close()
    return home / FILE_NAME


def plan_and_apply(bureau: Bureau) -> None:
    """What `plan 2026 --campaign thu --apply` does."""
    now = bureau.clock.now()
    with bureau.office.database.write() as session:
        found = plan(session, 2026, now=now, settings=bureau.office.settings, campaign_id="thu")
        apply(session, found, by=audit.PROGRAM, now=now)


def give(
    bureau: Bureau,
    values: Mapping[str, str],
    campaign: str = "thu",
    *,
    verified: date | None = None,
    source: str | None = None,
    source_year: int | None = None,
    **more: Any,
) -> Changed:
    """Lan fills in facts of 2026."""
    with bureau.desk("lan") as desk:
        details = Details(verified, source, source_year)
        return set_facts(desk, 2026, campaign, values, details, **more)
