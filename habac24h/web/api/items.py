"""Items: a list page by page, one item with all that is known of it, and a new one."""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import AwareDatetime
from sqlmodel import Session, col, select

from habac24h import workflow
from habac24h.accounts.api_tokens import Caller
from habac24h.accounts.names import names_of_people
from habac24h.accounts.tables import ApiMade
from habac24h.calendar.lunar import require_year
from habac24h.channels.registry import KINDS
from habac24h.errors import Refused
from habac24h.models import Attempt, Confirmation, Item
from habac24h.web.api.bearer import Reads, Writes, desk_for
from habac24h.web.api.problems import Trouble, told
from habac24h.web.api.shapes import ItemOut, ItemsOut, NewIn, WholeItemOut
from habac24h.web.api.versions import tag
from habac24h.web.filters import read_filter
from habac24h.web.room import Here, Room
from habac24h.workflow import Desk
from habac24h.workflow.history import history, revisions
from habac24h.workflow.paging import Place, page_of
from habac24h.workflow.state import SCREEN
from habac24h.workflow.view import as_dict, one

router = APIRouter(tags=["Nội dung"])
Key = Annotated[
    str,
    Path(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="Mã nội dung, ví dụ thang-hanh-dong/2026/phat-dong.",
    ),
]
Asked = Annotated[str | None, Query(max_length=100)]
ByKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9_-]{8,64}$",
        description="Khóa tự đặt: gọi lại với cùng khóa và cùng thân thì không tạo hai lần.",
    ),
]


@router.get(
    "/items",
    summary="Danh sách nội dung, theo giờ của lượt đầu",
    description="Bộ lọc như trang Lịch; `cursor` lấy từ `next` của trang trước.",
    responses=told("unauthorized", "invalid", "too-often", "unavailable"),
)
def list_items(
    room: Here,
    caller: Reads,
    campaign: Asked = None,
    channel: Annotated[str | None, Query(json_schema_extra={"enum": list(KINDS)})] = None,
    state: Annotated[str | None, Query(json_schema_extra={"enum": list(SCREEN)})] = None,
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Asked = None,
) -> ItemsOut:
    """A page of the list."""
    asked = {
        "campaign": campaign,
        "channel": channel,
        "state": state,
        "from": from_.isoformat() if from_ else None,
        "to": to.isoformat() if to else None,
    }
    with room.look() as session:
        wanted = read_filter({name: text for name, text in asked.items() if text}, session)
        after = _place(cursor) if cursor else None
        page = page_of(session, wanted, room.zone, most=limit, after=after)
        now, settings = room.now(), room.office.settings
        items = [as_dict(session, row, now, settings) for row in page.rows]
    return ItemsOut.model_validate({"items": items, "next": _cursor(page.next)})


@router.get(
    "/items/{key:path}",
    summary="Một nội dung: lượt, lần gửi, xác nhận, điều cần sửa, các bản lời, lịch sử",
    responses=told("unauthorized", "not-found", "invalid", "too-often", "unavailable"),
)
def read_item(room: Here, caller: Reads, key: Key, response: Response) -> WholeItemOut:
    """One item, with its version as ETag."""
    with room.look() as session:
        item = Desk.reader(session, room.office.settings, room.now()).item(key)
        tag(response, item)
        return WholeItemOut.model_validate(_whole(session, item, room))


@router.post(
    "/items",
    status_code=201,
    summary="Thêm một nội dung riêng",
    responses=told(
        "unauthorized", "forbidden", "not-found", "refused", "invalid", "too-often", "unavailable"
    ),
)
def new_item(
    room: Here, caller: Writes, given: NewIn, response: Response, by_key: ByKey = None
) -> ItemOut:
    """A draft; with an Idempotency-Key the same request again answers with the same item."""
    with desk_for(room, caller) as desk:
        item = _made(desk, caller, given, by_key) or _make(desk, caller, given, by_key)
        key = item.key
    return shown(room, key, response)


