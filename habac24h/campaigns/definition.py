"""Reads a campaign definition: everything that is impossible is refused, nothing half imported."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime

from habac24h import strictyaml
from habac24h.calendar.lunar import FIRST_YEAR, LAST_YEAR
from habac24h.calendar.observances import (
    LunarMonthDay,
    MonthDay,
    Observance,
    Window,
    inline,
    window,
)
from habac24h.campaigns import values
from habac24h.campaigns.activity import ActivityReader
from habac24h.campaigns.campaign import Activity, Campaign
from habac24h.campaigns.facts import COMMON
from habac24h.campaigns.fields import (
    Fields,
    Refusals,
    Unfit,
    choice,
    distinct,
    listed,
    one_of,
    scalar,
    single_line,
    unfit,
)
from habac24h.campaigns.known import Known
from habac24h.campaigns.names import wrong_id
from habac24h.content.render import Occasion, values_for
from habac24h.errors import DefinitionError

__all__ = ["Activity", "Campaign", "Known", "parse", "problems"]

KEYS = (
    "campaign",
    "title",
    "observance",
    "lead",
    "partners",
    "topics",
    "required",
    "activities",
)
_LONGEST_WINDOW = 300
"""Days of a window across New Year: a school year has 270, and `date` and `end` interchanged
make a month one of eleven."""
_SAMPLE = Occasion(
    year=2026,
    campaign="",
    observance="",
    start=date(2026, 1, 1),
    end=date(2026, 1, 1),
    due=datetime(2026, 1, 1),  # noqa: DTZ001 - only the names of the variables are wanted
    office="",
    fanpage="",
)
_PAGES = frozenset(("ke-hoach", "so-lieu", "dinh-nghia", "nhap-tep", "nam-nam"))
"""A campaign's page is /chien-dich/ and its id: these addresses are taken."""
ALWAYS_THERE = frozenset(values_for(_SAMPLE))
"""Variables that every text has; a fact cannot carry such a name."""


def parse(text: str, file: str, known: Known) -> Campaign:
    """Read one definition; `file` is the name that people see in a refusal.

    Raises DefinitionError (file, line, field, found, allowed): the first by line where several
    things are wrong. A BOM at the start and CRLF line ends are fine.
    """
    reader = _CampaignReader(_opened(text, file), file, known)
    campaign = reader.read(text)
    reader.refusals.raise_first()
    return campaign


def problems(text: str, file: str, known: Known) -> tuple[DefinitionError, ...]:
    """Everything that is wrong with a definition, by line; empty where `parse` would take it."""
    try:
        reader = _CampaignReader(_opened(text, file), file, known)
    except DefinitionError as error:  # no YAML at all: nothing more can be read
        return (error,)
    with suppress(DefinitionError):
        reader.read(text)
    return reader.refusals.by_line()


def _opened(text: str, file: str) -> strictyaml.Mapping:
    node = strictyaml.read(text, file)
    if not isinstance(node, strictyaml.Mapping):
        raise DefinitionError(
            file=file,
            line=node.line,
            field="campaign",
            found="một giá trị không có tên mục",
            allowed="tệp bắt đầu bằng “campaign: mã-chiến-dịch”",
        )
    return node


