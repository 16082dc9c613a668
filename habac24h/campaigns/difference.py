"""Compares an edition as it is wanted with its rows. Pure: it looks, and writes nothing.

1. A wanted item without a row is added; a row that planning once withdrew is revived.
2. A row that people have not touched is moved and retexted until it is as wanted.
3. A row without a slot is withdrawn.
4. Where people have touched a row, each of these becomes `keep` with the reason.
5. A kept row without a slot stands for the nearest new slot of its activity in its ISO week.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from habac24h.campaigns.change import Change, Kind
from habac24h.campaigns.reasons import (
    added,
    moved,
    no_slot,
    retexted,
    revived,
    times_differ,
    words_differ,
    words_differ_visibly,
)
from habac24h.campaigns.stored import Stored, hands_off
from habac24h.campaigns.wanted import Wanted

KEPT = "nên giữ nguyên"


def difference(
    wanted: Sequence[Wanted],
    stored: Mapping[str, Stored],
    unwritten: Collection[str],
    now: datetime,
    zone: ZoneInfo,
) -> Iterator[Change]:
    """The changes of one edition, in the order of the definition, then those without a slot.

    `unwritten` are keys whose words could not be made: their rows are left as they are.
    """
    slots = {one.key for one in wanted} | set(unwritten)
    lost = [row for key, row in stored.items() if key not in slots and not row.dropped]
    stands_for = _pairs(lost, [one for one in wanted if _is_new(stored.get(one.key))], now, zone)
    for one in wanted:
        if one.key not in stands_for.values():
            yield from _for_slot(one, stored.get(one.key), now, zone)
    for row in lost:
        yield _without_slot(row, stands_for.get(row.item.key), now)


def _is_new(row: Stored | None) -> bool:
    return row is None or (row.dropped and row.item.dropped_by == "plan")


def _for_slot(
    wanted: Wanted, row: Stored | None, now: datetime, zone: ZoneInfo
) -> Iterator[Change]:
    if row is None:
        yield _change(Kind.ADD, wanted, None, added(wanted, now))
    elif row.dropped and row.item.dropped_by == "plan":
        yield _change(Kind.REVIVE, wanted, row, revived(wanted, now))
    elif row.dropped:
        yield _keep(row, f"Nội dung đã bị hủy bằng tay {KEPT}.")
    else:
        yield from _for_row(wanted, row, now, zone)


def _for_row(wanted: Wanted, row: Stored, now: datetime, zone: ZoneInfo) -> Iterator[Change]:
    because = hands_off(row, now)
    if because is not None:
        if times_differ(wanted, row) or words_differ_visibly(wanted, row):
            yield _keep(row, f"{because} {KEPT}, dù định nghĩa nay khác.")
        return
    if times_differ(wanted, row):
        yield _change(Kind.MOVE, wanted, row, moved(wanted, row, zone))
    if words_differ(wanted, row):
        yield _change(Kind.RETEXT, wanted, row, retexted(wanted, row))


def _without_slot(row: Stored, instead: str | None, now: datetime) -> Change:
    because = hands_off(row, now)
    if because is None:
        return _line(Kind.WITHDRAW, row, no_slot())
    place = f", thay cho “{instead}”" if instead else ""
    return _keep(row, f"{because} {KEPT}, dù định nghĩa không còn mục này{place}.")


def _pairs(
    lost: Sequence[Stored], new: Sequence[Wanted], now: datetime, zone: ZoneInfo
) -> dict[str, str]:
    """Which new slot (value) is left out because a kept item (key) stands in its week.

    One for one, the nearest days first, so that a week keeps as many items as it should have.
    """
    kept = [row for row in lost if hands_off(row, now) is not None]
    apart = sorted(
        (abs(_day_number(row.due, zone) - _day_number(one.due, zone)), row.item.key, one.key)
        for row in kept
        for one in new
        if _stands_beside(row, one, zone)
    )
    pairs: dict[str, str] = {}
    for _distance, row_key, new_key in apart:
        if row_key not in pairs and new_key not in pairs.values():
            pairs[row_key] = new_key
    return pairs


def _stands_beside(row: Stored, one: Wanted, zone: ZoneInfo) -> bool:
    return (
        row.item.activity == one.slot.activity_id
        and row.item.planned.get("place") == one.slot.place
        and _week(row.due, zone) == _week(one.due, zone)
    )


def _week(moment: datetime, zone: ZoneInfo) -> tuple[int, int]:
    year, week, _day = moment.astimezone(zone).isocalendar()
    return year, week


def _day_number(moment: datetime, zone: ZoneInfo) -> int:
    return moment.astimezone(zone).toordinal()


def _change(kind: Kind, wanted: Wanted, row: Stored | None, reason: str) -> Change:
    slot = wanted.slot
    seen = row.seen if row is not None else None
    return Change(
        kind, slot.key, wanted.due, slot.channel, slot.title, reason, wanted=wanted, seen=seen
    )


def _line(kind: Kind, row: Stored, reason: str) -> Change:
    item = row.item
    return Change(kind, item.key, row.due, item.channel, item.title, reason, seen=row.seen)


def _keep(row: Stored, reason: str) -> Change:
    return _line(Kind.KEEP, row, reason)
