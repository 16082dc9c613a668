"""A button that was pressed twice: the thing is there once, and the second answer says so."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from signed_kit import entered, staff
from sqlalchemy import func, select, text
from web_kit import Read

from habac24h.models import SQLModel
from habac24h.office import Office

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
YEAR = {"nam": "2026", "ky": "nam"}
FORMS = {
    "/kinh-phi/them": {"nam": "2026", "noi_dung": "In băng rôn", "so_luong": "2"},
    "/kinh-phi/bat-dau": {"nam": "2026"},
    "/cai-dat/lich/them": {"ten": "Thôn Tây"},
    "/cai-dat/dia-diem/them": {"ma": "thon-dong", "ten": "Thôn Đông", "loai": "thon"},
    "/don-vi/them": {**YEAR, "ma": "tram-y-te", "ten": "Trạm Y tế", "loai": "phong"},
    "/tai-khoan/them": {"ten": "moi", "vai_tro": "editor"},
    "/tai-khoan/ma/them": {"ten": "May in", "pham_vi": "read"},
}
"""Each form that makes something new, as one sends it."""
THERE = re.compile("đã có|Đã thêm các khoản", re.IGNORECASE)


def counts(office: Office) -> Counter[str]:
    """How many rows each table has, the log's and the look-outs' aside."""
    with office.database.read() as session:
        return Counter(
            {
                name: session.execute(select(func.count()).select_from(text(f'"{name}"'))).scalar()
                for name in SQLModel.metadata.tables
            }
        )


@pytest.mark.parametrize("address", FORMS)
def test_pressed_twice_it_is_there_once(office: Office, address: str) -> None:
    staff(office)
    admin = entered(office, "quan-tri")
    assert admin.post(address, data=FORMS[address]).status_code == 200
    before = counts(office)
    again = admin.post(address, data=FORMS[address])
    assert THERE.search(again.text), again.text
    assert counts(office) == before


def test_whoever_pressed_twice_is_led_to_the_new_persons_link(office: Office) -> None:
    staff(office)
    admin = entered(office, "quan-tri")
    for _ in range(2):
        answer = admin.post("/tai-khoan/them", data=FORMS["/tai-khoan/them"])
    assert answer.status_code == 400
    assert (
        "Nếu moi là người vừa thêm: bấm Tạo đường dẫn đặt mật khẩu ở dòng của moi trong danh sách "
        "Mọi người."
    ) in Read(answer.text).blocks


def test_another_price_makes_another_line(office: Office) -> None:
    staff(office)
    writer = entered(office, "soan")
    form = FORMS["/kinh-phi/them"]
    for price in ("100.000", "120.000", "120.000"):
        writer.post("/kinh-phi/them", data={**form, "don_gia": price})
    assert counts(office)["budget_line"] == 2
