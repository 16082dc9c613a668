"""The audit log: a chain of hashes that shows every break, in a database that refuses them."""

from __future__ import annotations

import getpass
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, inspect, text
from sqlmodel import col, select

from habac24h import audit
from habac24h.audit import GENESIS, PROGRAM, Actor, actor, first_break, head, record
from habac24h.db import Database
from habac24h.errors import DatabaseError
from habac24h.models import Audit

NOW = datetime(2026, 11, 15, 12, 0, 0, 5, tzinfo=UTC)


def _write(database: Database, *acts: str, **details: Any) -> None:
    with database.write() as session:
        for act in acts:
            record(session, Actor("lan", "may-1"), act, NOW, item="a/2026/b", **details)


def _break(database: Database) -> int | None:
    with database.read() as session:
        return first_break(session)


def _drop_guard(database: Database) -> None:
    names = (
        ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"]
        if database.is_sqlite
        else ["DROP TRIGGER audit_no_change ON audit"]
    )
    for name in names:
        _run(database, name)


def _run(database: Database, statement: str) -> None:
    with database.write() as session:
        session.connection().execute(text(statement))


def test_an_empty_log_holds_and_begins_with_zeros(database: Database) -> None:
    assert _break(database) is None
    with database.read() as session:
        assert head(session) == GENESIS == "0" * 64


def test_rows_follow_from_each_other_within_and_across_transactions(database: Database) -> None:
    _write(database, "edit", "submit", reason="lời “đẹp”", places=["thon-1"])
    _write(database, "approve", nothing=None, nested={"b": 1.5, "a": [True]})
    with database.read() as session:
        rows = list(session.exec(select(Audit).order_by(col(Audit.id))))
        assert [row.act for row in rows] == ["edit", "submit", "approve"]
        assert [row.previous for row in rows] == [GENESIS, rows[0].hash, rows[1].hash]
        assert (rows[0].by, rows[0].login, rows[0].item, rows[0].at) == (
            "lan",
            "may-1",
            "a/2026/b",
            NOW,
        )
        assert head(session) == rows[2].hash
    assert _break(database) is None


def test_a_transaction_that_is_undone_leaves_no_gap_in_the_chain(database: Database) -> None:
    _write(database, "edit")
    with pytest.raises(ZeroDivisionError), database.write() as session:
        record(session, PROGRAM, "lost", NOW)
        raise ZeroDivisionError
    _write(database, "submit")
    assert _break(database) is None


CHANGES = (
    "UPDATE audit SET \"by\" = 'minh' WHERE act = 'submit'",
    "UPDATE audit SET login = 'may-2' WHERE act = 'submit'",
    "UPDATE audit SET after = 'approved' WHERE act = 'submit'",
    "UPDATE audit SET item = NULL WHERE act = 'submit'",
    "UPDATE audit SET act = 'return' WHERE act = 'submit'",
    "UPDATE audit SET details = '{}' WHERE act = 'submit'",
    "UPDATE audit SET at = '2026-11-15 13:00:00' WHERE act = 'submit'",
    "UPDATE audit SET previous = hash WHERE act = 'submit'",
    "DELETE FROM audit WHERE act = 'edit'",
)


def test_tampering_is_found_at_its_row(database: Database) -> None:
    _write(database, "edit", "submit", "approve", n=1)
    with database.read() as session:
        second = session.exec(select(Audit.id).where(Audit.act == "submit")).one()
    _drop_guard(database)
    found = {}
    for change in CHANGES:
        with database.read() as session:  # which undoes the change at its end
            session.connection().execute(text(change))
            found[change] = first_break(session)
    assert found == dict.fromkeys(CHANGES, second)
    assert _break(database) is None


def _loosely(database: Database, *acts: str) -> None:
    """Rows that name none before them, as workers write them beside each other."""
    with database.write() as session:
        for act in acts:
            said = {"item": "a/2026/b", "airing": "a/2026/b@1", "before": None, "after": None}
            row = audit.written(PROGRAM, act, NOW, said | {"details": {"worker": act}})
            session.execute(insert(inspect(Audit).local_table), row)


def test_the_next_chained_row_takes_in_the_loose_ones_before_it(database: Database) -> None:
    _write(database, "approve")
    _loosely(database, "claim-1", "claim-2")
    with database.read() as session:
        loose_head = head(session)
    _write(database, "public", "edit")
    assert _break(database) is None
    with database.read() as session:
        rows = list(session.exec(select(Audit).order_by(col(Audit.id))))
        assert [row.previous == audit.LOOSE for row in rows] == [False, True, True, False, False]
        assert rows[3].previous == loose_head
        assert rows[4].previous == rows[3].hash
        assert loose_head not in {row.hash for row in rows}


LOOSE_CHANGES = {
    "UPDATE audit SET act = 'x' WHERE act = 'claim-1'": "claim-1",
    "DELETE FROM audit WHERE act = 'claim-1'": "public",
    "DELETE FROM audit WHERE act = 'claim-2'": "public",
    "UPDATE audit SET previous = hash WHERE act = 'claim-2'": "claim-2",
}


def test_tampering_with_a_loose_row_is_found_at_it_or_at_the_row_that_took_it_in(
    database: Database,
) -> None:
    _write(database, "approve")
    _loosely(database, "claim-1", "claim-2")
    _write(database, "public")
    with database.read() as session:
        ids = dict(session.exec(select(Audit.act, Audit.id)).all())
    _drop_guard(database)
    for change, act in LOOSE_CHANGES.items():
        with database.read() as session:
            session.connection().execute(text(change))
            assert first_break(session) == ids[act], change


def test_loose_rows_at_the_end_are_pinned_by_the_head(database: Database) -> None:
    _write(database, "approve")
    _loosely(database, "claim-1", "claim-2")
    _drop_guard(database)
    with database.read() as session:
        before = head(session)
        session.connection().execute(text("DELETE FROM audit WHERE act = 'claim-2'"))
        assert head(session) != before


def test_the_database_itself_refuses_changes(database: Database) -> None:
    _write(database, "edit")
    for statement in ("UPDATE audit SET act = 'x'", "DELETE FROM audit"):
        with pytest.raises(DatabaseError) as caught:
            _run(database, statement)
        assert "audit rows never change" in str(caught.value.__cause__)
    assert _break(database) is None


@pytest.mark.postgres
def test_postgres_refuses_to_empty_the_table(postgres_url: str, tmp_path: Any) -> None:
    from habac24h.db import prepare

    database = Database(postgres_url)
    prepare(database, backup_folder=tmp_path, now=NOW)
    _write(database, "edit")
    with pytest.raises(DatabaseError):
        _run(database, "TRUNCATE audit")
    with database.read() as session:
        assert session.exec(select(Audit.act)).all() == ["edit"]
    database.dispose()


def test_writers_at_the_same_moment_keep_one_chain(database: Database) -> None:
    together = threading.Barrier(4)

    def work(name: str) -> None:
        together.wait(timeout=20)
        for number in range(8):
            _write(database, f"{name}-{number}", f"{name}-{number}-b")

    threads = [threading.Thread(target=work, args=(f"w{n}",), daemon=True) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    with database.read() as session:
        rows = list(session.exec(select(Audit)))
        assert len(rows) == 64
        assert len({row.previous for row in rows}) == 64
    assert _break(database) is None


def test_an_actor_carries_the_account_of_the_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert actor("lan") == Actor("lan", getpass.getuser())

    def nameless() -> str:
        raise KeyError("uid 4711")

    monkeypatch.setattr(audit.getpass, "getuser", nameless)
    assert actor("lan") == Actor("lan", "")
