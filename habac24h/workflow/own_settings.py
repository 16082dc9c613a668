"""Changing the office's own settings: an administrator's word, tried first, on record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from habac24h import audit, own_settings
from habac24h.config import Settings
from habac24h.errors import Refused
from habac24h.workflow.desk import Desk


def change_settings(desk: Desk, base: Settings, values: Mapping[str, Any]) -> Settings:
    """Keep these values (None: the file's own again); returns the settings from now on.

    Raises own_settings.WrongSettings with a sentence for each wrong one.
    """
    must_be_admin(desk, "đổi cài đặt")
    before = own_settings.over(base, own_settings.kept(desk.session))
    own = {**own_settings.kept(desk.session), **values}
    own = {name: value for name, value in own.items() if value is not None}
    after = own_settings.over(base, own)
    told = {
        name: [own_settings.value_of(before, name), own_settings.value_of(after, name)]
        for name in values
        if own_settings.value_of(before, name) != own_settings.value_of(after, name)
    }
    if not told:
        raise Refused("Không có ô nào đổi nên không lưu gì.")
    own_settings.keep(desk.session, own)
    audit.record(desk.session, desk.who, "settings", desk.now, settings=told)
    return after


def must_be_admin(desk: Desk, deed: str) -> None:
    """Refuse for people who do not look after the office."""
    if desk.role != "admin":
        raise Refused(f"Chỉ người quản trị {deed} được; hãy nhờ người quản trị của cơ quan.")
