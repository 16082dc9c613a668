"""Pages for what cannot be shown: a sentence and the way back, never the program's insides."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from habac24h.errors import HabacError, NotFound, Refused, UnstorableError, full_disk
from habac24h.web.api import problems
from habac24h.web.api.problems import PREFIX
from habac24h.web.pages import page
from habac24h.web.security import READING
from habac24h.web.visitor import SignInNeeded, look
from habac24h.web.way_back import form_page

_SENTENCES = {
    404: ("Không có trang này", "Địa chỉ này không có; có thể nội dung đã đổi mã hoặc gõ nhầm."),
    405: ("Chỉ xem được", "Địa chỉ này chỉ để xem; hãy làm việc bằng các nút trên trang nội dung."),
}
_TOO_MUCH = "Quá nhiều dữ liệu"
_OTHER = ("Không làm được", "Yêu cầu này không thực hiện được; hãy quay lại và thử cách khác.")
_BROKEN = (
    "Chương trình gặp lỗi",
    "Trang này chưa mở được vì lỗi ngoài dự kiến. Bộ lập lịch không bị ảnh hưởng. "
    "Hãy tải lại; nếu vẫn lỗi, báo người quản trị xem nhật ký của chương trình.",
)


def install(app: FastAPI) -> None:
    """Give the application its pages for trouble."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(HabacError, _ours)
    app.add_exception_handler(SignInNeeded, _to_the_door)
    app.add_exception_handler(Exception, _unforeseen)


async def _to_the_door(request: Request, error: Exception) -> Response:
    """Back to the wanted page after signing in; what was being sent is not repeated."""
    wanted = request.url.path if request.method in READING else await form_page(request)
    if request.url.query and request.method in READING:
        wanted += f"?{request.url.query}"
    return RedirectResponse(f"/dang-nhap?den={quote(wanted)}", 303)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path.startswith(f"{PREFIX}/"):  # a line break, which no mounted path matches
        return problems.http(request, error)
    answer = _trouble(request, error.status_code, *_words(error))
    if error.status_code == 405:
        answer.headers["Allow"] = ", ".join(READING)
    return answer


def _words(error: HTTPException) -> tuple[str, str]:
    if error.status_code == 413:
        return _TOO_MUCH, error.detail
    return _SENTENCES.get(error.status_code, _OTHER)


def _ours(request: Request, error: Exception) -> Response:
    """Our errors carry their own sentence."""
    assert isinstance(error, HabacError)
    if isinstance(error, NotFound):
        return _trouble(request, 404, "Không tìm thấy", error.sentence)
    if isinstance(error, UnstorableError):
        return _trouble(request, 422, "Chưa đúng", error.sentence)
    if isinstance(error, Refused):
        return _trouble(request, 400, "Chưa đúng", error.sentence)
    return _trouble(request, 503, "Tạm thời chưa xem được", error.sentence)


def _unforeseen(request: Request, error: Exception) -> Response:
    if (full := full_disk(error)) is not None:
        return _trouble(request, 503, "Chưa làm được", full)
    return _trouble(request, 500, *_BROKEN)


def _trouble(request: Request, status: int, title: str, sentence: str) -> HTMLResponse:
    look(request)
    return page(request, "trouble.html", status, title=title, sentence=sentence)
