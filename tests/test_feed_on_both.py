"""The feed's own query, past the session, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

from web_kit import approve, arrive, client, write

from habac24h import audit
from habac24h.calendar import feeds
from habac24h.calendar.selection import Selection
from habac24h.clock import VirtualClock
from habac24h.office import Office


def test_a_subscriber_is_served_again_only_after_a_change(
    office: Office, clock: VirtualClock
) -> None:
    arrive(office)
    approve(office, write(office, "Bài đăng"))
    with office.database.write() as session:
        wanted = Selection(channel="fanpage")
        token = feeds.add(session, "lan", wanted, by=audit.PROGRAM, now=clock.now())
    with client(office) as browser:
        first = browser.get(f"/lich/{token}.ics")
        known = {"if-none-match": first.headers["etag"]}
        again = browser.get(f"/lich/{token}.ics", headers=known)
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        clock.advance(timedelta(minutes=1))
        approve(office, write(office, "Bài khác", text="Lời khác."))
        changed = browser.get(f"/lich/{token}.ics", headers=known)
        assert (changed.status_code, changed.content.count("Bài khác".encode())) == (200, 1)
        assert browser.get(f"/lich/{'A' * 43}.ics").status_code == 404
