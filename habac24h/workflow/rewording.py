"""Changing the office's own words: checked first, kept with who, when and why, and undone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlmodel import Session

from habac24h import audit
from habac24h.campaigns import library
from habac24h.campaigns.own import forget_own_words, own_words
from habac24h.content.own import ABBREVIATIONS, HOTLINES, RULES, Own
from habac24h.errors import HabacError, NotFound, Refused
from habac24h.models import CampaignRow, OwnRevision, OwnWord
from habac24h.workflow.binding import text_sha256
from habac24h.workflow.desk import Desk
from habac24h.workflow.own_words import ALL_KINDS, DEFINITIONS, Word, shipped_text, word
from habac24h.workflow.word_checks import check_word

GUARDS = (RULES, HOTLINES)
"""What protects the office from a wrong sentence: only an approver changes it."""
SWITCHED = (RULES, ABBREVIATIONS, HOTLINES)


@dataclass(frozen=True)
class Tried:
    """How a wording did when it was tried before the unit of work, and what it was tried with."""

    word_id: str
    text: str
    own: Own
    definitions: tuple[tuple[str, int], ...]
    notes: tuple[str, ...] = ()
    error: HabacError | None = None

    def notes_again(self, desk: Desk, word_id: str, text: str, file: str) -> tuple[str, ...]:
        """The same notes or the same refusal; tried anew where anything has changed meanwhile."""
        now = (own_words(desk.session), _definitions(desk.session))
        if (self.word_id, self.text, self.own, self.definitions) != (word_id, text, *now):
            return check_word(desk, word_id, text, file)
        if self.error is not None:
            raise self.error
        return self.notes


def try_ahead(desk: Desk, word_id: str, text: str, *, file: str | None = None) -> Tried:
    """Try a wording on every item that it could touch, while others may still write.

    That takes a second or more. What is refused is told by `reword`, after who may not do it.
    """
    text = _tidy(text)
    tried = Tried(word_id, text, own_words(desk.session), _definitions(desk.session))
    try:
        return replace(tried, notes=check_word(desk, word_id, text, file or word_id))
    except HabacError as error:
        return replace(tried, error=error)


def reword(
    desk: Desk,
    word_id: str,
    text: str,
    *,
    reason: str | None = None,
    file: str | None = None,
    tried: Tried | None = None,
) -> tuple[str, ...]:
    """Store the office's wording; returns what is worth knowing about it (sentences).

    Raises DefinitionError or TemplateError (with file and line) for what cannot be used, and
    Refused for what changes nothing. Approved and edited items stay as they are; drafts follow
    with the next planning. `file` is the name in a refusal; `tried` spares trying it again.
    """
    _may(desk, word_id)
    text = _tidy(text)
    if not text.strip():
        raise Refused("Lời mới để trống; muốn tắt một mục, hãy dùng `habac24h words remove`.")
    there = _there(desk.session, word_id)
    if there is not None and there.text == text:
        raise Refused(f"“{word_id}” đã đúng như vậy, không có gì phải đổi.")
    if there is not None and there.shipped == text:
        reset(desk, word_id, reason=reason)
        return ("Đây đúng là bản kèm chương trình nên đã trở lại bản ấy.",)
    again = tried.notes_again if tried is not None else check_word
    notes = again(desk, word_id, text, file or word_id)
    _store(desk, word_id, text, "edit", reason)
    return notes


def remove(desk: Desk, word_id: str, *, reason: str | None = None) -> None:
    """Switch off a rule, abbreviation or hotline that comes with the program."""
    _may(desk, word_id)
    found = word(desk.session, word_id)
    if word_id.partition("/")[0] not in SWITCHED:
        raise Refused(f"“{word_id}” không tắt được; chỉ tắt quy tắc, chữ viết tắt, đường dây nóng.")
    if found.text is None:
        raise Refused(f"“{word_id}” đã tắt từ trước.")
    if found.shipped is None:
        reset(desk, word_id, reason=reason)
    else:
        _store(desk, word_id, "", "remove", reason)


def reset(desk: Desk, word_id: str, *, reason: str | None = None) -> None:
    """Return to the program's text; what the office added itself is taken away."""
    _may(desk, word_id)
    found = word(desk.session, word_id)
    if not found.is_changed:
        raise Refused(f"“{word_id}” đang là bản kèm chương trình, không có gì để trở lại.")
    if found.id.startswith(f"{DEFINITIONS}/"):
        _reset_definition(desk, found, reason)
        return
    row = desk.session.get(OwnWord, word_id)
    assert row is not None
    desk.session.delete(row)
    _record(desk, word_id, "reset", None, reason)


