"""What pages say: facts by their Vietnamese names, and never a command or an option."""

from __future__ import annotations

import ast
import re
import threading
import warnings
from pathlib import Path

import pytest
from picture_kit import drawn, written
from signed_kit import entered, press, staff
from web_kit import Read, approve, read, write

import habac24h
from habac24h import workflow
from habac24h.campaigns.fact_names import fact_name
from habac24h.images import prepare
from habac24h.office import Office
from habac24h.web.saying import for_pages, titled

pytestmark = pytest.mark.sqlite

ROOMS = ("accounts", "backup", "budget", "channels", "chores", "units", "workflow")
SAYING = sorted(
    path for room in ROOMS for path in (Path(habac24h.__file__).parent / room).rglob("*.py")
)
"""The rooms whose refusals the pages show as they are."""
NOT_ON_PAGES = ("mending.py", "word_checks.py", "facts.py", "fact_shapes.py", "archive.py")
"""Their commands are lists of their own, or about the command's own options, or it is the program's
name alone."""


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Hãy nêu lý do bằng --reason để biết.", "Hãy nêu lý do để biết."),
        ("Đã bỏ; hãy khôi phục bằng `habac24h restore x` trước.", "Đã bỏ; hãy khôi phục trước."),
        ("Không có “x”; xem các mã bằng `habac24h items`.", "Không có “x”."),
        ("Không có “x”; xem `habac24h campaigns list`.", "Không có “x”."),
        ("Để trống; muốn tắt một mục, hãy dùng `habac24h words remove`.", "Để trống."),
        ("Chưa trình được vì THIEU-SO-LIEU: Chưa có số.", "Chưa trình được vì Chưa có số."),
        ("Có tệp x; chọn tên, hoặc thêm --force để thay.", "Có tệp x; chọn tên."),
        ("Chưa vì ST01: một; PR03: hai.", "Chưa vì một; hai."),
        ("Lời thường `giữ nguyên`.", "Lời thường `giữ nguyên`."),
        (
            "Chưa có; hãy chạy `habac24h plan 2026 --apply`.",
            "Chưa có; hãy mở trang “Kế hoạch năm”.",
        ),
        ("Nối lại bằng `habac24h fanpage connect`.", "Nối lại ở trang “Kết nối Fanpage”."),
        (
            "Lấy mã rồi chạy lại lệnh “fanpage connect”.",
            "Lấy mã rồi kết nối lại ở trang “Kết nối Fanpage”.",
        ),
    ],
)
def test_a_command_leaves_no_hole_in_its_sentence(said: str, shown: str) -> None:
    assert for_pages(said) == shown


def test_an_item_is_called_by_its_title_not_its_key() -> None:
    said = "“a/2026/b” đã đổi; “a/2026/b@2” cũng vậy, “a/2026/bc” thì không."
    shown = "“Bài” đã đổi; “Bài” cũng vậy, “a/2026/bc” thì không."
    assert titled(said, "a/2026/b", "Bài") == shown


def test_no_page_asks_for_a_command_that_has_a_page() -> None:
    """Templates: commands are left where only the computer itself can do it."""
    only_there = {"restore", "doctor", "serve", "fanpage trial"}
    templates = Path(habac24h.__file__).parent / "web" / "templates"
    told = {
        command
        for path in templates.glob("*.html")
        for command in re.findall(r"habac24h ((?:fanpage )?[a-z]+)", path.read_text("utf-8"))
    }
    assert sorted(told - only_there) == []


def _sentences(tree: ast.AST) -> list[str]:
    """Every string of a module that is no docstring; what is filled in stands as an x."""
    plain = [n.value.value for n in ast.walk(tree) if isinstance(n, ast.Expr)
             and isinstance(n.value, ast.Constant)]  # fmt: skip
    joined = [
        "".join(str(p.value) if isinstance(p, ast.Constant) else "x" for p in n.values)
        for n in ast.walk(tree)
        if isinstance(n, ast.JoinedStr)
    ]
    constants = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    return [*joined, *(one for one in constants if isinstance(one, str) and one not in plain)]


@pytest.mark.parametrize(
    "module",
    [one for one in SAYING if one.name not in NOT_ON_PAGES],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_no_sentence_names_a_command_on_a_page(module: Path) -> None:
    whole = [one for one in _sentences(ast.parse(module.read_text("utf-8"))) if " " in one]
    shown = [for_pages(one) for one in whole if one.count("`") % 2 == 0]
    assert [one for one in shown if re.search(r"habac24h [a-z]| --[a-z]", one)] == []


def test_a_gap_is_named_by_its_fact_and_led_to_the_facts(office: Office) -> None:
    staff(office)
    key = write(office, "Bài", text="Gọi [CHƯA ĐIỀN: phone_police] ngay.")
    shown = read(entered(office, "soan").get(f"/noi-dung/{key}"))
    told = "Phải sửa: Chưa có số điện thoại Công an xã; hãy điền vào số liệu của đợt"
    assert [one[: len(told)] for one in shown.sections["kiem-tra"][1:2]] == [told]
    assert "phone_police" not in " ".join(shown.blocks)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("theme", "chủ đề của năm"),
        ("people_trained_nu", "số người được tập huấn"),
        ("phone_school", "số điện thoại “phone_school”"),
        ("motto", "số liệu “motto”"),
    ],
)
def test_every_fact_has_a_name_for_people(name: str, called: str) -> None:
    assert fact_name(name) == called


def test_a_refused_submission_asks_for_a_reason_without_naming_an_option(office: Office) -> None:
    staff(office)
    key = write(office, "Bài", text="Gọi [CHƯA ĐIỀN: phone_police] ngay.")
    answer = press(entered(office, "soan"), office, "trinh", key)
    blocks = Read(answer.text).blocks
    told = next(one for one in blocks if one.startswith("“Bài” chưa trình duyệt được"))
    assert answer.status_code == 400
    assert told.endswith("Hãy sửa lời, hoặc nêu lý do nếu vẫn cần trình.")
    assert "habac24h facts" not in told


def test_a_returned_draft_stands_on_the_first_page_however_far_its_day(office: Office) -> None:
    staff(office)
    far = write(office, "Bài xa", days=200)
    write(office, "Bài xa khác", text="Lời khác.", days=200)
    approve(office, far)
    with office.desk("duyet") as desk:
        workflow.return_(desk, far, reason="sai số điện thoại")
    drafts = read(entered(office, "soan").get("/")).sections["nhap"]
    assert [one for one in drafts if one.startswith("Bài xa")] == ["Bài xa"]


def test_pictures_made_at_once_leave_the_warnings_of_the_process_alone() -> None:
    """Two threads that put filters back in the wrong order would silence errors for good."""
    photo, before = written(drawn(900, 700)), list(warnings.filters)
    threads = [threading.Thread(target=prepare, args=(photo,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(warnings.filters) == before
