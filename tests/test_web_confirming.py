"""The item's forms of confirmation: nothing is meant that nobody chose, nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from signed_kit import entered, item, press, staff
from sqlmodel import col, select
from web_kit import TestClient, approve, read, submit, write

from habac24h import workflow
from habac24h.clock import VirtualClock
from habac24h.models import Confirmation, Place
from habac24h.office import Office
from habac24h.workflow.view import one

PLACES = {"nvh-1": "Nhà văn hóa thôn Một", "nvh-2": "Nhà văn hóa thôn Hai", "cho": "Chợ"}


@pytest.fixture
def banner(office: Office, clock: VirtualClock) -> str:
    """Approved, at three places, to hang since a moment ago for twenty days; its airing's key."""
    staff(office)
    with office.database.write() as session:
        for id_, name in PLACES.items():
            session.add(Place(id=id_, name=name, kind="thon"))
    until = clock.now() + timedelta(days=20)
    key = write(office, "Băng rôn", channel="banner", days=0.01, until=until)
    with office.database.write() as session:
        made = one(session, item(office, key)).airings[0]
        made.places = list(PLACES)
        session.add(made)
    approve(office, key)
    clock.advance(timedelta(hours=1))
    return f"{key}@1"


@pytest.fixture
def writer(office: Office, banner: str) -> TestClient:
    return entered(office, "soan")


def said(office: Office) -> list[tuple[str | None, str]]:
    with office.database.read() as session:
        rows = session.exec(select(Confirmation).order_by(col(Confirmation.id)))
        return [(row.place, row.kind) for row in rows]


def page_of(writer: TestClient, key: str) -> str:
    return read(writer.get(f"/noi-dung/{key}")).html


def options(html: str, id_: str) -> list[tuple[str, bool]]:
    """The choices of a select: their values, and whether each is chosen."""
    found = re.search(rf'<select id="{id_}".*?</select>', html, re.DOTALL)
    assert found is not None, id_
    return [
        (value, bool(more)) for value, more in re.findall(r'value="([^"]*)"( selected)?', found[0])
    ]


def form(html: str, button: str) -> str:
    """The form that ends with this button."""
    return html[: html.index(f">{button}</button>")].rpartition("<form ")[2]


def test_nobody_confirms_all_places_without_choosing_so(
    office: Office, writer: TestClient, banner: str
) -> None:
    html = page_of(writer, banner)
    assert options(html, "noi-1") == [(one, False) for one in ("", *PLACES, "*")]
    assert "mọi địa điểm còn lại (3)" in html
    refused = press(writer, office, "xac-nhan", banner, what="done", place="")
    assert (refused.status_code, said(office)) == (400, [])
    assert "Hãy chọn địa điểm, hoặc chọn mọi địa điểm." in refused.text
    press(writer, office, "xac-nhan", banner, what="done", place="*")
    assert said(office) == [(place, "done") for place in PLACES]


def test_a_refused_confirmation_keeps_the_place_the_result_and_the_note(
    office: Office, writer: TestClient, banner: str
) -> None:
    refused = press(writer, office, "xac-nhan", banner, what="not_done", place="cho", note=" ")
    assert (refused.status_code, said(office)) == (400, [])
    assert ("cho", True) in options(refused.text, "noi-1")
    assert options(refused.text, "ket-qua-1") == [("done", False), ("not_done", True)]
    early = press(writer, office, "xac-nhan", banner, what="taken_down", place="cho", note="gió")
    assert ("cho", False) in options(early.text, "noi-1")
    assert "gió" not in early.text


def test_only_what_is_open_is_offered_and_what_was_said_is_told(
    office: Office, writer: TestClient, banner: str
) -> None:
    assert "Ghi đã tháo" not in page_of(writer, banner)
    answer = press(writer, office, "xac-nhan", banner, what="done", place="cho")
    told = writer.get(answer.headers["location"]).text
    assert "Đã ghi xác nhận. Kết quả: đã treo ở Chợ." in told
    assert options(told, "noi-1") == [("", False), ("nvh-1", False), ("nvh-2", False), ("*", False)]
    assert "thao-noi-1" in told
    assert options(told, "thao-noi-1") == [("cho", False)]
    again = press(writer, office, "xac-nhan", banner, what="done", place="cho")
    assert (
        "“Băng rôn” ở Chợ đã được xác nhận từ trước; nếu ghi nhầm, hãy rút lại xác nhận ấy rồi "
        "ghi lại." in again.text
    )


