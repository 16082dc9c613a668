"""The account page: one's own password, and what only the administrator may do."""

from __future__ import annotations

import re

import pytest
from signed_kit import PASSWORD, entered, staff
from web_kit import client, read

from habac24h.models import Account
from habac24h.office import Office

FORMS = {
    "/tai-khoan/them": {"ten": "moi", "vai_tro": "editor"},
    "/tai-khoan/duong-dan": {"ten": "soan"},
    "/tai-khoan/khoa": {"ten": "soan"},
}


def told(answer: object) -> str:
    found = re.search(r'role="(?:alert|status)">(.*?)</p>', answer.text)  # type: ignore[attr-defined]
    assert found is not None
    return found[1]


def account(office: Office, name: str) -> Account | None:
    with office.database.read() as session:
        return session.get(Account, name)


def test_changing_ones_password_keeps_this_browser_and_ends_the_others(office: Office) -> None:
    staff(office)
    here, elsewhere = entered(office, "soan"), entered(office, "soan")
    form = {"cu": PASSWORD, "mat_khau": "mật khẩu mới tinh", "lan_hai": "mật khẩu mới tinh"}
    answer = here.post("/tai-khoan/mat-khau", data=form)
    assert told(answer) == "Đã đổi mật khẩu; các máy khác phải đăng nhập lại."
    assert elsewhere.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"cu": "sai mật khẩu"}, "Tên hoặc mật khẩu chưa đúng; hãy gõ lại."),
        ({"lan_hai": "khác hẳn nhé"}, "Hai lần gõ mật khẩu mới chưa giống nhau; hãy gõ lại."),
        ({"mat_khau": "ngắn", "lan_hai": "ngắn"}, "Mật khẩu cần từ 8 đến 200 ký tự"),
    ],
)
def test_a_password_change_that_is_refused_changes_nothing(
    office: Office, fields: dict[str, str], said: str
) -> None:
    staff(office)
    kept = account(office, "soan")
    form = {"cu": PASSWORD, "mat_khau": "mật khẩu mới", "lan_hai": "mật khẩu mới", **fields}
    answer = entered(office, "soan").post("/tai-khoan/mat-khau", data=form)
    now = account(office, "soan")
    assert (answer.status_code, told(answer)[: len(said)]) == (400, said)
    assert kept is not None and now is not None
    assert now.password_hash == kept.password_hash


def test_the_administrator_adds_a_person_who_sets_the_own_password(office: Office) -> None:
    staff(office)
    answer = entered(office, "quan-tri").post("/tai-khoan/them", data=FORMS["/tai-khoan/them"])
    links = re.findall(r"http://127\.0\.0\.1:8024(/vao/[\w-]{43})<", answer.text)
    assert len(links) == 1
    form = {"mat_khau": "tự đặt lấy nhé", "lan_hai": "tự đặt lấy nhé"}
    assert read(client(office).post(links[0], data=form)).headings[0] == (1, "Việc hôm nay")
    made = account(office, "moi")
    assert made is not None and made.role == "editor"


def test_the_administrator_closes_an_account_but_never_the_own(office: Office) -> None:
    staff(office)
    admin, writer = entered(office, "quan-tri"), entered(office, "soan")
    assert told(admin.post("/tai-khoan/khoa", data={"ten": "soan"})) == "Đã khóa tài khoản."
    assert writer.get("/", follow_redirects=False).status_code == 303
    answer = admin.post("/tai-khoan/khoa", data={"ten": "quan-tri"})
    assert (answer.status_code, told(answer)) == (
        400,
        "Không tự khóa tài khoản của chính mình được.",
    )


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("name", ["soan", "duyet"])
def test_what_is_the_administrators_is_refused_to_the_others(
    office: Office, name: str, address: str
) -> None:
    staff(office)
    before = [account(office, one) for one in ("soan", "moi")]
    answer = entered(office, name).post(address, data=FORMS[address])
    assert (answer.status_code, told(answer)) == (
        400,
        "Việc này dành cho người quản trị; hãy nhờ người quản trị của cơ quan.",
    )
    assert [account(office, one) for one in ("soan", "moi")] == before


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"ten": "a b", "vai_tro": "editor"}, "Tên người dùng “a b” không hợp lệ"),
        ({"ten": "soan", "vai_tro": "editor"}, "Đã có người dùng “soan”; hãy chọn tên khác."),
        ({"ten": "moi", "vai_tro": "vua"}, "Không có vai trò “vua”"),
    ],
)
def test_a_person_who_cannot_be_added_is_named(
    office: Office, form: dict[str, str], said: str
) -> None:
    staff(office)
    answer = entered(office, "quan-tri").post("/tai-khoan/them", data=form)
    assert (answer.status_code, told(answer)[: len(said)]) == (400, said)


def test_only_the_administrator_sees_the_others(office: Office) -> None:
    staff(office)
    sections = [
        set(read(entered(office, who).get("/tai-khoan")).sections) for who in ("soan", "quan-tri")
    ]
    own = {"toi", "phien", "ma"}
    assert sections == [own, own | {"moi-nguoi", "them-nguoi"}]
