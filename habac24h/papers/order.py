"""Banner items as an order: one sheet for the shop, one for each place where they hang."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from habac24h.appearance import Size
from habac24h.errors import PrintError
from habac24h.models import Airing, CampaignRow, Going, Place, Words
from habac24h.papers import banner as banners
from habac24h.papers.items import chosen
from habac24h.papers.paper import Asked, Sheet
from habac24h.papers.words import day_words, moment
from habac24h.printing.artwork.banner import draw
from habac24h.printing.names import safe
from habac24h.printing.order import PLACE_RULES, Order, OrderLine, warning
from habac24h.workflow import Desk
from habac24h.workflow.view import Row

SHOP, FILE = "xuong-in", "bang-ron"
NOWHERE = ""


@dataclass(frozen=True)
class _Hanging:
    """One banner at one place (NOWHERE: not said where) in its window."""

    row: Row
    airing: Airing
    place: str
    size: Size


def gather(desk: Desk, asked: Asked) -> Iterator[Sheet]:
    """The shop's sheet, then each place's, in the office's order."""
    rows = chosen(desk, asked, "banner")
    hangings = [one for row in rows for one in _hangings(desk, row)]
    if not hangings:
        return
    scope = _scope(rows)
    yield Sheet(f"{scope}_{SHOP}", _order(desk, rows, hangings, place=None))
    for place in _places(desk, hangings):
        there = [one for one in hangings if one.place == place.id]
        yield Sheet(f"{scope}_{place.id}", _order(desk, rows, there, place))


def _hangings(desk: Desk, row: Row) -> Iterator[_Hanging]:
    for airing in row.airings:
        if airing.state in (Going.CANCELLED, Going.SKIPPED):
            continue
        if airing.until is None:
            raise PrintError(
                f"“{airing.key}” chưa có ngày gỡ; băng rôn nào cũng phải có. Hãy đặt bằng "
                f"`habac24h move {airing.key} --to … --until …`."
            )
        for place in airing.places or [NOWHERE]:
            yield _Hanging(row, airing, place, banners.size_at(desk, place))


def _order(desk: Desk, rows: list[Row], hangings: list[_Hanging], place: Place | None) -> Order:
    settings = desk.settings
    return Order(
        department=settings.printing.department,
        office=settings.printing.authority or f"Ủy ban nhân dân {settings.office}",
        occasion=_occasion(desk, rows),
        place=place.name if place else "",
        lines=tuple(_lines(desk, hangings, for_shop=place is None)),
        rules=PLACE_RULES if place else _shop_rules(desk, hangings),
        made=desk.now,
        made_words=moment(desk.now, settings.zone),
    )


def _lines(desk: Desk, hangings: list[_Hanging], *, for_shop: bool) -> Iterator[OrderLine]:
    """The same banner in the same size and window is one line."""
    groups: dict[tuple[str, Size], list[_Hanging]] = {}
    for one in hangings:
        groups.setdefault((one.airing.key, one.size), []).append(one)
    for same in groups.values():
        yield _line(desk, same, for_shop=for_shop)


def _line(desk: Desk, same: list[_Hanging], *, for_shop: bool) -> OrderLine:
    first, zone = same[0], desk.settings.zone
    row, airing, size = first.row, first.airing, first.size
    assert airing.until is not None
    up, down = airing.due.astimezone(zone).date(), airing.until.astimezone(zone).date()
    banner = banners.fill(desk.settings, row, size)
    drawn = draw(banner)
    days = (down - up).days
    return OrderLine(
        key=airing.key,
        banner=banner,
        count=len(same),
        places=tuple(_name(desk, one.place) for one in same),
        hang=day_words(up),
        down=day_words(down),
        days=days,
        file=safe(f"{FILE}_{banners.file_name(desk, row, size)}"),
        advice=tuple(filter(None, (warning(days), *(drawn.advice if for_shop else ())))),
        draft=row.item.state != Words.APPROVED,
    )


def _shop_rules(desk: Desk, hangings: list[_Hanging]) -> tuple[str, ...]:
    edge = min(banners.fill(desk.settings, one.row, one.size).edge for one in hangings)
    return (
        "Tệp PDF vẽ theo tỷ lệ 1:10, tệp SVG đúng cỡ thật; chữ đã thành nét, không cần phông.",
        "Khổ ghi trên là khổ thành phẩm; gấp mép và đóng khuy ở phần mép, không thu nhỏ hình.",
        f"Chữ cách mép ít nhất {edge / 10:.0f} cm; khi gấp mép, đóng khuy không phạm vào chữ.",
        "In thử một tấm, soát đủ dấu chữ Việt rồi mới in cả loạt.",
    )


def _occasion(desk: Desk, rows: list[Row]) -> str:
    """The campaigns that are ordered together, each with its year."""
    editions = dict.fromkeys((row.item.campaign, row.item.year) for row in rows)
    return "; ".join(f"{_title(desk, campaign)} {year}" for campaign, year in editions)


def _title(desk: Desk, campaign: str) -> str:
    row = desk.session.get(CampaignRow, campaign)
    return row.title if row else campaign


def _scope(rows: list[Row]) -> str:
    """How the files' names begin: the edition, or all of them where there are several."""
    editions = dict.fromkeys(f"{row.item.campaign}_{row.item.year}" for row in rows)
    return next(iter(editions)) if len(editions) == 1 else "nhieu-dot"


def _places(desk: Desk, hangings: list[_Hanging]) -> list[Place]:
    """The places, in the office's order."""
    found = {one.place for one in hangings if one.place != NOWHERE}
    rows = [row for name in found if (row := desk.session.get(Place, name)) is not None]
    return sorted(rows, key=lambda row: (row.position, row.id))


def _name(desk: Desk, place: str) -> str:
    row = desk.session.get(Place, place)
    return row.name if row else place or "chưa ghi nơi treo"
