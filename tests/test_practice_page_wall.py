"""The practice page's wall for people, its stand-alone file and the form that moves the clock."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from playwright.sync_api import Browser, expect
from practice_kit import PAGE, START, TOKEN, Caller, caller, clock, fanpage, practice_page

from habac24h.channels.practice_page import PracticePage
from habac24h.channels.practice_page.wall_html import spoken_time
from habac24h.clock import VirtualClock

__all__ = ["caller", "clock", "fanpage"]


class Outline(HTMLParser):
    """The words of headings, posts and times, in order; and every tag that was opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.posts: list[str] = []
        self.times: list[str] = []
        self.tags: list[str] = []
        self._stack: list[str] = []
        self._silent = False  # inside what is only decoration
        self.feed(page)
        self.close()
        assert self._stack == [], "every tag is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._silent = ("aria-hidden", "true") in attrs
        if tag not in {"meta", "input", "br"}:
            self._stack.append(tag)
        if ("class", "chu") in attrs and tag == "div":
            self.posts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._stack.pop() == tag
        self._silent = False

    def handle_data(self, data: str) -> None:
        if self._stack[-1:] == ["h2"]:
            self.headings.append(data)
        elif self._stack[-1:] == ["time"]:
            self.times.append(data)
        elif (
            "article" in self._stack and self.posts and "b" not in self._stack and not self._silent
        ):
            self.posts[-1] += data


def test_the_wall_needs_no_token_and_says_plainly_what_it_is(fanpage: PracticePage) -> None:
    reply = Caller(fanpage, None).get("/")
    page = reply.body.decode()
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert (
        '<div class="thu">Trang chạy thử – không ai ngoài cơ quan nhìn thấy</div>' in page
        and "<h1>Hà Bắc 24h</h1>" in page
    )
    assert Outline(page).headings == ["Bài đã đăng (0)", "Đã hẹn giờ (0)"]


