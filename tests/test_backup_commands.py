"""Backing up and restoring by the commands, on a file and on a server."""

from __future__ import annotations

from pathlib import Path

import pytest
from backup_kit import postgres_tools
from cli_kit import Terminal

from habac24h.chores import copies
from habac24h.config import Settings

__all__ = ["postgres_tools"]


def test_the_commands_say_what_they_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(tmp_path / "home", capsys)
    terminal.staff()
    file = tmp_path / "a.zip"
    said = terminal.ok("backup", str(file)).out.splitlines()
    assert said[0].startswith(f"Đã sao lưu 1 phần vào {file} (")
    again = terminal.run("backup", str(file))
    assert (again.code, again.err.startswith("Đã có tệp")) == (1, True)
    told = terminal.ok("restore", str(file)).out
    assert "Việc đăng đang TẠM DỪNG sau khi khôi phục; 0 lượt" in told
    assert "rồi bấm “Xem và đăng tiếp” trên trang ấy (hoặc chạy `habac24h fanpage resume`)" in told
    assert "TẠM DỪNG sau khi khôi phục" in terminal.ok("fanpage", "status").out
    status = terminal.ok("fanpage", "status", "--json").json
    assert (status["stopped"], status["restored"]["held"]) == (True, True)
    resumed = terminal.ok("fanpage", "resume").out
    assert "đối chiếu xong với trang rồi mới gửi bài" in resumed
    assert terminal.ok("fanpage", "status", "--json").json["restored"]["held"] is False
    missing = terminal.run("restore", str(tmp_path / "b.zip"))
    assert (missing.code, missing.err.startswith("Không có tệp ")) == (1, True)


def test_a_backup_without_a_name_joins_the_daily_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What doctor tells people to type where there is none."""
    terminal = Terminal(tmp_path / "home", capsys)
    terminal.staff()
    terminal.ok("backup")
    [made] = copies.kept(tmp_path / "home", Settings())
    assert copies.unreadable(made.path) is None


@pytest.mark.postgres
def test_the_commands_bring_back_the_data_of_a_server(
    postgres_url: str,
    postgres_tools: None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The address stands in the environment, where it survives a lost home."""
    monkeypatch.setenv("HABAC24H_DATABASE_URL", postgres_url)
    terminal = Terminal(tmp_path / "home", capsys)
    terminal.staff()
    file = tmp_path / "a.zip"
    terminal.ok("backup", str(file))
    terminal.ok("users", "add", "hoa", "--role", "reader")
    told = terminal.ok("restore", str(file)).out.splitlines()
    assert told[0].startswith("Đã khôi phục dữ liệu sao lưu lúc ")
    kept = Path(told[1].removeprefix("Dữ liệu trước đó được giữ tại ").removesuffix("."))
    assert kept.name.startswith("truoc-khoi-phuc-")
    assert _people(terminal) == ["lan", "minh"]
    terminal.ok("restore", str(kept))
    assert _people(terminal) == ["hoa", "lan", "minh"]


@pytest.mark.postgres
def test_an_empty_server_and_a_new_home_take_a_backup_by_the_command(
    postgres_url: str,
    postgres_tools: None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HABAC24H_DATABASE_URL", postgres_url)
    terminal = Terminal(tmp_path / "home", capsys)
    terminal.staff()
    file = tmp_path / "a.zip"
    terminal.ok("backup", str(file))
    _lose_everything(postgres_url)
    terminal = Terminal(tmp_path / "moi", capsys)
    told = terminal.ok("restore", str(file)).out
    assert "được giữ tại" not in told
    assert "Việc đăng đang TẠM DỪNG sau khi khôi phục; 0 lượt" in told
    assert _people(terminal) == ["lan", "minh"]


def _people(terminal: Terminal) -> list[str]:
    return [one["name"] for one in terminal.ok("users", "list", "--json").json]


def _lose_everything(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
