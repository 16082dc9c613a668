"""What a row of the audit log says of an item: its deed, with the place and the result of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from habac24h.campaigns.packaged import packaged_topics
from habac24h.channels.registry import kind
from habac24h.workflow.deeds import CONFIRMED, deed

NONE = "không ghi"


def happened(act: str, details: Mapping[str, Any], channel: str, names: Mapping[str, str]) -> str:
    """“Xác nhận đã treo ở Thôn Đông”; `names` of the places by their ids, the deed for the rest."""
    told = deed(act)
    match act:
        case "confirm":
            return f"{told} {_result(details.get('what'), channel)}{_where(details, names)}"
        case "attendance":
            return f"{told}{_where(details, names)}: {_counts(details)}"
        case "retract" if details.get("said"):
            return f"{told}: {'; '.join(_taken_back(details['said'], channel, names))}"
        case "resolve":
            found = "bài có trên trang" if details.get("as_done") else "bài không có trên trang"
            return f"{told}: {found}"
        case "label" if details:
            return f"{told}: {'; '.join(_labels(details, names))}"
    return told


def _result(what: Any, channel: str) -> str:
    return CONFIRMED.get(str(what), kind(channel).done)


def _where(details: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """“ở …”; nothing where no place was named."""
    places = details.get("places") or [details.get("place")]
    return _at([one for one in places if one], names)


def _at(places: Sequence[str], names: Mapping[str, str]) -> str:
    return f" ở {', '.join(names.get(one, one) for one in places)}" if places else ""


def _labels(details: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """What was changed of topic and places, each with what it was before."""
    before = details.get("replaced") or {}
    if "topic" in details:
        now, was = (_topic(one.get("topic")) for one in (details, before))
        yield f"chủ đề {now} (trước đó {was})"
    if "places" in details:
        there, gone = (
            ", ".join(names.get(place, place) for place in one.get("places") or ())
            for one in (details, before)
        )
        yield f"địa điểm {there or NONE} (trước đó {gone or NONE})"


def _topic(id_: str | None) -> str:
    return f"“{packaged_topics().get(id_, id_)}”" if id_ else NONE


def _counts(details: Mapping[str, Any]) -> str:
    before = details.get("replaced")
    now = people(details.get("people") or ())
    return f"{now} (trước đó ghi {people(before)})" if before else now


def people(counted: Sequence[int | None]) -> str:
    """“12 nam, 20 nữ, trong đó 5 học sinh”; pupils only where somebody counted them."""
    men, women, pupils = (*counted, None, None, None)[:3]
    among = "" if pupils is None else f", trong đó {pupils} học sinh"
    return f"{men or 0} nam, {women or 0} nữ{among}"


def _taken_back(
    said: Sequence[Mapping[str, Any]], channel: str, names: Mapping[str, str]
) -> Iterator[str]:
    """One part for each result, with all its places."""
    by_result = sorted(said, key=lambda one: str(one.get("what")))
    for what, some in groupby(by_result, key=lambda one: one.get("what")):
        there = [one["place"] for one in some if one.get("place")]
        yield f"{_result(what, channel)}{_at(there, names)}"
