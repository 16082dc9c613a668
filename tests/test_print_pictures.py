"""Banners and cards as commands print them: real files for planned and handmade items."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.office import open_office
from habac24h.workflow import people
from tests.artwork_kit import picture
from tests.cli_kit import Terminal
from tests.paper_kit import in_order, pages

CAMPAIGN = "thu"
DEFINITION = """campaign: thu
title: Đợt thử
observance: thang-hanh-dong-bdg
activities:
  - id: bang-ron
    title: Băng rôn
    channel: banner
    text: "VIỆC NHÀ CÙNG LÀM, VIỆC THÔN CÙNG BÀN"
    from: start - 5d
    until: end + 1d
    at: "08:00"
    places: all
  - id: bang-ron-truong
    title: Băng rôn tại trường học
    channel: banner
    text: "NAM, NỮ BÌNH ĐẲNG"
    from: start
    until: start + 9d
    at: "08:00"
    places: kind:truong
"""


@pytest.fixture(scope="module")
def _staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with an editor and a planned campaign, made once; each test gets a copy."""
    home = tmp_path_factory.mktemp("staffed")
    office = open_office(home, durable=False)
    with office.database.write() as session:
        people.add(session, "lan", "editor", office.clock.now())
        library.import_definition(session, DEFINITION, "thu.yaml", now=office.clock.now())
    with office.desk("lan") as desk:
        changes = plan(
            desk.session, 2030, now=desk.now, settings=desk.settings, campaign_id=CAMPAIGN
        )
        apply(desk.session, changes, by=desk.who, now=desk.now)
    office.close()
    return home


@pytest.fixture
def terminal(_staffed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    shutil.copytree(_staffed, tmp_path / "home")
    return Terminal(tmp_path / "home", capsys)


def _new(terminal: Terminal, tmp_path: Path, channel: str, title: str, text: str) -> str:
    """An item made by hand; its key."""
    words = tmp_path / "words.txt"
    words.write_text(text, encoding="utf-8")
    place = ("new", "thuong-xuyen", "2030", "--channel", channel, "--title", title)
    terminal.ok(*place, "--to", "2030-03-01 08:00", "--text-file", str(words), "--as", "lan")
    return "thuong-xuyen/2030/rieng-001"


def test_planned_banners_come_in_each_size_of_their_places(
    terminal: Terminal, tmp_path: Path
) -> None:
    look = 'truong = "5 x 0.9"'
    (terminal.home / "habac24h.toml").write_text(f"[banners.sizes]\n{look}\n", encoding="utf-8")
    out = str(tmp_path / "out")
    made = terminal.ok("print", "banner", "--campaign", CAMPAIGN, "-o", out, "--json").json
    assert [Path(one["file"]).name for one in made] == [
        "bang-ron_thu_2030_bang-ron_6000x800mm.pdf",
        "bang-ron_thu_2030_bang-ron_5000x900mm.pdf",
        "bang-ron_thu_2030_bang-ron-truong.pdf",
    ]
    assert [len(one["advice"]) for one in made] == [0, 0, 0]
    assert {Path(one["file"]).read_bytes()[:5] for one in made} == {b"%PDF-"}


def test_an_order_has_a_sheet_for_the_shop_and_one_for_each_place(
    terminal: Terminal, tmp_path: Path
) -> None:
    ran = terminal.ok("print", "order", "--campaign", CAMPAIGN, "-o", str(tmp_path), "--json")
    files = {one["name"].partition("2030_")[2]: Path(one["file"]) for one in ran.json}
    assert list(files) == [
        "xuong-in",
        "thon-1",
        "thon-2",
        "thon-3",
        "truong-tieu-hoc",
        "truong-thcs",
        "truc-duong-1",
        "truc-duong-2",
        "tru-so-xa",
    ]
    (shop,), (school,) = (pages(files[one].read_bytes()) for one in ("xuong-in", "truong-thcs"))
    told = (
        "PHIẾU ĐẶT IN BĂNG RÔN",
        "số lượng 8",
        "VIỆC NHÀ CÙNG LÀM, VIỆC THÔN CÙNG BÀN",
        "ngày 10/11/2030",
        "ngày 16/12/2030 (36 ngày)",
        "28 khuy",
        "Treo 36 ngày, quá 15 ngày",
        "số lượng 2",
        "Cộng: 10 băng rôn.",
    )
    assert in_order(shop, told) == told
    signed = (
        "Trường Trung học cơ sở Hà Bắc",
        "Đã treo",
        "Đã gỡ",
        "Đã treo",
        "Đã gỡ",
        "ngang đường",
    )
    assert in_order(school, signed) == signed


def test_a_banner_without_a_day_to_come_down_is_not_ordered(
    terminal: Terminal, tmp_path: Path
) -> None:
    key = _new(terminal, tmp_path, "banner", "Băng rôn", "CÙNG LÀM")
    ran = terminal.run("print", "order", key, "-o", str(tmp_path / "out"))
    assert (ran.code, ran.err) == (
        1,
        f"“{key}@1” chưa có ngày gỡ; băng rôn nào cũng phải có. Hãy đặt bằng "
        f"`habac24h move {key}@1 --to … --until …`.\n",
    )


def test_advice_stands_under_the_file(terminal: Terminal, tmp_path: Path) -> None:
    key = _new(terminal, tmp_path, "banner", "Dài", "BÌNH ĐẲNG GIỚI LÀ " * 10)
    ran = terminal.ok("print", "banner", key, "--format", "svg", "-o", str(tmp_path / "out"))
    first, second = ran.out.splitlines()
    assert first.endswith("bang-ron_thuong-xuyen_2030_rieng-001.svg")
    assert second.startswith("  Lưu ý: Lời dài 40 chữ")


def test_a_banner_that_cannot_be_drawn_writes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    key = _new(terminal, tmp_path, "banner", "Nhiều dòng", "MỘT\nHAI\nBA\nBỐN")
    ran = terminal.run("print", "banner", key, "-o", str(tmp_path / "out"))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"“{key}”: lời băng rôn có 4 dòng")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_card_comes_wide_and_square(terminal: Terminal, tmp_path: Path) -> None:
    key = _new(terminal, tmp_path, "fanpage", "Nhà vui", "🏡 NHÀ VUI\n\nCùng làm việc nhà.")
    made = terminal.ok("print", "card", key, "-o", str(tmp_path / "out"), "--json").json
    found = [(Path(one["file"]).name, Path(one["file"]).read_bytes()) for one in made]
    assert [(name, picture(data).size) for name, data in found] == [
        ("anh_thuong-xuyen_2030_rieng-001_1200x630.png", (1200, 630)),
        ("anh_thuong-xuyen_2030_rieng-001_1080x1080.png", (1080, 1080)),
    ]
    again = terminal.ok("print", "card", key, "-o", str(tmp_path / "again"), "--json").json
    digests = [hashlib.sha256(Path(one["file"]).read_bytes()).hexdigest() for one in again]
    assert digests == [hashlib.sha256(data).hexdigest() for _name, data in found]


def test_only_posts_have_cards(terminal: Terminal, tmp_path: Path) -> None:
    key = _new(terminal, tmp_path, "banner", "Băng rôn", "CÙNG LÀM")
    ran = terminal.run("print", "card", key, "-o", str(tmp_path / "out"))
    assert (ran.code, ran.err) == (
        1,
        f"“{key}” thuộc kênh Băng rôn; bản in này chỉ dành cho Fanpage.\n",
    )
