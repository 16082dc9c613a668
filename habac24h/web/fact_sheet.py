"""Số liệu: what the office gives for a year's editions, in one page; what a change touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session, col, func, select

from habac24h.campaigns import library
from habac24h.campaigns.fact_names import fact_name
from habac24h.campaigns.facts import COMMON, GivenFact, Sort, sort_of
from habac24h.errors import HabacError, NotFound, Refused
from habac24h.models import Audit, Item
from habac24h.rows import Conflict
from habac24h.web.filters import read_year
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.saying import for_pages
from habac24h.web.security import READING
from habac24h.web.visitor import Visitor, Who, desk_of
from habac24h.workflow import Desk
from habac24h.workflow.fact_sheet import FactLine, planned_editions, sheet
from habac24h.workflow.facts import Details, copy_facts, copyable, remove_facts, set_facts
from habac24h.workflow.outdated import outdated, recall_outdated

ADDRESS = "/chien-dich/so-lieu"
router = APIRouter()
_Act = Callable[[Desk, int, Sent], None]


@dataclass(frozen=True)
class Sheet:
    """One edition's facts as the page shows them."""

    campaign: str
    title: str
    lines: tuple[FactLine, ...]
    may_copy: bool
    """Whether the year before has phones or signers that this year lacks."""

    @property
    def missing(self) -> int:
        """How many facts texts want in vain."""
        return sum(line.missing and bool(line.required or line.used) for line in self.lines)


@dataclass(frozen=True)
class Touched:
    """What one saving did: facts by name, and the drafts that were written again."""

    deeds: tuple[str, ...]
    items: tuple[tuple[str, str], ...]


class WrongFacts(HabacError):
    """Fields of the form that cannot be stored, each with its sentence; nothing was changed."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("Chưa lưu gì cả: hãy xem lại các ô có dòng chữ đỏ.")
        self.fields = fields


@router.api_route(ADDRESS, methods=list(READING))
def facts(request: Request, room: Here, nam: int | None = None) -> HTMLResponse:
    """All facts of a year (`nam`; this year)."""
    return _show(request, room, read_year(room, nam))


@router.post(ADDRESS)
def save(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Store what was changed in one edition's form: all of it, or nothing."""
    return _do(request, room, who, form, _save)


@router.post(f"{ADDRESS}/them")
def add(request: Request, room: Here, who: Who, form: Form) -> Response:
    """A fact of a name that no text uses yet."""
    return _do(request, room, who, form, _add)


