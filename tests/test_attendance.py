"""Who came to a talk: counted with the confirmation or later, corrected, checked, never twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from signed_kit import entered, press, staff
from sqlmodel import select
from web_kit import approve, read, write
from workflow_kit import HOUR, Bureau, open_bureau

from habac24h.clock import VirtualClock
from habac24h.errors import Refused
from habac24h.models import Confirmation
from habac24h.office import Office
from habac24h.workflow.attendance import Present, attendance, present


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = open_bureau(tmp_path / "home")
    yield made
    made.office.close()


def _talk(bureau: Bureau, *places: str) -> str:
    key = bureau.write("talk", after=HOUR)
    bureau.set_airing(key, places=list(places))
    bureau.do("lan", "submit", key)
    bureau.do("minh", "approve", key)
    bureau.clock.advance(2 * HOUR)
    return key


def _counts(bureau: Bureau) -> list[Present]:
    with bureau.office.database.read() as session:
        return list(attendance(session).values())


def test_people_are_counted_with_the_confirmation_and_corrected_later(bureau: Bureau) -> None:
    key = _talk(bureau, "thon-1")
    bureau.do("lan", "confirm", key, came=Present(12, 20))
    bureau.do("lan", "confirm", key, came=Present(13, 20, 5))
    assert _counts(bureau) == [Present(13, 20, 5)]
    assert bureau.airing(key).state == "done"
    assert bureau.audit(key).details["replaced"] == [12, 20, None]
    with bureau.office.database.read() as session:
        assert len(session.exec(select(Confirmation)).all()) == 1


def test_a_talk_confirmed_without_a_count_takes_one_afterwards(bureau: Bureau) -> None:
    key = _talk(bureau)
    bureau.do("lan", "confirm", key)
    bureau.do("lan", "confirm", key, came=Present(0, 7))
    assert _counts(bureau) == [Present(0, 7)]


def test_each_place_has_its_own_count(bureau: Bureau) -> None:
    key = _talk(bureau, "thon-1", "thon-2")
    with pytest.raises(Refused, match="nhiều địa điểm"):
        bureau.do("lan", "confirm", key, came=Present(1, 2))
    bureau.do("lan", "confirm", key, place="thon-1", came=Present(1, 2))
    bureau.do("lan", "confirm", key, place="thon-2", came=Present(3, 4))
    assert _counts(bureau) == [Present(1, 2), Present(3, 4)]


def test_only_a_talk_that_was_held_is_counted(bureau: Bureau) -> None:
    key = bureau.approved("loudspeaker", after=HOUR)
    bureau.clock.advance(2 * HOUR)
    with pytest.raises(Refused, match="không phải buổi nói chuyện"):
        bureau.do("lan", "confirm", key, came=Present(1, 2))
    assert bureau.airing(key).state == "waiting"
    talk = _talk(bureau, "thon-1")
    with pytest.raises(Refused, match="đã tổ chức"):
        bureau.do("lan", "confirm", talk, what="not_done", note="mưa", came=Present(1, 2))
    assert _counts(bureau) == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ((5, None, None), "cả số nam và số nữ"),
        ((None, None, 3), "cả số nam và số nữ"),
        ((-1, 2, None), "từ 0 đến"),
        ((1, 200_000, None), "từ 0 đến"),
        ((3, 4, 8), "Số học sinh (8) nhiều hơn tổng số người dự (7)"),
    ],
)
def test_an_impossible_count_is_refused(typed: tuple[int, int, int], why: str) -> None:
    with pytest.raises(Refused) as caught:
        present(*typed)
    assert why in caught.value.sentence


def test_pupils_are_among_the_men_and_women() -> None:
    assert present(3, 4, 7) == Present(3, 4, 7)
    assert Present(3, 4, 7).people == 7
    assert present(None, None, None) is None


def test_the_page_takes_the_count_and_keeps_what_was_typed_when_it_is_wrong(
    office: Office, clock: VirtualClock
) -> None:
    staff(office)
    key = approve(office, write(office, "Nói chuyện", channel="talk", days=0.02))
    clock.advance(HOUR)
    browser = entered(office, "soan")
    wrong = press(browser, office, "xac-nhan", f"{key}@1", what="done", nam="12", nu="")
    assert wrong.status_code == 400
    assert 'name="nam" inputmode="numeric" maxlength="60" size="6" value="12"' in wrong.text
    good = press(
        browser, office, "xac-nhan", f"{key}@1", what="done", nam="12", nu="20", hoc_sinh=""
    )
    assert good.status_code == 303
    shown = read(browser.get(f"/noi-dung/{key}"))
    assert [one for one in shown.blocks if "32 người dự:" in one] == [
        "32 người dự: 12 nam, 20 nữ (soan, 08:00, Thứ Năm 01/01/2026)."
    ]
    letters = press(browser, office, "xac-nhan", f"{key}@1", what="done", nam="mười", nu="2")
    assert letters.status_code == 400
