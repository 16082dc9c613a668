"""Units and their reports: due as the plan says, received or missing, added up, reminded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import select
from unit_kit import WRITER, arrive, filled

from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.errors import NotFound, Refused
from habac24h.models import Audit
from habac24h.office import Office
from habac24h.rows import Conflict
from habac24h.units import periods, roster
from habac24h.units.figures import FIGURES
from habac24h.units.importing import take_in
from habac24h.units.reminders import reminders
from habac24h.units.reports import Given, receive, report_of, take_back
from habac24h.units.summary import Entry, Summary, summary, totals
from habac24h.workflow import evidence

TODAY = date(2026, 11, 26)


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Office:
    """The office on 26 November, with somebody who writes."""
    clock.set(clock.now().replace(month=11, day=26))
    arrive(office)
    return office


def told(here: Office, unit: str, **what: object) -> None:
    with here.desk(WRITER) as desk:
        receive(desk, unit, 2026, "nam", Given(**what))  # type: ignore[arg-type]


def shown(here: Office, period: str = "nam") -> Summary:
    with here.database.read() as session:
        return summary(session, 2026, period)


def test_a_new_office_knows_the_units_of_the_plan_and_its_villages_and_schools(
    office: Office,
) -> None:
    with office.database.read() as session:
        found = [(one.id, one.kind) for one in roster.everyone(session)]
    assert found == [
        ("van-phong", "phong"),
        ("phong-kinh-te", "phong"),
        ("cong-an", "phong"),
        ("trung-tam-dich-vu", "phong"),
        ("mat-tran", "doan-the"),
        ("hoi-phu-nu", "doan-the"),
        ("thon-1", "thon"),
        ("thon-2", "thon"),
        ("thon-3", "thon"),
        ("truong-tieu-hoc", "truong"),
        ("truong-thcs", "truong"),
    ]


def test_what_the_office_removed_does_not_come_back_at_the_next_start(here: Office) -> None:
    with here.desk(WRITER) as desk:
        roster.remove(desk, "thon-3")
        roster.load_starters(desk.session)
        assert "thon-3" not in [one.id for one in roster.everyone(desk.session)]
        assert roster.add_places(desk) == []
        assert roster.add(desk, "thon-3", "Thôn Đoài", "thon").name == "Thôn Đoài"


def test_the_plan_s_last_day_is_the_one_before_1_december_until_the_office_sets_its_own(
    here: Office,
) -> None:
    with here.desk(WRITER) as desk:
        assert periods.due(desk.session, 2026) == date(2026, 11, 30)
        assert periods.in_force(desk.session, 2026) == {"nam": date(2026, 11, 30)}
        periods.set_due(desk, 2026, "nam", date(2026, 11, 25))
        periods.set_due(desk, 2026, "6-thang", date(2026, 6, 20))
        assert list(periods.in_force(desk.session, 2026).items()) == [
            ("6-thang", date(2026, 6, 20)),
            ("nam", date(2026, 11, 25)),
        ]
        assert periods.due(desk.session, 2027) == date(2027, 11, 30)
        with pytest.raises(Refused):
            periods.set_due(desk, 2026, "nam", date(2028, 1, 1))
        with pytest.raises(NotFound):
            periods.due(desk.session, 2026, "quy-1")


def test_a_report_is_put_down_with_its_file_and_can_be_taken_back(
    here: Office, tmp_path: Path
) -> None:
    paper = tmp_path / "báo cáo.pdf"
    paper.write_bytes(b"%PDF-1.7 bao cao")
    kept = evidence.keep(here.home, paper)
    told(here, "cong-an", received_on=TODAY, file=kept, file_name=paper.name, figures={"cases": 2})
    entry = next(one for one in shown(here).received)
    assert (entry.unit, entry.late, entry.file_name) == ("cong-an", False, "báo cáo.pdf")
    assert (here.home / evidence.FOLDER / str(entry.file)).read_bytes() == paper.read_bytes()
    with here.desk(WRITER) as desk:
        take_back(desk, "cong-an", 2026, "nam")
        with pytest.raises(Refused):
            take_back(desk, "cong-an", 2026, "nam")
        row = report_of(desk.session, "cong-an", 2026, "nam")
        assert row is not None
        assert (row.received_on, row.figures, row.version) == (None, {"cases": 2}, 2)
        sums = {one.id: one.given_by for one in summary(desk.session, 2026, "nam").totals}
        assert sums["cases"] == 0
        acts = desk.session.exec(select(Audit.act).where(Audit.act.startswith("unit-"))).all()  # type: ignore[attr-defined]
    assert acts == ["unit-report", "unit-report-back"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"received_on": date(2026, 11, 27)},
        {"figures": {"talks": -1}},
        {"figures": {"moon": 1}},
        {"figures": {"cases": 1, "settled": 2}},
        {"words": {"done": "a\0b"}},
        {"words": {"done": "x" * 5001}},
        {"words": {"moon": "x"}},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    here: Office, wrong: dict[str, object]
) -> None:
    with pytest.raises(Refused):
        told(here, "cong-an", note="một phần", **wrong)
    assert shown(here).entries[2].version == 0


def test_figures_grow_and_one_can_be_taken_back(here: Office) -> None:
    told(here, "cong-an", figures={"talks": 3, "men": 10})
    told(here, "cong-an", figures={"women": 7, "men": None})
    assert shown(here).entries[2].figures == {"talks": 3, "women": 7}


def test_two_people_at_once_do_not_overwrite_each_other(here: Office) -> None:
    told(here, "cong-an", figures={"talks": 3})
    with here.desk(WRITER) as desk, pytest.raises(Conflict):
        receive(desk, "cong-an", 2026, "nam", Given(figures={"talks": 4}), version=0)


def test_a_report_after_the_last_day_is_late(here: Office, clock: VirtualClock) -> None:
    clock.set(clock.now().replace(month=12, day=2))
    told(here, "cong-an", received_on=date(2026, 12, 1))
    told(here, "hoi-phu-nu", received_on=date(2026, 11, 30))
    assert [(one.unit, one.late) for one in shown(here).received] == [
        ("cong-an", True),
        ("hoi-phu-nu", False),
    ]


def test_the_summary_names_who_is_missing_and_keeps_former_units_in_their_years(
    here: Office,
) -> None:
    told(here, "thon-1", received_on=TODAY, figures={"talks": 2}, words={"obstacles": "Mưa."})
    with here.desk(WRITER) as desk:
        roster.remove(desk, "thon-1")
        roster.remove(desk, "thon-2")
    found = shown(here)
    assert [one.unit for one in found.received] == ["thon-1"]
    assert "thon-2" not in [one.unit for one in found.entries]
    assert found.said("obstacles") == (("Thôn 1 (ví dụ)", "Mưa."),)
    assert len(found.missing) == 9


@settings(max_examples=25)
@given(st.lists(st.dictionaries(st.sampled_from(list(FIGURES)), st.integers(0, 10**9)), max_size=6))
def test_totals_are_the_sums_of_what_was_given(given_: list[dict[str, int]]) -> None:
    entries = tuple(
        Entry(f"u{n}", "", "thon", TODAY, False, one, {}, (), None, None, "", None, 0)
        for n, one in enumerate(given_)
    )
    for total in totals(entries):
        values = [one[total.id] for one in given_ if total.id in one]
        assert (total.value, total.given_by) == (sum(values), len(values))


def test_a_form_comes_in_whole_and_a_corrected_one_replaces_it(here: Office) -> None:
    with here.desk(WRITER) as desk:
        take_in(desk, here.home, filled({"talks": 3, "men": 40, "done": "Tốt."}), "a.xlsx")
    with here.desk(WRITER) as desk:
        take_in(desk, here.home, filled({"talks": 4, "women": 9}), "b.xlsx", year=2026)
    entry = shown(here).received[0]
    assert (entry.figures, entry.words, entry.file_name) == ({"talks": 4, "women": 9}, {}, "b.xlsx")
    assert entry.received_on == TODAY


def test_a_form_with_a_wrong_cell_or_of_another_year_changes_nothing(here: Office) -> None:
    with here.desk(WRITER) as desk, pytest.raises(Refused):
        take_in(desk, here.home, filled({"talks": 3, "men": "x"}), "a.xlsx")
    with here.desk(WRITER) as desk, pytest.raises(Refused, match="không phải năm 2027"):
        take_in(desk, here.home, filled({"talks": 3}), "a.xlsx", year=2027)
    assert shown(here).received == ()
    assert not (here.home / evidence.FOLDER).exists()


def test_a_reminder_says_when_and_what_is_missing(here: Office) -> None:
    told(here, "cong-an", received_on=TODAY, figures=dict.fromkeys(FIGURES, 1))
    told(here, "hoi-phu-nu", received_on=TODAY, figures={**dict.fromkeys(FIGURES, 1), "men": None})
    found = {one.unit: one.text for one in reminders(shown(here), Settings(), TODAY)}
    assert "cong-an" not in found
    assert found["truong-thcs"].split("\n\n") == [
        "Kính gửi: Ban Giám hiệu Trường Trung học cơ sở Hà Bắc (ví dụ)",
        "Theo Kế hoạch thực hiện công tác bình đẳng giới năm 2026 của Ủy ban nhân dân xã Hà Bắc, "
        "các cơ quan, đơn vị, đoàn thể, thôn và trường học báo cáo kết quả năm 2026 về Ủy ban "
        "nhân dân xã (qua Phòng Văn hoá - Xã hội) trước ngày 01/12/2026. Đến ngày 26/11/2026, "
        "Phòng Văn hoá - Xã hội chưa nhận được báo cáo của nhà trường.",
        "Đề nghị nhà trường gửi báo cáo và biểu số liệu chậm nhất hết thứ Hai, ngày 30/11/2026 "
        "(còn 4 ngày). Nội dung không phát sinh thì ghi số 0. Nếu có khó khăn, vướng mắc, xin báo "
        "sớm để cùng xử lý.",
        "Phòng Văn hoá - Xã hội xã Hà Bắc trân trọng cảm ơn.",
    ]
    assert "biểu số liệu còn để trống: số người dự: nam." in found["hoi-phu-nu"]


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2026, 11, 30), "trong hôm nay, thứ Hai, ngày 30/11/2026, là ngày cuối"),
        (date(2026, 12, 2), "(hạn là thứ Hai, ngày 30/11/2026, đã quá 2 ngày)"),
    ],
)
def test_a_reminder_on_the_last_day_and_after_it(here: Office, today: date, until: str) -> None:
    assert until in reminders(shown(here), Settings(), today)[0].text


def test_a_period_without_a_day_is_asked_for_soon(here: Office) -> None:
    text = reminders(shown(here, "6-thang"), Settings(), TODAY)[0].text
    assert "kết quả sáu tháng đầu năm 2026 về" in text
    assert "trong thời gian sớm nhất" in text


def test_of_two_first_reports_at_one_moment_one_is_told_of_the_other(here: Office) -> None:
    def enter(talks: int) -> str:
        try:
            with here.desk(WRITER) as desk:
                receive(desk, "cong-an", 2026, "nam", Given(figures={"talks": talks}), version=0)
        except Conflict:
            return "conflict"
        return "kept"

    with ThreadPoolExecutor(1) as pool, here.desk(WRITER) as desk:
        receive(desk, "cong-an", 2026, "nam", Given(figures={"talks": 1}), version=0)
        other = pool.submit(enter, 2)
        while not here.database.is_sqlite and not _somebody_waits(here):
            assert not other.done()  # it would have kept its figures, or failed
        desk.session.flush()
    assert other.result() == "conflict"
    with here.database.read() as session:
        kept = report_of(session, "cong-an", 2026, "nam")
    assert kept is not None and kept.figures == {"talks": 1}


def _somebody_waits(here: Office) -> bool:
    """Whether a unit of work waits for another one's lock (PostgreSQL)."""
    with here.database.read() as session:
        waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return bool(session.execute(waiting).scalar())
