"""Numbers that no form of ours sends: too long for Python, or digits that are no decimals."""

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
