"""What tests of the pages share: a client, people, quick items, and pages read block by block."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

from habac24h import workflow
from habac24h.office import Office
from habac24h.web.app import make_app
from habac24h.workflow import people

with warnings.catch_warnings():
    # Starlette 1.x asks for httpx2 at import; httpx serves it as well.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

WRITER, APPROVER = "soan", "duyet"
CAMPAIGN = "thuong-xuyen"
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "li", "dt", "dd", "summary", "title", "section", "div"}


def client(office: Office, **given: Any) -> TestClient:
    """A browser of this computer; failures of the pages come back as pages."""
    app = make_app(office, **given)
    return TestClient(app, base_url="http://127.0.0.1:8024", raise_server_exceptions=False)


def arrive(office: Office) -> None:
    """A writer and an approver."""
    with office.database.write() as session:
        people.add(session, WRITER, "editor", office.clock.now())
        people.add(session, APPROVER, "approver", office.clock.now())


def write(
    office: Office,
    title: str,
    *,
    channel: str = "fanpage",
    text: str = "Lời bài.",
    days: float = 1,
    until: datetime | None = None,
) -> str:
    """A draft whose time is so many days from now; its key."""
    with office.desk(WRITER) as desk:
        item = workflow.new(
            desk,
            CAMPAIGN,
            2026,
            channel=channel,
            to=desk.now + timedelta(days=days),
            title=title,
            text=text,
            until=until,
        )
        return item.key


def submit(office: Office, key: str) -> str:
    """Ask for approval."""
    with office.desk(WRITER) as desk:
        workflow.submit(desk, key)
    return key


def approve(office: Office, key: str) -> str:
    """Submit and approve."""
    submit(office, key)
    with office.desk(APPROVER) as desk:
        workflow.approve(desk, key)
    return key


@dataclass
class Read(HTMLParser):
    """A page as its blocks of text; `sections` by the id of the heading that labels them."""

    html: str
    blocks: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    sections: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text: list[str] = []
        self._open: list[str | None] = []
        self._heading = 0
        self._command = False
        self._link: tuple[str, int] | None = None
        self.feed(self.html)
        self._flush()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        self._command = (tag == "code" and given.get("class") == "lenh") or (
            self._command and tag == "span"
        )
        if tag in _BLOCKS or (self._command and tag == "code"):
            self._flush()
        if tag == "section":
            self._open.append(given.get("aria-labelledby"))
        if tag in {"h1", "h2", "h3", "h4"}:
            self._heading = int(tag[1])
        if tag == "a":
            self._link = (given.get("href") or "", len(self._text))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            address, begin = self._link
            self.links[_squeeze(self._text[begin:])] = address
        if tag in _BLOCKS or (tag == "code" and self._command):
            self._flush()
        if tag == "section":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _flush(self) -> None:
        text, self._text = _squeeze(self._text), []
        if not text:
            return
        self.blocks.append(text)
        if self._heading:
            self.headings.append((self._heading, text))
            self._heading = 0
        for name in self._open:
            if name:
                self.sections.setdefault(name, []).append(text)


def _squeeze(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


def read(answer: Any) -> Read:
    """A page that came back well."""
    assert answer.status_code == 200, answer.text
    return Read(answer.text)
