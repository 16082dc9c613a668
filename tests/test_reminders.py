"""What the morning's reminders say, read from the rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from web_kit import APPROVER, WRITER, approve, arrive, submit, write

from habac24h import memory, workflow
from habac24h.campaigns.facts import GivenFact
from habac24h.clock import VirtualClock
from habac24h.models import Airing, Going
from habac24h.office import Office
from habac24h.reminders.digest import MOST, Digest, gather, on_day
from habac24h.reminders.letter import html, plain
from habac24h.units.roster import everyone, load_starters
from habac24h.workflow.gaps import stale_phones, uncalled_words

SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
FRIDAY = datetime(2026, 5, 22, 0, 30, tzinfo=UTC)  # 07:30 in the office


def digest(office: Office) -> Digest:
    with office.database.read() as session:
        return gather(session, office.clock.now(), office.settings)


def told(found: Digest) -> dict[str, list[str]]:
    return {part.id: [entry.text for entry in part.entries] for part in found.parts}


@SQLITE
def test_an_office_without_work_has_nothing_to_be_reminded_of(office: Office) -> None:
    assert digest(office).is_empty


def test_its_link_leads_to_the_door_that_was_served_last(office: Office) -> None:
    arrive(office)
    submit(office, write(office, "Chờ người duyệt"))
    assert "http://127.0.0.1:8024/" in plain(digest(office))
    with office.database.write() as session:
        memory.remember(session, memory.SERVED_AT, "http://127.0.0.1:8124/")
    for said in (plain(digest(office)), html(digest(office))):
        assert ("http://127.0.0.1:8124/" in said, ":8024" in said) == (True, False)


def test_each_thing_stands_in_its_part(office: Office, clock: VirtualClock) -> None:
    clock.set(FRIDAY)
    arrive(office)
    submit(office, write(office, "Chờ người duyệt", days=20))
    approve(office, write(office, "Ra hôm nay", text="Lời thứ hai.", days=0.1))
    write(office, "Nháp cho Chủ nhật", days=2)
    spoken = approve(office, write(office, "Đã đọc chưa?", channel="loudspeaker", days=0.01))
    lost = approve(office, write(office, "Bài mất tăm", text="Lời thứ ba.", days=0.02))
    with office.database.write() as session:
        airing = session.get_one(Airing, _id(office, lost))
        airing.state = Going.UNKNOWN
        session.add(airing)
    clock.advance(timedelta(hours=1))
    assert told(digest(office)) == {
        "can-xu-ly": ["07:58 Thứ Sáu 22/05, Fanpage: Bài mất tăm – chưa rõ đã đăng hay chưa"],
        "cho-duyet": ["07:30 Thứ Năm 11/06, Fanpage: Chờ người duyệt"],
        "hom-nay": [
            "07:44 Đài truyền thanh: Đã đọc chưa?",
            "07:58 Fanpage: Bài mất tăm",
            "09:54 Fanpage: Ra hôm nay",
        ],
        "cuoi-tuan": ["07:30 Chủ nhật 24/05, Fanpage: Nháp cho Chủ nhật – nháp"],
        "chua-xac-nhan": ["07:44 Thứ Sáu 22/05, Đài truyền thanh: Đã đọc chưa?"],
    }
    assert spoken != lost


@SQLITE
def test_only_a_friday_warns_of_the_weekend(office: Office, clock: VirtualClock) -> None:
    clock.set(FRIDAY - timedelta(days=1))
    arrive(office)
    write(office, "Nháp cho Chủ nhật", days=3)
    assert told(digest(office)) == {}


@SQLITE
def test_a_deadline_of_the_office_stands_among_the_day_s_work(
    office: Office, clock: VirtualClock
) -> None:
    from habac24h import audit
    from habac24h.campaigns.apply import apply
    from habac24h.campaigns.plan import plan

    clock.set(datetime(2026, 11, 13, 0, 30, tzinfo=UTC))
    now = clock.now()
    with office.database.write() as session:
        changes = plan(session, 2026, now=now, settings=office.settings)
        apply(session, changes, by=audit.PROGRAM, now=now)
    found = told(digest(office))
    assert found["hom-nay"][0] == (
        "Hạn duyệt: Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ "
        "sở giới"
    )
    assert len(found["cuoi-tuan"]) > 0
    with office.database.read() as session:
        later = on_day(session, now, office.settings, date(2026, 11, 15))
    assert [part.id for part in later.parts] == ["hom-nay"]


@SQLITE
def test_a_long_list_is_cut_and_says_so(office: Office, clock: VirtualClock) -> None:
    clock.set(FRIDAY)
    arrive(office)
    for number in range(MOST + 3):
        submit(office, write(office, f"Bài {number}", text=f"Lời {number}.", days=20 + number))
    (part,) = digest(office).parts
    assert (len(part.entries), part.more, part.count) == (MOST, 3, MOST + 3)
    assert digest(office).summary == f"{MOST + 3} chờ duyệt"
    assert plain(digest(office)).splitlines()[2] == f"CHỜ DUYỆT ({MOST + 3})"
    assert "- … và 3 việc nữa\n" in plain(digest(office))


@SQLITE
def test_words_of_people_stay_words_in_html(office: Office, clock: VirtualClock) -> None:
    clock.set(FRIDAY)
    arrive(office)
    submit(office, write(office, "<script>alert(1)</script>", days=20))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html(digest(office))
    assert "<script" not in html(digest(office))


@SQLITE
def test_what_is_done_is_no_longer_told(office: Office, clock: VirtualClock) -> None:
    clock.set(FRIDAY)
    arrive(office)
    key = submit(office, write(office, "Chờ", days=20))
    with office.desk(APPROVER) as desk:
        workflow.approve(desk, key)
    assert digest(office).is_empty


@SQLITE
def test_a_stop_is_told_before_everything_else(office: Office, clock: VirtualClock) -> None:
    from habac24h.workflow import connecting

    clock.set(FRIDAY)
    arrive(office)
    submit(office, write(office, "Chờ", days=20))
    with office.desk(APPROVER) as desk:
        connecting.stop(desk)
    found = digest(office)
    assert [part.id for part in found.parts] == ["dung-dang", "cho-duyet"]
    assert found.summary == "việc đăng đang dừng, 1 chờ duyệt"
    assert found.parts[0].entries[0].text.endswith("duyet dừng lúc 07:30 22/05.")
    assert "VIỆC ĐĂNG ĐANG DỪNG\n" in plain(found)


@SQLITE
def test_what_was_confirmed_today_is_no_longer_today_s_work(
    office: Office, clock: VirtualClock
) -> None:
    clock.set(FRIDAY)
    arrive(office)
    key = approve(office, write(office, "Đọc loa", channel="loudspeaker", days=0.01))
    clock.advance(timedelta(hours=1))
    assert list(told(digest(office))) == ["hom-nay", "chua-xac-nhan"]
    with office.desk(WRITER) as desk:
        workflow.confirm(desk, f"{key}@1")
    assert digest(office).is_empty


@SQLITE
def test_drafts_of_the_next_two_days_are_named(office: Office, clock: VirtualClock) -> None:
    clock.set(FRIDAY - timedelta(days=3))
    arrive(office)
    write(office, "Nháp ngày kia", days=2)
    write(office, "Nháp xa", text="Lời hai.", days=3)
    assert told(digest(office)) == {"nhap-gap": ["07:30 Thứ Năm 21/05, Fanpage: Nháp ngày kia"]}


@SQLITE
def test_the_units_last_day_is_told_from_five_days_before(
    office: Office, clock: VirtualClock
) -> None:
    with office.database.write() as session:
        load_starters(session)
        many = len(everyone(session))
    clock.set(datetime(2026, 11, 24, 0, 30, tzinfo=UTC))
    assert digest(office).is_empty
    clock.advance(timedelta(days=2))
    said = (
        f"Báo cáo cả năm 2026 của các đơn vị: {many}/{many} chưa gửi, "
        "hạn Thứ Hai 30/11 (còn 4 ngày)"
    )
    assert told(digest(office)) == {"hom-nay": [said]}


def test_a_phone_nobody_called_is_not_one_called_long_ago() -> None:
    long_ago = GivenFact("phone_police", "02203 123 456", date(2020, 1, 1))
    never = GivenFact("phone_women", "02203 123 457")
    national = GivenFact("phone_emergency", "113")
    stale = stale_phones((long_ago, never, national), date(2026, 1, 1), 180)
    assert stale == (long_ago, never)
    assert uncalled_words(stale) == (
        "1 số điện thoại chưa ai gọi thử; 1 số điện thoại lâu chưa gọi lại"
    )


def _id(office: Office, key: str) -> int:
    from sqlmodel import select

    with office.database.read() as session:
        found = session.exec(select(Airing.id).where(Airing.key == f"{key}@1")).one()
        assert found is not None
        return found
