"""What a caller may write into a post, checked and read as Graph does."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from habac24h.channels.practice_page.trouble import GraphTrouble, empty_post, invalid

LONGEST_TEXT = 63_206  # code points
EARLIEST = timedelta(minutes=10)
LATEST = timedelta(days=30)
CONTENT_TYPES = frozenset(
    {"SCHEDULED", "SCHEDULED_RECURRING", "DRAFT", "ADS_POST", "INLINE_CREATED", "PUBLISHED"}
)
YES, NO = frozenset({"true", "1"}), frozenset({"false", "0"})


def flag(form: Mapping[str, str], name: str) -> bool | None:
    """A boolean field (true, false, 1, 0 in any case), None when it was not sent."""
    if name not in form:
        return None
    word = form[name].strip().lower()
    if word not in YES | NO:
        raise invalid(f"Param {name} must be a boolean")
    return word in YES


def text(form: Mapping[str, str]) -> str:
    """The message, at most 63,206 code points."""
    words = form.get("message", "")
    if len(words) > LONGEST_TEXT:
        raise invalid(f"Param message must be at most {LONGEST_TEXT} characters in length")
    return words


def new_text(form: Mapping[str, str]) -> str:
    """The message of a post without a link; empty or blank is 100/1349125."""
    words = text(form)
    if not words.strip():
        raise empty_post()
    return words


def link(form: Mapping[str, str]) -> str | None:
    """The link's address, None when there is none; 100/2061006 when it is no web address."""
    address = form.get("link", "").strip()
    if not address:
        return None
    if not address.startswith(("http://", "https://")) or " " in address:
        raise invalid("link URL is not properly formatted", subcode=2_061_006)
    return address


def hour(form: Mapping[str, str], asked: datetime) -> datetime | None:
    """scheduled_publish_time (Unix seconds or ISO 8601 with an offset), inside its window.

    Returns None when it was not sent. The window is 10 minutes to 30 days after `asked`.
    """
    if not form.get("scheduled_publish_time", "").strip():
        return None
    moment = _moment(form["scheduled_publish_time"].strip())
    if not asked + EARLIEST <= moment <= asked + LATEST:
        raise GraphTrouble(
            "(#100) The specified scheduled publish time is invalid.",
            100,
            title="Invalid Scheduled Time",
            advice="The scheduled publish time must be between 10 minutes and 30 days "
            "from the time of the call.",
        )
    return moment


def _moment(word: str) -> datetime:
    wrong = invalid("Param scheduled_publish_time must be a valid UNIX timestamp")
    try:
        if word.isdecimal():
            return datetime.fromtimestamp(int(word), UTC)
        moment = datetime.fromisoformat(word)
    except (ValueError, OverflowError, OSError):
        raise wrong from None
    if moment.tzinfo is None:
        raise wrong
    return moment.astimezone(UTC)


def content_type(form: Mapping[str, str]) -> str | None:
    """unpublished_content_type, one of Graph's words."""
    word = form.get("unpublished_content_type")
    if word is not None and word not in CONTENT_TYPES:
        allowed = ", ".join(sorted(CONTENT_TYPES))
        raise invalid(f"Param unpublished_content_type must be one of {{{allowed}}}")
    return word


def normalised(words: str) -> str:
    """A text as a page may keep it: NFC, CRLF made LF, lines and the whole trimmed."""
    lines = unicodedata.normalize("NFC", words).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
