"""Photos of the practice page: uploaded unpublished, attached to a post later, else forgotten."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from habac24h.channels.practice_page.posts import time_from_json, time_to_json
from habac24h.channels.practice_page.trouble import bad_photo, invalid
from habac24h.later import later

if TYPE_CHECKING:
    import PIL
    from PIL import Image
else:
    PIL, Image = later("PIL"), later("PIL.Image")

LARGEST_PHOTO = 4_000_000
MOST_PHOTOS = 10
LIFE = timedelta(hours=24)
"""How long an unattached temporary photo lives; nowhere documented in hours, so switchable."""
SHOWN_SIDE = 480
_SOONEST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Photo:
    """A photo as it is kept: what it was (hash, size) and a small picture for the wall.

    `shown` is a JPEG in base64. The bytes themselves are not kept: the wall would grow too large.
    """

    sha256: str
    size: int
    width: int
    height: int
    shown: str
    alt: str = ""
    id: str = ""
    created_at: datetime = _SOONEST
    temporary: bool = True
    deleted: bool = False

    def lives(self, now: datetime, life: timedelta) -> bool:
        """Whether an unattached one can still be attached."""
        return not self.deleted and not (self.temporary and now >= self.created_at + life)


def photo_in(files: Mapping[str, bytes], form: Mapping[str, str]) -> Photo:
    """The photo that a caller sent as `source`; GraphTrouble (324/1366046) for anything else."""
    data = files.get("source", b"")
    if not data or len(data) > LARGEST_PHOTO:
        raise bad_photo()
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF", "BMP")) as image:
            width, height = image.size
            shown = _small(image)
    except (PIL.UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise bad_photo() from None
    return Photo(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        width=width,
        height=height,
        shown=base64.b64encode(shown).decode("ascii"),
        alt=form.get("alt_text_custom", ""),
    )


def _small(image: Image.Image) -> bytes:
    image.draft("RGB", (SHOWN_SIDE, SHOWN_SIDE))
    plain = image.convert("RGB")
    plain.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    stream = io.BytesIO()
    plain.save(stream, "JPEG", quality=70)
    return stream.getvalue()


def attached(form: Mapping[str, str]) -> tuple[str, ...] | None:
    """The ids in attached_media (a JSON list, or attached_media[0], [1] …); None: none was sent."""
    if "attached_media" in form:
        entries = _json(form["attached_media"])
    else:
        names = [f"attached_media[{place}]" for place in range(len(form))]
        entries = [_json(form[name]) for name in names if name in form]
        if not entries:
            return None
    if not isinstance(entries, list):
        raise invalid("Param attached_media must be an array.")
    ids = tuple(_media_id(entry) for entry in entries)
    if len(ids) > MOST_PHOTOS or len(set(ids)) < len(ids):
        raise invalid("Param attached_media is not valid.")
    return ids


def _media_id(entry: Any) -> str:
    found = entry.get("media_fbid") if isinstance(entry, dict) else None
    if not isinstance(found, str | int) or not str(found).isdecimal():
        raise invalid("Param attached_media[0] must have a media_fbid.")
    return str(found)


def _json(word: str) -> Any:
    try:
        return json.loads(word)
    except ValueError:
        raise invalid("Param attached_media is not valid JSON.") from None


def photo_to_json(photo: Photo) -> dict[str, Any]:
    """A JSON object for the state file."""
    return asdict(photo) | {"created_at": time_to_json(photo.created_at)}


def photo_from_json(plain: dict[str, Any]) -> Photo:
    """The other way; raises KeyError, TypeError or ValueError for anything else."""
    return Photo(**(plain | {"created_at": time_from_json(plain["created_at"])}))
