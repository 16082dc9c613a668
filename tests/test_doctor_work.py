"""The doctor and what goes on each day: passes, posts, the page, backups, chores."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from doctor_kit import NOW, SQLITE, dated
from sqlmodel import select
from web_kit import approve, arrive, write

from habac24h import memory
from habac24h.chores import copies
from habac24h.chores.ledger import Outcome
from habac24h.chores.place import Place
from habac24h.chores.tables import ChoreRow
from habac24h.clock import VirtualClock
from habac24h.doctor import keeping, kept_copies, publishing
from habac24h.doctor.line import Level
from habac24h.doctor.patient import of_office
from habac24h.models import Airing, Going, Page
from habac24h.office import Office
from habac24h.scheduler import only_engine


@SQLITE
def test_a_program_that_is_open_and_does_nothing(office: Office, clock: VirtualClock) -> None:
    with only_engine(office.home):
        assert publishing.passes(of_office(office)).said == (
            "vừa mở, chưa xong lượt nào; hãy khám lại sau một phút."
        )
        with office.database.write() as session:
            memory.remember(session, memory.PASSED_AT, clock.now().isoformat())
        clock.advance(publishing.STALE + timedelta(seconds=1))
        stuck = publishing.passes(of_office(office))
    assert (stuck.level, stuck.said) == (
        Level.WRONG,
        "đang mở nhưng không làm việc (lượt gần nhất xong lúc 07:00 ngày 01/01/2026); "
        "hãy dừng rồi chạy lại `habac24h serve`.",
    )


def test_what_waits_for_a_person_is_counted(office: Office) -> None:
    assert publishing.work(of_office(office)).level == Level.OK
    arrive(office)
    key = approve(office, write(office, "Bài"))
    with office.database.write() as session:
        airing = session.exec(select(Airing).where(Airing.key == f"{key}@1")).one()
        airing.state = Going.UNKNOWN
        session.add(airing)
    found = publishing.work(of_office(office))
    assert (found.level, found.said) == (
        Level.WRONG,
        "1 lượt chưa rõ đã đăng hay chưa; hãy mở trang Việc hôm nay để quyết định.",
    )


@SQLITE
def test_a_real_page_as_it_was_last_seen(office: Office, clock: VirtualClock) -> None:
    with office.database.write() as session:
        for page in session.exec(select(Page)):
            page.live = False
            session.add(page)
        session.flush()
        session.add(
            Page(page_id="77", name="Hà Bắc", live=True, token="x", connected_at=clock.now())
        )
    assert publishing.page(of_office(office)).said == (
        "Hà Bắc, mã truy cập xem lại lúc chưa lần nào"
    )
    with office.database.write() as session:
        session.get_one(Page, "77").blocked = "Mã truy cập không hợp lệ hoặc đã hết hạn."
    found = publishing.page(of_office(office))
    assert (found.level, found.said) == (
        Level.WRONG,
        "Hà Bắc: Mã truy cập không hợp lệ hoặc đã hết hạn.",
    )


@SQLITE
def test_a_real_page_is_asked_when_somebody_may(office: Office) -> None:
    """The practice page plays Facebook: scopes, and what the doctor cannot see, are told."""
    with office.practice_page() as wall:
        settings = office.settings.model_copy(
            update={"graph_url": wall.url, "page_id": "100000000000024"}
        )
        from pydantic import SecretStr

        settings = settings.model_copy(update={"page_token": SecretStr("trang-chay-thu")})
        with office.database.write() as session:
            session.get_one(Page, "100000000000024").practice = False
        asked = replace(of_office(office), settings=settings, online=True)
        found = publishing.page(asked)
        wrong = settings.model_copy(update={"page_token": SecretStr("mã-sai-mã-sai")})
        refused = publishing.page(replace(asked, settings=wrong))
    assert found.level == Level.OK
    assert "quyền: pages_" in found.said
    assert found.said.endswith("mở bài đầu tiên trong cửa sổ ẩn danh")
    assert refused.level == Level.WRONG
    assert "mã-sai" not in refused.said


@SQLITE
def test_backups_that_are_old_or_cannot_be_read(office: Office, clock: VirtualClock) -> None:
    place = Place(office.home, office.settings, office.database, clock)
    copies.make_daily(place)
    fresh = kept_copies.backup(of_office(office))
    assert (fresh.level, fresh.said) == (
        Level.NOTE,
        "1 bản, mới nhất lúc 07:00 ngày 01/01/2026, đọc lại được; cùng ổ đĩa với dữ liệu: hãy chép "
        "ra USB, hoặc nhờ người cài chương trình ghi lên đầu tệp habac24h.toml (trong thư mục dữ "
        'liệu) dòng `backups.folder = "E:/sao-luu"`, với E: là ổ khác, rồi khởi động lại.',
    )
    clock.advance(timedelta(days=5))
    assert kept_copies.backup(of_office(office)).said == (
        "1 bản, mới nhất lúc 07:00 ngày 01/01/2026, đọc lại được, nhưng đã 5 ngày; hãy để chương "
        "trình chạy."
    )
    (copy,) = copies.kept(office.home, office.settings)
    copy.path.write_bytes(copy.path.read_bytes()[:5000])
    assert kept_copies.backup(of_office(office)).said == (
        f"Bản sao lưu {copy.path} bị hỏng hoặc thiếu phần; hãy dùng bản khác. Dữ liệu chưa bị thay "
        "đổi."
    )


@SQLITE
def test_a_chore_that_failed_is_told(office: Office, clock: VirtualClock) -> None:
    day = clock.now().date()
    with office.database.write() as session:
        for name, outcome in (("digest", Outcome.UNKNOWN), ("backup", Outcome.DONE)):
            session.add(
                ChoreRow(name=name, day=day, outcome=outcome, started_at=clock.now(), said="vì thế")
            )
    found = keeping.chores(of_office(office))
    assert (found.level, found.said) == (Level.WRONG, "Thư nhắc việc ngày 01/01: vì thế")


@SQLITE
def test_the_public_address_is_tried(office: Office) -> None:
    with dated(NOW, "Không có lịch ở địa chỉ này.") as ours, dated(NOW, "nginx") as others:
        for address, level in ((ours, Level.OK), (others, Level.WRONG)):
            settings = office.settings.model_copy(update={"public_url": address.rstrip("/")})
            patient = replace(of_office(office), settings=settings, online=True)
            assert keeping.feed(patient).level == level
    gone = keeping.feed(patient)
    assert gone.said.startswith(f"không mở được {others.rstrip('/')}; ")
