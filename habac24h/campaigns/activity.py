"""Reads one activity of a definition and refuses what cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from habac24h import strictyaml
from habac24h.calendar.observances import Window
from habac24h.campaigns import values
from habac24h.campaigns.campaign import Activity
from habac24h.campaigns.fields import (
    Fields,
    choice,
    describe,
    one_of,
    scalar,
    single_line,
    unfit,
)
from habac24h.campaigns.known import Known
from habac24h.campaigns.names import wrong_activity_id
from habac24h.campaigns.places import Named, Selector
from habac24h.campaigns.when import (
    Day,
    Offset,
    OneDay,
    Recurring,
    Schedule,
    Span,
    resolve,
)
from habac24h.errors import TemplateError

KEYS = (
    "id",
    "title",
    "channel",
    "template",
    "text",
    "day",
    "from",
    "until",
    "every",
    "at",
    "shift",
    "places",
    "per_place",
    "rotate",
    "late_limit",
)
MOMENTS = ("fanpage", "loudspeaker")
"""Channels whose items happen at a moment, so that a window says nothing."""
ONE_AIRING = "fanpage"
"""A post has one airing: the same words twice on one page are never wanted."""
_START: Day = Offset("start")


class ActivityReader:
    """Reads one activity; `topics` is None where the campaign's own list was refused.

    `periods` are the observance's windows in the years that have one; None as with topics.
    """

    def __init__(
        self,
        fields: Fields,
        known: Known,
        topics: Sequence[str] | None,
        periods: Sequence[Window] | None,
    ) -> None:
        self._fields, self._known, self._topics, self._periods = fields, known, topics, periods

    def read(self) -> Activity:
        """The activity; meaningless where a refusal was collected on the way."""
        fields = self._fields
        fields.only(KEYS)
        fields.need("id", "title", "channel", "at")
        channel = fields.read("channel", one_of(self._known.channels), "")
        rotate = fields.read("rotate", one_of(["topics"]), "") == "topics"
        schedule = self._schedule()
        activity = Activity(
            id=fields.read("id", _activity_id, ""),
            title=fields.read("title", single_line, ""),
            channel=channel,
            schedule=schedule,
            at=fields.read("at", values.clock_times, (time(),)),
            template=fields.read("template", scalar, None),
            text=fields.read("text", _words, None),
            shift=fields.read("shift", one_of(["workday-before"]), "") == "workday-before",
            places=fields.read("places", self._places, None),
            per_place=fields.read("per_place", values.flag, False),
            rotate=rotate,
            late_limit=fields.read("late_limit", values.late_limit, None),
        )
        self._check_words(activity)
        self._check_times(activity)
        self._check_places(activity)
        self._check_days(schedule)
        return activity

    def _schedule(self) -> Schedule:
        """`day`, or `from` and `until` with or without `every`."""
        fields = self._fields
        day = fields.read("day", values.day, _START)
        first = fields.read("from", values.day, _START)
        last = fields.read("until", values.day, _START)
        every = fields.read("every", values.every, None)
        if "day" in fields:
            for key in ("from", "until", "every"):
                if key in fields:
                    fields.refuse(key, "mục này cùng với “day”", "chỉ dùng một trong hai")
            return OneDay(day)
        if "from" not in fields and "until" not in fields:
            if "every" in fields:
                fields.refuse("every", "“every” mà không có from, until", "hãy thêm from và until")
            else:
                fields.need("day")
            return OneDay(day)
        fields.need("from", "until")
        return Recurring(first, last, every) if every is not None else Span(first, last)

    def _places(self, node: strictyaml.Node) -> Selector:
        selector = values.places(node)
        known = self._known.places
        if isinstance(selector, Named) and known is not None:
            assert isinstance(node, strictyaml.Sequence)
            for entry, place in zip(node.items, selector.ids, strict=True):
                if place not in known:
                    unfit(entry, choice(place, known))
        return selector

    def _check_words(self, activity: Activity) -> None:
        fields = self._fields
        if "template" in fields and "text" in fields:
            fields.refuse("text", "cả template và text", "chỉ dùng một trong hai")
        elif "template" not in fields and "text" not in fields:
            fields.refuse("template", "không có template, không có text", "hãy viết một trong hai")
        if activity.rotate and self._topics is not None and not self._topics:
            fields.refuse("rotate", "“topics” mà chiến dịch không có chủ đề", "hãy thêm topics")
        elif activity.template is not None and fields.good("template", "channel", "rotate"):
            self._check_template(activity, activity.template)
        if activity.text is not None and fields.good("text"):
            self._check_text(activity.text)

    def _check_template(self, activity: Activity, template: str) -> None:
        names = self._known.templates.names(activity.channel)
        if template not in names:
            here = f"mẫu của kênh {activity.channel}"
            self._fields.refuse("template", f"“{template}”", f"{here}: {choice(template, names)}")
            return
        topics = (self._topics or ()) if activity.rotate else (None,)
        for topic in topics:
            try:
                self._known.templates.count(activity.channel, template, topic)
            except TemplateError as error:
                self._fields.refuse("template", f"“{template}”, {error.wrong}", error.advice)
                return

    def _check_text(self, text: str) -> None:
        try:
            self._known.sandbox.check(text, "text")
        except TemplateError as error:
            at = f" (dòng {error.line} của text)" if error.line and "\n" in text.strip() else ""
            self._fields.refuse("text", f"{error.wrong}{at}", error.advice)

    def _check_times(self, activity: Activity) -> None:
        fields = self._fields
        if not fields.good("at", "channel", "day", "from", "until", "every"):
            return
        if activity.is_window and activity.channel in MOMENTS:
            fields.refuse(
                "from",
                f"from và until mà không có every, ở kênh {activity.channel}",
                "hãy thêm every (ví dụ every: daily) hoặc dùng day",
            )
        elif activity.is_window and len(activity.at) > 1:
            fields.refuse(
                "at", f"{len(activity.at)} giờ", "một đợt từ ngày đến ngày chỉ có một giờ"
            )
        elif activity.channel == ONE_AIRING and len(activity.at) > 1:
            fields.refuse("at", f"{len(activity.at)} giờ", "một bài đăng chỉ có một giờ")

    def _check_places(self, activity: Activity) -> None:
        fields = self._fields
        if activity.per_place and "places" not in fields:
            fields.refuse("per_place", "“true” mà không có places", "hãy thêm places")
        if "places" in fields and fields.good("channel", "places"):
            kind = self._known.channels[activity.channel] if activity.channel else None
            if kind is not None and not kind.places:
                fields.refuse(
                    "places", f"places ở kênh {activity.channel}", "kênh này không có địa điểm"
                )

    def _check_days(self, schedule: Schedule) -> None:
        """Days outside the window, and windows that end before they begin, in every year."""
        if not self._periods or not self._fields.good("day", "from", "until", "every"):
            return
        days = (
            {"day": schedule.day}
            if isinstance(schedule, OneDay)
            else {"from": schedule.first, "until": schedule.last}
        )
        for key, day in days.items():
            if all(resolve(day, period) is None for period in self._periods):
                found = describe(self._fields.node.entries[key])
                self._fields.refuse(key, found, f"phải nằm trong mốc, {_shown(self._periods)}")
        if self._fields.good("from", "until") and not isinstance(schedule, OneDay):
            self._check_order(schedule)

    def _check_order(self, schedule: Span | Recurring) -> None:
        ends = [
            (resolve(schedule.first, period), resolve(schedule.last, period))
            for period in self._periods or ()
        ]
        spans = [(last - first).days for first, last in ends if first and last]
        found = describe(self._fields.node.entries["until"])
        if spans and max(spans) < 0:
            self._fields.refuse("until", f"{found} trước from", "until phải từ ngày from trở đi")
        elif spans and max(spans) == 0 and isinstance(schedule, Span):
            self._fields.refuse(
                "until", f"{found} trùng ngày from", "until phải sau from, hoặc hãy dùng day"
            )


def _activity_id(node: strictyaml.Node) -> str:
    value = scalar(node)
    wrong = wrong_activity_id(value)
    if wrong is not None:
        unfit(node, wrong)
    return value


def _words(node: strictyaml.Node) -> str:
    scalar(node)
    assert isinstance(node, strictyaml.Scalar)
    return node.value


def _shown(periods: Sequence[Window]) -> str:
    """The window as an example, in the way people write it."""
    first = periods[0]
    return f"từ {first.start:%d/%m} đến {first.end:%d/%m}"
