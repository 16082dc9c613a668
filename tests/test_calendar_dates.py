"""Key dates, editions and the office's deadlines: which days, in which years, in which words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from calendar_kit import Calendar, lines
from pydantic import SecretStr
from sqlmodel import col, delete, select

from habac24h import audit
from habac24h.calendar.deadlines import deadlines, falls_on, friday_before, load
from habac24h.calendar.fixed import EditionSpan, fixed_entries
from habac24h.calendar.observances import Window
from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.errors import DefinitionError
from habac24h.models import Edition
from habac24h.office import Office, open_office
from habac24h.rows import touch_editions

MONTH = "thang-hanh-dong"
DUE = f"han/2026/duyet/{MONTH}"


def planned(office: Office, campaign: str | None = MONTH, year: int = 2026) -> Calendar:
    with office.database.write() as session:
        now = office.clock.now()
        found = plan(session, year, now=now, settings=office.settings, campaign_id=campaign)
        apply(session, found, by=audit.PROGRAM, now=now)
    return Calendar(office)


def days(calendar: Calendar, key: str) -> tuple[str, str]:
    """First day and the exclusive end, as written."""
    found = lines(calendar.row(key))
    first = next(one for one in found if one.startswith("DTSTART"))
    end = next(one for one in found if one.startswith("DTEND"))
    return first.removeprefix("DTSTART;VALUE=DATE:"), end.removeprefix("DTEND;VALUE=DATE:")


def test_the_plan_s_dates_are_whole_days_with_an_exclusive_end(office: Office) -> None:
    calendar = planned(office)
    assert {key: days(calendar, key) for key in WHOLE_DAYS} == WHOLE_DAYS


WHOLE_DAYS = {
    "moc/2026/gia-dinh-viet-nam": ("20260628", "20260629"),
    "moc/2026/phu-nu-viet-nam": ("20261020", "20261021"),
    "moc/2026/thang-hanh-dong-bdg": ("20261115", "20261216"),
    "moc/2026/tet": ("20260217", "20260218"),
    "moc/2027/gia-dinh-viet-nam": ("20270628", "20270629"),
    f"dot/2026/{MONTH}": ("20261115", "20261216"),
    f"{DUE}/11-15": ("20261113", "20261114"),
    "han/2026/ket-qua-don-vi": ("20261130", "20261201"),
    "han/2026/bao-cao-bo-sung": ("20261216", "20261217"),
}


def test_a_deadline_is_exactly_these_lines(office: Office) -> None:
    row = planned(office).row("han/2026/ket-qua-don-vi")
    assert lines(row) == [
        "BEGIN:VEVENT",
        f"UID:{row.uid}",
        "DTSTAMP:20260101T000000Z",
        "DTSTART;VALUE=DATE:20261130",
        "DTEND;VALUE=DATE:20261201",
        "SUMMARY:Hạn các đơn vị gửi kết quả công tác bình đẳng giới năm 2026",
        "DESCRIPTION:Kế hoạch ghi “trước ngày 01/12/2026”\\, tức chậm nhất hết ngày 30/11/2026. "
        "Gửi Ủy ban nhân dân xã qua Phòng Văn hoá - Xã hội để tổng hợp. Mốc này nằm giữa Tháng "
        "hành động: số liệu chốt đến 30/11\\, phần còn lại đưa vào báo cáo bổ sung.",
        "CATEGORIES:Hạn công việc",
        "COLOR:firebrick",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "SEQUENCE:0",
        "CREATED:20260101T000000Z",
        "LAST-MODIFIED:20260101T000000Z",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Đôn đốc các đơn vị gửi kết quả công tác bình đẳng giới",
        "TRIGGER:-PT15H",
        "END:VALARM",
        "END:VEVENT",
    ]


def test_an_anchor_on_a_working_day_needs_no_friday(office: Office) -> None:
    """25/11/2026 is a Wednesday, 25/11/2028 a Saturday; 15/11/2028 a Wednesday."""
    calendar = planned(office)
    planned(office, year=2028)
    found = [key for key in calendar.rows("deadline") if "/duyet/" in key]
    assert sorted(found) == [f"{DUE}/11-15", f"han/2028/duyet/{MONTH}/11-25"]
    assert days(calendar, f"han/2028/duyet/{MONTH}/11-25")[0] == "20281124"
    assert [friday_before(date(2026, 11, day)) for day in (13, 14, 15, 16)] == [
        None,
        date(2026, 11, 13),
        date(2026, 11, 13),
        None,
    ]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (None, None),
        ("12-05", date(2026, 12, 5)),
        ("2026-12-04", date(2026, 12, 4)),
        ("2027-12-04", None),
    ],
)
def test_the_commune_s_own_report_has_the_day_that_the_office_gives(
    given: str | None, found: date | None
) -> None:
    (report,) = [one for one in deadlines() if one.id == "bao-cao-xa"]
    assert falls_on(report, 2026, {"report_day": given}) == found


def test_a_year_s_edition_is_on_no_day_s_head() -> None:
    """A bar over all 365 days would hide what a day really brings."""
    year = EditionSpan("a", 2026, "A", Window(date(2026, 1, 1), date(2026, 12, 31)))
    entries = list(fixed_entries([year], Settings()))
    assert [one.key for one in entries if one.kind == "edition"] == []
    assert not [one.key for one in entries if one.key.endswith("/ca-nam")]


def test_an_edition_says_who_leads_it(office: Office) -> None:
    found = lines(planned(office).row(f"dot/2026/{MONTH}"))
    assert found[5].startswith("SUMMARY:Đợt 2026: Tháng hành động")
    assert found[6] == (
        "DESCRIPTION:Từ 15/11/2026 đến hết 15/12/2026\\nChủ trì: Phòng Văn hoá - Xã hội\\n"
        "Phối hợp: Trung tâm Dịch vụ sự nghiệp công xã\\; Hội Liên hiệp Phụ nữ xã"
    )


def test_an_edition_that_is_no_more_is_cancelled(office: Office, clock: VirtualClock) -> None:
    calendar = planned(office)
    before = calendar.row(f"dot/2026/{MONTH}")
    with office.database.write() as session:
        session.execute(delete(Edition).where(col(Edition.campaign) == MONTH))
        touch_editions(session)
    after = calendar.row(f"dot/2026/{MONTH}")
    assert (after.uid, after.sequence) == (before.uid, 1)
    changed = [pair for pair in zip(lines(before), lines(after), strict=True) if len(set(pair)) > 1]
    assert [new.partition(":")[0] for _old, new in changed] == [
        *("DTSTAMP", "SUMMARY", "STATUS", "SEQUENCE", "LAST-MODIFIED")
    ]
    with office.database.write() as session:
        session.add(Edition(campaign=MONTH, year=2026, created_at=clock.now()))
        touch_editions(session)
    assert "STATUS:CONFIRMED" in lines(calendar.row(f"dot/2026/{MONTH}"))


def test_a_definition_s_new_window_moves_its_edition(office: Office) -> None:
    calendar = planned(office)
    with office.database.write() as session:
        source = library.export(session, MONTH)
        inline = 'observance: {name: "Tháng mới", date: "11-10", end: "12-10"}'
        changed = source.replace("observance: thang-hanh-dong-bdg", inline)
        library.import_definition(session, changed, "x.yaml", now=office.clock.now())
    assert days(calendar, f"dot/2026/{MONTH}") == ("20261110", "20261211")
    assert calendar.row(f"dot/2026/{MONTH}").sequence == 1
    assert calendar.row(f"{DUE}/11-15").cancelled_at is not None


@pytest.fixture
def reopened(office_url: str, tmp_path: Path, clock: VirtualClock) -> Iterator[Calendar]:
    """The same office opened again after its address and its report's day were set."""
    plain = Settings(database_url=SecretStr(office_url))
    first = open_office(tmp_path, clock=clock, settings=plain)
    planned(first)
    first.close()
    given = plain.model_copy(
        update={"public_url": "https://lich.example", "report_day": "2026-12-04"}
    )
    opened = open_office(tmp_path, clock=clock, settings=given)
    yield Calendar(opened)
    opened.close()


