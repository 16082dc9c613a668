"""What stands against submitting an item: the checks of its words, and equal words on its page."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlmodel import Session, col, select

from habac24h.campaigns.clashes import is_within
from habac24h.campaigns.own import own_words
from habac24h.channels.fingerprint import fingerprint
from habac24h.channels.registry import kind
from habac24h.config import Settings
from habac24h.content.checks import Finding, check
from habac24h.content.checks.old_year import old_years
from habac24h.models import Airing, Attempt, Going, Item, Words
from habac24h.workflow.copied import OLD_YEAR
from habac24h.workflow.fact_findings import fact_findings, name_the_command
from habac24h.workflow.gaps import named
from habac24h.workflow.redating import stale_days

QUIET = "GIO-YEN-TINH"
NO_PLACE = "CHUA-CO-NOI"
NO_END = "CHUA-CO-NGAY-THAO"
_NO_PLACE = {"banner": "Chưa chọn nơi treo", "talk": "Chưa chọn nơi tổ chức"}
"""What papers and reports cannot do without, by channel; a reading goes out wherever there is a
loudspeaker."""
_LONGEST = 60
"""Characters of a text that a sentence quotes."""
_checked = functools.lru_cache(maxsize=512)(check)
"""By all that a check looks at: other words, facts or rules are checked anew. A whole campaign may
be looked at before it is submitted at once: with room for fewer, none would still be known then."""


def findings(
    session: Session, item: Item, page: str | None, settings: Settings
) -> tuple[Finding, ...]:
    """Every finding on the item's words as they stand; `page` is where they would go."""
    airings = _airings(session, item)
    due = _day(airings, settings)
    found = (
        *name_the_command(session, item, _of_words(session, item, due)),
        *fact_findings(session, item, due, settings),
        *_of_the_copied_year(item),
        *(stale_days(session, item, airings, settings) if item.moved_at else ()),
        *in_quiet_hours(item, airings, settings),
        *(_left_open(item, airings) if item.handmade else ()),
    )
    if kind(item.channel).manual or page is None or not item.text.strip():
        return found
    twin = _twin(session, item, page)
    return found if twin is None else (*found, _equal_words(item, twin))


def look_ahead(session: Session, key: str, settings: Settings) -> None:
    """Check an item's words before the unit of work that needs it, while others may write.

    A long text takes seconds. Inside, the same words are not checked again; words that somebody
    changed meanwhile are, unless their version is refused first.
    """
    item = session.exec(select(Item).where(Item.key == key)).first()
    if item is not None:
        _of_words(session, item, _day(_airings(session, item), settings))


def _of_words(session: Session, item: Item, due: date | None) -> tuple[Finding, ...]:
    return _checked(
        item.text,
        item.channel,
        title=item.title,
        due=due,
        allowed_phones=tuple(item.facts.values()),
        own=own_words(session),
    )


def _day(airings: Sequence[Airing], settings: Settings) -> date | None:
    return airings[0].due.astimezone(settings.zone).date() if airings else None


def _of_the_copied_year(item: Item) -> Iterator[Finding]:
    old = item.planned.get(OLD_YEAR)
    if isinstance(old, int) and old != item.year:
        yield from old_years(item.text, item.title, old, item.year)


def blocks(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that stop a submission unless a reason is given."""
    return tuple(finding for finding in found if finding.severity == "block")


def placed(one: Finding, text: str) -> str:
    """The rule in words, with the words that break it and their line where it is about some."""
    why, words = one.why.rstrip("."), named(" ".join(one.found.split()))
    if not words or one.end - one.start >= len(text) or text[one.start : one.end] != one.found:
        return why
    quoted = [] if words in why else [f"“{_short(words)}”"]
    line = f"dòng {text.count(chr(10), 0, one.start) + 1}"
    return f"{why} ({', '.join([*quoted, line])})"


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"


def _airings(session: Session, item: Item) -> list[Airing]:
    query = select(Airing).where(Airing.item_id == item.id).order_by(col(Airing.n))
    return list(session.exec(query))


def in_quiet_hours(item: Item, airings: Iterable[Airing], settings: Settings) -> Iterator[Finding]:
    """A post at an hour at which the office wants none, while it can still be moved."""
    for one in airings:
        if kind(item.channel).manual or one.state not in (Going.WAITING, Going.HANDED_OVER):
            continue
        if is_within(one.due, settings.quiet_hours, settings.zone):
            at = f"{one.due.astimezone(settings.zone):%H:%M}"
            why = (
                f"Bài hẹn {at}, trong giờ yên tĩnh {settings.quiet_hours}: nếu không cố ý thì dời "
                "sang giờ khác"
            )
            yield Finding(QUIET, "warn", 0, 0, at, "", why)


def _left_open(item: Item, airings: Sequence[Airing]) -> Iterator[Finding]:
    """A place or a day of taking down that whoever added the item did not say; plans say both."""
    if item.state not in (Words.DRAFT, Words.PENDING):
        return
    going = [one for one in airings if one.state != Going.CANCELLED]
    if item.channel in _NO_PLACE and any(not one.places for one in going):
        better = "bỏ bản này rồi thêm lại, có chọn địa điểm"
        yield Finding(NO_PLACE, "warn", 0, 0, "", better, _NO_PLACE[item.channel])
    open_ended = [one for one in going if one.until is None]
    if kind(item.channel).taken_down and open_ended:
        movable = any(one.state == Going.WAITING for one in open_ended)
        better = "ghi ngày giờ tháo ở mục Dời giờ" if movable else ""
        yield Finding(NO_END, "warn", 0, 0, "", better, "Chưa có ngày tháo")


def _twin(session: Session, item: Item, page: str) -> str | None:
    """The key of another item whose words are the same on that page, if there is one."""
    mark = fingerprint(item.text)
    submitted = select(Item.key).where(
        Item.fingerprint == mark,
        Item.page == page,
        Item.id != item.id,
        col(Item.state).in_([Words.PENDING, Words.APPROVED]),
    )
    shown = (
        select(Airing.key)
        .join(Attempt, col(Attempt.airing_id) == col(Airing.id))
        .where(
            Attempt.fingerprint == mark,
            Attempt.page == page,
            Airing.item_id != item.id,
            (col(Airing.state) == Going.DONE) | col(Airing.was_public).is_(True),
        )
    )
    return session.exec(submitted).first() or session.exec(shown).first()


def _equal_words(item: Item, twin: str) -> Finding:
    return Finding(
        rule="TRUNG-LOI",
        severity="block",
        start=0,
        end=len(item.text),
        found=item.text[:60],
        better="viết lại bằng lời khác",
        why=f"Lời bài này giống hệt “{twin}” trên cùng một trang",
    )
