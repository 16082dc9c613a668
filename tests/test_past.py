"""What is past already: done before the planning, added afterwards, or late and still wanted."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from signed_kit import entered, item, press, staff
from sqlmodel import col, select, update
from web_kit import CAMPAIGN, TestClient, read, submit, write

from habac24h import workflow
from habac24h.clock import VirtualClock
from habac24h.errors import Refused
from habac24h.models import Airing, Going, Item, Words
from habac24h.office import Office
from habac24h.papers.week import fill, monday_of
from habac24h.reminders.digest import gather
from habac24h.workflow.mending import mend
from habac24h.workflow.state import late_words
from habac24h.workflow.view import Filter, count, one, rows

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
DAY = timedelta(days=1)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def writer(office: Office) -> TestClient:
    staff(office)
    return entered(office, "soan")


def put(office: Office, key: str, state: Going) -> str:
    with office.database.write() as session:
        airing = session.exec(select(Airing).where(Airing.key == f"{key}@1")).one()
        airing.state = state
        session.execute(update(Item).where(col(Item.id) == airing.item_id).values(handmade=False))
        session.add(airing)
    return key


def test_what_lay_before_the_planning_is_counted_and_what_is_approved_of_it_waits_for_a_word(
    office: Office, writer: TestClient, clock: VirtualClock
) -> None:
    keys = [write(office, f"Loa {n}", channel="loudspeaker", days=n) for n in (1, 2, 3)]
    clock.advance(timedelta(hours=200))
    writer = entered(office, "soan")
    for key in keys:
        put(office, key, Going.SKIPPED)
    quiet = read(writer.get("/"))
    assert quiet.sections["chua-xac-nhan"][:3] == [
        "Quá giờ, chưa xác nhận 0",
        "Mọi việc đã duyệt mà qua giờ đều đã có người xác nhận.",
        "3 nội dung có giờ trước ngày lập kế hoạch; việc nào đã làm thật thì ghi lại",
    ]
    assert "3 nội dung khớp bộ lọc" in writer.get(quiet.links["Xem 3 nội dung ấy"]).text
    submit(office, keys[0])
    with office.desk("duyet") as desk:
        workflow.approve(desk, keys[0])
    assert read(writer.get("/")).sections["chua-xac-nhan"][:2] == [
        "Quá giờ, chưa xác nhận 1",
        "Loa 1",
    ]
    press(writer, office, "xac-nhan", f"{keys[0]}@1", what="done")
    assert read(writer.get("/")).sections["chua-xac-nhan"][2].startswith("2 nội dung có giờ")


def test_a_talk_that_was_held_is_added_approved_and_confirmed(
    office: Office, writer: TestClient
) -> None:
    form = {"dot": CAMPAIGN, "nam": "2025", "kenh": "talk", "luc": "2025-11-21T14:00",
            "tieu-de": "Nói chuyện ở trường", "loi": "Đề cương."}  # fmt: skip
    assert "min=" not in writer.get("/them-noi-dung").text
    answer = writer.post("/them-noi-dung", data=form, follow_redirects=False)
    assert answer.status_code == 303
    key = f"{CAMPAIGN}/2025/rieng-001"
    assert "việc đã qua: soạn, trình, duyệt rồi xác nhận" in (
        writer.get(answer.headers["location"]).text
    )
    submit(office, key)
    press(entered(office, "duyet"), office, "duyet", key)
    press(writer, office, "xac-nhan", f"{key}@1", what="done")
    with office.database.read() as session:
        assert session.exec(select(Airing.state).where(Airing.key == f"{key}@1")).one() == "done"


def test_what_was_added_after_its_hour_waits_everywhere_until_it_is_confirmed(
    office: Office, clock: VirtualClock
) -> None:
    staff(office)
    clock.advance(10 * DAY)
    key = write(office, "Bài loa", channel="loudspeaker", days=-3)
    week = monday_of(f"{(clock.now() - 3 * DAY):%d/%m/%Y}")
    writer = entered(office, "soan")

    def told(part: str) -> tuple[str, str | None, str, str]:
        """One state in lists, in words beside it, on the week's sheet, and on the first page."""
        with office.database.read() as session:
            desk = workflow.Desk.reader(session, office.settings, clock.now())
            row = one(session, desk.item(key))
            assert [row.item.key for row in rows(session, Filter(state=row.state), ZONE)] == [key]
            assert count(session, Filter(state=row.state), ZONE) == 1
            (slot,) = [slot for day in fill(desk, week).days for slot in day.slots]
            late = late_words(row.item, row.airings[0], clock.now())
        first = read(writer.get("/")).sections
        assert "lập kế hoạch" not in " ".join(first["chua-xac-nhan"])
        return row.state, late, slot.state, first.get(part, [""])[0]

    assert told("den-ngay") == (
        "draft",
        "đã đến giờ mà chưa trình duyệt",
        "NHÁP: CHƯA ĐƯỢC PHÁT",
        "Đã đến ngày mà chưa trình, chưa duyệt 1",
    )
    submit(office, key)
    late = "đã đến giờ mà chưa duyệt"
    assert told("cho-duyet") == ("pending", late, "CHỜ DUYỆT: CHƯA ĐƯỢC PHÁT", "Chờ duyệt 1")
    press(entered(office, "duyet"), office, "duyet", key)
    late = "quá giờ, chưa xác nhận"
    assert told("chua-xac-nhan") == ("approved", late, "", "Quá giờ, chưa xác nhận 1")
    assert late in read(writer.get(f"/noi-dung/{key}")).sections["gio"]
    press(writer, office, "xac-nhan", f"{key}@1", what="done")
    assert told("chua-xac-nhan") == ("done", None, "đã phát", "Quá giờ, chưa xác nhận 0")
    history = read(writer.get(f"/noi-dung/{key}")).sections["lich-su"]
    assert history[1].endswith("Xác nhận đã phát, soan: đã đến giờ → đã phát")


