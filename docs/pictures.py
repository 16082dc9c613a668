"""Remakes the guide's pictures: `python docs/pictures.py [NAME…]`, all of them or those named.

Needs Chromium (`HABAC24H_CHROMIUM`, else `chromium` on the PATH) and the test dependencies.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright
from shown_year import ADMIN, APPROVER, CAMPAIGN, WRITER, YEAR, shown_office, sign_in
from sqlmodel import col, select

from habac24h import audit
from habac24h.calendar import feeds
from habac24h.calendar.selection import Selection
from habac24h.channels.practice_page import PracticePage
from habac24h.models import Airing, Going, Item
from habac24h.office import Office
from habac24h.papers.paper import Asked
from habac24h.papers.registry import paper
from habac24h.printing.fonts import DOCUMENT
from habac24h.printing.typst import Press
from habac24h.web.app import make_app
from habac24h.web.visitor import COOKIE
from habac24h.workflow import Desk
from habac24h.workflow.codes import code

FOLDER = Path(__file__).resolve().parent / "huong-dan"
PUBLIC = "https://lich.habac.example"
DESK, PHONE = 1000, 360


@dataclass(frozen=True)
class Shot:
    """A page as one person sees it; `wide` and `high` are the window in pixels."""

    name: str
    path: str
    who: str = WRITER
    wide: int = DESK
    high: int = 980


SHOTS = (
    Shot("viec-hom-nay", "/"),
    Shot("viec-hom-nay-dien-thoai", "/", wide=PHONE, high=740),
    Shot("tai-khoan", "/tai-khoan", ADMIN),
    Shot("so-lieu", f"/chien-dich/so-lieu?nam={YEAR}"),
    Shot("ke-hoach-nam", f"/chien-dich/ke-hoach?nam={YEAR + 1}"),
    Shot("dot", f"/chien-dich/{CAMPAIGN}?nam={YEAR}"),
    Shot("soan", f"/soan/{CAMPAIGN}/{YEAR}/ngay-25-11"),
    Shot("duyet", "/duyet", APPROVER),
    Shot("bao-cao", f"/bao-cao?nam={YEAR}&thu=1"),
    Shot("noi-fanpage", "/cai-dat/fanpage", ADMIN),
    Shot("in", "/in"),
    Shot("cai-dat", "/cai-dat", ADMIN),
    Shot("thu-buoi-sang", "/cai-dat/thu", ADMIN, high=1120),
    Shot("nhat-ky", "/nhat-ky", ADMIN),
    Shot("chien-dich-moi", f"/chien-dich/{CAMPAIGN}/dinh-nghia", ADMIN),
    Shot("lich-thang", "/lich", wide=1280),
    Shot("lich-dien-thoai", "/lich", wide=PHONE, high=740),
    Shot("them-noi-dung", "/them-noi-dung"),
    Shot("don-vi", "/don-vi"),
    Shot("kinh-phi", "/kinh-phi"),
    Shot("nhac-viec", "/nhac-viec"),
)


def main(wanted: list[str]) -> None:
    """Make the pictures; `wanted` empty: every one."""
    with tempfile.TemporaryDirectory() as folder, shown_office(Path(folder)) as (here, page):
        with served(here, page) as address:
            shots = (*SHOTS, week_slip(here))
            shoot(here, address, [one for one in shots if not wanted or one.name in wanted])
        if not wanted:
            subscription(here, page)
            draw(here, "script", f"{CAMPAIGN}/{YEAR}/phat-thanh-25-11", "bai-phat-thanh.png")
            draw(here, "week", f"{YEAR}-W48", "lich-tuan.png")
            artwork(here)


def week_slip(here: Office) -> Shot:
    """The page on which the codes of a week's slip are typed, with what nobody confirmed yet."""
    with here.database.read() as session:
        query = (
            select(Airing)
            .join(Item, col(Item.id) == col(Airing.item_id))
            .where(Item.channel == "loudspeaker", Airing.state == Going.WAITING)
            .where(col(Airing.due) < here.clock.now(), Item.state == "approved")
        )
        codes = [code(one) for one in session.exec(query.order_by(col(Airing.due)))]
    return Shot("phieu-tuan", f"/phieu-tuan?ma={'+'.join(codes)}")


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
        shoot(here, address, [Shot("dang-ky-lich", f"/lich/{token}")])


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


def shoot(here: Office, address: str, shots: list[Shot]) -> None:
    """Each page as it stands at the top of its window."""
    program = os.environ.get("HABAC24H_CHROMIUM") or shutil.which("chromium")
    cookies = {who: sign_in(here, who) for who in (WRITER, APPROVER, ADMIN)}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for shot in shots:
            _take(browser, address, shot, cookies[shot.who])
        browser.close()


def _take(browser: Browser, address: str, shot: Shot, cookie: str) -> None:
    window = {"width": shot.wide, "height": shot.high}
    context = browser.new_context(viewport=window, locale="vi-VN", reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
    view = context.new_page()
    answer = view.goto(address + shot.path, wait_until="networkidle")
    assert answer is not None and answer.ok, f"{shot.path}: {answer and answer.status}"
    view.screenshot(path=FOLDER / f"{shot.name}.png")
    context.close()


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
    main(sys.argv[1:])
