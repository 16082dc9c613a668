"""The small rooms of the Graph package: addresses, ids, fields, the redactor, the SDK's import."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from graph_kit import caught
from hypothesis import given
from hypothesis import strategies as st

from habac24h.channels.base import Delivery, Reaction
from habac24h.channels.graph.acts import Act, act_of
from habac24h.channels.graph.address import FACEBOOK, base_address, checked_version
from habac24h.channels.graph.encode import encode_fields, encode_files
from habac24h.channels.graph.ids import checked, is_id
from habac24h.channels.graph.redact import Redactor
from habac24h.errors import SettingsError


@pytest.mark.parametrize(
    ("given_url", "base"),
    [
        (None, FACEBOOK),
        ("https://graph.facebook.com", "https://graph.facebook.com/"),
        ("https://graph.facebook.com/", "https://graph.facebook.com/"),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765/"),
        ("http://localhost:8765/graph", "http://localhost:8765/graph/"),
        ("http://[::1]:8765", "http://[::1]:8765/"),
    ],
)
def test_a_base_address_ends_with_one_slash(given_url: str | None, base: str) -> None:
    assert base_address(given_url) == base


@pytest.mark.parametrize(
    ("given_url", "why"),
    [
        ("http://graph.facebook.com", "dùng http:// tới máy khác"),
        ("http://192.168.1.5:8765", "dùng http:// tới máy khác"),
        ("http://127.0.0.1.evil.example", "dùng http:// tới máy khác"),
        ("https://graph.facebook.com/v25.0", "không được kèm phiên bản"),
        ("https://graph.facebook.com/v25.0/", "không được kèm phiên bản"),
        ("https://user:pass@graph.facebook.com", "không được kèm tên đăng nhập"),
        ("https://graph.facebook.com?x=1", "không được kèm tên đăng nhập"),
        ("https://graph.facebook.com:99999", "không được kèm tên đăng nhập"),
        ("ftp://graph.facebook.com", "phải là một địa chỉ https://"),
        ("graph.facebook.com", "phải là một địa chỉ https://"),
        ("", "phải là một địa chỉ https://"),
        ("https://[::1", "không phải một địa chỉ web"),
    ],
)
def test_any_other_address_is_refused_with_its_reason(given_url: str, why: str) -> None:
    with pytest.raises(SettingsError) as trouble:
        base_address(given_url)
    assert trouble.value.sentence.startswith(f"GRAPH_URL {why}")


@pytest.mark.parametrize("version", ["25.0", "v25", "V25.0", "", "v25.0/me", "v25.0\n"])
def test_a_version_has_one_form(version: str) -> None:
    with pytest.raises(SettingsError):
        checked_version(version)


@pytest.mark.parametrize("good", ["1", "1_2", "104567890123456_998877"])
def test_ids_are_digits_or_a_pair_of_digits(good: str) -> None:
    assert checked(good) == good


@pytest.mark.parametrize("bad", ["", "1_", "_1", "1_2_3", "1_2/comments", "me", "1\n", "١", " 1"])
def test_any_other_id_is_refused_before_anything_is_sent(bad: str) -> None:
    trouble = caught(lambda: checked(bad))
    assert (trouble.delivery, trouble.reaction) == (Delivery.NOT_SENT, Reaction.PERSON)


@given(st.text())
def test_an_id_holds_nothing_that_an_address_reads(text: str) -> None:
    assert not is_id(text) or set(text) <= set("0123456789_")


@pytest.mark.parametrize(
    ("method", "path", "fields", "act"),
    [
        ("POST", "v25.0/1/feed", {}, Act.CREATE),
        ("POST", "v25.0/1/photos", {}, Act.UPLOAD),
        ("POST", "v25.0/1_2", {}, Act.CHANGE),
        ("DELETE", "v25.0/1_2", {}, Act.DELETE),
        ("GET", "v25.0/1_2", {}, Act.READ),
        ("GET", "v25.0/me", {}, Act.READ),
        ("GET", "v25.0/1/scheduled_posts", {}, Act.LIST),
        ("POST", "v25.0/debug_token", {"method": "GET"}, Act.READ),
        ("POST", "v25.0/debug_token", {}, None),
        ("POST", "v25.0/me/feed", {}, None),
        ("DELETE", "v25.0/1/feed", {}, None),
        ("POST", "v25.0/1_2", {"method": "PUT"}, None),
        ("GET", "v25.0/1/2", {}, None),
        ("GET", "v25.0/", {}, None),
    ],
)
def test_the_act_behind_a_call(
    method: str, path: str, fields: dict[str, str], act: Act | None
) -> None:
    assert act_of(method, path, fields) is act


def test_fields_are_copied_and_written_as_facebook_reads_them() -> None:
    fields: dict[str, Any] = {"a": True, "b": False, "c": None, "d": 7, "e": "đ", "f": {"k": "đ"}}
    kept = dict(fields)
    assert encode_fields(fields) == {
        "a": "true",
        "b": "false",
        "d": "7",
        "e": "đ",
        "f": '{"k":"đ"}',
    }
    assert fields == kept
    assert encode_fields(None) == {}


def test_files_are_read_whole_and_renamed() -> None:
    stream = io.BytesIO(b"abc")
    stream.seek(2)
    part = ("anh.jpg", b"abc", "image/jpeg")
    assert encode_files({"source": stream}) == {"source": part}
    assert stream.tell() == 2
    assert encode_files({"source": b"abc"}) == {"source": part}
    assert encode_files({"source": ("C:/Users/Hoa/x.png", b"abc", "image/png")}) == {"source": part}
    assert encode_files(None) is None


def test_a_secret_is_masked_also_in_the_form_that_an_address_gives_it() -> None:
    redactor = Redactor()
    redactor.learn("ab+c/d=e f")
    text = "ab+c/d=e f ab%2Bc%2Fd%3De%20f ab%2Bc%2Fd%3De+f"
    assert redactor.clean(text) == "*** *** ***"


def test_of_two_secrets_the_longer_is_masked_first() -> None:
    redactor = Redactor()
    redactor.learn("12345678")
    redactor.learn("12345678-tail")
    assert redactor.clean("12345678-tail 12345678") == "*** ***"


def test_a_traceback_in_the_log_is_masked(caplog: pytest.LogCaptureFixture) -> None:
    redactor, log = Redactor(), logging.getLogger("habac24h-test-redactor")
    redactor.learn("EAABsecret")
    log.addFilter(redactor)
    try:
        raise ValueError("bad EAABsecret")
    except ValueError:
        log.warning("100%% of %s", "EAABsecret", exc_info=True)
    log.removeFilter(redactor)
    assert [record.getMessage() for record in caplog.records] == ["100% of ***"]
    assert "ValueError: bad ***" in caplog.text
    assert "EAABsecret" not in caplog.text


def test_the_sdk_is_imported_under_warnings_that_are_errors(tmp_path: Path) -> None:
    # A cache of its own: a compiled file would never show the warning again.
    code = "import habac24h.channels.graph.sdk as sdk; print(sdk.sdk_base())"
    strict = ["-W", "error::SyntaxWarning", "-W", "error::DeprecationWarning"]
    done = subprocess.run(
        [sys.executable, *strict, "-X", f"pycache_prefix={tmp_path}", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert (done.stdout, done.stderr) == ("https://graph.facebook.com/\n", "")


def test_the_sdk_is_imported_in_one_place_alone() -> None:
    package = Path(__file__).parent.parent / "habac24h"
    users = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "import facebook" in path.read_text(encoding="utf-8")
    ]
    assert users == ["channels/graph/sdk.py"]
