"""Approvals signed on paper: bound to the printed words by their mark, four eyes, with a proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from habac24h import workflow
from habac24h.accounts.names import names_of_people
from habac24h.errors import Refused
from habac24h.models import Words
from habac24h.workflow import people
from habac24h.workflow.binding import approval_sha256, mark
from habac24h.workflow.confirmation import Evidence
from habac24h.workflow.on_paper import in_full, signer_of
from tests.workflow_kit import DAY, Bureau, open_bureau

SIGNED = date(2026, 1, 1)
SCAN = Evidence("a.jpg", "f" * 64)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = open_bureau(tmp_path)
    yield made
    made.office.close()


def _pending(bureau: Bureau) -> tuple[str, str]:
    """A submitted item and the mark of the slip that would be printed now."""
    key = bureau.write("loudspeaker")
    bureau.do("lan", "submit", key)
    return key, _mark(bureau, key)


def _mark(bureau: Bureau, key: str) -> str:
    with bureau.desk("minh") as desk:
        item = desk.item(key)
        return mark(approval_sha256(item, desk.airings(item)))


def _enter(bureau: Bureau, who: str, key: str, slip: str, **values: object) -> None:
    given = {"signer": "Nguyễn Văn An", "signed": SIGNED, **values}
    bureau.do(who, "approve_on_paper", key, slip=slip, **given)


def test_a_signed_slip_approves_in_the_signers_name(bureau: Bureau) -> None:
    key, slip = _pending(bureau)
    _enter(bureau, "minh", key, slip, signer="  Nguyễn Văn  An ")
    item = bureau.item(key)
    assert (item.state, item.approver, bureau.is_bound(key), item.one_person) == (
        Words.APPROVED,
        "Nguyễn Văn An (ký phiếu ngày 01/01/2026)",
        True,
        False,
    )


def test_the_audit_says_who_signed_when_and_who_typed_it_in(bureau: Bureau) -> None:
    key, slip = _pending(bureau)
    _enter(bureau, "lan", key, slip, evidence=SCAN)
    row = bureau.audit(key)
    said = {name: row.details[name] for name in ("signer", "signed", "slip", "evidence_sha256")}
    assert (row.act, row.by, said) == (
        "approve-on-paper",
        "lan",
        {
            "signer": "Nguyễn Văn An",
            "signed": "2026-01-01",
            "slip": slip.replace(" ", ""),
            "evidence_sha256": "f" * 64,
        },
    )


def test_a_slip_printed_before_a_change_approves_nothing(bureau: Bureau) -> None:
    key, slip = _pending(bureau)
    bureau.do("lan", "edit", key, text="Lời khác.")
    bureau.do("lan", "submit", key)
    with pytest.raises(Refused, match="đã đổi sau khi in phiếu"):
        _enter(bureau, "minh", key, slip)
    assert bureau.item(key).state == Words.PENDING


def test_a_slip_printed_before_a_move_approves_nothing(bureau: Bureau) -> None:
    key, slip = _pending(bureau)
    bureau.do("lan", "move", key, to=bureau.clock.now() + 3 * DAY)
    if bureau.item(key).state == Words.DRAFT:
        bureau.do("lan", "submit", key)
    with pytest.raises(Refused, match="đã đổi sau khi in phiếu"):
        _enter(bureau, "minh", key, slip)


@pytest.mark.parametrize("written", ["{}", "{} ", "A{}"])
def test_the_mark_may_be_typed_with_gaps_and_capitals_but_not_wrong(
    bureau: Bureau, written: str
) -> None:
    key, slip = _pending(bureau)
    given = written.format(slip.upper().replace(" ", "-"))
    if given.startswith("A"):
        with pytest.raises(Refused, match="gõ nhầm"):
            _enter(bureau, "minh", key, given)
        return
    _enter(bureau, "minh", key, given)
    assert bureau.item(key).state == Words.APPROVED


@pytest.mark.parametrize("signer", ["lan", "LAN"])
def test_whoever_wrote_or_submitted_cannot_be_the_signer(bureau: Bureau, signer: str) -> None:
    key, slip = _pending(bureau)
    with pytest.raises(Refused, match="nguyên tắc hai người"):
        _enter(bureau, "minh", key, slip, signer=signer)


def test_of_two_people_of_one_name_the_other_is_asked_for_by_position(bureau: Bureau) -> None:
    key, slip = _pending(bureau)
    with bureau.office.database.write() as session:
        for login in ("lan", "minh"):
            people.set_name(session, login, bureau.clock.now(), full_name="Nguyễn Thị Lan")
    with pytest.raises(Refused, match="trùng họ tên, hãy ghi thêm chức vụ"):
        _enter(bureau, "minh", key, slip, signer="Nguyễn Thị Lan")


def _called(bureau: Bureau, **people_: str) -> None:
    """Full names and posts by login, as “Họ tên – chức vụ”."""
    with bureau.office.database.write() as session:
        for login, written in people_.items():
            name, _, post = written.partition(" – ")
            now = bureau.clock.now()
            people.set_name(session, login, now, full_name=name, position=post)


@pytest.mark.parametrize(
    "signer",
    [
        "Nguyễn Thị Hòa",
        "NGUYỄN THỊ HOÀ",
        "nguyen thi hoa",
        "Bà Nguyễn Thị Hòa",
        "đ/c Nguyễn Thị Hoà, Phó Chủ tịch",
        "Phó Chủ tịch UBND xã Nguyễn Thị Hòa",
        "Nguyễn Thị Hòa Phó Chủ tịch",
        "Bà Hòa",
        "Lan – công chức Văn hóa",
    ],
)
def test_one_person_by_whichever_name_does_not_sign_the_own_words(
    bureau: Bureau, signer: str
) -> None:
    key, slip = _pending(bureau)
    _called(bureau, lan="Nguyễn Thị Hòa – Công chức")
    with pytest.raises(
        Refused, match=r"nguyên tắc hai người.*trùng họ tên, hãy nhờ người quản trị"
    ):
        _enter(bureau, "minh", key, slip, signer=signer)
    assert bureau.item(key).state == Words.PENDING


@pytest.mark.parametrize(
    "signer",
    ["Nguyễn Thị Hoa", "Nguyễn Thị Hòa An", "Trần Văn Hòa", "Nguyễn Thị Hòa, Chủ tịch"],
)
def test_somebody_else_of_a_like_name_signs(bureau: Bureau, signer: str) -> None:
    """Other marks are another name; an account with its post tells who is meant of two."""
    key, slip = _pending(bureau)
    _called(bureau, lan="Nguyễn Thị Hòa – Công chức", minh="Nguyễn Thị Hòa – Chủ tịch")
    _enter(bureau, "minh", key, slip, signer=signer)
    assert bureau.item(key).state == Words.APPROVED


def test_a_report_names_one_person_once_on_paper_and_on_screen(bureau: Bureau) -> None:
    _called(bureau, minh="Nguyễn Văn An – Phó Chủ tịch")
    with bureau.desk("lan") as desk:
        called = names_of_people(desk.session)
    assert [
        signer_of(in_full(f"{one} (ký phiếu ngày 01/01/2026)", called))
        for one in ("Ông Nguyễn Văn An", "nguyễn văn an, phó chủ tịch", "Nguyễn Văn An Bình")
    ] == [called.in_full("minh"), called.in_full("minh"), "Nguyễn Văn An Bình"]


def test_an_author_types_it_in_only_with_a_picture_of_the_slip(bureau: Bureau) -> None:
    key, slip = _pending(bureau)
    for who in ("lan", "hoa"):
        with pytest.raises(Refused, match="cần kèm ảnh chụp phiếu"):
            _enter(bureau, who, key, slip)
    _enter(bureau, "lan", key, slip, evidence=SCAN)
    assert bureau.item(key).approver == "Nguyễn Văn An (ký phiếu ngày 01/01/2026)"


@pytest.mark.parametrize("signed", [date(2025, 12, 31), date(2026, 1, 2)])
def test_a_day_before_the_submission_or_after_today_is_refused(
    bureau: Bureau, signed: date
) -> None:
    key, slip = _pending(bureau)
    with pytest.raises(Refused, match=r"không đúng: .* được trình ngày"):
        _enter(bureau, "minh", key, slip, signed=signed)


def test_a_draft_is_not_approved_by_any_slip(bureau: Bureau) -> None:
    key = bureau.write("loudspeaker")
    with pytest.raises(Refused, match="trình duyệt"):
        _enter(bureau, "minh", key, _mark(bureau, key))


def test_nobody_named_is_nobody_who_signed(bureau: Bureau) -> None:
    key, slip = _pending(bureau)
    with pytest.raises(Refused, match="--signer"):
        _enter(bureau, "minh", key, slip, signer="  ")


def test_under_one_person_the_author_may_sign_and_it_is_recorded(bureau: Bureau) -> None:
    key, slip = _pending(bureau)
    with bureau.desk("lan", approval="one-person") as desk:
        workflow.approve_on_paper(desk, key, slip=slip, signer="lan", signed=SIGNED, evidence=SCAN)
    assert bureau.item(key).one_person is True
    assert datetime.fromisoformat(bureau.audit(key).details["signed"]).date() == SIGNED
