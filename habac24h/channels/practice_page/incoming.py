"""One request as it arrives: path, version, query and form, and where its token was found."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from habac24h.channels.practice_page.trouble import GraphTrouble, invalid

OLDEST, NEWEST = (23, 0), (26, 0)
FORM_TYPE = "application/x-www-form-urlencoded"
_VERSION = re.compile(r"/v(\d{1,3})\.(\d{1,3})(?=/|$)", re.ASCII)
_APART = frozenset({"access_token", "appsecret_proof", "method"})


@dataclass(frozen=True)
class Incoming:
    """A request: `path` with its query, `headers` with lower-case names, `form` decoded.

    `body` is what the form was read from; `files` are the parts of a multipart body with a name.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    form: Mapping[str, str]
    body: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def bare_path(self) -> str:
        """The path alone."""
        return urlsplit(self.path).path

    @property
    def query(self) -> dict[str, str]:
        """The query; of a name given twice the last one counts."""
        return dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))

    @property
    def version(self) -> tuple[int, int]:
        """The Graph version that serves it: the oldest living one for an expired or absent one."""
        found = _VERSION.match(self.bare_path)
        return max(OLDEST, (int(found[1]), int(found[2]))) if found else OLDEST

    @property
    def acts_as(self) -> str:
        """The method, which a form field `method` may replace in a POST."""
        asked = self.form.get("method", "").upper()
        return asked if self.method == "POST" and asked in {"GET", "DELETE"} else self.method

    @property
    def open_token(self) -> str | None:
        """The token when it came as a parameter."""
        return (self.query | dict(self.form)).get("access_token")

    @property
    def token(self) -> str | None:
        """The token, from the Authorization header or the parameters."""
        scheme, _, value = self.headers.get("authorization", "").partition(" ")
        return value.strip() if scheme.lower() == "bearer" else self.open_token

    @property
    def proof(self) -> str | None:
        """appsecret_proof, None when it was not sent."""
        return (self.query | dict(self.form)).get("appsecret_proof")

    @property
    def params(self) -> dict[str, str]:
        """Query and form together, without what belongs to the call itself."""
        both = self.query | dict(self.form)
        return {name: value for name, value in both.items() if name not in _APART}

    def object_and_edge(self) -> tuple[str, str]:
        """The object that the path names and the edge behind it ("" for the object itself)."""
        if self.version > NEWEST:
            raise _unknown_path(self.bare_path)
        rest = _VERSION.sub("", self.bare_path, count=1)
        parts = [unquote(part) for part in rest.split("/") if part]
        if not 1 <= len(parts) <= 2:
            raise _unknown_path(self.bare_path)
        return parts[0], parts[1] if len(parts) == 2 else ""


def read_request(
    method: str, path: str, headers: Mapping[str, str], body: bytes
) -> tuple[Incoming, GraphTrouble | None]:
    """A request as it came over the wire, and why its body could not be read."""
    headers = {name.lower(): value for name, value in headers.items()}
    form: dict[str, str] = {}
    files: dict[str, bytes] = {}
    broken: GraphTrouble | None = None
    try:
        form, files = read_form(headers.get("content-type", FORM_TYPE), body)
    except GraphTrouble as trouble:
        broken = trouble
    return Incoming(method, path, headers, form, body, files), broken


def read_form(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    """Fields and files of a body: urlencoded, multipart or a JSON object; else GraphTrouble."""
    kind = content_type.partition(";")[0].strip().lower()
    if not body:
        return {}, {}
    if kind == "application/json":
        return _read_json(body), {}
    if kind == "multipart/form-data":
        return _read_parts(content_type, body)
    if kind not in {FORM_TYPE, ""}:
        raise invalid(f"Body of type {kind} is not spoken by the practice page")
    text = body.decode("utf-8", errors="replace")
    return dict(parse_qsl(text, keep_blank_values=True)), {}


def _read_parts(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    """RFC 7578, as far as one needs it: parts with a name, those with a file name being files."""
    boundary = re.search(r'boundary="?([^";]+)', content_type)
    if boundary is None:
        raise invalid("Body is multipart without a boundary")
    form: dict[str, str] = {}
    files: dict[str, bytes] = {}
    parts = body.split(b"--" + boundary[1].encode("latin-1"))
    if len(parts) < 2 or not parts[-1].startswith(b"--"):
        raise invalid("Body is multipart without an end")
    for part in parts[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = re.search(rb'[; ]name="([^"]*)"', head)
        if name is None or not content.endswith(b"\r\n"):
            raise invalid("Body has a part that cannot be read")
        if b"filename=" in head:
            files[name[1].decode()] = content[:-2]
        else:
            form[name[1].decode()] = content[:-2].decode("utf-8", errors="replace")
    return form, files


def _read_json(body: bytes) -> dict[str, str]:
    try:
        plain = json.loads(body)
    except ValueError:
        plain = None
    if not isinstance(plain, dict):
        raise invalid("Body is not a JSON object")
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in plain.items()
    }


def _unknown_path(path: str) -> GraphTrouble:
    return GraphTrouble(f"Unknown path components: {path}", 2500)
