"""Where a banner hangs now and until when, in the words that every way of moving it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from habac24h.config import Settings
from habac24h.models import Airing, Confirmation, Place
from habac24h.weekdays import day
from habac24h.workflow.confirmation import open_places


def hangs_at(session: Session, airing: Airing) -> list[str]:
    """The names of the places at which it hangs now."""
    said = session.exec(select(Confirmation).where(Confirmation.airing_id == airing.id))
    ids = [one for one in open_places(airing, said.all()).hanging if one]
    names = {place.id: place.name for place in session.exec(select(Place))} if ids else {}
    return [names.get(one, one) for one in ids]


def comes_along(airings: Iterable[Airing], zone: ZoneInfo) -> str:
    """What moving to another day does to the ends of these windows; empty without windows."""
    now = _until(airings, zone)
    return f"Ngày tháo dời theo, giữ số ngày treo (nay đến hết {now})." if now else ""


def ends(airings: Iterable[Airing], zone: ZoneInfo) -> list[str]:
    """Until when the windows stand now, in one sentence; none where there are no windows."""
    now = _until(airings, zone)
    return [f"Nay treo đến hết {now}."] if now else []


def hangs_on(session: Session, airing: Airing, settings: Settings) -> Iterator[str]:
    """That a moved banner hangs somewhere already, and until when it hangs there now."""
    if airing.until is None:
        return
    there = hangs_at(session, airing)
    if not there:
        return
    end = day(airing.until.astimezone(settings.zone).date())
    yield (
        f"Băng rôn đang treo ở {', '.join(there)}: hạn tháo ở đó cũng đổi, nay đến hết {end}. "
        "Nếu phải tháo đúng hạn cũ thì dời lại và ghi ngày giờ tháo."
    )


def _until(airings: Iterable[Airing], zone: ZoneInfo) -> str:
    found = [one.until.astimezone(zone).date() for one in airings if one.until is not None]
    return ", ".join(day(on) for on in dict.fromkeys(found))
