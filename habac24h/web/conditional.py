"""Conditional requests (RFC 9110, section 13): whether a reader has the present bytes already."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_TAG = re.compile(r'(?:W/)?("[^"]*")')


def is_known(headers: Mapping[str, str], etag: str, modified: datetime) -> bool:
    """Whether If-None-Match (a list, or *) or else If-Modified-Since says so.

    Tags are compared weakly; a date counts only where no tag was sent.
    """
    tags = headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or _opaque(etag) in _TAG.findall(tags)
    since = _date(headers.get("if-modified-since"))
    return since is not None and modified <= since


def accepts_gzip(headers: Mapping[str, str]) -> bool:
    """Whether Accept-Encoding takes gzip; `gzip;q=0` does not."""
    for one in headers.get("accept-encoding", "").split(","):
        name, _, quality = one.partition(";")
        if name.strip().lower() in {"gzip", "x-gzip"}:
            return quality.replace(" ", "").lower() not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _opaque(etag: str) -> str:
    return etag.removeprefix("W/")


def _date(written: str | None) -> datetime | None:
    """A date of HTTP; None for what is none, which is to be ignored."""
    if written is None:
        return None
    try:
        found = parsedate_to_datetime(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
