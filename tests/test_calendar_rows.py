"""The calendar's rows: made when something visible changed, in the transaction that changed it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from calendar_kit import Calendar, events, lines, move
from sqlmodel import col, delete, select, update
from web_kit import APPROVER, WRITER, approve, arrive, submit, write

from habac24h import rows, workflow
from habac24h.calendar.selection import Selection
from habac24h.calendar.tables import EventRow
from habac24h.campaigns import library
from habac24h.clock import VirtualClock
from habac24h.models import Airing, Going, Item
from habac24h.office import Office
from habac24h.workflow import places

DAY = timedelta(days=1)
DRAFTS = Selection(drafts=True)


@pytest.fixture
def calendar(office: Office) -> Calendar:
    arrive(office)
    return Calendar(office)


def change(calendar: Calendar, key: str, **values: object) -> None:
    """As the engine does it: guarded, in a transaction of its own."""
    with calendar.office.database.write() as session:
        airing = session.exec(select(Airing).where(Airing.key == key)).one()
        rows.change_airing(session, airing, **values)


def test_a_new_item_has_its_event_at_once(calendar: Calendar) -> None:
    key = write(calendar.office, "Bài đăng")
    row = calendar.row(f"{key}@1")
    assert (row.sequence, row.audience, row.channel) == (0, "inside", "fanpage")
    assert "SUMMARY:Fanpage: Bài đăng" in lines(row)
    assert "STATUS:TENTATIVE" in lines(row)
    assert (calendar.summaries(), calendar.summaries(DRAFTS)) == ([], ["Fanpage: Bài đăng"])


def test_each_visible_change_raises_sequence_and_time(
    calendar: Calendar, clock: VirtualClock
) -> None:
    """All within one second: subscribers must still see the time rise."""
    key = write(calendar.office, "Bài đăng")
    seen = [calendar.row(f"{key}@1")]
    approve(calendar.office, key)
    seen.append(calendar.row(f"{key}@1"))
    move(calendar.office, APPROVER, key, clock.now() + 3 * DAY)
    seen.append(calendar.row(f"{key}@1"))
    assert [row.sequence for row in seen] == [0, 2, 3]  # submitted, then approved
    assert [row.modified_at.second for row in seen] == [0, 2, 3]
    assert len({row.uid for row in seen}) == 1
    stamp = f"{seen[2].modified_at:%Y%m%dT%H%M%SZ}"
    shown = [line for line in lines(seen[2]) if line.endswith(stamp) or "SEQUENCE" in line]
    assert shown == [f"DTSTAMP:{stamp}", "SEQUENCE:3", f"LAST-MODIFIED:{stamp}"]


def test_what_nobody_sees_changes_neither_bytes_nor_version(
    calendar: Calendar, clock: VirtualClock
) -> None:
    key = approve(calendar.office, write(calendar.office, "Bài đăng"))
    before = calendar.row(f"{key}@1"), calendar.version(), calendar.bytes()
    clock.advance(timedelta(hours=1))
    for going in (Going.SENDING, Going.HANDED_OVER, Going.UNKNOWN):
        change(calendar, f"{key}@1", state=going, reason="x")
    after = calendar.row(f"{key}@1"), calendar.version(), calendar.bytes()
    assert after[1:] == before[1:]
    assert after[0].model_dump() == before[0].model_dump()


def test_a_touch_without_a_visible_change_writes_nothing(
    calendar: Calendar, clock: VirtualClock
) -> None:
    key = write(calendar.office, "Bài đăng")
    before = calendar.version(), calendar.row(f"{key}@1").model_dump()
    clock.advance(timedelta(hours=1))
    with calendar.office.database.write() as session:
        item = session.exec(select(Item).where(Item.key == key)).one()
        rows.change_item(session, item, clock.now(), reason="chỉ người trong cơ quan thấy")
        rows.touch_editions(session)
    assert (calendar.version(), calendar.row(f"{key}@1").model_dump()) == before


def test_two_exports_are_the_same_bytes(calendar: Calendar, clock: VirtualClock) -> None:
    for title in ("Một", "Hai", "Ba"):
        approve(calendar.office, write(calendar.office, title, text=title))
    first = calendar.bytes()
    clock.advance(timedelta(hours=16))
    assert calendar.bytes() == first


def test_a_change_of_one_item_changes_one_event(calendar: Calendar) -> None:
    keys = [write(calendar.office, title, days=2) for title in ("Một", "Hai", "Ba")]
    before = set(events(calendar.bytes(DRAFTS)))
    with calendar.office.desk(WRITER) as desk:
        workflow.edit(desk, keys[1], text="Lời khác.")
    after = set(events(calendar.bytes(DRAFTS)))
    assert (len(before - after), len(after - before), len(after)) == (1, 1, len(before))


def test_a_renamed_campaign_moves_all_its_events(calendar: Calendar, clock: VirtualClock) -> None:
    keys = [write(calendar.office, title) for title in ("Một", "Hai")]
    clock.advance(DAY)
    with calendar.office.database.write() as session:
        source = library.export(session, "thuong-xuyen")
        title = library.load(session, "thuong-xuyen").title
        library.import_definition(
            session, source.replace(title, "Tên mới"), "x.yaml", now=clock.now()
        )
    found = [calendar.row(f"{key}@1") for key in keys]
    assert [row.sequence for row in found] == [1, 1]
    assert all("CATEGORIES:Fanpage,Tên mới" in lines(row) for row in found)


def test_a_renamed_place_moves_the_events_held_there(
    calendar: Calendar, clock: VirtualClock
) -> None:
    key = write(calendar.office, "Nói chuyện", channel="talk")
    with calendar.office.database.write() as session:
        places.add(session, "nha-moi", "Nhà cũ", "thon", clock.now())
    change(calendar, f"{key}@1", places=["nha-moi"])
    assert "LOCATION:Nhà cũ" in lines(calendar.row(f"{key}@1"))
    with calendar.office.database.write() as session:
        places.remove(session, "nha-moi", clock.now())
        places.add(session, "nha-moi", "Nhà mới", "thon", clock.now())
    assert "LOCATION:Nhà mới" in lines(calendar.row(f"{key}@1"))


def test_what_was_cancelled_stays_for_ninety_days(calendar: Calendar, clock: VirtualClock) -> None:
    key = approve(calendar.office, write(calendar.office, "Bài đăng"))
    with calendar.office.desk(APPROVER) as desk:
        workflow.cancel(desk, key)
    (event,) = calendar.shown()
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 3)
    assert event["SUMMARY"] == "[HỦY] Fanpage: Bài đăng"
    clock.advance(88 * DAY)
    assert calendar.summaries() == ["[HỦY] Fanpage: Bài đăng"]
    clock.advance(3 * DAY)
    assert calendar.summaries() == []


def test_what_comes_back_is_the_same_event(calendar: Calendar, clock: VirtualClock) -> None:
    key = approve(calendar.office, write(calendar.office, "Bài đăng"))
    uid = calendar.row(f"{key}@1").uid
    with calendar.office.desk(APPROVER) as desk:
        workflow.cancel(desk, key)
        workflow.restore(desk, key)
    approve(calendar.office, key)
    row = calendar.row(f"{key}@1")
    assert (row.uid, row.cancelled_at) == (uid, None)
    assert "STATUS:CONFIRMED" in lines(row)


def test_the_version_moves_with_every_kind_of_change(
    calendar: Calendar, clock: VirtualClock
) -> None:
    """Also when a row is deleted by somebody's own SQL, and for an airing that takes it along."""
    seen = [calendar.version()]
    keys = [write(calendar.office, title) for title in ("Một", "Hai")]
    seen.append(calendar.version())
    approve(calendar.office, keys[0])
    seen.append(calendar.version())
    with calendar.office.database.write() as session:
        session.execute(delete(EventRow).where(col(EventRow.key) == f"{keys[0]}@1"))
    seen.append(calendar.version())
    with calendar.office.database.write() as session:
        session.execute(delete(Airing).where(col(Airing.key) == f"{keys[1]}@1"))
    seen.append(calendar.version())
    assert calendar.summaries(DRAFTS) == []
    assert len({value for value, _moved in seen}) == len(seen)
    assert all(before < after for (_, before), (_, after) in pairwise(seen))


