"""What a token is good for: Facebook's own words about it, and what is wrong with them for us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from habac24h.channels.base import Reaction
from habac24h.channels.graph.errors import GraphError, whole
from habac24h.channels.graph.ids import is_id

NEEDED = ("pages_manage_posts", "pages_read_engagement", "pages_show_list")
SOON = timedelta(days=14)
ADVICE = "Hãy lấy mã truy cập trang mới rồi chạy lại lệnh “fanpage connect”."


@dataclass(frozen=True)
class TokenFacts:
    """What debug_token says; `profile_id` is the page of a page token, if it was told."""

    is_valid: bool
    type: str
    profile_id: str | None
    scopes: tuple[str, ...]
    expires_at: datetime | None
    app_id: str | None = None


def ask_about_token(graph: Any, token: str) -> TokenFacts | None:
    """The token's facts, by a POST so that it stays out of every address.

    None when the server does not answer that question (404, 405, unsupported, no "data"): the
    documentation only promises GET. Network trouble and rate limits raise ChannelError.
    """
    try:
        answer = graph.request(
            f"{graph.version}/debug_token", post_args={"method": "GET", "input_token": token}
        )
    except GraphError as error:
        if network_trouble(error):
            raise
        return None
    data = answer.get("data")
    return read_facts(data) if isinstance(data, dict) and data else None


def network_trouble(error: GraphError) -> bool:
    """True when the error says nothing of the token: no answer, a limit, a server in trouble."""
    if error.status is None or error.reaction is Reaction.WAIT or error.code in (1, 2):
        return True
    return error.status >= 500 and error.status != 501


def read_facts(data: Mapping[str, Any]) -> TokenFacts:
    """The facts in debug_token's `data`; expires_at 0 means never."""
    profile, scopes, app = data.get("profile_id"), data.get("scopes"), data.get("app_id")
    return TokenFacts(
        is_valid=data.get("is_valid") is True,
        type=str(data.get("type", "")),
        profile_id=str(profile) if profile else None,
        scopes=tuple(str(scope) for scope in scopes) if isinstance(scopes, list) else (),
        expires_at=expiry(data.get("expires_at")),
        app_id=str(app) if app and is_id(str(app)) else None,
    )


def expiry(seconds: object) -> datetime | None:
    """Unix seconds as a moment; None for 0, for nothing, and for a date that no calendar has."""
    number = whole(seconds)
    try:
        return datetime.fromtimestamp(number, UTC) if number else None
    except (ValueError, OverflowError, OSError):
        return None


def token_problems(facts: TokenFacts, page_id: str, now: datetime) -> list[str]:
    """Vietnamese sentences for what stops us, most serious first; empty when nothing does."""
    if not facts.is_valid or (facts.expires_at and facts.expires_at <= now):
        return [f"Mã truy cập không hợp lệ hoặc đã hết hạn. {ADVICE}"]
    problems = []
    if facts.type != "PAGE":
        problems.append(
            f"Đây là mã loại {facts.type[:20] or 'không rõ'}, không phải mã của trang (PAGE); đăng "
            "bằng mã này sẽ thành bài của khách. Hãy lấy mã của trang qua /me/accounts."
        )
    if facts.profile_id and facts.profile_id != page_id:
        problems.append(other_page(facts.profile_id, page_id))
    missing = [scope for scope in NEEDED if scope not in facts.scopes]
    if missing:
        problems.append(
            f"Mã truy cập thiếu quyền {', '.join(missing)}. Hãy cấp thêm quyền cho ứng dụng, lấy "
            "mã mới rồi chạy lại lệnh “fanpage connect”."
        )
    return problems


def other_page(found: str, page_id: str) -> str:
    """The problem of a token that belongs elsewhere."""
    return (
        f"Mã truy cập thuộc về {found[:40]}, không phải trang {page_id}. Hãy chọn đúng trang khi "
        "lấy mã, hoặc sửa PAGE_ID."
    )


def token_warnings(facts: TokenFacts | None, now: datetime) -> list[str]:
    """What should be looked at before it becomes a problem."""
    if facts is None:
        return [
            "Facebook không cho xem chi tiết của mã truy cập nên chưa kiểm tra được quyền và hạn "
            "dùng; hãy tự xem ở công cụ gỡ lỗi mã truy cập của Facebook."
        ]
    if facts.expires_at and now < facts.expires_at <= now + SOON:
        left = max((facts.expires_at - now).days, 0)
        when = f"còn {left} ngày" if left else "chưa đầy một ngày"
        return [f"Mã truy cập sắp hết hạn ({when}). {ADVICE}"]
    return []
