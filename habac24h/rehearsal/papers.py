"""The papers of a rehearsed year, as the office would print them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from habac24h.office import Office
from habac24h.papers import report
from habac24h.papers.paper import Asked, draw
from habac24h.papers.registry import paper
from habac24h.report import period
from habac24h.report.gather import gather
from habac24h.workflow import Desk

FOLDERS = (
    ("loa", "script", "pdf", ""),
    ("bang-ron", "banner", "pdf", ""),
    ("bang-ron", "banner", "svg", ""),
    ("bang-ron", "order", "pdf", ""),
    ("anh", "card", "png", "_1200x630"),
    ("ke-hoach", "plan", "docx", ""),
)
"""Where the files of which paper go, in which format; of cards the size that goes out."""

REPORT = "bao-cao"


def write_papers(office: Office, year: int, folder: Path) -> None:
    """Print everything of the year: one file an item, named after its key."""
    whole_year = Asked(since=date(year, 1, 1))
    for name, paper_id, form, end in FOLDERS:
        kind = paper(paper_id)
        with office.database.read() as session:
            desk = Desk.reader(session, office.settings, office.clock.now())
            sheets = list(kind.gather(desk, whole_year))
        (folder / name).mkdir(exist_ok=True)
        for sheet in (one for one in sheets if one.name.endswith(end)):
            (folder / name / kind.file_name(sheet, form)).write_bytes(draw(kind, sheet, form))


def write_report(office: Office, year: int, folder: Path) -> None:
    """The report of the whole year in each form, stamped as practice on every page."""
    whole = period.days(date(year, 1, 1), date(year, 12, 31))
    with office.database.read() as session:
        desk = Desk.reader(session, office.settings, office.clock.now())
        given = report.account(gather(desk, whole, practice=True), office.settings)
    (folder / REPORT).mkdir(exist_ok=True)
    for ending in ("docx", "pdf", "xlsx"):
        file = folder / REPORT / f"{report.file_name(given.material)}.{ending}"
        file.write_bytes(report.draw(given, office.settings, ending))


def remove_papers(folder: Path) -> None:
    """Take away what an earlier rehearsal printed here."""
    for name in {REPORT, *(name for name, *_ in FOLDERS)}:
        shutil.rmtree(folder / name, ignore_errors=True)
