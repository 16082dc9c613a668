"""The pictures of items, for the pages that show them; a hash names bytes that never change."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from habac24h.errors import NotFound
from habac24h.models import Picture
from habac24h.web.room import Here
from habac24h.web.security import READING

router = APIRouter()


@router.api_route("/anh/{name}", methods=list(READING))
def picture(room: Here, name: str) -> Response:
    """The bytes of one picture, which we made ourselves (JPEG or PNG); NotFound for another name.

    Kept by the browser alone: an office's drafts are nobody else's business.
    """
    with room.look() as session:
        found = session.get(Picture, name) if name.isalnum() else None
    if found is None:
        raise NotFound("Không có ảnh này.")
    kept = {"Cache-Control": "private, max-age=31536000, immutable"}
    return Response(found.data, media_type=found.mime, headers=kept)
