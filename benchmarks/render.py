"""How fast the sandbox renders, beside a plain Jinja environment and beside compiling each time.

Run with `python -m benchmarks.render`; ends with 1 when a budget is missed. Ratios only: absolute
figures drift with the machine.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from jinja2 import Environment

from benchmarks.kit import verdict
from habac24h.content.sandbox import Sandbox, Value

ROUNDS = 40
"""Short and many, interleaved: on shared cores one long round says little."""
PLAIN_LEAST = 0.75
"""Budget: the sandbox's speed against a plain, compiled Environment."""
UNCACHED_LEAST = 60.0
"""Budget: the sandbox's speed against `from_string` at every rendering."""

TEMPLATE = """\
🟠 {{ campaign|upper }} ({{ start }} - {{ end }}/{{ year }})

Từ ngày {{ start_date }} đến ngày {{ end_date }}, cùng cả nước, {{ office }} triển khai
{{ campaign }} với chủ đề: “{{ theme }}”.

{% if topic_id == "bao-luc" %}
Một cái tát, một lời sỉ nhục lặp đi lặp lại, một tin nhắn đe dọa, một tấm ảnh riêng tư bị phát tán
đều là bạo lực, và không có lý do nào khiến bạo lực trở nên chấp nhận được.
{% elif topic_id == "dinh-kien" %}
Việc nhà không của riêng ai. Con trai, con gái đều cần được học, được chọn nghề mình muốn.
{% endif %}
{% if weekday == "Chủ nhật" %}
Hẹn bà con lúc {{ time }}, {{ weekday }}, ngày {{ date }}.
{% else %}
Hẹn bà con lúc {{ time }}, {{ weekday }}, ngày {{ day }},
tại {{ place|default("nhà văn hóa thôn") }}.
{% endif %}

🧡 Nếu bạn đang bị bạo lực: đó không phải lỗi của bạn. Hãy đến nơi an toàn, nói với người bạn tin
cậy, giữ lại tin nhắn, hình ảnh làm bằng chứng.
🧡 Nếu bạn biết có người bị bạo lực: lắng nghe, tin họ, giữ kín thông tin và giúp họ liên hệ nơi hỗ
trợ. Đừng quay phim, đừng đăng lên mạng.

📍 Các điểm sinh hoạt:
{% for spot in places %}
• {{ spot }}
{% endfor %}
📞 Số cần nhớ:
• 113: khi nguy hiểm, khẩn cấp.
• Công an xã: {{ phone_police }}. Hội LHPN xã: {{ phone_women_union }}.

Đơn vị chủ trì: {{ lead }}; phối hợp: {{ partners|join(", ") }}.
{{ year - 1930 }} năm xây dựng và trưởng thành.
#HaBac24h
"""

VALUES: dict[str, Value] = {
    "campaign": "Tháng hành động vì bình đẳng giới",
    "start": "15/11",
    "end": "15/12",
    "start_date": "15/11/2026",
    "end_date": "15/12/2026",
    "year": 2026,
    "office": "xã Hà Bắc",
    "theme": "Không im lặng trước bạo lực",
    "topic_id": "bao-luc",
    "weekday": "thứ Ba",
    "time": "19:00",
    "day": "17/11",
    "date": "17/11/2026",
    "place": "nhà văn hóa thôn Đông",
    "places": tuple(f"Nhà văn hóa thôn {number}" for number in range(1, 25)),
    "phone_police": "0220 3 123 456",
    "phone_women_union": "0220 3 654 321",
    "lead": "Phòng Văn hoá - Xã hội",
    "partners": ("Trung tâm Dịch vụ sự nghiệp công xã", "Hội Liên hiệp Phụ nữ xã"),
}


def seconds_each(work: Callable[[], object], times: int) -> float:
    """Mean processor seconds of one call: on shared cores the clock on the wall measures others."""
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times


def main() -> int:
    """Measure interleaved rounds, print the ratios, return 1 when a budget is missed."""
    plain = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=False)
    template = plain.from_string(TEMPLATE)
    sandbox = Sandbox(lambda piece: None)
    works: dict[str, tuple[Callable[[], object], int]] = {
        "sandbox": (lambda: sandbox.render(TEMPLATE, "benchmark", VALUES), 300),
        "plain": (lambda: template.render(VALUES), 300),
        "uncached": (lambda: plain.from_string(TEMPLATE).render(VALUES), 3),
    }
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, (work, times) in works.items():
            taken[name].append(seconds_each(work, times))
    for name, spans in taken.items():
        print(f"{name:9} {1 / statistics.median(spans):10,.0f} renderings a second")
    return max(
        verdict("sandbox / plain", ratios(taken, "plain"), least=PLAIN_LEAST),
        verdict("sandbox / uncached", ratios(taken, "uncached"), least=UNCACHED_LEAST),
    )


def ratios(taken: dict[str, list[float]], other: str) -> list[float]:
    """How many times as fast as another way the sandbox was, round by round."""
    pairs = zip(taken[other], taken["sandbox"], strict=True)
    return [theirs / ours for theirs, ours in pairs]


if __name__ == "__main__":
    raise SystemExit(main())