def keep(desk: Desk, word_id: str) -> None:
    """Say that the office's wording stays although a release brought another one."""
    _may(desk, word_id)
    found = word(desk.session, word_id)
    if not found.is_newer:
        raise Refused(f"“{word_id}” không có bản mới nào của chương trình để xem lại.")
    row = desk.session.get(OwnWord, word_id) or _campaign(desk.session, word_id)
    assert row is not None
    row.shipped = found.shipped
    desk.session.add(row)
    _record(desk, word_id, "keep", found.text, None)


def _may(desk: Desk, word_id: str) -> None:
    kind, _, name = word_id.partition("/")
    if kind not in ALL_KINDS or not name:
        raise NotFound(
            f"Không có lời nào mã “{word_id}”; mã bắt đầu bằng "
            f"{', '.join(f'{one}/' for one in ALL_KINDS)}."
        )
    if kind in GUARDS:
        desk.must_be_approver("đổi quy tắc soát lời hay đường dây nóng")


def _definitions(session: Session) -> tuple[tuple[str, int], ...]:
    return tuple((row.id, row.revision) for row in library.stored(session))


def _tidy(text: str) -> str:
    """Line ends as ours, one at the end; a BOM is no word."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n") + "\n"


def _there(session: Session, word_id: str) -> Word | None:
    try:
        return word(session, word_id)
    except NotFound:
        return None


def _store(desk: Desk, word_id: str, text: str, act: str, reason: str | None) -> None:
    if word_id.startswith(f"{DEFINITIONS}/"):
        library.import_definition(
            desk.session, text, word_id, now=desk.now, by=desk.who, reason=reason
        )
        return
    row = desk.session.get(OwnWord, word_id) or OwnWord(id=word_id, updated_at=desk.now)
    row.text, row.shipped, row.updated_at = text, shipped_text(word_id), desk.now
    desk.session.add(row)
    _record(desk, word_id, act, text, reason)


def _reset_definition(desk: Desk, found: Word, reason: str | None) -> None:
    if found.shipped is None:
        raise Refused(
            f"“{found.id}” do cơ quan tự lập nên không có bản kèm chương trình để trở lại."
        )
    library.import_definition(
        desk.session,
        found.shipped,
        found.id,
        now=desk.now,
        by=desk.who,
        reason=reason,
        act="reset",
    )
    row = _campaign(desk.session, found.id)
    assert row is not None
    row.shipped = found.shipped
    desk.session.add(row)


def _campaign(session: Session, word_id: str) -> CampaignRow | None:
    return session.get(CampaignRow, word_id.partition("/")[2])


def _record(desk: Desk, word_id: str, act: str, text: str | None, reason: str | None) -> None:
    """Keep the revision and the audit row."""
    desk.session.add(
        OwnRevision(word=word_id, act=act, text=text, by=desk.who.name, at=desk.now, reason=reason)
    )
    desk.session.flush()
    # Whoever looks next in this unit of work reads the words again.
    forget_own_words(desk.session)
    audit.record(
        desk.session,
        desk.who,
        f"words-{act}",
        desk.now,
        word=word_id,
        text_sha256=text_sha256(text) if text else None,
        reason=reason,
    )
