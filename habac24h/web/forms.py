"""Forms with many fields: read once, every value as it was typed, line ends as ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from habac24h.errors import Refused

MOST_FIELDS = 3000
"""A definition with forty activities has some thousand."""


@dataclass(frozen=True)
class File:
    """What somebody uploaded: the file's own name and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Sent:
    """The fields of a form by name, in their order; files by name where one was chosen."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict)

    def raw(self, name: str) -> str:
        """The value as it was typed; empty where there is none."""
        return next(iter(self.fields.get(name, ())), "")

    def one(self, name: str) -> str:
        """The value without blanks around it."""
        return self.raw(name).strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of this name, without blanks around them, empty ones left out."""
        return tuple(value.strip() for value in self.fields.get(name, ()) if value.strip())

    def number(self, name: str, what: str) -> int:
        """A whole number; Refused names the field in the office's words."""
        try:
            return int(self.one(name))
        except ValueError:
            raise Refused(f"{what}: hãy viết một số nguyên.") from None


async def _sent(request: Request) -> Sent:
    fields: dict[str, list[str]] = {}
    files: dict[str, File] = {}
    async with request.form(max_files=4, max_fields=MOST_FIELDS) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    files[name] = File(value.filename, await value.read())
            else:
                fields.setdefault(name, []).append(value.replace("\r\n", "\n"))
    if any("\0" in value for values in fields.values() for value in values):
        raise Refused("Lời vừa gõ có ký tự hỏng (không phải chữ); hãy xóa ký tự đó rồi làm lại.")
    return Sent({name: tuple(values) for name, values in fields.items()}, files)


Form = Annotated[Sent, Depends(_sent)]
