"""The mailbox's password as a page or a command keeps it: sealed, and for one mail server alone.

A password goes only to the server for which it was given: whoever may change the server's name must
not thereby learn the password. The file's goes to the file's server, a kept one to its own.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session

from habac24h import config, memory, vault
from habac24h.config import Settings
from habac24h.own_settings import Source, WrongSettings

MAIL = vault.Sealed("mật khẩu hộp thư", "gõ lại mật khẩu ở trang “Thư buổi sáng” trong Cài đặt")
_VARIABLES = ("SMTP_PASSWORD", "SMTP_PASSWORD_FILE")


@dataclass(frozen=True)
class Kept:
    """A sealed password and the server it is for."""

    host: str
    sealed: str


@dataclass(frozen=True)
class NewPassword:
    """What becomes of the kept password: another one, or (without `sealed`) none."""

    sealed: str | None


def sealed(typed: str, home: Path, settings: Settings) -> NewPassword:
    """A password as people typed or pasted it; raises WrongSettings, or SettingsError for the key.

    Google shows its app passwords with blanks between, and some browsers copy them as U+00A0.
    """
    password = typed.replace("\N{NO-BREAK SPACE}", " ").strip()
    if not password.isascii():  # RFC 4616 would allow it, smtplib does not
        raise WrongSettings(
            {
                "smtp_password": "Mật khẩu có chữ có dấu thì không đăng nhập được máy chủ thư; hãy "
                "dùng mật khẩu ứng dụng do nơi cấp hộp thư tạo ra."
            }
        )
    return NewPassword(vault.seal(password, home, settings, MAIL))


def kept(session: Session) -> Kept | None:
    """What was given on a page or by a command; nothing of it is opened."""
    found: dict[str, Any] | None = memory.recall(session, memory.MAIL_PASSWORD)
    return Kept(**found) if found else None


def keep(session: Session, host: str, sealed: str) -> None:
    """Store a sealed password for this server; an older one goes."""
    memory.remember(session, memory.MAIL_PASSWORD, {"host": host, "sealed": sealed})


def forget(session: Session) -> None:
    """Let go of the kept one; the file's, if there is one, counts again."""
    memory.forget(session, memory.MAIL_PASSWORD)


def source(
    session: Session, settings: Settings, environ: Mapping[str, str] = os.environ
) -> Source | None:
    """Who gave the password for the server of these settings; None: nobody."""
    given = settings.smtp_password is not None
    if given and any(config.PREFIX + name in environ for name in _VARIABLES):
        return Source.VARIABLE
    found = kept(session)
    if found is not None and found.host == settings.smtp.host:
        return Source.PAGE
    return Source.FILE if given else None


def password(session: Session, home: Path, settings: Settings) -> str | None:
    """The password for the server of these settings; SettingsError where the key is lost."""
    if source(session, settings) == Source.PAGE and (found := kept(session)) is not None:
        return vault.unseal(found.sealed, home, settings, MAIL)
    given = settings.smtp_password
    return given.get_secret_value() if given is not None else None
