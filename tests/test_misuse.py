"""What people mistype and mistake at the terminal: told in Vietnamese, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_kit import Terminal


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", capsys)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("submit", "x"), "Còn thiếu --as (Tên người dùng thực hiện). {submit}"),
        (("print",), "Còn thiếu “Loại bản in”. {print}"),
        (("submit", "x", "--zzzz", "a"), "Không có --zzzz. {submit}"),
        (("submit", "x", "--camp", "a"), "Không có --camp; có phải --campaign? {submit}"),
        (("submit", "x", "--as"), "Sau --as phải ghi một giá trị. {}"),
        (("items", "--json=1"), "--json đứng một mình, không kèm giá trị. {}"),
        (("serve", "--port", "x"), "Giá trị chưa đúng cho --port (Cổng). {serve}"),
        (("kiem",), "Không có lệnh “kiem”. {}"),
        (
            ("plan", "2027", "rồi", "in"),
            "Thừa “rồi in”; lời có khoảng trắng phải đặt trong ngoặc kép. {plan}",
        ),
    ],
)
def test_a_command_that_is_written_wrongly_is_told_in_vietnamese(
    terminal: Terminal, words: tuple[str, ...], told: str
) -> None:
    sentence, _brace, command = told.partition("{")
    path = f"habac24h {command.rstrip('}')}".strip()
    ran = terminal.run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"{sentence}Xem cách viết bằng `{path} --help`.\n"


def test_a_group_alone_shows_what_it_can_do(terminal: Terminal) -> None:
    ran = terminal.run("users")
    assert (ran.code, "Danh sách người dùng." in ran.err) == (2, True)


def test_a_file_that_is_not_there_is_told_in_vietnamese(terminal: Terminal) -> None:
    ran = terminal.run("calendar", "import", "không-có.ics")
    assert (ran.code, ran.err) == (
        1,
        "Không đọc được không-có.ics: không có tệp hay thư mục này.\n",
    )


def test_accounts_are_told_with_roles_in_words_and_the_way_in(terminal: Terminal) -> None:
    assert terminal.ok("users", "add", "lan", "--role", "editor").out == (
        "Đã thêm người soạn lan. Trong các lệnh, ghi `--as lan`.\n"
        "Để lan vào được các trang, tạo đường dẫn bằng `habac24h users password lan`.\n"
    )
    assert terminal.ok("users", "list").out == f"{'lan':<20} người soạn (editor)\n"
    assert terminal.ok("users", "role", "lan", "approver").out == "lan bây giờ là người duyệt.\n"
    link = terminal.ok("users", "password", "lan").out.splitlines()[1]
    assert link.startswith("http://127.0.0.1:8024/vao/")


def test_feeds_are_told_in_words(terminal: Terminal) -> None:
    terminal.ok("feeds", "add", "Chị Lan")
    terminal.ok("feeds", "add", "Đài", "--channel", "loudspeaker", "--drafts", "--no-alarms")
    lines = terminal.ok("feeds", "list").out.splitlines()
    assert [line.rpartition("; tạo ")[0] for line in lines] == [
        f"{'Chị Lan':<20} cả lịch",
        f"{'Đài':<20} Đài truyền thanh; có bản nháp; không nhắc giờ",
    ]


def test_all_of_a_campaign_is_of_one_year(terminal: Terminal) -> None:
    terminal.staff()
    for year in ("2030", "2031"):
        terminal.ok("plan", year, "--apply")
    words = ("cancel", "--all", "--campaign", "ngay-phu-nu", "--as", "lan")
    ran = terminal.run(*words)
    assert (ran.code, ran.out, ran.err) == (
        1,
        "",
        "Chiến dịch này có nội dung của các năm 2030, 2031; hãy nêu một năm, ví dụ --year 2030.\n",
    )
    one = terminal.run(*words, "--year", "2030")
    assert (one.code, one.err) == (1, "Cần xác nhận: hãy chạy lại với --yes.\n")
