"""Rows to calendar events, and the stamps that move only when something visible changed.

One event per airing. Its SEQUENCE and LAST-MODIFIED live in the airing's row and are brought up to
date in the transaction that changed it, by a hash of everything visible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from habac24h import rows
from habac24h.calendar.event import ALL_DAY_ALARM, Event, day_after, event_bytes, visible_hash
from habac24h.calendar.feed import calendar_bytes, without_alarm
from habac24h.channels.registry import kind
from habac24h.config import Settings
from habac24h.models import Airing, CampaignRow, Going, Item, Place, Words

COLOURS = {
    "fanpage": "royalblue",
    "loudspeaker": "darkorange",
    "banner": "crimson",
    "portal": "teal",
    "talk": "purple",
}
LENGTHS = {"talk": timedelta(hours=1)}
LENGTH = timedelta(minutes=15)
ALARMS = {
    "loudspeaker": "Chuẩn bị đọc",
    "banner": "Treo băng rôn",
    "portal": "Đăng bài lên cổng",
    "talk": "Chuẩn bị buổi nói chuyện",
}
KEPT_CANCELLED = timedelta(days=90)
_PROMISED = {
    Words.DRAFT: "nháp",
    Words.PENDING: "chờ duyệt",
    Words.APPROVED: "đã duyệt",
    Words.DROPPED: "đã hủy",
}
_OUT = (Going.SKIPPED,)
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # of an empty calendar: equal bytes each time


@dataclass(frozen=True)
class Selection:
    """What a calendar shows; dates are local and inclusive."""

    campaign: str | None = None
    channel: str | None = None
    since: date | None = None
    until: date | None = None
    drafts: bool = False
    alarms: bool = True
    practice: bool = False


def stamper(now: Callable[[], datetime], settings: Settings) -> Callable[[Session], None]:
    """The hook that runs before each commit: restamp the airings of every touched item."""

    def restamp(session: Session) -> None:
        touched = rows.touched(session)
        if touched:
            _restamp(session, touched, now(), settings)

    return restamp


def export(session: Session, wanted: Selection, now: datetime, settings: Settings) -> bytes:
    """The calendar file of everything that `wanted` lets through."""
    shown = list(_shown(session, wanted, now, settings))
    modified = max((airing.modified_at for _item, airing in shown), default=_BEGINNING)
    names = _Names.of(session, settings)
    bodies = (event_bytes(_event(item, airing, names, settings)) for item, airing in shown)
    return calendar_bytes(
        (body if wanted.alarms else without_alarm(body) for body in bodies),
        name=f"Lịch truyền thông {settings.office}",
        description=f"Bài đăng, phát thanh, băng rôn, cổng và nói chuyện của {settings.office}",
        color="purple",
        modified=modified,
    )


@dataclass(frozen=True)
class _Names:
    """What ids are called on the screen."""

    campaigns: Mapping[str, str]
    places: Mapping[str, str]

    @staticmethod
    def of(session: Session, settings: Settings) -> _Names:
        return _Names(
            {row.id: row.title for row in session.exec(select(CampaignRow))},
            {row.id: row.name for row in session.exec(select(Place))},
        )


def _restamp(session: Session, touched: Iterable[int], now: datetime, settings: Settings) -> None:
    names = _Names.of(session, settings)
    query = (
        select(Item, Airing)
        .join(Airing, col(Airing.item_id) == col(Item.id))
        .where(col(Item.id).in_(list(touched)))
    )
    for item, airing in session.exec(query).all():
        found = visible_hash(_event(item, airing, names, settings))
        if found == airing.feed_hash:
            continue
        second = now.replace(microsecond=0)
        later = max(second, airing.modified_at.replace(microsecond=0) + timedelta(seconds=1))
        session.execute(
            update(Airing)
            .where(col(Airing.id) == airing.id)
            .values(
                feed_hash=found,
                sequence=airing.sequence + 1 if airing.feed_hash else 0,
                modified_at=later if airing.feed_hash else second,
            )
        )


def _shown(
    session: Session, wanted: Selection, now: datetime, settings: Settings
) -> Iterator[tuple[Item, Airing]]:
    query = select(Item, Airing).join(Airing, col(Airing.item_id) == col(Item.id))
    if wanted.campaign:
        query = query.where(Item.campaign == wanted.campaign)
    if wanted.channel:
        query = query.where(Item.channel == wanted.channel)
    for item, airing in session.exec(query):
        if _is_wanted(item, airing, wanted, now) and _is_within(airing, wanted, settings):
            yield item, airing


def _is_wanted(item: Item, airing: Airing, wanted: Selection, now: datetime) -> bool:
    """Approved and done by default; what was cancelled stays for 90 days if it was promised."""
    if airing.state in _OUT:
        return False
    if airing.practice and airing.state == Going.DONE and not wanted.practice:
        return False
    promised = item.approved_at is not None
    if _is_cancelled(item, airing):
        return (promised or wanted.drafts) and airing.modified_at > now - KEPT_CANCELLED
    return wanted.drafts or item.state == Words.APPROVED or airing.state == Going.DONE


def _is_within(airing: Airing, wanted: Selection, settings: Settings) -> bool:
    zone = settings.zone
    last = airing.until or airing.due
    if wanted.since and last < datetime.combine(wanted.since, time(0), zone):
        return False
    if wanted.until is None:
        return True
    return airing.due < datetime.combine(day_after(wanted.until), time(0), zone)


def _is_cancelled(item: Item, airing: Airing) -> bool:
    return airing.state == Going.CANCELLED or item.state == Words.DROPPED


def _event(item: Item, airing: Airing, names: _Names, settings: Settings) -> Event:
    channel = kind(item.channel)
    places = "; ".join(names.places.get(place, place) for place in airing.places)
    campaign = names.campaigns.get(item.campaign, item.campaign)
    start, end = _times(item, airing, settings)
    all_day = not isinstance(start, datetime)
    alarm = ALARMS.get(item.channel) if airing.state == Going.WAITING else None
    return Event(
        uid=airing.uid,
        start=start,
        end=end,
        summary=f"{channel.label}: {item.title}",
        description=f"{campaign}\nTrạng thái: {_state(item, airing)}\n\n{item.text}",
        location=places,
        categories=(channel.label, campaign),
        color=COLOURS[item.channel],
        cancelled=_is_cancelled(item, airing),
        tentative=item.state in (Words.DRAFT, Words.PENDING) and airing.state != Going.DONE,
        sequence=airing.sequence,
        created=airing.created_at,
        modified=airing.modified_at,
        url=airing.permalink if airing.state == Going.DONE and not airing.practice else None,
        alarm=f"{alarm}: {item.title}" if alarm else None,
        alarm_before=ALL_DAY_ALARM if all_day else LENGTH,
    )


def _times(
    item: Item, airing: Airing, settings: Settings
) -> tuple[datetime, datetime] | tuple[date, date]:
    """A time with its length; for windows whole days, the last one exclusive."""
    if airing.until is None:
        return airing.due, airing.due + LENGTHS.get(item.channel, LENGTH)
    first = airing.due.astimezone(settings.zone).date()
    return first, day_after(airing.until.astimezone(settings.zone).date())


def _state(item: Item, airing: Airing) -> str:
    """The state in the words of the screen; what lies between approval and the page is one word."""
    if airing.state == Going.DONE:
        return kind(item.channel).done
    if airing.state == Going.MISSED:
        return "không thực hiện" if kind(item.channel).manual else "quá giờ, không đăng"
    if airing.state == Going.CANCELLED:
        return "đã hủy"
    return _PROMISED[Words(item.state)]
