"""Soạn: findings and previews of words that nobody has saved, kept for the person who types."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from signed_kit import entered, item, press, staff
from web_kit import Read, read, submit, write

from habac24h import workflow
from habac24h.db import sqlite_url
from habac24h.models import Words
from habac24h.office import Office
from habac24h.workflow.tables import Unsaved
from habac24h.workflow.unsaved import unsaved

SCRIPT = "NHẠC HIỆU\nGIỌNG NAM: Họp lúc 19h30.\nGIỌNG NỮ: Mời bà con."


@pytest.fixture
def office_url(tmp_path: Path, _sqlite_office: Path) -> str:
    """Pages are the same on both databases; what they store is tested on both elsewhere."""
    shutil.copyfile(_sqlite_office, tmp_path / "test.sqlite3")
    return sqlite_url(tmp_path / "test.sqlite3")


@pytest.fixture
def key(office: Office) -> str:
    staff(office)
    return write(office, "Bài")


def typed(office: Office, key: str, text: str, **more: str) -> dict[str, str]:
    return {"key": key, "version": str(item(office, key).version), "title": "Bài", "text": text} | (
        more
    )


def kept(office: Office, key: str, name: str) -> Any:
    with office.database.read() as session:
        return unsaved(session, item(office, key), name)


def test_words_that_nobody_saved_are_checked_and_shown(office: Office, key: str) -> None:
    form = typed(office, key, "Gọi [CHƯA ĐIỀN: phone_police]\r\n#HaBac24h")
    seen = entered(office, "soan").post("/soan/xem", data=form).json()
    assert (seen["block"], seen["warn"], seen["info"]) == (1, 0, 0)
    told = Read(seen["findings"]).blocks[0]
    assert told.startswith(
        "Phải sửa: Chưa có số điện thoại Công an xã; hãy điền vào số liệu của đợt"
    )
    assert seen["findings"].count('data-start="4" data-end="29"') == 1
    assert seen["preview"].count("<mark>[CHƯA ĐIỀN: số điện thoại Công an xã]</mark>") == 1
    assert seen["preview"].count('<span class="the-bai">#HaBac24h</span>') == 1
    assert item(office, key).text == "Lời bài."


def test_words_in_any_signs_are_shown_as_words(office: Office, key: str) -> None:
    form = typed(office, key, "<script>alert(1)</script> & “lời”")
    seen = entered(office, "soan").post("/soan/xem", data=form).json()
    assert "<script>" not in seen["preview"] + seen["findings"]


def test_a_pause_keeps_the_words_for_that_person_alone(office: Office, key: str) -> None:
    writer = entered(office, "soan")
    answer = writer.post("/soan/giu", data=typed(office, key, "Lời gõ dở."))
    assert answer.json() == {"at": "07:00", "other": None}
    assert (item(office, key).text, item(office, key).version) == ("Lời bài.", 1)
    assert kept(office, key, "soan").text == "Lời gõ dở."
    assert kept(office, key, "duyet") is None
    blocks = read(writer.get(f"/soan/{key}")).blocks
    assert "Bạn có lời gõ dở chưa lưu" in blocks
    taken = writer.get(f"/soan/{key}?lay-lai=1").text
    assert taken.count("Lời gõ dở.</textarea>") == 1
    assert "Bạn có lời gõ dở" not in entered(office, "duyet").get(f"/soan/{key}").text


def test_the_newest_pause_counts_and_the_items_own_words_are_nothing_to_keep(
    office: Office, key: str
) -> None:
    writer = entered(office, "soan")
    for text in ("Một", "Một hai"):
        writer.post("/soan/giu", data=typed(office, key, text))
    assert kept(office, key, "soan").text == "Một hai"
    writer.post("/soan/giu", data=typed(office, key, "Lời bài."))
    assert kept(office, key, "soan") is None


def test_saving_leaves_nothing_unsaved_behind(office: Office, key: str) -> None:
    writer = entered(office, "soan")
    writer.post("/soan/giu", data=typed(office, key, "Lời gõ dở."))
    assert press(writer, office, "sua", key, title="Bài", text="Lời mới.").status_code == 303
    with office.database.read() as session:
        assert session.get(Unsaved, (item(office, key).id, "soan")) is None


def test_unsaved_words_can_be_let_go(office: Office, key: str) -> None:
    writer = entered(office, "soan")
    writer.post("/soan/giu", data=typed(office, key, "Lời gõ dở."))
    answer = writer.post("/soan/bo", data={"key": key}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/soan/{key}")
    assert kept(office, key, "soan") is None


def test_somebody_elses_save_is_told_while_one_types(office: Office, key: str) -> None:
    writer, form = entered(office, "soan"), typed(office, key, "Lời tôi gõ.")
    with office.desk("duyet") as desk:
        workflow.edit(desk, key, text="Lời người khác.")
    told = (
        "Trong khi bạn gõ, duyet đã đổi nội dung này (sửa lời) lúc 07:00, Thứ Năm 01/01/2026. "
        "Lời bạn gõ vẫn còn nguyên."
    )
    assert writer.post("/soan/giu", data=form).json()["other"] == told
    refused = writer.post("/viec/sua", data=form)
    blocks = Read(refused.text).blocks
    assert refused.status_code == 409
    assert refused.text.count("Lời tôi gõ.</textarea>") == 1
    assert any(one.startswith(told) for one in blocks)
    assert "Bản đang lưu Lời bạn gõ" in blocks
    assert "Lời người khác. Lời tôi gõ." in blocks
    again = writer.post("/viec/sua", data=typed(office, key, "Lời tôi gõ."), follow_redirects=False)
    assert (again.status_code, item(office, key).text) == (303, "Lời tôi gõ.")


def test_without_scripts_a_button_shows_the_same(office: Office, key: str) -> None:
    answer = entered(office, "soan").post("/soan/xem-thu", data=typed(office, key, "Gọi 113\n#x1"))
    page = read(answer)
    assert answer.text.count("Gọi 113\n#x1</textarea>") == 1
    assert 'formaction="/soan/xem-thu"' in answer.text
    assert page.sections["xem-truoc"][0] == "Trên Facebook"
    assert item(office, key).text == "Lời bài."


@pytest.mark.parametrize("name", ["soan", "duyet"])
def test_who_may_not_edit_is_led_to_the_item(office: Office, key: str, name: str) -> None:
    with office.desk("soan") as desk:
        workflow.cancel(desk, key)
    assert item(office, key).state == Words.DROPPED
    answer = entered(office, name).get(f"/soan/{key}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/noi-dung/{key}")


def test_words_without_end_are_refused_in_a_sentence(office: Office, key: str) -> None:
    form = typed(office, key, "y" * 200_001)
    answer = entered(office, "soan").post("/soan/giu", data=form)
    told = {"trouble": "Nội dung dài quá 200.000 ký tự; hãy rút gọn."}
    assert (answer.status_code, answer.json()) == (400, told)
    assert entered(office, "soan").post("/soan/xem", data=form).json() == told


def test_a_script_is_shown_as_it_is_read_with_its_times(office: Office) -> None:
    staff(office)
    key = write(office, "Bài đọc", channel="loudspeaker", text=SCRIPT)
    shown = read(entered(office, "soan").get(f"/noi-dung/{key}")).sections["xem-truoc"]
    assert shown == [
        "Đọc trên loa",
        "Khoảng 5 giây, chưa kể nhạc.",
        "NHẠC HIỆU",
        "GIỌNG NAM khoảng 3 giây",
        "Họp lúc mười chín giờ ba mươi phút. Viết: Họp lúc 19h30.",
        "GIỌNG NỮ khoảng 2 giây",
        "Mời bà con.",
    ]


def test_a_banner_is_drawn_to_scale_with_its_places(office: Office) -> None:
    staff(office)
    until = office.clock.now().replace(month=2)
    key = write(office, "Băng rôn", channel="banner", text="CHUNG TAY", days=3, until=until)
    html = entered(office, "soan").get(f"/noi-dung/{key}").text
    assert html.count('viewBox="0 0 6000 800"') == 1
    assert Read(html).sections["xem-truoc"][2].startswith("Khổ 6 m x 0,8 m, chữ cao ")


def test_a_banner_that_nobody_could_read_says_so_instead(office: Office, key: str) -> None:
    until = office.clock.now().replace(month=2)
    key = write(office, "Băng rôn", channel="banner", text="A\nB\nC\nD\nE", days=3, until=until)
    shown = read(entered(office, "soan").get(f"/noi-dung/{key}")).sections["xem-truoc"]
    assert shown[2].endswith("chỉ in nhiều nhất 3 dòng; hãy gộp hoặc bớt dòng.")


def test_a_long_post_is_cut_where_facebook_cuts_it(office: Office, key: str) -> None:
    lines = "\n".join(f"Dòng {n}." for n in range(1, 13))
    html = entered(office, "soan").post("/soan/xem", data=typed(office, key, lines)).json()
    first, rest = html["preview"].split("… Xem thêm</summary>")
    assert first.endswith("Dòng 8.<details><summary>")
    assert rest.startswith("<div>Dòng 9.\nDòng 10.")


def test_the_facts_of_the_text_are_listed_by_their_names(office: Office) -> None:
    staff(office)
    key = submit(office, write(office, "Bài"))
    with office.database.write() as session:
        row = item(office, key)
        row.facts = {"phone_police": "02203 111 222"}
        session.merge(row)
    blocks = read(entered(office, "soan").get(f"/noi-dung/{key}")).sections["loi-bai"]
    assert blocks[-3:] == [
        "Số liệu đã dùng trong bài (1)",
        "Số điện thoại Công an xã",
        "02203 111 222",
    ]
