"""Every table of the program, loaded: rooms keep their own, and a restore must replace them all.

Whoever works on the whole database (restoring it, comparing it with its migrations) imports this;
a table that nobody had loaded would be left standing in the way of the one that comes back.
"""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from habac24h import models
from habac24h.accounts import tables as accounts
from habac24h.budget import tables as budget
from habac24h.calendar import tables as calendar
from habac24h.chores import tables as chores
from habac24h.figures import series
from habac24h.report import texts
from habac24h.units import tables as units
from habac24h.workflow import attendance
from habac24h.workflow import tables as workflow

ROOMS = (models, accounts, attendance, budget, calendar, chores, series, texts, units, workflow)


def metadata() -> MetaData:
    """All tables."""
    return SQLModel.metadata
