"""A person keeps a post that is on the page twice: `{% include "doubles.html" %}` asks for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from habac24h.web.room import Here
from habac24h.web.visitor import Who, desk_of
from habac24h.workflow import doubles

router = APIRouter()


@router.post("/bai-trung/giu")
def keep(room: Here, who: Who, bai: Annotated[str, Form(max_length=100)]) -> Response:
    """Let it stand: it is told no more."""
    with desk_of(room, who) as desk:
        doubles.keep(desk, bai)
    return RedirectResponse("/?xong=giu-bai-trung", 303)
