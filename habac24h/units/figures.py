"""The figures that units are asked for, and what must fit together among them.

They follow the plan's tasks: communication (II.3), training (II.2), school models and cases of
violence (IV.1, IV.4), legal aid (IV.2), money (III). Amounts are whole đồng.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

MOST = 10**12
_TYPED = re.compile(r"[1-9]\d{0,2}(?:[.\u00a0 ]\d{3})+|\d+")
"""Thousands in groups: what begins with 0 (0.500) is a fraction."""


@dataclass(frozen=True)
class Figure:
    """One number: `short` stands in sentences and in narrow tables."""

    id: str
    label: str
    unit: str
    short: str


FIGURES: Mapping[str, Figure] = MappingProxyType(
    {
        one.id: one
        for one in (
            Figure("talks", "Số buổi truyền thông trực tiếp, nói chuyện", "buổi", "số buổi"),
            Figure("men", "Số người dự: nam", "người", "số người dự nam"),
            Figure("women", "Số người dự: nữ", "người", "số người dự nữ"),
            Figure("pupils", "Trong số người dự: học sinh", "người", "số học sinh dự"),
            Figure("broadcasts", "Số tin, bài phát trên đài truyền thanh", "bài", "số bài phát"),
            Figure("posts", "Số tin, bài đăng trên trang, mạng xã hội", "bài", "số bài đăng"),
            Figure("banners", "Số băng rôn, khẩu hiệu đã treo", "chiếc", "số băng rôn"),
            Figure("leaflets", "Số tờ rơi, tài liệu đã phát", "tờ", "số tờ rơi"),
            Figure("trained_men", "Cán bộ dự tập huấn, bồi dưỡng: nam", "người", "cán bộ nam"),
            Figure("trained_women", "Cán bộ dự tập huấn, bồi dưỡng: nữ", "người", "cán bộ nữ"),
            Figure("models", "Số mô hình về bình đẳng giới đang duy trì", "mô hình", "số mô hình"),
            Figure("cases", "Số vụ bạo lực trên cơ sở giới đã biết", "vụ", "số vụ bạo lực"),
            Figure("settled", "Trong số vụ ấy: đã xử lý, hỗ trợ", "vụ", "số vụ đã xử lý"),
            Figure("legal_aid", "Số lượt trợ giúp pháp lý", "lượt", "số lượt trợ giúp pháp lý"),
            Figure("spent", "Kinh phí đã dùng", "đồng", "kinh phí đã dùng"),
        )
    }
)
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "done": "Việc đã làm nổi bật",
        "obstacles": "Khó khăn, vướng mắc",
        "proposals": "Đề xuất, kiến nghị",
    }
)
LONGEST_WORDS = 5_000


def listed() -> str:
    """Every figure as it is written on a command line, with what it means."""
    return ", ".join(f"{one.id} ({one.short})" for one in FIGURES.values())


def typed_number(written: str) -> int | None:
    """“1.250” or “1250” as people type it; None for what is no whole number (“12.5”, “0.500”)."""
    plain = written.strip()
    if len(plain) > 30 or _TYPED.fullmatch(plain) is None:
        return None
    return int(re.sub(r"\D", "", plain))


def contradictions(given: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """(figure, why) for numbers that cannot both be right; one that is missing contradicts none."""
    people = [given[name] for name in ("men", "women") if name in given]
    if "pupils" in given and len(people) == 2 and given["pupils"] > sum(people):
        yield "pupils", "số học sinh không thể nhiều hơn tổng số người dự"
    if "settled" in given and "cases" in given and given["settled"] > given["cases"]:
        yield "settled", "số vụ đã xử lý không thể nhiều hơn số vụ đã biết"
