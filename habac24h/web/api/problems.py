"""What the API says when it cannot do something: problem details (RFC 9457) with stable types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import Scope

from habac24h.errors import HabacError, NotFound, Refused, UnstorableError, full_disk
from habac24h.rows import Conflict
from habac24h.web.api.wrong import sentence
from habac24h.web.security import READING

PREFIX = "/api/v1"
"""Where the API is mounted."""
MEDIA = "application/problem+json"
URN = "urn:habac24h:problem:"
PROBLEMS: dict[str, tuple[int, str]] = {
    "invalid": (422, "Yêu cầu không đúng"),
    "unauthorized": (401, "Cần mã truy cập"),
    "forbidden": (403, "Mã truy cập không đủ quyền"),
    "foreign-page": (403, "Yêu cầu từ một trang khác"),
    "not-found": (404, "Không tìm thấy"),
    "no-such-method": (405, "Địa chỉ này không có cách gọi ấy"),
    "refused": (409, "Chưa làm được lúc này"),
    "conflict": (409, "Vừa được thay đổi ở nơi khác"),
    "stale": (412, "Phiên bản đã cũ"),
    "too-large": (413, "Quá nhiều dữ liệu"),
    "version-needed": (428, "Cần nêu phiên bản"),
    "too-often": (429, "Gọi quá nhiều lần"),
    "broken": (500, "Chương trình gặp lỗi"),
    "unavailable": (503, "Tạm thời chưa dùng được"),
}
"""Each type with its status and title; types are never renamed."""


class WrongField(BaseModel):
    """One field that is wrong: its place in the request and what is wrong with it."""

    field: str
    message: str


class Problem(BaseModel):
    """Problem details: `type` for programs, `detail` for people."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[WrongField] = []


class Trouble(HabacError):
    """A problem of the API itself, by its type."""

    def __init__(self, kind: str, said: str, **headers: str) -> None:
        super().__init__(said)
        self.kind, self.headers = kind, headers


def told(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: what may go wrong there, for the OpenAPI document."""
    by_status: dict[int | str, list[str]] = {}
    for kind in kinds:
        by_status.setdefault(PROBLEMS[kind][0], []).append(kind)
    return {
        status: {
            "description": ", ".join(f"{URN}{kind}" for kind in some),
            "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, some in by_status.items()
    }


def install(app: FastAPI) -> None:
    """Give the API its answers for trouble."""
    app.add_exception_handler(HabacError, _ours)
    app.add_exception_handler(RequestValidationError, _wrong)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, _unforeseen)


def answer(kind: str, detail: str, errors: Sequence[WrongField] = (), **headers: str) -> Response:
    """A problem as a response."""
    status, title = PROBLEMS[kind]
    body = Problem(type=URN + kind, title=title, status=status, detail=detail, errors=list(errors))
    return JSONResponse(
        body.model_dump(),
        status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        media_type=MEDIA,
    )


def before_routes(scope: Scope, kind: str, said: str) -> Response:
    """What stands before every route answers: a problem to programs, the words alone to others."""
    if scope["path"].startswith(f"{PREFIX}/"):
        return answer(kind, said.strip())
    return PlainTextResponse(said, PROBLEMS[kind][0])


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, HabacError)
    if isinstance(error, Trouble):
        return answer(error.kind, error.sentence, (), **error.headers)
    if isinstance(error, NotFound):
        return answer("not-found", error.sentence)
    if isinstance(error, UnstorableError):
        return answer("invalid", error.sentence)
    if isinstance(error, Conflict):
        return answer("conflict", error.sentence)
    if isinstance(error, Refused):
        return answer("invalid" if request.method in READING else "refused", error.sentence)
    return answer("unavailable", error.sentence)


def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [
        WrongField(field=".".join(str(part) for part in one["loc"]), message=sentence(one))
        for one in error.errors()
    ]
    if any(
        one["loc"] == ("header", "If-Match") and one["type"] == "missing" for one in error.errors()
    ):
        asked = 'Hãy gửi kèm phiên bản đã đọc, ví dụ If-Match: "7" (xem ETag của nội dung).'
        return answer("version-needed", asked, found)
    places = ", ".join(one.field for one in found)
    return answer("invalid", f"Yêu cầu có chỗ không đúng: {places}.", found)


def http(request: Request, error: Exception) -> Response:
    """What routing and reading the body refuse."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        allow = (error.headers or {}).get("Allow", "")
        return answer("no-such-method", "Địa chỉ này không nhận cách gọi ấy.", Allow=allow)
    if error.status_code == 413:
        return answer("too-large", error.detail.strip())
    if error.status_code == 404:
        return answer("not-found", "Không có địa chỉ này; xem /api/v1/openapi.json.")
    return answer("invalid", "Yêu cầu không đọc được; thân phải là JSON đúng cách viết.")


def _unforeseen(request: Request, error: Exception) -> Response:
    if (full := full_disk(error)) is not None:
        return answer("unavailable", full)
    return answer("broken", "Chương trình gặp lỗi ngoài dự kiến; hãy báo người quản trị.")
