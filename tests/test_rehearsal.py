"""The main job: a whole year, from the plan to public posts, scripts, banners and a calendar."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import facebook
import icalendar
import pytest
from sqlmodel import col, select

from habac24h.campaigns.plan import plan
from habac24h.clock import SystemClock
from habac24h.config import Settings
from habac24h.errors import Refused
from habac24h.models import Airing, Attempt, Audit, Item
from habac24h.office import Office, open_office
from habac24h.rehearsal import Summary, people, rehearse, run
from habac24h.report import period
from habac24h.report.gather import gather
from habac24h.workflow import Desk
from tests.paper_kit import pages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rehearsal")


@pytest.fixture(scope="module")
def asked() -> Iterator[list[tuple[str, str]]]:
    """Method and path of each request that the SDK was asked to make."""
    made: list[tuple[str, str]] = []
    real = facebook.GraphAPI.request

    def request(sdk: Any, path: str, *given: Any, **named: Any) -> Any:
        made.append((named.get("method") or "GET", path))
        return real(sdk, path, *given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facebook.GraphAPI, "request", request)
        yield made


@pytest.fixture(scope="module")
def summary(folder: Path, asked: list[tuple[str, str]]) -> Summary:
    return rehearse(2026, folder)


@pytest.fixture
def office(folder: Path, summary: Summary) -> Any:
    opened = open_office(folder / "home", clock=SystemClock(), settings=Settings())
    yield opened
    opened.close()


def test_every_airing_of_the_year_ends_and_none_is_lost_or_doubled(summary: Summary) -> None:
    assert (summary.lost, summary.doubles, summary.refused) == ((), (), ())
    assert summary.by_state == {"done": summary.airings}
    assert summary.items > 80


def test_all_five_channels_and_four_campaigns_take_part(office: Office, summary: Summary) -> None:
    assert list(summary.by_channel) == ["banner", "fanpage", "loudspeaker", "portal", "talk"]
    with office.database.read() as session:
        assert sorted(set(session.exec(select(Item.campaign)))) == [
            "ngay-gia-dinh",
            "ngay-phu-nu",
            "thang-hanh-dong",
            "thuong-xuyen",
        ]


def test_each_post_is_public_at_its_hour_with_exactly_the_approved_words(summary: Summary) -> None:
    assert len(summary.posts) == summary.by_channel["fanpage"]
    assert [post.key for post in summary.posts if post.late_seconds != 0] == []
    assert [post.key for post in summary.posts if post.text_sha256 != post.approved_sha256] == []


def test_missing_facts_are_filled_with_words_that_nobody_takes_for_the_truth(
    office: Office, summary: Summary
) -> None:
    title = "Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ sở giới"
    assert f"{title} 2026: chủ đề của năm" in summary.placeholders
    with office.database.read() as session:
        text = session.exec(
            select(Item.text).where(Item.key == "thang-hanh-dong/2026/phat-dong")
        ).one()
    assert "[CHẠY THỬ: chủ đề của năm]" in text


def test_nothing_takes_a_short_cut_round_workflow_engine_or_page(
    office: Office, summary: Summary
) -> None:
    """Each post was submitted by one person, approved by another, claimed, handed over, seen."""
    with office.database.read() as session:
        for post in summary.posts:
            key = post.key.partition("@")[0]
            query = select(Audit).where(Audit.item == key).order_by(col(Audit.id))
            rows = list(session.exec(query))
            acts = [row.act for row in rows if row.act in _PATH]
            assert acts == ["submit", "approve", "claim", "handed-over", "seen", "public"]
            people = {row.act: row.by for row in rows}
            assert (people["submit"], people["approve"]) == ("dien-tap-soan", "dien-tap-duyet")
        accepted = session.exec(select(Attempt.remote_id)).all()
        assert sorted(accepted) == sorted(
            session.exec(select(Airing.remote_id).where(col(Airing.remote_id).is_not(None)))
        )


_PATH = ("submit", "approve", "claim", "handed-over", "seen", "public")


def test_each_post_was_created_through_the_real_sdk(
    asked: list[tuple[str, str]], summary: Summary
) -> None:
    created = [path for method, path in asked if (method, path[-5:]) == ("POST", "/feed")]
    assert len(created) == len(summary.posts) > 40


def test_the_folder_holds_what_people_want_to_look_at(folder: Path, summary: Summary) -> None:
    written = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert written["airings"] == summary.airings
    calendar = icalendar.Calendar.from_ical((folder / "lich.ics").read_bytes())
    with_words = [
        one for one in calendar.walk("VEVENT") if "Trạng thái:" in one.get("DESCRIPTION", "")
    ]
    taken_down = [one for one in with_words if one["SUMMARY"].startswith("Tháo băng rôn")]
    assert len(with_words) - len(taken_down) == summary.airings
    assert "Trang chạy thử" in (folder / "fanpage.html").read_text(encoding="utf-8")
    scripts = [pages(path.read_bytes()) for path in (folder / "loa").glob("*.pdf")]
    assert len(scripts) > 15
    assert [script[0][:40] for script in scripts if "BÀI PHÁT THANH" not in script[0]] == []
    assert len(list((folder / "ke-hoach").glob("*.docx"))) == 4
    assert len(list((folder / "bang-ron").glob("*.pdf"))) >= 4
    assert len(list((folder / "anh").glob("*_1200x630.png"))) == len(summary.posts)


def test_the_year_ends_with_its_report_stamped_as_practice(
    folder: Path, summary: Summary, office: Office
) -> None:
    stem = folder / "bao-cao" / "bao-cao_2026-01-01_2026-12-31_chay-thu"
    found = pages(stem.with_suffix(".pdf").read_bytes())
    assert ["CHẠY THỬ" in page for page in found] == [True] * len(found)
    items = f"trong kỳ có {summary.items} nội dung truyền thông"
    assert f"{items}; đã thực hiện {summary.items} nội dung, đạt 100%." in found[0]
    assert stem.with_suffix(".docx").exists() and stem.with_suffix(".xlsx").exists()
    with office.database.read() as session:
        desk = Desk.reader(session, office.settings, office.clock.now())
        assert gather(desk, period.days(date(2026, 1, 1), None)).pieces == ()


def test_a_second_rehearsal_replaces_the_first_and_a_page_that_fails_now_and_then_changes_nothing(
    folder: Path, summary: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The busiest campaign alone: the others are no different."""
    shutil.copytree(folder / "home", tmp_path / "home")
    monkeypatch.setattr(run, "write_papers", lambda *_given: None)
    monkeypatch.setattr(people, "plan", partial(plan, campaign_id="thang-hanh-dong"))
    again = rehearse(2026, tmp_path, faults=7)
    assert (again.doubles, again.lost) == ((), ())
    usual = [one.key for one in summary.posts if one.key.startswith("thang-hanh-dong/")]
    assert [post.key for post in again.posts] == usual
    assert len(usual) > 10


def test_a_home_that_is_not_a_rehearsals_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "habac24h.sqlite3").write_bytes(b"real work")
    with pytest.raises(Refused):
        rehearse(2026, tmp_path)
    assert (tmp_path / "home" / "habac24h.sqlite3").read_bytes() == b"real work"
