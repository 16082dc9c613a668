"""What of the daily chores went wrong the last time: for the doctor and the first page."""

from __future__ import annotations

from sqlmodel import Session

from habac24h.chores import copies, forgetting, ledger, morning
from habac24h.chores.ledger import Outcome

TITLES = {
    morning.NAME: "Thư nhắc việc",
    copies.NAME: "Sao lưu",
    copies.READING: "Đọc lại bản sao lưu",
    forgetting.NAME: "Dọn phiên cũ",
}


def troubles(session: Session) -> list[str]:
    """One sentence for each chore whose last run failed, or of which nobody knows how it ended."""
    rows = ((title, ledger.latest(session, name)) for name, title in TITLES.items())
    return [
        f"{title} ngày {row.day:%d/%m}: {row.said}"
        for title, row in rows
        if row is not None and row.outcome in (Outcome.FAILED, Outcome.UNKNOWN)
    ]
