"""The `edit` command with pictures, as a person runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_kit import Terminal
from picture_kit import photo


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", capsys)


def _own_post(terminal: Terminal, folder: Path) -> str:
    words = folder / "words.txt"
    words.write_text("Mời bà con dự họp thôn.", encoding="utf-8")
    terminal.ok(
        "new", "thuong-xuyen", "2030", "--channel", "fanpage", "--to", "2030-05-05 19:00",
        "--title", "Họp thôn", "--text-file", str(words), "--as", "lan",
    )  # fmt: skip
    return "thuong-xuyen/2030/rieng-001"


def test_pictures_are_attached_shown_and_taken_away(terminal: Terminal, tmp_path: Path) -> None:
    terminal.staff()
    key = _own_post(terminal, tmp_path)
    files = [tmp_path / f"{number}.jpg" for number in (1, 2)]
    for number, file in enumerate(files):
        file.write_bytes(photo(number))
    given = ("--image", str(files[0]), "--image", str(files[1]), "--alt", "Cả nhà nấu cơm")
    terminal.ok("edit", key, *given, "--as", "lan")
    shown = terminal.ok("show", key, "--json").json
    names = shown["images"]
    assert shown["pictures"] == [
        f"60 × 40 điểm ảnh, 1 kB, Cả nhà nấu cơm ({names[0][:12]}…)",
        f"60 × 40 điểm ảnh, 1 kB ({names[1][:12]}…)",
    ]
    assert f"  Ảnh 1: {shown['pictures'][0]}\n" in terminal.ok("show", key).out
    terminal.ok("edit", key, "--no-image", "--as", "lan")
    assert terminal.ok("show", key, "--json").json["images"] == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--image", "{file}", "--no-image"], "Chỉ chọn một trong --image và --no-image."),
        (
            ["--image", "{file}", "--alt", "một", "--alt", "hai"],
            "Có nhiều lời mô tả (--alt) hơn ảnh; mỗi --image một --alt.",
        ),
        (
            [],
            "Hãy nêu điều cần sửa: lời mới bằng --text-file, tiêu đề bằng --title, "
            "ảnh bằng --image, chủ đề bằng --topic, địa điểm bằng --place.",
        ),
    ],
)
def test_an_edit_that_contradicts_itself_is_refused(
    terminal: Terminal, tmp_path: Path, options: list[str], sentence: str
) -> None:
    file = tmp_path / "anh.jpg"
    file.write_bytes(photo())
    words = [word.format(file=file) for word in options]
    ran = terminal.run("edit", "thuong-xuyen/2026/rieng-001", *words, "--as", "lan")
    assert (ran.code, ran.err) == (1, f"{sentence}\n")
