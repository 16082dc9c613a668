"""Pictures of posts and photos of evidence: uploaded, re-encoded, shown, with consent on record."""

from __future__ import annotations

from typing import Any

import pytest
from picture_kit import bomb, drawn, photo, written
from PIL import Image
from signed_kit import entered, item, press, staff
from sqlmodel import col, select
from web_kit import Read, approve, read, write

from habac24h import workflow
from habac24h.clock import VirtualClock
from habac24h.images import sha256
from habac24h.models import Audit, Confirmation, Picture
from habac24h.office import Office
from habac24h.workflow.evidence import FOLDER, keep
from habac24h.workflow.tables import EvidencePhoto

pytestmark = pytest.mark.sqlite

HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 32
GPS = 0x8825


def with_place(number: int) -> bytes:
    """A photo as a phone takes it, with the place in it."""
    exif = Image.Exif()
    exif[0x010F] = "Điện thoại"
    exif.get_ifd(GPS)[1] = "N"
    return written(drawn(90, 60, (number * 40, 80, 30)), exif=exif)


def send(browser: Any, office: Office, move: str, key: str, *files: bytes, **fields: str) -> Any:
    """Press a move's button with files beside its fields."""
    form = {"key": key, "version": str(item(office, key).version), **fields}
    given = [("anh", (f"IMG_{n}.jpg", one, "image/jpeg")) for n, one in enumerate(files)]
    return browser.post(f"/viec/{move}", data=form, files=given, follow_redirects=False)


def rows(office: Office, table: Any) -> list[Any]:
    with office.database.read() as session:
        return list(session.exec(select(table).order_by(col(table.id))))


def held(office: Office, clock: VirtualClock) -> str:
    """A talk that was approved and whose day has come."""
    key = approve(office, write(office, "Nói chuyện", channel="talk", days=1))
    clock.set(clock.now().replace(day=2))
    return key


def test_pictures_of_a_post_are_written_anew_without_their_place(office: Office) -> None:
    staff(office)
    key = write(office, "Bài")
    sent = send(
        entered(office, "soan"), office, "anh", key, with_place(1), photo(2),
        **{"tre-em": "khong", "mo-ta": "Buổi  họp thôn"},
    )  # fmt: skip
    assert (sent.status_code, sent.headers["location"]) == (303, f"/noi-dung/{key}?xong=anh")
    first, second = item(office, key).images
    assert item(office, key).image_alts == {first: "Buổi họp thôn", second: "Buổi họp thôn"}
    with office.database.read() as session:
        data = session.get_one(Picture, first).data
    assert (sha256(data), b"Exif" in data) == (first, False)


def test_pictures_are_arranged_described_and_taken_away(office: Office) -> None:
    staff(office)
    key, browser = write(office, "Bài"), entered(office, "soan")
    send(browser, office, "anh", key, photo(1), photo(2), photo(3), **{"tre-em": "khong"})
    one, two, three = item(office, key).images
    arranged = {f"thu-tu-{one}": "2", f"thu-tu-{three}": "1", f"mo-ta-{three}": "Cờ"}
    assert send(browser, office, "anh", key, **arranged, **{f"bo-{two}": "1"}).status_code == 303
    assert item(office, key).images == [three, one]
    assert item(office, key).image_alts == {three: "Cờ"}


def test_other_pictures_void_the_approval(office: Office) -> None:
    staff(office)
    key = approve(office, write(office, "Bài"))
    send(entered(office, "soan"), office, "anh", key, photo(1), **{"tre-em": "khong"})
    assert (item(office, key).state, item(office, key).approval_sha256) == ("draft", None)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Hãy chọn: trong ảnh có trẻ em hay không."),
        ({"tre-em": "co", "dong-y": " "}, "Trong ảnh có trẻ em: hãy ghi ai đã đồng ý, bằng cách "),
    ],
    ids=["nothing", "nobody"],
)
def test_a_photo_without_a_word_about_children_is_refused(
    office: Office, fields: dict[str, str], told: str
) -> None:
    staff(office)
    key = write(office, "Bài")
    answer = send(entered(office, "soan"), office, "anh", key, photo(1), **fields)
    assert (answer.status_code, item(office, key).images) == (400, [])
    assert any(one.startswith(told) for one in Read(answer.text).blocks)


def test_consent_for_a_posts_pictures_stays_in_the_history(office: Office) -> None:
    staff(office)
    key, browser = write(office, "Bài"), entered(office, "soan")
    said = {"tre-em": "co", "dong-y": "phụ huynh lớp 4A ký giấy 12/11"}
    send(browser, office, "anh", key, photo(1), **said)
    assert rows(office, Audit)[-1].details["note"] == (
        "Ảnh có trẻ em, đã có đồng ý: phụ huynh lớp 4A ký giấy 12/11"
    )
    history = read(browser.get(f"/noi-dung/{key}")).sections["lich-su"]
    assert history[1].endswith("Ảnh có trẻ em, đã có đồng ý: phụ huynh lớp 4A ký giấy 12/11")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (HEIC, "Ảnh “IMG_0.jpg”: Đây là ảnh HEIC của điện thoại, chương trình chưa đọc được;"),
        (b"khong phai anh", "Ảnh “IMG_0.jpg”: Tệp này không phải ảnh mà chương trình đọc được;"),
        (photo(1)[:200], "Ảnh “IMG_0.jpg”: Tệp ảnh bị hỏng hoặc bị cắt ngang;"),
    ],
    ids=["heic", "words", "cut"],
)
def test_what_is_no_picture_is_refused_by_its_name(office: Office, data: bytes, told: str) -> None:
    staff(office)
    key = write(office, "Bài")
    answer = send(entered(office, "soan"), office, "anh", key, data, **{"tre-em": "khong"})
    assert (answer.status_code, item(office, key).version) == (400, 1)
    assert any(one.startswith(told) for one in Read(answer.text).blocks)


