"""The office's year by commands: units, money, the next year, several years."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_kit import Terminal
from unit_kit import filled


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    made = Terminal(tmp_path / "home", capsys)
    made.staff()
    return made


def test_forms_go_out_come_in_and_are_added_up(terminal: Terminal, tmp_path: Path) -> None:
    out = terminal.ok(
        "units", "form", "2026", "-o", str(tmp_path / "bieu"), "--unit", "cong-an"
    ).out
    assert Path(out.strip()).read_bytes()[:2] == b"PK"
    good, bad = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    good.write_bytes(filled({"cases": 3}))
    bad.write_bytes(filled({"cases": "ba"}))
    refused = terminal.run("units", "import", str(good), str(bad), "--as", "lan")
    assert (refused.code, refused.err.strip()) == (
        1,
        "Chưa nhập gì từ b.xlsx: ô C17: số vụ bạo lực phải là số, nhưng ô ghi “ba”.",
    )
    assert terminal.ok("units", "summary", "2026", "--json").json["totals"]["cases"] == 0
    terminal.ok("units", "import", str(good), "--as", "lan")
    told = terminal.ok("units", "summary", "2026", "--json").json
    assert (told["totals"]["cases"], "cong-an" in told["missing"]) == (3, False)
    reminded = terminal.ok("units", "remind", "2026", "--json").json
    assert "Kính gửi: Công an xã" in reminded[2]["text"]


def test_units_come_and_go_and_reports_are_put_down(terminal: Terminal) -> None:
    terminal.ok("units", "add", "tram", "--name", "Trạm Y tế", "--kind", "phong", "--as", "lan")
    terminal.ok("units", "due", "2026", "2026-11-20", "--as", "lan")
    day = ("--on", "2026-01-02")
    terminal.ok("units", "received", "tram", "2026", "--figure", "men=1.250", *day, "--as", "lan")
    told = terminal.ok("units", "summary", "2026", "--json").json
    tram = next(one for one in told["units"] if one["unit"] == "tram")
    assert (tram["received_on"], tram["figures"], told["due"]) == (
        "2026-01-02",
        {"men": 1250},
        "2026-11-20",
    )
    for typed in ("buoi=3", "3 buổi"):
        told = ("tram", "2026", "--figure", typed, *day, "--as", "lan")
        assert "talks (số buổi), men (số người dự nam), " in (
            terminal.run("units", "received", *told).err
        )
    terminal.ok("units", "received", "tram", "2026", "--not", "--as", "lan")
    terminal.ok("units", "remove", "tram", "--as", "lan")
    assert "tram" not in [one["id"] for one in terminal.ok("units", "list", "--json").json]


def test_the_budget_is_set_spent_copied_and_written(terminal: Terminal, tmp_path: Path) -> None:
    said = ("--content", "In băng rôn", "--quantity", "40", "--price", "300.000")
    terminal.ok("budget", "set", "2026", *said, "--as", "lan")
    paid = terminal.ok("budget", "spend", "1", "12.500.000", "--on", "2026-01-02", "--as", "lan")
    assert paid.out.splitlines() == [
        "Khoản 1 đã chi 12.500.000 đồng.",
        "LƯU Ý: đã VƯỢT dự toán 500.000 đồng (dự toán 12.000.000 đồng).",
    ]
    terminal.ok("budget", "spend", "1", "100.000", "--less", "--on", "2026-01-02", "--as", "lan")
    told = terminal.ok("budget", "list", "2026", "--json").json
    assert (told["planned"], told["spent"], told["lines"][0]["over"]) == (
        12_000_000,
        12_400_000,
        400_000,
    )
    assert "VƯỢT 400.000 đồng" in terminal.ok("budget", "list", "2026").out
    terminal.ok("budget", "copy", "2026", "--to", "2027", "--as", "lan")
    terminal.ok("budget", "set", "2027", "2", "--price", "", "--as", "lan")
    assert terminal.ok("budget", "list", "2027", "--json").json["unpriced"] == 1
    paper = tmp_path / "du-toan.docx"
    terminal.ok("budget", "export", "2026", "-o", str(paper))
    assert paper.read_bytes()[:2] == b"PK"
    terminal.ok("budget", "remove", "2", "--as", "lan")
    assert terminal.run("budget", "remove", "1", "--as", "lan").code == 1


def test_a_budget_without_prices_is_no_budget_of_nothing(terminal: Terminal) -> None:
    said = ("--content", "In băng rôn", "--quantity", "40", "--unit", "chiếc")
    terminal.ok("budget", "set", "2026", *said, "--as", "lan")
    paid = terminal.ok("budget", "spend", "1", "5000", "--on", "2026-01-02", "--as", "lan").out
    assert "chưa biết có vượt dự toán không" in paid
    told = terminal.ok("budget", "list", "2026").out
    assert "    1  In băng rôn: 40 chiếc, chưa có đơn giá; đã chi 5.000 đồng\n" in told
    assert told.endswith(
        "Tổng cộng năm 2026: chưa khoản nào có đủ số lượng và đơn giá, đã chi 5.000 đồng\n"
    )


def test_hand_made_items_are_listed_and_copied_only_when_agreed(
    terminal: Terminal, tmp_path: Path
) -> None:
    words = tmp_path / "bai.txt"
    words.write_text("Chào 20/11/2040.", encoding="utf-8")
    told = ("--channel", "fanpage", "--to", "2040-11-20 19:00", "--title", "Bài riêng")
    terminal.ok("new", "thuong-xuyen", "2040", *told, "--text-file", str(words), "--as", "lan")
    asked = terminal.run("copy", "2040", "--to", "2041", "--as", "lan")
    assert (asked.code, "thứ Ba 20/11/2040 19:00 → thứ Tư 20/11/2041 19:00" in asked.out) == (
        1,
        True,
    )
    done = terminal.ok("copy", "2040", "--to", "2041", "--keep", "weekday", "--yes", "--as", "lan")
    assert "→ thứ Ba 19/11/2041 19:00" in done.out
    items = terminal.ok("items", "--from", "2041-01-01", "--json").json
    assert [(one["key"], one["state"]) for one in items] == [
        ("thuong-xuyen/2041/rieng-001", "draft")
    ]


def test_several_years_stand_beside_each_other_and_a_plan_needs_a_year(terminal: Terminal) -> None:
    told = terminal.ok("plan", "--years", "2026-2030", "--json").json
    assert (told["years"], told["totals"]) == ([2026, 2027, 2028, 2029, 2030], [118] * 5)
    assert "CN 28/06/2026, 14/5/2026 âm lịch  ! duyệt chậm nhất T6 26/06/2026" in (
        terminal.ok("plan", "--years", "2026-2026").out
    )
    assert terminal.run("plan", "2026", "--years", "2026-2027").code == 1
    assert terminal.run("plan").code == 2
