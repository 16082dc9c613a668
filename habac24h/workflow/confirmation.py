"""A person's word: that an airing happened at a place, or what became of a doubtful post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h.channels.registry import kind
from habac24h.errors import Refused
from habac24h.models import Airing, Attempt, Confirmation, Going, Item, Outcome, Place, Words
from habac24h.workflow.attendance import Present, count_people
from habac24h.workflow.desk import Desk
from habac24h.workflow.leading import LATE
from habac24h.workflow.lost import comes_until
from habac24h.workflow.state import SCREEN, screen

DONE, TAKEN_DOWN, NOT_DONE = "done", "taken_down", "not_done"
RETRACTED = "retracted"
"""A word that was taken back: it stays with its evidence, and counts nowhere."""
_BUNDLE = 500
EARLY = timedelta(minutes=15)
"""How long before its hour something may be said to be done: clocks differ, people begin early."""


@dataclass(frozen=True)
class Open:
    """The places of an airing that a word can still be about; None is an airing without places."""

    silent: tuple[str | None, ...] = ()
    """Nobody has said a word: it was done there, or it will not be."""
    hanging: tuple[str | None, ...] = ()
    """Hung, and nobody has said that it was taken down."""
    down: bool = False
    """It was hung, and it hangs nowhere any more."""


@dataclass(frozen=True)
class Evidence:
    """A kept file: its name in the home's evidence folder and the SHA-256 of its bytes."""

    name: str
    sha256: str


def confirm(
    desk: Desk,
    key: str,
    *,
    place: str | None = None,
    what: str = DONE,
    note: str | None = None,
    evidence: Evidence | None = None,
    came: Present | None = None,
) -> Airing:
    """Record that an airing was read, hung, posted, held (`done`), `taken_down` or `not_done`.

    Without a place, all places that are still open are meant. `not_done` needs a reason in `note`.
    What hangs may be taken down whatever has become of its words since. What was over before its
    words were approved may have happened all the same: people say so afterwards. `came` is counted
    of a talk that was held; said again of one that is confirmed already, it corrects the count.
    """
    item, airing = desk.one_airing(key)
    note = (note or "").strip() or None
    _refuse(desk, item, airing, what, note)
    if came is not None and (held := _held(desk, airing, place)):
        _refuse_more(airing, note, evidence)
        count_people(desk, item, airing, held, came)
        return airing
    places = _open_places(desk, airing, place, what)
    if came is not None:
        count_people(desk, item, airing, places, came, held=what == DONE)
    for one in places:
        desk.session.add(_word(desk, airing, one, what, note, evidence))
    desk.session.flush()
    said: dict[str, object] = {"what": what, **_named(places), "note": note}
    if evidence:
        said["evidence_sha256"] = evidence.sha256
    desk.change_airing(airing, "confirm", **_settled(desk, airing, note), details=said)
    return airing


def _named(places: list[str | None]) -> dict[str, object]:
    """The places that a word is about, as the audit log keeps them."""
    return {"places": places} if len(places) > 1 else {"place": places[0]}


def _word(
    desk: Desk,
    airing: Airing,
    place: str | None,
    what: str,
    note: str | None,
    evidence: Evidence | None,
) -> Confirmation:
    return Confirmation(
        airing_id=airing.id or 0,
        place=place,
        kind=what,
        by=desk.who.name,
        at=desk.now,
        note=note,
        evidence=evidence.name if evidence else None,
        evidence_sha256=evidence.sha256 if evidence else None,
    )


def confirmations(desk: Desk, airing: Airing) -> list[Confirmation]:
    """Everything that people said of this airing."""
    return _said_of(desk.session, airing)


def forget_not_done(desk: Desk, airing: Airing) -> None:
    """An airing that gets another chance is open again at the places where it had failed.

    The audit log keeps what was said there; where it was done, it stays done.
    """
    for one in confirmations(desk, airing):
        if one.kind == NOT_DONE:
            desk.session.delete(one)
    desk.session.flush()


def still_hangs(session: Session, airing: Airing) -> bool:
    """Whether somewhere it was hung and nobody has said that it was taken down."""
    said = _said_of(session, airing)
    hung = {one.place for one in said if one.kind == DONE}
    return bool(hung - {one.place for one in said if one.kind == TAKEN_DOWN})


def down_again(session: Session, airings: Iterable[Airing]) -> frozenset[int]:
    """The ids of those airings that hung and are down everywhere, by one query for all of them."""
    hung = {one.id or 0: one for one in airings if one.state == Going.DONE}
    said: dict[int, list[Confirmation]] = defaultdict(list)
    listed = list(hung)
    for at in range(0, len(listed), _BUNDLE):
        query = select(Confirmation).where(
            col(Confirmation.airing_id).in_(listed[at : at + _BUNDLE])
        )
        for one in session.exec(query):
            said[one.airing_id].append(one)
    return frozenset(id_ for id_, airing in hung.items() if open_places(airing, said[id_]).down)


