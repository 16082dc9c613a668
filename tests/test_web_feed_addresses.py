"""Whose a calendar address is: unknown, closed, asked too often, under the public name."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from typing import Any

import pytest
from feed_kit import NOBODY, address, browser, filled, public, token_for
from sqlmodel import select
from web_kit import TestClient

from habac24h import audit
from habac24h.calendar import feeds, finding
from habac24h.calendar.tables import Feed
from habac24h.clock import VirtualClock
from habac24h.errors import NotFound, Refused
from habac24h.office import Office
from habac24h.web.masking import masked

__all__ = ["address", "browser", "filled", "public"]
pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("path", [NOBODY, "x", "A" * 44, "%00", "..%2f" + NOBODY])
def test_an_unknown_address_is_nobody_s(browser: TestClient, path: str) -> None:
    answer = browser.get(f"/lich/{path}.ics")
    assert answer.status_code == 404
    assert "etag" not in answer.headers


def test_unknown_and_known_take_the_same_way(
    filled: Office, browser: TestClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One SELECT and one comparison each, whatever is asked for."""
    asked: list[str] = []
    tag = browser.get(address).headers["etag"]
    compare, row = finding.hmac.compare_digest, finding.Finder._row

    def compared(*given: str) -> bool:
        asked.append("compared")
        return compare(*given)

    def selected(self: finding.Finder, wanted: str) -> Any:
        asked.append("selected")
        return row(self, wanted)

    monkeypatch.setattr(finding.hmac, "compare_digest", compared)
    monkeypatch.setattr(finding.Finder, "_row", selected)
    assert browser.get(address, headers={"if-none-match": tag}).status_code == 304
    assert browser.get(f"/lich/{NOBODY}.ics").status_code == 404
    assert asked == ["selected", "compared"] * 2


def test_a_revoked_address_is_closed(filled: Office, browser: TestClient, address: str) -> None:
    assert browser.get(address).status_code == 200
    with filled.database.write() as session:
        feeds.revoke(session, "lan", by=audit.PROGRAM, now=filled.clock.now())
    assert browser.get(address).status_code == 404


def test_sixty_an_hour_then_a_pause(
    browser: TestClient, clock: VirtualClock, filled: Office, address: str
) -> None:
    other = f"/lich/{token_for(filled, 'minh')}.ics"
    assert {browser.head(address).status_code for _ in range(60)} == {200}
    clock.advance(timedelta(minutes=20))
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2400")
    assert browser.get(other).status_code == 200
    clock.advance(timedelta(minutes=40))
    assert browser.get(address).status_code == 200


def test_the_token_is_kept_as_a_hash_alone(filled: Office) -> None:
    token = token_for(filled)
    with filled.database.read() as session:
        kept = session.get(Feed, "lan")
        assert kept is not None
        said = str(kept.model_dump()) + str(
            [row.details for row in session.exec(select(audit.Audit))]
        )
    assert kept.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert token not in said
    assert len(f"https://lich.example/lich/{token}.ics") <= 256


def test_no_log_holds_a_token(browser: TestClient, address: str) -> None:
    heard: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = heard.append  # type: ignore[method-assign]
    logger = logging.getLogger("uvicorn.access")
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    line = '%s - "%s %s HTTP/%s" %d'
    logger.info(line, "127.0.0.1:5", "GET", address, "1.1", 200)
    logger.warning(f"slow: {address}?x=1")
    logger.removeHandler(handler)
    logger.setLevel(level)
    assert [one.getMessage() for one in heard] == [
        '127.0.0.1:5 - "GET /lich/***.ics HTTP/1.1" 200',
        "slow: /lich/***.ics?x=1",
    ]
    assert masked("/lich/dang-ky /lich?from=2026-01-01") == "/lich/dang-ky /lich?from=2026-01-01"


def test_a_name_is_used_once_and_filters_must_exist(filled: Office) -> None:
    token_for(filled)
    with pytest.raises(Refused) as caught:
        token_for(filled, " lan ")
    assert caught.value.sentence == (
        "Đã có lịch “lan”; chọn tên khác, hoặc thu hồi bằng `habac24h feeds revoke`."
    )
    with pytest.raises(Refused):
        token_for(filled, "\u202e")
    for wanted in ({"channel": "tivi"}, {"campaign": "x"}, {"place": "x"}):
        with pytest.raises(NotFound):
            token_for(filled, "minh", **wanted)


def test_under_the_public_name_only_calendars_are_open(public: TestClient, address: str) -> None:
    open_ = [address, address.removesuffix(".ics"), "/lich/dang-ky", "/static/pages.css"]
    assert [public.get(one).status_code for one in open_] == [200] * 4
    closed = ["/", "/lich", "/lich.ics", "/healthz", "/noi-dung/a/2026/b", "/trang-chay-thu"]
    assert [public.get(one).status_code for one in closed] == [404] * 6
    assert public.get("/").text == "Trang này chỉ mở được trên máy tính của cơ quan.\n"


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "Via"])
def test_a_proxy_that_hides_the_name_opens_no_other_page(
    browser: TestClient, address: str, name: str
) -> None:
    assert browser.get(address, headers={name: "1.2.3.4"}).status_code == 200
    assert browser.get("/lich", headers={name: "1.2.3.4"}).status_code == 404


def test_an_unknown_name_is_refused(public: TestClient, address: str) -> None:
    assert public.get(address, headers={"host": "evil.example"}).status_code == 400
