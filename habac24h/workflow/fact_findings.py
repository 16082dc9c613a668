"""What the facts behind an item's words say against them: changed, too old, left out, unsourced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from habac24h.campaigns.fact_names import fact_name
from habac24h.campaigns.facts import COMMON, GivenFact, base_of, command_for, given, shown
from habac24h.config import Settings
from habac24h.content.checks import Finding
from habac24h.models import Item
from habac24h.workflow.gaps import GAP, lacking
from habac24h.workflow.outdated import ChangedFact, changes

GAP_RULE = "THIEU-SO-LIEU"
_BLANK = "Chỗ này còn bỏ trống; hãy điền vào."
"""Of a blank that somebody typed: no fact has that name."""
CHANGED_RULE = "SO-LIEU-DOI"
STALE_RULE = "SO-LIEU-CU"
LEFT_OUT_RULE = "BO-QUA-SO-LIEU"


def fact_findings(
    session: Session, item: Item, due: date | None, settings: Settings
) -> Iterator[Finding]:
    """Findings about facts that the words were made with, or without."""
    facts = given(session, item.campaign, item.year)
    values = shown(facts)
    told = changes(item, values)
    for change in told:
        if change.old is not None:
            yield _changed(item, change)
    by_name = {fact.name: fact for fact in facts}
    for name in dict.fromkeys(base_of(name) for name in item.facts):
        if name in by_name and due and by_name[name].is_stale(due, settings.fact_stale_days):
            yield _stale(item, by_name[name], settings.fact_stale_days)
    if item.edited_at is None:
        for name in lacking(item):
            yield _left_out(item, name, values.get(name))


def name_the_command(
    session: Session, item: Item, found: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """The same findings; a gap says why it is there and which command fills it."""
    if not any(one.rule == GAP_RULE for one in found):
        return found
    facts = {fact.name: fact for fact in given(session, item.campaign, item.year)}
    return tuple(_filled(one, item, facts) for one in found)


def _filled(finding: Finding, item: Item, facts: dict[str, GivenFact]) -> Finding:
    hit = GAP.search(finding.found) if finding.rule == GAP_RULE else None
    if hit is None and finding.rule == GAP_RULE:
        return replace(finding, why=_BLANK)
    if hit is None:
        return finding
    name = base_of(hit[1])
    known = facts.get(name)
    called = fact_name(name)
    lacks = f"Chưa có {called}"
    if known is not None and known.lacks_source:
        lacks = f"{_capital(called)} chưa có nguồn và năm nên chưa được dùng"
    elif known is not None and not known.is_blank:
        lacks = f"{_capital(called)} đã có, nhưng bài này soạn trước khi có"
        return replace(
            finding,
            why=f"{lacks}; hãy viết giá trị “{known.value}” vào chỗ này bằng `habac24h edit`",
        )
    return replace(
        finding,
        why=f"{lacks}; hãy điền vào số liệu của đợt bằng "
        f"`{command_for(name, item.campaign, item.year)}`",
    )


def _changed(item: Item, change: ChangedFact) -> Finding:
    called = fact_name(change.base)
    now = f"nay là “{change.new}”" if change.new else "nay không còn trong số liệu của đợt"
    why = (
        f"Bài dùng {called} là “{change.old}”, {now}; "
        f"hãy thu hồi và viết lại bằng `habac24h recall {item.key}`"
    )
    if item.state == "draft":
        why = f"Bài dùng {called} là “{change.old}”, {now}; hãy sửa lại chỗ này"
    return _at(item, change.old or "", CHANGED_RULE, "block", change.new or "", why)


def _stale(item: Item, fact: GivenFact, days: int) -> Finding:
    where = COMMON if fact.common else item.campaign
    called = (
        f"gọi thử lần cuối {fact.verified_on:%d/%m/%Y}" if fact.verified_on else "chưa ai gọi thử"
    )
    why = (
        f"{_capital(fact_name(fact.name))} {called}, quá {days} ngày trước khi bài ra; "
        "hãy gọi thử rồi ghi ngày gọi bằng "
        f"`habac24h facts {item.year} {where} {fact.name} --verified NĂM-THÁNG-NGÀY`"
    )
    if fact.verified_on is None:
        why = why.replace(f", quá {days} ngày trước khi bài ra", "")
    return _at(item, fact.value, STALE_RULE, "warn", "", why)


def _left_out(item: Item, name: str, value: str | None) -> Finding:
    why = (
        f"Mẫu bỏ qua một đoạn vì chưa có {fact_name(name)}; nếu cần đoạn ấy, hãy điền vào số liệu "
        "của đợt bằng "
        f"`{command_for(name, item.campaign, item.year)}`"
    )
    if value is not None:
        why = (
            f"Mẫu bỏ qua một đoạn vì khi soạn chưa có {fact_name(name)}, nay là “{value}”; "
            "hãy xem lại bài"
        )
    return Finding(LEFT_OUT_RULE, "warn", 0, 0, "", "", why)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _at(item: Item, value: str, rule: str, severity: str, better: str, why: str) -> Finding:
    start = max(item.text.find(value), 0) if value else 0
    end = start + len(value) if value and item.text.startswith(value, start) else start
    assert severity in ("block", "warn")
    return Finding(rule, "block" if severity == "block" else "warn", start, end, value, better, why)
