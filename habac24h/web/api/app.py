"""The API as an application of its own, mounted under /api/v1, with an exact OpenAPI document."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from habac24h import __version__
from habac24h.throttle import Throttle
from habac24h.web.api import bearer, items, moves, office, planning, problems
from habac24h.web.api.once import once
from habac24h.web.api.problems import PREFIX
from habac24h.web.room import Room

_ABOUT = (
    "Cùng những thao tác, quy tắc và câu trả lời như các trang; một mã truy cập không làm được "
    "nhiều hơn chủ của nó. Mọi lỗi là application/problem+json (RFC 9457) với `type` không đổi. "
    "Thao tác trên một nội dung cần If-Match với phiên bản đã đọc."
)


class Api(FastAPI):
    """FastAPI with our schema of problems instead of its own errors."""

    def openapi(self) -> dict[str, Any]:
        """The document; made once."""
        if not self.openapi_schema:
            self.openapi_schema = _tidied(super().openapi())
        return self.openapi_schema


def make_api(room: Room) -> Api:
    """The API of one office."""
    api = Api(
        title=f"habac24h: truyền thông {room.office.settings.office}",
        version=__version__,
        description=_ABOUT,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        servers=[{"url": PREFIX}],
        root_path_in_servers=False,
        generate_unique_id_function=_name,
        dependencies=[Depends(once)],
    )
    api.state.room = room
    api.state.throttle = Throttle(bearer.MOST, bearer.WITHIN)
    for module in (moves, items, planning, office):
        api.include_router(module.router)
    problems.install(api)
    return api


def _name(route: APIRoute) -> str:
    return route.name.rstrip("_")


def _tidied(document: dict[str, Any]) -> dict[str, Any]:
    """Every 422 is a problem of ours; descriptions in English are for readers of the code."""
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    made = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= made.pop("$defs") | {"Problem": made}
    for schema in schemas.values():
        schema.pop("description", None)
    for path in document["paths"].values():
        for operation in path.values():
            operation.pop("description", None)
    return document
