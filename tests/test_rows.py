"""Guarded rows: who comes second changes nothing; what is touched reaches the hook."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from habac24h import rows
from habac24h.db import Database
from habac24h.models import Airing, Going, Item, Words
from habac24h.rows import Conflict

NOW = datetime(2026, 11, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 2, tzinfo=UTC)


def _fill(database: Database) -> None:
    with database.write() as session:
        item = Item(
            key="c/2026/a",
            campaign="c",
            year=2026,
            activity="a",
            channel="fanpage",
            created_at=NOW,
            updated_at=NOW,
        )
        session.add(item)
        session.flush()
        session.add(
            Airing(
                key="c/2026/a@1",
                item_id=item.id or 0,
                uid="u1",
                due=LATER,
                late_until=LATER,
                created_at=NOW,
            )
        )


def _item(session: Session) -> Item:
    return session.exec(select(Item)).one()


def _airing(session: Session) -> Airing:
    return session.exec(select(Airing)).one()


def _submit(session: Session) -> None:
    rows.change_item(session, _item(session), LATER, state=Words.PENDING, title="mới")


def test_a_change_sets_its_columns_and_counts_the_version(database: Database) -> None:
    _fill(database)
    with database.write() as session:
        item = _item(session)
        rows.change_item(session, item, LATER, state=Words.PENDING, title="mới")
        assert (item.state, item.title, item.version, item.updated_at) == (
            "pending",
            "mới",
            2,
            LATER,
        )
        airing = _airing(session)
        rows.change_airing(session, airing, state=Going.SENDING, fence=1)
        assert (airing.state, airing.fence, airing.version) == ("sending", 1, 2)


def test_a_row_that_changed_meanwhile_is_a_conflict(database: Database) -> None:
    _fill(database)
    changes = [
        "UPDATE item SET state = 'approved'",
        "UPDATE item SET version = 9",
        "UPDATE airing SET state = 'sending'",
        "UPDATE airing SET version = 9",
        "UPDATE airing SET fence = 3",
    ]
    told = []
    for change in changes:
        with database.read() as session:  # which undoes the change at its end
            item, airing = _item(session), _airing(session)
            session.connection().execute(text(change))
            with pytest.raises(Conflict) as caught:
                if "item" in change:
                    rows.change_item(session, item, LATER, title="của tôi")
                else:
                    rows.change_airing(session, airing, reason="của tôi")
            told.append(caught.value.sentence)
            session.refresh(item)
            session.refresh(airing)
            assert (item.title, airing.reason) == ("", None)
    wrong = "vừa được thay đổi ở nơi khác; hãy mở lại để xem bản mới rồi làm lại thao tác."
    assert told == [f"“c/2026/a” {wrong}"] * 2 + [f"“c/2026/a@1” {wrong}"] * 3


def test_a_conflict_takes_back_what_the_same_work_did_before(database: Database) -> None:
    _fill(database)
    with database.read() as session:
        stale = _item(session)
    with database.write() as session:
        _submit(session)
    with pytest.raises(Conflict), database.write() as session:
        rows.change_airing(session, _airing(session), reason="trước")
        rows.change_item(session, session.merge(stale, load=False), LATER, title="sau")
    with database.read() as session:
        assert (_airing(session).reason, _airing(session).version) == (None, 1)


def test_of_many_at_the_same_moment_one_wins(database: Database) -> None:
    _fill(database)
    together, told = threading.Barrier(4), []

    def work(name: str) -> None:
        with database.read() as session:
            seen = _item(session)
        together.wait(timeout=20)
        try:
            with database.write() as session:
                mine = session.merge(seen, load=False)
                rows.change_item(session, mine, LATER, title=name)
            told.append(name)
        except Conflict:
            told.append("conflict")

    threads = [threading.Thread(target=work, args=(f"w{n}",), daemon=True) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert told.count("conflict") == 3
    with database.read() as session:
        assert [_item(session).title] == [name for name in told if name != "conflict"]
        assert _item(session).version == 2


def test_what_is_touched_reaches_the_hook_of_its_own_transaction(database: Database) -> None:
    _fill(database)
    seen: list[set[int]] = []
    hooked = Database(
        database.engine.url.render_as_string(False),
        before_commit=lambda session: seen.append(set(rows.touched(session))),
    )
    with hooked.write() as session:
        number = _item(session).id
        _submit(session)
    with hooked.write() as session:
        rows.change_airing(session, _airing(session), due=LATER, places=["thon-1"])
    with hooked.write():
        pass
    hooked.dispose()
    assert seen == [{number}, {number}, set()]


def test_handing_over_touches_nothing_that_a_calendar_shows(database: Database) -> None:
    """A claim and its record are the engine's own: the calendar's hook must cost them nothing."""
    _fill(database)
    seen: list[set[int]] = []
    with database.write() as session:
        for going in (Going.SENDING, Going.HANDED_OVER, Going.UNKNOWN, Going.WAITING):
            rows.change_airing(session, _airing(session), state=going, reason="x", fence=1)
            seen.append(set(rows.touched(session)))
        rows.change_airing(session, _airing(session), state=Going.DONE)
        seen.append(set(rows.touched(session)))
    assert seen == [set(), set(), set(), set(), {1}]


def test_a_uid_is_stable_for_its_key_and_this_installation(database: Database) -> None:
    with database.write() as session:
        first = rows.uid_for(session, "c/2026/a@1")
        second = rows.uid_for(session, "c/2026/a@2")
    with database.write() as session:
        again = rows.uid_for(session, "c/2026/a@1")
    assert first == again
    assert first != second
    assert first.endswith("@habac24h")


def test_two_offices_share_no_uid(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as session:
        elsewhere = rows.uid_for(session, "c/2026/a@1")
        raise ZeroDivisionError
    with database.write() as session:
        assert rows.uid_for(session, "c/2026/a@1") != elsewhere
