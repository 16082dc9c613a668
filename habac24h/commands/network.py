"""Serving the office's other computers: under which names, and not before there is a password."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from habac24h.commands import common
from habac24h.errors import Refused

if TYPE_CHECKING:
    from habac24h.office import Office

HOSTS = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - refused unless names and a password are there


def refuse_unnamed(host: str) -> None:
    """Other computers are let in under names that a person wrote down, and under no others."""
    if host in HOSTS:
        return
    from habac24h import config

    named = config.load(common.home()).allowed_hosts
    if not named or (host not in EVERYWHERE and host not in named):
        raise Refused(
            f"Chưa mở được ở địa chỉ “{host}” cho máy khác: hãy ghi tên hoặc số của máy này trong "
            "mạng cơ quan vào habac24h.toml, ví dụ "
            'allowed_hosts = ["may-van-hoa", "192.168.1.20"], hoặc bỏ --host.'
        )


def refuse_open_door(here: Office, host: str) -> None:
    """Without a password the pages are open to whoever asks: never for a whole network."""
    if host in HOSTS:
        return
    from habac24h.accounts import links

    with here.database.read() as session:
        if links.nobody_can_sign_in(session):
            raise Refused(
                "Chưa ai có mật khẩu nên chưa mở cho máy khác được: hãy chạy `habac24h serve` "
                "trên máy này, tạo tài khoản đầu tiên bằng đường dẫn được in ra, rồi chạy lại "
                "với --host."
            )


def shared_at(host: str, here: Office, listener: socket.socket) -> list[str]:
    """The addresses for the office's other computers; none while only this one is served."""
    if host in HOSTS:
        return []
    port = listener.getsockname()[1]
    named = here.settings.allowed_hosts if host in EVERYWHERE else [host]
    return [f"http://{name}:{port}" for name in named]


def told_of_network(shared: list[str]) -> list[str]:
    """What whoever starts it must know; nothing while only this computer is served."""
    if not shared:
        return []
    return [
        f"Máy khác trong mạng cơ quan mở: {', '.join(f'{one}/' for one in shared)}",
        "Qua http, mật khẩu đi trong mạng không được mã hóa: chỉ dùng trong mạng dây của cơ quan.",
    ]
