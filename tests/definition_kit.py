"""What the tests of definitions, expansion and planning share: a small world to refer to."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from habac24h.calendar.observances import observances
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.definition import Known, parse
from habac24h.campaigns.places import PlaceEntry
from habac24h.channels.registry import KINDS
from habac24h.content.sandbox import Sandbox
from habac24h.errors import DefinitionError, TemplateError

FIRST = 9
"""The line of the first activity."""

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TOPICS = {
    "bao-luc": "Bạo lực",
    "dinh-kien": "Định kiến",
    "lanh-dao-nu": "Lãnh đạo nữ",
    "gioi-tinh-khi-sinh": "Giới tính khi sinh",
}
PLACES = (
    PlaceEntry("thon-1", "Thôn 1", "thon"),
    PlaceEntry("truong-thcs", "Trường THCS", "truong"),
    PlaceEntry("thon-2", "Thôn 2", "thon"),
)


class FewTemplates:
    """Every channel has the same templates; `rieng-bao-luc` has texts for one topic alone."""

    def names(self, channel: str) -> tuple[str, ...]:
        return ("chuyen-de", "nhac-truoc", "phat-dong", "rieng-bao-luc")

    def count(self, channel: str, template: str, topic: str | None) -> int:
        if template == "rieng-bao-luc" and topic != "bao-luc":
            raise TemplateError(
                name=f"{channel}/{template}",
                line=None,
                wrong=f"không có bài nào cho chủ đề “{topic}”",
                advice="thêm tệp",
            )
        return 1


KNOWN = Known(
    observances=observances(),
    topics=TOPICS,
    templates=FewTemplates(),
    channels=KINDS,
    sandbox=Sandbox(lambda name: None),
    places=tuple(place.id for place in PLACES),
)

ACTION_MONTH = """\
campaign: thang-hanh-dong
title: Tháng hành động
observance: {name: Tháng hành động, date: "11-15", end: "12-15"}
lead: Phòng Văn hoá - Xã hội
partners: [Công an xã, Hội Liên hiệp Phụ nữ xã]
topics: [bao-luc, dinh-kien, lanh-dao-nu, gioi-tinh-khi-sinh]
required: [theme]
activities:
"""


def definition(*activities: str, head: str = ACTION_MONTH) -> str:
    """A definition with these activities, each one line of YAML; the first is line 9."""
    return head + "".join(f"  - {{{activity}}}\n" for activity in activities)


def campaign(*activities: str, head: str = ACTION_MONTH) -> Campaign:
    """The parsed definition."""
    return parse(definition(*activities, head=head), "thu.yaml", KNOWN)


POST = "id: phat-dong, title: Bài phát động, channel: fanpage, template: phat-dong"
SCRIPT = "id: phat-thanh, title: Bài phát thanh, channel: loudspeaker, template: chuyen-de"
BANNER = "id: bang-ron, title: Băng rôn, channel: banner, template: phat-dong"
TALK = "id: noi-chuyen, title: Nói chuyện, channel: talk, template: chuyen-de"


def refused(text: str) -> DefinitionError:
    with pytest.raises(DefinitionError) as caught:
        parse(text, "thu.yaml", KNOWN)
    return caught.value


def where(text: str) -> tuple[int | None, str]:
    error = refused(text)
    return error.line, error.field
