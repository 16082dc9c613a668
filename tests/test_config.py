"""Settings: defaults, the file, variables over it, secrets, and every wrong thing named."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from habac24h.appearance import Banners
from habac24h.config import (
    CARD_COLORS,
    FILE_NAME,
    Printing,
    Settings,
    default_home,
    home_folder,
    load,
    parse_hours,
)
from habac24h.errors import SettingsError
from habac24h.running import Backups, Smtp

CANARY = "EAAGcanary-9f3b"
DATABASE_SHAPE = "phải có dạng sqlite:///đường-dẫn hoặc postgresql://người-dùng:mật-khẩu@máy/tên"


def _load(home: Path, toml: str = "", **environ: str) -> Settings:
    (home / FILE_NAME).write_text(toml, encoding="utf-8")
    return load(home, {f"HABAC24H_{name}": value for name, value in environ.items()})


def _refused(home: Path, toml: str = "", **environ: str) -> str:
    with pytest.raises(SettingsError) as caught:
        _load(home, toml, **environ)
    assert CANARY not in repr(caught.value)
    return caught.value.sentence.replace(str(home / FILE_NAME), "TỆP")


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    found = load(tmp_path, {})
    assert found.model_dump() == {
        "database_url": None,
        "graph_url": None,
        "graph_version": "v25.0",
        "graph_timeout_seconds": 60,
        "page_id": None,
        "page_token": None,
        "app_secret": None,
        "secret_key": None,
        "timezone": "Asia/Ho_Chi_Minh",
        "approval": "four-eyes",
        "delivery": "hand-over",
        "handover_days": 7,
        "min_gap_minutes": 60,
        "quiet_hours": "21:00-06:00",
        "station_hours": "05:00-20:00",
        "fact_stale_days": 180,
        "report_day": None,
        "next_year_drafts": True,
        "public_url": None,
        "allowed_hosts": (),
        "digest_at": "07:30",
        "smtp": Smtp().model_dump(),
        "smtp_password": None,
        "backups": Backups().model_dump(),
        "log_file": True,
        "clock_url": None,
        "metrics_token": None,
        "office": "xã Hà Bắc",
        "fanpage": "Hà Bắc 24h",
        "printing": Printing().model_dump(),
        "cards": True,
        "card_colors": CARD_COLORS,
        "banners": Banners().model_dump(),
        "scheduler": {"tick_seconds": 5, "lease_seconds": 180, "absent_minutes": 10},
    }
    assert str(found.zone) == "Asia/Ho_Chi_Minh"


def test_a_file_from_notepad_with_its_mark_is_read(tmp_path: Path) -> None:
    text = 'office = "xã Hà Bắc, tỉnh Lạng Sơn"\r\n[scheduler]\r\ntick_seconds = 2\r\n'
    (tmp_path / FILE_NAME).write_bytes(b"\xef\xbb\xbf" + text.encode())
    found = load(tmp_path, {})
    assert (found.office, found.scheduler.tick_seconds) == ("xã Hà Bắc, tỉnh Lạng Sơn", 2)


def test_a_variable_wins_over_the_file_and_leaves_the_rest_of_its_group(tmp_path: Path) -> None:
    toml = 'timezone = "Asia/Tokyo"\n[scheduler]\ntick_seconds = 9\nlease_seconds = 90\n'
    found = _load(tmp_path, toml, TIMEZONE="Asia/Bangkok", SCHEDULER__TICK_SECONDS="0.5")
    assert found.timezone == "Asia/Bangkok"
    assert found.scheduler.model_dump() == {
        "tick_seconds": 0.5,
        "lease_seconds": 90,
        "absent_minutes": 10,
    }


def test_the_home_and_the_test_switch_are_no_settings(tmp_path: Path) -> None:
    assert _load(tmp_path, HOME="/x", TEST_ALL="1") == Settings()


def test_other_programs_variables_do_not_matter(tmp_path: Path) -> None:
    assert load(tmp_path, {"PAGE_TOKEN": "x", "HABAC24": "y", "habac24h_x": "z"}) == Settings()


def test_a_secret_may_come_from_a_file_and_its_own_variable_wins(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_bytes(b"\xef\xbb\xbf" + CANARY.encode() + b"\r\n")
    found = _load(tmp_path, 'page_token = "old"', PAGE_TOKEN_FILE=str(secret), PAGE_ID="1")
    assert found.page_token is not None
    assert found.page_token.get_secret_value() == CANARY
    both = _load(tmp_path, PAGE_TOKEN="direct", PAGE_TOKEN_FILE="/not/there")
    assert both.page_token is not None
    assert both.page_token.get_secret_value() == "direct"


def test_secrets_are_in_no_repr(tmp_path: Path) -> None:
    found = _load(
        tmp_path,
        PAGE_TOKEN=CANARY,
        APP_SECRET=CANARY,
        SECRET_KEY=CANARY,
        DATABASE_URL=f"postgresql://u:{CANARY}@h/d",
    )
    assert CANARY not in repr(found) + str(found) + found.model_dump_json()


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("x = 1", "Không có cài đặt nào tên là “x” (tệp TỆP); hãy xem lại chính tả."),
        (
            "[scheduler]\nticks = 1",
            "Không có cài đặt nào tên là “scheduler.ticks” (tệp TỆP); hãy xem lại chính tả.",
        ),
        (
            "page_id = 123",
            "Cài đặt “page_id” (tệp TỆP) không đúng: phải là chữ, đặt trong dấu ngoặc kép.",
        ),
        ('page_id = "12a"', "Cài đặt “page_id” (tệp TỆP) không đúng: chỉ gồm chữ số."),
        ("handover_days = true", "Cài đặt “handover_days” (tệp TỆP) không đúng: phải là số."),
        (
            "handover_days = 7.5",
            "Cài đặt “handover_days” (tệp TỆP) không đúng: phải là số nguyên.",
        ),
        ("handover_days = 29", "Cài đặt “handover_days” (tệp TỆP) không đúng: phải ≤ 28."),
        ("handover_days = 0", "Cài đặt “handover_days” (tệp TỆP) không đúng: phải ≥ 1."),
        (
            "scheduler = 5",
            "Cài đặt “scheduler” (tệp TỆP) không đúng: "
            "phải là một nhóm, ví dụ [scheduler] rồi tick_seconds = 5.",
        ),
        (
            "[scheduler]\ntick_seconds = nan",
            "Cài đặt “scheduler.tick_seconds” (tệp TỆP) không đúng: phải ≤ 3600.0.",
        ),
        (
            "graph_timeout_seconds = inf",
            "Cài đặt “graph_timeout_seconds” (tệp TỆP) không đúng: phải ≤ 600.0.",
        ),
        (
            "quiet_hours = 21:00:00",
            "Cài đặt “quiet_hours” (tệp TỆP) không đúng: phải là chữ, đặt trong dấu ngoặc kép.",
        ),
        (
            'station_hours = "5-20"',
            "Cài đặt “station_hours” (tệp TỆP) không đúng: "
            "phải có dạng giờ:phút-giờ:phút, ví dụ 21:00-06:00.",
        ),
        (
            'timezone = "Asia/Hanoi"',
            "Cài đặt “timezone” (tệp TỆP) không đúng: "
            "không có múi giờ này; ví dụ đúng: Asia/Ho_Chi_Minh.",
        ),
        (
            'approval = "two"',
            "Cài đặt “approval” (tệp TỆP) không đúng: chỉ nhận 'four-eyes' hoặc 'one-person'.",
        ),
        (
            'delivery = "later"',
            "Cài đặt “delivery” (tệp TỆP) không đúng: chỉ nhận 'hand-over' hoặc 'at-due'.",
        ),
        (
            'graph_version = "25"',
            "Cài đặt “graph_version” (tệp TỆP) không đúng: phải có dạng v25.0.",
        ),
        (
            'graph_url = "graph.facebook.com"',
            "Cài đặt “graph_url” (tệp TỆP) không đúng: "
            "phải là địa chỉ http(s), ví dụ https://graph.facebook.com.",
        ),
        (
            'graph_url = "http://[1"',
            "Cài đặt “graph_url” (tệp TỆP) không đúng: "
            "phải là địa chỉ http(s), ví dụ https://graph.facebook.com.",
        ),
        (
            'graph_url = "https://graph.facebook.com/v25.0"',
            "Cài đặt “graph_url” (tệp TỆP) không đúng: "
            "không kèm số bản (v25.0) trong địa chỉ; số bản đặt ở graph_version.",
        ),
        (
            f'database_url = "mysql://u:{CANARY}@h/d"',
            f"Cài đặt “database_url” (tệp TỆP) không đúng: {DATABASE_SHAPE}.",
        ),
        (
            f'database_url = "postgresql://u:{CANARY}@h:55x/d"',
            f"Cài đặt “database_url” (tệp TỆP) không đúng: {DATABASE_SHAPE}.",
        ),
        (
            'page_token = ""',
            "Cài đặt “page_token” (tệp TỆP) không đúng: "
            "đang để trống; hãy điền giá trị hoặc bỏ hẳn cài đặt này.",
        ),
        (
            f'office = "x"\npage_token "{CANARY}"',
            'TỆP, dòng 2: không đúng cách viết TOML; mỗi dòng có dạng tên = "giá trị".',
        ),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, toml: str, sentence: str) -> None:
    assert _refused(tmp_path, toml) == sentence


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "TIMEZON",
            "x",
            "Không có cài đặt nào tên là “timezon” (biến môi trường HABAC24H_TIMEZON); "
            "hãy xem lại chính tả.",
        ),
        (
            "TIMEZONE_FILE",
            "/etc/x",
            "Không có cài đặt nào tên là “timezone_file” (biến môi trường HABAC24H_TIMEZONE_FILE); "
            "hãy xem lại chính tả.",
        ),
        (
            "SCHEDULER__PAGE_TOKEN_FILE",
            "/etc/hostname",
            "Không có cài đặt nào tên là “scheduler.page_token_file” "
            "(biến môi trường HABAC24H_SCHEDULER__PAGE_TOKEN_FILE); hãy xem lại chính tả.",
        ),
        (
            "SCHEDULER__LEASE_SECONDS",
            "0",
            "Cài đặt “scheduler.lease_seconds” (biến môi trường HABAC24H_SCHEDULER__LEASE_SECONDS) "
            "không đúng: phải > 0.0.",
        ),
        (
            "PAGE_TOKEN",
            "",
            "Cài đặt “page_token” (biến môi trường HABAC24H_PAGE_TOKEN) không đúng: "
            "đang để trống; hãy điền giá trị hoặc bỏ hẳn cài đặt này.",
        ),
        (
            "PAGE_TOKEN_FILE",
            "/not/there",
            "HABAC24H_PAGE_TOKEN_FILE: không đọc được tệp /not/there.",
        ),
        (
            "HANDOVER_DAYS",
            "bảy",
            "Cài đặt “handover_days” (biến môi trường HABAC24H_HANDOVER_DAYS) không đúng: "
            "phải là số nguyên.",
        ),
    ],
)
def test_what_is_wrong_in_a_variable_is_named(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    assert _refused(tmp_path, "", **{name: value}) == sentence


def test_a_variable_below_something_that_is_no_group_is_named(tmp_path: Path) -> None:
    sentence = _refused(tmp_path, "scheduler = 5", SCHEDULER__TICK_SECONDS="1")
    assert sentence == (
        "HABAC24H_SCHEDULER__TICK_SECONDS không dùng được vì “scheduler” không phải là một nhóm."
    )


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes("office = “x”".encode("utf-16"))
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {})
    assert caught.value.sentence == (
        f"{tmp_path / FILE_NAME} không phải chữ UTF-8; hãy lưu lại với mã UTF-8."
    )


def test_a_folder_in_the_files_place_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {})
    assert caught.value.sentence.startswith(f"Không đọc được {tmp_path / FILE_NAME} (")


def test_an_address_loses_its_last_stroke(tmp_path: Path) -> None:
    assert _load(tmp_path, GRAPH_URL="http://127.0.0.1:9/x/").graph_url == "http://127.0.0.1:9/x"


def test_settings_never_change(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        Settings().office = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("21:00-06:00", (time(21), time(6))),
        (" 5:30 - 20:05 ", (time(5, 30), time(20, 5))),
        ("00:00-23:59", (time(0), time(23, 59))),
    ],
)
def test_hours_are_read(written: str, hours: tuple[time, time]) -> None:
    assert parse_hours(written) == hours


@pytest.mark.parametrize("written", ["", "21:00", "24:00-06:00", "21:60-06:00", "21:00+07:00-6:00"])
def test_hours_that_cannot_be_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"^phải có dạng giờ:phút-giờ:phút"):
        parse_hours(written)


def test_the_home_is_the_option_then_the_variable_then_the_platforms(tmp_path: Path) -> None:
    variable = {"HABAC24H_HOME": str(tmp_path / "b")}
    assert home_folder(tmp_path / "a", variable) == tmp_path / "a"
    assert home_folder(None, variable) == tmp_path / "b"
    assert (tmp_path / "a").is_dir()
    assert (tmp_path / "b").is_dir()
    assert default_home().name == "habac24h"


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError) as caught:
        home_folder(tmp_path / "file" / "home", {})
    assert caught.value.sentence == (
        f"Không tạo được thư mục dữ liệu {tmp_path / 'file' / 'home'} "
        "(một phần của đường dẫn không phải thư mục); "
        "hãy chọn thư mục khác bằng --home."
    )


@pytest.mark.parametrize("given", ["https://lich.example", "http://192.168.1.20:8024/"])
def test_a_public_address_has_no_path(tmp_path: Path, given: str) -> None:
    assert load(tmp_path, {"HABAC24H_PUBLIC_URL": given}).public_url == given.rstrip("/")


@pytest.mark.parametrize(
    "given",
    ["lich.example", "ftp://x", "https://x/lich", "https://a@x", "https://*", "https://a b"],
)
def test_another_public_address_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {"HABAC24H_PUBLIC_URL": given})
    assert caught.value.sentence == (
        "Cài đặt “public_url” (biến môi trường HABAC24H_PUBLIC_URL) không đúng: phải là địa chỉ "
        "http(s) không kèm đường dẫn, ví dụ https://lich.habac.example."
    )


@pytest.mark.parametrize("given", ["05/12", "12-32", "2026-02-29", "02-29"])
def test_a_report_day_that_does_not_exist_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {"HABAC24H_REPORT_DAY": given})
    assert caught.value.sentence.endswith(
        "không đúng: phải là ngày có thật dạng 12-05 hoặc 2026-12-05."
    )
