"""How fast a three-minute script becomes its spoken form.

Run with `python -m benchmarks.speech`; ends with 1 when the budget is missed.
"""

from __future__ import annotations

import time

from benchmarks.kit import verdict
from habac24h.content.own import SHIPPED, Own, own_of
from habac24h.content.speech import seconds, spoken, syllables

ROUNDS = 15
MILLISECONDS_MOST = 60.0
"""Budget for a script of about three minutes, median of the rounds, processor time."""

OWN_MOST = 1.3
"""Budget: an office's own abbreviations against the shipped ones."""
OWN = own_of({"abbreviations/UBND": '- {abbr: "UBND", read: "Ủy ban nhân dân"}'})

PARAGRAPH = """\
GIỌNG NAM: Từ 15/11 đến 15/12/2026, UBND xã Hà Bắc tổ chức Tháng hành động vì bình đẳng giới, theo
GIỌNG NỮ: Nghị định số 48/2009/NĐ-CP ngày 19/5/2009 của Chính phủ (khoản 1, Điều 6), tại 13/13 thôn.
GIỌNG NAM: Lúc 19h30 ngày 25/11, tại nhà văn hóa thôn, hơn 200-300 người dự; 98,2% số hộ cam kết.
GIỌNG NỮ: Khi khẩn cấp, gọi 113; trẻ em cần được bảo vệ, gọi 111; đường dây 1900 969 680 (24/7).
"""
SCRIPT = "NHẠC HIỆU\n" + PARAGRAPH * 3 + "NHẠC HIỆU\n"


def main() -> int:
    """Print the medians beside their budgets; 1 when one is missed."""
    began = time.perf_counter()
    result = spoken(SCRIPT)
    first = time.perf_counter() - began
    print(f"script: {syllables(result.text)} syllables, {seconds(result.text):.0f} s on the air")
    print(f"first reading (loads the word list): {first * 1000:.0f} ms")
    taken: dict[Own, list[float]] = {SHIPPED: [], OWN: []}
    spoken(SCRIPT, OWN)
    for _ in range(ROUNDS):
        for own, spans in taken.items():
            spans.append(milliseconds(own))
    ratios = [one / other for one, other in zip(taken[OWN], taken[SHIPPED], strict=True)]
    return max(
        verdict("spoken form, milliseconds", taken[SHIPPED], most=MILLISECONDS_MOST),
        verdict("spoken form with own words / without", ratios, most=OWN_MOST),
    )


def milliseconds(own: Own) -> float:
    """Processor time of one reading of the whole script."""
    began = time.process_time()
    spoken(SCRIPT, own)
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
