"""Which units there are: those that the plan names, the villages and schools, and added ones."""

from __future__ import annotations

import re

from sqlmodel import Session, col, select

from habac24h import audit, memory
from habac24h.audit import Actor
from habac24h.campaigns.library import places
from habac24h.campaigns.names import wrong_id
from habac24h.campaigns.places import PlaceEntry
from habac24h.errors import NotFound, Refused
from habac24h.units.tables import Unit
from habac24h.workflow.desk import Desk
from habac24h.workflow.words import one_line

KINDS = {
    "phong": "cơ quan, phòng",
    "doan-the": "Mặt trận, đoàn thể",
    "thon": "thôn",
    "truong": "trường học",
}
OF_THE_PLAN = (
    ("van-phong", "Văn phòng HĐND&UBND xã", "phong"),
    ("phong-kinh-te", "Phòng Kinh tế", "phong"),
    ("cong-an", "Công an xã", "phong"),
    ("trung-tam-dich-vu", "Trung tâm Dịch vụ sự nghiệp công xã", "phong"),
    ("mat-tran", "Ủy ban MTTQ Việt Nam xã", "doan-the"),
    ("hoi-phu-nu", "Hội Liên hiệp Phụ nữ xã", "doan-the"),
)
"""Those that the plan names (II.2–II.5, IV.2–IV.5). Phòng Văn hoá - Xã hội is whom they report to;
other unions, which the plan counts without naming, are the office's to add."""
LOADED = "units_loaded"
_HOUSE = re.compile(r"^nhà văn h(?:oá|óa) (?=thôn\b)", re.IGNORECASE)


def load_starters(session: Session) -> None:
    """The plan's units and the office's villages and schools, once in a database's life."""
    if memory.recall(session, LOADED):
        return
    for unit_id, name, kind in OF_THE_PLAN:
        _put(session, unit_id, name, kind)
    for place in places(session):
        if place.kind in ("thon", "truong"):
            _put(session, place.id, unit_name(place), place.kind)
    memory.remember(session, LOADED, True)


def everyone(session: Session) -> list[Unit]:
    """The units in use, in the office's order."""
    query = select(Unit).where(col(Unit.removed).is_(False))
    order = {kind: number for number, kind in enumerate(KINDS)}
    found = session.exec(query)
    return sorted(found, key=lambda one: (order.get(one.kind, 9), one.position, one.id))


def named(session: Session, unit_id: str) -> Unit:
    """The unit of this id; raises NotFound with those that there are."""
    found = session.get(Unit, unit_id)
    if found is None or found.removed:
        known = ", ".join(one.id for one in everyone(session))
        raise NotFound(f"Không có đơn vị “{unit_id}”; các đơn vị: {known}.")
    return found


def add(desk: Desk, unit_id: str, name: str, kind: str) -> Unit:
    """A new unit; one that was removed comes back under its id, with its reports."""
    if wrong_id(unit_id) is not None:
        raise Refused(
            f"Mã đơn vị “{unit_id}” không dùng được: chỉ gồm chữ thường không dấu, chữ số và "
            "gạch nối."
        )
    if kind not in KINDS:
        raise Refused(f"Không có loại đơn vị “{kind}”; chọn một trong: {', '.join(KINDS)}.")
    known = desk.session.get(Unit, unit_id)
    if known is not None and not known.removed:
        raise Refused(f"Đã có đơn vị “{unit_id}” ({known.name}).")
    unit = _put(desk.session, unit_id, one_line(name), kind)
    _record(desk.session, desk.who, "unit-add", desk, unit)
    return unit


def add_places(desk: Desk) -> list[Unit]:
    """The office's villages and schools that are no units yet; one that was removed stays so."""
    new = [
        place
        for place in places(desk.session)
        if place.kind in ("thon", "truong") and desk.session.get(Unit, place.id) is None
    ]
    return [add(desk, place.id, unit_name(place), place.kind) for place in new]


def rename(desk: Desk, unit_id: str, name: str) -> Unit:
    """Another name for a unit; its reports stay its own."""
    unit = named(desk.session, unit_id)
    before, unit.name = unit.name, one_line(name)
    if unit.name == before:
        raise Refused(f"Đơn vị đã mang tên “{before}”, không có gì phải đổi.")
    desk.session.add(unit)
    audit.record(
        desk.session,
        desk.who,
        "unit-rename",
        desk.now,
        unit=unit.id,
        before=before,
        after=unit.name,
    )
    return unit


def remove(desk: Desk, unit_id: str) -> Unit:
    """Take a unit out of use; what it reported stays on record and counts in its years."""
    unit = named(desk.session, unit_id)
    unit.removed = True
    desk.session.add(unit)
    _record(desk.session, desk.who, "unit-remove", desk, unit)
    return unit


def bring_back(desk: Desk, unit_id: str) -> Unit:
    """A unit that was taken out of use is in use again, as it was."""
    unit = desk.session.get(Unit, unit_id)
    if unit is None:
        raise NotFound(f"Không có đơn vị “{unit_id}” để lấy lại.")
    if not unit.removed:
        raise Refused(f"{unit.name} đang trong danh sách rồi, không phải lấy lại.")
    unit.removed = False
    desk.session.add(unit)
    _record(desk.session, desk.who, "unit-restore", desk, unit)
    return unit


def unit_name(place: PlaceEntry) -> str:
    """What a place's people are called: "Nhà văn hóa thôn 1" is where "Thôn 1" meets."""
    name = _HOUSE.sub("", place.name)
    return name[:1].upper() + name[1:]


def _put(session: Session, unit_id: str, name: str, kind: str) -> Unit:
    last = max(session.exec(select(Unit.position)), default=0)
    unit = session.get(Unit, unit_id) or Unit(id=unit_id, name="", kind=kind, position=last + 1)
    unit.name, unit.kind, unit.removed = name, kind, False
    session.add(unit)
    session.flush()
    return unit


def _record(session: Session, who: Actor, act: str, desk: Desk, unit: Unit) -> None:
    audit.record(session, who, act, desk.now, unit=unit.id, name=unit.name)
