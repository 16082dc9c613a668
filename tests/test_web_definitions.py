"""Định nghĩa: a campaign made and changed by a form, taken in and given out as a file."""

from __future__ import annotations

import re
from typing import Any

import pytest
from matrix_kit import DEFINITION, DEFINITION_FILE
from planned_kit import MONTH, planned
from signed_kit import entered
from web_kit import TestClient, read

from habac24h.campaigns import library
from habac24h.models import CampaignRow
from habac24h.office import Office

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
ADDRESS = "/chien-dich/dinh-nghia"
FILE = "/chien-dich/nhap-tep"
CHANGE = f"/chien-dich/{MONTH}/dinh-nghia"


def source(office: Office, campaign: str) -> str | None:
    with office.database.read() as session:
        row = session.get(CampaignRow, campaign)
        return row.source if row is not None else None


def fields(html: str) -> dict[str, list[str]]:
    """What the form on this page would send, button aside."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input\b[^>]*>", html):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        chosen = given.get("type") not in ("checkbox", "radio") or " checked" in tag
        if "name" in given and chosen:
            found.setdefault(given["name"], []).append(_plain(given.get("value", "")))
    for name, inner in re.findall(r'<select\b[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.S):
        options = re.findall(r'<option value="([^"]*)"( selected)?>', inner)
        found[name] = [next((value for value, on in options if on), options[0][0])]
    for name, inner in re.findall(
        r'<textarea\b[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', html, re.S
    ):
        found[name] = [_plain(inner)]
    return found


def _plain(text: str) -> str:
    return (
        text.replace("&#34;", '"').replace("&#39;", "'").replace("&lt;", "<").replace("&amp;", "&")
    )


def send(browser: TestClient, form: dict[str, Any], act: str = "luu", to: str = ADDRESS) -> Any:
    return browser.post(to, data={**form, "viec": act}, follow_redirects=False)


def told(html: str) -> dict[str, str]:
    return dict(re.findall(r'<span class="sai" id="sai-([^"]*)">(.*?)</span>', html))


def test_a_new_campaign_is_kept_and_its_plan_follows(office: Office) -> None:
    browser = entered(planned(office), "soan")
    answer = send(browser, DEFINITION)
    assert answer.headers["location"] == (
        "/chien-dich/ke-hoach?nam=2026&campaign=ngay-tre-em&xong=dinh-nghia"
    )
    assert (source(office, "ngay-tre-em") or "").splitlines()[:4] == [
        "campaign: ngay-tre-em",
        "title: Ngày trẻ em",
        "observance: thang-hanh-dong-bdg",
        "activities:",
    ]
    page = read(browser.get(answer.headers["location"]))
    assert page.headings[1] == (2, "Sẽ đổi 1 chỗ")


def test_the_form_of_a_campaign_as_it_stands_changes_nothing(office: Office) -> None:
    browser = entered(planned(office), "soan")
    form = fields(browser.get(CHANGE).text)
    before = source(office, MONTH)
    answer = send(browser, form)
    assert (answer.status_code, source(office, MONTH)) == (400, before)
    assert "đã đúng như vậy" in answer.text


def test_a_day_in_plain_words_moves_every_year(office: Office) -> None:
    browser = entered(planned(office), "soan")
    form = fields(browser.get(CHANGE).text)
    assert [form[f"0-tu-{name}"] for name in ("so", "phia", "moc")] == [["7"], ["truoc"], ["start"]]
    form["0-tu-so"] = ["10"]
    html = send(browser, form, "xem").text
    assert "Thứ Năm 05/11/2026" in html
    assert re.findall(r'<p class="(?:them|bot)">(.*?)</p>', html) == [
        "-    day: start - 7d",
        "+    day: start - 10d",
    ]
    assert send(browser, form).status_code == 303
    assert "day: start - 10d" in (source(office, MONTH) or "")


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(office: Office) -> None:
    browser = entered(planned(office), "soan")
    wrong = {"ma": "Ngày", "0-gio": "25:00", "0-tu-moc": "ngay", "0-tu-ngay": "31/2"}
    answer = send(browser, DEFINITION | wrong)
    assert answer.status_code == 400
    assert sorted(told(answer.text)) == ["0-gio", "0-tu", "ma"]
    assert told(answer.text)["0-tu"] == "Thấy “02-31”; tháng 2 có các ngày từ 01 đến 29."
    assert fields(answer.text)["0-gio"] == ["25:00"]
    assert source(office, "ngay-tre-em") is None


def test_words_that_cannot_be_rendered_are_refused_whole(office: Office) -> None:
    browser = entered(planned(office), "soan")
    answer = send(browser, DEFINITION | {"0-text": "{{ khong_dong "})
    assert (answer.status_code, list(told(answer.text))) == (400, ["0-text"])


def test_an_activity_more_keeps_everything_that_was_typed(office: Office) -> None:
    browser = entered(planned(office), "soan")
    form = fields(send(browser, DEFINITION, "them").text)
    assert (form["hd"], form["0-text"], form["1-gio"]) == (["0", "1"], ["Lời."], ["19:00"])
    form |= {"1-id": ["hai"], "1-ten": ["Hai"], "1-loi": ["rieng"], "1-text": ["Hai."]}
    form["0-bo"] = ["co"]
    assert send(browser, form).status_code == 303
    with office.database.read() as session:
        assert [one.id for one in library.load(session, "ngay-tre-em").activities] == ["hai"]


def test_activities_are_put_in_another_order(office: Office) -> None:
    browser = entered(planned(office), "soan")
    form = fields(browser.get(CHANGE).text)
    with office.database.read() as session:
        before = [one.id for one in library.load(session, MONTH).activities]
    html = send(browser, form, "xuong:0").text
    assert "autofocus" in html.partition('value="xuong:0"')[2].partition(">")[0]
    assert 'id="thu-tu" open' in html
    html = send(browser, fields(html), f"len:{len(before) - 1}").text
    form = fields(html)
    assert form["hd"][:2] == ["1", "0"] and form["hd"][-2:] == [
        str(len(before) - 1),
        str(len(before) - 2),
    ]
    assert send(browser, form).status_code == 303
    with office.database.read() as session:
        after = [one.id for one in library.load(session, MONTH).activities]
    assert after == [before[1], before[0], *before[2:-2], before[-1], before[-2]]


def test_no_order_leaves_the_list(office: Office) -> None:
    browser = entered(planned(office), "soan")
    form = fields(browser.get(CHANGE).text)
    for act in ("len:0", f"xuong:{len(form['hd']) - 1}", "len:99", "len:x", "xuong"):
        assert fields(send(browser, form, act).text)["hd"] == form["hd"]


def test_another_order_changes_no_item(office: Office) -> None:
    browser = entered(planned(office), "soan")
    form = fields(send(browser, fields(browser.get(CHANGE).text), "xuong:0").text)
    page = read(browser.get(send(browser, form).headers["location"]))
    assert page.headings[1] == (2, "Không có gì phải đổi")


def test_another_s_change_is_never_overwritten(office: Office) -> None:
    mine, other = entered(planned(office), "soan"), entered(office, "duyet")
    form = fields(mine.get(CHANGE).text)
    theirs = {**form, "ten": ["Của người kia"]}
    assert send(other, theirs).status_code == 303
    answer = send(mine, {**form, "ten": ["Của tôi"]})
    assert answer.status_code == 400
    assert "vừa được người khác đổi" in answer.text
    assert "title: Của người kia" in (source(office, MONTH) or "")


def test_an_id_that_exists_or_changes_is_refused(office: Office) -> None:
    browser = entered(planned(office), "soan")
    assert "Đã có chiến dịch mã" in send(browser, DEFINITION | {"ma": MONTH}).text
    form = fields(browser.get(CHANGE).text) | {"ma": ["ten-khac"]}
    assert "không bao giờ đổi" in send(browser, form).text


def test_the_preview_alone_is_a_piece_of_a_page(office: Office) -> None:
    browser = entered(planned(office), "xem")
    html = send(browser, DEFINITION | {"nam": "2027"}, "", f"{ADDRESS}/xem-truoc").text
    assert ("<html" in html, "Thứ Hai 15/11/2027" in html) == (False, True)


def test_a_definition_is_given_out_as_it_was_kept(office: Office) -> None:
    answer = entered(planned(office), "xem").get(f"/chien-dich/{MONTH}.yaml")
    assert answer.text == source(office, MONTH)
    wanted = f'attachment; filename="{MONTH}.yaml"'
    assert answer.headers["content-disposition"] == wanted


def test_a_file_is_shown_with_its_difference_before_it_is_kept(office: Office) -> None:
    browser = entered(planned(office), "soan")
    text = (source(office, MONTH) or "").replace("day: start - 7d", "day: start - 9d")
    upload = {"tep": ("moi.yaml", text.encode(), "text/yaml")}
    html = browser.post(FILE, data={"viec": "xem"}, files=upload).text
    assert re.findall(r'<p class="(?:them|bot)">(.*?)</p>', html) == [
        "-    day: start - 7d",
        "+    day: start - 9d",
    ]
    assert source(office, MONTH) != text
    revision = re.search(r'name="ban" value="(\d+)"', html)
    assert revision is not None
    form = {"noi-dung": text, "ban": revision[1]}
    assert send(browser, form, to=FILE).status_code == 303
    assert source(office, MONTH) == text


def test_a_wrong_file_names_every_line_and_keeps_what_was_pasted(office: Office) -> None:
    browser = entered(planned(office), "soan")
    text = DEFINITION_FILE.replace("19:00", "19h").replace("fanpage", "face")
    answer = send(browser, {"noi-dung": text}, "xem", FILE)
    assert answer.status_code == 400
    assert answer.text.count('href="#dong-5"') == 2
    assert fields(answer.text)["noi-dung"][0].strip() == text.strip()


def test_the_bytes_of_no_text_are_refused_in_a_sentence(office: Office) -> None:
    upload = {"tep": ("moi.yaml", b"\xff\xfe", "text/yaml")}
    answer = entered(planned(office), "soan").post(FILE, data={"viec": "xem"}, files=upload)
    assert (answer.status_code, "UTF-8" in answer.text) == (400, True)


@pytest.mark.parametrize("address", [ADDRESS, FILE])
def test_a_reader_keeps_nothing(office: Office, address: str) -> None:
    browser = entered(planned(office), "xem")
    answer = send(browser, DEFINITION | {"noi-dung": DEFINITION_FILE}, to=address)
    assert (answer.status_code, source(office, "ngay-tre-em")) == (400, None)
