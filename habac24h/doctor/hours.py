"""The clock and the time zone: a wrong hour sends greetings on the wrong day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from zoneinfo import ZoneInfoNotFoundError

import requests
from sqlmodel import Session, col, select

from habac24h import memory
from habac24h.doctor.line import About, Line
from habac24h.doctor.patient import Patient
from habac24h.engine.wrong_clock import FAR, span
from habac24h.models import Audit

GRAPH = "https://graph.facebook.com/"
_CLOCK = About("clock", "Đồng hồ")
_ZONE = About("timezone", "Múi giờ")
_TIMEOUT = 5.0
_SLOW = timedelta(minutes=1)
_BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""This program did not exist before: a clock that shows less has stopped (its battery is flat)."""


def clock(patient: Patient) -> Line:
    """Against what the page told, the last row of the log (past for certain), a server's Date."""
    now = patient.now()
    told = _told_by_page(patient)
    if told is not None:
        return _CLOCK.wrong(told)
    last = _last_act(patient)
    if last is not None and last > now + FAR:
        return _CLOCK.wrong(
            f"đồng hồ máy chỉ {_shown(patient, now)}, sớm hơn việc đã ghi lúc "
            f"{_shown(patient, last)}; {_SET}"
        )
    if now < _BUILT:
        return _CLOCK.wrong(f"đồng hồ máy chỉ {_shown(patient, now)}, đã đứng hay sai năm; {_SET}")
    if not patient.online:
        return _CLOCK.note(f"{_shown(patient, now)}; chưa so với giờ trên mạng.")
    return _against_server(patient)


_SET = "hãy bật “đặt giờ tự động” của máy, thay pin đồng hồ nếu giờ lại sai sau khi tắt máy."


def timezone(patient: Patient) -> Line:
    """The office's zone, and the rules of zones that come with Windows only by a package."""
    settings = patient.settings
    try:
        local = patient.now().astimezone(settings.zone)
    except ZoneInfoNotFoundError:
        return _ZONE.wrong(
            f"máy không có dữ liệu múi giờ của {settings.timezone}; hãy cài gói tzdata (pip)."
        )
    known = _remembered_zone(patient)
    if known is not None and known != settings.timezone:
        return _ZONE.wrong(
            f"cài đặt là {settings.timezone} nhưng dữ liệu được lập theo {known}; hãy đặt lại "
            f"timezone = {known}."
        )
    source = "gói tzdata" if find_spec("tzdata") else "dữ liệu của máy"
    return _ZONE.ok(f"{settings.timezone}, bây giờ là {local:%H:%M} (UTC{local:%z}; {source})")


def _against_server(patient: Patient) -> Line:
    address = patient.settings.clock_url or patient.settings.graph_url or GRAPH
    before = patient.now()
    try:
        answer = requests.head(address, timeout=_TIMEOUT, allow_redirects=False)
        theirs = parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (requests.RequestException, KeyError, ValueError):
        return _CLOCK.note(
            f"{_shown(patient, before)}; chưa so được với giờ trên mạng vì {_host(address)} "
            "không trả lời."
        )
    off = patient.now() - theirs
    if abs(off) <= _SLOW:
        return _CLOCK.ok(f"đúng giờ (lệch {abs(off).total_seconds():.0f} giây)")
    way = "nhanh" if off > timedelta(0) else "chậm"
    said = f"đồng hồ máy {way} {span(abs(off))} so với {_host(address)}; {_SET}"
    return _CLOCK.wrong(said) if abs(off) >= FAR else _CLOCK.note(said)


def _host(address: str) -> str:
    return address.split("/")[2]


def _shown(patient: Patient, moment: datetime) -> str:
    return f"{moment.astimezone(patient.settings.zone):%H:%M ngày %d/%m/%Y}"


def _last_act(patient: Patient) -> datetime | None:
    if not patient.rows_can_be_read:
        return None
    with patient.rows() as session:
        return session.exec(select(Audit.at).order_by(col(Audit.id).desc()).limit(1)).first()


def _told_by_page(patient: Patient) -> str | None:
    """What the scheduler learnt when it last asked the page."""
    if not patient.rows_can_be_read or patient.online:
        return None
    with patient.rows() as session:
        told: str | None = memory.recall(session, memory.WRONG_CLOCK)
    return told


def _remembered_zone(patient: Patient) -> str | None:
    if not patient.rows_can_be_read:
        return None
    with patient.rows() as session:
        return _recalled(session)


def _recalled(session: Session) -> str | None:
    known: str | None = memory.recall(session, memory.TIMEZONE)
    return known
