"""Where the Graph API is: https anywhere, plain http only on this machine."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from habac24h.errors import SettingsError

FACEBOOK = "https://graph.facebook.com/"
VERSION = re.compile(r"v\d+\.\d+")


def base_address(graph_url: str | None) -> str:
    """The base address with one slash at its end; None means Facebook itself.

    Raises SettingsError for anything but https (http to loopback), and for an address that
    carries a version, a user name, a query or a fragment.
    """
    if graph_url is None:
        return FACEBOOK
    try:
        parts = urlsplit(graph_url.strip())
        wrong = complaint(parts)
    except ValueError:
        wrong = "không phải một địa chỉ web"
    if wrong:
        raise SettingsError(
            f"GRAPH_URL {wrong}. Hãy ghi dạng https://graph.facebook.com "
            "(http:// chỉ dùng cho trang chạy thử trên chính máy này, ví dụ http://127.0.0.1:8765)."
        )
    return graph_url.strip().rstrip("/") + "/"


def complaint(parts: SplitResult) -> str:
    """What is wrong with an address, as the end of a Vietnamese sentence; empty when nothing."""
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        return "phải là một địa chỉ https://"
    if parts.username is not None or parts.query or parts.fragment or invalid_port(parts):
        return "không được kèm tên đăng nhập, dấu ?, dấu # hay cổng sai"
    if any(VERSION.fullmatch(piece) for piece in parts.path.split("/")):
        return "không được kèm phiên bản (phiên bản ghi ở GRAPH_VERSION)"
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        return "dùng http:// tới máy khác, mã truy cập sẽ bị lộ trên đường truyền"
    return ""


def invalid_port(parts: SplitResult) -> bool:
    """True for a port that is no number from 1 to 65535; urlsplit only notices when asked."""
    try:
        return parts.port == 0
    except ValueError:
        return True


def is_loopback(host: str | None) -> bool:
    """True for this machine only: localhost, 127.0.0.0/8, ::1."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def checked_version(version: str) -> str:
    """The version as Facebook writes it, or SettingsError."""
    if VERSION.fullmatch(version):
        return version
    raise SettingsError(f"GRAPH_VERSION “{version}” không đúng dạng; hãy ghi như v25.0.")
