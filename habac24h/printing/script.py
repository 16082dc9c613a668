"""The loudspeaker script: large, one sentence a line, as the announcer reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from habac24h.printing.fonts import DOCUMENT
from habac24h.printing.reading import Sentence, Turn
from habac24h.printing.typst import press
from habac24h.printing.word import Look, Margins, Piece, Word, bold

DRAFT = "BẢN NHÁP – CHƯA DUYỆT"
KEPT = 2
"""So many last sentences stay on the page of the signatures (the template has the same number)."""


@dataclass(frozen=True)
class Script:
    """Everything on the paper; texts for people, already in the office's words."""

    station: str
    programme: str
    title: str
    campaign: str
    slots: tuple[str, ...]
    """One line each: "Thứ Hai, ngày 16/11/2026: 05 giờ 30 và 17 giờ 00"."""
    length: str
    editor: str
    announcer: str
    approver: str
    """With the position: "Nguyễn Văn Minh – công chức Văn hóa"."""
    signs: str
    """The approver's name alone, below the signature."""
    approved: str
    """"đã duyệt lúc …", empty for what is not approved."""
    turns: tuple[Turn, ...]
    questions: int
    """How many [HỎI] and [CHƯA ĐIỀN] an announcer must settle before reading."""
    key: str
    mark: str
    """The beginning of the words' SHA-256: paper and screen show the same."""
    made: datetime
    draft: bool


def pdf(script: Script) -> bytes:
    """The script as PDF, A4."""
    return press().pdf("script.typ", script, DOCUMENT, at=script.made)


def docx(script: Script) -> bytes:
    """The same contents as a Word file that can be edited."""
    word = Word(script.title, size=15, margins=Margins(20, 19, 22, 18))
    _margins(word, script)
    _head(word, script)
    longest = max((len(turn.voice.removeprefix("GIỌNG ")) for turn in script.turns), default=0)
    rail = min(46.0, 11 + 2.6 * longest)
    left = sum(len(turn.sentences) for turn in script.turns)
    for turn in script.turns:
        if turn.cue:
            cue = Look("center", 10, 4, with_next=True)
            word.paragraph(Piece(f"— {turn.cue} —", bold=True, size=12), cue)
        for place, sentence in enumerate(turn.sentences):
            voice = "" if place else turn.voice.removeprefix("GIỌNG ")
            _sentence(word, voice, sentence, rail, kept=left <= KEPT)
            left -= 1
    _signatures(word, script)
    return word.save(script.made)


def _margins(word: Word, script: Script) -> None:
    section = word.document.sections[0]
    if script.draft:
        word.paragraph(bold(DRAFT, 12), Look("right"), within=section.header)
    word.paragraph(Piece(f"{script.key} · {script.mark}", grey=True, size=9), within=section.footer)
    word.page_number(Look("right"), within=section.footer, before="trang ", total=True)


def _head(word: Word, script: Script) -> None:
    ((left, right),) = word.grid((75, 95), 1)
    center = Look("center")
    word.paragraph(Piece(script.station.upper(), size=12), center, within=left)
    word.paragraph(bold(f"Chương trình “{script.programme}”", 12), center, within=left)
    word.paragraph(bold("BÀI PHÁT THANH", 12), center, within=right)
    word.paragraph(Piece(script.campaign, grey=True, size=11), center, within=right)
    word.paragraph(bold(script.title, 17), Look("center", 10, 8))
    facts = [
        ("Giờ phát", "\n".join(script.slots)),
        ("Thời lượng", script.length),
        ("Biên tập", script.editor),
        ("Người đọc", script.announcer),
        ("Duyệt", "chưa duyệt" if script.draft else f"{script.approver}, {script.approved}"),
    ]
    for (name, value), cells in zip(facts, word.grid((28, 142), 5, lines=True), strict=True):
        word.paragraph(Piece(name, grey=True, size=12), Look(before=2, after=2), within=cells[0])
        word.paragraph(Piece(value, size=12), Look(before=2, after=2), within=cells[1])
    if script.questions:
        warning = (
            f"Còn {script.questions} chỗ phải hỏi hoặc điền trước khi đọc (tô vàng trong bài)."
        )
        word.paragraph(bold(warning, 12), Look(before=8, after=4, frame=True))


def _sentence(word: Word, voice: str, sentence: Sentence, rail: float, *, kept: bool) -> None:
    """The voice stands in a rail of its own, before the words; `kept`: on the signatures' page."""
    look = Look(before=9 if voice else 5, line=1.5, hanging=rail, unbroken=True)
    said: list[str | Piece] = [bold(voice, 13), f"\t{sentence.spoken}"]
    word.paragraph(said, replace(look, with_next=kept or bool(sentence.written)))
    if sentence.written:
        note = Piece(f"viết: {sentence.written}", grey=True, italic=True, size=11)
        word.paragraph(note, Look(left=rail + 4, unbroken=True, with_next=kept))


def _signatures(word: Word, script: Script) -> None:
    word.paragraph("", Look(before=8, with_next=True))
    approver = "" if script.draft else script.signs
    people = (
        ("NGƯỜI BIÊN TẬP", script.editor),
        ("PHÁT THANH VIÊN", script.announcer),
        ("NGƯỜI DUYỆT", approver),
    )
    (cells,) = word.grid((57, 56, 57), 1)
    for cell, (role, name) in zip(cells, people, strict=True):
        word.paragraph(bold(role, 12), Look("center"), within=cell)
        word.paragraph(
            Piece("(Ký, ghi rõ họ tên)", italic=True, size=10), Look("center"), within=cell
        )
        word.paragraph(Piece(name, size=12), Look("center", before=45), within=cell)
