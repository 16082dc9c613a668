"""The lines that the plan itself names, to begin a year's estimate with.

Quantities come from what is planned for the year, where that tells them; prices stay blank:
nobody here knows what a banner costs in the commune.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlmodel import col, select

from habac24h.budget.lines import Said, add, lines
from habac24h.budget.tables import BudgetLine
from habac24h.calendar.observances import window
from habac24h.campaigns import library
from habac24h.channels.registry import KINDS
from habac24h.errors import DefinitionError
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.desk import Desk

OF_THE_YEAR = (
    ("Bồi dưỡng kiến thức, kỹ năng về bình đẳng giới cho cán bộ, công chức", "lớp", "II.2"),
    ("Kiểm tra, giám sát thực hiện pháp luật, chính sách về bình đẳng giới", "cuộc", "II.4"),
    ("Thu thập, tổng hợp số liệu thống kê giới", "đợt", "II.5"),
    ("Mô hình truyền thông về bình đẳng giới trong trường học", "mô hình", "IV.1"),
)
OF_A_CHANNEL = {
    "talk": ("Truyền thông trực tiếp: báo cáo viên, tuyên truyền viên", "buổi"),
    "loudspeaker": ("Biên tập, phát trên hệ thống đài truyền thanh xã", "bài"),
    "banner": ("In, treo băng rôn, khẩu hiệu", "chiếc"),
    "fanpage": ("Biên tập bài đăng trang Fanpage", "bài"),
    "portal": ("Biên tập tin đăng Cổng thông tin điện tử", "bài"),
}
"""By the channels of II.3."""


def begin(desk: Desk, year: int) -> list[BudgetLine]:
    """Add the plan's lines that the year does not have yet."""
    known = {(one.campaign, one.content) for one in lines(desk.session, year)}
    wanted = [one for one in _wanted(desk, year) if (one.campaign, one.content) not in known]
    return [add(desk, year, one) for one in wanted]


def _wanted(desk: Desk, year: int) -> Iterator[Said]:
    for content, unit, basis in OF_THE_YEAR:
        yield Said(content=content, unit=unit, basis=basis, campaign=None)
    counted = _counted(desk, year)
    for campaign in _campaigns(desk, year):
        for channel in KINDS:
            content, unit = OF_A_CHANNEL[channel]
            number = counted.get((campaign, channel))
            if number or not counted:
                yield Said(
                    content=content, unit=unit, basis="II.3", campaign=campaign, quantity=number
                )


def _campaigns(desk: Desk, year: int) -> Iterator[str]:
    for row in library.stored(desk.session):
        try:
            campaign = library.load(desk.session, row.id)
        except DefinitionError:  # planning names it
            continue
        if window(campaign.observance, year) is not None:
            yield campaign.id


def _counted(desk: Desk, year: int) -> Counter[tuple[str, str]]:
    """Pieces that are planned: items, and for banners the places at which one hangs."""
    query = (
        select(Item.campaign, Item.channel, Item.id, Airing.places)
        .join(Airing, col(Airing.item_id) == col(Item.id))
        .where(
            Item.year == year,
            Item.state != Words.DROPPED,
            col(Airing.state) != Going.CANCELLED,
        )
    )
    found: Counter[tuple[str, str]] = Counter()
    seen: set[int | None] = set()
    for campaign, channel, item_id, places in desk.session.exec(query):
        if channel == "banner":
            found[campaign, channel] += max(1, len(places))
        elif item_id not in seen:
            found[campaign, channel] += 1
        seen.add(item_id)
    return found
