"""What the office gives for an edition: theme, phones, figures; and what follows from a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.calendar.lunar import require_year
from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.change import Kind, Plan
from habac24h.campaigns.fact_names import fact_name
from habac24h.campaigns.facts import COMMON, GivenFact, Sort, base_of, given, sort_of, split
from habac24h.campaigns.plan import plan
from habac24h.content.checks.phones import is_phone
from habac24h.content.render import Occasion, clean_fact, values_for
from habac24h.errors import NotFound, Refused
from habac24h.models import Edition, Fact, Item
from habac24h.workflow.desk import Desk
from habac24h.workflow.gaps import SHARED, facts_in
from habac24h.workflow.outdated import outdated


@dataclass(frozen=True)
class Details:
    """What stands behind the values: the day of the call, or who published them and for when."""

    verified_on: date | None = None
    source: str | None = None
    source_year: int | None = None
    assume_called: bool = True
    """Whether a new number without a day counts as called today; where people fill in a form, no:
    the empty field beside the number says that nobody called yet."""


@dataclass(frozen=True)
class Changed:
    """What followed: drafts that were written again, and items that a person must look at."""

    rewritten: tuple[str, ...]
    to_look_at: tuple[str, ...]
    unused: tuple[str, ...] = ()
    """Names that no text of the edition uses and nothing requires: perhaps misspelt."""
    verified_today: tuple[str, ...] = ()
    """Phones that were given without the day of the call."""


def set_facts(
    desk: Desk,
    year: int,
    campaign: str,
    given_values: Mapping[str, str],
    details: Details | None = None,
    *,
    stand_in: bool = False,
) -> Changed:
    """Store facts of an edition (or, under `chung`, of all editions of the year).

    An empty value takes a fact away. Drafts that nobody touched are rendered again at once; what
    was submitted, approved or edited with another value is never changed: it is named for a person
    to recall. A phone without a day counts as called today; the same number again keeps its day.
    `stand_in` (a rehearsal) takes values of any shape, with itself as their source.
    """
    require_year(year)
    if campaign != COMMON:
        library.load(desk.session, campaign)  # refuses an unknown campaign
    details = details or Details()
    _refuse_details(desk, details, given_values)
    cleaned = {name: clean_fact(name, value) for name, value in given_values.items()}
    _refuse_unfit(cleaned, year)
    if stand_in:
        details = replace(details, source="diễn tập", source_year=year)
    else:
        cleaned = {name: _shaped(name, value) for name, value in cleaned.items()}
    edition = _edition(desk, campaign, year)
    today = [name for name, value in cleaned.items() if _store(desk, edition, name, value, details)]
    audit.record(
        desk.session,
        desk.who,
        "facts",
        desk.now,
        campaign=campaign,
        year=year,
        facts=cleaned,
        **_told(details),
    )
    desk.session.flush()
    return _followed(desk, campaign, year, set(cleaned), tuple(today))


def verify(desk: Desk, year: int, campaign: str, names: Iterable[str], on: date) -> Changed:
    """Say that somebody called these phones on a day; their numbers stay."""
    known = {fact.name: fact.value for fact in given(desk.session, campaign, year)}
    wrong = [name for name in names if name not in known or sort_of(name) is not Sort.PHONE]
    if wrong:
        raise Refused(
            f"“{wrong[0]}” chưa phải là số điện thoại đã điền của đợt {campaign} {year}; hãy viết "
            f"cả số, ví dụ {wrong[0]}=02203…."
        )
    values = {name: known[name] for name in names}
    return set_facts(desk, year, campaign, values, Details(verified_on=on))


def remove_facts(desk: Desk, year: int, campaign: str, names: Iterable[str]) -> Changed:
    """Take facts away for good (mistyped names); texts that used them follow as with a change."""
    require_year(year)
    edition, gone = _edition(desk, campaign, year), set(names)
    query = select(Fact).where(Fact.edition_id == edition.id, col(Fact.name).in_(gone))
    rows = list(desk.session.exec(query))
    unknown = sorted(gone - {row.name for row in rows})
    if unknown:
        raise NotFound(f"Đợt {campaign} {year} không có số liệu “{unknown[0]}” để bỏ.")
    taken = {row.name: row.value for row in rows}
    for row in rows:
        desk.session.delete(row)
    audit.record(
        desk.session,
        desk.who,
        "facts-remove",
        desk.now,
        campaign=campaign,
        year=year,
        facts=taken,
    )
    desk.session.flush()
    return replace(_followed(desk, campaign, year, gone, ()), unused=())


def copyable(session: Session, year: int, campaign: str, from_year: int) -> list[GivenFact]:
    """The phones and signers of another year that are not given yet."""
    require_year(from_year)
    there = {fact.name for fact in given(session, campaign, year)}
    return [
        fact
        for fact in given(session, campaign, from_year)
        if fact.sort in SHARED and fact.name not in there and not fact.common
    ]


def copy_facts(desk: Desk, year: int, campaign: str, from_year: int) -> tuple[Changed, list[str]]:
    """Take over the phones and signers of another year that are not given yet; returns their names.

    The days on which the phones were called come with them: copying calls nobody.
    """
    taken = copyable(desk.session, year, campaign, from_year)
    edition = _edition(desk, campaign, year)
    for fact in taken:
        _add(desk, edition, fact)
    names = [fact.name for fact in taken]
    audit.record(
        desk.session,
        desk.who,
        "facts",
        desk.now,
        campaign=campaign,
        year=year,
        copied_from=from_year,
        facts={fact.name: fact.value for fact in taken},
    )
    desk.session.flush()
    return _followed(desk, campaign, year, set(names), ()), names


def editions(session: Session, campaign: str, year: int) -> tuple[str, ...]:
    """The campaigns whose texts an edition's facts reach."""
    if campaign != COMMON:
        return (campaign,)
    query = select(Edition.campaign).where(Edition.year == year, Edition.campaign != COMMON)
    return tuple(sorted(session.exec(query)))


