"""A post that people can read twice is told wherever the office looks, until it is settled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cli_kit import Terminal
from doctor_kit import look
from engine_kit import DOUBT, HOUR, MINUTE, Bureau, bureau, one_pass
from signed_kit import entered, staff
from web_kit import client, read

from habac24h.channels.practice_page import Fault
from habac24h.clock import VirtualClock
from habac24h.office import Office
from habac24h.reminders.digest import gather
from habac24h.reminders.letter import plain
from habac24h.workflow import doubles
from habac24h.workflow.doubles import Double

WORDS = "Lời bị đăng hai lần: cả nhà cùng chia sẻ việc nhà."
OURS, OTHER = (f"https://www.facebook.com/1/posts/{n}" for n in (1, 2))
SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def first_page(here: Bureau) -> list[str]:
    return read(client(here.office).get("/")).sections["can-xu-ly"]


def letter(here: Bureau) -> str:
    with here.office.database.read() as session:
        found = gather(session, here.clock.now(), here.office.settings)
    return " ".join(plain(found).split())


def doubled(here: Bureau) -> tuple[str, str]:
    """The page carried out a lost try an hour later, while the PC was off: both are public.

    The item's key, and the id of the post that no airing holds.
    """
    here.wall.faults.add(Fault("reset", call="create", effect="late", minutes=100))
    key = here.approved(HOUR, WORDS)
    with here.engine() as engine:
        one_pass(engine)
        for _ in range(3):
            here.clock.advance(DOUBT / 2)
            one_pass(engine)
        assert here.state(key) == "handed_over"
    here.clock.advance(2 * HOUR)
    here.run()
    assert (here.state(key), here.public()) == ("done", [WORDS, WORDS])
    held = here.airing(key).remote_id
    return key, next(post.id for post in here.posts() if post.id != held)


def test_a_late_effect_that_made_a_double_is_told_on_the_first_page(here: Bureau) -> None:
    key, other = doubled(here)
    title = here.item(key).title
    assert first_page(here) == [
        "Cần xử lý 1",
        title,
        "08:40, Thứ Năm 01/01/2026 Fanpage trùng lời, đang công khai",
        f"Trên Trang có HAI bài công khai trùng lời với “{title}”: bài của chương trình và một "
        "bài nữa, đăng lúc 08:40 ngày 01/01/2026.",
        "Bài của chương trình Bài kia",
        "Hãy mở cả hai rồi xóa bài thừa trên Facebook; muốn giữ cả hai thì bấm “Giữ như vậy”. Bài "
        "bị xóa thì mục này tự mất ở lần xem trang kế tiếp, chậm nhất một giờ.",
        "Đăng nhập để xử lý",
    ]
    page = client(here.office).get("/").text
    for remote_id in (other, here.airing(key).remote_id):
        assert f'href="/trang-chay-thu?bai={remote_id}"' in page
    here.wall.staff_delete(other)
    here.run()
    assert first_page(here) == [
        "Cần xử lý 0",
        "Không có lượt nào lỗi, chưa rõ, quá giờ hay đang gỡ.",
    ]


@SQLITE
def test_a_person_keeps_both_on_the_first_page(here: Bureau) -> None:
    key, other = doubled(here)
    staff(here.office)
    browser = entered(here.office, "soan")
    assert "Giữ như vậy" in browser.get("/").text
    answer = browser.post("/bai-trung/giu", data={"bai": other})
    assert "Đã ghi nhận: giữ bài ấy trên trang." in answer.text
    here.clock.advance(HOUR + MINUTE)
    here.run()
    assert "trùng lời" not in browser.get("/").text
    assert "Giữ bài trùng lời trên trang" in browser.get(f"/noi-dung/{key}").text
    gone = browser.post("/bai-trung/giu", data={"bai": other})
    assert (gone.status_code, "đã có người quyết định giữ" in gone.text) == (404, True)


def on_facebook(here: Bureau, *, public: bool = True, ours: str | None = OURS) -> Double:
    """As the engine notes it on a real page."""
    key = here.write(text=WORDS)
    at = here.clock.now()
    found = Double(
        remote_id="1_2",
        page="1",
        item=key,
        public=public,
        at=at.isoformat(),
        permalink=OTHER,
        ours="1_1" if ours else None,
        ours_permalink=ours,
    )
    with here.office.database.write() as session:
        doubles.note(session, "1", [found], at)
    return found


@SQLITE
def test_it_is_told_with_both_links_wherever_people_look(here: Bureau) -> None:
    one = on_facebook(here)
    said = [
        client(here.office).get("/").text,
        client(here.office).get(f"/noi-dung/{one.item}").text,
        letter(here),
    ]
    for text in said:
        assert "HAI bài công khai trùng lời" in text
        assert OURS in text
        assert OTHER in text
        assert "Giữ như vậy" in text


@SQLITE
def test_commands_tell_it_too_and_keep_it(
    here: Bureau, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = on_facebook(here)
    monkeypatch.setenv("HABAC24H_DATABASE_URL", here.office.database.url)
    here.office.home.mkdir(exist_ok=True)
    terminal = Terminal(here.office.home, capsys)
    status = terminal.ok("fanpage", "status").out
    shown = terminal.ok("show", one.item).out
    wrong = look(here.office.home)["publishing"].said
    for text in (status, shown, wrong):
        assert f"Bài của chương trình: {OURS}. Bài ấy: {OTHER}." in text
        assert "`habac24h fanpage keep 1_2 --as TÊN`" in text
    assert terminal.ok("fanpage", "status", "--json").json["doubles"]
    assert OTHER in terminal.ok("fanpage", "keep", "1_2", "--as", "lan").out
    assert terminal.ok("fanpage", "status", "--json").json["doubles"] == []
    assert terminal.run("fanpage", "keep", "1_2", "--as", "lan").code == 1


@SQLITE
def test_what_nobody_wants_and_what_still_waits_say_so(here: Bureau) -> None:
    on_facebook(here, ours=None)
    assert "đang công khai một bài mang lời của" in letter(here)
    on_facebook(here, public=False, ours=None)
    assert "mà chương trình không xóa được" in letter(here)