def test_what_comes_down_early_says_so_and_is_called_down(
    office: Office, writer: TestClient, banner: str, clock: VirtualClock
) -> None:
    press(writer, office, "xac-nhan", banner, what="done", place="*")
    clock.advance(timedelta(days=3))
    writer = entered(office, "soan")
    assert "tháo lúc này là tháo sớm 17 ngày" in page_of(writer, banner)
    answer = press(writer, office, "xac-nhan", banner, what="taken_down", place="*")
    page = read(writer.get(answer.headers["location"]))
    assert "tháo sớm 17 ngày so với kế hoạch." in page.html
    assert '<span class="chip chip-done">đã tháo</span>' in page.html
    assert '<span class="chip chip-done">đã treo</span>' not in page.html
    line = "Chợ: đã tháo, tháo sớm 17 ngày so với kế hoạch, soan ghi lúc"
    assert any(text.startswith(line) for text in page.sections["gio"])


def test_a_refused_move_and_a_refused_taking_back_keep_what_was_typed(
    office: Office, writer: TestClient, banner: str
) -> None:
    wrong = {"den": "2026-01-05T07:00", "den_het": "2026-01-04T07:00"}
    moved = press(writer, office, "doi-gio", banner, **wrong)
    assert moved.status_code == 400
    for name, value in wrong.items():
        assert re.search(rf'name="{name}" type="datetime-local" value="{value}"', moved.text)
    press(writer, office, "xac-nhan", banner, what="done", place="*")
    back = press(writer, office, "rut-xac-nhan", banner, place="", reason="Ghi nhầm nơi.")
    assert back.status_code == 400
    assert 'value="Ghi nhầm nơi."' in form(back.text, "Rút lại xác nhận")
    assert [kind for _, kind in said(office)] == ["done"] * 3


def test_a_refused_reason_stays_in_its_own_form(office: Office) -> None:
    staff(office)
    key = submit(office, write(office, "Bài"))
    stale = {"key": key, "version": "0", "reason": "Thiếu nguồn."}
    answer = entered(office, "duyet").post("/viec/tra-lai", data=stale)
    assert answer.status_code == 409
    assert 'value="Thiếu nguồn."' in form(answer.text, "Trả lại")
    assert answer.text.count('value="Thiếu nguồn."') == 1


def test_the_history_names_the_place_and_the_result_of_each_word(
    office: Office, writer: TestClient, banner: str, clock: VirtualClock
) -> None:
    said = {"note": "cột đổ"}
    press(writer, office, "xac-nhan", banner, what="not_done", place="cho", **said)
    clock.advance(timedelta(minutes=1))
    press(writer, office, "xac-nhan", banner, what="done", place="*")
    clock.advance(timedelta(minutes=1))
    press(writer, office, "xac-nhan", banner, what="taken_down", place="nvh-1")
    clock.advance(timedelta(minutes=1))
    with office.desk("soan") as desk:
        workflow.retract(desk, banner, reason="nhầm nơi", place="nvh-1")
    told = read(writer.get(f"/noi-dung/{banner}")).sections["lich-su"][1:5]
    assert [line.split(", ", 1)[1].split(" ", 3)[3] for line in told] == [
        "Rút lại xác nhận nhầm: đã treo ở Nhà văn hóa thôn Một; đã tháo ở Nhà văn hóa thôn Một, "
        "soan: đã treo → đã đến giờ. nhầm nơi",
        "Xác nhận đã tháo ở Nhà văn hóa thôn Một, soan",
        "Xác nhận đã treo ở Nhà văn hóa thôn Một, Nhà văn hóa thôn Hai, soan: đã đến giờ → đã treo",
        "Xác nhận không thực hiện ở Chợ, soan. cột đổ",
    ]
