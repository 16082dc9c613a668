"""`habac24h serve` as a real process: first start, pages, lock, refusals, a clean end."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from habac24h import db

FIRST_START_SECONDS = 90
SETUP = re.compile(
    r"Tạo tài khoản đầu tiên \(dùng một lần, trong 24 giờ\): http://127\.0\.0\.1:\d+/vao/[\w-]{43}$"
)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="ends its process by POSIX signals")


def command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "habac24h", "--home", str(home), *words]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("HABAC24H_")}


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def serving(home: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The process and what it said up to “Nhấn Ctrl+C”; killed at the end if it still runs."""
    process = subprocess.Popen(
        command(home, "serve", *words),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(),
    )
    said: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.rstrip("\n"))
            if line.startswith("Nhấn Ctrl+C"):
                break
        yield process, said
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def get(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        body: bytes = answer.read()
        return body.decode()


def refused(home: Path, *words: str) -> tuple[int, str]:
    """The exit code and the sentence of a start that does not come about."""
    ended = subprocess.run(
        command(home, "serve", *words),
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        timeout=FIRST_START_SECONDS,
        check=False,
    )
    return ended.returncode, ended.stderr.strip()


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A home after its first start and a SIGTERM, and everything that was said."""
    home = tmp_path_factory.mktemp("serve") / "home"
    with serving(home, "--port", "0") as (process, said):
        process.send_signal(signal.SIGTERM)
        rest, wrong = process.communicate(timeout=FIRST_START_SECONDS)
        assert process.returncode == 0
    return home, [*said, *rest.splitlines(), *wrong.splitlines()]


def test_the_first_start_plans_the_year_and_sigterm_ends_it_well(
    planned: tuple[Path, list[str]],
) -> None:
    _home, said = planned
    year = datetime.now(UTC).astimezone().year
    first, address, *rest = said
    assert first.startswith(f"Lần chạy đầu: đã lập kế hoạch năm {year}, ")
    assert int(first.split(", ")[1].split()[0]) >= 90
    assert address.startswith("Mở trang làm việc tại http://127.0.0.1:")
    assert rest[0].startswith("Dữ liệu của cơ quan: ")
    assert SETUP.match(rest[1])
    assert rest[2:] == ["Nhấn Ctrl+C để dừng.", "Đã dừng."]


def test_a_later_start_plans_nothing_and_serves_pages_and_scheduler(
    planned: tuple[Path, list[str]],
) -> None:
    home, _said = planned
    port = free_port()
    with serving(home, "--port", str(port)) as (process, said):
        assert [line for line in said if not SETUP.match(line)] == [
            f"Mở trang làm việc tại http://127.0.0.1:{port}/",
            f"Dữ liệu của cơ quan: {home}",
            "Nhấn Ctrl+C để dừng.",
        ]
        assert served_at(home) == f"http://127.0.0.1:{port}/"
        assert get(port, "/").count("<h1>Việc hôm nay</h1>") == 1
        assert get(port, "/trang-chay-thu").count('src="/trang-chay-thu/tuong"') == 1
        health = wait_for_pass(port)
        assert (health["status"], health["scheduler"]) == ("ok", "running")
        process.send_signal(signal.SIGINT)
        rest, wrong = process.communicate(timeout=60)
    assert (process.returncode, rest, wrong) == (0, "Đã dừng.\n", "")


def served_at(home: Path) -> str:
    """The address that letters and calendars lead to."""
    with closing(sqlite3.connect(home / db.FILE_NAME)) as rows:
        (value,) = rows.execute("SELECT value FROM setting WHERE name = 'served_at'").fetchone()
    return str(json.loads(value))


def wait_for_pass(port: int) -> dict[str, str]:
    """The health once the scheduler's first pass is over."""
    end = time.monotonic() + 60
    while True:
        found: dict[str, str] = json.loads(get(port, "/healthz"))
        if found["scheduler_last_pass"] is not None or time.monotonic() > end:
            return found
        time.sleep(0.05)


def test_the_set_up_link_makes_the_first_account_and_is_told_no_more(
    planned: tuple[Path, list[str]], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(planned[0], home)
    with serving(home, "--port", "0", "--no-scheduler") as (_process, said):
        link = next(line for line in said if SETUP.match(line)).rsplit(" ", 1)[1]
        fields = {"ten": "lan", "mat_khau": "mùa lúa chín", "lan_hai": "mùa lúa chín"}
        with urllib.request.urlopen(link, urllib.parse.urlencode(fields).encode()) as answer:
            page = answer.read().decode()
        assert page.count("<h1>Đăng nhập</h1>") == 1  # this client keeps no cookie
    with serving(home, "--port", "0", "--no-scheduler") as (_process, said):
        assert [line for line in said if SETUP.match(line)] == []


def test_a_second_scheduler_on_one_home_is_refused_but_pages_alone_are_not(
    planned: tuple[Path, list[str]],
) -> None:
    home, _said = planned
    with serving(home, "--port", "0"):
        assert refused(home, "--port", "0") == (
            1,
            "Một bộ lập lịch khác đang chạy trên thư mục dữ liệu này; "
            "mỗi thư mục chỉ chạy một bộ lập lịch (serve hoặc run).",
        )
        port = free_port()
        with serving(home, "--port", str(port), "--no-scheduler") as (_process, said):
            assert said[2] == "Không chạy bộ lập lịch (--no-scheduler)."
            assert json.loads(get(port, "/healthz"))["scheduler"] == "elsewhere"


def test_a_port_in_use_is_named(planned: tuple[Path, list[str]]) -> None:
    home, _said = planned
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        code, sentence = refused(home, "--port", str(port))
    another = port + 1 if 8024 <= port < 65535 else 8024
    assert (code, sentence) == (
        1,
        f"Cổng {port} đang có chương trình khác dùng (có thể habac24h đã chạy sẵn); "
        f"hãy chọn cổng khác, ví dụ --port {another}.",
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_an_address_for_other_machines_is_refused(tmp_path: Path, host: str) -> None:
    assert refused(tmp_path / "home", "--host", host) == (
        1,
        f"Chưa mở được ở địa chỉ “{host}” cho máy khác: hãy ghi tên hoặc số của máy này trong "
        "mạng cơ quan vào habac24h.toml, ví dụ "
        'allowed_hosts = ["may-van-hoa", "192.168.1.20"], hoặc bỏ --host.',
    )
    assert not (tmp_path / "home" / "habac24h.sqlite3").exists()


def test_other_machines_come_in_once_they_are_named_and_somebody_has_a_password(
    planned: tuple[Path, list[str]], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(planned[0], home)
    (home / "habac24h.toml").write_text('allowed_hosts = ["may-van-hoa"]')
    code, sentence = refused(home, "--host", "0.0.0.0", "--port", "0")
    assert (code, sentence.split(":")[0]) == (
        1,
        "Chưa ai có mật khẩu nên chưa mở cho máy khác được",
    )
    (tmp_path / "mat-khau").write_text("mùa lúa chín")
    given = ("--role", "admin", "--password-file", str(tmp_path / "mat-khau"))
    subprocess.run(
        command(home, "users", "add", "lan", *given),
        env=environment(),
        check=True,
        capture_output=True,
    )
    port = free_port()
    with serving(home, "--host", "0.0.0.0", "--port", str(port), "--no-scheduler") as (_, said):
        assert said[:3] == [
            f"Mở trang làm việc tại http://127.0.0.1:{port}/",
            f"Máy khác trong mạng cơ quan mở: http://may-van-hoa:{port}/",
            "Qua http, mật khẩu đi trong mạng không được mã hóa: "
            "chỉ dùng trong mạng dây của cơ quan.",
        ]
        assert [line for line in said if SETUP.match(line)] == []
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with closing(link):
            link.request("GET", "/", headers={"Host": f"may-van-hoa:{port}"})
            answer = link.getresponse()
            assert (answer.status, answer.headers["location"]) == (303, "/dang-nhap?den=/")
