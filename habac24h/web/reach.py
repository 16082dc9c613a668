"""From where an address can be opened: this computer, the office's own network, or anywhere."""

from __future__ import annotations

import ipaddress
from enum import StrEnum
from urllib.parse import urlsplit

from fastapi import Request

_LOCAL = (".local", ".lan", ".home.arpa", ".internal")


class Reach(StrEnum):
    """Who can open it."""

    HERE = "here"
    NETWORK = "network"
    WORLD = "world"


def base_of(request: Request) -> str:
    """The public address, or the one under which this page was asked for."""
    given: str | None = request.app.state.room.office.settings.public_url
    return given or f"{request.url.scheme}://{request.url.netloc}"


def reach(address: str) -> Reach:
    """By its name alone: loopback, a private number or a name without a dot reach no further."""
    host = urlsplit(address).hostname or ""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return _by_name(host)
    if number.is_loopback:
        return Reach.HERE
    return Reach.WORLD if number.is_global else Reach.NETWORK


def _by_name(host: str) -> Reach:
    if host == "localhost":
        return Reach.HERE
    return Reach.NETWORK if "." not in host or host.endswith(_LOCAL) else Reach.WORLD
