"""Pictures of items and of evidence for the pages; a hash names bytes that never change."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from habac24h.errors import NotFound
from habac24h.images import small
from habac24h.models import Picture
from habac24h.web.room import Here
from habac24h.web.security import READING
from habac24h.workflow import evidence
from habac24h.workflow.photos import is_evidence

router = APIRouter()
MIMES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
"""Endings of evidence that pages show as a picture."""
_KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}


@router.api_route("/anh/{name}", methods=list(READING))
def picture(room: Here, name: str) -> Response:
    """The bytes of one picture, which we made ourselves (JPEG or PNG); NotFound for another name.

    Kept by the browser alone: an office's drafts are nobody else's business.
    """
    with room.look() as session:
        found = session.get(Picture, name) if name.isalnum() else None
    if found is None:
        raise NotFound("Không có ảnh này.")
    return Response(found.data, media_type=found.mime, headers=_KEPT)


@router.api_route("/minh-chung/{name}", methods=list(READING))
def proof(room: Here, name: str, nho: Annotated[bool, Query()] = False) -> Response:
    """A kept file of evidence; `?nho=1` gives a small picture of it. NotFound for another name.

    What is no picture is never shown, only saved: it came from a person as it was.
    """
    with room.look() as session:
        if not is_evidence(session, name):
            raise NotFound("Không có tệp minh chứng này.")
    data, mime = evidence.read(room.office.home, name), MIMES.get(name.rpartition(".")[2])
    if mime is None:
        save = {**_KEPT, "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type="application/octet-stream", headers=save)
    if nho:
        return Response(small(data), media_type="image/jpeg", headers=_KEPT)
    return Response(data, media_type=mime, headers=_KEPT)
