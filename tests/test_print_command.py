"""`print` as a person runs it: files with safe names, sentences where it does not fit."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import docx
import pytest

from habac24h.config import Settings
from habac24h.papers.registry import PAPERS
from habac24h.papers.week import name_of, to_print
from tests.cli_kit import Terminal
from tests.paper_kit import pages

YEAR = 2030  # far enough ahead that nothing is skipped, whatever the day of the test
EDITION = f"thang-hanh-dong/{YEAR}"
SCRIPT = f"{EDITION}/phat-thanh-phat-dong"
PHONES = ("phone_police=02203 111 222", "phone_women_union=02203 333 444")
"""Without them the script has blanks, and nobody can approve it."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One planned year with two people; the script of the first day submitted."""
    from habac24h.cli import main

    folder = tmp_path_factory.mktemp("printing")
    for words in (
        ["users", "add", "lan", "--role", "editor"],
        ["users", "add", "minh", "--role", "approver"],
        ["plan", str(YEAR), "--apply"],
        ["facts", str(YEAR), "thang-hanh-dong", "theme=Ví dụ", "--as", "lan"],
        ["facts", str(YEAR), "chung", *PHONES, "--as", "lan"],
        ["submit", SCRIPT, "--reason", "thử", "--as", "lan"],
    ):
        main_quietly(main, [*words, "--home", str(folder)])
    return folder


def main_quietly(main: object, words: list[str]) -> None:
    assert callable(main)
    try:
        main(words)
    except SystemExit as ended:
        assert not ended.code


@pytest.fixture
def terminal(home: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(home, capsys)


def _print(terminal: Terminal, folder: Path, *words: str) -> list[Path]:
    made = json.loads(terminal.ok("print", *words, "-o", str(folder), "--json").out)
    return [Path(one["file"]) for one in made]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["script", SCRIPT], ["bai-doc_thang-hanh-dong_2030_phat-thanh-phat-dong.pdf"]),
        (["slip", SCRIPT], ["phieu-duyet_thang-hanh-dong_2030_phat-thanh-phat-dong.pdf"]),
        (
            ["portal", f"{EDITION}/tin-phat-dong", "--format", "html"],
            ["tin-cong_thang-hanh-dong_2030_tin-phat-dong.html"],
        ),
        (
            ["talk", f"{EDITION}/noi-chuyen/thon-1"],
            ["de-cuong_thang-hanh-dong_2030_noi-chuyen_thon-1.pdf"],
        ),
        (["plan", EDITION], ["ke-hoach_thang-hanh-dong_2030.docx"]),
    ],
)
def test_every_paper_is_a_file_named_after_its_key(
    terminal: Terminal, tmp_path: Path, words: list[str], names: list[str]
) -> None:
    files = _print(terminal, tmp_path, *words)
    assert [file.name for file in files] == names
    assert all(file.stat().st_size > 500 for file in files)


def test_a_week_is_printed_whole_by_its_number_or_by_a_day(
    terminal: Terminal, tmp_path: Path
) -> None:
    files = _print(terminal, tmp_path, "week", "2030-W46")
    names = [file.name for file in files]
    assert names[0] == "lich-tuan_2030-W46.pdf"
    kinds = {name.partition("_")[0] for name in names}
    assert kinds == {"lich-tuan", "bai-doc", "tin-cong", "phieu-duyet"}
    again = _print(terminal, tmp_path / "again", "week", "17/11/2030")
    assert [file.name for file in again] == names


def test_a_week_that_nobody_names_is_the_one_that_the_page_prints(
    terminal: Terminal, tmp_path: Path
) -> None:
    (sheet, *_others) = _print(terminal, tmp_path, "week")
    assert sheet.name == f"lich-tuan_{name_of(to_print(datetime.now(Settings().zone).date()))}.pdf"


def test_a_campaign_and_days_choose_the_items(terminal: Terminal, tmp_path: Path) -> None:
    days = ["--from", "2030-11-15", "--to", "2030-11-18"]
    files = _print(terminal, tmp_path, "script", "--campaign", "thang-hanh-dong", *days)
    assert SCRIPT.replace("/", "_") in " ".join(file.stem for file in files)
    assert 1 <= len(files) <= 4