@router.post(f"{ADDRESS}/bo")
def remove(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Take away a fact, such as a mistyped name."""
    return _do(request, room, who, form, _remove)


@router.post(f"{ADDRESS}/lay-lai")
def copy(request: Request, room: Here, who: Who, form: Form) -> Response:
    """The phones and signers of the year before, where this year has none."""
    return _do(request, room, who, form, _copy)


@router.post(f"{ADDRESS}/thu-hoi")
def recall(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Take back every listed item whose words hold an old fact: all of them, or none."""
    return _do(request, room, who, form, _recall)


def _do(request: Request, room: Room, who: Visitor, form: Sent, act: _Act) -> Response:
    year = read_year(room, form.number("nam", "Năm"))
    try:
        with desk_of(room, who) as desk:
            before = desk.session.exec(select(func.max(Audit.id))).one() or 0
            act(desk, year, form)
            desk.session.flush()
            after = desk.session.exec(select(func.max(Audit.id))).one() or 0
    except NotFound as error:
        raise NotFound(for_pages(error.sentence)) from None
    except HabacError as error:
        status = 409 if isinstance(error, Conflict) else 400
        return _show(request, room, year, status=status, trouble=error, typed=form)
    return RedirectResponse(f"{ADDRESS}?nam={year}&tu={before}&den={after}", 303)


def _save(desk: Desk, year: int, form: Sent) -> None:
    campaign, wrong = form.one("dot"), dict[str, str]()
    today = desk.now.astimezone(desk.settings.zone).date()
    there = {
        line.name: line
        for line in sheet(desk.session, campaign, year, today, desk.settings.fact_stale_days)
    }
    for name in form.all("ten"):
        try:
            _save_one(desk, year, campaign, name, there.get(name), form)
        except Refused as error:
            wrong[name] = for_pages(error.sentence)
    if wrong:
        raise WrongFacts(wrong)


def _save_one(
    desk: Desk, year: int, campaign: str, name: str, line: FactLine | None, form: Sent
) -> None:
    """Store one field that was changed; refuse where somebody else changed it meanwhile."""
    value, seen = form.one(f"gia-tri:{name}"), form.one(f"cu:{name}")
    now = line.fact.value if line is not None and line.fact is not None else ""
    details = _details(name, form, line, is_new=value != seen)
    if value == seen and details is None:
        return
    if now != seen:
        raise Refused(
            f"Người khác vừa đổi thành “{now or 'để trống'}”; hãy xem lại rồi lưu lần nữa."
        )
    if value:
        set_facts(desk, year, campaign, {name: value}, details)
    elif now:
        remove_facts(desk, year, campaign, [name])


def _details(name: str, form: Sent, line: FactLine | None, *, is_new: bool) -> Details | None:
    """The day of the call, or source and year, as typed; None where neither is new.

    The old day says nothing about a new number: without a new day, nobody has called it yet.
    """
    fact = line.fact if line is not None else None
    sort = sort_of(name)
    if sort is Sort.PHONE:
        on = _day(form.one(f"ngay:{name}"))
        known = fact.verified_on if fact is not None else None
        day = on if on != known else None
        return Details(verified_on=day, assume_called=False) if day or is_new else None
    if sort not in (Sort.FIGURE, Sort.PEOPLE):
        return None
    source, of_year = form.one(f"nguon:{name}"), form.one(f"nam-nguon:{name}")
    known_year = str(fact.source_year or "") if fact is not None else ""
    if not is_new and fact is not None and (source, of_year) == (fact.source, known_year):
        return None
    return Details(source=source, source_year=_number(of_year)) if source or of_year else None


def _add(desk: Desk, year: int, form: Sent) -> None:
    name, value = form.one("ten-moi"), form.one("gia-tri-moi")
    if not name or not value:
        raise Refused("Hãy viết cả tên và giá trị của số liệu mới.")
    details = None
    if sort_of(name) is Sort.PHONE:
        details = Details(verified_on=_day(form.one("ngay-moi")), assume_called=False)
    elif sort_of(name) in (Sort.FIGURE, Sort.PEOPLE):
        source, of_year = form.one("nguon-moi") or None, _number(form.one("nam-nguon-moi"))
        details = Details(source=source, source_year=of_year)
    set_facts(desk, year, form.one("dot"), {name: value}, details)


def _remove(desk: Desk, year: int, form: Sent) -> None:
    remove_facts(desk, year, form.one("dot"), [form.one("ten")])


def _copy(desk: Desk, year: int, form: Sent) -> None:
    _changed, names = copy_facts(desk, year, form.one("dot"), year - 1)
    if not names:
        raise Refused(
            f"Năm {year - 1} không có số điện thoại hay người ký nào mà năm {year} còn thiếu."
        )


def _recall(desk: Desk, year: int, form: Sent) -> None:
    chosen = form.all("noi-dung")
    if not chosen:
        raise Refused("Chưa chọn nội dung nào để thu hồi.")
    for one in chosen:
        key, _, version = one.rpartition("=")
        if str(desk.item(key).version) != version:
            raise Conflict(key)
        recall_outdated(desk, key)


def _show(
    request: Request,
    room: Room,
    year: int,
    *,
    status: int = 200,
    trouble: HabacError | None = None,
    typed: Sent | None = None,
) -> HTMLResponse:
    with room.look() as session:
        shown = list(_sheets(session, room, year))
        editions = [(one.campaign, year) for one in shown]
        old = outdated(session, room.now(), editions=editions)
        touched = _touched(session, request)
    return page(
        request,
        "facts.html",
        status,
        year=year,
        sheets=shown,
        outdated=old,
        touched=touched,
        trouble=for_pages(trouble.sentence) if trouble else None,
        wrong=trouble.fields if isinstance(trouble, WrongFacts) else {},
        typed=typed,
        common=COMMON,
        example=_EXAMPLES,
        stale_days=room.office.settings.fact_stale_days,
    )


def _sheets(session: Session, room: Room, year: int) -> Iterator[Sheet]:
    days = room.office.settings.fact_stale_days
    titles = {row.id: row.title for row in library.stored(session)}
    shared = sheet(session, COMMON, year, room.today(), days)
    yield Sheet(COMMON, "Dùng chung cả năm", shared, _may_copy(session, COMMON, year))
    for campaign in planned_editions(session, year):
        lines = sheet(session, campaign, year, room.today(), days)
        title, may_copy = titles.get(campaign, campaign), _may_copy(session, campaign, year)
        yield Sheet(campaign, title, lines, may_copy)


def _may_copy(session: Session, campaign: str, year: int) -> bool:
    return bool(copyable(session, year, campaign, year - 1))


def _touched(session: Session, request: Request) -> Touched | None:
    """What was done between two rows of the log: the page after a saving tells it."""
    asked = request.query_params
    if not (asked.get("tu", "").isdecimal() and asked.get("den", "").isdecimal()):
        return None
    between = (col(Audit.id) > int(asked["tu"][:18]), col(Audit.id) <= int(asked["den"][:18]))
    query = select(Audit).where(*between).order_by(col(Audit.id)).limit(2000)
    rows = list(session.exec(query))
    keys = [row.item for row in rows if row.item]
    titles = {item.key: item.title for item in _items(session, keys)}
    deeds = tuple(told for row in rows if (told := _deed(row)))
    return Touched(deeds, tuple(dict.fromkeys((key, titles.get(key, key)) for key in keys)))


def _items(session: Session, keys: list[str]) -> Iterator[Item]:
    for at in range(0, len(keys), 500):
        yield from session.exec(select(Item).where(col(Item.key).in_(keys[at : at + 500])))


def _deed(row: Audit) -> str:
    names = ", ".join(fact_name(name) for name in row.details.get("facts", {}))
    match row.act:
        case "facts" if row.details.get("copied_from"):
            return f"Đã lấy lại từ năm {row.details['copied_from']}: {names}."
        case "facts":
            return f"Đã lưu: {names}.{_uncalled(row)}"
        case "facts-remove":
            return f"Đã bỏ: {names}."
        case _:
            return ""


def _uncalled(row: Audit) -> str:
    """Saving a number is not calling it: the message says so while nobody has."""
    if row.details.get("verified_on"):
        return ""
    given = (GivenFact(name, value) for name, value in row.details.get("facts", {}).items())
    phones = [one.name for one in given if one.sort is Sort.PHONE and not one.is_national]
    if not phones:
        return ""
    return f" Chưa ai gọi thử {', '.join(fact_name(one) for one in phones)}: gọi rồi ghi ngày."


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Refused("Ngày gọi thử: hãy chọn ngày có thật.") from None


def _number(written: str) -> int | None:
    if not written:
        return None
    if not (written.isdecimal() and len(written) == len("2026")):
        raise Refused("Năm của con số: hãy viết bốn chữ số, ví dụ 2026.")
    return int(written)


_EXAMPLES = {
    Sort.WORDS: "",
    Sort.PHONE: "02203 123 456",
    Sort.FIGURE: "32,5%",
    Sort.PEOPLE: "nam 120, nữ 135",
    Sort.SIGNER: "Nguyễn Văn An, Chủ tịch UBND xã",
}
