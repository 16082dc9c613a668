"""Files that people name: a pipe, a device, a folder or a giant is refused before it is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli_kit import Terminal

from habac24h import given
from habac24h.backup.settings import without_secrets
from habac24h.config import load
from habac24h.errors import Refused, SettingsError
from habac24h.workflow import evidence

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
ENDLESS = "đây là thiết bị hoặc ống dẫn, không phải tệp"


@pytest.fixture
def pipe(tmp_path: Path) -> str:
    os.mkfifo(tmp_path / "anh.jpg")
    return str(tmp_path / "anh.jpg")


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", capsys)


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--channel", "fanpage", "--file"),
        ("campaigns", "check"),
        ("calendar", "import"),
        ("edit", "thuong-xuyen/2026/rieng-001", "--as", "lan", "--image"),
        ("read", "--tsv"),
    ],
)
def test_a_command_refuses_a_pipe_in_one_sentence(
    terminal: Terminal, pipe: str, words: tuple[str, ...]
) -> None:
    ran = terminal.run(*words, pipe)
    assert (ran.code, ran.out) == (1, "")
    assert ENDLESS in ran.err


def test_settings_that_never_end_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "habac24h.toml").symlink_to("/dev/zero")
    with pytest.raises(SettingsError, match=ENDLESS):
        load(tmp_path, {})
    with pytest.raises(SettingsError, match="HABAC24H_PAGE_TOKEN_FILE: không đọc được"):
        load(tmp_path / "x", {"HABAC24H_PAGE_TOKEN_FILE": "/dev/zero"})
    with pytest.raises(OSError, match=ENDLESS):
        without_secrets(tmp_path)


def test_evidence_that_never_ends_is_refused(tmp_path: Path, pipe: str) -> None:
    with pytest.raises(Refused, match=ENDLESS):
        evidence.keep(tmp_path, Path(pipe))


def test_what_is_too_large_is_told_by_its_size_and_a_folder_by_its_kind(tmp_path: Path) -> None:
    file = tmp_path / "to.txt"
    file.touch()
    os.truncate(file, given.SETTINGS + 1)
    with pytest.raises(OSError, match="tệp lớn hơn 1 MB"):
        given.read(file, given.SETTINGS)
    with pytest.raises(IsADirectoryError):
        given.read(tmp_path)
    file.write_bytes(b"\xef\xbb\xbfa")
    assert given.read_text(file) == "a"
