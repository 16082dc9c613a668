"""After a restore, or a file put back: what the rows know of it, and the doubt that it brings.

The restored rows are older than the page. Publishing is on hold until a person lets it go on
(`fanpage resume`), and nothing is sent before the page was seen completely (engine/restored.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h import audit, memory, rows
from habac24h.channels.fingerprint import fingerprint
from habac24h.channels.registry import KINDS
from habac24h.models import ON_THE_WAY, Airing, Attempt, Going, Item, Outcome
from habac24h.workflow import pages

MOST_REMEMBERED = 2000
"""Newest ids and marks of strangers: more than any page shows of three days and a month ahead."""
CAUSES = (
    "Có thể dữ liệu trên máy này đã bị thay bằng bản cũ hơn (cả máy hay cả thư mục dữ liệu được "
    "đưa về bản cũ, hoặc chương trình mới cài lại mà chưa khôi phục bản sao lưu); hoặc một bản "
    "khác của chương trình đang chạy trên máy khác, cùng Trang này."
)
TO_DO = (
    "Nếu còn bản khác đang chạy thì hãy tắt hẳn, chỉ giữ một máy. Nếu dữ liệu là bản cũ thì dừng "
    "chương trình rồi khôi phục bản sao lưu mới nhất, hoặc làm lại những việc bị mất."
)
AUTOMATIC = tuple(name for name, kind in KINDS.items() if not kind.manual)


@dataclass(frozen=True)
class Stranger:
    """A post on the page that the restored rows do not hold."""

    remote_id: str
    words: str
    at: str
    """Its hour in the office's zone, for people: 19:00 ngày 20/11/2026."""
    public: bool
    permalink: str | None = None
    item: str | None = None
    """Key of the item that has its words or its hour."""


@dataclass(frozen=True)
class Restored:
    """One restore: when it was done, and from which moment its rows are."""

    at: datetime
    taken_at: datetime
    held: bool = True
    """Nobody has let publishing go on yet."""
    marked: bool = False
    """The rows that are in doubt were marked."""
    looks: int = 0
    settled: bool = False
    """The page was seen completely, often enough and long enough after the restore."""
    doubted: tuple[int, ...] = ()
    """Airings that were put in doubt once: what a person has decided is not doubted again."""
    strangers: tuple[Stranger, ...] = ()
    lost_row: str | None = None
    """Hash of the row of the log that is missing, where the file was put back without `restore`."""
    sign: Stranger | None = None
    """The post by our own app that no row knows, where nothing else tells that rows are missing."""

    @property
    def holds(self) -> bool:
        """Whether nothing may be sent because of it."""
        return self.held or not self.settled

    def told(self) -> dict[str, Any]:
        """Plain JSON values, for the row and for `--json`."""
        values = asdict(self)
        return values | {"at": self.at.isoformat(), "taken_at": self.taken_at.isoformat()}


def standing(session: Session) -> Restored | None:
    """The last restore, if there ever was one."""
    return read(memory.recall(session, memory.RESTORED))


def read(told: Any) -> Restored | None:
    """A restore as its row keeps it."""
    if told is None:
        return None
    return Restored(
        **told
        | {
            "at": datetime.fromisoformat(told["at"]),
            "taken_at": datetime.fromisoformat(told["taken_at"]),
            "doubted": tuple(told.get("doubted", ())),
            "strangers": tuple(Stranger(**one) for one in told.get("strangers", ())),
            "sign": Stranger(**told["sign"]) if told.get("sign") else None,
        }
    )


def keep(session: Session, restored: Restored) -> None:
    """Store it."""
    memory.remember(session, memory.RESTORED, restored.told())


def seen(sign: Stranger) -> str:
    """What was seen on the page, for people."""
    what = "đã đăng" if sign.public else "hẹn đăng"
    return (
        f"trên Trang có bài {what} lúc {sign.at} (“{sign.words}”) do chính ứng dụng Facebook của "
        "chương trình gửi lên, mà dữ liệu trên máy này không có bài ấy"
    )


def remember_told(session: Session, posts: Iterable[tuple[str, str]]) -> None:
    """People are told of these posts (id, mark of the words): none of them holds a second time."""
    known: list[str] = memory.recall(session, memory.STRANGERS_TOLD) or []
    fresh = [one for post in posts for one in post if one not in known]
    if fresh:
        memory.remember(session, memory.STRANGERS_TOLD, [*known, *fresh][-MOST_REMEMBERED:])


def strangers_told(session: Session) -> set[str]:
    """Ids and marks of the posts that people were told of."""
    return set(memory.recall(session, memory.STRANGERS_TOLD) or ())


