"""Secrets at rest: sealed by a key outside the database, opened by that key alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from habac24h.config import Settings
from habac24h.errors import SettingsError
from habac24h.vault import KEY_FILE, seal, unseal

TOKEN = "EAAGcanary-7c1d"


def test_a_sealed_secret_opens_again_and_shows_nothing(tmp_path: Path) -> None:
    sealed = seal(TOKEN, tmp_path, Settings())
    assert TOKEN not in sealed
    assert unseal(sealed, tmp_path, Settings()) == TOKEN
    assert seal(TOKEN, tmp_path, Settings()) != sealed


@pytest.mark.skipif(os.name == "nt", reason="file modes of POSIX")
def test_the_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    seal(TOKEN, tmp_path, Settings())
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_a_key_of_the_settings_needs_no_file(tmp_path: Path) -> None:
    settings = Settings(secret_key=SecretStr("mật khẩu dài"))
    assert unseal(seal(TOKEN, tmp_path, settings), tmp_path, settings) == TOKEN
    assert list(tmp_path.iterdir()) == []


def test_another_key_is_said_so(tmp_path: Path) -> None:
    sealed = seal(TOKEN, tmp_path, Settings())
    with pytest.raises(SettingsError) as caught:
        unseal(sealed, tmp_path, Settings(secret_key=SecretStr("khác")))
    assert caught.value.sentence == (
        "Khóa bí mật không khớp với dữ liệu nên không mở được mã truy cập trang; "
        "hãy đặt lại SECRET_KEY cũ hoặc kết nối lại trang bằng `habac24h fanpage connect`."
    )


@pytest.mark.parametrize("content", [b"", b"cut short"])
def test_a_damaged_key_file_is_said_so(tmp_path: Path, content: bytes) -> None:
    sealed = seal(TOKEN, tmp_path, Settings())
    (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        unseal(sealed, tmp_path, Settings())
    assert caught.value.sentence == (
        f"Tệp khóa {tmp_path / KEY_FILE} bị hỏng; hãy chép lại từ bản sao lưu, hoặc xóa tệp này "
        "rồi kết nối lại trang bằng `habac24h fanpage connect`."
    )


def test_a_key_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        seal(TOKEN, tmp_path / "missing", Settings())
    assert caught.value.sentence == (
        f"Không đọc hoặc ghi được khóa {tmp_path / 'missing' / KEY_FILE} "
        "(không có tệp hay thư mục này)."
    )
