"""The page's token: looked at daily, exchanged for the page's own, and never seen anywhere (P8)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from engine_kit import DAY, HOUR, SOON, START, Bureau, bureau
from sqlmodel import select
from web_kit import client

from habac24h import memory, vault
from habac24h.channels.base import PageCheck
from habac24h.channels.practice_page import Fault, PracticePage
from habac24h.channels.practice_page.tokens import PAGE_SCOPES
from habac24h.clock import VirtualClock
from habac24h.engine.token import check_page
from habac24h.errors import HabacError
from habac24h.models import Page
from habac24h.office import PRACTICE_TOKEN, Office
from habac24h.workflow import connecting
from habac24h.workflow.pages import PRACTICE_ID

CANARY, PERSON = "EAAG-canary-2b7e151628aed2a6", "EAAG-person-abf7158809cf4f3c"
REAL = "555000111"

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def asked(here: Bureau) -> int:
    """How often the page was asked about the token."""
    return sum(request.call == "debug" for request in here.wall.requests)


def warnings(here: Bureau) -> list[str]:
    with here.office.database.read() as session:
        found: list[str] = memory.recall(session, memory.WARNINGS) or []
        return found


def blocked(here: Bureau) -> str | None:
    with here.office.database.read() as session:
        return session.exec(select(Page.blocked)).one()


def test_the_token_is_looked_at_once_a_day(here: Bureau) -> None:
    here.later(6 * HOUR, step=HOUR)
    assert asked(here) == 0
    here.later(3 * DAY, step=HOUR)
    assert asked(here) == 3


def test_a_look_that_the_network_prevented_is_made_again_an_hour_later(here: Bureau) -> None:
    here.wall.faults.add(Fault("html", call="identity", status=502))
    here.clock.advance(DAY)
    here.run()
    here.run()
    assert (asked(here), blocked(here)) == (1, None)
    here.later(HOUR, step=HOUR / 2)
    assert asked(here) == 2


def test_a_token_that_lost_a_right_is_known_before_anything_is_sent(here: Bureau) -> None:
    key = here.approved(10 * DAY)
    here.wall.add_token(PRACTICE_TOKEN, kind="PAGE", profile_id=PRACTICE_ID, scopes=PAGE_SCOPES[:2])
    here.later(DAY + HOUR, step=HOUR)
    assert blocked(here) == (
        "Mã truy cập thiếu quyền pages_manage_posts. Hãy cấp thêm quyền cho ứng dụng, lấy mã mới "
        "rồi chạy lại lệnh “fanpage connect”."
    )
    here.later(4 * DAY, step=6 * HOUR)
    assert (here.state(key), here.wall.posts(), asked(here)) == ("waiting", (), 1)


def test_a_token_that_ends_before_the_last_post_is_told_at_once(here: Bureau) -> None:
    here.approved(SOON)
    here.approved(40 * DAY)
    here.wall.add_token(
        PRACTICE_TOKEN, kind="PAGE", profile_id=PRACTICE_ID, expires_at=START + 30 * DAY
    )
    with here.engine() as engine:
        check_page(engine)
    sentence = (
        "Mã truy cập hết hạn trước 1 bài đã duyệt (bài đầu tiên ngày 10/02/2026). Hãy lấy mã truy "
        "cập trang mới rồi chạy lại lệnh “fanpage connect” trước ngày đó."
    )
    assert warnings(here) == [sentence]
    page = client(here.office).get("/").text
    assert f"Lưu ý: {sentence.partition('. ')[0]}" in page
    assert ("fanpage connect" in page, "Kết nối Fanpage</a> trước ngày đó." in page) == (
        False,
        True,
    )
    here.wall.add_token(PRACTICE_TOKEN, kind="PAGE", profile_id=PRACTICE_ID)
    with here.engine() as engine:
        check_page(engine)
    assert warnings(here) == []


@pytest.fixture
def real(here: Bureau) -> Iterator[PracticePage]:
    """A page that stands for the real one; its address is the office's GRAPH_URL."""
    with PracticePage(page_id=REAL, name="Hà Bắc 24h", token=CANARY, now=here.clock.now) as page:
        page.add_token(PERSON, kind="USER", profile_id="77")
        settings = here.office.settings.model_copy(update={"graph_url": page.url})
        here.office = replace(here.office, settings=settings)
        here.office.home.mkdir(exist_ok=True)
        yield page


