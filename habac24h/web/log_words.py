"""What a row of Nhật ký says besides its deed: every detail by a Vietnamese name, local times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h.accounts.api_tokens import SCOPES
from habac24h.accounts.names import names_of_people
from habac24h.budget.lines import SOURCES
from habac24h.campaigns import library
from habac24h.campaigns.fact_names import fact_name
from habac24h.campaigns.facts import COMMON
from habac24h.campaigns.packaged import packaged_topics
from habac24h.models import Audit, Item, Place
from habac24h.report.texts import PARTS
from habac24h.units.figures import FIGURES
from habac24h.units.periods import PERIODS
from habac24h.units.tables import Unit
from habac24h.web.planning import KINDS
from habac24h.web.setting_fields import FIELDS, PASSWORD
from habac24h.web.words import CONFIRMED
from habac24h.workflow.people import ROLES
from habac24h.workflow.state import SCREEN

DETAILS = {
    "reason": "lý do",
    "override_reason": "vẫn trình vì",
    "findings": "còn điều cần xem",
    "attempt": "lần gửi",
    "fence": "lần gửi",
    "one_person": "một người tự duyệt",
    "remote_id": "mã bài trên trang",
    "note": "ghi chú",
    "kind": "loại",
    "role": "vai trò",
    "facts": "số liệu",
    "campaign": "chiến dịch",
    "year": "năm",
    "counts": "số nội dung",
    "user": "người dùng",
    "approver": "người duyệt",
    "full_name": "họ tên",
    "position": "chức vụ",
    "topic": "chủ đề",
    "place": "địa điểm",
    "places": "các địa điểm",
    "feed": "lịch",
    "file": "tệp",
    "word": "mục lời",
    "settings": "cài đặt",
    "page": "trang",
    "copied_from": "lấy lại từ năm",
    "verified_on": "ngày gọi thử",
    "source": "nguồn",
    "source_year": "năm của con số",
    "revision": "bản",
    "wanted": "sau đó",
    "what": "kết quả",
    "said": "đã ghi trước đó",
    "title": "tiêu đề",
    "drafts": "có bản nháp",
    "from": "từ",
    "to": "sang",
    "address": "địa chỉ thư",
    "taken_at": "bản sao lưu lúc",
    "post": "mã bài trên trang",
    "hour": "giờ của bài",
    "link": "đường dẫn",
    "images": "ảnh của bài",
    "people": "số người dự",
    "as_done": "coi là đã đăng",
    "until": "đến",
    "unit": "đơn vị",
    "name": "tên",
    "period": "kỳ",
    "received_on": "ngày nhận",
    "figures": "con số",
    "due": "hạn",
    "line": "dòng kinh phí số",
    "content": "nội dung chi",
    "amount": "số tiền",
    "on": "ngày",
    "quantity": "số lượng",
    "price": "đơn giá",
    "scope": "phạm vi",
    "part": "phần",
    "text": "lời",
    "items": "số nội dung",
    "ended": "số phiên đã đóng",
    "token": "mã truy cập",
    "days": "số ngày có hiệu lực",
    "kept": "số sự kiện đã giữ",
    "removed": "số sự kiện đã bỏ",
    "uid": "sự kiện",
    "replaced": "thay cho",
}
QUIET = frozenset(
    (
        "worker",
        "was",
        "text_sha256",
        "approval_sha256",
        "file_sha256",
        "evidence_sha256",
        "added",
        "media_type",
    )
)
"""Details that say nothing to people."""
_SETTINGS = {**FIELDS, PASSWORD.name: PASSWORD}
_WORDS = {**SCREEN, **ROLES, **CONFIRMED}
_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)?)?\Z")
_DAYS = re.compile(
    r"(?P<since>\d{4}-\d\d-\d\d)/(?P<until>\d{4}-\d\d-\d\d)(?:/(?P<campaign>[a-z0-9-]+))?\Z"
)
FOLDED = "plan-"
"""Acts of planning come by the hundred at one moment."""
SHOWN_OPEN = 3


@dataclass(frozen=True)
class Lines:
    """Rows that stand together; more than a few of one saving are folded into one line."""

    rows: tuple[Audit, ...]

    @property
    def is_folded(self) -> bool:
        """Whether one line with a count stands for them."""
        return len(self.rows) > SHOWN_OPEN


@dataclass(frozen=True)
class Speaker:
    """Says the details of rows; knows what the codes in them are called."""

    zone: ZoneInfo
    titles: Mapping[str, str]
    names: Mapping[tuple[str, str], str]

    def told(self, row: Audit) -> list[tuple[str, str]]:
        """The details by name, as plain words."""
        told = [
            (DETAILS.get(name, name), self._said(name, value))
            for name, value in row.details.items()
            if name not in QUIET and value not in (None, "", [], {}, False)
        ]
        if row.details.get("copied_from") and row.details.get("facts") == {}:
            told.append((DETAILS["facts"], "không có số nào để lấy"))
        return told

    def change(self, row: Audit) -> str:
        """“chờ duyệt → đã duyệt” where the row tells of a change; empty for others."""
        before, after = stand(row.before), stand(row.after)
        return f"{before or '–'} → {after or '–'}" if before != after else ""

    def _said(self, name: str, value: Any) -> str:
        if name == "settings":
            return "; ".join(self._turned(name, *turn) for name, turn in value.items())
        if name == "counts":
            return ", ".join(f"{KINDS.get(kind, kind)} {count}" for kind, count in value.items())
        if name == "facts":
            return "; ".join(f"{fact_name(one)}: {self._plain(it)}" for one, it in value.items())
        if name == "people" and len(value) == len(_PEOPLE):
            return ", ".join(f"{word} {count}" for word, count in zip(_PEOPLE, value, strict=True))
        if name == "places":
            return ", ".join(self.names.get(("place", one), one) for one in value)
        if name == "images":
            return f"{len(value)} ảnh"
        if name == "scope" and isinstance(value, str) and (days := _DAYS.match(value)):
            return _days(days, self.names)
        if isinstance(value, str):
            return self.names.get((name, value)) or self._plain(value)
        return self._plain(value)

    def _turned(self, name: str, old: Any, new: Any) -> str:
        """A setting as it was and as it is."""
        field = _SETTINGS.get(name)
        label, chosen = (field.label, dict(field.choices)) if field else (name, {})
        before, after = (chosen.get(str(one), self._plain(one)) for one in (old, new))
        return f"{label}: {before} → {after}"

    def _plain(self, value: Any) -> str:
        if isinstance(value, dict):
            told = ((name, inner) for name, inner in value.items() if inner not in (None, ""))
            return "; ".join(f"{_name(name)}: {self._said(name, inner)}" for name, inner in told)
        if isinstance(value, list):
            return ", ".join(map(self._plain, value))
        if isinstance(value, bool):
            return "có" if value else "không"
        if isinstance(value, str) and _TIME.match(value):
            return _local(value, self.zone)
        return "–" if value is None else _WORDS.get(str(value), str(value))


def _name(of: str) -> str:
    """What a detail, or a figure inside one, is called."""
    return FIGURES[of].short if of in FIGURES else DETAILS.get(of, of)


def _days(found: re.Match[str], names: Mapping[tuple[str, str], str]) -> str:
    """What a report is about: its days, and its campaign."""
    since, until = (f"{date.fromisoformat(found[name]):%d/%m/%Y}" for name in ("since", "until"))
    campaign = found["campaign"]
    told = f", {names.get(('campaign', campaign), campaign)}" if campaign else ""
    return f"{since} – {until}{told}"


def stand(state: str | None) -> str:
    """A state or a role that a row names, in words; empty for none."""
    return _WORDS.get(state, state) if state else ""


_PEOPLE = ("nam", "nữ", "học sinh")


def speaker(session: Session, zone: ZoneInfo, rows: Iterable[Audit]) -> Speaker:
    """One that knows what these rows name."""
    keys = sorted({row.item for row in rows if row.item})
    query = select(Item.key, Item.title).where(col(Item.key).in_(keys))
    names = {("campaign", COMMON): "dùng chung cả năm"}
    names |= {("campaign", one.id): one.title for one in library.stored(session)}
    names |= {("place", one.id): one.name for one in session.exec(select(Place))}
    names |= {("topic", id): title for id, title in packaged_topics().items()}
    names |= {("unit", one.id): one.name for one in session.exec(select(Unit))}
    names |= {("period", id): name for id, name in PERIODS.items()}
    names |= {("part", id): name for id, name in PARTS.items()}
    names |= {("scope", id): name for id, name in SCOPES.items()}
    names |= {("source", id): name for id, name in SOURCES.items()}
    called = names_of_people(session)
    names |= {("user", login): called.with_login(login) for login in called.people}
    return Speaker(zone, dict(session.exec(query).all()), names)


def together(rows: Iterable[Audit]) -> Iterator[Lines]:
    """The rows in their order, those of one saving of a plan as one."""
    for (act, _by, _at), some in groupby(rows, lambda row: (row.act, row.by, row.at)):
        if act.startswith(FOLDED):
            yield from _folded(tuple(some))
        else:
            yield from (Lines((row,)) for row in some)


def _folded(some: tuple[Audit, ...]) -> Iterator[Lines]:
    if len(some) > SHOWN_OPEN:
        yield Lines(some)
    else:
        yield from (Lines((row,)) for row in some)


def _local(written: str, zone: ZoneInfo) -> str:
    """07:00 27/11/2026, or the day alone; what is no time stays as it is."""
    try:
        if len(written) == len("2026-11-27"):
            return f"{date.fromisoformat(written):%d/%m/%Y}"
        at = datetime.fromisoformat(written)
    except ValueError:
        return written
    return f"{at.astimezone(zone) if at.tzinfo else at:%H:%M %d/%m/%Y}"
