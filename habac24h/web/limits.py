"""How much a request may bring: forms are small, uploads of pictures larger, nothing is endless."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from habac24h.web.api.problems import before_routes

FORM = 2 * 1024 * 1024
"""Bytes of a form without files; the longest text of a talk has some 30 kB."""
UPLOAD = 40 * 1024 * 1024
"""Bytes of a form with files: ten photos of a phone have about 35 MB."""
TOO_MUCH = (
    "Dữ liệu gửi lên quá lớn (tối đa {most} MB một lần); "
    "hãy quay lại và gửi ít ảnh hơn hoặc ảnh nhỏ hơn.\n"
)


class BodyLimit:
    """Refuses (413) a body above the limit, announced or not, before it is kept anywhere."""

    def __init__(self, app: ASGIApp, form: int = FORM, upload: int = UPLOAD) -> None:
        self._app, self._form, self._upload = app, form, upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        most = self._upload if _has_files(headers) else self._form
        said = headers.get("content-length", "0")
        if not (said.isascii() and said.isdigit() and len(said) < 16) or int(said) > most:
            await before_routes(scope, "too-large", _sentence(most))(scope, receive, send)
            return
        await self._app(scope, _counted(receive, most), send)


def _sentence(most: int) -> str:
    return TOO_MUCH.format(most=most // (1024 * 1024))


def _has_files(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith("multipart/form-data")


def _counted(receive: Receive, most: int) -> Receive:
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            # An error of HTTP: FastAPI would make a 400 of any other while it reads a form.
            raise HTTPException(413, _sentence(most))
        return message

    return counted
