"""Settings of a program that runs for years: reminders by e-mail, backups, who may read figures."""

from __future__ import annotations

import ipaddress
import re
from datetime import time
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

_HOUR = re.compile(r"(\d{1,2}):(\d\d)")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[a-zA-Z0-9.-]+")
"""RFC 5322, 3.4.1, without quotes and comments."""
_SERVER = re.compile(r"(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*|::1")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def is_loopback(host: str) -> bool:
    """Whether a host is this computer itself."""
    try:
        return host in _LOOPBACK or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def hour(value: str) -> time:
    """Turn "07:30" into its time; raises ValueError with a Vietnamese sentence."""
    found = _HOUR.fullmatch(value.strip())
    try:
        if found is None:
            raise ValueError
        return time(int(found[1]), int(found[2]))
    except ValueError:
        raise ValueError("phải có dạng giờ:phút, ví dụ 07:30") from None


def morning(value: str) -> str:
    """An hour before noon: what was missed is made good until then."""
    if hour(value) >= time(12):
        raise ValueError("phải là một giờ buổi sáng, trước 12:00")
    return value


def addresses(value: str) -> tuple[str, ...]:
    """Turn "a@xa.vn, b@xa.vn" into its addresses; raises ValueError with a sentence."""
    found = tuple(one for one in re.split(r"[\s,;]+", value) if one)
    wrong = [one for one in found if not _ADDRESS.fullmatch(one) or one.count("@") > 1]
    if wrong:
        raise ValueError(
            f"“{wrong[0]}” không phải địa chỉ thư; nhiều địa chỉ thì cách nhau dấu phẩy"
        )
    return found


def _addresses(value: str) -> str:
    addresses(value)
    return value


def _number(value: object) -> object:
    """TOML's true is no number, though Python would take it for 1."""
    if isinstance(value, bool):
        raise ValueError("phải là số")
    return value


Count = Annotated[int, BeforeValidator(_number)]


def _server(value: str) -> str:
    """The name alone: what people copy from a help page often brings its scheme or port."""
    value = value.strip().lower()
    if value and not _SERVER.fullmatch(value):
        raise ValueError("viết tên máy chủ, không kèm http:// hay cổng, ví dụ smtp.gmail.com")
    return value


class Smtp(BaseModel):
    """The server that takes the office's e-mail; its password is the setting `smtp_password`."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)
    host: Annotated[str, AfterValidator(_server)] = ""
    port: Count = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    sender: Annotated[str, AfterValidator(_addresses)] = ""
    to: Annotated[str, AfterValidator(_addresses)] = ""

    @field_validator("security")
    @classmethod
    def _encrypted(cls, value: str, there: ValidationInfo) -> str:
        """A password in clear goes no further than this computer."""
        if value == "none" and (host := there.data.get("host")) and not is_loopback(host):
            raise ValueError("chỉ máy chủ thư trên chính máy này mới được để không mã hóa")
        return value

    @field_validator("sender")
    @classmethod
    def _one_sender(cls, value: str, there: ValidationInfo) -> str:
        found = addresses(value)
        if there.data.get("host") and len(found) != 1:
            raise ValueError("đã có máy chủ thư thì phải có đúng một địa chỉ gửi")
        return ", ".join(found)

    @field_validator("to")
    @classmethod
    def _somebody(cls, value: str, there: ValidationInfo) -> str:
        if there.data.get("host") and not addresses(value):
            raise ValueError("đã có máy chủ thư thì phải có người nhận, ít nhất một địa chỉ")
        return value

    @property
    def recipients(self) -> tuple[str, ...]:
        """Who gets the reminders."""
        return addresses(self.to)


class Backups(BaseModel):
    """Where the daily backups lie, and how many of them are kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    folder: str = ""
    daily: Count = Field(default=14, ge=1, le=366)
    monthly: Count = Field(default=12, ge=0, le=120)
