"""Settings that the pages change: kept in the database, read over the file and under HABAC24H_*.

Only what an office knows by itself is among them: names, hours, distances, who approves, its mail
server. The database, the time zone and the scheduler stay with whoever looks after the computer
(decision 0019). The mailbox's password is kept apart from these, sealed (mail_password.py).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from habac24h import config
from habac24h.config import Settings
from habac24h.errors import HabacError
from habac24h.models import Setting

OFFICE = (
    "office",
    "fanpage",
    "printing.authority",
    "printing.place",
    "printing.department",
    "printing.station",
    "printing.programme",
    "printing.announcer",
    "printing.signer_post",
    "printing.signer",
)
CHANNELS = (
    "approval",
    "handover_days",
    "min_gap_minutes",
    "quiet_hours",
    "station_hours",
    "fact_stale_days",
)
MAIL = (
    "smtp.host",
    "smtp.port",
    "smtp.security",
    "smtp.user",
    "smtp.sender",
    "smtp.to",
    "digest_at",
)
PUBLIC = ("public_url",)
CHANGEABLE = (*OFFICE, *CHANNELS, *PUBLIC, *MAIL)
"""By the names of docs/settings.md; a dot leads into a group."""
_ROW = "own_settings"
_KEPT = select(Setting.value).where(col(Setting.name) == bindparam("name"))


class WrongSettings(HabacError):
    """Values that cannot be right, each with its sentence; nothing was changed."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("Chưa lưu gì cả: hãy xem lại các ô có dòng chữ đỏ.")
        self.fields = fields


def kept(session: Session) -> dict[str, Any]:
    """What the office chose on its pages, by name."""
    found = session.execute(_KEPT, {"name": _ROW}).scalar() or {}
    return {name: value for name, value in found.items() if name in CHANGEABLE}


def keep(session: Session, own: Mapping[str, Any]) -> None:
    """Store what the office chose; it must have been tried with `over`."""
    row = session.get(Setting, _ROW) or Setting(name=_ROW)
    row.value = dict(own)
    session.add(row)
    session.flush()


def fixed(environ: Mapping[str, str] = os.environ) -> frozenset[str]:
    """The changeable settings that a variable decides: no page can."""
    variables = {name: config.PREFIX + name.upper().replace(".", "__") for name in CHANGEABLE}
    return frozenset(name for name, variable in variables.items() if variable in environ)


class Source(StrEnum):
    """Who said what a setting is."""

    VARIABLE = "variable"
    PAGE = "page"
    FILE = "file"
    PROGRAM = "program"


def source(base: Settings, own: Mapping[str, Any], name: str) -> Source:
    """Where the value that counts comes from."""
    if name in fixed():
        return Source.VARIABLE
    if name in own:
        return Source.PAGE
    by_file = value_of(base, name) != value_of(Settings(), name)
    return Source.FILE if by_file else Source.PROGRAM


def over(
    base: Settings, own: Mapping[str, Any], environ: Mapping[str, str] = os.environ
) -> Settings:
    """The settings with the office's own over them; raises WrongSettings.

    The file's password is for the file's mail server: it does not go to another one.
    """
    told = base.model_dump()
    for name, value in own.items():
        if name not in fixed(environ):
            group, _, inner = name.rpartition(".")
            (told[group] if group else told)[inner] = value
    try:
        made = Settings.model_validate(told)
    except ValidationError as error:
        raise WrongSettings(config.complaints(error)) from None
    same_server = made.smtp.host == base.smtp.host
    return made if same_server else made.model_copy(update={"smtp_password": None})


def usable(base: Settings, own: Mapping[str, Any]) -> Settings:
    """As `over`, but what a newer program takes no more is left out: an office always opens."""
    return over(base, usable_own(base, own))


def usable_own(base: Settings, own: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the office's own values that count above what the file and variables say now."""
    try:
        over(base, own)
    except WrongSettings as error:
        rest = _without(own, error)
        return usable_own(base, rest) if len(rest) < len(own) else {}
    return dict(own)


class Current:
    """The settings that count within a transaction; made again only where the rows changed."""

    def __init__(self, base: Settings) -> None:
        self._base = base
        self._known: tuple[Mapping[str, Any], Settings] = {}, base

    def within(self, session: Session) -> Settings:
        """As the rows of this session have it."""
        own, (known, settings) = kept(session), self._known
        if own != known:
            settings = usable(self._base, own)
            self._known = own, settings
        return settings


def _without(own: Mapping[str, Any], error: WrongSettings) -> dict[str, Any]:
    """All but what is refused; but its whole group where the fault is what the file says of it."""
    rest = {name: value for name, value in own.items() if name not in error.fields}
    if len(rest) < len(own):
        return rest
    groups = {name.partition(".")[0] for name in error.fields}
    return {name: value for name, value in own.items() if name.partition(".")[0] not in groups}


def value_of(settings: Settings, name: str) -> Any:
    """A setting by its name."""
    found: Any = settings
    for part in name.split("."):
        found = getattr(found, part)
    return found