def resolve(desk: Desk, key: str, *, as_done: bool) -> Airing:
    """A person decides on an `unknown` airing: it is on the page, or it is not.

    `as_done` also ends a withdrawal of what is public already: the person keeps it. That a
    withdrawn post is gone, only Facebook may say. Refused while a post that is not there yet may
    still come.
    """
    item, airing = desk.one_airing(key)
    kept = airing.state == Going.WITHDRAWING and as_done
    if airing.state != Going.UNKNOWN and not kept:
        raise Refused(
            f"“{airing.key}” đang ở trạng thái “{screen(airing.state, item.channel)}”, "
            "không phải “chưa rõ đã đăng hay chưa”, nên không cần quyết định."
        )
    if kept and not airing.was_public:
        raise Refused(f"“{airing.key}” chưa hiện công khai trên trang nên không có gì để giữ lại.")
    if not as_done:
        _refuse_too_soon(desk, airing)
    _close_attempts(desk, airing, as_done=as_done)
    if as_done:
        values = {
            "state": Going.DONE,
            "wanted": None,
            "lease_until": None,
            "was_public": True,
            "public_at": airing.public_at or max(airing.due, desk.now),
            "reason": f"{desk.called} xác nhận bài đang có trên trang",
        }
    else:
        values = {
            "state": Going.WAITING,
            "remote_id": None,
            "permalink": None,
            "fingerprint": None,
            "seen_at": None,
            "reason": None,
        }
    desk.change_airing(airing, "resolve", **values, details={"as_done": as_done})
    return airing


def _close_attempts(desk: Desk, airing: Airing, *, as_done: bool) -> None:
    """What a person says settles every try of which nobody knew what it did."""
    doubtful = [Outcome.UNKNOWN, Outcome.DUPLICATE]
    if not as_done:
        doubtful.append(Outcome.ACCEPTED)
    query = select(Attempt).where(
        Attempt.airing_id == airing.id, col(Attempt.outcome).in_(doubtful)
    )
    for attempt in desk.session.exec(query):
        attempt.outcome = Outcome.ADOPTED if as_done else Outcome.ABSENT
        attempt.finished_at = attempt.finished_at or desk.now
        desk.session.add(attempt)


def _refuse_too_soon(desk: Desk, airing: Airing) -> None:
    """What is not there yet may still come: the program looks on, adopts it or sends it again."""
    tries = desk.session.exec(select(Attempt).where(Attempt.airing_id == airing.id))
    until = comes_until(tries, desk.now, desk.settings)
    if until is None:
        return
    raise Refused(
        f"Lần gửi trước của “{airing.key}” không có trả lời, và bài còn có thể hiện muộn đến "
        f"{until.astimezone(desk.settings.zone):%H:%M}. Chương trình đang tự tìm trên trang, sau "
        "giờ ấy tự gửi lại; không cần làm gì. Chỉ khi qua giờ ấy mà vẫn ở trạng thái này thì mới "
        "cần quyết định."
    )


def _refuse(desk: Desk, item: Item, airing: Airing, what: str, note: str | None) -> None:
    channel = kind(item.channel)
    if not channel.manual:
        raise Refused(f"“{airing.key}” do chương trình tự đăng nên không xác nhận bằng tay.")
    if what == TAKEN_DOWN:
        if not channel.taken_down:
            raise Refused(f"“{airing.key}” không phải băng rôn nên không có gì để tháo.")
        return
    if item.state != Words.APPROVED:
        raise Refused(
            f"“{item.key}” đang ở trạng thái {SCREEN[item.state]}, chưa được duyệt, "
            "nên chưa thể xác nhận; hãy trình và duyệt trước."
        )
    if what == NOT_DONE and not note:
        raise Refused("Không thực hiện thì cần nêu lý do bằng --reason.")
    if not _may_be_told(desk, airing):
        raise Refused(
            f"“{airing.key}” đang ở trạng thái “{screen(airing.state, item.channel)}” nên không "
            f"chờ xác nhận; hãy mở lại bằng `habac24h resend {airing.key}` hoặc dời sang giờ mới."
        )
    _refuse_early(desk, airing, what)


def is_early(airing: Airing, now: datetime) -> bool:
    """Whether it cannot have happened yet."""
    return now < airing.due - EARLY


def days_early(airing: Airing, at: datetime, zone: ZoneInfo) -> int:
    """How many local days before the last one of its window something came down; 0 without one."""
    if airing.until is None:
        return 0
    return max(0, (airing.until.astimezone(zone).date() - at.astimezone(zone).date()).days)


