"""Hand-made material of reports: rows that a test can count on its fingers."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from habac24h.campaigns.packaged import packaged_topics
from habac24h.config import Settings
from habac24h.papers.report import Account, account
from habac24h.report import period
from habac24h.report.material import Material, Piece, Spot, Turn
from habac24h.workflow.attendance import Present
from habac24h.workflow.outcome import Result

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MADE = datetime(2026, 12, 1, 8, 0, tzinfo=ZONE)
HEAD = "ab" * 32
CAMPAIGNS = {"thang-hanh-dong": "Tháng hành động", "thuong-xuyen": "Thường xuyên"}
_numbers = count(1)


def at(day: int, month: int = 11, hour: int = 8) -> datetime:
    """A local moment of 2026."""
    return datetime(2026, month, day, hour, tzinfo=ZONE)


OVER = at(20)


def turn(due: datetime | None = None, state: str = "done", **values: Any) -> Turn:
    """One airing, done unless said otherwise."""
    given = {"key": f"k{next(_numbers)}@1", "due": due or at(16), "until": None, **values}
    return Turn(**given, state=state)


def piece(channel: str, *turns: Turn, **values: Any) -> Piece:
    """One item, done and approved by minh unless said otherwise."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "key": f"thang-hanh-dong/2026/{number}",
        "title": f"Nội dung {number}",
        "campaign": "thang-hanh-dong",
        "channel": channel,
        "topic": "bao-luc",
        "result": Result.DONE,
        "approved": True,
        "approver": "minh",
        "turns": turns,
    }
    return Piece(**(given | values))


def talk(men: int | None, women: int = 0, pupils: int | None = None, name: str = "Thôn 1") -> Piece:
    """A talk that was held; None: nobody counted."""
    came = None if men is None else Present(men, women, pupils)
    return piece("talk", turn(spots=(Spot("thon-1", name, said=True, present=came),)))


def banner(*places: tuple[str, bool], until: datetime = OVER) -> Piece:
    """A banner that was hung at these places; True where it was taken down."""
    spots = tuple(Spot(name, name, said=True, down=down) for name, down in places)
    return piece("banner", turn(at(10), until=until, spots=spots))


def post(**values: Any) -> Piece:
    """A post, public two days after a person began with it."""
    public = at(16, hour=19)
    shown = turn(public, public_at=public, **values)
    return piece("fanpage", shown, begun=public - timedelta(days=2))


def material(*pieces: Piece, **values: Any) -> Material:
    """The main report of 2026 over these items, made on 1 December."""
    given: dict[str, Any] = {
        "period": period.main(2026),
        "made": MADE,
        "practice": False,
        "pieces": pieces,
        "campaigns": CAMPAIGNS,
        "topics": packaged_topics(),
        "texts": {},
        "audit_head": HEAD,
        "leads": ("Phòng Văn hoá - Xã hội", "Hội Liên hiệp Phụ nữ xã"),
    }
    return Material(**(given | values))


def counted(*pieces: Piece, **values: Any) -> Account:
    """The same, counted under the office's usual names."""
    return account(material(*pieces, **values), Settings())


def mixed() -> tuple[Piece, ...]:
    """Five channels, one of each outcome: enough for every table of a report."""
    lost: dict[str, Any] = {"approved": False, "approver": ""}
    rain = Spot("thon-3", "Thôn 3", said=False, note="mưa bão")
    seen = {"post_total_media_view_unique": 1200, "post_media_view": 1500}
    late = turn(state="missed", reason="chưa duyệt")
    rained_off = turn(state="missed", reason="không thực hiện: mưa bão", spots=(rain,))
    return (
        post(figures=seen, link="https://facebook.example/1"),
        piece("fanpage", late, result=Result.MISSED, **lost),
        piece("loudspeaker", turn(at(16, hour=5)), turn(at(16, hour=17))),
        piece("loudspeaker", turn(at(18), state="waiting"), result=Result.OPEN, topic=None),
        banner(("Trụ sở", True), ("Thôn 1", False)),
        piece("portal", turn(link="https://habac.example/tin-1"), topic="dinh-kien"),
        piece("portal", turn(state="cancelled"), result=Result.CANCELLED, **lost),
        talk(12, 20, 5),
        talk(None, name="Thôn 2"),
        piece("talk", rained_off, result=Result.MISSED, campaign="thuong-xuyen"),
    )
