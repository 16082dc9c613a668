"""A restored backup: nothing twice, nothing undone silently, nothing sent before a look."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from backup_kit import POSTGRES, SQLITE, Safe, kept, postgres_tools, silent
from engine_kit import DAY, HOUR, MINUTE, SOON

from habac24h import audit, mail_password, workflow
from habac24h.backup.archive import BackupError
from habac24h.backup.restoring import restore
from habac24h.channels.practice_page.faults import Fault
from habac24h.engine import restored as engine_restored
from habac24h.office import open_office
from habac24h.scheduler import only_engine
from habac24h.workflow import restored

__all__ = ["kept", "postgres_tools"]
NEW = "Lời đã sửa sau khi sao lưu: cùng nhau chăm sóc con, cùng nhau nấu cơm."
SETTLING = 3
STEP = 12 * HOUR


def look_until_settled(kept: Safe) -> None:
    """Three complete looks over the half hour in which a lost call may take effect."""
    for _ in range(SETTLING):
        kept.here.clock.advance(11 * MINUTE)
        kept.here.run()
    assert kept.standing().settled


def test_what_went_out_after_the_backup_never_goes_out_again(kept: Safe) -> None:
    """Public long ago, public today, still hidden: all of it is found again, none is doubled."""
    here = kept.here
    keys = [here.approved(DAY), here.approved(6 * DAY), here.approved(9 * DAY)]
    file = kept.backup()
    here.later(6 * DAY + HOUR, step=STEP)
    before = sorted((post.message, post.is_published) for post in here.posts())
    assert [public for _words, public in before] == [True, True, False]
    done = kept.bring_back(file)
    assert (done.doubted, here.state(keys[0]), here.state(keys[2])) == (2, "unknown", "waiting")
    look_until_settled(kept)
    assert [here.state(key) for key in keys] == ["done", "done", "handed_over"]
    kept.resume()
    here.later(4 * DAY, step=STEP)
    assert [here.state(key) for key in keys] == ["done", "done", "done"]
    assert sorted(here.ever_public()) == sorted(words for words, _public in before)
    with here.office.database.read() as session:
        assert audit.first_break(session) is None


@SQLITE
def test_words_that_were_on_their_way_at_the_backup_are_found_again(kept: Safe) -> None:
    here = kept.here
    key = here.approved(SOON)
    here.run()
    assert here.state(key) == "handed_over"
    file = kept.backup()
    here.later(SOON + HOUR, step=STEP)
    kept.bring_back(file)
    assert here.state(key) == "unknown"
    look_until_settled(kept)
    kept.resume()
    here.later(DAY, step=STEP)
    assert (here.state(key), len(here.ever_public())) == ("done", 1)


@SQLITE
def test_an_edit_after_the_backup_is_told_and_the_old_words_do_not_follow(kept: Safe) -> None:
    here = kept.here
    key = here.approved(2 * DAY)
    here.run()
    file = kept.backup()
    here.edit(key, NEW)
    here.submit(key)
    here.approve(key)
    here.later(2 * DAY + HOUR, step=STEP)
    assert here.ever_public() == [NEW]
    kept.bring_back(file)
    look_until_settled(kept)
    (stranger,) = kept.standing().strangers
    assert (stranger.words, stranger.public, stranger.item) == (NEW, True, key)
    kept.resume()
    here.later(DAY, step=STEP)
    assert (here.state(key), here.ever_public()) == ("unknown", [NEW])


@SQLITE
def test_an_edit_that_still_waits_on_the_page_keeps_the_old_words_back(kept: Safe) -> None:
    """The restored row is approved and due: without the hour on the page it would be sent."""
    here = kept.here
    key = here.approved(5 * DAY)
    file = kept.backup()
    here.edit(key, NEW)
    here.submit(key)
    here.approve(key)
    here.run()
    kept.bring_back(file)
    look_until_settled(kept)
    kept.resume()
    here.later(6 * DAY, step=STEP)
    assert (here.state(key), here.ever_public()) == ("unknown", [NEW])
    assert [one.item for one in kept.standing().strangers] == [key]


@SQLITE
def test_what_was_moved_forward_and_shown_long_ago_is_not_shown_at_its_old_hour(kept: Safe) -> None:
    here = kept.here
    key = here.approved(12 * DAY)
    words = here.item(key).text
    file = kept.backup()
    with here.desk() as desk:
        workflow.move(desk, key, to=here.clock.now() + DAY)
    here.approve(key)
    here.later(9 * DAY, step=STEP)
    assert here.public() == [words]
    kept.bring_back(file)
    look_until_settled(kept)
    kept.resume()
    here.later(5 * DAY, step=STEP)
    assert (here.state(key), here.ever_public()) == ("done", [words])


@SQLITE
def test_what_was_approved_after_the_backup_stays_on_the_page_and_is_told(kept: Safe) -> None:
    here = kept.here
    key = here.write(DAY)
    file = kept.backup()
    here.submit(key)
    here.approve(key)
    here.later(DAY + HOUR, step=STEP)
    words = here.item(key).text
    kept.bring_back(file)
    look_until_settled(kept)
    assert [(one.words, one.item) for one in kept.standing().strangers] == [(words, key)]
    kept.resume()
    here.later(DAY, step=STEP)
    assert (here.state(key), here.public()) == ("missed", [words])
    assert "khôi phục từ bản sao lưu" in str(here.airing(key).reason)


@SQLITE
def test_approving_it_again_during_the_hold_finds_the_post(kept: Safe) -> None:
    here = kept.here
    key = here.write(DAY)
    file = kept.backup()
    here.submit(key)
    here.approve(key)
    here.later(DAY + HOUR, step=STEP)
    kept.bring_back(file)
    here.run()
    here.submit(key)
    here.approve(key)
    look_until_settled(kept)
    assert (here.state(key), len(here.public())) == ("done", 1)
    assert kept.standing().strangers == ()


@SQLITE
def test_nothing_is_sent_or_deleted_while_it_holds(kept: Safe) -> None:
    here = kept.here
    early, late = here.approved(HOUR), here.approved(3 * DAY)
    file = kept.backup()
    by_hand = here.wall
    kept.bring_back(file)
    here.later(4 * HOUR, step=10 * MINUTE)
    assert kept.standing().settled
    assert (here.state(early), here.state(late), by_hand.posts()) == ("missed", "waiting", ())
    kept.resume()
    here.run()
    assert here.state(late) == "handed_over"


@SQLITE
def test_letting_go_early_still_reads_the_page_first(kept: Safe) -> None:
    here = kept.here
    key = here.approved(SOON)
    file = kept.backup()
    kept.bring_back(file)
    kept.resume()
    here.run()
    assert (here.state(key), here.posts()) == ("waiting", [])
    here.later(30 * MINUTE, step=4 * MINUTE)
    assert here.posts() == []
    here.later(8 * MINUTE, step=4 * MINUTE)
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


@SQLITE
def test_what_was_being_taken_back_at_the_backup_is_taken_back_and_never_adopted(
    kept: Safe,
) -> None:
    here = kept.here
    key = here.approved(2 * DAY)
    here.run()
    here.edit(key, NEW)
    here.submit(key)
    here.approve(key)
    assert here.state(key) == "withdrawing"
    kept.bring_back(kept.backup())
    look_until_settled(kept)
    assert here.posts() == []
    kept.resume()
    here.later(3 * DAY, step=STEP)
    assert (here.state(key), here.ever_public()) == ("done", [NEW])


@SQLITE
def test_a_call_lost_right_before_the_restore_may_still_take_effect(kept: Safe) -> None:
    """Half an hour later, as Facebook does: what people agreed on meanwhile waits for it."""
    here = kept.here
    key, file = here.approved(2 * HOUR), kept.backup()
    here.wall.faults.add(Fault("reset", call="create", effect="late", minutes=30))
    here.run()
    kept.bring_back(file)
    kept.resume()
    here.later(HOUR, step=4 * MINUTE)
    here.later(2 * HOUR, step=4 * MINUTE)
    assert (len(here.ever_public()), len(here.wall.posts())) == (1, 1)
    assert here.state(key) == "done"


@SQLITE
def test_a_person_can_take_back_while_it_holds(kept: Safe) -> None:
    here = kept.here
    key = here.approved(SOON)
    file = kept.backup()
    here.run()
    kept.bring_back(file)
    here.run()
    assert here.state(key) == "handed_over"
    with here.desk("minh") as desk:
        workflow.cancel(desk, key, reason="thôi")
    here.run()
    assert (here.state(key), here.posts()) == ("cancelled", [])


@SQLITE
def test_a_decision_of_a_person_is_not_doubted_again(kept: Safe) -> None:
    here = kept.here
    key = here.approved(DAY)
    file = kept.backup()
    here.edit(key, NEW)
    here.submit(key)
    here.approve(key)
    here.later(DAY + HOUR, step=STEP)
    kept.bring_back(file)
    here.run()
    with here.desk("minh") as desk:
        workflow.resolve(desk, key, as_done=True)
    look_until_settled(kept)
    assert here.state(key) == "done"


@SQLITE
def test_a_hold_whose_rows_were_never_marked_is_marked_by_the_first_pass(kept: Safe) -> None:
    """What a crash between psql and the marking leaves behind."""
    here = kept.here
    key = here.approved(HOUR)
    here.run()
    here.clock.advance(2 * HOUR)
    now = here.clock.now()
    with here.office.database.write() as session:
        restored.keep(session, restored.Restored(at=now, taken_at=now - DAY))
    with here.engine() as engine:
        engine_restored.before_look(engine)
    assert (here.state(key), kept.standing().marked) == ("unknown", True)


@SQLITE
def test_a_running_engine_or_an_open_page_refuses_the_restore(kept: Safe) -> None:
    here = kept.here
    file = kept.backup()
    sentence = "Chương trình đang chạy trên thư mục dữ liệu này"
    with only_engine(kept.home), pytest.raises(BackupError, match=sentence):
        restore(kept.home, file, now=here.clock.now(), tell=silent)
    with here.office.database.read(), pytest.raises(BackupError, match=sentence):
        restore(kept.home, file, now=here.clock.now(), tell=silent)
    assert not (kept.home / "sao-luu").exists() or not list((kept.home / "sao-luu").iterdir())


@POSTGRES
def test_workers_that_are_connected_refuse_the_restore(kept: Safe) -> None:
    file = kept.backup()
    with kept.here.office.database.read(), pytest.raises(BackupError, match="đang chạy"):
        restore(kept.home, file, now=kept.here.clock.now(), tell=silent)


@POSTGRES
def test_the_replaced_database_of_a_server_can_be_brought_back_in_turn(kept: Safe) -> None:
    here = kept.here
    file = kept.backup()
    key = here.write()
    done = kept.bring_back(file)
    assert done.kept is not None
    here.clock.advance(MINUTE)
    kept.bring_back(done.kept)
    assert here.item(key).title == "Bài 1"


@POSTGRES
def test_a_dump_that_cannot_be_loaded_changes_nothing(kept: Safe, tmp_path: Path) -> None:
    from habac24h.backup import postgres

    key = kept.here.write()
    broken = tmp_path / "broken.sql"
    broken.write_text("CREATE TABLE public.setting (name text);\nSELECT nothing FROM nowhere;\n")
    kept.here.office.close()
    with pytest.raises(BackupError, match="Dữ liệu chưa bị thay đổi"):
        postgres.load(kept.here.office.database, broken, "", tmp_path)
    assert kept.here.item(key).title == "Bài 1"


@SQLITE
def test_the_replaced_file_is_kept_and_can_be_brought_back(kept: Safe) -> None:
    """As a bare SQLite file: the same way back as from the copies made before an upgrade."""
    here = kept.here
    file = kept.backup()
    key = here.write()
    done = kept.bring_back(file)
    assert done.kept == kept.home / "sao-luu" / "truoc-khoi-phuc-2026-01-01-070000.sqlite3"
    here.clock.advance(MINUTE)
    kept.bring_back(done.kept)
    assert here.item(key).title == "Bài 1"


@SQLITE
def test_a_damaged_database_can_be_replaced_and_is_kept(kept: Safe) -> None:
    here = kept.here
    key = here.write()
    file = kept.backup()
    here.office.close()
    current = Path(str(here.office.database.engine.url.database))
    current.write_bytes(b"hong" * 5000)
    done = kept.bring_back(file)
    assert done.kept is not None
    assert (done.kept.read_bytes()[:4], here.item(key).title) == (b"hong", "Bài 1")


@SQLITE
def test_a_new_computer_has_everything_but_the_key(kept: Safe, tmp_path: Path) -> None:
    here = kept.here
    evidence = kept.home / "minh-chung"
    evidence.mkdir()
    (evidence / "0a1b.jpg").write_bytes(b"anh")
    settings = 'office = "xã Thử"\npage_token = "canary-token"\npage_id = "42"\n'
    (kept.home / "habac24h.toml").write_text(settings, encoding="utf-8")
    with here.office.database.write() as session:
        page = session.exec(db_pages()).one()
        page.token = "gAAAAAsealed"
        session.add(page)
        mail_password.keep(session, "mail.example", "gAAAAAsealed")
    key, file, home = here.write(), kept.backup(), tmp_path / "moi"
    home.mkdir()
    done = restore(home, file, now=here.clock.now(), tell=silent)
    assert (done.token_lost, done.password_lost) == (True, True)
    assert (done.kept, done.settings_kept) == (None, False)
    assert (home / "habac24h.toml").read_text(encoding="utf-8") == (
        'office = "xã Thử"\npage_id = "42"\n'
    )
    assert (home / "minh-chung" / "0a1b.jpg").read_bytes() == b"anh"
    again = open_office(home, clock=here.clock)
    found = replace(here, office=again).item(key).title
    again.close()
    assert found == "Bài 1"


def db_pages() -> object:
    from sqlmodel import col, select

    from habac24h.models import Page

    return select(Page).where(col(Page.live).is_(True))
