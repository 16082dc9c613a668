"""A post by our own app that no row knows is told wherever people look."""

from __future__ import annotations

from dataclasses import replace

import pytest
from backup_kit import SQLITE, Safe, kept, postgres_tools
from cli_kit import Terminal
from doctor_kit import look
from sqlmodel import select
from strangers_kit import (
    OLD_HOME,
    by_our_app,
    knows_our_app,
)
from web_kit import client

from habac24h.engine.restored import told
from habac24h.models import Audit
from habac24h.reminders.digest import gather
from habac24h.reminders.letter import plain
from habac24h.workflow import restored

__all__ = ["kept", "knows_our_app", "postgres_tools"]
pytestmark = pytest.mark.usefixtures("knows_our_app")
REAL = "https://www.facebook.com/1/posts/2"


@SQLITE
def test_it_is_told_with_the_post_its_hour_and_what_it_can_mean(
    kept: Safe, capsys: pytest.CaptureFixture[str]
) -> None:
    here = kept.here
    by_our_app(here, OLD_HOME)
    here.run()
    first = client(here.office).get("/").text
    assert "TẠM DỪNG việc đăng: trên Trang có bài của chương trình mà máy này không biết." in first
    seen = f"rên Trang có bài hẹn đăng lúc 07:00 ngày 02/01/2026 (“{OLD_HOME}”)"
    for said in (first, client(here.office).get("/dang-tiep").text):
        assert seen in said
        assert restored.CAUSES in said
        assert restored.TO_DO in said
    for said in _told_elsewhere(kept, capsys):
        assert seen in said
        assert restored.CAUSES in said
        assert restored.TO_DO in said
    with here.office.database.read() as session:
        (row,) = session.exec(select(Audit).where(Audit.act == "unknown-post"))
    assert row.details["hour"] == "07:00 ngày 02/01/2026"


def _told_elsewhere(kept: Safe, capsys: pytest.CaptureFixture[str]) -> tuple[str, ...]:
    """The morning's letter, `fanpage status` and the doctor."""
    office = kept.here.office
    with office.database.read() as session:
        letter = plain(gather(session, office.clock.now(), office.settings))
    status = Terminal(kept.home, capsys).ok("fanpage", "status").out
    line = look(kept.home, now=office.clock.now())["publishing"]
    return " ".join(letter.split()), status, line.said


def test_the_link_of_the_post_is_told_where_it_is_an_address(kept: Safe) -> None:
    here = kept.here
    by_our_app(here, OLD_HOME)
    with here.engine() as engine:
        shown = engine.page.channel.snapshot(here.clock.now()).scheduled[0]
        with here.office.database.read() as session:
            for link, kept_link in ((REAL, REAL), ("javascript:x", None), (None, None)):
                one = told(session, engine, replace(shown, permalink=link))
                assert one.permalink == kept_link
    sign = replace(one, permalink=REAL)
    now = here.clock.now()
    with here.office.database.write() as session:
        restored.keep(session, restored.Restored(at=now, taken_at=now, sign=sign))
    assert f'href="{REAL}"' in client(here.office).get("/").text
