"""What the API takes and gives, as pydantic models: the OpenAPI document is made from these."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
Words = Annotated[str, StringConstraints(max_length=200_000, pattern=NO_CONTROLS)]
Line = Annotated[str, StringConstraints(max_length=2_000, pattern=NO_CONTROLS)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f]*$")]
Scope = Literal["read", "write", "approve", "admin"]


class Given(BaseModel):
    """A request's body: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")


class FindingOut(BaseModel):
    rule: str
    severity: Literal["block", "warn", "info"]
    start: int
    end: int
    found: str
    better: str
    why: str


class AiringOut(BaseModel):
    key: str
    uid: str
    due: datetime
    until: datetime | None
    places: list[str]
    state: str
    overdue: bool
    remote_id: str | None
    permalink: str | None


class ItemOut(BaseModel):
    key: str
    campaign: str
    year: int
    activity: str
    channel: str
    topic: str | None
    title: str
    text: str
    state: str
    version: int
    page: str | None
    author: str | None
    approved_sha256: str | None
    images: list[str]
    findings: list[FindingOut]
    airings: list[AiringOut]


class AttemptOut(BaseModel):
    airing: str
    number: int
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    remote_id: str | None
    code: int | None
    said: str | None


class ConfirmationOut(BaseModel):
    airing: str
    place: str | None
    kind: str
    by: str
    at: datetime
    note: str | None
    evidence: str | None


class WordingOut(BaseModel):
    version: int
    title: str
    text: str
    by: str
    at: datetime
    images: list[str]


class HistoryOut(BaseModel):
    at: datetime
    by: str
    act: str
    airing: str | None
    before: str | None
    after: str | None
    details: dict[str, Any]


class PersonOut(BaseModel):
    name: str | None
    position: str | None


class WholeItemOut(ItemOut):
    reason: str | None
    submitter: str | None
    approver: str | None
    attempts: list[AttemptOut]
    confirmations: list[ConfirmationOut]
    versions: list[WordingOut]
    history: list[HistoryOut]
    people: dict[str, PersonOut] = Field(
        description="Họ tên, chức vụ theo tên người dùng; ai chưa ghi thì không có ở đây."
    )


class ItemsOut(BaseModel):
    items: list[ItemOut]
    next: str | None = Field(description="`cursor` của trang sau; null: đã hết.")


class NewIn(Given):
    campaign: Name
    year: int
    channel: Name
    title: Name
    text: Words
    due: AwareDatetime
    until: AwareDatetime | None = None
    topic: Name | None = Field(default=None, description="Mã chủ đề mà báo cáo đếm.")
    places: list[Name] = Field(
        default=[], max_length=500, description="Mã các địa điểm (băng rôn, loa, nói chuyện)."
    )


class EditIn(Given):
    text: Words | None = None
    title: Name | None = None
    topic: Name | None = Field(
        default=None, description="Chỉ bản nháp của nội dung riêng; null: không thuộc chủ đề nào."
    )
    places: list[Name] | None = Field(
        default=None, max_length=500, description="Chỉ bản nháp của nội dung riêng; thay mọi nơi."
    )


class ReasonIn(Given):
    reason: Line | None = None


class ReturnIn(Given):
    reason: Line


class MoveIn(Given):
    to: AwareDatetime
    until: AwareDatetime | None = Field(
        default=None,
        description="Bỏ trống: ngày tháo dời theo, giữ số ngày treo; hạn mới là `until` trả về.",
    )


class ConfirmIn(Given):
    what: Literal["done", "taken_down", "not_done"] = "done"
    place: Name | None = None
    note: Line | None = None


class RetractIn(Given):
    reason: Line
    place: Name | None = Field(default=None, description="Bỏ trống: mọi địa điểm của lượt.")
    taken_down: bool = Field(default=False, description="Chỉ rút lời báo đã tháo băng rôn.")


class ResolveIn(Given):
    as_done: bool


class ChangeOut(BaseModel):
    kind: str
    key: str
    due: datetime
    channel: str
    title: str
    reason: str


class WarningOut(BaseModel):
    kind: str
    key: str
    message: str


class PlanOut(BaseModel):
    year: int
    campaign: str | None
    digest: str = Field(description="Dấu của đúng danh sách này, để gửi lại khi áp dụng.")
    changes: list[ChangeOut]
    warnings: list[WarningOut]


class ApplyIn(Given):
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    campaign: Name | None = None


class AppliedOut(BaseModel):
    year: int
    changed: int


class FactOut(BaseModel):
    name: str
    value: str
    verified_on: date | None
    source: str | None
    source_year: int | None
    common: bool


class FactsOut(BaseModel):
    year: int
    campaign: str
    required: list[str]
    missing: list[str]
    facts: list[FactOut]


class FactsIn(Given):
    values: Annotated[dict[Name, Line], Field(min_length=1, max_length=100)]
    verified_on: date | None = None
    source: Line | None = None
    source_year: int | None = None


class FactsChangedOut(BaseModel):
    rewritten: list[str]
    to_look_at: list[str]
    unused: list[str]


class CampaignOut(BaseModel):
    id: str
    title: str
    revision: int
    updated_at: datetime


class DefinitionOut(CampaignOut):
    source: str = Field(description="Định nghĩa dạng YAML, đúng từng byte.")


class PlaceOut(BaseModel):
    id: str
    name: str
    kind: str
    example: bool


class FeedOut(BaseModel):
    name: str
    campaign: str | None
    channel: str | None
    place: str | None
    drafts: bool
    alarms: bool
    created_at: datetime


class FeedIn(Given):
    name: Name
    campaign: Name | None = None
    channel: Name | None = None
    place: Name | None = None
    drafts: bool = False
    alarms: bool = True


class FeedMadeOut(BaseModel):
    name: str
    url: str = Field(description="Chỉ hiện một lần này.")


class StatusOut(BaseModel):
    version: str
    now: datetime
    office: str
    scheduler: Literal["running", "elsewhere"]
    scheduler_last_pass: datetime | None
    scheduler_trouble: str | None
    stopped: bool
    page: str | None
    page_name: str | None
    practice: bool | None
    token: Literal["read", "write", "approve", "admin"] = Field(
        description="Phạm vi thực có của mã truy cập này lúc này."
    )
