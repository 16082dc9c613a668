"""The topic and the places of an item that a person added, changed while it is a draft."""

from __future__ import annotations

from collections.abc import Sequence

from habac24h import rows
from habac24h.errors import Refused
from habac24h.models import Airing, Item, Words
from habac24h.workflow.approval import SCREEN
from habac24h.workflow.confirmation import confirmations
from habac24h.workflow.desk import Desk
from habac24h.workflow.pictures import shown_with
from habac24h.workflow.words import check_topic, in_order


def label(desk: Desk, key: str, *, topic: str | None, places: Sequence[str]) -> Item:
    """Give an item this topic (None: no topic) and all its airings these places (ids, each once).

    Only a draft's: places are part of what was approved, and a card is drawn from the topic. The
    same again changes nothing.
    """
    item, airings = desk.item(key), desk.airings(desk.item(key))
    there = places_of(airings)
    check_topic(topic)
    wanted = in_order(desk, item.channel, places, already=there)
    moved = [one for one in airings if one.places != wanted]
    if topic == item.topic and not moved:
        return item
    _refuse(desk, item, moved)
    told: dict[str, object] = {}
    before: dict[str, object] = {}
    if topic != item.topic:
        told["topic"], before["topic"] = topic, item.topic
    if moved:
        told["places"], before["places"] = wanted, there
    for one in moved:
        rows.change_airing(desk.session, one, places=wanted)  # the item's row tells of it
    desk.change_item(
        item,
        "label",
        topic=topic,
        authors=sorted({*item.authors, desk.who.name}),
        **shown_with(desk, item, None, new_words=topic != item.topic),
        details={**told, "replaced": before},
    )
    return item


def places_of(airings: Sequence[Airing]) -> list[str]:
    """The ids of all places of these airings, each once."""
    return list(dict.fromkeys(place for one in airings for place in one.places))


def may_be_labelled(item: Item) -> bool:
    """Whether a person may change its topic and its places now."""
    return item.handmade and item.state == Words.DRAFT


def _refuse(desk: Desk, item: Item, moved: Sequence[Airing]) -> None:
    if not item.handmade:
        raise Refused(
            f"“{item.key}” do kế hoạch đặt ra: chủ đề và địa điểm theo định nghĩa chiến dịch; hãy "
            "đổi ở đó rồi lập kế hoạch lại."
        )
    if item.state == Words.DROPPED:
        raise Refused(
            f"“{item.key}” đã bỏ; hãy khôi phục bằng `habac24h restore {item.key}` rồi mới đổi."
        )
    if item.state != Words.DRAFT:
        raise Refused(
            f"“{item.key}” đang ở trạng thái {SCREEN[Words(item.state)]} nên không đổi chủ đề, địa "
            "điểm được; hãy trả lại để thành bản nháp, đổi xong thì trình và duyệt lại."
        )
    for one in moved:
        if confirmations(desk, one):
            raise Refused(
                f"“{one.key}” đã có lời xác nhận ở các địa điểm đang ghi nên không đổi địa điểm "
                f"được; nếu ghi nhầm, hãy rút lại bằng `habac24h confirm {one.key} --take-back`."
            )
