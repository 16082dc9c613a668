"""Accounts, places, and the lists that people see."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pwdlib import PasswordHash
from sqlmodel import col, select
from workflow_kit import DAY, HOUR, ROLES, Bureau, open_bureau

from habac24h.errors import HabacError
from habac24h.models import Account, Audit
from habac24h.workflow import people, places
from habac24h.workflow.view import Filter, as_dict, rows


@pytest.fixture
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = open_bureau(tmp_path_factory.mktemp("home"))
    yield made
    made.office.close()


def _add(bureau: Bureau, name: str, role: str = "editor", password: str | None = None) -> Account:
    with bureau.office.database.write() as session:
        return people.add(session, name, role, bureau.clock.now(), password=password)


def _refusal(deed: Any, *values: Any) -> str:
    with pytest.raises(HabacError) as caught:
        deed(*values)
    return caught.value.sentence


def _last_audit(bureau: Bureau) -> Audit:
    with bureau.office.database.read() as session:
        return session.exec(select(Audit).order_by(col(Audit.id).desc()).limit(1)).one()


def test_an_account_has_its_name_role_and_a_slow_hash(bureau: Bureau) -> None:
    account = _add(bureau, unicodedata.normalize("NFD", "hằng.nga"), "approver", "mật khẩu dài")
    assert (account.name, account.role, account.disabled) == ("hằng.nga", "approver", False)
    assert account.password_hash is not None
    assert account.password_hash.startswith("$argon2id$")
    assert PasswordHash.recommended().verify("mật khẩu dài", account.password_hash)
    row = _last_audit(bureau)
    assert (row.act, row.by, row.after, row.details) == (
        "user-add",
        "máy này",
        "approver",
        {"user": "hằng.nga"},
    )


@pytest.mark.parametrize("name", ["", "a b", "lan\n", "-lan", "x" * 41, "lan/minh", "habac24h"])
def test_a_name_that_cannot_be_typed_or_means_something_else_is_refused(
    bureau: Bureau, name: str
) -> None:
    assert _refusal(_add, bureau, name) == (
        f"Tên người dùng “{name}” không hợp lệ; chỉ dùng chữ, số, dấu chấm, gạch nối, "
        "không có khoảng trắng."
    )


def test_wrong_accounts_are_refused_with_what_would_be_right(bureau: Bureau) -> None:
    assert _refusal(_add, bureau, "x", "boss") == (
        "Không có vai trò “boss”; chọn một trong: reader (người xem), editor (người soạn), "
        "approver (người duyệt), admin (người quản trị)."
    )
    assert _refusal(_add, bureau, "lan") == "Đã có người dùng “lan”; hãy chọn tên khác."
    assert _refusal(_add, bureau, "x", "editor", "ngắn") == (
        "Mật khẩu cần từ 8 đến 200 ký tự; nên ghép vài từ dễ nhớ với nhau."
    )
    with bureau.office.database.read() as session:
        assert {one.name: one.role for one in people.everyone(session)} == ROLES


def test_closing_an_account_keeps_it_on_record(bureau: Bureau) -> None:
    def disable(name: str) -> None:
        with bureau.office.database.write() as session:
            people.disable(session, name, bureau.clock.now())

    disable("hoa")
    with bureau.office.database.read() as session:
        told = {one.name: one.disabled for one in people.everyone(session)}
    assert [name for name, closed in told.items() if closed] == ["hoa"]
    assert _last_audit(bureau).details == {"user": "hoa"}
    assert _refusal(disable, "ai") == "Không có người dùng “ai”."


def test_the_last_administrator_is_not_closed_and_who_was_closed_comes_back(
    bureau: Bureau,
) -> None:
    def do(deed: Any, name: str) -> None:
        with bureau.office.database.write() as session:
            deed(session, name, bureau.clock.now())

    assert "người quản trị duy nhất" in _refusal(do, people.disable, "quan")
    _add(bureau, "ha", "admin")
    do(people.disable, "quan")
    assert "người quản trị duy nhất" in _refusal(do, people.disable, "ha")
    do(people.enable, "quan")
    assert (_last_audit(bureau).act, _last_audit(bureau).details) == (
        "user-enable",
        {"user": "quan"},
    )
    do(people.disable, "ha")
    assert "đang mở" in _refusal(do, people.enable, "quan")


def test_places_come_and_go_and_come_back(bureau: Bureau) -> None:
    now = bureau.clock.now()

    def add(place: str, name: str = "Thôn Mới", kind: str = "thon") -> None:
        with bureau.office.database.write() as session:
            places.add(session, place, name, kind, now)

    def remove(place: str) -> None:
        with bureau.office.database.write() as session:
            places.remove(session, place, now)

    def ids() -> list[str]:
        with bureau.office.database.read() as session:
            return [place.id for place in places.everywhere(session)]

    before = ids()
    add("thon-moi", " Thôn\nMới ")
    assert ids() == [*before, "thon-moi"]
    assert _refusal(add, "thon-moi") == "Đã có địa điểm “thon-moi” (Thôn Mới)."
    remove("thon-moi")
    assert ids() == before
    assert _refusal(remove, "thon-moi") == (
        f"Không có địa điểm “thon-moi”; các địa điểm: {', '.join(before)}."
    )
    add("thon-moi")
    assert ids() == [*before, "thon-moi"]
    assert _refusal(add, "Thôn 9").startswith("Mã địa điểm “Thôn 9” không dùng được")
    assert _refusal(add, "thon-9", "Thôn 9", "lang").startswith("Không có loại địa điểm “lang”")


def _keys(bureau: Bureau, **wanted: Any) -> list[str]:
    with bureau.office.database.read() as session:
        found = rows(session, Filter(**wanted), bureau.office.settings.zone)
    return [row.item.key for row in found]


def test_lists_are_in_the_order_of_their_hours_and_days_are_the_offices(bureau: Bureau) -> None:
    late = bureau.write("talk", after=17 * HOUR)  # midnight at the office: 2 January
    early = bureau.write(after=17 * HOUR - timedelta(minutes=1))  # 23:59 on 1 January
    banner = bureau.write("banner", after=HOUR, length=3 * DAY)
    assert _keys(bureau) == [banner, early, late]
    assert _keys(bureau, until=date(2026, 1, 1)) == [banner, early]
    assert _keys(bureau, since=date(2026, 1, 2)) == [banner, late]
    assert _keys(bureau, since=date(2026, 1, 5)) == []
    assert _keys(bureau, channel="talk") == [late]
    assert _keys(bureau, campaign="thang-hanh-dong") == []
    assert _keys(bureau, year=2027) == []
    bureau.do("lan", "submit", late)
    assert _keys(bureau, state="pending") == [late]


def test_an_item_as_json_has_exactly_the_promised_names(bureau: Bureau) -> None:
    key = bureau.approved(text="Lời.\n")
    with bureau.office.database.read() as session:
        (row,) = rows(session, Filter(), bureau.office.settings.zone)
        told = as_dict(session, row, bureau.clock.now(), bureau.office.settings)
    item, airing = bureau.item(key), bureau.airing(key)
    assert told == {
        "key": key,
        "campaign": "thuong-xuyen",
        "year": 2026,
        "activity": "rieng-001",
        "channel": "fanpage",
        "topic": None,
        "title": "Bài 1",
        "text": "Lời.\n",
        "state": "approved",
        "version": 3,
        "page": "100000000000024",
        "author": "lan",
        "approved_sha256": item.approved_sha256,
        "images": [],
        "findings": [],
        "airings": [
            {
                "key": f"{key}@1",
                "uid": airing.uid,
                "due": "2026-01-02T07:00:00+07:00",
                "until": None,
                "places": [],
                "state": "waiting",
                "overdue": False,
                "remote_id": None,
                "permalink": None,
            }
        ],
    }


def test_a_name_that_differs_by_capitals_alone_is_taken(bureau: Bureau) -> None:
    _add(bureau, "Quyên")
    assert _refusal(_add, bureau, "qUYÊN") == "Đã có người dùng “Quyên”; hãy chọn tên khác."


def test_a_reader_has_no_desk_to_work_at(bureau: Bureau) -> None:
    _add(bureau, "xem", "reader")
    assert _refusal(lambda: bureau.office.desk("xem").__enter__()) == (
        "Tài khoản “xem” chỉ để xem; việc này dành cho người soạn hoặc người duyệt."
    )
