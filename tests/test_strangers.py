"""A post by our own app that no row knows: publishing is held before anything is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from backup_kit import SQLITE, Safe, kept, postgres_tools, standing
from engine_kit import APPROVER, DAY, HOUR, MINUTE, Wrapped, one_pass
from sqlmodel import col, delete
from strangers_kit import (
    NEW,
    OLD_HOME,
    by_our_app,
    gone_back_to_here,
    knows_our_app,
    reword,
    second_computer,
    settled,
)

from habac24h import memory, workflow
from habac24h.channels.practice_page.faults import Fault
from habac24h.channels.practice_page.tokens import APP_ID
from habac24h.engine import quick
from habac24h.engine.due import Queue
from habac24h.engine.restored import told
from habac24h.engine.token import check_page
from habac24h.models import Airing, Attempt, Confirmation, Item, Setting
from habac24h.trial.stage import MARK
from habac24h.workflow import connecting, restored
from habac24h.workflow.pages import PRACTICE_ID

__all__ = ["kept", "knows_our_app", "postgres_tools"]
pytestmark = pytest.mark.usefixtures("knows_our_app")
STEP = 12 * HOUR


@SQLITE
def test_a_whole_home_that_went_back_before_an_edit_does_not_send_the_old_words(kept: Safe) -> None:
    here = kept.here
    key = here.approved(5 * DAY)
    with gone_back_to_here(kept):
        reword(here, key)
        here.run()
    assert standing(kept) is None  # the note beside the file went back with it
    here.run()
    found = kept.standing()
    assert (found.held, found.lost_row) == (True, None)
    assert found.sign is not None
    assert (found.sign.words, found.sign.item) == (NEW, key)
    settled(kept)
    kept.resume()
    here.later(6 * DAY, step=STEP)
    assert (here.state(key), here.ever_public()) == ("unknown", [NEW])


@SQLITE
def test_what_went_out_meanwhile_is_found_again_and_not_sent_twice(kept: Safe) -> None:
    here = kept.here
    keys = [here.approved(DAY), here.approved(6 * DAY)]
    with gone_back_to_here(kept):
        here.later(4 * DAY, step=STEP)
    before = sorted(post.message for post in here.posts())
    here.run()
    assert kept.standing().taken_at < here.clock.now() - 3 * DAY
    settled(kept)
    kept.resume()
    here.later(4 * DAY, step=STEP)
    assert [here.state(key) for key in keys] == ["done", "done"]
    assert sorted(here.ever_public()) == before


@SQLITE
def test_what_was_cancelled_meanwhile_is_not_sent_before_a_person_looked(kept: Safe) -> None:
    """A cancel leaves nothing on the page; the new post beside it tells."""
    here = kept.here
    cancelled = here.approved(2 * DAY)
    with gone_back_to_here(kept):
        with here.desk() as desk:
            workflow.cancel(desk, cancelled, reason="thôi")
        here.approved(3 * DAY, OLD_HOME)
        here.run()
    here.later(4 * DAY, step=STEP)
    assert here.ever_public() == [OLD_HOME]
    assert kept.standing().held


def test_rows_of_a_server_that_are_older_than_the_page_are_noticed(kept: Safe) -> None:
    """As an older dump of PostgreSQL would have them, loaded without `restore`."""
    here = kept.here
    first = here.approved(5 * DAY)
    here.run()
    lost = here.approved(6 * DAY)
    here.run()
    with here.office.database.write() as session:
        airing = here.airing(lost)
        session.execute(delete(Attempt).where(col(Attempt.airing_id) == airing.id))
        session.execute(delete(Confirmation).where(col(Confirmation.airing_id) == airing.id))
        session.execute(delete(Airing).where(col(Airing.id) == airing.id))
        session.execute(delete(Item).where(col(Item.key) == lost))
    waiting = here.approved(4 * DAY)
    here.run()
    assert (here.state(waiting), len(here.posts())) == ("waiting", 2)
    assert kept.standing().sign is not None
    settled(kept)
    assert (here.state(first), here.state(waiting)) == ("handed_over", "waiting")
    kept.resume()
    here.run()
    assert here.state(waiting) == "handed_over"


def test_another_copy_of_the_program_is_noticed_each_time_that_it_posts(kept: Safe) -> None:
    here = kept.here
    key = here.approved(2 * DAY)
    other = by_our_app(here, OLD_HOME)
    here.run()
    found = kept.standing()
    assert found.sign is not None
    assert (found.sign.remote_id, found.sign.words, found.sign.public) == (other, OLD_HOME, False)
    assert (here.state(key), len(here.posts())) == ("waiting", 1)
    settled(kept)
    kept.resume()
    here.run()
    assert here.state(key) == "handed_over"
    here.later(3 * DAY, step=STEP)  # it becomes public, and stays in the lists for days
    assert not kept.standing().holds
    by_our_app(here, NEW)
    here.run()
    assert kept.standing().held


@SQLITE
def test_what_a_person_was_told_of_never_holds_again(kept: Safe) -> None:
    """Neither under another id nor with other words; nor what a restore had told of."""
    here = kept.here
    here.wall.faults.add(Fault("new-id", call="create"))
    first = by_our_app(here, OLD_HOME, HOUR)
    second = by_our_app(here, NEW, HOUR)
    here.run()
    kept.resume()
    settled(kept)
    here.wall.staff_edit(second, message="Lời do người sửa tay trên Facebook.")
    here.later(2 * HOUR, step=10 * MINUTE)
    assert first not in [post.id for post in here.posts()]
    assert sorted(here.public()) == sorted([OLD_HOME, "Lời do người sửa tay trên Facebook."])
    assert not kept.standing().holds


@SQLITE
def test_a_proper_restore_holds_once_though_its_posts_are_not_in_the_rows(kept: Safe) -> None:
    here = kept.here
    file = kept.backup()
    here.approved(DAY)
    here.run()
    kept.bring_back(file)
    kept.resume()
    settled(kept)
    here.later(2 * DAY, step=STEP)
    found = kept.standing()
    assert (found.sign, found.holds) == (None, False)


@SQLITE
def test_a_new_office_on_a_page_with_waiting_posts_of_the_old_one_is_held(kept: Safe) -> None:
    here = kept.here
    by_our_app(here, OLD_HOME)
    with here.office.database.write() as session:
        session.execute(delete(Setting).where(col(Setting.name) == memory.LOOKED_AT))
    here.clock.advance(HOUR)
    here.run(full=False)
    assert kept.standing().held


@SQLITE
@pytest.mark.parametrize(
    "fault",
    [
        Fault("reset", call="create", effect="applied"),
        Fault("error", code=2, call="create", effect="late", minutes=20),
        Fault("normalise", call="create"),
        Fault("new-id", call="create", seconds=150),
        Fault("lag", call="create", looks=3),
    ],
    ids=["lost answer", "late effect", "normalised", "another id", "listed late"],
)
def test_our_own_posts_are_no_strangers_whatever_facebook_does(kept: Safe, fault: Fault) -> None:
    here = kept.here
    here.wall.faults.add(fault)
    key = here.approved(40 * MINUTE, "  Cả nhà cùng nấu cơm.\r\n\r\nGọi 111 khi cần.  \r\n")
    here.later(3 * HOUR, step=4 * MINUTE)
    assert (here.state(key), standing(kept)) == ("done", None)


@SQLITE
def test_our_own_posts_stay_known_when_they_are_edited_moved_or_cancelled(kept: Safe) -> None:
    here = kept.here
    keys = [here.approved(DAY), here.approved(2 * DAY), here.approved(3 * DAY)]
    here.run()
    reword(here, keys[0])
    with here.desk(APPROVER) as desk:
        workflow.move(desk, keys[1], to=here.clock.now() + 5 * DAY)
        workflow.cancel(desk, keys[2], reason="thôi")
    here.later(6 * DAY, step=STEP)
    assert standing(kept) is None


@SQLITE
def test_words_that_staff_changed_on_a_post_of_ours_make_no_stranger_of_it(kept: Safe) -> None:
    here = kept.here
    key = here.approved(DAY)
    here.run()
    (post,) = here.posts()
    here.wall.staff_edit(post.id, message="Lời do người sửa tay trên Facebook.")
    here.run()
    with here.desk(APPROVER) as desk:
        workflow.cancel(desk, key, reason="thôi")
    here.wall.faults.add(Fault("error", code=2, call="delete", times=3))
    here.later(HOUR, step=4 * MINUTE)
    assert standing(kept) is None


@SQLITE
def test_posts_of_staff_of_a_trial_and_of_other_apps_hold_nothing(kept: Safe) -> None:
    here = kept.here
    here.wall.staff_post("Bài viết tay.", at=here.clock.now() + DAY)
    here.wall.staff_post("Bài viết tay, đăng ngay.")
    by_our_app(here, f"{MARK} (abc-1).")
    here.run()
    assert standing(kept) is None


@SQLITE
def test_nothing_is_concluded_while_our_app_is_unknown(kept: Safe) -> None:
    here = kept.here
    with here.office.database.write() as session:
        memory.forget(session, memory.APP_OF + PRACTICE_ID)
    by_our_app(here, OLD_HOME)
    here.run()
    assert standing(kept) is None
    with here.engine() as engine:
        check_page(engine)
        one_pass(engine)
    assert kept.standing().held


@SQLITE
def test_connecting_a_page_tells_which_app_we_are(kept: Safe) -> None:
    here = kept.here
    with here.engine() as engine:
        found = engine.page.channel.check()
    with here.desk(APPROVER) as desk:
        memory.forget(desk.session, memory.APP_OF + PRACTICE_ID)
        connecting.connect(desk, found, "x")
        assert memory.recall(desk.session, memory.APP_OF + PRACTICE_ID) == APP_ID
        connecting.connect(desk, replace(found, app_id=None), "x")
        assert memory.recall(desk.session, memory.APP_OF + PRACTICE_ID) == APP_ID


@pytest.mark.parametrize(("held", "settled"), [(True, True), (False, False), (False, True)])
def test_a_worker_in_the_middle_of_its_pass_stops_when_another_holds(
    kept: Safe, held: bool, settled: bool
) -> None:
    here = kept.here
    here.approved(2 * DAY, 'Người ta nói "held": true, "settled": false.')
    now = here.clock.now()
    with here.engine() as engine:
        (due,) = Queue(engine)
        by_our_app(here, 'Lời lạ: "held": true, "settled": false.')
        shown = engine.page.channel.snapshot(now).scheduled[0]
        with here.office.database.write() as session:
            sign = told(session, engine, shown)
            mark = restored.Restored(now, now, held=held, settled=settled, sign=sign)
            restored.keep(session, mark)
        assert (quick.take(engine, due) is None) == mark.holds


@SQLITE
def test_a_second_computer_with_a_copy_of_the_home_is_held_before_it_sends(kept: Safe) -> None:
    here = kept.here
    key = here.approved(2 * DAY)
    with second_computer(kept) as there:
        here.run()
        there.later(3 * DAY, step=STEP)
        here.run()
        with there.office.database.read() as session:
            found = restored.standing(session)
        assert found is not None
        assert found.held
        assert (there.state(key), here.state(key)) == ("done", "done")
    assert len(here.ever_public()) == 1


@SQLITE
def test_two_computers_that_send_the_same_words_at_the_same_moment_double_nothing(
    kept: Safe,
) -> None:
    here = kept.here
    here.approved(2 * DAY)
    with second_computer(kept) as there:

        def meanwhile(name: str, _given: object) -> None:
            if name == "snapshot" and not there.posts():
                there.run()

        with here.engine() as engine:
            page = replace(engine.page, channel=Wrapped(engine.page.channel, after=meanwhile))
            one_pass(replace(engine, page=page, renew=None))
        assert len(here.wall.posts()) == 2
        for _ in range(30):
            here.clock.advance(2 * HOUR)
            there.run()
            here.run()
    assert len(here.ever_public()) <= 1


@SQLITE
def test_a_home_that_went_back_before_a_move_is_held_and_shows_nothing_at_the_old_hour(
    kept: Safe,
) -> None:
    """The words were tried, but their try was answered: it explains no other hidden post."""
    here = kept.here
    key = here.approved(DAY)
    here.run()
    with gone_back_to_here(kept):
        with here.desk(APPROVER) as desk:
            workflow.move(desk, key, to=here.clock.now() + 3 * DAY)
        here.run()
        here.run()
    here.run()
    assert kept.standing().held
    here.later(DAY + HOUR, step=STEP)
    assert here.ever_public() == []


@SQLITE
def test_a_copy_of_the_home_does_not_delete_what_the_other_moved(kept: Safe) -> None:
    here = kept.here
    key = here.approved(2 * DAY)
    here.run()
    with second_computer(kept) as there:
        with here.desk(APPROVER) as desk:
            workflow.move(desk, key, to=here.clock.now() + DAY)
        here.run()
        here.run()
        there.run()
    assert len(here.posts()) == 1
    assert here.state(key) == "handed_over"
