"""Settings: one file (habac24h.toml in the home folder) and HABAC24H_* variables over it.

A setting that does not exist, or a value that cannot be right, stops the start and is named.
"""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

import platformdirs
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

from habac24h import given
from habac24h.appearance import Banners, CardColors
from habac24h.errors import SettingsError, why_not
from habac24h.hosts import Hosts
from habac24h.running import Backups, Smtp, morning

CARD_COLORS = ("#3D4A1F", "#0B5A5C", "#1B4272", "#7A1F4B", "#8A3A12", "#4B2A7B")
"""Six deep, quiet colours; by its id each of the shipped campaigns gets one of its own."""
PREFIX = "HABAC24H_"
FILE_NAME = "habac24h.toml"
SECRETS = (
    "page_token",
    "app_secret",
    "secret_key",
    "database_url",
    "smtp_password",
    "metrics_token",
)
_NOT_SETTINGS = {"HOME", "TEST_ALL"}
_DIGITS, _VERSION = r"^[0-9]+$", r"^v[0-9]+\.[0-9]+$"
_PATTERNS = {_DIGITS: "chỉ gồm chữ số", _VERSION: "phải có dạng v25.0"}
_DAY = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")
_HOST = re.compile(r"[a-z0-9.-]+|[0-9a-f:.]+")
"""Of an address, as `urlsplit` gives it: no wildcard, and the ASCII form of other letters."""
_HOURS = re.compile(r"(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)")


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)  # asking for the list of all of them reads hundreds of files
    except (KeyError, ValueError, OSError):
        raise ValueError("không có múi giờ này; ví dụ đúng: Asia/Ho_Chi_Minh") from None
    return name


def _hours(value: str) -> str:
    parse_hours(value)
    return value


def _address(value: str) -> str:
    parts = _split(value, "phải là địa chỉ http(s), ví dụ https://graph.facebook.com")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("phải là địa chỉ http(s), ví dụ https://graph.facebook.com")
    if parts.scheme == "http" and not _is_here(parts.hostname):
        raise ValueError(
            "http:// chỉ dùng cho địa chỉ trên chính máy này; nơi khác phải là https://"
        )
    if re.search(r"/v\d+(\.\d+)?(/|$)", parts.path):
        raise ValueError("không kèm số bản (v25.0) trong địa chỉ; số bản đặt ở graph_version")
    return value.rstrip("/")


def _public(value: str) -> str:
    """Where others reach this office's pages; no path, so that /lich/… stands right after it."""
    wanted = "phải là địa chỉ http(s) không kèm đường dẫn, ví dụ https://lich.habac.example"
    parts = _split(value, wanted)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise ValueError(wanted)
    if (
        parts.path.strip("/")
        or parts.query
        or parts.fragment
        or not _HOST.fullmatch(parts.hostname)
    ):
        raise ValueError(wanted)
    return value.rstrip("/")


def _day(value: str) -> str:
    found = _DAY.fullmatch(value)
    try:
        if found is None:
            raise ValueError
        # 29 February belongs to leap years only, so it needs a year.
        date(int(found[1] or 2001), int(found[2]), int(found[3]))
    except ValueError:
        raise ValueError("phải là ngày có thật dạng 12-05 hoặc 2026-12-05") from None
    return value


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _database(value: SecretStr) -> SecretStr:
    """Refuse early and without repeating the value: it may hold a password."""
    wanted = "phải có dạng sqlite:///đường-dẫn hoặc postgresql://người-dùng:mật-khẩu@máy/tên"
    parts = _split(value.get_secret_value(), wanted)
    if parts.scheme.partition("+")[0] not in {"sqlite", "postgresql", "postgres"}:
        raise ValueError(wanted)
    if parts.scheme == "sqlite" and not _is_whole(value.get_secret_value()):
        raise ValueError(
            "phải nêu đường dẫn đầy đủ của tệp, ví dụ sqlite:////srv/habac24h.sqlite3 (bốn dấu /) "
            "hoặc sqlite:///D:/habac24h/habac24h.sqlite3 trên Windows"
        )
    return value


def _is_whole(url: str) -> bool:
    """Whether a file is named from the root: from whichever folder a command runs, it is one."""
    file = url.removeprefix("sqlite:///").partition("?")[0]
    return file.startswith((":", "file:")) or not file or Path(file).is_absolute()


