"""What a calendar shows of an airing: its words, its colour, whom it is for, when to remind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import quote

from habac24h.calendar.entry import Entry
from habac24h.calendar.event import ALL_DAY_ALARM, Event, day_after
from habac24h.calendar.tables import Audience
from habac24h.channels.registry import kind
from habac24h.config import Settings
from habac24h.models import Airing, Going, Item, Words

AIRING, TAKE_DOWN = "airing", "take-down"
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
TAKEN_DOWN = "#thao"
_PROMISED = {
    Words.DRAFT: "nháp",
    Words.PENDING: "chờ duyệt",
    Words.APPROVED: "đã duyệt",
    Words.DROPPED: "đã hủy",
}


@dataclass(frozen=True)
class Names:
    """What ids are called on the screen."""

    campaigns: Mapping[str, str]
    places: Mapping[str, str]


def airing_entries(
    item: Item, airing: Airing, names: Names, settings: Settings, *, hangs: bool = True
) -> Iterator[Entry]:
    """The event of an airing, and of a banner that of its taking down.

    `hangs` is false once people said that it was taken down everywhere.
    """
    entry = Entry(
        key=airing.key,
        kind=AIRING,
        event=_event(item, airing, names, settings),
        audience=_audience(item, airing),
        campaign=item.campaign,
        channel=item.channel,
        places=tuple(airing.places),
        airing_id=airing.id,
        uid=airing.uid,
    )
    yield entry
    if kind(item.channel).taken_down and airing.until is not None:
        last = airing.until.astimezone(settings.zone)
        missed = airing.state in (Going.MISSED, Going.SKIPPED)
        yield replace(
            entry,
            key=f"{airing.key}{TAKEN_DOWN}",
            kind=TAKE_DOWN,
            event=_taking_down(item, entry.event, last, hangs=hangs),
            audience=Audience.NONE if missed else entry.audience,
            uid=None,
        )


def _audience(item: Item, airing: Airing) -> Audience:
    """Approved and done for everybody; what was cancelled for those to whom it was promised."""
    if airing.state == Going.SKIPPED:
        return Audience.NONE
    if airing.practice and airing.state == Going.DONE:
        return Audience.PRACTICE
    if _is_cancelled(item, airing):
        return Audience.INSIDE if item.approved_at is None else Audience.ALL
    public = item.state == Words.APPROVED or airing.state == Going.DONE
    return Audience.ALL if public else Audience.INSIDE


def _is_cancelled(item: Item, airing: Airing) -> bool:
    return airing.state == Going.CANCELLED or item.state == Words.DROPPED


def _event(item: Item, airing: Airing, names: Names, settings: Settings) -> Event:
    channel = kind(item.channel)
    campaign = names.campaigns.get(item.campaign, item.campaign)
    start, end = _times(item, airing, settings)
    alarm = ALARMS.get(item.channel) if airing.state == Going.WAITING else None
    return Event(
        uid=airing.uid,
        start=start,
        end=end,
        summary=f"{channel.label}: {item.title}",
        description=f"{campaign}\nTrạng thái: {_state(item, airing)}\n\n{item.text}",
        location="; ".join(names.places.get(place, place) for place in airing.places),
        categories=(channel.label, campaign),
        color=COLOURS[item.channel],
        cancelled=_is_cancelled(item, airing),
        tentative=item.state in (Words.DRAFT, Words.PENDING) and airing.state != Going.DONE,
        sequence=0,
        created=airing.created_at,
        modified=airing.created_at,
        url=_link(item, airing, settings),
        alarm=f"{alarm}: {item.title}" if alarm else None,
        alarm_before=LENGTH if isinstance(start, datetime) else ALL_DAY_ALARM,
    )


def _taking_down(item: Item, hung: Event, last: datetime, *, hangs: bool) -> Event:
    """The last day of a banner's window as a day of its own: somebody must go there again."""
    first, _, text = hung.description.partition("\n")
    state = text.partition("\n")[0] if hangs else "Trạng thái: đã tháo"
    title = f"Tháo băng rôn: {item.title}"
    return replace(
        hung,
        start=last.date(),
        end=day_after(last.date()),
        summary=title,
        description=f"{first}\n{state}\nTháo xuống lúc {last:%H:%M} ngày {last:%d/%m/%Y}.",
        alarm=title if hangs else None,
        alarm_before=ALL_DAY_ALARM,
    )


def _times(
    item: Item, airing: Airing, settings: Settings
) -> tuple[datetime, datetime] | tuple[date, date]:
    """A time with its length; for windows whole days, the last one exclusive."""
    if airing.until is None:
        return airing.due, airing.due + LENGTHS.get(item.channel, LENGTH)
    first = airing.due.astimezone(settings.zone).date()
    return first, day_after(airing.until.astimezone(settings.zone).date())


def _link(item: Item, airing: Airing, settings: Settings) -> str | None:
    """The post itself once it is public, else the item's page where the office has an address."""
    if airing.state == Going.DONE and not airing.practice and airing.permalink:
        return airing.permalink
    if settings.public_url is None:
        return None
    return f"{settings.public_url}/noi-dung/{quote(item.key)}"


def _state(item: Item, airing: Airing) -> str:
    """The state in the words of the screen; what lies between approval and the page is one word."""
    if airing.state == Going.DONE:
        return kind(item.channel).done
    if airing.state == Going.MISSED:
        return "không thực hiện" if kind(item.channel).manual else "quá giờ, không đăng"
    if airing.state == Going.CANCELLED:
        return "đã hủy"
    return _PROMISED[Words(item.state)]
