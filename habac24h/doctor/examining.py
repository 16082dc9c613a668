"""All checks in their order; one that breaks is a line as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from habac24h.doctor import data, hours, keeping, machine, publishing
from habac24h.doctor.line import About, Level, Line
from habac24h.doctor.patient import Patient
from habac24h.errors import HabacError

Check = Callable[[Patient], Line]

CHECKS: tuple[Check, ...] = (
    machine.python,
    machine.disk,
    data.settings,
    data.database,
    data.schema,
    hours.clock,
    hours.timezone,
    publishing.passes,
    publishing.work,
    publishing.page,
    keeping.feed,
    keeping.backup,
    keeping.chores,
    keeping.facts,
    machine.fonts,
)


def examine(patient: Patient, checks: Sequence[Check] = CHECKS) -> list[Line]:
    """Every line; nothing is changed by looking."""
    return [_line(check, patient) for check in checks]


def wrong(lines: Sequence[Line]) -> list[Line]:
    """Those about which somebody must do something."""
    return [line for line in lines if line.level == Level.WRONG]


def _line(check: Check, patient: Patient) -> Line:
    about = About(check.__name__, check.__name__)
    try:
        return check(patient)
    except HabacError as error:
        return about.wrong(error.sentence)
    except Exception as error:
        return about.wrong(f"không kiểm tra được ({type(error).__name__}); hãy báo người hỗ trợ.")