@pytest.mark.parametrize(
    ("channel", "days", "why"),
    [
        (
            "fanpage",
            1,
            "Giờ này đã qua mà bài Fanpage không đăng lùi ngày được; hãy chọn một giờ sắp tới.",
        ),
        ("talk", 400, "Việc đã qua chỉ ghi được của năm 2025 và 2026; hãy xem lại ngày."),
    ],
)
def test_what_cannot_be_recorded_afterwards_is_refused_in_its_own_words(
    office: Office, writer: TestClient, channel: str, days: int, why: str
) -> None:
    with pytest.raises(Refused) as caught:
        write(office, "Đã qua", channel=channel, days=-days)
    assert caught.value.sentence == why


def test_a_post_that_was_put_up_by_hand_is_told_where_to_go(office: Office) -> None:
    post = Item(key="k", campaign="c", year=2026, activity="a", channel="fanpage", state="draft")
    now = office.clock.now()
    airing = Airing(key="k@1", item_id=1, uid="1", state=Going.SKIPPED, due=now - DAY)
    told = mend(post, airing, now).sentence
    assert told.startswith("Đã quá giờ cho phép nên chương trình không đăng nữa.")
    assert "tự đăng bài này bằng tay" in told
    assert told.endswith("vào mục “Khó khăn, vướng mắc và nguyên nhân”.")


def test_a_draft_whose_days_have_begun_is_on_the_first_page_in_the_digest_and_at_the_queue(
    office: Office, writer: TestClient, clock: VirtualClock
) -> None:
    key = write(office, "Băng rôn", channel="banner", days=1, until=clock.now() + 30 * DAY)
    clock.advance(DAY)
    clock.advance(DAY)
    writer = entered(office, "soan")
    page = read(writer.get("/"))
    assert page.sections["den-ngay"][0] == "Đã đến ngày mà chưa trình, chưa duyệt 1"
    assert "đã đến ngày treo mà chưa trình duyệt." in page.sections["den-ngay"]
    assert "1 nháp đã đến ngày mà chưa trình duyệt" in writer.get("/duyet").text
    with office.database.read() as session:
        digest = gather(session, clock.now(), office.settings)
    (part,) = [one for one in digest.parts if one.id == "den-ngay"]
    assert part.entries[0].text.endswith("Băng rôn – đã đến ngày treo mà chưa trình duyệt")
    submit(office, key)
    assert "den-ngay" not in read(writer.get("/")).sections
    queue = entered(office, "duyet").get("/duyet").text
    assert "đã đến ngày treo mà chưa duyệt; duyệt xong vẫn treo muộn được" in queue
    press(entered(office, "duyet"), office, "duyet", key)
    assert item(office, key).state == "approved"
    press(writer, office, "xac-nhan", f"{key}@1", what="done")
    history = read(writer.get(f"/noi-dung/{key}")).sections["lich-su"]
    assert any(re.search("đã đến giờ → đã treo", line) for line in history)
    assert not any("chờ đến giờ" in line for line in history)


@pytest.mark.parametrize(
    ("channel", "words", "said"),
    [
        ("banner", Words.DRAFT, "đã đến ngày treo mà chưa trình duyệt"),
        ("banner", Words.PENDING, "đã đến ngày treo mà chưa duyệt"),
        ("banner", Words.APPROVED, "quá giờ, chưa xác nhận"),
        ("talk", Words.DRAFT, "đã đến giờ mà chưa trình duyệt"),
        ("fanpage", Words.APPROVED, None),
    ],
)
def test_nothing_waits_for_an_hour_that_has_come(
    office: Office, channel: str, words: Words, said: str | None
) -> None:
    now = office.clock.now()
    late = Item(key="k", campaign="c", year=2026, activity="a", channel=channel, state=words)
    airing = Airing(key="k@1", item_id=1, uid="1", state=Going.WAITING, due=now)
    assert late_words(late, airing, now) == said
    assert late_words(late, airing, now - DAY) is None
