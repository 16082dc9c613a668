"""Reads single values of a definition: times, days, recurrences, limits, places."""

from __future__ import annotations

import calendar as gregorian
import re
from datetime import time, timedelta
from typing import Literal, cast

from habac24h import strictyaml
from habac24h.calendar.observances import LunarMonthDay, MonthDay
from habac24h.campaigns import when
from habac24h.campaigns.fields import Unfit, choice, describe, distinct, scalar, unfit
from habac24h.campaigns.names import wrong_id
from habac24h.campaigns.places import KINDS, AllPlaces, Named, OfKind, Selector

MOST_DAYS = 366
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_OFFSET = re.compile(r"(start|end)(?: *([+-]) *([0-9]{1,6}) *d)?")
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
_STEP = re.compile(r"([0-9]{1,6})([dw])")
_LIMIT = re.compile(r"([0-9]{1,6})([mhd])")
_FACT = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_DAY_RULE = 'được dùng: start, end, start - 7d, end + 1d hoặc "tháng-ngày" như "11-25"'
_EVERY_RULE = "được dùng: [tue, fri], daily, 3d, 2w hoặc monthly"
_LONGEST_FACT = 50
_LEAP_YEAR = 2024
_MONTHS = 12
_LONGEST_LUNAR_MONTH = 30


def clock_time(node: strictyaml.Node) -> time:
    """`19:00`, local time."""
    hit = _TIME.fullmatch(scalar(node))
    if hit is None:
        unfit(node, "giờ viết dạng giờ:phút từ 00:00 đến 23:59, ví dụ 19:00")
    return time(int(hit[1]), int(hit[2]))


def clock_times(node: strictyaml.Node) -> tuple[time, ...]:
    """One time or several, in ascending order."""
    if isinstance(node, strictyaml.Sequence):
        return tuple(sorted(distinct(node, '["05:30", "17:00"]', clock_time)))
    return (clock_time(node),)


def day(node: strictyaml.Node) -> when.Day:
    """`start`, `end + 1d`, `"11-25"`."""
    value = scalar(node)
    if _MONTH_DAY.fullmatch(value):
        return month_day(node)
    hit = _OFFSET.fullmatch(value)
    if hit is None:
        unfit(node, _DAY_RULE)
    days = int(hit[3] or 0)
    if days > MOST_DAYS:
        unfit(node, f"cách mốc nhiều nhất {MOST_DAYS} ngày")
    anchor = cast(Literal["start", "end"], hit[1])
    return when.Offset(anchor, -days if hit[2] == "-" else days)


def month_day(node: strictyaml.Node) -> MonthDay:
    """`"11-25"`; refuses days that no year has, takes 29 February."""
    hit = _MONTH_DAY.fullmatch(scalar(node))
    if hit is None:
        unfit(node, 'viết dạng "tháng-ngày" với hai chữ số, ví dụ "11-25" là ngày 25 tháng 11')
    month, number = int(hit[1]), int(hit[2])
    if not 1 <= month <= _MONTHS:
        unfit(node, "tháng từ 01 đến 12, viết tháng trước ngày sau")
    longest = gregorian.monthrange(_LEAP_YEAR, month)[1]
    if not 1 <= number <= longest:
        unfit(node, f"tháng {month} có các ngày từ 01 đến {longest}")
    return MonthDay(month, number)


def lunar_day(node: strictyaml.Node) -> LunarMonthDay:
    """`"01-15"`: the 15th of the first lunar month; no lunar month is longer than 30 days."""
    hit = _MONTH_DAY.fullmatch(scalar(node))
    if hit is None:
        unfit(
            node, 'viết dạng "tháng-ngày" âm lịch với hai chữ số, ví dụ "01-15" là Rằm tháng Giêng'
        )
    month, number = int(hit[1]), int(hit[2])
    if not (1 <= month <= _MONTHS and 1 <= number <= _LONGEST_LUNAR_MONTH):
        unfit(node, "tháng âm lịch từ 01 đến 12, ngày từ 01 đến 30")
    return LunarMonthDay(month, number)


def every(node: strictyaml.Node) -> when.Every:
    """`[tue, fri]`, `daily`, `3d`, `2w`, `monthly`."""
    if isinstance(node, strictyaml.Sequence):
        return when.OnWeekdays(tuple(sorted(distinct(node, "[tue, fri]", _weekday))))
    value = scalar(node)
    if value == "daily":
        return when.EveryDays(1)
    if value == "monthly":
        return when.Monthly()
    hit = _STEP.fullmatch(value)
    days = int(hit[1]) * (7 if hit[2] == "w" else 1) if hit else 0
    if value in when.WEEKDAYS:
        unfit(node, f"hãy đặt trong ngoặc vuông: [{value}]")
    if not 1 <= days <= MOST_DAYS:
        unfit(node, _EVERY_RULE)
    return when.EveryDays(days)


def late_limit(node: strictyaml.Node) -> timedelta:
    """`30m`, `3h`, `2d`."""
    hit = _LIMIT.fullmatch(scalar(node))
    unit = {"m": "minutes", "h": "hours", "d": "days"}
    span = timedelta(**{unit[hit[2]]: int(hit[1])}) if hit else timedelta()
    if not timedelta() < span <= timedelta(days=MOST_DAYS):
        unfit(node, f"được dùng: 30m (phút), 3h (giờ), 2d (ngày), nhiều nhất {MOST_DAYS}d")
    return span


def places(node: strictyaml.Node) -> Selector:
    """`all`, `kind:thon`, `[thon-1, thon-2]`; whether the office has them is not looked at."""
    if isinstance(node, strictyaml.Sequence):
        return Named(distinct(node, "[thon-1, thon-2]", scalar))
    value = scalar(node)
    if value == "all":
        return AllPlaces()
    if value.startswith("kind:"):
        kind = value.removeprefix("kind:").strip()
        if kind not in KINDS:
            unfit(node, "loại địa điểm: " + choice(kind, KINDS))
        return OfKind(kind)
    example = f"[{value}]" if wrong_id(value) is None else "[thon-1, thon-2]"
    allowed = f"được dùng: all, kind:thon hoặc danh sách mã địa điểm như {example}"
    raise Unfit(describe(node), allowed, node.line)


def flag(node: strictyaml.Node) -> bool:
    """`true` or `false`."""
    value = scalar(node)
    if value not in ("true", "false"):
        unfit(node, "chỉ nhận true hoặc false")
    return value == "true"


def fact_name(node: strictyaml.Node) -> str:
    """ASCII snake_case, as `phone_police`."""
    value = scalar(node)
    if len(value) > _LONGEST_FACT or not _FACT.fullmatch(value):
        unfit(node, "tên dữ kiện chỉ gồm chữ thường không dấu, chữ số và _, ví dụ phone_police")
    return value


def _weekday(node: strictyaml.Node) -> int:
    value = scalar(node)
    if value not in when.WEEKDAYS:
        raise Unfit(
            describe(node),
            "các ngày trong tuần: mon, tue, wed, thu, fri, sat, sun (thứ Hai đến Chủ nhật)",
            node.line,
        )
    return when.WEEKDAYS.index(value)