def _followed(
    desk: Desk, campaign: str, year: int, names: set[str], today: tuple[str, ...]
) -> Changed:
    reached = editions(desk.session, campaign, year)
    unused = _unused(desk, reached, year, names)
    rewritten = [key for one in reached for key in _rewrite(desk, year, one, names)]
    late = outdated(desk.session, desk.now, editions=[(one, year) for one in reached])
    to_look_at = tuple(one.item.key for one in late if names & {c.base for c in one.changes})
    return Changed(tuple(rewritten), to_look_at, unused, today)


def _rewrite(desk: Desk, year: int, campaign: str, names: set[str]) -> tuple[str, ...]:
    """Render again, by planning itself, the drafts that nobody touched and that use these facts."""
    query = select(Item).where(Item.campaign == campaign, Item.year == year)
    using = {item.key for item in desk.session.exec(query) if names & _bases(item)}
    if not using:
        return ()
    found = plan(desk.session, year, now=desk.now, settings=desk.settings, campaign_id=campaign)
    retexts = tuple(c for c in found.changes if c.kind is Kind.RETEXT and c.key in using)
    apply(desk.session, Plan(year, retexts, ()), by=desk.who, now=desk.now)
    return tuple(change.key for change in retexts)


def _unused(desk: Desk, reached: Iterable[str], year: int, names: set[str]) -> tuple[str, ...]:
    used: set[str] = set()
    for campaign in reached:
        query = select(Item).where(Item.campaign == campaign, Item.year == year)
        for item in desk.session.exec(query):
            used |= _bases(item)
        used |= {*library.load(desk.session, campaign).required}
    return tuple(sorted(one for one in names - used if sort_of(one) is not Sort.SIGNER))


def _bases(item: Item) -> set[str]:
    return {base_of(name) for name in facts_in(item)}


def _refuse_details(desk: Desk, details: Details, names: Iterable[str]) -> None:
    """A day to come, and details that none of the given facts can carry."""
    sorts = {sort_of(name) for name in names}
    today = desk.now.astimezone(desk.settings.zone).date()
    if details.verified_on is not None and details.verified_on > today:
        raise Refused(f"Ngày gọi thử {details.verified_on:%d/%m/%Y} còn ở phía trước; hãy xem lại.")
    if details.verified_on is not None and Sort.PHONE not in sorts:
        raise Refused("--verified chỉ dùng cho số điện thoại (tên bắt đầu bằng phone_).")
    sourced = details.source is not None or details.source_year is not None
    if sourced and not sorts & {Sort.FIGURE, Sort.PEOPLE}:
        raise Refused(
            "--source và --source-year chỉ dùng cho con số (tên bắt đầu bằng figure_ hoặc people_)."
        )
    if details.source_year is not None and details.source_year > today.year:
        raise Refused(f"Năm của con số {details.source_year} còn ở phía trước; hãy xem lại.")