def test_an_eleventh_picture_is_refused_with_the_number(office: Office) -> None:
    staff(office)
    key = write(office, "Bài")
    many = [photo(n) for n in range(11)]
    answer = send(entered(office, "soan"), office, "anh", key, *many, **{"tre-em": "khong"})
    assert "Một bài kèm tối đa 10 ảnh; đang có 11 ảnh." in Read(answer.text).blocks


def test_photos_prove_a_confirmation_and_are_shown_small(
    office: Office, clock: VirtualClock
) -> None:
    staff(office)
    key, browser = held(office, clock), entered(office, "soan")
    said = {"what": "done", "nam": "20", "nu": "25", "tre-em": "co", "dong-y": "cha mẹ cháu ký"}
    sent = send(browser, office, "xac-nhan", f"{key}@1", with_place(1), photo(2), **said)
    assert sent.status_code == 303
    (word,), photos = rows(office, Confirmation), rows(office, EvidencePhoto)
    assert [(one.confirmation_id, one.children, one.consent) for one in photos] == [
        (word.id, True, "cha mẹ cháu ký")
    ] * 2
    assert word.evidence == photos[0].name
    html = browser.get(f"/noi-dung/{key}").text
    assert [html.count(f'src="/minh-chung/{one.name}?nho=1"') for one in photos] == [1, 1]
    assert "Ảnh có trẻ em; đã có đồng ý: cha mẹ cháu ký (soan ghi)." in Read(html).blocks
    whole = browser.get(f"/minh-chung/{photos[0].name}")
    assert (whole.headers["content-type"], b"Exif" in whole.content) == ("image/jpeg", False)
    assert browser.get(f"/minh-chung/{photos[0].name}?nho=1").headers["content-type"] == (
        "image/jpeg"
    )


def test_a_confirmation_without_photos_asks_nothing_about_children(
    office: Office, clock: VirtualClock
) -> None:
    staff(office)
    key = held(office, clock)
    assert press(entered(office, "soan"), office, "xac-nhan", f"{key}@1").status_code == 303
    assert rows(office, EvidencePhoto) == []


@pytest.mark.parametrize("name", ["khong-co.jpg", "..%2fsecret.key", "secret.key", "la.jpg"])
def test_only_kept_evidence_can_be_asked_for(office: Office, name: str) -> None:
    staff(office)
    office.home.mkdir(exist_ok=True)
    (office.home / "secret.key").write_text("bí mật")
    (office.home / FOLDER).mkdir()
    (office.home / FOLDER / "la.jpg").write_bytes(photo(1))
    assert entered(office, "soan").get(f"/minh-chung/{name}").status_code == 404


def test_evidence_that_is_no_picture_is_saved_not_shown(
    office: Office, clock: VirtualClock
) -> None:
    staff(office)
    key = held(office, clock)
    file = office.home.parent / "bien-ban.html"
    file.write_text("<script>alert(1)</script>")
    with office.desk("soan") as desk:
        workflow.confirm(desk, f"{key}@1", evidence=keep(office.home, file))
    (word,), browser = rows(office, Confirmation), entered(office, "soan")
    assert f'href="/minh-chung/{word.evidence}"' in browser.get(f"/noi-dung/{key}").text
    answer = browser.get(f"/minh-chung/{word.evidence}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="{word.evidence}"'


PIXELS = "Ảnh có quá nhiều điểm ảnh (hơn 80 triệu); hãy thu nhỏ ảnh"


def test_a_picture_of_endless_pixels_is_refused_wherever_it_is_sent(
    office: Office, clock: VirtualClock
) -> None:
    staff(office)
    talk, post = held(office, clock), write(office, "Bài", days=3)
    browser, no_child = entered(office, "soan"), {"tre-em": "khong"}
    slip = {"ma": "x", "ngay": "2026-01-01"}
    answers = [
        send(browser, office, "anh", post, bomb(), **no_child),
        send(browser, office, "xac-nhan", f"{talk}@1", bomb(), **no_child),
        browser.post("/duyet/phieu", data=slip, files={"anh": ("IMG_0.jpg", bomb())}),
    ]
    assert [answer.status_code for answer in answers] == [400] * 3
    for answer in answers:
        assert f"Ảnh “IMG_0.jpg”: {PIXELS}" in answer.text


def test_kept_evidence_of_endless_pixels_is_not_made_small(
    office: Office, clock: VirtualClock
) -> None:
    staff(office)
    key, file = held(office, clock), office.home.parent / "anh.png"
    file.write_bytes(bomb(10_000, 9_000))
    with office.desk("soan") as desk:
        workflow.confirm(desk, f"{key}@1", evidence=keep(office.home, file))
    (word,) = rows(office, Confirmation)
    answer = entered(office, "soan").get(f"/minh-chung/{word.evidence}?nho=1")
    assert (answer.status_code, PIXELS in answer.text) == (400, True)
