"""Việc hôm nay: every list of it, each with what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select
from web_kit import APPROVER, WRITER, Read, approve, arrive, client, read, submit, write

from habac24h import memory, workflow
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.channels.practice_page import Fault, PracticePage
from habac24h.clock import VirtualClock
from habac24h.engine.context import Engine, Report
from habac24h.engine.passes import run_pass
from habac24h.models import Airing, Page
from habac24h.office import Office
from habac24h.workflow import connecting, pages
from habac24h.workflow.confirmation import NOT_DONE
from habac24h.workflow.facts import set_facts
from habac24h.workflow.mending import TOO_LATE


@pytest.fixture
def practice(office: Office) -> Iterator[PracticePage]:
    office.home.mkdir(exist_ok=True)
    with office.practice_page() as page:
        yield page


@pytest.fixture
def staffed(office: Office) -> Office:
    arrive(office)
    return office


def today(office: Office) -> Read:
    return read(client(office).get("/"))


def one_pass(office: Office, practice: PracticePage) -> None:
    with replace(office, practice=practice).engine("thu") as engine:
        fresh: Engine = replace(engine, report=Report())
        run_pass(fresh)


def test_an_empty_office_is_told_to_add_people_and_to_plan(office: Office) -> None:
    assert today(office).sections == {
        "nguoi-dung": [
            "Chưa có người dùng",
            "Bước tiếp theo: mở đường dẫn thiết lập mà chương trình in ra lúc khởi động để tạo "
            "người quản trị, rồi thêm người soạn và người duyệt (hai người khác nhau) ở trang Tài "
            "khoản.",
        ],
        "bat-dau": [
            "Chưa có kế hoạch",
            "Chưa có nội dung nào. Bước tiếp theo: lập kế hoạch cho cả năm.",
            "Đăng nhập để lập kế hoạch",
        ],
    }


def test_quiet_lists_say_that_they_are_quiet(staffed: Office) -> None:
    write(staffed, "Xa lắm", days=90)
    sections = today(staffed).sections
    assert sections["can-xu-ly"][1:] == ["Không có lượt nào lỗi, chưa rõ, quá giờ hay đang gỡ."]
    assert sections["cho-duyet"][1:] == ["Không có nội dung nào chờ duyệt."]
    assert sections["hom-nay"][1:] == ["Không có việc nào. Xem cả lịch."]
    assert sections["chua-xac-nhan"][1:] == [
        "Mọi việc đã duyệt mà qua giờ đều đã có người xác nhận."
    ]
    assert sections["nhap"][1:] == ["Mọi nội dung của 14 ngày tới đều đã được trình."]
    assert sections["so-lieu"][1:] == ["Các đợt sắp tới đã đủ số liệu."]


def test_what_waits_for_approval_names_who_asked_and_leads_to_the_door(staffed: Office) -> None:
    submit(staffed, write(staffed, "Bài chờ", days=40))
    assert today(staffed).sections["cho-duyet"] == [
        "Chờ duyệt 1",
        "Bài chờ",
        "07:00, Thứ Ba 10/02/2026 Fanpage Người trình: soan",
        "Đăng nhập để đọc và duyệt",
    ]


def test_a_draft_is_listed_in_the_two_weeks_before_its_hour(staffed: Office) -> None:
    near = write(staffed, "Gần", days=14)
    write(staffed, "Xa", days=14.1)
    assert today(staffed).sections["nhap"][2:] == [
        "Gần",
        "07:00, Thứ Năm 15/01/2026 Fanpage",
        f"Mã: {near}",
    ]


def test_today_and_tomorrow_show_what_goes_out_by_the_hour(staffed: Office) -> None:
    write(staffed, "Chưa duyệt", days=0.5)
    approve(staffed, write(staffed, "Đã duyệt", text="Lời khác.", days=0.25))
    approve(staffed, write(staffed, "Đọc loa", channel="loudspeaker", days=1))
    sections = today(staffed).sections
    assert sections["hom-nay"] == [
        "Hôm nay, Thứ Năm 01/01/2026 2",
        "Đã duyệt",
        "13:00 Fanpage chờ đến giờ",
        "Chưa duyệt",
        "19:00 Fanpage nháp",
        "Chưa duyệt nên sẽ không được thực hiện.",
    ]
    assert sections["ngay-mai"] == [
        "Ngày mai, Thứ Sáu 02/01/2026 1",
        "Đọc loa",
        "07:00 Đài truyền thanh chờ đến giờ",
    ]


def test_a_banner_is_on_its_first_and_on_its_last_day(staffed: Office) -> None:
    clock = staffed.clock
    key = write(
        staffed, "Băng rôn", channel="banner", days=0.1, until=clock.now() + timedelta(days=1.2)
    )
    approve(staffed, key)
    sections = today(staffed).sections
    assert sections["hom-nay"][2] == (
        "09:24 bắt đầu, đến hết Thứ Sáu 02/01/2026 Băng rôn chờ đến giờ"
    )
    assert sections["ngay-mai"][1:] == [
        "Băng rôn",
        "11:48 ngày cuối: tháo xuống Băng rôn chờ đến giờ",
    ]


def test_what_nobody_confirmed_is_listed_with_the_way_to_say_so(
    staffed: Office, clock: VirtualClock
) -> None:
    approve(staffed, write(staffed, "Đọc loa", channel="loudspeaker", days=0.1))
    clock.advance(timedelta(days=0.2))
    assert today(staffed).sections["chua-xac-nhan"][1:4] == [
        "Đọc loa",
        "09:24, Thứ Năm 01/01/2026 Đài truyền thanh chưa xác nhận đã thực hiện",
        "Đăng nhập để xác nhận đã làm, hoặc ghi lý do không làm được",
    ]


def test_a_banner_that_hangs_too_long_is_listed(staffed: Office, clock: VirtualClock) -> None:
    end = clock.now() + timedelta(days=2)
    key = approve(staffed, write(staffed, "Băng rôn", channel="banner", days=0.1, until=end))
    clock.advance(timedelta(days=1))
    with staffed.desk(WRITER) as desk:
        workflow.confirm(desk, key)
    assert today(staffed).sections["chua-xac-nhan"][0] == "Quá giờ, chưa xác nhận 0"
    clock.advance(timedelta(days=1, minutes=1))
    assert today(staffed).sections["chua-xac-nhan"][1:4] == [
        "Băng rôn",
        "07:00, Thứ Bảy 03/01/2026 Băng rôn chưa báo đã tháo",
        "Đăng nhập để xác nhận đã làm, hoặc ghi lý do không làm được",
    ]


def test_only_the_places_without_a_word_are_named(staffed: Office, clock: VirtualClock) -> None:
    key = write(staffed, "Nói chuyện", channel="talk", days=0.1)
    with staffed.database.write() as session:
        airing = session.exec(select(Airing).where(Airing.key == f"{key}@1")).one()
        airing.places = ["thon-1", "thon-2"]
        session.add(airing)
    approve(staffed, key)
    clock.advance(timedelta(days=0.2))
    with staffed.desk(WRITER) as desk:
        workflow.confirm(desk, key, place="thon-1")
    assert today(staffed).sections["chua-xac-nhan"][3] == "Tại Nhà văn hóa thôn 2 (ví dụ)"


def test_a_missed_post_says_why_and_how_to_go_on(
    staffed: Office, clock: VirtualClock, practice: PracticePage
) -> None:
    write(staffed, "Bài lỡ", days=0.1)
    clock.advance(timedelta(days=1))
    one_pass(staffed, practice)
    assert today(staffed).sections["can-xu-ly"] == [
        "Cần xử lý 1",
        "Bài lỡ",
        "09:24, Thứ Năm 01/01/2026 Fanpage quá giờ, không đăng",
        "Lý do: chưa duyệt",
        TOO_LATE,
        "Đăng nhập để xử lý",
    ]


def test_what_a_person_dropped_or_explained_needs_no_mending(
    staffed: Office, clock: VirtualClock, practice: PracticePage
) -> None:
    dropped = write(staffed, "Bài bỏ", days=0.1)
    told = approve(staffed, write(staffed, "Loa hỏng", channel="loudspeaker", days=0.1))
    clock.advance(timedelta(days=1))
    one_pass(staffed, practice)
    with staffed.desk(WRITER) as desk:
        workflow.cancel(desk, dropped)
        workflow.confirm(desk, told, what=NOT_DONE, note="mất điện")
    assert today(staffed).sections["can-xu-ly"][0] == "Cần xử lý 0"


def test_old_missed_items_are_counted_not_listed(
    staffed: Office, clock: VirtualClock, practice: PracticePage
) -> None:
    for n in range(12):
        write(staffed, f"Bài {n:02}", text=f"Lời {n}.", days=0.1 + n / 100)
    clock.advance(timedelta(days=1))
    one_pass(staffed, practice)
    page = today(staffed)
    assert page.sections["can-xu-ly"][:2] == ["Cần xử lý 12", "Bài 11"]
    assert page.sections["can-xu-ly"][-1] == "Còn 2 lượt quá giờ cũ hơn: xem trong Lịch."


def test_a_doubtful_post_is_first_and_leads_to_its_answers(
    staffed: Office, practice: PracticePage
) -> None:
    key = approve(staffed, write(staffed, "Bài ngờ", days=1))
    practice.faults.add(Fault("html", call="create"))
    one_pass(staffed, practice)
    assert today(staffed).sections["can-xu-ly"][:3] == [
        "Cần xử lý 1",
        "Bài ngờ",
        "07:00, Thứ Sáu 02/01/2026 Fanpage chưa rõ đã đăng hay chưa",
    ]
    page = today(staffed)
    assert page.sections["can-xu-ly"][-1] == "Đăng nhập để xử lý"
    assert page.links["Đăng nhập để xử lý"] == f"/dang-nhap?den=/noi-dung/{key}"


def test_a_post_being_taken_back_needs_nobody(staffed: Office, practice: PracticePage) -> None:
    key = approve(staffed, write(staffed, "Bài gỡ", days=1))
    one_pass(staffed, practice)
    with staffed.desk(APPROVER) as desk:
        workflow.cancel(desk, key)
    assert today(staffed).sections["can-xu-ly"][2:] == [
        "07:00, Thứ Sáu 02/01/2026 Fanpage đang gỡ khỏi Facebook",
        "Chương trình đang gỡ để hủy và làm đến khi Facebook báo đã gỡ xong.",
    ]


def test_missing_facts_are_named_with_the_page_that_takes_them(staffed: Office) -> None:
    with staffed.desk(WRITER) as desk:
        found = plan(
            desk.session, 2026, now=desk.now, settings=staffed.settings,
            campaign_id="thang-hanh-dong",
        )  # fmt: skip
        apply(desk.session, found, by=desk.who, now=desk.now)
        phones = {"phone_police": "0220 3888 111", "phone_women_union": "0220 3888 222"}
        set_facts(desk, 2026, "thang-hanh-dong", phones)
    assert today(staffed).sections["so-lieu"] == [
        "Số liệu còn thiếu 1",
        "Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ sở giới, "
        "năm 2026",
        "Còn thiếu: chủ đề của năm (bắt buộc). Chưa có số liệu bắt buộc thì chưa duyệt được nội "
        "dung nào của đợt này.",
        "Điền số liệu năm 2026 (sau khi đăng nhập)",
    ]


def page_box(office: Office) -> list[str]:
    blocks = today(office).blocks
    after = {"Chưa có người dùng", "Chưa có kế hoạch"} & set(blocks)
    return blocks[blocks.index("Thứ Năm 01/01/2026") + 1 : min(map(blocks.index, after))]


def test_a_practice_page_is_called_one(office: Office, practice: PracticePage) -> None:
    one_pass(office, practice)
    assert page_box(office) == [
        "Trang chạy thử “Hà Bắc 24h”: không ai ngoài cơ quan nhìn thấy. Xem tường trang",
        "Đang đăng bình thường. 0 bài đã hẹn giờ trên trang.",
        "Bộ lập lịch xem trang lần gần nhất lúc 07:00, Thứ Năm 01/01/2026.",
    ]


def test_a_scheduler_that_passes_without_looking_is_seen_to_run(
    office: Office, clock: VirtualClock, practice: PracticePage
) -> None:
    one_pass(office, practice)
    clock.advance(timedelta(minutes=20))
    with office.database.write() as session:
        memory.remember(session, memory.PASSED_AT, clock.now().isoformat())
    assert page_box(office)[-1] == (
        "Bộ lập lịch đang chạy, lượt gần nhất xong lúc 07:20, Thứ Năm 01/01/2026; xem trang lúc "
        "07:00, Thứ Năm 01/01/2026."
    )


def test_a_scheduler_that_never_ran_is_noticed(office: Office) -> None:
    assert page_box(office)[-1] == (
        "Bộ lập lịch chưa xem trang lần nào. Bộ lập lịch có vẻ không chạy nên bài chưa được "
        "đăng: nhờ người quản máy khởi động lại chương trình. Xem trang Sức khỏe"
    )


def test_a_stopped_page_says_so_and_how_to_resume(staffed: Office) -> None:
    with staffed.desk(APPROVER) as desk:
        connecting.stop(desk)
    assert page_box(staffed)[1:3] == [
        "ĐANG DỪNG mọi việc đăng.",
        "Đăng nhập để cho đăng trở lại",
    ]


def test_a_blocked_real_page_shows_its_sentence(office: Office) -> None:
    with office.database.write() as session:
        desk = workflow.Desk.reader(session, office.settings, office.clock.now())
        page = Page(page_id="123", name="Hà Bắc 24h", connected_at=office.clock.now())
        page.blocked = "Mã truy cập đã hết hạn; chạy `habac24h fanpage connect`."
        pages.make_live(desk, page)
        memory.remember(session, memory.LOOKED_AT, office.clock.now().isoformat())
    assert page_box(office) == [
        "Trang thật “Hà Bắc 24h” trên Facebook (mã trang 123).",
        "Trang đang bị chặn, chưa gửi được bài nào.",
        "Mã truy cập đã hết hạn; mở trang Kết nối Fanpage.",
        "Mời xử lý điều trên rồi cho thử lại.",
        "Đăng nhập để cho thử lại",
        "Bộ lập lịch xem trang lần gần nhất lúc 07:00, Thứ Năm 01/01/2026.",
    ]


@pytest.mark.sqlite
def test_the_first_page_is_small(staffed: Office) -> None:
    for n in range(40):
        submit(staffed, write(staffed, f"Bài {n}", text=f"Lời {n}.", days=n / 3))
    answer = client(staffed).get("/")
    style = client(staffed).get("/static/pages.css")
    assert len(answer.content) + len(style.content) < 150_000
