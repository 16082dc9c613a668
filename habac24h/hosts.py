"""The names under which the office's other computers reach this one, as a setting gives them."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

_PART = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_PART}(\.{_PART})*")
_WANTED = "viết tên hoặc số của máy, không kèm http:// hay cổng, ví dụ may-van-hoa, 192.168.1.20"


def _listed(value: object) -> object:
    """A variable of the environment holds one line: names with commas between."""
    return [one for one in re.split(r"[,\s]+", value) if one] if isinstance(value, str) else value


def _checked(names: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(name.strip().lower() for name in names)
    for name in found:
        if not _NAME.fullmatch(name):
            raise ValueError(f"“{name}” không phải tên máy; {_WANTED}")
        if name == "localhost" or _is_here(name):
            raise ValueError(f"“{name}” chỉ là chính máy này; {_WANTED}")
    return found


def _is_here(name: str) -> bool:
    try:
        number = ipaddress.ip_address(name)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


Hosts = Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_checked)]
"""Lower-case names or IPv4 numbers; no wildcard, which would open the door to DNS rebinding."""