def test_the_version_does_not_move_when_the_transaction_fails(calendar: Calendar) -> None:
    key = write(calendar.office, "Bài đăng")
    before = calendar.version(), calendar.row(f"{key}@1").model_dump()
    with pytest.raises(ZeroDivisionError), calendar.office.desk(WRITER) as desk:
        workflow.edit(desk, key, text="Lời khác.")
        raise ZeroDivisionError
    assert (calendar.version(), calendar.row(f"{key}@1").model_dump()) == before


def test_a_practice_post_is_in_no_calendar_once_it_is_out(calendar: Calendar) -> None:
    key = approve(calendar.office, write(calendar.office, "Bài đăng"))
    change(calendar, f"{key}@1", state=Going.DONE, practice=True)
    assert calendar.summaries(DRAFTS) == []
    assert calendar.summaries(Selection(practice=True)) == ["Fanpage: Bài đăng"]


def test_a_public_post_links_to_itself(calendar: Calendar) -> None:
    key = approve(calendar.office, write(calendar.office, "Bài đăng"))
    change(calendar, f"{key}@1", state=Going.DONE, permalink="https://facebook.example/1")
    assert "URL:https://facebook.example/1" in lines(calendar.row(f"{key}@1"))


def test_a_banner_has_a_second_event_for_its_taking_down(calendar: Calendar) -> None:
    until = datetime(2026, 1, 20, 1, tzinfo=UTC)
    key = write(calendar.office, "Băng rôn xuân", channel="banner", until=until)
    approve(calendar.office, key)
    hung, down = calendar.row(f"{key}@1"), calendar.row(f"{key}@1#thao")
    assert [line for line in lines(hung) if line.startswith("DT")][1:] == [
        "DTSTART;VALUE=DATE:20260102",
        "DTEND;VALUE=DATE:20260121",
    ]
    assert [line for line in lines(down) if line.startswith(("DTS", "DTE", "SUM", "TRI"))][1:] == [
        "DTSTART;VALUE=DATE:20260120",
        "DTEND;VALUE=DATE:20260121",
        "SUMMARY:Tháo băng rôn: Băng rôn xuân",
        "TRIGGER:-PT15H",
    ]
    assert hung.uid != down.uid