def test_public_posts_come_newest_first_with_day_and_hour_of_vietnam(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    caller.publish("Bài cũ")
    clock.advance(timedelta(days=2, minutes=30))
    caller.publish("Bài mới")
    caller.schedule("Bài hẹn", timedelta(hours=6))
    outline = Outline(fanpage.wall_html())
    assert outline.headings == ["Bài đã đăng (2)", "Đã hẹn giờ (1)"]
    assert outline.posts == ["Bài mới", "Bài cũ", "Bài hẹn"]
    assert outline.times == [
        "Thứ Ba, 17/11/2026, 19:30",
        "Chủ Nhật, 15/11/2026, 19:00",
        "Sẽ đăng: Thứ Tư, 18/11/2026, 01:30",
    ]


def test_drafts_are_listed_apart_and_deleted_posts_not_at_all(
    fanpage: PracticePage, caller: Caller
) -> None:
    caller.post(f"/{PAGE}/feed", message="Bản nháp quên hẹn", published="false")
    caller.call("DELETE", f"/{caller.publish('Đã xóa')}")
    outline = Outline(fanpage.wall_html())
    assert outline.headings[-1] == "Bản nháp – không có giờ hẹn, sẽ không tự đăng (1)"
    assert outline.posts == ["Bản nháp quên hẹn"]


def test_text_is_escaped_everywhere(clock: VirtualClock) -> None:
    nasty = '<script>alert("1")</script> & #a<b> https://x.vn/"onload="'
    with practice_page(clock) as fanpage:
        caller = Caller(fanpage)
        caller.publish(nasty)
        caller.post(f"/{PAGE}/feed", link='https://x.vn/"><script>')
        outline = Outline(fanpage.wall_html())
    assert outline.posts == ['https://x.vn/"><script>', nasty]
    assert {"script", "b"} & set(outline.tags) == {"b"}  # the writer's name
    assert outline.tags.count("b") == 2


def test_the_page_name_is_escaped(clock: VirtualClock) -> None:
    page = PracticePage(page_id="1", name="<i>Xã</i>", token=TOKEN, now=clock.now)
    assert "i" not in Outline(page.wall_html()).tags


def test_line_breaks_hashtags_and_addresses_are_shown(
    fanpage: PracticePage, caller: Caller
) -> None:
    caller.publish("Dòng một\r\nDòng hai #BìnhĐẳngGiới, số #1 và https://habac.vn/tin#muc.")
    assert (
        '<div class="chu">Dòng một<br>\nDòng hai <span class="the">#BìnhĐẳngGiới</span>, '
        'số #1 và <a href="https://habac.vn/tin#muc" rel="noopener noreferrer">'
        "https://habac.vn/tin#muc</a>.</div>"
    ) in fanpage.wall_html()


@pytest.mark.parametrize(
    ("words", "folds"),
    [
        ("ngắn", 0),
        ("a" * 480, 0),
        ("tám chữ " * 90, 1),
        ("a" * 600, 1),
        ("dòng\n" * 7 + "hết", 0),
        ("dòng\n" * 12, 1),
    ],
)
def test_long_texts_fold_without_losing_a_word(
    fanpage: PracticePage, caller: Caller, words: str, folds: int
) -> None:
    caller.publish(words)
    outline = Outline(fanpage.wall_html())
    assert outline.tags.count("details") == folds
    shown = outline.posts[0].replace("… Xem thêm", "" if words.isalpha() else " ")
    assert shown.split() == words.split()


def test_a_visitor_is_named_as_one(fanpage: PracticePage) -> None:
    fanpage.add_token("dan", kind="USER", profile_id="5")
    Caller(fanpage, "dan").publish("Hỏi xã")
    assert fanpage.wall_html().count("<b>Khách viếng thăm</b>") == 1


def test_the_wall_has_no_scripts_and_loads_nothing(fanpage: PracticePage, caller: Caller) -> None:
    caller.publish("Chào")
    outline = Outline(fanpage.wall_html())
    assert {"script", "img", "link", "iframe", "form"} & set(outline.tags) == set()
    policy = caller.get("/").headers["content-security-policy"]
    assert (
        policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'"
    )


def test_a_permalink_leads_to_its_post_on_the_wall(fanpage: PracticePage, caller: Caller) -> None:
    post = caller.publish("Chào")
    assert fanpage.posts()[0].permalink == f"{fanpage.url}/#{post}"
    assert fanpage.wall_html().count(f'<article id="{post}">') == 1


def test_permalinks_can_begin_with_a_file(clock: VirtualClock) -> None:
    page = practice_page(clock, wall_address="fanpage.html")
    post = page.staff_post("Chào")
    assert page.posts()[0].permalink == f"fanpage.html#{post}"


def test_the_clock_form_is_only_there_when_the_clock_moves(clock: VirtualClock) -> None:
    with practice_page(clock) as fixed, practice_page(clock, move=clock.set) as movable:
        assert "/_chay-thu/dong-ho" not in Caller(fixed).get("/").body.decode()
        assert Caller(movable).get("/").body.decode().count('action="/_chay-thu/dong-ho"') == 1
        assert "form" not in Outline(movable.wall_html()).tags
        assert Caller(fixed).post("/_chay-thu/dong-ho", phut="15").status == 404
        assert clock.now() == START


def test_a_person_moves_the_clock_and_due_posts_go_public(clock: VirtualClock) -> None:
    with practice_page(clock, move=clock.set) as fanpage:
        caller = Caller(fanpage, None)
        Caller(fanpage).schedule("Chào", timedelta(minutes=30))
        reply = caller.post("/_chay-thu/dong-ho", phut="60", den="2026-11-15T19:00")
        assert (reply.status, reply.headers["location"]) == (303, "/")
        assert clock.now() == START + timedelta(hours=1)
        assert fanpage.posts()[0].public_at == START + timedelta(minutes=30)
        caller.post("/_chay-thu/dong-ho", phut="", den="2026-11-16T07:00")
        assert clock.now() == START + timedelta(hours=12)


def test_a_browser_names_our_own_origin_with_the_form_and_is_let_in(clock: VirtualClock) -> None:
    with practice_page(clock, move=clock.set) as fanpage:
        caller = Caller(fanpage, None)
        assert caller.get("/").headers["referrer-policy"] == "same-origin"
        own = {"Origin": fanpage.url}
        assert caller.call("POST", "/_chay-thu/dong-ho", {"phut": "60"}, own).status == 303
        assert clock.now() == START + timedelta(hours=1)


@pytest.mark.browser
def test_a_person_unfolds_a_post_and_moves_the_clock_in_a_browser(
    chromium: Browser, clock: VirtualClock
) -> None:
    with practice_page(clock, move=clock.set) as fanpage:
        Caller(fanpage).publish("tám chữ " * 90 + "cuối bài")
        phone = chromium.new_page(viewport={"width": 360, "height": 800})
        phone.goto(fanpage.url)
        assert phone.evaluate("document.documentElement.scrollWidth") == 360
        assert not phone.get_by_text("cuối bài").is_visible()
        phone.get_by_text("Xem thêm").click()
        assert phone.get_by_text("cuối bài").is_visible()
        phone.get_by_role("button", name="Thêm 1 giờ").click()
        expect(phone.get_by_text("20:00").first).to_be_visible()
        assert (phone.url, clock.now()) == (f"{fanpage.url}/", START + timedelta(hours=1))
        phone.close()


@pytest.mark.parametrize("den", ["", "mai", "2026-11-14T19:00", "2026-11-15T18:59"])
def test_the_clock_takes_no_nonsense_and_never_runs_back(clock: VirtualClock, den: str) -> None:
    with practice_page(clock, move=clock.set) as fanpage:
        reply = Caller(fanpage, None).post("/_chay-thu/dong-ho", den=den)
        assert (reply.status, clock.now()) == (400, START)


def test_the_clock_is_not_moved_from_another_site(clock: VirtualClock) -> None:
    with practice_page(clock, move=clock.set) as fanpage:
        form, foreign = {"phut": "60"}, {"Origin": "https://ke-xau.vn"}
        reply = Caller(fanpage, None).call("POST", "/_chay-thu/dong-ho", form, foreign)
        assert (reply.status, clock.now()) == (421, START)


def test_weekdays_are_vietnamese() -> None:
    days = [spoken_time(START + timedelta(days=day)).split(",")[0] for day in range(7)]
    assert days == ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"]
