"""Looks at the office's own wording before it is stored: it must be usable wherever it is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlmodel import Session, col, select

from habac24h.campaigns import library
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.expand import Expansion, Slot, expand
from habac24h.campaigns.own import own_words
from habac24h.campaigns.plan import edition_of
from habac24h.campaigns.wanted import Edition, occasion, word
from habac24h.channels.registry import KINDS
from habac24h.content import variants
from habac24h.content.checks import check
from habac24h.content.checks.folding import fold
from habac24h.content.checks.hotlines import read_hotline
from habac24h.content.checks.trial import too_slow
from habac24h.content.checks.wordbook import Rule, read_rule
from habac24h.content.checks.words import find
from habac24h.content.own import Own
from habac24h.content.render import render_item
from habac24h.content.shipped import PIECES
from habac24h.content.speech.words import read_entries
from habac24h.errors import DefinitionError, Refused
from habac24h.models import Item, Words
from habac24h.workflow.desk import Desk

_NAMES = re.compile(r"[a-z]+/[a-z0-9][a-z0-9_-]{0,79}(?:/[a-z0-9][a-z0-9_-]{0,79})?")
_GAP_RULE = "THIEU-SO-LIEU"


def check_word(desk: Desk, word_id: str, text: str, file: str) -> tuple[str, ...]:
    """Sentences that are worth knowing; raises for a wording that cannot be used."""
    kind, _, name = word_id.partition("/")
    match kind:
        case "templates":
            return tuple(_template(desk, name, text))
        case "rules":
            return tuple(_rule(desk.session, name, text, file))
        case "abbreviations":
            return tuple(_abbreviation(name, text, file))
        case "hotlines":
            return tuple(_hotline(name, text, file))
        case _:
            return tuple(_definition(desk, name, text, file))


def _template(desk: Desk, name: str, text: str) -> Iterator[str]:
    """Compile it, and render it for every slot that could take it, this year and next."""
    if not _NAMES.fullmatch(name) or name.partition("/")[0] not in (*KINDS, PIECES):
        raise Refused(
            f"“{name}” không phải tên mẫu; tên viết như fanpage/ten-mau, "
            f"fanpage/ten-mau/bao-luc-1 hoặc {PIECES}/ten-manh."
        )
    before = own_words(desk.session)
    after = replace(before, templates=_with(before.templates, name, text))
    library.sandbox(after).check(text, f"{name}{variants.SUFFIX}")
    if name.startswith(f"{PIECES}/"):
        yield from _everywhere(desk, before, after)
        return
    made = [words for one in _editions(desk) for words in _renderings(one, after, name, text)]
    if not made:
        yield "Chưa hoạt động nào của các chiến dịch dùng mẫu này."
    channel = name.partition("/")[0]
    found = (one for words in made for one in check(words, channel, own=after))
    blocking = [one for one in found if one.severity == "block" and one.rule != _GAP_RULE]
    for why in dict.fromkeys(one.why for one in blocking):
        yield f"Bài soạn theo mẫu này sẽ bị chặn khi trình: {why}"


def _renderings(
    edition: tuple[Edition, Expansion], own: Own, name: str, text: str
) -> Iterator[str]:
    common, expansion = edition
    if expansion.window is None:
        return
    for slot in expansion.slots:
        if _could_take(slot, name):
            told = occasion(common, slot, expansion.window)
            yield render_item(library.sandbox(own), text, f"{name}{variants.SUFFIX}", told).text


def _could_take(slot: Slot, name: str) -> bool:
    channel, template, *stem = name.split("/")
    if (slot.channel, slot.template) != (channel, template):
        return False
    topic = re.sub(r"-\d+$", "", stem[0]) if stem and not stem[0].isdecimal() else None
    return topic is None or topic == slot.topic_id


def _everywhere(desk: Desk, before: Own, after: Own) -> Iterator[str]:
    """A shared piece stands in many texts: none may fail that did not fail before."""
    touched = 0
    for edition, expansion in _editions(desk):
        old, new = (
            word(library.sandbox(own), _with_library(edition, own), expansion)
            for own in (before, after)
        )
        known = {notice.key for notice in old.notices}
        for notice in new.notices:
            if notice.key not in known:
                raise Refused(f"Mảnh này làm hỏng “{notice.key}”: {notice.message}")
        texts = {one.key: one.text for one in old.wanted}
        touched += sum(texts.get(one.key) != one.text for one in new.wanted)
    yield f"{touched} nội dung của năm nay và năm sau dùng mảnh này."


def _rule(session: Session, name: str, text: str, file: str) -> Iterator[str]:
    rule = read_rule(text, file)
    if rule.id != name:
        raise _wrong(file, "id", rule.id, f"phải đúng là {name}")
    if not rule.parts:
        raise _wrong(file, "re", "không có mẫu", "hãy viết re: hoặc more:")
    each = ((one.pattern, one.before, one.after, one.sentence) for one in rule.parts)
    _refuse_slow(file, "re", (one for some in each for one in some if one is not None))
    if not list(find(fold(rule.example), [rule])):
        raise _wrong(file, "ex", rule.example, "câu ví dụ phải bị chính quy tắc này bắt")
    caught = _caught(session, rule)
    if caught:
        yield f"Quy tắc này bắt {len(caught)} nội dung đang có, ví dụ {caught[0]}."


def _caught(session: Session, rule: Rule) -> list[str]:
    query = (
        select(Item.key, Item.text).where(col(Item.state) != Words.DROPPED).order_by(col(Item.key))
    )
    return [key for key, text in session.exec(query) if list(find(fold(text), [rule]))]


def _abbreviation(name: str, text: str, file: str) -> Iterator[str]:
    entries = read_entries(text, file)
    for one in entries:
        if one.abbr != name:
            raise _wrong(file, "abbr", one.abbr, f"phải đúng là {name}")
    _refuse_slow(file, "next", (p for one in entries for p in (one.next, one.prev) if p))
    if entries[-1].next or entries[-1].prev:
        yield f"Khi không mục nào hợp ngữ cảnh, “{name}” được giữ nguyên và hỏi lại."


def _hotline(name: str, text: str, file: str) -> Iterator[str]:
    hotline = read_hotline(text, file)
    if hotline.id != name:
        raise _wrong(file, "number", hotline.number, f"các chữ số phải đúng là {name}")
    if hotline.verified_on is None:
        yield "Chưa có verified_on: hãy gọi thử rồi ghi ngày, ví dụ verified_on: 2026-11-20."


def _definition(desk: Desk, name: str, text: str, file: str) -> Iterator[str]:
    campaign = library.check(desk.session, text, file)
    if campaign.id != name:
        raise _wrong(file, "campaign", campaign.id, f"phải đúng là {name}")
    own = own_words(desk.session)
    for edition, expansion in _years(desk, campaign):
        for notice in word(library.sandbox(own), edition, expansion).notices:
            raise Refused(f"Định nghĩa này chưa soạn được “{notice.key}”: {notice.message}")
    yield "Xem kế hoạch thay đổi thế nào bằng `habac24h plan NĂM`."


def _editions(desk: Desk) -> Iterator[tuple[Edition, Expansion]]:
    """Every campaign, this year and next; a definition that cannot be read is left out."""
    for row in library.stored(desk.session):
        try:
            campaign = library.load(desk.session, row.id)
        except DefinitionError:
            continue
        yield from _years(desk, campaign)


def _years(desk: Desk, campaign: Campaign) -> Iterator[tuple[Edition, Expansion]]:
    this_year = desk.now.astimezone(desk.settings.zone).year
    for year in (this_year, this_year + 1):
        edition = edition_of(desk.session, campaign, year, desk.settings)
        yield edition, expand(campaign, year, edition.places, desk.settings.zone)


def _with_library(edition: Edition, own: Own) -> Edition:
    return replace(edition, templates=variants.library(own.templates))


def _with(texts: Iterable[tuple[str, str]], name: str, text: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({**dict(texts), name: text}.items()))


def _refuse_slow(file: str, field: str, patterns: Iterable[re.Pattern[str]]) -> None:
    """A pattern that could stop the office is no pattern."""
    listed = list(patterns)
    slow = too_slow(listed) if listed else None
    if slow is not None:
        allowed = (
            "mẫu này có chữ làm máy tìm rất lâu (phần lặp nằm trong phần lặp); "
            "hãy viết đơn giản hơn"
        )
        raise _wrong(file, field, f"“{slow[:60]}”", allowed)


def _wrong(file: str, field: str, found: str, allowed: str) -> DefinitionError:
    return DefinitionError(file=file, line=None, field=field, found=found, allowed=allowed)
