"""Báo cáo on the page: numbers that lead to what they count, texts, files, practice."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from html import unescape

import pytest
from signed_kit import entered, press, staff
from sqlalchemy import update
from sqlmodel import col
from web_kit import TestClient, approve, client, read, write

from habac24h.channels.registry import KINDS
from habac24h.clock import VirtualClock
from habac24h.models import Airing, Item
from habac24h.office import Office

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
JANUARY = "/bao-cao?ky=thang&thang=2026-01"
_LINKED = re.compile(r'<a href="(/lich\?kieu[^"]+)" aria-label="([\d.]+) ')


def _set(office: Office, key: str, **values: object) -> None:
    with office.database.write() as session:
        statement = update(Airing).where(col(Airing.key) == f"{key}@1").values(**values)
        session.execute(statement)


def _year(office: Office, clock: VirtualClock) -> dict[str, str]:
    """One item of each outcome, some on several channels; everything began in January."""
    staff(office)
    keys = {
        "post": approve(office, write(office, "Bài đăng", text="Lời một.")),
        "practised": approve(office, write(office, "Bài thử", text="Lời hai.")),
        "read": approve(office, write(office, "Bài đọc", channel="loudspeaker")),
        "missed": approve(office, write(office, "Bài lỡ", channel="loudspeaker")),
        "talk": approve(office, write(office, "Buổi nói", channel="talk")),
        "draft": write(office, "Bản nháp", channel="portal", days=20),
        "dropped": write(office, "Bài bỏ", channel="portal", days=3),
        "later": write(office, "Tháng sau", channel="portal", days=40),
    }
    clock.advance(timedelta(days=2))
    public = {"state": "done", "public_at": clock.now(), "was_public": True}
    _set(office, keys["post"], **public, permalink="https://facebook.example/1")
    _set(office, keys["practised"], **public, practice=True)
    writer = entered(office, "soan")
    press(writer, office, "xac-nhan", f"{keys['read']}@1", what="done")
    press(writer, office, "xac-nhan", f"{keys['missed']}@1", what="not_done", note="mất điện")
    press(writer, office, "xac-nhan", f"{keys['talk']}@1", what="done", nam="10", nu="15")
    press(writer, office, "bo", keys["dropped"])
    with office.database.write() as session:
        topic = update(Item).where(col(Item.key) == keys["read"]).values(topic="bao-luc")
        session.execute(topic)
    return keys


def _shown(browser: TestClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


@pytest.mark.parametrize("practice", ["", "&practice=1"])
def test_every_number_leads_to_exactly_as_many_items(
    office: Office, clock: VirtualClock, practice: str
) -> None:
    _year(office, clock)
    browser = entered(office, "soan")
    links = _LINKED.findall(_shown(browser, JANUARY + practice))
    assert len(links) > 25
    for address, number in dict(links).items():
        [count] = re.findall(r'class="dem">(\d+) nội dung', _shown(browser, unescape(address)))
        assert count == number, address


def test_what_lay_before_the_planning_leads_to_its_list(
    office: Office, clock: VirtualClock
) -> None:
    keys = _year(office, clock)
    for key in (keys["draft"], keys["missed"]):
        _set(office, key, state="skipped")
        with office.database.write() as session:
            session.execute(update(Item).where(col(Item.key) == key).values(handmade=False))
    browser = entered(office, "soan")
    shown = read(browser.get(JANUARY))
    assert "2 nội dung có giờ trước ngày lập kế hoạch" in shown.sections["chung"][2]
    listed = _shown(browser, shown.links["Xem các nội dung ấy"])
    assert re.findall(r'class="dem">(\d+) nội dung', listed) == ["2"]
    assert "có giờ trước ngày lập kế hoạch, báo cáo không tính" in listed


def test_the_page_says_what_was_done_and_what_is_not_known(
    office: Office, clock: VirtualClock
) -> None:
    _year(office, clock)
    shown = read(entered(office, "soan").get(JANUARY))
    said = shown.sections["chung"]
    assert said[1:7] == [
        "Theo kế hoạch, trong kỳ có 6 nội dung truyền thông; đã thực hiện 3 nội dung, đạt 60% "
        "trên 5 nội dung đã đến giờ thực hiện; không thực hiện được 1, hủy 1, chưa đến giờ "
        "thực hiện 1.",
        "a) Trang Fanpage Hà Bắc 24h: đăng 1 bài; số người xem, lượt xem, lượt bày tỏ cảm xúc: "
        "chưa có số liệu.",
        "b) Đài truyền thanh xã Hà Bắc: phát 1 lượt của 1 bài.",
        "c) Cổng thông tin điện tử: đăng 0 tin, bài.",
        "d) Truyền thông trực tiếp: tổ chức 1 buổi nói chuyện chuyên đề với 25 lượt người dự (10 "
        "nam, 15 nữ).",
        "Thời gian từ khi bắt đầu soạn, trình đến khi bài đăng công khai trên Fanpage: một nửa "
        "số bài mất không quá 2 ngày.",
    ]
    assert "mất điện" in " ".join(shown.sections["vuong"])


def test_practice_counts_only_when_asked_and_is_stamped(
    office: Office, clock: VirtualClock
) -> None:
    _year(office, clock)
    browser = entered(office, "soan")
    plain, asked = read(browser.get(JANUARY)), read(browser.get(JANUARY + "&practice=1"))
    assert "CHẠY THỬ" not in plain.blocks
    assert any(one.startswith("Không tính 1 nội dung chạy thử.") for one in plain.blocks)
    assert "CHẠY THỬ" in asked.blocks
    assert "đăng 2 bài" in " ".join(asked.sections["chung"])


def test_the_offices_words_are_kept_for_this_report_alone(
    office: Office, clock: VirtualClock
) -> None:
    staff(office)
    browser = entered(office, "soan")
    seen = re.findall(r'name="da-thay" value="(\w+)"', _shown(browser, JANUARY))[0]
    form = {"ky": "thang", "nam": "2026", "thang": "2026-01", "da-thay": seen}
    kept = browser.post("/bao-cao/loi", data={**form, "vuong-mac": "Loa thôn 2 hỏng.\r\nMưa."})
    assert "Loa thôn 2 hỏng.\nMưa." in kept.text
    assert "Loa thôn 2" not in _shown(browser, "/bao-cao?ky=thang&thang=2026-02")
    stale = browser.post("/bao-cao/loi", data={**form, "kien-nghi": "Sửa loa."})
    assert stale.status_code == 409
    assert "Sửa loa.</textarea>" in stale.text
    assert "Sửa loa." not in _shown(browser, JANUARY)


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_files_are_downloads_under_a_name_that_says_what_they_are(
    office: Office, clock: VirtualClock, ending: str
) -> None:
    _year(office, clock)
    answer = entered(office, "soan").get(
        f"/bao-cao/tep?ky=thang&thang=2026-01&dang={ending}&noi=ubnd"
    )
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="bao-cao_2026-01-01_2026-01-31_ubnd.{ending}"'
    )
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None


@pytest.mark.parametrize(
    "wrong",
    [
        *("ky=tuan", "ky=dot", "nam=abc", "thang=2026-13&ky=thang", "campaign=khong-co"),
        *("from=2026-05-01&to=2026-04-01", "nam=1066"),
    ],
)
def test_an_address_that_means_no_report_is_refused_in_a_sentence(
    office: Office, wrong: str
) -> None:
    answer = client(office).get(f"/bao-cao?{wrong}")
    assert answer.status_code == 400
    assert "lỗi ngoài dự kiến" not in answer.text


def test_filters_of_a_report_are_refused_when_they_are_unknown(office: Office) -> None:
    for wrong in ("result=nope", "topic=nope", "decree=nope"):
        assert client(office).get(f"/lich?report=1&{wrong}").status_code == 400
    for channel in KINDS:
        assert client(office).get(f"/lich?report=1&channel={channel}").status_code == 200
