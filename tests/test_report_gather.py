"""From the rows of an office to a report: periods that add up, evidence, practice, the command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cli_kit import Terminal
from sqlmodel import Session
from workflow_kit import DAY, HOUR, Bureau, open_bureau, staffed

from habac24h import audit, memory, workflow
from habac24h.campaigns import library
from habac24h.clock import VirtualClock
from habac24h.errors import Refused
from habac24h.figures.series import keep
from habac24h.office import Office
from habac24h.report import period
from habac24h.report.gather import gather
from habac24h.report.material import Material
from habac24h.report.period import Period
from habac24h.report.tally import Tally, tally
from habac24h.report.texts import texts, write
from habac24h.workflow import Desk
from habac24h.workflow.attendance import Present

JANUARY, FEBRUARY = period.month("2026-01"), period.month("02/2026")


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = open_bureau(tmp_path / "home")
    yield made
    made.office.close()


def _reader(bureau: Bureau, session: Session) -> Desk:
    return Desk.reader(session, bureau.office.settings, bureau.clock.now())


def _gathered(bureau: Bureau, of: Period = JANUARY, *, practice: bool = False) -> Material:
    with bureau.office.database.read() as session:
        return gather(_reader(bureau, session), of, practice=practice)


def _counted(bureau: Bureau, of: Period = JANUARY, *, practice: bool = False) -> Tally:
    return tally(_gathered(bureau, of, practice=practice))


def _hung(bureau: Bureau) -> str:
    """A banner at two places from 25 January, hung; its window ends on 5 February."""
    key = bureau.write("banner", after=25 * DAY, length=11 * DAY)
    bureau.set_airing(key, places=["thon-1", "thon-2"])
    bureau.do("lan", "submit", key)
    bureau.do("minh", "approve", key)
    bureau.clock.advance(26 * DAY)
    bureau.do("lan", "confirm", key)
    return key


def test_an_item_added_by_hand_counts_at_its_place_and_for_its_topic(bureau: Bureau) -> None:
    with bureau.desk() as desk:
        due = desk.now + DAY
        said = {"title": "Buổi riêng", "text": "Đề cương.", "topic": "bao-luc"}
        workflow.new(desk, "thuong-xuyen", 2026, channel="talk", to=due, places=["thon-1"], **said)
    (piece,) = _gathered(bureau).pieces
    assert piece.topic == "bao-luc"
    assert [spot.name for turn in piece.turns for spot in turn.spots] == [
        "Nhà văn hóa thôn 1 (ví dụ)"
    ]


def test_a_banner_belongs_to_the_month_in_which_it_goes_up(bureau: Bureau) -> None:
    key = _hung(bureau)
    bureau.clock.advance(12 * DAY)
    bureau.do("lan", "confirm", key, place="thon-1", what="taken_down")
    january, february = _counted(bureau), _counted(bureau, FEBRUARY)
    assert (january.total.planned, january.total.times, february.total.planned) == (1, 2, 0)
    assert [(one.hung, one.down, one.due_down) for one in january.banners] == [(1, 0, 0)] * 2
    assert _gathered(bureau, FEBRUARY).taken_down == 1
    whole = _counted(bureau, period.days(date(2026, 1, 1), date(2026, 3, 1)))
    assert [(one.hung, one.down, one.due_down) for one in whole.banners] == [(1, 1, 0), (1, 0, 1)]


def test_a_word_that_is_given_after_the_cut_off_counts_for_what_happened_before(
    bureau: Bureau,
) -> None:
    key = bureau.approved("loudspeaker", after=30 * DAY)
    assert (_counted(bureau).total.due, _counted(bureau).total.later) == (0, 1)
    bureau.clock.advance(33 * DAY)
    assert (_counted(bureau).total.open, _counted(bureau).total.later) == (1, 0)
    assert _counted(bureau).overdue == 1
    bureau.do("lan", "confirm", key)
    assert (_counted(bureau).total.done, _counted(bureau).readings) == (1, 1)


def test_evidence_links_people_and_reasons_come_from_what_was_said(bureau: Bureau) -> None:
    portal, talk = bureau.approved("portal", after=HOUR), bureau.approved("talk", after=HOUR)
    lost = bureau.approved("loudspeaker", after=HOUR)
    bureau.clock.advance(DAY)
    bureau.do("lan", "confirm", portal, note="đã đăng https://habac.example/tin/1.")
    bureau.do("lan", "confirm", talk, came=Present(3, 4, 5))
    bureau.do("lan", "confirm", lost, what="not_done", note="mất điện")
    found = _counted(bureau)
    links = [turn.link for piece in _gathered(bureau).pieces for turn in piece.turns if turn.link]
    assert links == ["https://habac.example/tin/1"]
    assert (found.talks.men, found.talks.women, found.talks.pupils) == (3, 4, 5)
    assert [one.reason for one in found.obstacles] == ["mất điện"]
    assert found.approvers == (("minh", 3),)


def test_figures_people_and_texts_are_kept_on_both_databases(
    office: Office, clock: VirtualClock
) -> None:
    bureau = staffed(office, clock)
    key, talk = bureau.approved(after=4 * DAY), bureau.approved("talk", after=HOUR)
    public = clock.now() + 4 * DAY
    bureau.set_airing(
        key, state="done", public_at=public, permalink="https://facebook.example/1", practice=False
    )
    with office.database.write() as session:
        for day, value in ((date(2026, 1, 5), 10), (date(2026, 1, 6), 20), (date(2026, 1, 6), 25)):
            keep(session, bureau.airing(key).id or 0, "post_media_view", day, value)
    clock.advance(8 * DAY)
    bureau.do("lan", "confirm", talk, came=Present(3, 4))
    with bureau.desk("lan") as desk:
        assert write(desk, JANUARY, {"vuong-mac": "Mưa."}) == 1
    found = _counted(bureau)
    assert [(one.metric, one.value) for one in found.reach] == [("post_media_view", 25)]
    assert (found.days_to_public, found.post_links, found.talks.people) == (4.0, 1, 7)
    assert _gathered(bureau).texts == {"vuong-mac": "Mưa."}


def test_what_lay_before_the_planning_is_named_apart_until_somebody_confirms_it(
    bureau: Bureau,
) -> None:
    late, early = bureau.approved("talk", after=HOUR), bureau.approved("loudspeaker", after=HOUR)
    planned = bureau.approved("portal", after=DAY)
    for key in (late, early):
        bureau.set_airing(key, state="skipped")
        bureau.set_item(key, handmade=False)
    found = _gathered(bureau)
    assert (sum(found.passed.values()), [one.key for one in found.pieces]) == (2, [planned])
    assert _gathered(bureau, FEBRUARY).passed == {}
    bureau.clock.advance(DAY)
    bureau.do("lan", "confirm", late)
    assert sum(_gathered(bureau).passed.values()) == 1


def test_what_a_person_adds_after_its_hour_is_open_until_somebody_confirms_it(
    bureau: Bureau,
) -> None:
    bureau.clock.advance(3 * DAY)
    key = bureau.approved("talk", after=-2 * DAY)
    assert bureau.airing(key).state == "skipped"
    total = _counted(bureau).total
    assert (_gathered(bureau).passed, total.planned, total.open) == ({}, 1, 1)
    bureau.do("lan", "confirm", key)
    total = _counted(bureau).total
    assert (total.planned, total.open, total.done) == (1, 0, 1)


def test_practice_and_a_rehearsal_count_only_when_asked(bureau: Bureau) -> None:
    seen, read = bureau.approved(after=HOUR), bureau.approved("loudspeaker", after=HOUR)
    bureau.clock.advance(DAY)
    bureau.set_airing(seen, state="done", practice=True, public_at=bureau.clock.now())
    bureau.do("lan", "confirm", read)
    assert (_counted(bureau).total.planned, _gathered(bureau).left_out) == (1, 1)
    assert _counted(bureau, practice=True).total.planned == 2
    with bureau.office.database.write() as session:
        memory.remember(session, memory.REHEARSAL, True)
    assert (_counted(bureau).total.planned, _gathered(bureau).left_out) == (0, 2)
    assert _counted(bureau, practice=True).total.planned == 2


def test_what_a_person_cancelled_counts_and_what_planning_took_back_does_not(
    bureau: Bureau,
) -> None:
    by_person, by_plan = bureau.write(after=DAY), bureau.write(after=DAY)
    bureau.do("lan", "cancel", by_person)
    bureau.do("lan", "cancel", by_plan)
    bureau.set_item(by_plan, dropped_by="plan")
    assert (_counted(bureau).total.planned, _counted(bureau).total.cancelled) == (1, 1)


def test_the_mark_is_the_log_s_head(bureau: Bureau) -> None:
    with bureau.office.database.read() as session:
        assert _gathered(bureau).audit_head == audit.head(session)


def test_texts_belong_to_one_report_and_the_log_keeps_them(bureau: Bureau) -> None:
    with bureau.desk("lan") as desk:
        assert write(desk, JANUARY, {"vuong-mac": " Mưa.\r\nGió. ", "khac": "x"}) == 1
        assert write(desk, JANUARY, {"vuong-mac": "Mưa.\nGió."}) == 0
        assert (texts(desk.session, JANUARY), texts(desk.session, FEBRUARY)) == (
            {"vuong-mac": "Mưa.\nGió."},
            {},
        )
        with pytest.raises(Refused, match="dài quá"):
            write(desk, JANUARY, {"kien-nghi": "x" * 8001})


def test_the_main_report_and_its_supplement_are_the_year() -> None:
    main, rest = period.main(2026), period.supplement(2026)
    assert (main.since, main.until) == (date(2026, 1, 1), date(2026, 11, 30))
    assert (rest.since, rest.until) == (date(2026, 12, 1), date(2026, 12, 31))


def test_an_edition_takes_in_what_prepares_and_what_ends_it(bureau: Bureau) -> None:
    with bureau.office.database.read() as session:
        found = period.edition(library.load(session, "thang-hanh-dong"), 2026)
        whole = period.edition(library.load(session, "thuong-xuyen"), 2026)
    assert (found.since, found.until) == (date(2026, 10, 15), date(2026, 12, 29))
    assert (whole.since, whole.until) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("wrong", ["2026", "2026-13", "13/2026", "tháng 5", "0000-01"])
def test_a_month_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(Refused):
        period.month(wrong)


def test_the_command_counts_and_writes_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(tmp_path / "home", capsys)
    terminal.ok("users", "add", "lan", "--role", "editor")
    soon = datetime.now(UTC) + timedelta(days=1)
    terminal.ok(
        *("new", "thuong-xuyen", str(soon.year), "--channel", "portal", "--title", "Tin"),
        *("--to", f"{soon:%Y-%m-%d} 10:00", "--text-file", str(_file(tmp_path)), "--as", "lan"),
    )
    begun = soon - timedelta(days=3)
    days = ("--from", f"{begun:%Y-%m-%d}", "--to", f"{soon + timedelta(days=1):%Y-%m-%d}")
    out = tmp_path / "bc.docx"
    counted = terminal.ok("report", *days, "-o", str(out), "--json").json
    assert (counted["total"]["planned"], counted["total"]["open"]) == (1, 1)
    assert counted["files"] == [str(out)]
    assert out.read_bytes()[:2] == b"PK"
    told = terminal.ok("report", *days).out.splitlines()
    assert told[1] == (
        "Theo kế hoạch, trong kỳ có 1 nội dung truyền thông; đã thực hiện 0 nội dung; "
        "chưa đến giờ thực hiện 1."
    )
    for wrong in (
        *((), ("--main", "2026", "--month", "2026-01"), ("--main", "2026", "-o", "x.txt")),
        *(("--year", "2026"), ("--main", "2026", "--for", "ai-do")),
    ):
        assert terminal.run("report", *wrong).code == 1


def _file(folder: Path) -> Path:
    file = folder / "tin.txt"
    file.write_text("Lời tin.", encoding="utf-8")
    return file
