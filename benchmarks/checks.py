"""How fast a three-minute script is checked, and what loading the rules costs once.

Run with `python -m benchmarks.checks`; ends with 1 when the budget is missed.
"""

from __future__ import annotations

import time
from datetime import date

from benchmarks.kit import verdict
from habac24h.content.checks import check
from habac24h.content.checks.wordbook import wordbook
from habac24h.content.own import SHIPPED, Own, own_of
from habac24h.content.shipped import shipped
from habac24h.content.speech.pace import seconds

ROUNDS = 15
MILLISECONDS_MOST = 40.0
"""Budget for a script of about three minutes, median of the rounds, processor time."""

OWN_MOST = 1.3
"""Budget: an office's own rules and hotlines against the shipped ones."""
OWN = own_of({one: shipped(one) or "" for one in ("rules/ST01", "rules/CL03", "hotlines/113")})

PARAGRAPH = """\
GIỌNG NAM: Thưa bà con! Bạo lực trên cơ sở giới là hành vi gây tổn hại cho một người vì giới của họ.
GIỌNG NỮ: Nhiều người bị bạo lực không dám nói vì sợ mang tiếng. Lỗi không thuộc về người bị hại.
GIỌNG NAM: Ngày hai mươi lăm tháng mười một là Ngày Thế giới xóa bỏ bạo lực đối với phụ nữ.
GIỌNG NỮ: Khi khẩn cấp, gọi 113; đường dây 1900 969 680 có tính cước. Việc nhà cùng làm, cùng bàn.
"""
SCRIPT = "NHẠC HIỆU\n" + PARAGRAPH * 6 + "NHẠC HIỆU\n"


def main() -> int:
    """Print the medians beside their budgets; 1 when one is missed."""
    began = time.perf_counter()
    wordbook()
    loading = time.perf_counter() - began
    print(f"script: {len(SCRIPT)} characters, {seconds(SCRIPT):.0f} s on the air")
    print(f"{len(wordbook().rules)} rules loaded once in {loading * 1000:.0f} ms")
    taken: dict[Own, list[float]] = {SHIPPED: [], OWN: []}
    for own in taken:
        check(SCRIPT, "loudspeaker", own=own)
    for _ in range(ROUNDS):
        for own, spans in taken.items():
            spans.append(milliseconds(own))
    ratios = [one / other for one, other in zip(taken[OWN], taken[SHIPPED], strict=True)]
    return max(
        verdict("check, milliseconds", taken[SHIPPED], most=MILLISECONDS_MOST),
        verdict("check with own words / without", ratios, most=OWN_MOST),
    )


def milliseconds(own: Own) -> float:
    """Processor time of one check of the whole script."""
    began = time.process_time()
    check(SCRIPT, "loudspeaker", title="Phát thanh", due=date(2026, 11, 25), own=own)
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
