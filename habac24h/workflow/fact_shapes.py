"""What may be given as a fact: the shape of each kind, and the details that it can carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from habac24h.campaigns.fact_names import fact_name
from habac24h.campaigns.facts import Sort, base_of, sort_of, split
from habac24h.content.checks.phones import is_phone
from habac24h.content.render import Occasion, values_for
from habac24h.errors import Refused
from habac24h.workflow.desk import Desk


@dataclass(frozen=True)
class Details:
    """What stands behind the values: the day of the call, or who published them and for when."""

    verified_on: date | None = None
    source: str | None = None
    source_year: int | None = None
    assume_called: bool = True
    """Whether a new number without a day counts as called today; where people fill in a form, no:
    the empty field beside the number says that nobody called yet."""


def refuse_details(desk: Desk, details: Details, names: Iterable[str]) -> None:
    """A day to come, and details that none of the given facts can carry."""
    sorts = {sort_of(name) for name in names}
    today = desk.now.astimezone(desk.settings.zone).date()
    if details.verified_on is not None and details.verified_on > today:
        raise Refused(f"Ngày gọi thử {details.verified_on:%d/%m/%Y} còn ở phía trước; hãy xem lại.")
    if details.verified_on is not None and Sort.PHONE not in sorts:
        raise Refused("--verified chỉ dùng cho số điện thoại (tên bắt đầu bằng phone_).")
    sourced = details.source is not None or details.source_year is not None
    if sourced and not sorts & {Sort.FIGURE, Sort.PEOPLE}:
        raise Refused(
            "--source và --source-year chỉ dùng cho con số (tên bắt đầu bằng figure_ hoặc people_)."
        )
    if details.source_year is not None and details.source_year > today.year:
        raise Refused(f"Năm của con số {details.source_year} còn ở phía trước; hãy xem lại.")


def refuse_unfit(cleaned: Mapping[str, str], year: int) -> None:
    """Let the renderer judge names and values, before anything is stored."""
    someday = date(year, 1, 1)
    values_for(
        Occasion(
            year=year,
            campaign="",
            observance="",
            start=someday,
            end=someday,
            due=datetime(year, 1, 1, tzinfo=UTC),
            office="",
            fanpage="",
            facts=cleaned,
        )
    )
    for name in cleaned:
        if base_of(name) != name:
            raise Refused(f"“{name}” được tính từ {base_of(name)}; hãy điền {base_of(name)}.")


def shaped(name: str, value: str) -> str:
    """A value in the form of its kind; refuses what says nothing."""
    if not value:
        return value
    sort, label = sort_of(name), _label(name)
    if not any(sign.isalnum() for sign in value):
        raise Refused(
            f"“{value}” chưa phải là giá trị của {fact_name(name)}; hãy điền giá trị thật."
        )
    if sort is Sort.PHONE and not is_phone(value):
        raise Refused(
            f"{label}: “{value}” không phải số điện thoại; hãy viết đủ số, ví dụ 02203 123 456."
        )
    if sort is Sort.FIGURE and not any(sign.isdigit() for sign in value):
        raise Refused(f"{label}: “{value}” không có con số nào; hãy viết con số, ví dụ 32,5%.")
    if sort is Sort.SIGNER and "," not in value:
        raise Refused(
            f"{label}: hãy viết “họ tên, chức vụ”, ví dụ Nguyễn Văn An, Chủ tịch UBND xã."
        )
    counted = split(value)
    if sort is Sort.PEOPLE and counted is None:
        raise Refused(
            f"{label}: số người phải tách nam và nữ, ví dụ “nam 120, nữ 135” (nếu ghi cả tổng thì "
            f"tổng phải khớp); đang là “{value}”."
        )
    return str(counted) if counted is not None and sort in (Sort.FIGURE, Sort.PEOPLE) else value


def _label(name: str) -> str:
    """A fact's name at the beginning of a sentence."""
    words = fact_name(name)
    return words[:1].upper() + words[1:]
