"""The portal's article: a Word file to send, and HTML that pastes into any editor unchanged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from unicodedata import normalize

from habac24h.printing.prose import Part, runs
from habac24h.printing.word import Look, Margins, Piece, Word, bold


@dataclass(frozen=True)
class Article:
    """`lead` is the paragraph that portals set in bold; `note` tells a draft from the rest."""

    title: str
    lead: str
    body: tuple[Part, ...]
    source: str
    note: str
    made: datetime


def html(article: Article) -> bytes:
    """A whole page of plain tags without classes or styles: select all, copy, paste."""
    lines = [
        "<!doctype html>",
        '<html lang="vi">',
        '<meta charset="utf-8">',
        f"<title>{_safe(article.title)}</title>",
        *([f"<p><strong>{_safe(article.note)}</strong></p>"] if article.note else []),
        f"<h1>{_safe(article.title)}</h1>",
        f"<p><strong>{_safe(article.lead)}</strong></p>",
        *(_tag(run) for run in runs(article.body)),
        *([f"<p><em>{_safe(article.source)}</em></p>"] if article.source else []),
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def docx(article: Article) -> bytes:
    """The same contents as a Word file."""
    word = Word(article.title, size=14, margins=Margins(20, 20, 30, 20))
    if article.note:
        word.paragraph(bold(article.note, 12), Look("center", after=8, frame=True))
    word.paragraph(bold(article.title, 16), Look("center", after=10))
    word.paragraph(bold(article.lead), Look("justify", after=6, line=1.15))
    for part in article.body:
        _write(word, part)
    if article.source:
        source = Piece(article.source, italic=True)
        word.paragraph(source, Look("right", before=8))
    return word.save(article.made)


def _write(word: Word, part: Part) -> None:
    if part.kind in ("point", "subpoint"):
        left = 6 if part.kind == "point" else 12
        word.paragraph(f"•\t{part.text}", Look("justify", after=3, line=1.15, left=left, hanging=6))
        return
    number = f"{part.number}. " if part.number else ""
    if part.kind in ("heading", "title"):
        word.paragraph(bold(f"{number}{part.text}"), Look(before=6, after=4, with_next=True))
        return
    word.paragraph(f"{number}{part.text}", Look("justify", after=6, line=1.15, first=10))


def _tag(run: tuple[Part, ...]) -> str:
    first = run[0]
    number = f"{first.number}. " if first.number else ""
    if first.kind in ("point", "subpoint"):
        return "\n".join(["<ul>", *(f"<li>{_safe(one.text)}</li>" for one in run), "</ul>"])
    if first.kind in ("heading", "title"):
        return f"<h2>{_safe(number + first.text)}</h2>"
    return f"<p>{_safe(number + first.text)}</p>"


def _safe(text: str) -> str:
    return escape(normalize("NFC", text), quote=False)