def was_doubted(session: Session, airing_id: int) -> bool:
    """Whether the last restore put this airing in doubt."""
    found = standing(session)
    return found is not None and airing_id in found.doubted


def let_go(session: Session) -> Restored | None:
    """A person ends the hold; the page is still looked at first. None where there was none."""
    found = standing(session)
    if found is None or not found.held:
        return None
    keep(session, replace(found, held=False))
    return found


def begin(session: Session, restored: Restored) -> int:
    """Put in doubt whatever may have happened since the backup; returns how many airings.

    Everything that was on its way then, and everything whose hour has come since: none of it is
    sent before the page was read. What people wanted gone is taken back as ever: doubted, it would
    be found, and words that nobody wants any more be kept for ours. Doing it twice does nothing
    more.
    """
    waiting = (col(Airing.state) == Going.WAITING) & (col(Airing.due) <= restored.at)
    moving = col(Airing.state).in_([Going.SENDING, Going.HANDED_OVER])
    ids = [airing.id for airing in _automatic(session, waiting | moving)]
    memory.remember(session, memory.LOOKED_AT, None)
    return doubt(session, replace(restored, marked=True), ids)


def doubt_due(session: Session, restored: Restored, now: datetime) -> int:
    """An hour that comes while the page was not seen completely yet."""
    waiting = (col(Airing.state) == Going.WAITING) & (col(Airing.due) <= now)
    return doubt(session, restored, [airing.id for airing in _automatic(session, waiting)])


def doubt(session: Session, restored: Restored, ids: Iterable[int | None]) -> int:
    """Turn these airings to `unknown`, each once, and keep the state of the restore."""
    known = set(restored.doubted)
    fresh = [one for one in dict.fromkeys(ids) if one is not None and one not in known]
    for airing_id in fresh:
        airing = session.get_one(Airing, airing_id)
        _doubt_one(session, airing, session.get_one(Item, airing.item_id), restored)
    keep(session, replace(restored, doubted=(*restored.doubted, *fresh)))
    return len(fresh)


def why(restored: Restored, zone: ZoneInfo | None = None) -> str:
    """Why an airing is in doubt."""
    if restored.sign is not None:
        return (
            f"trên Trang có bài lúc {restored.sign.at} của chương trình mà dữ liệu trên máy này "
            "không có; chưa rõ bài này đã đăng hay chưa, hãy xem trên trang"
        )
    taken = f"{restored.taken_at.astimezone(zone):%H:%M ngày %d/%m/%Y}"
    what = (
        f"dữ liệu được khôi phục từ bản sao lưu lúc {taken}"
        if restored.lost_row is None
        else f"dữ liệu đã bị thay bằng bản cũ hơn, thay đổi cuối cùng lúc {taken}"
    )
    return f"{what}; chưa rõ từ đó đến nay bài đã đăng hay chưa, hãy xem trên trang"


def _automatic(session: Session, condition: Any) -> list[Airing]:
    query = (
        select(Airing)
        .join(Item, col(Item.id) == col(Airing.item_id))
        .where(col(Item.channel).in_(AUTOMATIC), condition)
        .order_by(col(Airing.due), col(Airing.id))
    )
    return list(session.exec(query))


def _doubt_one(session: Session, airing: Airing, item: Item, restored: Restored) -> None:
    before, page = airing.state, airing.page or item.page or _live(session)
    rows.change_airing(
        session,
        airing,
        state=Going.UNKNOWN,
        page=page,
        fingerprint=airing.fingerprint or _free_mark(session, page, item),
        lease_until=None,
        not_before=None,
        reason=why(restored),
    )
    _close_open(session, airing, restored.at)
    audit.record(
        session,
        audit.PROGRAM,
        "doubt-after-restore",
        restored.at,
        item=item.key,
        airing=airing.key,
        before=before,
        after=airing.state,
    )


def _live(session: Session) -> str | None:
    page = pages.live(session)
    return page.page_id if page else None


def _free_mark(session: Session, page: str | None, item: Item) -> str | None:
    """The words to look for, unless another airing on its way has the very same (one live text)."""
    mark = fingerprint(item.text)
    query = select(Airing.id).where(
        Airing.page == page, Airing.fingerprint == mark, col(Airing.state).in_(ON_THE_WAY)
    )
    return mark if session.exec(query).first() is None else None


def _close_open(session: Session, airing: Airing, now: datetime) -> None:
    """A call that was under way when the backup was made: nobody knows what it did."""
    query = select(Attempt).where(Attempt.airing_id == airing.id, Attempt.outcome == Outcome.OPEN)
    for attempt in session.exec(query):
        attempt.outcome, attempt.finished_at = Outcome.UNKNOWN, now
        session.add(attempt)
    session.flush()