def shown(room: Room, key: str, response: Response) -> ItemOut:
    """An item (also of an airing's key) after the unit of work that changed it, with its version.

    Not inside: its words are checked for the answer, and nobody else could write meanwhile.
    """
    settings, now = room.office.settings, room.now()
    with room.look() as session:
        item = Desk.reader(session, settings, now).item(key.partition("@")[0])
        tag(response, item)
        return ItemOut.model_validate(as_dict(session, one(session, item), now, settings))


def moment(given: AwareDatetime) -> datetime:
    """In UTC; the years of the calendar only, so that no time zone leads out of the numbers."""
    require_year(given.year)
    return given.astimezone(UTC)


def _made(desk: Desk, caller: Caller, given: NewIn, by_key: str | None) -> Item | None:
    """What this very request has made before."""
    row = desk.session.get(ApiMade, (caller.token_sha256, by_key)) if by_key else None
    if row is None:
        return None
    if row.request_sha256 != _sha256(given):
        raise Trouble("invalid", f"Khóa “{by_key}” đã dùng cho một yêu cầu khác.")
    return desk.item(row.item)


def _make(desk: Desk, caller: Caller, given: NewIn, by_key: str | None) -> Item:
    item = workflow.new(
        desk,
        given.campaign,
        given.year,
        channel=given.channel,
        to=moment(given.due),
        until=moment(given.until) if given.until else None,
        title=given.title,
        text=given.text,
        topic=given.topic,
        places=given.places,
    )
    if by_key:
        row = ApiMade(
            token_sha256=caller.token_sha256,
            key=by_key,
            request_sha256=_sha256(given),
            item=item.key,
            at=desk.now,
        )
        desk.session.add(row)
    return item


def _sha256(given: NewIn) -> str:
    """Without what is left out of topic and places: requests made before they came stay equal."""
    left_out = {name for name in ("topic", "places") if not getattr(given, name)}
    return hashlib.sha256(given.model_dump_json(exclude=left_out).encode()).hexdigest()


def _whole(session: Session, item: Item, room: Room) -> dict[str, Any]:
    row = one(session, item)
    names = {airing.id: airing.key for airing in row.airings}
    tries = select(Attempt).where(col(Attempt.airing_id).in_(names)).order_by(col(Attempt.id))
    said = (
        select(Confirmation)
        .where(col(Confirmation.airing_id).in_(names))
        .order_by(col(Confirmation.id))
    )
    confirmations, versions = list(session.exec(said)), revisions(session, item)
    events = history(session, item, room.zone)
    people = [
        *(item.author, item.submitter, item.approver),
        *(one.by for one in confirmations),
        *(one.by for one in versions),
        *(one["by"] for one in events),
    ]
    return {
        **as_dict(session, row, room.now(), room.office.settings),
        "reason": item.reason,
        "submitter": item.submitter,
        "approver": item.approver,
        "attempts": [_of(names, one) for one in session.exec(tries)],
        "confirmations": [_of(names, one) for one in confirmations],
        "versions": [one.model_dump() for one in versions],
        "history": events,
        "people": names_of_people(session).as_dict(people),
    }


def _of(names: dict[int | None, str], row: Attempt | Confirmation) -> dict[str, Any]:
    return {**row.model_dump(), "airing": names[row.airing_id]}


def _cursor(place: Place | None) -> str | None:
    if place is None:
        return None
    written = f"{place.due.astimezone(UTC).isoformat()} {place.item_id}"
    return base64.urlsafe_b64encode(written.encode()).decode()


def _place(cursor: str) -> Place:
    try:
        written = base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
        due, _, number = written.partition(" ")
        place = Place(datetime.fromisoformat(due), int(number))
        if place.due.tzinfo is None or not 0 <= place.item_id < 2**62:
            raise ValueError
    except (ValueError, binascii.Error):
        raise Refused("Không đọc được cursor; hãy lấy đúng giá trị next của trang trước.") from None
    return place