def test_a_persons_token_is_exchanged_for_the_pages_own(here: Bureau, real: PracticePage) -> None:
    token, found = here.office.look_at_page(REAL, PERSON)
    assert (token, found.problems, found.opens_as) == (CANARY, (), "PAGE")
    assert [request.path for request in real.requests if PERSON in request.path] == []


@dataclass(frozen=True)
class Wrong:
    """What /me/accounts may lack."""

    page_id: str
    scopes: tuple[str, ...]
    sentence: str


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong(
            "999",
            PAGE_SCOPES,
            "Tài khoản này không quản lý trang 999; các trang thấy được: Hà Bắc 24h (555000111). "
            "Hãy nhờ người quản trị trang cấp quyền, hoặc kiểm tra --page-id.",
        ),
        Wrong(
            REAL,
            ("public_profile",),
            "Tài khoản này không quản lý trang 555000111; các trang thấy được: không có trang nào. "
            "Hãy nhờ người quản trị trang cấp quyền, hoặc kiểm tra --page-id.",
        ),
    ],
    ids=["another page", "no right to see pages"],
)
def test_a_person_without_the_page_is_told_so(
    here: Bureau, real: PracticePage, wrong: Wrong
) -> None:
    real.add_token(PERSON, kind="USER", profile_id="77", scopes=wrong.scopes)
    with pytest.raises(HabacError) as caught:
        here.office.look_at_page(wrong.page_id, PERSON)
    assert caught.value.sentence == wrong.sentence


def test_a_person_who_may_not_post_is_told_so(here: Bureau, real: PracticePage) -> None:
    real.page_tasks = ("ANALYZE", "MODERATE")
    with pytest.raises(HabacError) as caught:
        here.office.look_at_page(REAL, PERSON)
    assert caught.value.sentence == (
        "Tài khoản này chưa có quyền đăng bài (CREATE_CONTENT) trên trang 555000111; hãy nhờ người "
        "quản trị trang cấp quyền Nội dung rồi chạy lại lệnh “fanpage connect”."
    )


def test_the_token_appears_nowhere(
    here: Bureau,
    real: PracticePage,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """URLs, logs (urllib3's debug too), sentences, every file of the home, the pages (P8)."""
    caplog.set_level(logging.DEBUG)
    with here.desk("minh") as desk:
        sealed = vault.seal(CANARY, here.office.home, here.office.settings)
        connecting.connect(desk, PageCheck(page_id=REAL, name="Hà Bắc 24h"), sealed)
    said: list[str] = []
    for fault in (
        None,
        Fault("error", call="create", code=190, subcode=460),
        Fault("reset", call="list"),
        Fault("html", call="any", status=502),
        Fault("redirect", call="create", location=f"http://127.0.0.1:1/?access_token={CANARY}"),
        Fault("truncated", call="create"),
    ):
        if fault is not None:
            real.faults.add(fault)
        key = here.approved(SOON)
        with here.engine() as engine:
            check_page(engine)
            said += engine.report.troubles
        said += here.run().troubles
        here.clock.advance(timedelta(minutes=7))
    browser = client(here.office)
    said += [browser.get(path).text for path in ("/", f"/noi-dung/{key}", "/lich", "/healthz")]
    said += [request.path for request in real.requests]
    said += [record.getMessage() + str(record.exc_text) for record in caplog.records]
    said += [*capfd.readouterr()]
    assert any("/v25.0/" in record.getMessage() for record in caplog.records)
    assert len(said) > 50
    assert [text for text in said if CANARY in text] == []
    assert [file for file in every_file(here) if CANARY.encode() in file.read_bytes()] == []


def every_file(here: Bureau) -> list[Path]:
    folder = here.office.home.parent
    return [file for file in folder.rglob("*") if file.is_file()]
