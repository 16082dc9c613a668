"""Planning: the difference of a year, and doing exactly that difference."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlmodel import Session

from habac24h.campaigns.apply import apply
from habac24h.campaigns.change import Plan
from habac24h.campaigns.plan import plan
from habac24h.rows import Conflict
from habac24h.web.api.bearer import Reads, Writes, desk_for
from habac24h.web.api.problems import told
from habac24h.web.api.shapes import AppliedOut, ApplyIn, PlanOut
from habac24h.web.room import Here, Room

router = APIRouter(tags=["Kế hoạch"])
Year = Annotated[int, Path(ge=1968, le=2099)]
_TROUBLES = ("unauthorized", "not-found", "invalid", "too-often", "unavailable")


@router.get(
    "/plan/{year}",
    summary="Kế hoạch của năm khác gì với nội dung đang có",
    responses=told(*_TROUBLES),
)
def preview(
    room: Here,
    caller: Reads,
    year: Year,
    campaign: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00-\x1f]*$")] = None,
) -> PlanOut:
    """The list and its digest; nothing is written."""
    with room.look() as session:
        found = _plan(session, room, year, campaign)
    shown = found.as_dict(room.zone)
    return PlanOut.model_validate({**shown, "campaign": campaign, "digest": found.digest})


@router.post(
    "/plan/{year}",
    summary="Làm đúng danh sách đã xem (theo digest)",
    responses=told(*_TROUBLES, "forbidden", "conflict", "refused"),
)
def carry_out(room: Here, caller: Writes, year: Year, given: ApplyIn) -> AppliedOut:
    """Apply the list of that digest; 409 when planning would now yield another."""
    with desk_for(room, caller) as desk:
        found = _plan(desk.session, room, year, given.campaign)
        if found.digest != given.digest:
            raise Conflict(f"kế hoạch {year}")
        changed = apply(desk.session, found, by=desk.who, now=desk.now)
    return AppliedOut(year=year, changed=changed)


def _plan(session: Session, room: Room, year: int, campaign: str | None) -> Plan:
    settings = room.office.settings
    return plan(session, year, now=room.now(), settings=settings, campaign_id=campaign)
