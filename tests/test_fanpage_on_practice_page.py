"""The Fanpage, with the real facebook-sdk in the path, against the practice page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from graph_kit import caught, proof
from practice_kit import NAME, PAGE, START, TOKEN, clock, practice_page, sdk_fanpage

from habac24h.channels.base import Delivery, PageCheck, Post, Reaction, RemotePost
from habac24h.channels.fanpage import Fanpage
from habac24h.channels.fingerprint import fingerprint
from habac24h.channels.practice_page import Fault, PracticePage
from habac24h.channels.practice_page.tokens import APP_ID
from habac24h.clock import VirtualClock

__all__ = ["clock"]
AT = START + timedelta(hours=2)
SINCE = START - timedelta(days=3)
SECRET = "0123456789abcdef"
TEXT = "Hôm nay 25/11 ☎️ 111\n\nChào bà con 🙂"
SCOPES = {"pages_manage_posts", "pages_read_engagement", "pages_show_list"}

UNKNOWN = (Delivery.UNKNOWN, Reaction.RECONCILE)
READ_AGAIN = (Delivery.NOT_SENT, Reaction.RETRY)


@pytest.fixture
def wall(clock: VirtualClock) -> Iterator[PracticePage]:
    with practice_page(clock, app_secret=SECRET) as page:
        yield page
        page.faults.release()


@pytest.fixture
def fanpage(wall: PracticePage, clock: VirtualClock) -> Fanpage:
    return sdk_fanpage(wall, clock, secret=SECRET)


def post(text: str = TEXT) -> Post:
    return Post("thang-hanh-dong/2026/phat-dong", text, AT)


def test_a_post_waits_invisible_and_its_hour_shows_it(
    fanpage: Fanpage, wall: PracticePage, clock: VirtualClock
) -> None:
    remote_id = fanpage.schedule(post(), AT).remote_id
    [waiting] = fanpage.snapshot(SINCE).scheduled
    assert (waiting.remote_id, waiting.text, waiting.is_public, waiting.scheduled_at) == (
        remote_id,
        TEXT,
        False,
        AT,
    )
    clock.set(AT)
    snapshot = fanpage.snapshot(SINCE)
    assert snapshot.scheduled == ()
    assert [(p.remote_id, p.is_public) for p in snapshot.published] == [(remote_id, True)]
    assert [p.message for p in wall.posts()] == [TEXT]


def test_a_post_that_was_read_is_the_post_of_the_lists(fanpage: Fanpage) -> None:
    remote_id = fanpage.schedule(post(), AT).remote_id
    [listed] = fanpage.snapshot(SINCE).scheduled
    assert fanpage.read(remote_id) == listed
    assert isinstance(listed, RemotePost)


def test_publishing_shows_the_post_and_twice_is_as_once(
    fanpage: Fanpage, wall: PracticePage
) -> None:
    remote_id = fanpage.schedule(post(), AT).remote_id
    fanpage.publish(remote_id)
    fanpage.publish(remote_id)
    assert [(p.id, p.public_at) for p in wall.posts()] == [(remote_id, START)]


def test_a_deleted_post_reads_as_none_and_cannot_be_deleted_again(fanpage: Fanpage) -> None:
    remote_id = fanpage.schedule(post(), AT).remote_id
    fanpage.delete(remote_id)
    assert fanpage.read(remote_id) is None
    trouble = caught(lambda: fanpage.delete(remote_id))
    assert proof(trouble) == (Delivery.NOT_SENT, Reaction.GONE)


def test_a_list_of_several_pages_comes_whole(fanpage: Fanpage, wall: PracticePage) -> None:
    made = {wall.staff_post(f"bài {n}", at=AT + timedelta(minutes=n)) for n in range(230)}
    assert {p.remote_id for p in fanpage.snapshot(SINCE).scheduled} == made


def test_neither_token_nor_secret_stands_in_any_address(
    fanpage: Fanpage, wall: PracticePage
) -> None:
    fanpage.check()
    remote_id = fanpage.schedule(post(), AT).remote_id
    fanpage.read(remote_id)
    fanpage.publish(remote_id)
    fanpage.snapshot(SINCE)
    fanpage.delete(remote_id)
    assert [r.path for r in wall.requests if TOKEN in r.path or SECRET in r.path] == []
    assert {r.headers["authorization"] for r in wall.requests} == {f"Bearer {TOKEN}"}


def test_the_check_of_a_good_page(fanpage: Fanpage) -> None:
    found = fanpage.check()
    assert found == PageCheck(PAGE, NAME, scopes=found.scopes, opens_as="PAGE", app_id=APP_ID)
    assert set(found.scopes) >= SCOPES


def test_the_check_of_a_persons_token(wall: PracticePage, clock: VirtualClock) -> None:
    wall.add_token("token-of-a-person", kind="USER", profile_id="77")
    problems = sdk_fanpage(wall, clock, token="token-of-a-person", secret=SECRET).check().problems
    assert problems[0].startswith("Đây là mã loại USER, không phải mã của trang (PAGE)")


def test_the_check_of_a_dead_token(wall: PracticePage, clock: VirtualClock) -> None:
    wall.add_token("token-that-died", kind="PAGE", profile_id=PAGE, valid=False, subcode=460)
    [problem] = sdk_fanpage(wall, clock, token="token-that-died", secret=SECRET).check().problems
    assert "Hãy lấy mã" in problem
    assert "token-that-died" not in problem


def test_the_check_of_another_page(wall: PracticePage, clock: VirtualClock) -> None:
    [problem] = sdk_fanpage(wall, clock, page_id="2048", secret=SECRET).check().problems
    assert problem.endswith("Hãy chọn đúng trang khi lấy mã, hoặc sửa PAGE_ID.")


def test_the_check_warns_of_an_end_that_comes_near(wall: PracticePage, clock: VirtualClock) -> None:
    end = START + timedelta(days=3)
    wall.add_token("token-with-an-end", kind="PAGE", profile_id=PAGE, expires_at=end)
    found = sdk_fanpage(wall, clock, token="token-with-an-end", secret=SECRET).check()
    assert (found.problems, found.expires_at, len(found.warnings)) == ((), end, 1)


UNCLEAR = [
    Fault("reset", call="create"),
    Fault("reset", call="create", effect="applied"),
    Fault("hang", call="create"),
    Fault("html", call="create", effect="applied"),
    Fault("html", call="create", status=502),
    Fault("empty", call="create", effect="applied"),
    Fault("null", call="create"),
    Fault("false", call="create"),
    Fault("empty-object", call="create"),
    Fault("empty-error", call="create"),
    Fault("no-content", call="create", effect="applied"),
    Fault("redirect", call="create", status=302),
    Fault("redirect", call="create", status=307, effect="applied"),
    Fault("plain-500", call="create", effect="applied"),
    Fault("truncated", call="create"),
    Fault("cut-off", call="create"),
    Fault("drip", call="create", seconds=0.2),
    Fault("error", call="create", code=1, effect="applied"),
    Fault("error", call="create", code=2, effect="late"),
    Fault("javascript", call="create", code=2),
]


def name_of(fault: Fault) -> str:
    return f"{fault.kind}-{fault.code or fault.status}-{fault.effect}"


@pytest.mark.parametrize("fault", UNCLEAR, ids=name_of)
def test_an_unclear_create_proves_nothing(
    fault: Fault, fanpage: Fanpage, wall: PracticePage
) -> None:
    wall.faults.add(fault)
    assert proof(caught(lambda: fanpage.schedule(post(), AT))) == UNKNOWN
    assert len(wall.faults.struck) == 1
    assert [r.call for r in wall.requests] == ["create"]


@pytest.mark.parametrize("kind", ["javascript", "no-type", "quiet-close"])
def test_a_wrong_wrapping_hides_no_success(kind: str, fanpage: Fanpage, wall: PracticePage) -> None:
    wall.faults.add(Fault(kind, call="create"))  # type: ignore[arg-type]
    assert fanpage.schedule(post(), AT).remote_id == wall.posts()[0].id


@pytest.mark.parametrize("kind", ["reset", "html", "empty", "null", "truncated", "cut-off"])
def test_a_list_that_is_broken_is_never_returned(
    kind: str, fanpage: Fanpage, wall: PracticePage
) -> None:
    fanpage.schedule(post(), AT)
    wall.faults.add(Fault(kind, call="list"))  # type: ignore[arg-type]
    assert proof(caught(lambda: fanpage.snapshot(SINCE))) == READ_AGAIN


def test_a_limit_names_its_end_on_the_pages_clock(fanpage: Fanpage, wall: PracticePage) -> None:
    wall.faults.add(Fault("error", call="create", code=32, minutes=42))
    trouble = caught(lambda: fanpage.schedule(post(), AT))
    assert proof(trouble) == (Delivery.NOT_SENT, Reaction.WAIT)
    assert trouble.retry_at == START + timedelta(minutes=42)
    assert wall.posts() == ()


def test_a_page_that_is_switched_off_was_not_sent_anything(
    fanpage: Fanpage, wall: PracticePage
) -> None:
    wall.stop()
    assert proof(caught(lambda: fanpage.schedule(post(), AT))) == READ_AGAIN


def test_what_facebook_did_to_the_words_keeps_their_fingerprint(
    fanpage: Fanpage, wall: PracticePage
) -> None:
    wall.faults.add(Fault("normalise", call="create"))
    sent = "  Dòng một\r\nDòng hai  \r\n"
    fanpage.schedule(post(sent), AT)
    [found] = fanpage.snapshot(SINCE).scheduled
    assert found.text != sent
    assert fingerprint(found.text) == fingerprint(sent)
