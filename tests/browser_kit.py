"""What tests in a real browser share: Chromium, an office behind real sockets, people signed in."""

from __future__ import annotations

import json
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from habac24h.accounts import sessions
from habac24h.models import Account
from habac24h.office import Office
from habac24h.web.app import make_app
from habac24h.web.visitor import COOKIE

DESK, PHONE = 1280, 360
AXE = Axe()
SMALL = """() => [...document.querySelectorAll('a, button, select, input, summary')]
  .filter(one => !one.closest('.skip') && one.checkVisibility())
  .map(one => one.matches('[type=checkbox], [type=radio]') && one.closest('label') || one)
  .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, box]) => box.height > 0 && box.height < 44)
  .map(([text]) => text)"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this computer."""
    with sync_playwright() as play:
        program = os.environ.get("HABAC24H_CHROMIUM") or shutil.which("chromium")
        found = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@contextmanager
def served(office: Office, **given: Any) -> Iterator[str]:
    """The office's pages on a free port of loopback; their address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(make_app(office, **given), log_config=None, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@contextmanager
def seen(
    browser: Browser, office: Office, name: str, *, wide: int = DESK, **given: Any
) -> Iterator[Page]:
    """A window in which this person is signed in, on the office's pages."""
    with served(office) as address:
        page = signed_in(browser, office, address, name, wide=wide, **given)
        try:
            yield page
        finally:  # an open window would keep the server waiting for it
            page.context.close()


def signed_in(
    browser: Browser, office: Office, address: str, name: str, *, wide: int = DESK, **given: Any
) -> Page:
    """A window in which this person is signed in; close its context when done."""
    window: Any = {"width": wide, "height": 800}
    context = browser.new_context(viewport=window, locale="vi-VN", base_url=address, **given)
    cookie(context, office, address, name)
    return context.new_page()


def cookie(context: BrowserContext, office: Office, address: str, name: str) -> None:
    """Give the browser a session of this person."""
    with office.database.write() as session:
        token = sessions.begin(session, session.get_one(Account, name), office.clock.now())
    context.add_cookies([{"name": COOKIE, "value": token, "url": address}])


def grave(page: Page, **options: Any) -> list[tuple[str, str]]:
    """What axe finds serious on this page: the rule and the place."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.axe_script)
    run = f"axe.run({json.dumps({'resultTypes': ['violations'], **options})})"
    return [
        (one["id"], one["nodes"][0]["html"][:120])
        for one in page.evaluate(f"{run}.then(found => found.violations)")
        if one["impact"] in ("serious", "critical")
    ]
