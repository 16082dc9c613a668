"""What the units themselves gave, as a paragraph of part II; it is never added to the own count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from habac24h.report.period import CUT_OFF, Period
from habac24h.report.words import listed, number
from habac24h.units import periods
from habac24h.units.summary import Summary, summary

TITLE = "Kết quả do các cơ quan, đơn vị báo cáo"


def asked_for(session: Session, period: Period) -> Summary | None:
    """The units' reports on just these days; None where units are not asked about them."""
    theirs = _period_of_units(period)
    if theirs is None:
        return None
    found = summary(session, period.since.year, theirs)
    return found if found.entries and (found.due or found.received) else None


def paragraphs(found: Summary) -> Iterator[str]:
    """Who reported, a line for each sum with how many units gave the figure, who did not."""
    came, all_ = number(len(found.received)), number(len(found.entries))
    yield (
        f"Có {came}/{all_} cơ quan, đơn vị, đoàn thể, thôn, trường học đã gửi báo cáo "
        f"{found.period_name} {found.year}."
    )
    sums = [
        f"- {one.label.replace(': ', ', ')}: {number(one.value)} {one.unit} "
        f"({number(one.given_by)} đơn vị có số liệu)."
        for one in found.totals
        if one.given_by
    ]
    if sums:
        yield (
            "Tổng hợp số liệu các đơn vị tự báo cáo (có thể trùng với kết quả nêu trên, không cộng "
            "vào nhau):"
        )
    yield from sums
    if found.missing:
        yield f"Chưa gửi báo cáo: {listed(one.name for one in found.missing)}."


def _period_of_units(period: Period) -> str | None:
    year = period.since.year
    if period.campaign:
        return None
    if period.supplement:
        return "bo-sung"
    if period.since != date(year, 1, 1) or period.until.year != year:
        return None
    if period.until >= date(year, *CUT_OFF):
        return periods.YEAR
    return "6-thang" if period.until == date(year, 6, 30) else None
