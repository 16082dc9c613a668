"""The calendar as a file to save, for people at this computer."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from habac24h.calendar.selection import Selection, export
from habac24h.web.feeds import FILE_NAME
from habac24h.web.filters import read_campaign, read_channel
from habac24h.web.room import Here
from habac24h.web.security import READING

router = APIRouter()


@router.api_route("/lich.ics", methods=list(READING))
def calendar(
    room: Here,
    campaign: str | None = None,
    channel: str | None = None,
    drafts: str = "0",
    alarms: str = "1",
) -> Response:
    """The approved and done items (`drafts=1`: the others too), with alarms unless `alarms=0`."""
    with room.look() as session:
        wanted = Selection(
            campaign=read_campaign(campaign, session),
            channel=read_channel(channel),
            drafts=drafts == "1",
            alarms=alarms != "0",
        )
        body = export(session, wanted, room.now(), room.office.settings)
    return Response(
        body,
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{FILE_NAME}"'},
    )
