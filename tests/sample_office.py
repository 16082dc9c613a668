"""An office with one item in each state and everything that an address may name, put back at will.

Built once a module on SQLite; whatever a request changed is undone by copying the file's pages
back, so that several hundred requests each meet the same office.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from signed_kit import PASSWORD
from sqlalchemy import update
from sqlmodel import col, select
from web_kit import CAMPAIGN, TestClient, client

from habac24h import audit, workflow
from habac24h.accounts import api_tokens, links, passwords, sessions
from habac24h.budget import lines as budget
from habac24h.calendar import feeds
from habac24h.calendar.selection import Selection
from habac24h.campaigns.plan import plan
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.db import sqlite_url
from habac24h.models import Account, Airing, Edition, Fact, Going, Item, Picture, Place
from habac24h.office import Office, open_office
from habac24h.web.visitor import COOKIE
from habac24h.workflow import doubles, people
from habac24h.workflow.binding import approval_sha256
from habac24h.workflow.doubles import Double
from habac24h.workflow.evidence import keep_bytes
from habac24h.workflow.pages import PRACTICE_ID
from habac24h.workflow.tables import EvidencePhoto
from habac24h.workflow.view import one

TEAM = {"xem": "reader", "soan": "editor", "duyet": "approver", "quan-tri": "admin"}
OWNERS = (("read", "viet"), ("write", "soan"), ("approve", "duyet"), ("admin", "quan-tri"))
AUTHOR, OLD_PHONE = "viet", "02203 111 222"
PLANNED = "thang-hanh-dong"
_STATES: dict[str, str] = {
    "draft": "",
    "pending": "submit",
    "approved": "approve",
    "read_out": "approve",
    "confirmed": "approve",
    "failed": "approve",
    "unknown": "approve",
    "outdated": "submit",
    "dropped": "cancel",
}


@dataclass
class Sample:
    """The office, what `{names}` stand for, and browsers of every role."""

    office: Office
    clock: VirtualClock
    names: dict[str, str]
    cookies: dict[str, str]
    file: Path
    pristine: sqlite3.Connection
    watch: sqlite3.Connection
    files: dict[Path, bytes] = field(default_factory=dict)
    """The home as it was at first: definitions, settings, photos."""
    secrets: dict[str, str] = field(default_factory=dict)
    """Tokens of programs, by their scope."""
    browsers: dict[str, TestClient] = field(default_factory=dict)

    def mark(self) -> int:
        """Another number whenever anything was committed."""
        found: int = self.watch.execute("PRAGMA data_version").fetchone()[0]
        return found

    def put_back(self) -> None:
        """Make the database, the home's files and the settings what they were at first."""
        with sqlite3.connect(self.file) as live:
            self.pristine.backup(live)
        live.close()
        now = _files(self.office.home)
        for path in now.keys() - self.files.keys():
            path.unlink()
        for path, data in self.files.items():
            if now.get(path) != data:
                path.write_bytes(data)
        with self.office.database.read() as session:
            self.office.refresh(session)

    def browser(self, who: str) -> TestClient:
        """A fresh browser of somebody; for a name of TEAM one that is signed in."""
        if not self.browsers:
            self.browsers["app"] = client(self.office, practice=self.office.practice_page())
        fresh = TestClient(
            self.browsers["app"].app,
            base_url="http://127.0.0.1:8024",
            raise_server_exceptions=False,
        )
        if who in self.cookies:
            fresh.cookies.set(COOKIE, self.cookies[who])
        return fresh

    def fill(self, written: Any) -> Any:
        """A path or a field with its {names} filled in."""
        if not isinstance(written, str):
            return written
        for name, value in self.names.items():
            written = written.replace("{" + name + "}", value)
        return written

    def close(self) -> None:
        self.office.close()
        self.pristine.close()
        self.watch.close()


def build(folder: Path, made: Path, start: Any, *, signed: bool) -> Sample:
    """The sample in a folder, from a fresh office's file; unless `signed` nobody has a password."""
    file = folder / "sample.sqlite3"
    file.write_bytes(made.read_bytes())
    clock = VirtualClock(start)
    settings = Settings(database_url=SecretStr(sqlite_url(file)), cards=False)
    office = open_office(folder / "home", clock=clock, settings=settings)
    names = {"password": PASSWORD, "campaign_id": CAMPAIGN, "year": "2026", "unit": "cong-an"}
    cookies = _arrive(office, names, signed)
    for state, deed in _STATES.items():
        names[state] = _item(office, state, deed)
    _put(office, names)
    with office.database.write() as session:
        names |= _others(office, session)
        secrets = {scope: _token(session, name, scope, clock.now()) for scope, name in OWNERS}
    _versions(office, names)
    with office.database.read() as session:
        pending = session.exec(select(Item).where(Item.key == names["pending"])).one()
        names["slip"] = approval_sha256(pending, one(session, pending).airings)[:12]
        names["today"] = f"{clock.now().astimezone(settings.zone):%Y-%m-%d}"
    local = (clock.now() + timedelta(days=3)).astimezone(settings.zone)
    names["later"] = f"{local:%Y-%m-%dT%H:%M}"
    names["later_iso"] = local.isoformat()
    pristine = sqlite3.connect(":memory:", check_same_thread=False)
    with sqlite3.connect(file) as live:
        live.backup(pristine)
    live.close()
    watch = sqlite3.connect(file, check_same_thread=False)
    files = _files(office.home)
    return Sample(office, clock, names, cookies, file, pristine, watch, files, secrets)


