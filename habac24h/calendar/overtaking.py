"""After a restore: the calendar's stamps go on above whatever subscribers may have seen.

The rows are those of the backup, and subscribers have seen later ones: a lower SEQUENCE would be
ignored by them, an earlier time would be answered by "nothing has changed".
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import Session

from habac24h.calendar.recast import recast_later
from habac24h.calendar.tables import EVENTS, VERSION


def overtake(session: Session, taken_at: datetime, now: datetime) -> None:
    """Lift every SEQUENCE, time and version above those that followed the backup.

    Each step of a SEQUENCE moved its event's time on by a second at least (keeping.py), so since
    the backup there were fewer steps than seconds.
    """
    modified = now.replace(microsecond=0) + timedelta(seconds=1)
    columns = (EVENTS.c.uid, EVENTS.c.sequence, EVENTS.c.body, EVENTS.c.modified_at)
    for row in session.execute(select(*columns)).all():
        since = modified - min(taken_at, row.modified_at)
        sequence = row.sequence + int(since.total_seconds()) + 1
        later = max(modified, row.modified_at + timedelta(seconds=1))
        values = {"sequence": sequence, "modified_at": later}
        if row.body:
            values["body"] = recast_later(row.body, sequence, later)
        session.execute(update(EVENTS).where(EVENTS.c.uid == row.uid).values(**values))
    moved = int(modified.timestamp())
    session.execute(update(VERSION).values(value=secrets.token_hex(8), moved=moved))
