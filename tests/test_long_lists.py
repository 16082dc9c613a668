"""Long lists: cut, but counted truly; asked of the database in so many questions, however long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product

import pytest
from conftest import START
from signed_kit import entered, staff
from sqlalchemy import event
from sqlmodel import Session, select
from web_kit import CAMPAIGN, Read, TestClient, read

from habac24h.clock import VirtualClock
from habac24h.models import Airing, Confirmation, Edition, Fact, Going, Item, Words
from habac24h.office import Office
from habac24h.web import bulk, campaigns, listing, queue, today
from habac24h.workflow import view
from habac24h.workflow.agenda import Reader
from habac24h.workflow.confirmation import DONE, NOT_DONE, TAKEN_DOWN
from habac24h.workflow.outdated import outdated
from habac24h.workflow.standing import standings
from habac24h.workflow.state import overall, overall_in_sql
from habac24h.workflow.unsaid import is_unsaid
from habac24h.workflow.view import Filter

DAY = timedelta(days=1)


def put(
    session: Session,
    name: str,
    *,
    states: Sequence[Going] = (Going.WAITING,),
    due: datetime = START + DAY,
    until: datetime | None = None,
    places: Sequence[str] = (),
    **item: object,
) -> int:
    """An item as it might stand after years, with an airing in each of these states; its id."""
    made = Item(
        **{"channel": "fanpage", "state": Words.APPROVED, "title": name, "text": f"Lời {name}.",
           "key": f"{CAMPAIGN}/2026/{name}", "campaign": CAMPAIGN, "year": 2026, "activity": name,
           "submitted_at": START, "created_at": START, "updated_at": START, **item}
    )  # fmt: skip
    session.add(made)
    session.flush()
    assert made.id is not None
    for n, state in enumerate(states, 1):
        airing = Airing(
            key=f"{made.key}@{n}", item_id=made.id, n=n, uid=f"{name}-{n}@thu", due=due,
            until=until, late_until=until or due + DAY, places=list(places), state=state,
            created_at=START,
        )  # fmt: skip
        session.add(airing)
    session.flush()
    return made.id


@pytest.fixture
def signed(office: Office) -> TestClient:
    """An approver's browser; nothing is planned."""
    staff(office)
    return entered(office, "duyet")


def give_themes(session: Session) -> None:
    """Each year's theme as its words have it, but for 2003's."""
    for edition in session.exec(select(Edition).where(Edition.campaign == "chung")):
        value = "khác" if edition.year == 2003 else f"{edition.year}"
        assert edition.id is not None
        session.add(
            Fact(edition_id=edition.id, name="theme", value=value, set_by="lan", set_at=START)
        )
    session.flush()


def section(page: Read, name: str) -> tuple[str, str]:
    """The heading of a section and its last words."""
    return page.sections[name][0], page.sections[name][-1]


def test_the_database_tells_the_one_state_of_an_item_as_python_does(office: Office) -> None:
    zone, every = office.settings.zone, [None, *Going]
    with office.database.read() as session:
        for n, (words, *pair) in enumerate(product(Words, every, every)):
            if every.index(pair[0]) <= every.index(pair[1]):
                states = [one for one in pair if one]
                put(session, f"thu-{n}", states=states, state=words)
                put(session, f"tay-{n}", states=states, state=words, handmade=True)
        airings = view._airings(session, [])
        for item, told in session.exec(select(Item, overall_in_sql())):
            assert told == overall(item, airings[item.id or 0]), item.key
        found = view.brief_rows(session, Filter(year=2026), zone)
        for state in ("draft", "dropped", "missed", "waiting", "done"):
            some = view.rows(session, Filter(state=state), zone)
            assert [row.item.key for row in some] == [
                row.item.key for row in found if row.state == state
            ]
            assert view.count(session, Filter(state=state), zone) == len(some)
        counted = standings(session, 2026)[CAMPAIGN]
        assert sum(one.count for one in counted) == len(found)
        assert sum(one.count for one in counted if one.live and one.state == "done") == sum(
            row.state == "done" and row.item.state != Words.DROPPED for row in found
        )


