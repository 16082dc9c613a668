"""What no form of ours sends: numbers too long for Python, digits that are no decimals, U+0000."""

from __future__ import annotations

import pytest
from signed_kit import entered, staff
from web_kit import write

from habac24h.office import Office

LONG, SQUARE = "9" * 5000, "²"


@pytest.mark.parametrize("number", [LONG, "9" * 23, SQUARE])
@pytest.mark.parametrize(
    "path", ["/cai-dat/fanpage?xong={}", "/in?dot=thang-hanh-dong/{}", "/kinh-phi/{}"]
)
def test_an_odd_number_in_an_address_is_no_fault(office: Office, path: str, number: str) -> None:
    staff(office)
    assert entered(office, "quan-tri").get(path.format(number)).status_code < 500


@pytest.mark.parametrize("number", [LONG, "9" * 23, SQUARE])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/soan/giu", "version"),
        ("/viec/sua", "version"),
        ("/chien-dich/dinh-nghia", "nam"),
        ("/chien-dich/dinh-nghia", "hd"),
    ],
)
def test_an_odd_number_in_a_form_is_no_fault(
    office: Office, path: str, name: str, number: str
) -> None:
    staff(office)
    fields = {"key": write(office, "Bài"), "viec": "them", "title": "Bài", "text": "Lời."}
    answer = entered(office, "quan-tri").post(path, data={**fields, name: number})
    assert answer.status_code < 500


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/chien-dich/%00", 404),
        ("/minh-chung/%00", 404),
        ("/nhat-ky?ai=%00", 422),
        ("/api/v1/items/%00", 404),
        ("/api/v1/items?campaign=%00", 422),
    ],
)
def test_a_broken_sign_in_an_address_is_told(office: Office, path: str, status: int) -> None:
    staff(office)
    answer = entered(office, "quan-tri").get(path)
    assert (answer.status_code, "ký tự hỏng" in answer.text) == (status, True)
    assert ("problem+json" in answer.headers["content-type"]) == path.startswith("/api/")


@pytest.mark.parametrize("path", ["/tai-khoan/vai-tro", "/tai-khoan/khoa", "/tai-khoan/ma/thu-hoi"])
def test_a_broken_sign_in_a_form_is_told(office: Office, path: str) -> None:
    staff(office)
    fields = {"ten": "a\0b", "vai_tro": "editor", "nguoi": "\0"}
    answer = entered(office, "quan-tri").post(path, data=fields)
    assert (answer.status_code, "ký tự hỏng" in answer.text) == (400, True)
