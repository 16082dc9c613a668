"""Every shipped text, rendered as planning renders it, with facts of a made-up edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from habac24h.calendar.observances import observances
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.definition import parse
from habac24h.campaigns.expand import expand
from habac24h.campaigns.known import Known
from habac24h.campaigns.library import sandbox
from habac24h.campaigns.packaged import packaged_definitions, packaged_places, packaged_topics
from habac24h.campaigns.wanted import Edition, Wanted, word
from habac24h.channels.registry import KINDS
from habac24h.content import variants
from habac24h.content.sandbox import Value

TEMPLATES = Path(__file__).parents[1] / "habac24h" / "content" / "templates"
CHANNELS = ("fanpage", "loudspeaker", "banner", "portal", "talk")
PREFIXES = {
    "gia-dinh-": "ngay-gia-dinh",
    "phu-nu-": "ngay-phu-nu",
    "thang-hanh-dong-": "thang-hanh-dong",
    "thuong-xuyen-": "thuong-xuyen",
}
DAYS = {
    "ngay-gia-dinh": ("28/6", "28/6"),
    "ngay-phu-nu": ("20/10", "20/10"),
    "thang-hanh-dong": ("15/11", "15/12"),
    "thuong-xuyen": ("1/1", "31/12"),
}
YEAR = 2026
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PHONES = {
    "phone_police": "(số Công an xã)",
    "phone_women_union": "(số Hội LHPN xã)",
    "phone_health_station": "(số Trạm Y tế xã)",
}
PARTNERS = ("Trung tâm Dịch vụ sự nghiệp công xã", "Hội Liên hiệp Phụ nữ xã")


@dataclass(frozen=True)
class Text:
    """One template (`fanpage/gia-dinh-chuyen-de/bao-luc-1`), its source, and what it yields."""

    name: str
    channel: str
    template: str
    campaign: str
    source: str
    shown: str
    used: tuple[str, ...]

    @property
    def short(self) -> bool:
        """Whether it is a short form: an invitation or a one-minute reminder."""
        return self.template.endswith(("-loi-moi", "-nhac-ngan"))

    @property
    def school(self) -> bool:
        """Whether it is a talk for pupils."""
        return self.template.endswith("-truong-hoc")


@cache
def texts() -> tuple[Text, ...]:
    """All texts but the shared pieces, in alphabetical order."""
    return tuple(_texts())


def of(channel: str) -> tuple[Text, ...]:
    """The texts of one channel."""
    return tuple(text for text in texts() if text.channel == channel)


def names(found: Iterator[Text]) -> list[str]:
    """For messages: the names alone."""
    return [text.name for text in found]


def values(campaign: str, year: int = YEAR) -> dict[str, Value]:
    """What a template of the campaign may know."""
    start, end = DAYS[campaign]
    return {
        "year": year,
        "campaign": "Tuyên truyền thường xuyên về bình đẳng giới",
        "start": start,
        "end": end,
        "start_date": f"{start}/{year}",
        "end_date": f"{end}/{year}",
        "date": f"15/10/{year}",
        "weekday": "thứ Năm",
        "time": "19:30",
        "place": "Nhà văn hóa thôn",
        "office": "xã Hà Bắc",
        "fanpage": "Hà Bắc 24h",
        "lead": "Phòng Văn hoá - Xã hội",
        "partners": PARTNERS,
        "theme": "Chủ đề thử",
        **PHONES,
    }


def words(shown: str) -> int:
    """How many words (syllables) a text has, hashtags and signs aside."""
    plain = re.sub(r"#\w+", "", shown)
    return sum(1 for token in plain.split() if re.search(r"\w", token))


@cache
def campaigns() -> tuple[Campaign, ...]:
    """The shipped definitions."""
    known = Known(observances(), packaged_topics(), variants, KINDS, sandbox())
    return tuple(parse(text, file, known) for file, text in packaged_definitions().items())


@cache
def edition(campaign: Campaign, year: int) -> tuple[Wanted, ...]:
    """Every item of one campaign in one year, worded."""
    told = Edition(
        campaign=campaign,
        year=year,
        facts={"theme": "Chủ đề thử", **PHONES},
        places=packaged_places(),
        office="xã Hà Bắc",
        fanpage="Hà Bắc 24h",
        zone=ZONE,
    )
    wording = word(sandbox(), told, expand(campaign, year, packaged_places(), ZONE))
    assert wording.notices == ()
    return wording.wanted


def _texts() -> Iterator[Text]:
    for path in sorted(TEMPLATES.rglob("*.j2")):
        name = path.relative_to(TEMPLATES).as_posix().removesuffix(".j2")
        channel, template = name.split("/")[:2]
        if channel == "chung":
            continue
        campaign = next(PREFIXES[each] for each in PREFIXES if template.startswith(each))
        source = path.read_text(encoding="utf-8")
        made = sandbox().render(source, name, values(campaign))
        yield Text(name, channel, template, campaign, source, made.text, made.used)