class _CampaignReader:
    """One file being read."""

    def __init__(self, node: strictyaml.Mapping, file: str, known: Known) -> None:
        self.refusals = Refusals()
        self._file, self._known = file, known
        self._fields = Fields(node, file, self.refusals)

    def read(self, source: str) -> Campaign:
        """The campaign; meaningless where something was refused."""
        fields = self._fields
        fields.only(KEYS)
        fields.need("campaign", "title", "observance", "activities")
        observance = fields.read("observance", self._observance, None)
        topics: tuple[str, ...] = fields.read("topics", self._topics, ())
        activities: tuple[Activity, ...] = fields.read(
            "activities",
            lambda node: self._activities(
                node,
                topics if fields.good("topics") else None,
                _periods(observance) if observance is not None else None,
            ),
            (),
        )
        campaign_id = fields.read("campaign", _campaign_id, "")
        title = fields.read("title", single_line, "")
        lead = fields.read("lead", single_line, "")
        partners: tuple[str, ...] = fields.read("partners", _partners, ())
        required: tuple[str, ...] = fields.read("required", _required, ())
        if observance is None:
            self.refusals.raise_first()
        assert observance is not None
        return Campaign(
            id=campaign_id,
            title=title,
            observance=observance,
            activities=activities,
            source=source.removeprefix("\ufeff"),
            lead=lead,
            partners=partners,
            topics=topics,
            required=required,
        )

    def _observance(self, node: strictyaml.Node) -> Observance | None:
        if isinstance(node, strictyaml.Mapping):
            return self._inline(node)
        value = scalar(node)
        if value not in self._known.observances:
            unfit(node, choice(value, self._known.observances))
        return self._known.observances[value]

    def _inline(self, node: strictyaml.Mapping) -> Observance | None:
        """`{name, date: "11-15", end: "12-15"}` or `{name, lunar: "01-15"}` (month, day)."""
        fields = Fields(node, self._file, self.refusals, inside="observance")
        fields.only(("name", "date", "end", "lunar"))
        fields.need("name", "date" if "lunar" not in fields else "name")
        name = fields.read("name", single_line, "")
        first = fields.read("date", values.month_day, None)
        last = fields.read("end", values.month_day, None)
        lunar = fields.read("lunar", values.lunar_day, None)
        for key in ("date", "end"):
            if "lunar" in fields and key in fields:
                fields.refuse(key, "mục này cùng với “lunar”", "chỉ dùng một trong hai")
        if not fields.good("name", "date", "end", "lunar"):
            return None
        if lunar is not None:
            return _lunar(name, lunar)
        found = _solar(name, first, last) if first is not None else None
        if found is not None and _longest(found) > _LONGEST_WINDOW:
            allowed = "end phải sau date; khi sang năm sau thì mốc dài nhiều nhất 300 ngày"
            fields.refuse("end", "ngày trước date", allowed)
            return None
        return found

    def _topics(self, node: strictyaml.Node) -> tuple[str, ...]:
        return distinct(node, "[bao-luc, dinh-kien]", one_of(self._known.topics), may_be_empty=True)

    def _activities(
        self,
        node: strictyaml.Node,
        topics: Sequence[str] | None,
        periods: Sequence[Window] | None,
    ) -> tuple[Activity, ...]:
        found: list[Activity] = []
        lines: dict[str, int] = {}
        for entry in listed(node, "- {id: phat-dong, …}"):
            fields = self._activity_fields(entry)
            if fields is None:
                continue
            activity = ActivityReader(fields, self._known, topics, periods).read()
            if activity.id in lines and fields.good("id"):
                line = lines[activity.id]
                fields.refuse(
                    "id",
                    f"“{activity.id}” lần thứ hai (đã có ở dòng {line})",
                    "mỗi mã dùng một lần",
                )
            lines.setdefault(activity.id, fields.line("id"))
            found.append(activity)
        return tuple(found)

    def _activity_fields(self, entry: strictyaml.Node) -> Fields | None:
        if isinstance(entry, strictyaml.Mapping):
            return Fields(entry, self._file, self.refusals)
        self._fields.refuse(
            "activities",
            "một hoạt động không có tên mục",
            "mỗi hoạt động viết như {id: phat-dong, title: …}",
            line=entry.line,
        )
        return None


def _solar(name: str, first: MonthDay, last: MonthDay | None) -> Observance:
    end = f"{last.month:02}-{last.day:02}" if last is not None else None
    return inline(name, f"{first.month:02}-{first.day:02}", end)


def _lunar(name: str, day: LunarMonthDay) -> Observance:
    return Observance(id="", kind="lunar", full=name, short=name, lunar=day)


def _longest(observance: Observance) -> int:
    """Days of a window that ends in the next year; 0 for one within a year."""
    days = (
        (one.end - one.start).days for one in _periods(observance) if one.end.year > one.start.year
    )
    return max(days, default=0)


@functools.lru_cache(maxsize=256)
def _periods(observance: Observance) -> tuple[Window, ...]:
    found = (window(observance, year) for year in range(FIRST_YEAR, LAST_YEAR + 1))
    return tuple(period for period in found if period is not None)


def _campaign_id(node: strictyaml.Node) -> str:
    value = scalar(node)
    wrong = wrong_id(value)
    if wrong is None and value == COMMON:
        wrong = "mã này dành cho số liệu dùng chung của cả năm, hãy chọn mã khác"
    elif wrong is None and value in _PAGES:
        wrong = "mã này trùng tên một trang của chương trình, hãy chọn mã khác"
    if wrong is not None:
        unfit(node, wrong)
    return value


def _partners(node: strictyaml.Node) -> tuple[str, ...]:
    return distinct(node, "[Hội Liên hiệp Phụ nữ xã, Công an xã]", single_line, may_be_empty=True)


def _required(node: strictyaml.Node) -> tuple[str, ...]:
    return distinct(node, "[theme, phone_police]", _fact, may_be_empty=True)


def _fact(node: strictyaml.Node) -> str:
    value = values.fact_name(node)
    if value in ALWAYS_THERE:
        raise Unfit(f"“{value}”", "tên này chương trình luôn tự điền, không cần khai", node.line)
    return value
