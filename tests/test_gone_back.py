"""A database file put back without `restore`: noticed, held, and told; nothing old goes out."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from backup_kit import SQLITE, Safe, file_of, kept, open_again, postgres_tools, standing
from engine_kit import DAY, HOUR, MINUTE, one_pass
from web_kit import client

from habac24h import audit, workflow
from habac24h.backup import sqlite
from habac24h.engine import gone_back

__all__ = ["kept", "postgres_tools"]
pytestmark = SQLITE
NEW = "Lời đã sửa: cùng nhau chăm sóc con, cùng nhau nấu cơm."
STEP = 12 * HOUR


def snapshot(kept: Safe) -> Path:
    """What Windows, a stick or a virtual machine keeps of the file."""
    copy = kept.home.parent / "ban-cu.sqlite3"
    sqlite.copy(file_of(kept), copy)
    return copy


def put_back(kept: Safe, copy: Path) -> None:
    """The file as it was, behind the program's back."""
    kept.here.office.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{file_of(kept)}{ending}").unlink(missing_ok=True)
    copy.replace(file_of(kept))
    open_again(kept)


def test_an_edited_post_is_not_sent_again_with_its_old_words(kept: Safe) -> None:
    here = kept.here
    key, cancelled = here.approved(2 * DAY), here.approved(3 * DAY)
    here.run()
    copy = snapshot(kept)
    here.edit(key, NEW)
    here.submit(key)
    here.approve(key)
    with here.desk() as desk:
        workflow.cancel(desk, cancelled, reason="thôi")
    here.run()
    put_back(kept, copy)
    here.later(5 * DAY, step=STEP)
    assert here.ever_public() == [NEW]
    found = kept.standing()
    assert found.lost_row is not None
    assert found.held
    assert [one.item for one in found.strangers] == [key]
    kept.resume()
    here.later(DAY, step=STEP)
    assert here.ever_public() == [NEW]
    assert not kept.standing().held


def test_going_back_is_told_and_counts_from_the_last_row_of_the_log(kept: Safe) -> None:
    here = kept.here
    key = here.approved(2 * DAY)
    copy, last = snapshot(kept), here.clock.now()
    here.clock.advance(DAY)
    here.edit(key, NEW)
    here.run()
    put_back(kept, copy)
    assert kept.standing().taken_at == last
    page = client(here.office).get("/").text
    assert "TẠM DỪNG việc đăng: dữ liệu đã bị thay bằng bản cũ hơn." in page
    here.later(3 * DAY, step=STEP)
    assert (here.state(key), here.ever_public()) == ("unknown", [])
    assert str(here.airing(key).reason).startswith("dữ liệu đã bị thay bằng bản cũ hơn")
    with here.office.database.read() as session:
        assert audit.first_break(session) is None


def test_a_running_scheduler_notices_it_before_it_looks_or_sends(kept: Safe) -> None:
    """As where the file changes under a program that opens it afresh."""
    here = kept.here
    here.approved(2 * DAY)
    with here.engine() as engine:
        gone_back.path_beside(file_of(kept)).write_text('{"id": 999999, "hash": "x"}')
        one_pass(engine)
    assert kept.standing().lost_row == "x"
    assert here.posts() == []


def test_it_is_noticed_once_even_where_the_note_cannot_be_written(kept: Safe) -> None:
    here = kept.here
    here.approved(2 * DAY)
    copy = snapshot(kept)
    here.run()
    note = gone_back.path_beside(file_of(kept))
    old = note.read_bytes()
    put_back(kept, copy)
    for _ in range(3):
        here.clock.advance(11 * MINUTE)
        here.run()
    kept.resume()
    note.write_bytes(old)
    open_again(kept)
    here.run()
    assert not kept.standing().holds


def _old(note: Path, first: bytes) -> None:
    note.write_bytes(first)


def _cut(note: Path, _first: bytes) -> None:
    note.write_bytes(b'{"id": 1')


def _lost(note: Path, _first: bytes) -> None:
    note.unlink()


@pytest.mark.parametrize("happens", [_old, _cut, _lost])
def test_an_older_a_cut_or_a_lost_note_holds_nothing(
    kept: Safe, happens: Callable[[Path, bytes], None]
) -> None:
    here = kept.here
    here.run()
    note = gone_back.path_beside(file_of(kept))
    first = note.read_bytes()
    key = here.approved(2 * DAY)
    here.run()
    assert note.read_bytes() != first
    happens(note, first)
    open_again(kept)
    here.run()
    assert standing(kept) is None
    assert here.state(key) == "handed_over"


def test_a_proper_restore_is_told_as_one(kept: Safe) -> None:
    file = kept.backup()
    kept.here.approved(2 * DAY)
    kept.here.run()
    kept.bring_back(file)
    kept.here.run()
    assert kept.standing().lost_row is None


def test_a_new_office_in_the_place_of_a_lost_one_is_not_held(kept: Safe) -> None:
    kept.here.run()
    kept.here.office.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{file_of(kept)}{ending}").unlink(missing_ok=True)
    open_again(kept)
    kept.here.run()
    assert standing(kept) is None


def test_the_note_is_its_owners_alone_and_written_only_when_something_changed(kept: Safe) -> None:
    kept.here.approved(2 * DAY)
    kept.here.run()
    note = gone_back.path_beside(file_of(kept))
    if os.name == "posix":
        assert stat.S_IMODE(note.stat().st_mode) == 0o600
    before = note.stat().st_ino, note.stat().st_mtime_ns
    kept.here.run(full=False)
    assert (note.stat().st_ino, note.stat().st_mtime_ns) == before
