"""All checks in their order; one that breaks is a line as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from habac24h.doctor import data, hours, keeping, kept_copies, machine, publishing
from habac24h.doctor.line import About, Level, Line
from habac24h.doctor.patient import Patient
from habac24h.errors import HabacError, NotFound

Check = Callable[[Patient], Line]

CHECKS: dict[str, Check] = {
    "python": machine.python,
    "disk": machine.disk,
    "settings": data.settings,
    "database": data.database,
    "schema": data.schema,
    "privacy": data.privacy,
    "clock": hours.clock,
    "timezone": hours.timezone,
    "scheduler": publishing.passes,
    "publishing": publishing.work,
    "page": publishing.page,
    "feed": keeping.feed,
    "backup": kept_copies.backup,
    "chores": keeping.chores,
    "facts": keeping.facts,
    "fonts": machine.fonts,
}
ALL = tuple(CHECKS.values())


def chosen(names: Sequence[str]) -> Sequence[Check]:
    """The checks of these names, or all; raises NotFound for a name that is none."""
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        raise NotFound(f"Không có mục khám “{unknown[0]}”; các mục: {', '.join(CHECKS)}.")
    return [CHECKS[name] for name in names] or ALL


def examine(patient: Patient, checks: Sequence[Check] = ALL) -> list[Line]:
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
