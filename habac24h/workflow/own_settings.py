"""Changing the office's own settings: an administrator's word, tried first, on record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from habac24h import audit, mail_password, own_settings
from habac24h.calendar.keeping import catch_up
from habac24h.campaigns.editions import spans
from habac24h.config import Settings
from habac24h.errors import Refused
from habac24h.mail_password import NewPassword
from habac24h.own_settings import WrongSettings
from habac24h.workflow.desk import Desk

PASSWORD = "smtp_password"  # noqa: S105 - a name
_Told = dict[str, list[Any]]


def change_settings(
    desk: Desk, base: Settings, values: Mapping[str, Any], password: NewPassword | None = None
) -> Settings:
    """Keep these values (None: the file's own again); returns the settings from now on.

    Raises own_settings.WrongSettings with a sentence for each wrong one.
    """
    must_be_admin(desk, "đổi cài đặt")
    kept = own_settings.usable_own(base, own_settings.kept(desk.session))
    before = own_settings.over(base, kept)
    own = {**kept, **values}
    own = {name: value for name, value in own.items() if value is not None}
    after = own_settings.over(base, own)
    told: _Told = {
        name: [own_settings.value_of(before, name), own_settings.value_of(after, name)]
        for name in values
        if own_settings.value_of(before, name) != own_settings.value_of(after, name)
    }
    told |= _change_password(desk, before, after, password)
    if not told:
        raise Refused("Không có ô nào đổi nên không lưu gì.")
    own_settings.keep(desk.session, own)
    catch_up(desk.session, desk.now, after, spans)
    audit.record(desk.session, desk.who, "settings", desk.now, settings=told)
    return after


def _change_password(
    desk: Desk, before: Settings, after: Settings, password: NewPassword | None
) -> _Told:
    """Keep or forget the mailbox's password; the log hears that it changed, never what it is."""
    had = mail_password.source(desk.session, before)
    was = "set" if had else "none"
    if password is not None and password.sealed:
        _must_belong(after)
        mail_password.keep(desk.session, after.smtp.host, password.sealed)
        return {PASSWORD: [was, "anew" if had else "set"]}
    if password is not None and mail_password.kept(desk.session) is not None:
        mail_password.forget(desk.session)
        return {PASSWORD: [was, "set" if mail_password.source(desk.session, after) else "none"]}
    is_lost = had and not mail_password.source(desk.session, after)
    if is_lost and after.smtp.host and after.smtp.user:
        raise WrongSettings(
            {
                PASSWORD: "Máy chủ thư mới thì gõ lại mật khẩu: mật khẩu của máy chủ cũ không được "
                "gửi cho máy chủ khác."
            }
        )
    return {}


def _must_belong(settings: Settings) -> None:
    """A password is of somebody, at a server."""
    if not settings.smtp.host:
        raise WrongSettings({"smtp.host": "Hãy điền máy chủ thư đi cùng mật khẩu này."})
    if not settings.smtp.user:
        raise WrongSettings(
            {"smtp.user": "Có mật khẩu thì phải có tên đăng nhập, thường là địa chỉ hộp thư."}
        )


def must_be_admin(desk: Desk, deed: str) -> None:
    """Refuse for people who do not look after the office."""
    if desk.role != "admin":
        raise Refused(f"Chỉ người quản trị {deed} được; hãy nhờ người quản trị của cơ quan.")
