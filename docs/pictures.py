"""Remakes the guide's pictures: `python docs/pictures.py`, from a planned year on a fixed clock.

Needs Chromium (`HABAC24H_CHROMIUM`, else `chromium` on the PATH) and the test dependencies.
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright
from sqlmodel import col, select

from habac24h import audit, workflow
from habac24h.calendar import feeds
from habac24h.calendar.selection import Selection
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.channels.practice_page import PracticePage
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.engine.context import Report
from habac24h.engine.passes import run_pass
from habac24h.models import Airing, Going, Item
from habac24h.office import Office, open_office
from habac24h.papers.paper import Asked
from habac24h.papers.registry import paper
from habac24h.printing.fonts import DOCUMENT
from habac24h.printing.typst import Press
from habac24h.web.app import make_app
from habac24h.workflow import Desk, people
from habac24h.workflow.facts import set_facts

FOLDER = Path(__file__).resolve().parent / "huong-dan"
SETTINGS = Settings()
YEAR = 2026
PLANNED = datetime(YEAR, 11, 2, 8, 0, tzinfo=SETTINGS.zone)
SHOWN = datetime(YEAR, 11, 16, 8, 10, tzinfo=SETTINGS.zone)
WRITER, APPROVER = "huong", "thinh"
CAMPAIGN = "thang-hanh-dong"
PUBLIC = "https://lich.habac.example"
FACTS = {
    "theme": "Chủ đề ví dụ",
    "phone_police": "0220 000 0001",
    "phone_women_union": "0220 000 0002",
}
UNTOUCHED = 3
"""So many of the month's items stay pending, and the talks stay drafts, for the picture."""


def main() -> None:
    """Make every picture."""
    clock = VirtualClock(PLANNED)
    with tempfile.TemporaryDirectory() as folder, _office(Path(folder), clock) as (here, page):
        live_through(here, page, clock)
        with served(here, page) as address:
            shoot(address, FOLDER / "viec-hom-nay.png")
        subscription(here, page)
        draw(here, "script", f"{CAMPAIGN}/{YEAR}/phat-thanh-25-11", "bai-phat-thanh.png")
        draw(here, "week", f"{YEAR}-W48", "lich-tuan.png")
        artwork(here)


def artwork(here: Office) -> None:
    """A banner and a post's card, as `print` writes them."""
    with here.database.read() as session:
        desk = Desk.reader(session, here.settings, here.clock.now())
        for name, paper_id, activity in (
            ("bang-ron.png", "banner", "bang-ron"),
            ("anh-bai.png", "card", "ngay-25-11"),
        ):
            kind = paper(paper_id)
            first = next(iter(kind.gather(desk, Asked((f"{CAMPAIGN}/{YEAR}/{activity}",)))))
            (FOLDER / name).write_bytes(kind.formats["png"](first.contents))


def subscription(here: Office, page: PracticePage) -> None:
    """The page of a subscriber's address, as an office with a public name shows it."""
    settings = here.settings.model_copy(update={"public_url": PUBLIC})
    with here.database.write() as session:
        now = here.clock.now()
        token = feeds.add(session, "Thôn Đông", Selection(), by=audit.PROGRAM, now=now)
    with served(replace(here, settings=settings), page) as address:
        shoot(f"{address}/lich/{token}", FOLDER / "dang-ky-lich.png")


@contextmanager
def _office(folder: Path, clock: VirtualClock) -> Iterator[tuple[Office, PracticePage]]:
    opened = open_office(folder, clock=clock, settings=SETTINGS)
    try:
        with opened.practice_page() as page:
            yield replace(opened, practice=page), page
    finally:
        opened.close()


def live_through(here: Office, page: PracticePage, clock: VirtualClock) -> None:
    """Plan, fill in, approve, and let the hours pass until the moment that is shown."""
    _begin(here)
    with here.engine("tranh") as engine:
        while clock.now() < SHOWN:
            run_pass(replace(engine, report=Report()))
            _confirm(here)
            clock.advance(min(timedelta(hours=1), SHOWN - clock.now()))
        _somebody_deletes_tomorrows_post(here, page)
        run_pass(replace(engine, report=Report()))


def _begin(here: Office) -> None:
    with here.database.write() as session:
        people.add(session, WRITER, "editor", here.clock.now())
        people.add(session, APPROVER, "approver", here.clock.now())
    with here.desk(WRITER) as desk:
        changes = plan(desk.session, YEAR, now=desk.now, settings=here.settings)
        apply(desk.session, changes, by=desk.who, now=desk.now)
        set_facts(desk, YEAR, CAMPAIGN, FACTS)
    with here.desk(WRITER) as desk:
        wanted = (Item.campaign == CAMPAIGN, col(Item.channel) != "talk")
        query = (
            select(Item.key)
            .join(Airing, col(Airing.item_id) == col(Item.id))
            .where(*wanted, Airing.state == Going.WAITING)
            .order_by(col(Airing.due))
        )
        keys = list(dict.fromkeys(desk.session.exec(query)))
        for key in keys:
            workflow.submit(desk, key)
    with here.desk(APPROVER) as desk:
        for key in keys[:-UNTOUCHED]:
            workflow.approve(desk, key)


def _confirm(here: Office) -> None:
    """Everything was done and said, but not yet what the last hours brought."""
    with here.desk(WRITER) as desk:
        query = (
            select(Airing.key)
            .join(Item, col(Item.id) == col(Airing.item_id))
            .where(col(Item.channel) != "fanpage", Item.state == "approved")
            .where(Airing.state == Going.WAITING, col(Airing.due) < desk.now)
            .where(col(Airing.due) < SHOWN - timedelta(hours=18))
        )
        for key in list(desk.session.exec(query)):
            workflow.confirm(desk, key)


def _somebody_deletes_tomorrows_post(here: Office, page: PracticePage) -> None:
    with here.database.read() as session:
        query = select(Airing).where(Airing.state == Going.HANDED_OVER).order_by(col(Airing.due))
        post = session.exec(query).first()
        assert post is not None and post.remote_id is not None
        page.staff_delete(post.remote_id)


@contextmanager
def served(here: Office, page: PracticePage) -> Iterator[str]:
    """The pages on a free port of this computer, until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(make_app(here, practice=page), log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def shoot(address: str, file: Path) -> None:
    """A page as it stands at the top of a desk computer's screen."""
    program = os.environ.get("HABAC24H_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": 1000, "height": 980})
        view.goto(address)
        file.parent.mkdir(parents=True, exist_ok=True)
        view.screenshot(path=file)
        browser.close()


def draw(here: Office, paper_id: str, key: str, file: str) -> None:
    """The first page of a paper as a picture."""
    with here.database.read() as session:
        desk = Desk.reader(session, here.settings, here.clock.now())
        (sheet,) = paper(paper_id).gather(desk, Asked(keys=(key,)))
    # A press without this computer's own fonts: the same picture wherever it is made.
    page = Press(system_fonts=False).pictures(
        f"{paper_id}.typ", sheet.contents, DOCUMENT, "png", ppi=80
    )[0]
    (FOLDER / file).write_bytes(page)


if __name__ == "__main__":
    main()