def _split(value: str, wanted: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _port = parts.port  # reading it is what checks it
    except ValueError:
        raise ValueError(wanted) from None
    return parts


def _number(value: object) -> object:
    """TOML's true is no number, though Python would take it for 1."""
    if isinstance(value, bool):
        raise ValueError("phải là số")
    return value


def parse_hours(value: str) -> tuple[time, time]:
    """Turn "21:00-06:00" into its two times; raises ValueError with a Vietnamese sentence."""
    found = _HOURS.fullmatch(value.strip())
    try:
        if found is None:
            raise ValueError
        first_hour, first_minute, last_hour, last_minute = map(int, found.groups())
        return time(first_hour, first_minute), time(last_hour, last_minute)
    except ValueError:
        raise ValueError("phải có dạng giờ:phút-giờ:phút, ví dụ 21:00-06:00") from None


Hours = Annotated[str, AfterValidator(_hours)]
Secret = Annotated[SecretStr, Field(min_length=1)]
Seconds = Annotated[float, BeforeValidator(_number)]
Count = Annotated[int, BeforeValidator(_number)]


class Scheduler(BaseModel):
    """How the engine ticks."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    tick_seconds: Seconds = Field(default=5, gt=0, le=3600)
    lease_seconds: Seconds = Field(default=180, gt=0, le=3600)
    absent_minutes: Seconds = Field(default=10, ge=0, le=1440)


class Printing(BaseModel):
    """What stands on papers; names left out follow from `office`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    authority: str | None = None
    place: str | None = None
    department: str = "Phòng Văn hoá - Xã hội"
    station: str | None = None
    programme: str = "Bình đẳng giới"
    announcer: str = ""
    signer_post: str = "CHỦ TỊCH"
    signer: str = ""
    city: str = "thành phố Hải Phòng"


class Settings(BaseModel):
    """Every setting with its default; names in the file are these, lower case."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    database_url: Annotated[Secret, AfterValidator(_database)] | None = None
    graph_url: Annotated[str, AfterValidator(_address)] | None = None
    graph_version: str = Field(default="v25.0", pattern=_VERSION)
    graph_timeout_seconds: Seconds = Field(default=60, gt=0, le=600)
    page_id: str | None = Field(default=None, pattern=_DIGITS)
    page_token: Secret | None = None
    app_secret: Secret | None = None
    secret_key: Secret | None = None
    timezone: Annotated[str, AfterValidator(_timezone)] = "Asia/Ho_Chi_Minh"
    approval: Literal["four-eyes", "one-person"] = "four-eyes"
    delivery: Literal["hand-over", "at-due"] = "hand-over"
    handover_days: Count = Field(default=7, ge=1, le=28)
    min_gap_minutes: Count = Field(default=60, ge=0, le=1440)
    quiet_hours: Hours = "21:00-06:00"
    station_hours: Hours = "05:00-20:00"
    fact_stale_days: Count = Field(default=180, ge=1, le=3660)
    report_day: Annotated[str, AfterValidator(_day)] | None = None
    next_year_drafts: bool = True
    public_url: Annotated[str, AfterValidator(_public)] | None = None
    allowed_hosts: Hosts = ()
    office: str = "xã Hà Bắc"
    fanpage: str = "Hà Bắc 24h"
    printing: Printing = Printing()
    banners: Banners = Banners()
    cards: bool = True
    card_colors: CardColors = CARD_COLORS
    scheduler: Scheduler = Scheduler()
    digest_at: Annotated[str, AfterValidator(morning)] = "07:30"
    smtp: Smtp = Smtp()
    smtp_password: Secret | None = None
    backups: Backups = Backups()
    log_file: bool = True
    clock_url: Annotated[str, AfterValidator(_address)] | None = None
    metrics_token: Secret | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.timezone)


def default_home() -> Path:
    """The platform's data folder for this program."""
    return Path(platformdirs.user_data_dir("habac24h", appauthor=False))


def named_home(given: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """`--home`, else HABAC24H_HOME, else the platform's data folder; it may be missing."""
    named = given or (Path(environ[PREFIX + "HOME"]) if environ.get(PREFIX + "HOME") else None)
    return (named or default_home()).expanduser().absolute()


def home_folder(given: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The home folder, made when missing."""
    folder = named_home(given, environ)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"Không tạo được thư mục dữ liệu {folder} ({why_not(error)}); "
            "hãy chọn thư mục khác bằng --home."
        ) from None
    return folder


def load(home: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the home's file and the environment; raises SettingsError naming the wrong setting."""
    merged = _from_file(home / FILE_NAME)
    told = _from_environment(environ)
    for path, (name, value) in told.items():
        _put(merged, path, name, value)
    try:
        return Settings.model_validate(merged)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        path = tuple(str(part) for part in first["loc"])
        raise SettingsError(_sentence(path, told, home / FILE_NAME, first)) from None


def complaints(error: ValidationError) -> dict[str, str]:
    """What is wrong by the name of each setting, in a sentence without its value."""
    return {
        ".".join(str(part) for part in one["loc"]): f"{_why(one['type'], one)}."
        for one in error.errors(include_url=False, include_input=False)
    }


def _from_file(path: Path) -> dict[str, Any]:
    try:
        # Notepad writes a BOM, which tomllib refuses.
        return tomllib.loads(given.read_text(path, given.SETTINGS))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise SettingsError(f"{path} không phải chữ UTF-8; hãy lưu lại với mã UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"Không đọc được {path} ({why_not(error)}).") from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = f", dòng {place[1]}" if place else ""
        raise SettingsError(
            f'{path}{line}: không đúng cách viết TOML; mỗi dòng có dạng tên = "giá trị".'
        ) from None


_Given = dict[tuple[str, ...], tuple[str, str]]
"""Where a setting belongs: the variable that gives it, and its value."""


def _from_environment(environ: Mapping[str, str]) -> _Given:
    """{("scheduler", "tick_seconds"): (variable, "5"), …}.

    A secret NAME_FILE stands for the content of that file, where NAME itself is not given.
    """
    found: _Given = {}
    for name, value in sorted(environ.items()):
        if not name.startswith(PREFIX) or name.removeprefix(PREFIX) in _NOT_SETTINGS:
            continue
        path = tuple(name.removeprefix(PREFIX).lower().split("__"))
        secret = path[0].removesuffix("_file")
        if len(path) == 1 and secret in SECRETS and path[0] != secret:
            if (secret,) not in found:
                found[(secret,)] = name, _secret_from(name, value)
        else:
            found[path] = name, value
    return found


def _secret_from(name: str, value: str) -> str:
    try:
        return given.read_text(Path(value), given.SETTINGS).strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{name}: không đọc được tệp {value}.") from None


def _put(into: dict[str, Any], path: tuple[str, ...], name: str, value: str) -> None:
    for part in path[:-1]:
        inner = into.setdefault(part, {})
        if not isinstance(inner, dict):
            group = ".".join(path[:-1])
            raise SettingsError(f"{name} không dùng được vì “{group}” không phải là một nhóm.")
        into = inner
    into[path[-1]] = value


def _sentence(path: tuple[str, ...], given: _Given, file: Path, error: Any) -> str:
    """Which setting, where it stands, and what would be right; never its value."""
    field = ".".join(path)
    named = next((given[path[:n]] for n in range(len(path), 0, -1) if path[:n] in given), None)
    # Two settings of a group that do not go together are told of as the group.
    named = named or next((one for inner, one in given.items() if inner[: len(path)] == path), None)
    place = f"biến môi trường {named[0]}" if named else f"tệp {file}"
    if error["type"] == "extra_forbidden":
        return f"Không có cài đặt nào tên là “{field}” ({place}); hãy xem lại chính tả."
    return f"Cài đặt “{field}” ({place}) không đúng: {_why(error['type'], error)}."


def _why(kind: str, error: Any) -> str:
    limits = error.get("ctx", {})
    match kind:
        case "value_error":
            return str(limits["error"])
        case "literal_error":
            return f"chỉ nhận {limits['expected'].replace(' or ', ' hoặc ')}"
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than":
            sign = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<"}
            return "phải " + ", ".join(f"{sign[k]} {v}" for k, v in limits.items() if k in sign)
        case "string_pattern_mismatch":
            return _PATTERNS[limits["pattern"]]
        case "string_type":
            return "phải là chữ, đặt trong dấu ngoặc kép"
        case "int_parsing" | "int_from_float" | "int_type":
            return "phải là số nguyên"
        case "float_parsing" | "float_type" | "finite_number":
            return "phải là số"
        case "too_short":
            return "đang để trống; hãy điền giá trị hoặc bỏ hẳn cài đặt này"
        case "bool_parsing" | "bool_type":
            return "chỉ nhận true (có) hoặc false (không)"
        case "model_type":
            return "phải là một nhóm, ví dụ [scheduler] rồi tick_seconds = 5"
        case _:
            return str(error["msg"])
