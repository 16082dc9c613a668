"""What stands against submitting an item: the checks of its words, and equal words on its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h.channels.fingerprint import fingerprint
from habac24h.channels.registry import kind
from habac24h.config import Settings
from habac24h.content.checks import Finding, check
from habac24h.models import Airing, Attempt, Going, Item, Words

_ZONE = ZoneInfo(Settings.model_fields["timezone"].default)


def findings(session: Session, item: Item, page: str | None) -> tuple[Finding, ...]:
    """Every finding on the item's words as they stand; `page` is where they would go."""
    checked = check(
        item.text,
        item.channel,
        title=item.title,
        due=_day(session, item),
        allowed_phones=item.facts.values(),
    )
    found = tuple(_where_to_fill_in(one, item) for one in checked)
    if kind(item.channel).manual or page is None or not item.text.strip():
        return found
    twin = _twin(session, item, page)
    return found if twin is None else (*found, _equal_words(item, twin))


def blocks(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that stop a submission unless a reason is given."""
    return tuple(finding for finding in found if finding.severity == "block")


def _where_to_fill_in(finding: Finding, item: Item) -> Finding:
    """A gap is named with the very command that fills it."""
    if finding.rule != "THIEU-SO-LIEU":
        return finding
    name = finding.found.removeprefix("[CHƯA ĐIỀN:").removesuffix("]").strip()
    return replace(
        finding,
        why=f"Chưa có số liệu “{name}”; hãy điền bằng "
        f"`habac24h facts {item.year} {item.campaign} {name}=…`",
    )


def _day(session: Session, item: Item) -> date | None:
    """The local day of the first airing, in the zone that the program comes with."""
    first = select(Airing.due).where(Airing.item_id == item.id).order_by(col(Airing.n))
    due = session.exec(first).first()
    return due.astimezone(_ZONE).date() if due else None


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
