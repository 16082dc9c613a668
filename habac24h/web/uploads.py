"""Files that people upload with a form: photos made fit, in sentences that name the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.datastructures import FormData, UploadFile

from habac24h.errors import Refused
from habac24h.images import MOST_BYTES, Prepared, prepare
from habac24h.models import Item
from habac24h.workflow import Desk
from habac24h.workflow.pictures import Pictures, picture

FIELD = "anh"
MOST_FILES = 20
"""More than any form allows: the sentence that says how many is the workflow's own."""


def prepared(form: FormData) -> tuple[Prepared, ...]:
    """The uploaded photos, re-encoded; Refused names the one that is too big or no picture."""
    files = [one for one in form.getlist(FIELD) if isinstance(one, UploadFile)]
    return tuple(_one(file) for file in files if file.filename or file.size)


def _one(file: UploadFile) -> Prepared:
    try:
        return prepare(file.file.read(MOST_BYTES + 1))
    except Refused as error:
        name = (file.filename or "không tên")[:60]
        raise Refused(f"Ảnh “{name}”: {error.sentence}") from None


def arranged(
    desk: Desk, item: Item, fields: Mapping[str, str], new: Sequence[Prepared]
) -> Pictures:
    """The item's pictures as its form arranges them, the new ones last.

    Fields of each picture that is there: `thu-tu-HASH` its number, `mo-ta-HASH` its description,
    `bo-HASH` takes it away; `mo-ta` describes the new ones. A drawn card makes room for photos.
    """
    there = [] if item.drawn else [one for one in item.images if f"bo-{one}" not in fields]
    there.sort(key=lambda name: _number(fields.get(f"thu-tu-{name}", "")))
    rows = [picture(desk.session, name) for name in there]
    ready = [Prepared(row.data, row.mime, row.width, row.height) for row in rows]
    alts = [fields.get(f"mo-ta-{name}", item.image_alts.get(name, "")) for name in there]
    return Pictures((*ready, *new), (*alts, *[fields.get("mo-ta", "")] * len(new)))


def _number(written: str) -> int:
    """A place in the order; what is no number comes last."""
    return int(written[:9]) if written.isascii() and written.isdigit() else 1000
