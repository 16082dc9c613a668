"""Form fields and files as Facebook expects them, always as copies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

PHOTO_NAME = "anh.jpg"
PHOTO_TYPES = ("image/jpeg", "image/png")

FilePart = tuple[str, bytes, str]


def encode_fields(fields: Mapping[str, Any] | None) -> dict[str, str]:
    """A copy with booleans as true/false, lists and objects as JSON, None left out.

    requests would send "False", and of a list of objects only their keys ("media_fbid").
    """
    return {name: encode(value) for name, value in (fields or {}).items() if value is not None}


def encode(value: object) -> str:
    """One value as Facebook reads it."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def encode_files(files: Mapping[str, Any] | None) -> dict[str, FilePart] | None:
    """Files as (fixed name, bytes, type): a second try sends the same bytes, and no local name.

    Takes bytes, (name, bytes, type), or a file open for reading, whose position is kept.
    """
    if not files:
        return None
    return {name: part(content(value)) for name, value in files.items()}


def part(data: bytes) -> FilePart:
    """The part of a form that carries a picture; its kind is what its first bytes say."""
    return (PHOTO_NAME, data, PHOTO_TYPES[data.startswith(b"\x89PNG")])


def content(value: Any) -> bytes:
    """All bytes of a file part, wherever a file object happened to stand."""
    source = value[1] if isinstance(value, tuple) else value
    if isinstance(source, bytes):
        return source
    position = source.tell()
    source.seek(0)
    try:
        return bytes(source.read())
    finally:
        source.seek(position)
