"""What to write to a unit whose report, or part of it, is missing: ready to copy into a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from habac24h.config import Settings
from habac24h.units.figures import FIGURES
from habac24h.units.periods import YEAR
from habac24h.units.summary import Entry, Summary
from habac24h.weekdays import WEEKDAYS

_TO = {"thon": "Trưởng {name}", "truong": "Ban Giám hiệu {name}"}
_YOU = {"phong": "quý cơ quan", "doan-the": "quý cơ quan", "thon": "thôn", "truong": "nhà trường"}


@dataclass(frozen=True)
class Reminder:
    """One message: to whom, and its words."""

    unit: str
    name: str
    text: str


def reminders(found: Summary, settings: Settings, today: date) -> tuple[Reminder, ...]:
    """One for each unit whose report has not come or lacks figures, in the order of the list."""
    return tuple(
        Reminder(entry.unit, entry.name, _text(entry, found, settings, today))
        for entry in found.entries
        if entry.received_on is None or entry.lacking
    )


def _text(entry: Entry, found: Summary, settings: Settings, today: date) -> str:
    return "\n\n".join(
        (
            f"Kính gửi: {_addressee(entry)}",
            f"{_why(found, settings)} {_stand(entry, settings, today)}",
            _asked(entry, found, today),
            f"{settings.printing.department} {settings.office} trân trọng cảm ơn.",
        )
    )


def _addressee(entry: Entry) -> str:
    """Inside a sentence a village is written small: "Trưởng thôn 1"."""
    name = entry.name[:1].lower() + entry.name[1:] if entry.kind == "thon" else entry.name
    return _TO.get(entry.kind, "{name}").format(name=name)


def _why(found: Summary, settings: Settings) -> str:
    """The plan says "before the first" and means the day before it, which is the day due."""
    of = f"năm {found.year}"
    if found.period != YEAR:
        of = f"{found.period_name} {found.year}"
    by = f" trước ngày {found.due + timedelta(days=1):%d/%m/%Y}" if found.due else ""
    return (
        f"Theo Kế hoạch thực hiện công tác bình đẳng giới năm {found.year} của Ủy ban nhân dân "
        f"{settings.office}, các cơ quan, đơn vị, đoàn thể, thôn và trường học báo cáo kết quả "
        f"{of} về Ủy ban nhân dân xã (qua {settings.printing.department}){by}."
    )


def _stand(entry: Entry, settings: Settings, today: date) -> str:
    office, you = settings.printing.department, _YOU[entry.kind]
    if entry.received_on is None:
        return f"Đến ngày {today:%d/%m/%Y}, {office} chưa nhận được báo cáo của {you}."
    came = f"{office} đã nhận báo cáo của {you} ngày {entry.received_on:%d/%m/%Y}"
    if not entry.figures:
        return f"{came} nhưng chưa có biểu số liệu kèm theo."
    return f"{came} nhưng biểu số liệu còn để trống: {'; '.join(_lacking(entry))}."


def _lacking(entry: Entry) -> list[str]:
    return [_small(FIGURES[name].label) for name in entry.lacking]


def _small(label: str) -> str:
    """The form's own label, inside a sentence."""
    return label[:1].lower() + label[1:]


def _asked(entry: Entry, found: Summary, today: date) -> str:
    what = "báo cáo và biểu số liệu" if entry.received_on is None else "biểu số liệu"
    verb = "bổ sung" if entry.figures else "gửi"
    return (
        f"Đề nghị {_YOU[entry.kind]} {verb} {what} {_until(found.due, today)}. Nội dung không phát "
        "sinh thì ghi số 0. Nếu có khó khăn, vướng mắc, xin báo sớm để cùng xử lý."
    )


def _until(due: date | None, today: date) -> str:
    if due is None:
        return "trong thời gian sớm nhất"
    day = f"{WEEKDAYS[due.weekday()]}, ngày {due:%d/%m/%Y}"
    left = (due - today).days
    if left < 0:
        return f"ngay trong hôm nay (hạn là {day}, đã quá {-left} ngày)"
    if left == 0:
        return f"trong hôm nay, {day}, là ngày cuối"
    return f"chậm nhất hết {day} (còn {left} ngày)"
