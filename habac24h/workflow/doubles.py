"""Posts on the page with words of ours that no airing holds: told until a person has settled them.

The engine finds them (engine/doubles.py) and never deletes what is public. They go away when they
are gone from the page, or when a person keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h import audit, memory
from habac24h.errors import NotFound
from habac24h.models import Item
from habac24h.workflow.desk import Desk

MOST_KEPT = 500
"""The newest ids that people keep: a page shows three days of public posts."""
ON_PAGE = "bấm “Giữ như vậy” ở Việc hôm nay"
"""How a person keeps one who reads of it away from the first page."""


@dataclass(frozen=True)
class Double:
    """One such post, and the public one that an airing holds (`ours`), if there is one."""

    remote_id: str
    page: str
    item: str
    """Key of the item that has, or had, these words."""
    public: bool
    at: str
    """When it became, or becomes, public: ISO with offset."""
    permalink: str | None = None
    ours: str | None = None
    """Id of the post that the program holds; None: none with these words is public."""
    ours_permalink: str | None = None
    practice: bool = False


@dataclass(frozen=True)
class Told:
    """A double as people read of it."""

    double: Double
    title: str
    at: datetime

    def sentence(self, keep: str = ON_PAGE) -> str:
        """What is wrong, where, and what to do; `keep` is how it is said that it may stay."""
        return f"{self.wrong} {self.places} {self.to_do} thì {keep}."

    @property
    def by_command(self) -> str:
        """How it is kept on the command line."""
        return f"chạy `habac24h fanpage keep {self.double.remote_id} --as TÊN`"

    @property
    def wrong(self) -> str:
        """What is wrong."""
        hour = f"{self.at:%H:%M ngày %d/%m/%Y}"
        if not self.double.public:
            return (
                f"Trên Trang có một bài hẹn đăng lúc {hour} trùng lời với “{self.title}” mà chương "
                "trình không xóa được."
            )
        if self.double.ours is not None:
            return (
                f"Trên Trang có HAI bài công khai trùng lời với “{self.title}”: bài của chương "
                f"trình và một bài nữa, đăng lúc {hour}."
            )
        return (
            f"Trên Trang đang công khai một bài mang lời của “{self.title}”, đăng lúc {hour}, mà "
            "theo chương trình thì không được đăng (lời đã sửa, đã hủy, hoặc gửi không thành)."
        )

    @property
    def places(self) -> str:
        """Where the posts are: their addresses, else their numbers on the page."""
        one = self.double
        other = f"Bài ấy: {one.permalink or f'mã {one.remote_id}'}."
        if one.ours is None:
            return other
        return f"Bài của chương trình: {one.ours_permalink or f'mã {one.ours}'}. {other}"

    @property
    def to_do(self) -> str:
        """What settles it; the machine deletes nothing that is public."""
        if not self.double.public:
            return (
                "Hãy mở phần bài viết đã lên lịch của Trang và xóa bài ấy trước giờ đó, kẻo một "
                "lời hiện hai lần; muốn giữ"
            )
        if self.double.ours is not None:
            return "Hãy mở cả hai rồi xóa bài thừa trên Facebook; muốn giữ cả hai"
        return "Hãy mở ra xem, không cần thì xóa trên Facebook; muốn giữ"


def standing(session: Session) -> tuple[Double, ...]:
    """What people are told of now."""
    return tuple(Double(**one) for one in memory.recall(session, memory.DOUBLES) or ())


def kept(session: Session) -> set[str]:
    """Ids of those that people keep."""
    return set(memory.recall(session, memory.DOUBLES_KEPT) or ())


def told(session: Session, zone: ZoneInfo) -> list[Told]:
    """Each with its item's title, the earliest first."""
    found = standing(session)
    query = select(Item.key, Item.title).where(col(Item.key).in_([one.item for one in found]))
    titles = dict(session.exec(query).all()) if found else {}
    at = {one: datetime.fromisoformat(one.at).astimezone(zone) for one in found}
    return [
        Told(one, titles.get(one.item, one.item), at[one])
        for one in sorted(found, key=lambda one: (at[one], one.remote_id))
    ]


def told_of(session: Session, key: str, zone: ZoneInfo) -> list[Told]:
    """Those with the words of one item."""
    return [one for one in told(session, zone) if one.double.item == key]


def note(session: Session, page_id: str, found: Sequence[Double], now: datetime) -> None:
    """What one look showed of a page: new ones and settled ones stand in their items' history."""
    known = {one.remote_id: one for one in standing(session) if one.page == page_id}
    keeps = kept(session)  # somebody may have decided since the look
    stay = [one for one in found if one.remote_id not in keeps]
    for one in stay:
        before = known.pop(one.remote_id, None)
        if before is None or before.public != one.public:
            _record(session, audit.PROGRAM, "double" if one.public else "double-hidden", one, now)
    for one in known.values():
        _record(session, audit.PROGRAM, "double-gone", one, now)
    others = [one for one in standing(session) if one.page != page_id]
    _remember(session, [*others, *stay])


def keep(desk: Desk, remote_id: str) -> Double:
    """A person has seen it and lets it stand: it is told no more."""
    known = standing(desk.session)
    found = next((one for one in known if one.remote_id == remote_id), None)
    if found is None:
        raise NotFound(
            f"Không có bài trùng lời nào mang mã {remote_id} (có thể bài đã bị xóa, hoặc đã có "
            "người quyết định giữ); xem `habac24h fanpage status`."
        )
    keeps: list[str] = memory.recall(desk.session, memory.DOUBLES_KEPT) or []
    memory.remember(desk.session, memory.DOUBLES_KEPT, [*keeps, remote_id][-MOST_KEPT:])
    _remember(desk.session, [one for one in known if one != found])
    _record(desk.session, desk.who, "double-kept", found, desk.now)
    return found


def _remember(session: Session, some: Iterable[Double]) -> None:
    memory.remember(session, memory.DOUBLES, [asdict(one) for one in some])


def _record(session: Session, who: audit.Actor, act: str, one: Double, now: datetime) -> None:
    about = {"post": one.remote_id, "link": one.permalink, "hour": one.at}
    audit.record(session, who, act, now, item=one.item, **about)