def test_the_same_item_twice_is_one_file(terminal: Terminal, tmp_path: Path) -> None:
    assert len(_print(terminal, tmp_path, "slip", SCRIPT, f"{SCRIPT}@1")) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["script", f"{EDITION}/phat-dong"], "thuộc kênh"),
        (["script"], "Hãy nêu mã nội dung cần in, hoặc --campaign, --from, --to."),
        (["week", "2030-W54"], "Không hiểu tuần “2030-W54”; hãy viết như 2026-W47, hoặc một ngày"),
        (["week", "9999-W52"], "Không hiểu tuần “9999-W52”; hãy viết như 2026-W47, hoặc một ngày"),
        (["week", "hôm nay"], "Không hiểu tuần “hôm nay”"),
        (["plan", "thang-hanh-dong/1999"], "các đợt đã lập: "),
        (["giay"], "Không có bản in “giay”; các loại: script (bài phát thanh)"),
        (["week", "2030-W46", "--format", "docx"], "không có dạng docx; có: pdf."),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(
    terminal: Terminal, tmp_path: Path, words: list[str], sentence: str
) -> None:
    ran = terminal.run("print", *words, "-o", str(tmp_path / "out"))
    assert (ran.code, sentence in ran.err) == (1, True), ran.err
    assert not (tmp_path / "out").exists()


def test_a_word_file_that_somebody_edited_is_never_written_over(
    terminal: Terminal, tmp_path: Path
) -> None:
    words = ["plan", EDITION]
    (first,) = _print(terminal, tmp_path, *words)
    first.write_bytes(b"edited by hand")
    (second,) = _print(terminal, tmp_path, *words)
    assert (first.read_bytes(), second.name) == (
        b"edited by hand",
        "ke-hoach_thang-hanh-dong_2030 (2).docx",
    )
    docx.Document(io.BytesIO(second.read_bytes()))


def test_the_plan_names_tasks_owners_days_and_what_is_still_blank(
    terminal: Terminal, tmp_path: Path
) -> None:
    (file,) = _print(terminal, tmp_path, "plan", EDITION, "--format", "pdf")
    text = " ".join(pages(file.read_bytes()))
    for said in (
        "KẾ HOẠCH Truyền thông hưởng ứng Tháng hành động vì bình đẳng giới",
        "Chủ đề: “Ví dụ”.",
        "[CHƯA ĐIỀN: số, ngày]",
        "Treo ngày 10/11/2030, tháo ngày 16/12/2030",
        "1. Phòng Văn hoá - Xã hội",
        "3. Các thôn",
        "- Lưu: VT, VHXH.",
    ):
        assert said in text, said


def test_a_slip_is_signed_and_typed_back_by_its_mark(terminal: Terminal, tmp_path: Path) -> None:
    import re

    (file,) = _print(terminal, tmp_path, "slip", SCRIPT)
    (mark,) = set(re.findall(r"Mã phiếu ((?:[0-9a-f]{4} ?){3})", pages(file.read_bytes())[-1]))
    today = terminal.ok("show", SCRIPT, "--json").json["history"][-1]["at"][:10]
    signed = ["--signer", "Nguyễn Văn An", "--signed", today, "--as", "minh"]
    ran = terminal.run("approve", SCRIPT, "--on-paper", "0000 0000 0000", *signed)
    assert (ran.code, "đã đổi sau khi in phiếu" in ran.err) == (1, True)
    ran = terminal.ok("approve", SCRIPT, "--on-paper", mark, *signed)
    assert "người duyệt Nguyễn Văn An (ký phiếu ngày" in ran.out


def test_every_paper_is_documented() -> None:
    root = Path(__file__).parent.parent
    guide = (root / "docs/huong-dan/dong-lenh.md").read_text(encoding="utf-8")
    assert [name for name in PAPERS if f"habac24h print {name}" not in guide] == []
