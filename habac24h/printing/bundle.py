"""Many papers as one file: PDF files one behind the other, others in a zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from habac24h.later import later

if TYPE_CHECKING:
    import pypdf
else:
    pypdf = later("pypdf")


_EPOCH = (2020, 1, 1, 0, 0, 0)
"""No moment of making in the zip: the same papers, the same bytes."""


def merged(papers: Sequence[bytes]) -> bytes:
    """One PDF with the pages of all, in their order."""
    writer = pypdf.PdfWriter()
    for paper in papers:
        writer.append(io.BytesIO(paper))
    writer.compress_identical_objects()  # every paper brings the same fonts
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by their names, as Windows opens it with a double click."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
