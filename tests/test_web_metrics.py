"""/metrics: figures and no words, on this computer or with the token of the settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlmodel import select
from web_kit import TestClient, approve, arrive, client, write

from habac24h import memory
from habac24h.clock import VirtualClock
from habac24h.engine.context import Report
from habac24h.models import Airing, Going
from habac24h.office import Office
from habac24h.scheduler import Ticker

SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


def figures(browser: TestClient) -> dict[tuple[str, ...], float]:
    answer = browser.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def test_figures_of_the_rows(office: Office, clock: VirtualClock) -> None:
    arrive(office)
    approve(office, write(office, "Đến giờ", text="Lời một.", days=0.01))
    lost = approve(office, write(office, "Mất tăm", text="Lời hai.", days=1))
    approve(office, write(office, "Sau này", text="Lời ba.", days=9))
    approve(office, write(office, "Đọc loa", text="Lời bốn.", channel="loudspeaker", days=0.01))
    write(office, "Nháp", text="Lời năm.", days=0.01)
    with office.database.write() as session:
        airing = session.exec(select(Airing).where(Airing.key == f"{lost}@1")).one()
        airing.state = Going.UNKNOWN
        session.add(airing)
        memory.remember(session, memory.PASSED_AT, clock.now().isoformat())
    clock.advance(timedelta(days=0.01, seconds=90))
    found = figures(client(office))
    assert found["habac24h_due",] == 1
    assert found["habac24h_late_seconds",] == 90
    assert found["habac24h_airings", "waiting"] == 4
    assert found["habac24h_airings", "unknown"] == 1
    assert found["habac24h_airings", "failed"] == 0
    assert found["habac24h_last_pass_seconds",] == 954


@SQLITE
def test_figures_of_the_process(office: Office) -> None:
    def broken() -> Report:
        raise ZeroDivisionError

    ticker = Ticker(Report, 60, office.clock)
    ticker._tick()
    ticker._tick()
    ticker._one_pass = broken
    ticker._tick()
    browser = client(office, ticker=ticker)
    browser.get("/")
    browser.get("/khong-co")
    found = figures(browser)
    assert (found["habac24h_passes_total", "ok"], found["habac24h_passes_total", "failed"]) == (
        2,
        1,
    )
    assert found["habac24h_requests_total", "GET", "2xx"] == 1
    assert found["habac24h_requests_total", "GET", "4xx"] == 1


@SQLITE
@pytest.mark.parametrize(
    ("token", "given", "status"),
    [
        (None, None, 404),
        (None, "Bearer ", 404),
        ("mot-bi-mat-dai", None, 404),
        ("mot-bi-mat-dai", "Bearer mot-bi-mat", 404),
        ("mot-bi-mat-dai", "Bearer mot-bi-mat-dai", 200),
    ],
)
def test_from_outside_only_with_the_token(
    office: Office, token: str | None, given: str | None, status: int
) -> None:
    secret = SecretStr(token) if token else None
    settings = office.settings.model_copy(
        update={"public_url": "https://lich.habac.example", "metrics_token": secret}
    )
    browser = client(replace(office, settings=settings))
    headers = {"host": "lich.habac.example"} | ({"authorization": given} if given else {})
    assert browser.get("/metrics", headers=headers).status_code == status


@SQLITE
def test_no_words_of_the_office_stand_in_it(office: Office) -> None:
    arrive(office)
    write(office, "Tên bài bí mật", text="Lời bí mật.")
    assert "bí mật" not in client(office).get("/metrics").text
