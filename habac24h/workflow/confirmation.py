"""A person's word: that an airing happened at a place, or what became of a doubtful post."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import select

from habac24h.channels.registry import kind
from habac24h.errors import Refused
from habac24h.models import Airing, Attempt, Confirmation, Going, Item, Outcome, Words
from habac24h.workflow.desk import Desk

DONE, TAKEN_DOWN, NOT_DONE = "done", "taken_down", "not_done"


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
) -> Airing:
    """Record that an airing was read, hung, posted, held (`done`), `taken_down` or `not_done`.

    Without a place, all places that are still open are meant. `not_done` needs a reason in `note`.
    """
    item, airing = desk.one_airing(key)
    _refuse(desk, item, airing, what, note)
    for one in _open_places(desk, airing, place, what):
        desk.session.add(
            Confirmation(
                airing_id=airing.id or 0,
                place=one,
                kind=what,
                by=desk.who.name,
                at=desk.now,
                note=note,
                evidence=evidence.name if evidence else None,
                evidence_sha256=evidence.sha256 if evidence else None,
            )
        )
    desk.session.flush()
    desk.change_airing(
        airing,
        "confirm",
        **_settled(desk, airing, note),
        details={"what": what, "place": place, "note": note},
    )
    return airing


def confirmations(desk: Desk, airing: Airing) -> list[Confirmation]:
    """Everything that people said of this airing."""
    return list(desk.session.exec(select(Confirmation).where(Confirmation.airing_id == airing.id)))


def resolve(desk: Desk, key: str, *, as_done: bool) -> Airing:
    """A person decides on an `unknown` airing: it is on the page, or it is not."""
    _item, airing = desk.one_airing(key)
    if airing.state != Going.UNKNOWN:
        raise Refused(f"“{airing.key}” không ở trạng thái chưa rõ nên không cần quyết định.")
    query = select(Attempt).where(
        Attempt.airing_id == airing.id, Attempt.outcome == Outcome.UNKNOWN
    )
    for attempt in desk.session.exec(query):
        attempt.outcome = Outcome.ADOPTED if as_done else Outcome.ABSENT
        attempt.finished_at = desk.now
        desk.session.add(attempt)
    if as_done:
        values = {"state": Going.DONE, "public_at": desk.now, "reason": "người duyệt xác nhận"}
    else:
        values = {"state": Going.WAITING, "remote_id": None, "seen_at": None, "reason": None}
    desk.change_airing(airing, "resolve", **values, details={"as_done": as_done})
    return airing


def _refuse(desk: Desk, item: Item, airing: Airing, what: str, note: str | None) -> None:
    channel = kind(item.channel)
    if not channel.manual:
        raise Refused(f"“{airing.key}” do chương trình tự đăng nên không xác nhận bằng tay.")
    if item.state != Words.APPROVED:
        raise Refused(f"“{item.key}” chưa được duyệt nên chưa thể xác nhận đã thực hiện.")
    if what == NOT_DONE and not note:
        raise Refused("Không thực hiện thì cần nêu lý do bằng --reason.")
    if what == TAKEN_DOWN and not (channel.taken_down and airing.state == Going.DONE):
        raise Refused(f"“{airing.key}” chưa được xác nhận đã treo nên chưa thể báo đã tháo.")
    if what != TAKEN_DOWN and airing.state not in (Going.WAITING, Going.DONE):
        raise Refused(f"“{airing.key}” không chờ xác nhận (đã quá giờ, đã hủy hoặc đã qua).")
    zone = desk.settings.zone
    if desk.now.astimezone(zone).date() < airing.due.astimezone(zone).date():
        raise Refused(f"“{airing.key}” chưa đến ngày thực hiện nên chưa xác nhận được.")


def _open_places(desk: Desk, airing: Airing, place: str | None, what: str) -> list[str | None]:
    """The places that this confirmation is about; refuses one that is unknown or already said."""
    said = [one for one in confirmations(desk, airing) if _same_step(one.kind, what)]
    closed = {one.place for one in said}
    wanted: list[str | None] = [*airing.places] or [None]
    if place is not None:
        if place not in airing.places:
            listed = ", ".join(airing.places) or "không có địa điểm nào"
            raise Refused(f"“{airing.key}” không có địa điểm “{place}”; các địa điểm: {listed}.")
        wanted = [place]
    still_open = [one for one in wanted if one not in closed]
    if not still_open:
        raise Refused(f"“{airing.key}” đã được xác nhận từ trước.")
    return still_open


def _same_step(said: str, what: str) -> bool:
    return (said == TAKEN_DOWN) == (what == TAKEN_DOWN)


def _settled(desk: Desk, airing: Airing, note: str | None) -> dict[str, object]:
    """The airing's state that follows from everything said so far."""
    said = {one.place: one.kind for one in confirmations(desk, airing) if one.kind != TAKEN_DOWN}
    if len(said) < max(1, len(airing.places)):
        return {}
    if set(said.values()) == {NOT_DONE}:
        return {"state": Going.MISSED, "reason": f"không thực hiện: {note}"}
    return {"state": Going.DONE, "public_at": airing.public_at or desk.now}
