"""Refuses an address with U+0000 before any route sees it: no file name or PostgreSQL text has one.

What people type into fields is refused where it would be written (habac24h.db).
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from habac24h.web.api.problems import before_routes

_NO_SUCH = "Không có trang này: địa chỉ có ký tự hỏng (không phải chữ); có thể đã chép nhầm.\n"
_WRONG = "Yêu cầu có ký tự hỏng (không phải chữ) sau dấu ?; hãy xóa ký tự đó rồi làm lại.\n"


class BrokenSigns:
    """404 where it stands in the path, 422 where it stands in what is asked."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            query = scope["query_string"]
            if "\0" in scope["path"]:
                await before_routes(scope, "not-found", _NO_SUCH)(scope, receive, send)
                return
            if b"%00" in query or b"\0" in query:
                await before_routes(scope, "invalid", _WRONG)(scope, receive, send)
                return
        await self._app(scope, receive, send)
