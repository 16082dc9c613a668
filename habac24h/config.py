"""Settings: one file (habac24h.toml in the home folder) and HABAC24H_* variables over it.

A setting that does not exist, or a value that cannot be right, stops the start and is named.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from habac24h.errors import SettingsError

PREFIX = "HABAC24H_"
FILE_NAME = "habac24h.toml"
SECRETS = ("page_token", "app_secret", "secret_key", "database_url")
_NOT_SETTINGS = {"HOME", "TEST_ALL"}


def _timezone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("không có múi giờ này; ví dụ đúng: Asia/Ho_Chi_Minh")
    return name


def _hours(value: str) -> str:
    parse_hours(value)
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("phải là địa chỉ http(s), ví dụ https://graph.facebook.com")
    return value.rstrip("/")


def parse_hours(value: str) -> tuple[time, time]:
    """Turn "21:00-06:00" into its two times; raises ValueError with a Vietnamese sentence."""
    first, dash, last = value.partition("-")
    try:
        if not dash:
            raise ValueError
        return time.fromisoformat(first.strip()), time.fromisoformat(last.strip())
    except ValueError:
        raise ValueError("phải có dạng giờ:phút-giờ:phút, ví dụ 21:00-06:00") from None


Hours = Annotated[str, AfterValidator(_hours)]


class Scheduler(BaseModel):
    """How the engine ticks."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    tick_seconds: float = Field(default=5, gt=0, le=3600)
    lease_seconds: float = Field(default=180, gt=0, le=3600)
    absent_minutes: float = Field(default=10, ge=0, le=1440)


class Settings(BaseModel):
    """Every setting with its default; names in the file are these, lower case."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    database_url: SecretStr | None = None
    graph_url: Annotated[str, AfterValidator(_address)] | None = None
    graph_version: str = Field(default="v25.0", pattern=r"^v\d+\.\d+$")
    graph_timeout_seconds: float = Field(default=60, gt=0, le=600)
    page_id: str | None = Field(default=None, pattern=r"^\d+$")
    page_token: SecretStr | None = None
    app_secret: SecretStr | None = None
    secret_key: SecretStr | None = None
    timezone: Annotated[str, AfterValidator(_timezone)] = "Asia/Ho_Chi_Minh"
    approval: Literal["four-eyes", "one-person"] = "four-eyes"
    delivery: Literal["hand-over", "at-due"] = "hand-over"
    handover_days: int = Field(default=7, ge=1, le=28)
    min_gap_minutes: int = Field(default=60, ge=0, le=1440)
    quiet_hours: Hours = "21:00-06:00"
    station_hours: Hours = "05:00-20:00"
    office: str = "xã Hà Bắc"
    fanpage: str = "Hà Bắc 24h"
    scheduler: Scheduler = Scheduler()

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.timezone)


def default_home() -> Path:
    """The platform's data folder for this program."""
    return Path(platformdirs.user_data_dir("habac24h", appauthor=False))


def home_folder(given: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """`--home`, else HABAC24H_HOME, else the platform's data folder; made when missing."""
    named = given or (Path(environ[PREFIX + "HOME"]) if environ.get(PREFIX + "HOME") else None)
    folder = (named or default_home()).expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"Không tạo được thư mục dữ liệu {folder} ({error.strerror}); "
            "hãy chọn thư mục khác bằng --home."
        ) from None
    return folder


def load(home: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the home's file and the environment; raises SettingsError naming the wrong setting."""
    merged = _from_file(home / FILE_NAME)
    for path, value in _from_environment(environ).items():
        _put(merged, path, value)
    try:
        return Settings.model_validate(merged)
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        # Notepad writes a BOM, which tomllib refuses.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"Không đọc được {path}: {error}.") from None


def _from_environment(environ: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """{("scheduler", "tick_seconds"): "5", …}; the content of NAME_FILE where NAME is not given."""
    found: dict[tuple[str, ...], str] = {}
    for name, value in sorted(environ.items()):
        if not name.startswith(PREFIX) or name.removeprefix(PREFIX) in _NOT_SETTINGS:
            continue
        path = tuple(name.removeprefix(PREFIX).lower().split("__"))
        if path[-1].removesuffix("_file") in SECRETS and path[-1].endswith("_file"):
            secret = (path[-1].removesuffix("_file"),)
            found.setdefault(secret, _secret_from(name, value))
        else:
            found[path] = value
    return found


def _secret_from(name: str, value: str) -> str:
    try:
        return Path(value).read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{name}: không đọc được tệp {value}.") from None


def _put(into: dict[str, Any], path: tuple[str, ...], value: str) -> None:
    for part in path[:-1]:
        inner = into.setdefault(part, {})
        if not isinstance(inner, dict):
            raise SettingsError(f"{PREFIX}{'__'.join(path).upper()}: không có cài đặt này.")
        into = inner
    into[path[-1]] = value


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    path = ".".join(str(part) for part in first["loc"])
    variable = PREFIX + "__".join(str(part) for part in first["loc"]).upper()
    if first["type"] == "extra_forbidden":
        return (
            f"Không có cài đặt nào tên là “{path}” ({variable}); "
            "hãy xem lại chính tả trong habac24h.toml hoặc biến môi trường."
        )
    return f"Cài đặt “{path}” ({variable}) không đúng: {_why(first['type'], first)}."


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
            return f"phải theo mẫu {limits['pattern']}"
        case _:
            return "phải là số" if "parsing" in kind or "type" in kind else str(error["msg"])
