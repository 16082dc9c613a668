"""/api/v1 for people who write programs: the OpenAPI document as a plain page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from habac24h.accounts.api_tokens import SCOPES
from habac24h.web.api.bearer import MOST
from habac24h.web.api.problems import PREFIX, PROBLEMS, URN
from habac24h.web.pages import page
from habac24h.web.security import READING

router = APIRouter()


@dataclass(frozen=True)
class Operation:
    """One way to call the API: what it is for, what it takes, what it answers."""

    method: str
    path: str
    summary: str
    parameters: tuple[str, ...]
    body: tuple[str, ...]
    answers: tuple[str, ...]


@router.api_route(PREFIX, methods=list(READING))
def guide(request: Request) -> HTMLResponse:
    """The page; made from the document itself, so that neither tells what the other does not."""
    document = request.app.state.api.made().openapi()
    return page(
        request,
        "api.html",
        groups=_groups(document),
        about=document["info"]["description"],
        scopes=SCOPES,
        problems=[(URN + kind, status, title) for kind, (status, title) in PROBLEMS.items()],
        prefix=PREFIX,
        most=MOST,
    )


def _groups(document: Mapping[str, Any]) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append(_operation(document, path, method, told))
    return found


def _operation(
    document: Mapping[str, Any], path: str, method: str, told: Mapping[str, Any]
) -> Operation:
    return Operation(
        method.upper(),
        path,
        told["summary"],
        tuple(
            f"{one['name']} ({one['in']})" + ("" if one["required"] else ", không bắt buộc")
            for one in told.get("parameters", ())
        ),
        tuple(_body(document, told)),
        tuple(told["responses"]),
    )


def _body(document: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[str]:
    """The fields of the JSON that a call takes."""
    if "requestBody" not in told:
        return
    reference = told["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = document["components"]["schemas"][reference.rpartition("/")[2]]
    for name in schema["properties"]:
        yield name if name in schema.get("required", ()) else f"{name}, không bắt buộc"
