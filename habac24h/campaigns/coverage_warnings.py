"""What a coverage matrix shows at a glance, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from habac24h.campaigns.change import PlanWarning
from habac24h.campaigns.coverage import Coverage
from habac24h.content.checks.decree import FORMS

FORMS_WANTED = 3
"""Fewer forms of Điều 5 in an edition are told."""
SCRIPTS = "loudspeaker"


def coverage_warnings(found: Coverage, topics: Mapping[str, str]) -> Iterator[PlanWarning]:
    """What the matrix shows at a glance, in sentences; `topics` are titles by id."""
    edition = f"Đợt “{found.title}” năm {found.year}"
    for first, last in found.gaps:
        days = (last - first).days + 1
        yield PlanWarning(
            "coverage-gap",
            found.key,
            f"{edition}: không có nội dung nào trong {days} ngày, từ {first:%d/%m/%Y} "
            f"đến {last:%d/%m/%Y}.",
        )
    for topic in (one for one in found.topics if one is not None):
        title = topics.get(topic, topic)
        if not found.count(topic):
            message = f"{edition}: chủ đề “{title}” không có nội dung nào."
            yield PlanWarning("topic-without-item", found.key, message)
        elif not found.count(topic, SCRIPTS):
            message = f"{edition}: chủ đề “{title}” không có bài phát thanh nào."
            yield PlanWarning("topic-without-script", found.key, message)
    if len(found.forms) < FORMS_WANTED:
        yield _few_forms(found, edition)


def _few_forms(found: Coverage, edition: str) -> PlanWarning:
    named = {form.id: form.text for form in FORMS}
    used = "; ".join(named[one] for one in found.forms) or "chưa có hình thức nào"
    missing = "; ".join(text for one, text in named.items() if one not in found.forms)
    return PlanWarning(
        "few-forms",
        found.key,
        f"{edition} dùng {len(found.forms)} hình thức của Điều 5 Nghị định 48/2009/NĐ-CP ({used}), "
        f"ít hơn {FORMS_WANTED}; còn có thể dùng: {missing}.",
    )
