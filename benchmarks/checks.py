"""How fast a three-minute script is checked, and what loading the rules costs once.

Run with `python -m benchmarks.checks`; ends with 1 when the budget is missed.
"""

from __future__ import annotations

import statistics
import time
from datetime import date

from habac24h.content.checks import check
from habac24h.content.checks.wordbook import wordbook
from habac24h.content.speech.pace import seconds

ROUNDS = 15
MILLISECONDS_MOST = 40.0
"""Budget for a script of about three minutes, median of the rounds, on a shared core."""

PARAGRAPH = """\
GIỌNG NAM: Thưa bà con! Bạo lực trên cơ sở giới là hành vi gây tổn hại cho một người vì giới của họ.
GIỌNG NỮ: Nhiều người bị bạo lực không dám nói vì sợ mang tiếng. Lỗi không thuộc về người bị hại.
GIỌNG NAM: Ngày hai mươi lăm tháng mười một là Ngày Thế giới xóa bỏ bạo lực đối với phụ nữ.
GIỌNG NỮ: Khi khẩn cấp, gọi 113; đường dây 1900 969 680 có tính cước. Việc nhà cùng làm, cùng bàn.
"""
SCRIPT = "NHẠC HIỆU\n" + PARAGRAPH * 6 + "NHẠC HIỆU\n"


def main() -> int:
    """Print the median and its spread; 1 when the budget is missed."""
    began = time.perf_counter()
    wordbook()
    loading = time.perf_counter() - began
    check(SCRIPT, "loudspeaker")
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        check(SCRIPT, "loudspeaker", title="Phát thanh", due=date(2026, 11, 25))
        taken.append((time.perf_counter() - began) * 1000)
    middle = statistics.median(taken)
    met = middle <= MILLISECONDS_MOST
    print(f"script: {len(SCRIPT)} characters, {seconds(SCRIPT):.0f} s on the air")
    print(f"{len(wordbook().rules)} rules loaded once in {loading * 1000:.0f} ms")
    print(
        f"check: {middle:.1f} ms (rounds {min(taken):.1f} to {max(taken):.1f}), "
        f"budget at most {MILLISECONDS_MOST:g}: {'met' if met else 'MISSED'}"
    )
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
