"""The account page: one's own password, and what only the administrator may do."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import StringIO

import pytest
from signed_kit import PASSWORD, entered, press, staff
from sqlmodel import col, select
from web_kit import client, read, submit, write

from habac24h.models import Account, Audit
from habac24h.office import Office
from habac24h.web.log_words import Speaker

pytestmark = pytest.mark.sqlite

FORMS = {
    "/tai-khoan/them": {"ten": "moi", "vai_tro": "editor"},
    "/tai-khoan/vai-tro": {"ten": "soan", "vai_tro": "approver"},
    "/tai-khoan/ho-ten": {"ten": "soan", "ho_ten": "Chủ tịch xã"},
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


def test_another_role_counts_at_once_where_the_person_is_signed_in(office: Office) -> None:
    staff(office)
    admin, writer = entered(office, "quan-tri"), entered(office, "soan")
    key = submit(office, write(office, "Bài chờ duyệt"))
    answer = admin.post("/tai-khoan/vai-tro", data={"ten": "soan", "vai_tro": "reader"})
    assert told(answer) == "Đã đổi vai trò; có hiệu lực ngay, kể cả ở nơi người ấy đang đăng nhập."
    assert press(writer, office, "bo", key).status_code == 400
    admin.post("/tai-khoan/vai-tro", data={"ten": "soan", "vai_tro": "editor"})
    assert press(writer, office, "bo", key).status_code == 303
    said = Speaker(office.settings.zone, {}, {})
    with office.database.read() as session:
        rows = session.exec(select(Audit).where(Audit.act == "user-role").order_by(col(Audit.id)))
        found = [(one.by, one.details, said.change(one)) for one in rows]
    assert found == [
        ("quan-tri", {"user": "soan"}, "người soạn → người xem"),
        ("quan-tri", {"user": "soan"}, "người xem → người soạn"),
    ]


def test_the_last_administrator_who_can_come_in_keeps_the_role(office: Office) -> None:
    staff(office)
    admin = entered(office, "quan-tri")
    admin.post("/tai-khoan/them", data={"ten": "moi", "vai_tro": "admin"})  # no password yet
    lower = {"ten": "quan-tri", "vai_tro": "editor"}
    answer = admin.post("/tai-khoan/vai-tro", data=lower)
    assert (answer.status_code, told(answer)) == (
        400,
        "“quan-tri” là người quản trị duy nhất vào được các trang; hãy cho một người khác làm "
        "người quản trị trước.",
    )
    admin.post("/tai-khoan/vai-tro", data={"ten": "duyet", "vai_tro": "admin"})
    answer = admin.post("/tai-khoan/vai-tro", data=lower)
    assert set(read(answer).sections) == {"toi", "phien", "ma"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ten": "ai"}, "Không có người dùng “ai”."),
        ({"vai_tro": "vua"}, "Không có vai trò “vua”; chọn một trong: "),
        ({"ten": "duyet"}, "Tài khoản “duyet” đã khóa nên không đổi vai trò được."),
    ],
)
def test_a_role_that_cannot_be_given_is_refused(
    office: Office, fields: dict[str, str], said: str
) -> None:
    staff(office)
    admin = entered(office, "quan-tri")
    admin.post("/tai-khoan/khoa", data={"ten": "duyet"})
    form = {"ten": "soan", "vai_tro": "reader", **fields}
    answer = admin.post("/tai-khoan/vai-tro", data=form)
    assert (answer.status_code, told(answer)[: len(said)]) == (400, said)


def test_the_same_role_again_changes_nothing_and_is_no_deed(office: Office) -> None:
    staff(office)
    admin = entered(office, "quan-tri")
    answer = admin.post("/tai-khoan/vai-tro", data={"ten": "soan", "vai_tro": "editor"})
    assert answer.status_code == 200
    with office.database.read() as session:
        assert session.exec(select(Audit).where(Audit.act == "user-role")).first() is None


def test_names_stand_wherever_a_reader_meets_a_person(office: Office) -> None:
    staff(office)
    admin, name = entered(office, "quan-tri"), "Hoàng Thị <i>Lan</i>"
    form = {"ten": "soan", "ho_ten": name, "chuc_vu": "công chức Văn hóa"}
    answer = admin.post("/tai-khoan/ho-ten", data=form)
    assert told(answer) == "Đã lưu họ tên, chức vụ; báo cáo và giấy in từ nay ghi như vậy."
    key = submit(office, write(office, "Bài chờ duyệt"))
    safe = "Hoàng Thị &lt;i&gt;Lan&lt;/i&gt;"
    for address in ("/", "/duyet", "/nhat-ky", f"/noi-dung/{key}", "/tai-khoan"):
        text = admin.get(address).text
        assert (address, safe in text, "<i>Lan" in text) == (address, True, False)
    assert f"{safe} – công chức Văn hóa, " in admin.get(f"/noi-dung/{key}").text
    *_others, last = csv.DictReader(StringIO(admin.get("/nhat-ky.csv?ai=soan").text))
    assert (last["tên người dùng"], last["ai"]) == ("soan", name)
    own = read(entered(office, "soan").get("/tai-khoan")).sections["toi"]
    assert own[:2] == [
        f"{name}, người soạn",
        f"Trên báo cáo và giấy in: {name} – công chức Văn hóa. Tên người dùng: soan. "
        "Cần đổi thì nhờ người quản trị.",
    ]


def test_a_name_that_is_refused_is_named_and_what_was_typed_stays(office: Office) -> None:
    staff(office)
    admin = entered(office, "quan-tri")
    form = {**FORMS["/tai-khoan/them"], "vai_tro": "approver", "ho_ten": "=Lan", "chuc_vu": "Phó"}
    answer = admin.post("/tai-khoan/them", data=form)
    assert (answer.status_code, told(answer)) == (
        400,
        "Họ tên phải bắt đầu bằng chữ cái: “=Lan”; hãy gõ lại.",
    )
    for typed in ('value="=Lan"', 'value="Phó"', 'value="moi"', 'value="approver" selected'):
        assert typed in answer.text.partition('id="them-nguoi"')[2]
    assert account(office, "moi") is None
    admin.post("/tai-khoan/them", data=form | {"ho_ten": "Lan"})
    made = account(office, "moi")
    assert made is not None and (made.full_name, made.position) == ("Lan", "Phó")


@pytest.mark.parametrize(
    ("shared", "names", "said"),
    [
        (None, (), ["chỉ mở được trên chính máy này", "allowed_hosts"]),
        (None, ("may-van-hoa",), ["chỉ mở được trên chính máy này", "may-van-hoa"]),
        ("http://may-van-hoa:8024", ("may-van-hoa",), []),
    ],
)
def test_a_link_that_opens_on_this_computer_alone_says_so(
    office: Office, shared: str | None, names: tuple[str, ...], said: list[str]
) -> None:
    staff(office)
    settings = office.settings.model_copy(update={"allowed_hosts": names})
    admin = entered(replace(office, settings=settings), "quan-tri", shared=shared)
    before = admin.get("/tai-khoan")
    made = admin.post("/tai-khoan/duong-dan", data={"ten": "soan"})
    for answer, section in ((before, "them-nguoi"), (made, "duong-dan")):
        words = " ".join(read(answer).sections[section])
        assert [
            one for one in ("chỉ mở được trên chính máy này", *said[1:]) if one in words
        ] == said


@pytest.mark.parametrize(
    ("there", "preset"),
    [((), "editor"), (("editor",), "approver"), (("editor", "approver"), "editor")],
)
def test_a_new_person_is_offered_the_role_that_is_lacking(
    office: Office, there: tuple[str, ...], preset: str
) -> None:
    staff(office)
    with office.database.write() as session:
        for one in session.exec(select(Account)):
            one.disabled = one.role not in ("admin", *there)
    form = (
        entered(office, "quan-tri").get("/tai-khoan").text.partition('action="/tai-khoan/them"')[2]
    )
    assert f'<option value="{preset}" selected>' in form