def _files(home: Path) -> dict[Path, bytes]:
    found = (path for path in home.rglob("*") if path.is_file() and path.suffix != ".log")
    return {path: path.read_bytes() for path in found}


def _arrive(office: Office, names: dict[str, str], signed: bool) -> dict[str, str]:
    cookies = {}
    with office.database.write() as session:
        people.add(session, AUTHOR, "approver", office.clock.now())
        people.add(session, "ban", "approver", office.clock.now())
        for name, role in TEAM.items():
            account = people.add(session, name, role, office.clock.now())
            if signed:
                account.password_hash = passwords.hashed(PASSWORD)
                session.flush()
                cookies[name] = sessions.begin(session, account, office.clock.now())
        people.add(session, "da-khoa", "reader", office.clock.now())
        people.disable(session, "da-khoa", office.clock.now())
        names["link"] = links.make(
            session, links.Purpose.PASSWORD, office.clock.now(), account=AUTHOR
        )
    return cookies


def _item(office: Office, state: str, deed: str) -> str:
    """An item that a third person wrote, so that four eyes let anybody of TEAM decide."""
    channel = "loudspeaker" if state in ("read_out", "confirmed") else "fanpage"
    with office.desk(AUTHOR) as desk:
        key = workflow.new(
            desk,
            CAMPAIGN,
            2026,
            channel=channel,
            to=desk.now + timedelta(minutes=10 if channel == "loudspeaker" else 120),
            title=f"Bài {state}",
            text=f"Bài {state}: cùng chia sẻ việc nhà, gọi {OLD_PHONE}.",
        ).key
        if deed in ("submit", "approve"):
            workflow.submit(desk, key, reason="bài mẫu")
        elif deed == "cancel":
            workflow.cancel(desk, key)
    if deed == "approve":
        with office.desk("ban") as desk:
            workflow.approve(desk, key)
    if state == "confirmed":
        with office.desk(AUTHOR) as desk:
            workflow.confirm(desk, key)
    return key


def _put(office: Office, names: dict[str, str]) -> None:
    """States that only the engine, or a changed fact, brings about; and a line of the budget."""
    with office.desk(AUTHOR) as desk:
        names["budget_line"] = str(budget.add(desk, 2026, budget.Said(content="In băng rôn")).id)
    with office.database.write() as session:
        for state, going in (("failed", Going.FAILED), ("unknown", Going.UNKNOWN)):
            session.execute(
                update(Airing).where(col(Airing.key) == f"{names[state]}@1").values(state=going)
            )
        session.execute(
            update(Item)
            .where(col(Item.key) == names["outdated"])
            .values(facts={"phone_police": OLD_PHONE})
        )
        names["double"] = f"{PRACTICE_ID}_1"
        _double(office, session, names)


def _double(office: Office, session: Any, names: dict[str, str]) -> None:
    """A post that people can read twice."""
    now = office.clock.now()
    found = Double(
        remote_id=names["double"],
        page=PRACTICE_ID,
        item=names["approved"],
        public=True,
        at=now.isoformat(),
        ours=f"{PRACTICE_ID}_2",
        practice=True,
    )
    doubles.note(session, PRACTICE_ID, [found], now)


def _others(office: Office, session: Any) -> dict[str, str]:
    now = office.clock.now()
    picture = Picture(
        sha256="a" * 64, data=b"\x89PNG", mime="image/png", width=1, height=1, created_at=now
    )
    session.add(picture)
    for year, name in ((2025, "phone_year_before"), (2026, "them")):
        edition = Edition(campaign="chung", year=year, created_at=now)
        session.add(edition)
        session.flush()
        value = "02203 111 222" if year == 2025 else "gõ nhầm"
        session.add(Fact(edition_id=edition.id, name=name, value=value, set_by=AUTHOR, set_at=now))
    session.flush()
    found = plan(session, 2027, now=now, settings=office.settings, campaign_id=PLANNED)
    proof = keep_bytes(office.home, "phieu.pdf", b"phieu")
    item = session.exec(select(Item.id)).first()
    session.add(EvidencePhoto(item_id=item or 0, name=proof.name, by=AUTHOR, at=now))
    place = session.exec(select(Place.id).order_by(col(Place.position))).first()
    return {
        "feed": feeds.add(session, "Thôn Đông", Selection(), by=audit.PROGRAM, now=now),
        "feed_name": "Thôn Đông",
        "plan_digest": found.digest,
        "picture": picture.sha256,
        "proof": proof.name,
        "place": place or "",
        "digest": plan(session, 2026, now=now, settings=office.settings).digest,
    }


def _token(session: Any, owner: str, scope: str, now: Any) -> str:
    account = session.get_one(Account, owner)
    return api_tokens.make(session, account, "may", scope, 90, by=audit.PROGRAM, now=now)


def _versions(office: Office, names: dict[str, str]) -> None:
    with office.database.read() as session:
        for state in _STATES:
            found = session.exec(select(Item.version).where(Item.key == names[state])).one()
            names[f"{state}_version"] = str(found)