@pytest.mark.parametrize("asked", ["kieu=danh-sach", "report=1&from=2026-01-01&to=2026-12-31"])
def test_a_long_list_goes_on_until_every_item_was_shown_once(
    office: Office, signed: TestClient, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setattr(listing, "MOST_LISTED", 4)
    per_day = (2, 2, 1, 6, 1, 3)
    with office.database.write() as session:
        for day, count in enumerate(per_day):
            for n in range(count):
                twice = (Going.WAITING, Going.WAITING) if n == 0 else (Going.WAITING,)
                put(session, f"bai-{day}-{n}", due=START + (day + 1) * DAY, states=twice)
    address, shown = f"/lich?{asked}", list[list[str]]()
    while address:
        page = read(signed.get(address))
        shown.append([text for level, text in page.headings if level == 3])
        later = [way for words, way in page.links.items() if words.startswith("Xem tiếp từ")]
        address = later[0] if later else ""
    assert [len(one) for one in shown] == [4, 1, 6, 4]
    assert sorted(title for titles in shown for title in titles) == sorted(
        f"bai-{day}-{n}" for day, count in enumerate(per_day) for n in range(count)
    )
    assert "15 nội dung" in read(signed.get(f"/lich?{asked}")).html


def test_a_window_that_began_before_the_days_of_a_list_stands_first(
    office: Office, signed: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_LISTED", 2)
    with office.database.write() as session:
        put(session, "bang", channel="banner", due=START - 9 * DAY, until=START + 9 * DAY)
        for n in range(3):
            put(session, f"bai-{n}", due=START + n * DAY)
    page = read(signed.get("/lich?kieu=danh-sach&from=2026-01-01"))
    assert [text for level, text in page.headings if level == 3] == ["bang", "bai-0"]
    assert page.links["Xem tiếp từ Thứ Sáu 02/01/2026"].endswith("from=2026-01-02")


def test_the_first_page_cuts_what_waits_and_says_how_much_more(
    office: Office, signed: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mine stand first, however late they are due: nobody else's hide them."""
    monkeypatch.setattr(today, "MOST", 3)
    with office.database.write() as session:
        for n in range(5):
            put(session, f"cua-toi-{n}", state=Words.PENDING, submitter="duyet", authors=["duyet"])
        for n in range(2):
            put(
                session,
                f"cho-duyet-{n}",
                state=Words.PENDING,
                submitter="soan",
                due=START + 9 * DAY,
            )
            put(session, f"nhap-{n}", state=Words.DRAFT, states=(Going.WAITING, Going.WAITING))
    page = read(signed.get("/"))
    assert section(page, "cho-duyet") == (
        "Chờ duyệt 7",
        "Còn 4 nội dung nữa chờ duyệt: xem cả hàng chờ.",
    )
    listed = [text for text in page.sections["cho-duyet"] if text.startswith(("cua-", "cho-"))]
    assert listed == ["cho-duyet-0", "cho-duyet-1", "cua-toi-0"]
    assert section(page, "nhap")[0] == "Còn là nháp, đến giờ trong 14 ngày tới 2"
    assert section(page, "ngay-mai")[1] == "Còn 6 việc nữa trong ngày: xem trong Lịch."
    assert read(signed.get(page.links["xem cả hàng chờ"])).html.count("Cả hàng chờ: 7 bài") == 1


def test_every_list_of_the_first_page_leads_to_the_rest(
    office: Office, signed: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today, "MOST", 2)
    before = START - 3 * DAY
    with office.database.write() as session:
        for n in range(3):
            put(session, f"loi-{n}", states=[Going.FAILED])
            put(session, f"loa-{n}", channel="loudspeaker", due=before)
            put(session, f"bang-{n}", channel="banner", states=[Going.DONE], due=before,
                until=START - DAY)  # fmt: skip
            put(session, f"nhap-{n}", state=Words.DRAFT)
    page = read(signed.get("/"))
    assert section(page, "can-xu-ly") == (
        "Cần xử lý 3",
        "Còn 1 lượt nữa đang lỗi, chưa rõ hoặc đang gỡ: xem trong Lịch các lượt lỗi, chưa rõ, "
        "đang gỡ.",
    )
    assert section(page, "chua-xac-nhan")[0] == "Quá giờ, chưa xác nhận 6"
    assert page.sections["chua-xac-nhan"][-2].startswith("Còn 1 việc nữa quá giờ, chưa xác nhận;")
    assert page.sections["chua-xac-nhan"][-1].startswith("Còn 1 băng rôn nữa chưa báo đã tháo;")
    assert section(page, "nhap")[1] == "Còn 1 nháp nữa: xem trong Lịch."
    for words in ("lỗi", "Xem trong Lịch", "Xem băng rôn trong Lịch"):
        assert read(signed.get(page.links[words])).html.count("3 nội dung khớp bộ lọc") == 1


def test_a_long_queue_shows_the_lines_around_and_says_which(
    office: Office, signed: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_LISTED", 3)
    monkeypatch.setattr(queue, "BEFORE", 1)
    monkeypatch.setattr(bulk, "MOST_LISTED", 2)
    with office.database.write() as session:
        for n in range(1, 6):
            put(session, f"bai-{n}", state=Words.PENDING, submitter="soan", due=START + n * DAY)
    for shown, says, listed in (
        (1, "1 đến 3", "123"),
        (3, "2 đến 4", "234"),
        (5, "3 đến 5", "345"),
    ):
        page = read(signed.get(f"/duyet?bai={CAMPAIGN}/2026/bai-{shown}"))
        assert page.html.count(f"Đang hiện bài {says};") == 1
        assert page.html.count(f"<b>{shown}/5</b>") == 1
        lines = page.html.partition('<ol class="hang"')[2].partition("</ol>")[0]
        assert "".join(n for n in "12345" if f">bai-{n}<" in lines) == listed
    several = read(signed.get("/duyet/nhieu"))
    assert several.html.count("Đang hiện 2 bài ra sớm nhất trong 5 bài chờ bạn duyệt") == 1


def test_a_long_edition_is_listed_to_a_length_and_leads_on(
    office: Office, signed: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaigns, "MOST_LISTED", 2)
    with office.database.write() as session:
        for n in range(4):
            put(session, f"bai-{n}", due=START + n * DAY)
    page = read(signed.get(f"/chien-dich/{CAMPAIGN}?nam=2026"))
    assert page.html.count("Còn 2 nội dung nữa:") == 1
    rest = read(signed.get(page.links["xem tiếp trong Lịch từ Thứ Bảy 03/01/2026"]))
    assert [text for level, text in rest.headings if level == 3] == ["bai-2", "bai-3"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/lich",
        "/lich?kieu=danh-sach",
        "/lich?kieu=danh-sach&state=approved",
        "/lich?kieu=danh-sach&state=draft",
        f"/chien-dich/{CAMPAIGN}?nam=2026",
        "/chien-dich",
        "/duyet",
        "/duyet?tat-ca=1",
        "/duyet/nhieu",
    ],
)
@pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
def test_more_items_are_no_more_questions(office: Office, signed: TestClient, path: str) -> None:
    asked: list[str] = []

    def fill(first: int, last: int) -> None:
        with office.database.write() as session:
            for n in range(first, last):
                for words in (Words.DRAFT, Words.PENDING, Words.APPROVED):
                    hour = START + timedelta(hours=2 * n)
                    put(session, f"{words}-{n}", state=words, due=hour, submitter="soan",
                        facts={"phone_police": "02203 111 222"})  # fmt: skip
                put(session, f"loa-{n}", channel="loudspeaker", due=START - DAY)
                put(session, f"hong-{n}", states=[Going.UNKNOWN], due=START - DAY)
                put(
                    session,
                    f"lo-{n}",
                    channel="loudspeaker",
                    states=[Going.MISSED],
                    due=START - DAY,
                )

    def questions() -> int:
        signed.get(path)
        asked.clear()
        signed.app.state.kept.clear()  # type: ignore[attr-defined]
        assert signed.get(path).status_code == 200
        return len(asked)

    with office.database.write() as session:
        session.add(Edition(campaign=CAMPAIGN, year=2026, created_at=START))
    event.listen(office.database.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    fill(0, 2)
    few = questions()
    fill(2, 8)
    assert questions() == few


def test_what_moving_does_is_told_of_each_item_though_its_edition_is_asked_once(
    office: Office, signed: TestClient
) -> None:
    with office.database.write() as session:
        put(session, "bai", channel="portal", submitter="soan")
        put(session, "trong", channel="portal", submitter="soan", text="Gọi [CHƯA ĐIỀN: theme].")
    html = signed.get("/lich?kieu=danh-sach").text
    assert html.count("Bài đã duyệt: dời là duyệt luôn giờ mới, dưới tên duyet.") == 1
    assert html.count("Bài đã duyệt: dời thì đã duyệt → chờ duyệt lại.") == 1


def test_only_places_without_a_word_count_as_unsaid(office: Office) -> None:
    """Words about other places, or about the item as a whole, do not stand for a place."""
    cases: dict[str, tuple[list[str], list[tuple[str | None, str]], bool]] = {
        "nobody": (["a", "b"], [], True),
        "one-of-two": (["a", "b"], [("a", DONE)], True),
        "both": (["a", "b"], [("a", DONE), ("b", NOT_DONE)], False),
        "another-kind": (["a"], [("a", TAKEN_DOWN)], True),
        "other-places": (["a", "b"], [("a", DONE), ("c", DONE), ("d", DONE)], True),
        "as-a-whole": (["a"], [(None, DONE)], True),
        "no-place": ([], [], True),
        "no-place-said": ([], [(None, DONE)], False),
        "no-place-elsewhere": ([], [("a", DONE)], True),
    }
    with office.database.read() as session:
        for name, (places, said, _is) in cases.items():
            item = put(session, name, channel="banner", places=places)
            airing = session.exec(select(Airing).where(Airing.item_id == item)).one()
            for place, kind in said:
                word = Confirmation(
                    airing_id=airing.id or 0, place=place, kind=kind, by="a", at=START
                )
                session.add(word)
        session.flush()
        query = select(Item.activity).join(Airing).where(is_unsaid(session, (DONE, NOT_DONE)))
        assert set(session.exec(query)) == {name for name, case in cases.items() if case[2]}


def test_a_missed_item_is_listed_until_each_of_its_places_has_a_word(
    office: Office, clock: VirtualClock
) -> None:
    with office.database.read() as session:
        item = put(session, "x", channel="banner", states=[Going.MISSED], places=["a", "b"])
        airing = session.exec(select(Airing).where(Airing.item_id == item)).one()
        reader, seen = Reader(session, clock.now(), office.settings.zone), []
        for place in ("a", "b"):
            seen.append([line.places for line in reader.missed()])
            word = Confirmation(
                airing_id=airing.id or 0, place=place, kind=NOT_DONE, by="a", at=START
            )
            session.add(word)
            session.flush()
        assert [*seen, list(reader.missed())] == [[("a", "b")], [("b",)], []]


def test_lists_without_a_limit_show_all_that_they_count(
    office: Office, clock: VirtualClock
) -> None:
    """Reminders and the doctor read the same lists whole; more than fit into one question."""
    with office.database.read() as session:
        for n in range(510):
            put(session, f"loa-{n}", channel="loudspeaker", due=START - DAY, places=["khong-co"])
        reader = Reader(session, clock.now(), office.settings.zone)
        found = reader.overdue()
        assert (found.count, len(list(found)), found.more) == (510, 510, 0)
        assert {line.places for line in found} == {("khong-co",)}


def test_old_years_whose_facts_stand_are_not_looked_through(office: Office) -> None:
    """Of forty years only the words with a changed fact are loaded, whatever became public."""
    loaded: list[object] = []
    with office.database.read() as session:
        for year in range(1987, 2027):
            session.add(Edition(campaign="chung", year=year, created_at=START))
            put(session, f"nam-{year}", year=year, states=[Going.DONE], facts={"theme": f"{year}"})
        put(session, "bang-da-thao", channel="banner", states=[Going.DONE], until=START - DAY,
            facts={"theme": "cũ"})  # fmt: skip
        session.flush()
        give_themes(session)
        session.expunge_all()
        event.listen(session, "loaded_as_persistent", lambda _session, one: loaded.append(one))
        found = outdated(session, START)
        assert [(one.item.activity, one.names) for one in found] == [("nam-2003", ("theme",))]
        assert [one.activity for one in loaded if isinstance(one, Item)] == ["nam-2003"]
