"""Secrets at rest: encrypted by a key that is never in the database."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from habac24h import given
from habac24h.config import Settings
from habac24h.errors import SettingsError, why_not
from habac24h.later import later

if TYPE_CHECKING:
    from cryptography import fernet
else:
    fernet = later("cryptography.fernet")

KEY_FILE = "secret.key"


@dataclass(frozen=True)
class Sealed:
    """A kind of secret: what it is called, and how people give it again when the key is lost."""

    name: str
    again: str


TOKEN = Sealed("mã truy cập trang", "kết nối lại trang bằng `habac24h fanpage connect`")


def seal(secret: str, home: Path, settings: Settings, kind: Sealed = TOKEN) -> str:
    """Encrypt a secret for the database."""
    return _fernet(home, settings, kind).encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str, home: Path, settings: Settings, kind: Sealed = TOKEN) -> str:
    """The secret again; raises SettingsError when the key is another one, or gone."""
    if settings.secret_key is None and not (home / KEY_FILE).exists():
        raise _lost(kind)
    try:
        return _fernet(home, settings, kind).decrypt(sealed.encode("ascii")).decode()
    except fernet.InvalidToken:
        raise _lost(kind) from None


def _lost(kind: Sealed) -> SettingsError:
    return SettingsError(
        f"Khóa bí mật không khớp với dữ liệu nên không mở được {kind.name}; "
        f"hãy đặt lại SECRET_KEY cũ hoặc {kind.again}."
    )


def _fernet(home: Path, settings: Settings, kind: Sealed) -> fernet.Fernet:
    if settings.secret_key is not None:
        secret = settings.secret_key.get_secret_value().encode()
        return fernet.Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret).digest()))
    path = home / KEY_FILE
    try:
        return fernet.Fernet(_key_in(path))
    except OSError as error:
        raise SettingsError(f"Không đọc hoặc ghi được khóa {path} ({why_not(error)}).") from None
    except ValueError:  # empty or cut short
        raise SettingsError(
            f"Tệp khóa {path} bị hỏng; hãy chép lại từ bản sao lưu, hoặc xóa tệp này "
            f"rồi {kind.again}."
        ) from None


def _key_in(path: Path) -> bytes:
    """The key file's content; made once, readable by its owner alone."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return given.read(path, given.SETTINGS)
    key = fernet.Fernet.generate_key()
    with os.fdopen(handle, "wb") as file:
        file.write(key)
    return key
