"""The moves of the pages as requests: each is the same function of the workflow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from habac24h import workflow
from habac24h.accounts.api_tokens import Caller
from habac24h.web.api.bearer import Approves, Writes, desk_for
from habac24h.web.api.items import Key, moment, shown
from habac24h.web.api.problems import told
from habac24h.web.api.shapes import (
    ConfirmIn,
    EditIn,
    ItemOut,
    MoveIn,
    ReasonIn,
    ResolveIn,
    RetractIn,
    ReturnIn,
)
from habac24h.web.api.versions import IfMatch, must_match
from habac24h.web.room import Here, Room
from habac24h.workflow import Desk
from habac24h.workflow.findings import look_ahead
from habac24h.workflow.labelling import places_of

router = APIRouter(
    tags=["Thao tác"],
    responses=told(
        "unauthorized",
        "forbidden",
        "not-found",
        "refused",
        "conflict",
        "stale",
        "invalid",
        "version-needed",
        "too-often",
        "unavailable",
    ),
)


@dataclass(frozen=True)
class Work:
    """One move that a program asks for: who, which item, and the version that it saw."""

    room: Room
    caller: Caller
    key: str
    if_match: str
    response: Response

    def look_ahead(self) -> None:
        """Check the item's words before anybody has to wait for the unit of work."""
        with self.room.look() as session:
            look_ahead(session, self.key, self.room.office.settings)

    def do(self, act: Callable[[Desk], object]) -> ItemOut:
        """Make the move in one unit of work; answers with the item as it is afterwards."""
        with desk_for(self.room, self.caller) as desk:
            must_match(desk, self.key, self.if_match)
            act(desk)
        return shown(self.room, self.key, self.response)


def _by_writer(room: Here, caller: Writes, key: Key, if_match: IfMatch, response: Response) -> Work:
    return Work(room, caller, key, if_match, response)


def _by_approver(
    room: Here, caller: Approves, key: Key, if_match: IfMatch, response: Response
) -> Work:
    return Work(room, caller, key, if_match, response)


ByWriter = Annotated[Work, Depends(_by_writer)]
ByApprover = Annotated[Work, Depends(_by_approver)]


@router.post(
    "/items/{key:path}/edit", summary="Sửa lời, tiêu đề, chủ đề, địa điểm; bài trở về nháp"
)
def edit(work: ByWriter, given: EditIn) -> ItemOut:
    """Words, title, topic, places; what is left out stays."""

    def act(desk: Desk) -> None:
        workflow.edit(desk, work.key, text=given.text, title=given.title)
        item = desk.item(work.key)
        topic = given.topic if "topic" in given.model_fields_set else item.topic
        places = places_of(desk.airings(item)) if given.places is None else given.places
        if given.model_fields_set & {"topic", "places"}:
            workflow.label(desk, work.key, topic=topic, places=places)

    return work.do(act)


@router.post("/items/{key:path}/submit", summary="Trình duyệt")
def submit(work: ByWriter, given: ReasonIn) -> ItemOut:
    """Ask for approval."""
    work.look_ahead()
    return work.do(lambda desk: workflow.submit(desk, work.key, reason=given.reason))


@router.post("/items/{key:path}/approve", summary="Duyệt đúng lời, giờ, trang, địa điểm này")
def approve(work: ByApprover) -> ItemOut:
    """Approve; four eyes hold for programs too."""
    return work.do(lambda desk: workflow.approve(desk, work.key))


@router.post("/items/{key:path}/return", summary="Trả lại cho người soạn, kèm lý do")
def return_(work: ByWriter, given: ReturnIn) -> ItemOut:
    """Give back; whoever submitted may take back what is pending."""
    return work.do(lambda desk: workflow.return_(desk, work.key, reason=given.reason))


@router.post("/items/{key:path}/cancel", summary="Bỏ; bài trên Facebook được gỡ")
def cancel(work: ByWriter, given: ReasonIn) -> ItemOut:
    """Drop the item."""
    return work.do(lambda desk: workflow.cancel(desk, work.key, reason=given.reason))


@router.post("/items/{key:path}/restore", summary="Khôi phục thành nháp")
def restore(work: ByWriter) -> ItemOut:
    """Bring back what was dropped."""
    return work.do(lambda desk: workflow.restore(desk, work.key))


@router.post("/airings/{key:path}/move", summary="Dời sang giờ khác")
def move(work: ByWriter, given: MoveIn) -> ItemOut:
    """Another time, for the airing KEY@N, or KEY where there is one."""
    to, until = moment(given.to), moment(given.until) if given.until else None
    return work.do(lambda desk: workflow.move(desk, work.key, to=to, until=until))


@router.post("/airings/{key:path}/resend", summary="Cho một lượt đã dừng thêm một cơ hội")
def resend(work: ByWriter) -> ItemOut:
    """Another chance for KEY@N, or for all of the item's airings."""
    return work.do(lambda desk: workflow.resend(desk, work.key))


@router.post("/airings/{key:path}/confirm", summary="Xác nhận đã phát, đã treo, đã tổ chức")
def confirm(work: ByWriter, given: ConfirmIn) -> ItemOut:
    """A person's word about an airing; a second time it is refused."""
    return work.do(
        lambda desk: workflow.confirm(
            desk, work.key, place=given.place, what=given.what, note=given.note
        )
    )


@router.post("/airings/{key:path}/retract", summary="Rút lại xác nhận nhầm, kèm lý do")
def retract(work: ByWriter, given: RetractIn) -> ItemOut:
    """The airing waits again; what was said stays as `retracted`; a second time it is refused."""
    return work.do(
        lambda desk: workflow.retract(
            desk, work.key, reason=given.reason, place=given.place, taken_down=given.taken_down
        )
    )


@router.post("/airings/{key:path}/resolve", summary="Quyết định bài chưa rõ đã đăng hay chưa")
def resolve(work: ByWriter, given: ResolveIn) -> ItemOut:
    """It is on the page, or it is not."""
    return work.do(lambda desk: workflow.resolve(desk, work.key, as_done=given.as_done))