def _refuse_unfit(cleaned: Mapping[str, str], year: int) -> None:
    """Let the renderer judge names and values, before anything is stored."""
    someday = date(year, 1, 1)
    values_for(
        Occasion(
            year=year,
            campaign="",
            observance="",
            start=someday,
            end=someday,
            due=datetime(year, 1, 1, tzinfo=UTC),
            office="",
            fanpage="",
            facts=cleaned,
        )
    )
    for name in cleaned:
        if base_of(name) != name:
            raise Refused(f"“{name}” được tính từ {base_of(name)}; hãy điền {base_of(name)}.")


def _shaped(name: str, value: str) -> str:
    """A value in the form of its kind; refuses what says nothing."""
    if not value:
        return value
    sort, label = sort_of(name), _label(name)
    if not any(sign.isalnum() for sign in value):
        raise Refused(
            f"“{value}” chưa phải là giá trị của {fact_name(name)}; hãy điền giá trị thật."
        )
    if sort is Sort.PHONE and not is_phone(value):
        raise Refused(
            f"{label}: “{value}” không phải số điện thoại; hãy viết đủ số, ví dụ 02203 123 456."
        )
    if sort is Sort.FIGURE and not any(sign.isdigit() for sign in value):
        raise Refused(f"{label}: “{value}” không có con số nào; hãy viết con số, ví dụ 32,5%.")
    if sort is Sort.SIGNER and "," not in value:
        raise Refused(
            f"{label}: hãy viết “họ tên, chức vụ”, ví dụ Nguyễn Văn An, Chủ tịch UBND xã."
        )
    counted = split(value)
    if sort is Sort.PEOPLE and counted is None:
        raise Refused(
            f"{label}: số người phải tách nam và nữ, ví dụ “nam 120, nữ 135” (nếu ghi cả tổng thì "
            f"tổng phải khớp); đang là “{value}”."
        )
    return str(counted) if counted is not None and sort in (Sort.FIGURE, Sort.PEOPLE) else value


def _label(name: str) -> str:
    """A fact's name at the beginning of a sentence."""
    words = fact_name(name)
    return words[:1].upper() + words[1:]


def _edition(desk: Desk, campaign: str, year: int) -> Edition:
    query = select(Edition).where(Edition.campaign == campaign, Edition.year == year)
    found = desk.session.exec(query).first()
    if found is None and campaign != COMMON:
        raise NotFound(
            f"Chưa lập kế hoạch đợt {campaign} {year}; hãy chạy `habac24h plan {year} --apply`."
        )
    if found is None:
        found = Edition(campaign=campaign, year=year, created_at=desk.now)
        desk.session.add(found)
        desk.session.flush()
    return found


def _store(desk: Desk, edition: Edition, name: str, value: str, details: Details) -> bool:
    """Store one fact; says whether a phone was taken as called today for want of a day."""
    assert edition.id is not None
    query = select(Fact).where(Fact.edition_id == edition.id, Fact.name == name)
    fact = desk.session.exec(query).first() or Fact(
        edition_id=edition.id, name=name, set_by=desk.who.name, set_at=desk.now
    )
    is_new = fact.value != value
    fact.value, fact.set_by, fact.set_at = value, desk.who.name, desk.now
    sort = sort_of(name)
    without_day = sort is Sort.PHONE and bool(value) and is_new and details.verified_on is None
    assumed = without_day and details.assume_called
    if sort is Sort.PHONE:
        today = desk.now.astimezone(desk.settings.zone).date()
        kept_day = None if without_day else fact.verified_on
        fact.verified_on = details.verified_on or (today if assumed else kept_day)
    if sort in (Sort.FIGURE, Sort.PEOPLE):
        # A new number needs its own source: the old one never said it.
        kept = (None, None) if is_new else (fact.source, fact.source_year)
        fact.source = details.source if details.source is not None else kept[0]
        fact.source_year = details.source_year if details.source_year is not None else kept[1]
    desk.session.add(fact)
    return assumed


def _add(desk: Desk, edition: Edition, fact: GivenFact) -> None:
    assert edition.id is not None
    known = select(Fact).where(Fact.edition_id == edition.id, Fact.name == fact.name)
    row = desk.session.exec(known).first() or Fact(
        edition_id=edition.id, name=fact.name, set_by="", set_at=desk.now
    )
    row.value, row.set_by, row.set_at = fact.value, desk.who.name, desk.now
    row.verified_on = fact.verified_on
    desk.session.add(row)


def _told(details: Details) -> dict[str, Any]:
    """The details for the audit log: plain JSON values."""
    verified = details.verified_on.isoformat() if details.verified_on else None
    told = {
        "verified_on": verified,
        "source": details.source,
        "source_year": details.source_year,
    }
    return {name: value for name, value in told.items() if value is not None}
