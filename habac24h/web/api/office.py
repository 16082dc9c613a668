"""What the office keeps: campaigns, facts, places, calendars; and how publishing stands."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from sqlmodel import Session

from habac24h import __version__, memory
from habac24h.calendar import feeds
from habac24h.calendar.selection import Selection
from habac24h.campaigns import facts, library
from habac24h.campaigns.facts import COMMON
from habac24h.web.api.bearer import Administers, Reads, Writes, desk_for
from habac24h.web.api.problems import told
from habac24h.web.api.shapes import (
    CampaignOut,
    DefinitionOut,
    FactsChangedOut,
    FactsIn,
    FactsOut,
    FeedIn,
    FeedMadeOut,
    FeedOut,
    PlaceOut,
    StatusOut,
)
from habac24h.web.room import Here
from habac24h.workflow import pages, places
from habac24h.workflow.facts import Details, set_facts
from habac24h.workflow.gaps import missing_of

router = APIRouter(tags=["Cơ quan"])
_LOOKING = ("unauthorized", "too-often", "unavailable")
_CHANGING = (*_LOOKING, "forbidden", "not-found", "refused", "conflict", "invalid")
Campaign = Annotated[
    str,
    Path(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$", description="Mã chiến dịch."),
]
Year = Annotated[int, Path(ge=1968, le=2099)]


@router.get("/status", summary="Trang, bộ lập lịch, công tắc dừng", responses=told(*_LOOKING))
def status(room: Here, caller: Reads) -> StatusOut:
    """How publishing stands."""
    with room.look() as session:
        live, looked = pages.live(session), memory.recall(session, memory.LOOKED_AT)
        stopped = bool(memory.recall(session, memory.STOPPED))
    return StatusOut(
        version=__version__,
        now=room.now(),
        office=room.office.settings.office,
        scheduler="running" if room.ticker else "elsewhere",
        scheduler_last_pass=looked,
        scheduler_trouble=room.ticker.trouble if room.ticker else None,
        stopped=stopped,
        page=live.page_id if live else None,
        page_name=live.name if live else None,
        practice=live.practice if live else None,
        token=caller.scope,
    )


@router.get("/campaigns", summary="Các chiến dịch", responses=told(*_LOOKING))
def list_campaigns(room: Here, caller: Reads) -> list[CampaignOut]:
    """All campaigns by id."""
    with room.look() as session:
        return [CampaignOut(**row.model_dump()) for row in library.stored(session)]


@router.get(
    "/campaigns/{campaign}",
    summary="Một chiến dịch với định nghĩa YAML",
    responses=told(*_LOOKING, "not-found", "invalid"),
)
def read_campaign(room: Here, caller: Reads, campaign: Campaign) -> DefinitionOut:
    """One campaign."""
    with room.look() as session:
        library.export(session, campaign)  # NotFound in the office's words
        row = next(row for row in library.stored(session) if row.id == campaign)
        return DefinitionOut(**row.model_dump())


@router.get(
    "/campaigns/{campaign}/{year}/facts",
    summary="Số liệu của một đợt (chung: của mọi đợt trong năm)",
    responses=told(*_LOOKING, "not-found", "invalid"),
)
def read_facts(room: Here, caller: Reads, campaign: Campaign, year: Year) -> FactsOut:
    """What is given and what is missing."""
    with room.look() as session:
        return FactsOut.model_validate(_facts(session, campaign, year))


@router.patch(
    "/campaigns/{campaign}/{year}/facts",
    summary="Điền hoặc đổi số liệu; giá trị rỗng là xóa",
    responses=told(*_CHANGING),
)
def give_facts(
    room: Here, caller: Writes, campaign: Campaign, year: Year, given: FactsIn
) -> FactsChangedOut:
    """Store facts; drafts that nobody touched are written again."""
    details = Details(given.verified_on, given.source, given.source_year, assume_called=False)
    with desk_for(room, caller) as desk:
        changed = set_facts(desk, year, campaign, given.values, details)
    return FactsChangedOut(
        rewritten=list(changed.rewritten),
        to_look_at=list(changed.to_look_at),
        unused=list(changed.unused),
    )


@router.get("/places", summary="Các địa điểm", responses=told(*_LOOKING))
def list_places(room: Here, caller: Reads) -> list[PlaceOut]:
    """Places in use, in the office's order."""
    with room.look() as session:
        return [PlaceOut(**row.model_dump()) for row in places.everywhere(session)]


@router.get("/feeds", summary="Các địa chỉ lịch (không hiện địa chỉ)", responses=told(*_LOOKING))
def list_feeds(room: Here, caller: Reads) -> list[FeedOut]:
    """All feeds by name."""
    with room.look() as session:
        return [FeedOut(**row.model_dump()) for row in feeds.everyone(session)]


@router.post(
    "/feeds",
    status_code=201,
    summary="Tạo một địa chỉ lịch; địa chỉ chỉ hiện một lần",
    responses=told(*_CHANGING),
)
def add_feed(request: Request, room: Here, caller: Administers, given: FeedIn) -> FeedMadeOut:
    """A new address; its name cannot be given twice."""
    wanted = Selection(
        campaign=given.campaign,
        channel=given.channel,
        place=given.place,
        drafts=given.drafts,
        alarms=given.alarms,
    )
    with desk_for(room, caller) as desk:
        token = feeds.add(desk.session, given.name, wanted, by=desk.who, now=desk.now)
    base = room.office.settings.public_url or f"{request.url.scheme}://{request.url.netloc}"
    return FeedMadeOut(name=given.name, url=f"{base}/lich/{token}.ics")


@router.delete(
    "/feeds/{name}",
    status_code=204,
    summary="Thu hồi một địa chỉ lịch",
    responses=told(*_CHANGING),
)
def revoke_feed(
    room: Here,
    caller: Administers,
    name: Annotated[str, Path(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")],
) -> Response:
    """Close an address for good."""
    with desk_for(room, caller) as desk:
        feeds.revoke(desk.session, name, by=desk.who, now=desk.now)
    return Response(status_code=204)


def _facts(session: Session, campaign: str, year: int) -> dict[str, Any]:
    required = () if campaign == COMMON else library.load(session, campaign).required
    return {
        "year": year,
        "campaign": campaign,
        "required": list(required),
        "missing": list(missing_of(session, campaign, year)),
        "facts": [
            {
                "name": one.name,
                "value": one.value,
                "verified_on": one.verified_on,
                "source": one.source or None,
                "source_year": one.source_year,
                "common": one.common,
            }
            for one in facts.given(session, campaign, year)
        ],
    }