def test_once_taken_down_it_reminds_nobody(calendar: Calendar, clock: VirtualClock) -> None:
    until = datetime(2026, 1, 20, 1, tzinfo=UTC)
    key = write(calendar.office, "Băng rôn xuân", channel="banner", until=until)
    approve(calendar.office, key)
    clock.advance(2 * DAY)
    with calendar.office.desk(WRITER) as desk:
        workflow.confirm(desk, f"{key}@1")
    assert "BEGIN:VALARM" in lines(calendar.row(f"{key}@1#thao"))
    assert "BEGIN:VALARM" not in lines(calendar.row(f"{key}@1"))
    with calendar.office.desk(WRITER) as desk:
        workflow.confirm(desk, f"{key}@1", what="taken_down")
    down = lines(calendar.row(f"{key}@1#thao"))
    assert "BEGIN:VALARM" not in down
    assert "Trạng thái: đã tháo" in next(one for one in down if one.startswith("DESCRIPTION"))


def test_an_item_says_its_state_in_words_too(calendar: Calendar) -> None:
    key = write(calendar.office, "Bài đăng")
    said = []
    for step in (write, submit, approve):
        if step is submit:
            submit(calendar.office, key)
        elif step is approve:
            with calendar.office.desk(APPROVER) as desk:
                workflow.approve(desk, key)
        text = next(one for one in lines(calendar.row(f"{key}@1")) if one.startswith("DESCR"))
        said.append(text.split("\\n")[1])
    assert said == ["Trạng thái: nháp", "Trạng thái: chờ duyệt", "Trạng thái: đã duyệt"]


def test_a_calendar_shows_the_window_around_today(calendar: Calendar, clock: VirtualClock) -> None:
    key = approve(calendar.office, write(calendar.office, "Bài đăng", days=399))
    assert calendar.summaries() == ["Fanpage: Bài đăng"]
    with calendar.office.database.write() as session:
        session.execute(update(Airing).where(col(Airing.key) == f"{key}@1").values(version=9))
    due = clock.now() + 399 * DAY
    shown = Selection(since=due.date(), until=due.date())
    assert calendar.summaries(shown) == ["Fanpage: Bài đăng"]
    clock.advance((399 + 92) * DAY)
    assert (calendar.summaries(), calendar.summaries(shown)) == ([], ["Fanpage: Bài đăng"])


def test_a_place_s_calendar_shows_what_happens_there(calendar: Calendar) -> None:
    keys = [write(calendar.office, title, channel="talk") for title in ("Một", "Hai")]
    change(calendar, f"{keys[0]}@1", places=["thon-1", "thon-2"])
    change(calendar, f"{keys[1]}@1", places=["thon-2"])
    found = [
        [one.partition(": ")[2] for one in calendar.summaries(Selection(drafts=True, place=place))]
        for place in ("thon-1", "thon-2", "thon-3")
    ]
    assert [sorted(one) for one in found] == [["Một"], ["Hai", "Một"], []]