def test_settings_reach_the_kept_bytes_at_the_next_start(reopened: Calendar) -> None:
    assert days(reopened, "han/2026/bao-cao-xa")[0] == "20261204"
    key = next(iter(sorted(reopened.rows("airing"))))
    row = reopened.row(key)
    item = key.partition("@")[0]
    assert f"URL:https://lich.example/noi-dung/{item}" in lines(row)
    assert row.sequence == 1


def test_a_start_without_a_change_writes_nothing(
    office: Office, tmp_path: Path, clock: VirtualClock
) -> None:
    calendar = planned(office)
    before = calendar.version()
    open_office(office.home, clock=clock, settings=office.settings).close()
    assert calendar.version() == before


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("- {id: a, rule: sau, title: t, text: t, alarm: t}", "“sau”; chọn before, after"),
        ("- {id: a, rule: given, title: t, text: t, alarm: t}", "thiếu giá trị; mục này bắt buộc"),
        ('- {id: a, rule: before, date: "02-30", title: t, text: t, alarm: t}', "“02-30”; viết"),
        ("- {id: a, rule: after, observance: x, title: t, text: t, alarm: t}", "“x”; dùng id"),
        ("- {id: a, rule: anchor, title: t, text: t, alarm: t, mau: do}", "mục lạ; chỉ dùng id"),
    ],
)
def test_a_wrong_deadline_is_refused_with_its_place(line: str, sentence: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        load(f"version: 1\nitems:\n  {line}\n", "han.yaml")
    assert "han.yaml, dòng 3" in caught.value.sentence
    assert sentence in caught.value.sentence


def test_every_edition_that_is_planned_is_kept_once(office: Office) -> None:
    calendar = planned(office, None)
    with office.database.read() as session:
        editions = session.exec(select(Edition.campaign)).all()
    assert sorted(calendar.rows("edition")) == [
        f"dot/2026/{one}" for one in sorted(editions) if one != "thuong-xuyen"
    ]
