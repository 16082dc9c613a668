"""What is known of an airing that a person must decide on: tries, answers, what the page showed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h import memory
from habac24h.config import Settings
from habac24h.models import Airing, Attempt, Going, Item, Outcome
from habac24h.workflow.halting import is_stopped
from habac24h.workflow.lost import comes_until
from habac24h.workflow.mending import Mend, mend

TROUBLED = (Going.FAILED, Going.UNKNOWN, Going.WITHDRAWING, Going.MISSED)
_LOOKED_FOR = (Outcome.UNKNOWN, Outcome.DUPLICATE, Outcome.ACCEPTED)
OUTCOMES = {
    "open": "đang gửi",
    "accepted": "Facebook đã nhận",
    "adopted": "tìm thấy trên trang, nhận lại",
    "not_sent": "chắc chắn chưa gửi",
    "unknown": "chưa rõ Facebook có nhận không",
    "duplicate": "Facebook báo đã có bài giống hệt",
    "absent": "chắc chắn không có trên trang",
}


def attempts_of(session: Session, airing: Airing) -> list[Attempt]:
    """Every try to send this airing, oldest first."""
    query = select(Attempt).where(Attempt.airing_id == airing.id).order_by(col(Attempt.number))
    return list(session.exec(query))


def attempts_of_all(session: Session, airings: Iterable[Airing]) -> dict[int, list[Attempt]]:
    """As `attempts_of` for the lines of a list, asked once."""
    found: dict[int, list[Attempt]] = defaultdict(list)
    wanted = col(Attempt.airing_id).in_([airing.id for airing in airings])
    for attempt in session.exec(select(Attempt).where(wanted).order_by(col(Attempt.number))):
        found[attempt.airing_id].append(attempt)
    return found


def known(session: Session, airing: Airing, zone: ZoneInfo) -> list[str]:
    """What is known, one Vietnamese sentence each, times in the office's zone."""
    return known_by(airing, attempts_of(session, airing), looked_at(session), zone)


def looked_at(session: Session) -> datetime | None:
    """When the page was last looked through."""
    looked = memory.recall(session, memory.LOOKED_AT)
    return datetime.fromisoformat(looked) if looked else None


def known_by(
    airing: Airing, tries: Sequence[Attempt], looked: datetime | None, zone: ZoneInfo
) -> list[str]:
    """As `known`, from what a list has asked for once."""
    lines = [_tried(attempt, zone) for attempt in tries]
    if airing.seen_at is not None:
        lines.append(f"Đã thấy bài trên trang lúc {_at(airing.seen_at, zone)}.")
    if airing.was_public:
        lines.append("Bài đã từng hiện công khai.")
    doubtful = [attempt.looks for attempt in tries if attempt.outcome in _LOOKED_FOR]
    if airing.state == Going.UNKNOWN and airing.seen_at is None and doubtful:
        lines.append(_looks(min(doubtful)))
    if looked and (tries or airing.state == Going.UNKNOWN):
        lines.append(f"Lần xem trang gần nhất: {_at(looked, zone)}.")
    if airing.remote_id:
        lines.append(f"Mã bài trên Facebook: {airing.remote_id}.")
    if airing.permalink and airing.permalink.startswith(("https://", "http://")):
        lines.append(f"Xem bài tại {airing.permalink}")
    return lines


def _looks(times: int) -> str:
    if not times:
        return "Từ lúc đó chưa xem lại trang lần nào."
    return f"Đã xem trọn trang {times} lần sau đó, chưa thấy bài này."


def way_out(
    item: Item,
    airing: Airing,
    tries: Sequence[Attempt],
    now: datetime,
    settings: Settings,
    *,
    stopped: bool,
) -> Mend:
    """`mend`, with what the tries say of a post that may still come."""
    last = comes_until(tries, now, settings)
    until = last.astimezone(settings.zone) if last else None
    return mend(item, airing, now, stopped=stopped, comes_until=until)


def to_decide(
    session: Session, item: Item, airing: Airing, now: datetime, settings: Settings
) -> dict[str, Any] | None:
    """{airing, reason, said, known, sentence, moves: [{fits, command}]}; None when all is well."""
    postponed = airing.state == Going.HANDED_OVER and airing.reason is not None
    if airing.state not in TROUBLED and not postponed:
        return None
    tries, stopped = attempts_of(session, airing), is_stopped(session)
    what = way_out(item, airing, tries, now, settings, stopped=stopped)
    return {
        "airing": airing.key,
        "reason": airing.reason,
        "said": airing.said,
        "known": known(session, airing, settings.zone),
        "sentence": what.sentence,
        "moves": [{"fits": step.fits, "command": step.command} for step in what.steps],
    }


def _tried(attempt: Attempt, zone: ZoneInfo) -> str:
    """One try with its hour, what came of it, Facebook's numbers and Facebook's own words."""
    told = f"Lần gửi {attempt.number} lúc {_at(attempt.started_at, zone)}: "
    told += OUTCOMES.get(attempt.outcome, attempt.outcome)
    if attempt.code is not None:
        subcode = f"/{attempt.subcode}" if attempt.subcode is not None else ""
        told += f" (mã lỗi {attempt.code}{subcode})"
    if attempt.images:
        told += f", đã tải {len(attempt.media)}/{len(attempt.images)} ảnh"
    return f"{told}. Facebook nói: “{attempt.said}”." if attempt.said else f"{told}."


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M:%S ngày %d/%m/%Y}"