def _may_be_told(desk: Desk, airing: Airing) -> bool:
    if airing.state in (Going.WAITING, Going.DONE):
        return True
    return airing.state in LATE and all(one.kind != NOT_DONE for one in confirmations(desk, airing))


def _refuse_early(desk: Desk, airing: Airing, what: str) -> None:
    """That it will not happen is known from the morning of its day; that it did, from its hour."""
    zone = desk.settings.zone
    due = airing.due.astimezone(zone)
    if desk.now.astimezone(zone).date() < due.date():
        raise Refused(f"“{airing.key}” chưa đến ngày thực hiện nên chưa xác nhận được.")
    if what == DONE and is_early(airing, desk.now):
        raise Refused(
            f"“{airing.key}” đến {due:%H:%M} ngày {due:%d/%m/%Y} mới diễn ra nên chưa xác nhận là "
            "đã làm được; nếu đã làm sớm hơn, hãy dời về đúng giờ đã làm trước."
        )


def open_places(airing: Airing, said: Iterable[Confirmation]) -> Open:
    """What of an airing is open after everything that was said of it."""
    told = [(one.place, one.kind) for one in said if one.kind != RETRACTED]
    every: list[str | None] = [*airing.places] or [None]
    hung = [one for one in every if (one, DONE) in told]
    silent = [one for one in every if (one, DONE) not in told and (one, NOT_DONE) not in told]
    hanging = [one for one in hung if (one, TAKEN_DOWN) not in told]
    return Open(tuple(silent), tuple(hanging), down=bool(hung) and not hanging and not silent)


def _open_places(desk: Desk, airing: Airing, place: str | None, what: str) -> list[str | None]:
    """The places that this confirmation is about; refuses one that is unknown or already said."""
    if place is not None and place not in airing.places:
        listed = ", ".join(airing.places) or "không có địa điểm nào"
        raise Refused(f"“{airing.key}” không có địa điểm “{place}”; các địa điểm: {listed}.")
    said = confirmations(desk, airing)
    still = open_places(airing, said)
    found = still.hanging if what == TAKEN_DOWN else still.silent
    wanted = [one for one in found if place in (None, one)]
    if not wanted:
        raise _said_already(desk, airing, place, what, said)
    return wanted


def _said_already(
    desk: Desk, airing: Airing, place: str | None, what: str, said: Iterable[Confirmation]
) -> Refused:
    """Why nothing is open there, and how a wrong word is taken back."""
    there = {one.kind for one in said if place in (None, one.place)}
    called = f"“{airing.key}”" + (f" ở {_place_name(desk, place)}" if place else "")
    if what == TAKEN_DOWN and DONE not in there:
        return Refused(f"{called} chưa được xác nhận đã treo nên chưa thể báo đã tháo.")
    return Refused(
        f"{called} đã được xác nhận từ trước; nếu ghi nhầm, hãy rút lại xác nhận ấy bằng "
        f"`habac24h confirm {airing.key} --take-back` rồi ghi lại."
    )


def _place_name(desk: Desk, place: str) -> str:
    found = desk.session.get(Place, place)
    return found.name if found else place


def _held(desk: Desk, airing: Airing, place: str | None) -> list[str | None]:
    """The places meant, where all of them are said to have happened."""
    happened = {one.place for one in confirmations(desk, airing) if one.kind == DONE}
    wanted: list[str | None] = [place] if place is not None else ([*airing.places] or [None])
    return wanted if happened.issuperset(wanted) else []


def _refuse_more(airing: Airing, note: str | None, evidence: Evidence | None) -> None:
    """A count is corrected alone: a word once given stays as it was."""
    if note or evidence:
        raise Refused(
            f"“{airing.key}” đã được xác nhận từ trước; lúc này chỉ sửa được số người dự, không "
            "thêm ghi chú hay minh chứng."
        )


def _settled(desk: Desk, airing: Airing, note: str | None) -> dict[str, object]:
    """The airing's state that follows from everything said so far."""
    said = {one.place: one.kind for one in confirmations(desk, airing) if one.kind != TAKEN_DOWN}
    if airing.state not in (Going.WAITING, *LATE) or len(said) < max(1, len(airing.places)):
        return {}
    if set(said.values()) == {NOT_DONE}:
        return {"state": Going.MISSED, "reason": f"không thực hiện: {note}"}
    return {"state": Going.DONE, "public_at": airing.public_at or desk.now, "reason": None}


def _said_of(session: Session, airing: Airing) -> list[Confirmation]:
    query = select(Confirmation).where(
        Confirmation.airing_id == airing.id, Confirmation.kind != RETRACTED
    )
    return list(session.exec(query.order_by(col(Confirmation.id))))
