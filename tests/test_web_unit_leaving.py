"""/don-vi: a unit is taken out of use after a question, and comes back with one press."""

from __future__ import annotations

from typing import Any

import pytest
from signed_kit import entered, staff
from web_kit import TestClient, read

from habac24h.clock import VirtualClock
from habac24h.office import Office
from habac24h.units.summary import summary

pytestmark = pytest.mark.sqlite

WHICH = {"nam": "2026", "ky": "nam"}


@pytest.fixture
def writer(office: Office, clock: VirtualClock) -> TestClient:
    """Somebody who writes, on 26 November 2026."""
    clock.set(clock.now().replace(month=11, day=26))
    staff(office)
    return entered(office, "soan")


def post(browser: TestClient, address: str, **fields: str) -> Any:
    return browser.post(address, data={**WHICH, **fields})


def units(office: Office) -> list[str]:
    with office.database.read() as session:
        return [one.unit for one in summary(session, 2026).entries]


def test_no_unit_is_chosen_beforehand(writer: TestClient, office: Office) -> None:
    shown = writer.get("/don-vi?nam=2026").text
    assert shown.count('<option value="">— chọn đơn vị —</option>') == 2
    for address in ("/don-vi/bo", "/don-vi/doi-ten", "/don-vi/lay-lai"):
        answer = post(writer, address, don_vi="", buoc="bo", ten_moi="Tên khác")
        assert (answer.status_code, "Hãy chọn một đơn vị" in answer.text) == (400, True)
    assert len(units(office)) == 11


def test_it_is_asked_first_then_done_and_taken_back(writer: TestClient, office: Office) -> None:
    asked = post(writer, "/don-vi/bo", don_vi="cong-an")
    assert "Bỏ Công an xã khỏi danh sách đơn vị?" in asked.text
    assert "chưa gửi báo cáo nào của năm 2026" in asked.text
    assert "cong-an" in units(office)
    done = post(writer, "/don-vi/bo", don_vi="cong-an", buoc="bo")
    assert any(line.startswith("Đã bỏ Công an xã.") for line in read(done).blocks)
    assert "cong-an" not in units(office)
    back = post(writer, "/don-vi/lay-lai", don_vi="cong-an")
    assert "Đã lấy lại đơn vị" in back.text
    assert "cong-an" in units(office)
    again = post(writer, "/don-vi/lay-lai", don_vi="cong-an")
    assert (again.status_code, "không phải lấy lại" in again.text) == (400, True)


def test_a_report_that_came_stays_counted_and_is_said_to(
    writer: TestClient, office: Office
) -> None:
    post(writer, "/don-vi/cong-an", version="0", ngay="2026-11-26", talks="3")
    stays = "Đơn vị đã gửi báo cáo năm 2026 (kỳ cả năm): báo cáo ấy vẫn ở trong danh sách"
    assert stays in post(writer, "/don-vi/bo", don_vi="cong-an").text
    done = post(writer, "/don-vi/bo", don_vi="cong-an", buoc="bo")
    assert stays in done.text
    assert '<option value="cong-an">' not in done.text
    assert "cong-an" in units(office)
    with office.database.read() as session:
        talks = next(one for one in summary(session, 2026).totals if one.id == "talks")
    assert (talks.value, talks.given_by) == (3, 1)


def test_without_a_report_that_counts_a_removed_unit_is_not_missing(
    writer: TestClient, office: Office
) -> None:
    post(writer, "/don-vi/cong-an", version="0", ghi_chu="Hẹn thứ Hai")
    post(writer, "/don-vi/bo", don_vi="cong-an", buoc="bo")
    assert "cong-an" not in units(office)
