"""The coverage of an edition as a table that fits 80 columns, and as JSON."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from habac24h.commands.common import say

if TYPE_CHECKING:
    from habac24h.campaigns.coverage import Coverage

WIDTH = 80
_TOPIC = 24
_NARROW = 18
"""Beside twelve months."""
_LEGEND = "F Fanpage, L loa, B băng rôn, C cổng, N nói chuyện; số là số nội dung bắt đầu trong cột."


def tell(found: Coverage) -> None:
    """Print the matrix: topics down, weeks or months across, channels by their letters."""
    from rich.console import Console
    from rich.table import Table

    from habac24h.campaigns.coverage import MOST_WEEKS, letters
    from habac24h.campaigns.packaged import packaged_topics

    titles = packaged_topics()
    table = Table(box=None, padding=(0, 1), title=None, header_style="")
    width = _NARROW if len(found.spans) > MOST_WEEKS else _TOPIC
    table.add_column("Chủ đề", max_width=width, min_width=width)
    for span in found.spans:
        table.add_column(span.label, justify="right", no_wrap=True)
    for topic in found.topics:
        cells = (letters(found, topic, number) for number in range(len(found.spans)))
        label = titles.get(topic, topic) if topic else "(không theo chủ đề)"
        table.add_row(label, *("\n".join(cell) or "·" for cell in cells))
    console = Console(width=WIDTH, highlight=False, color_system=None)
    with console.capture() as captured:
        console.print(table)
    say()
    for line in textwrap.wrap(f"{found.title}, năm {found.year}:", WIDTH):
        say(line)
    for line in captured.get().rstrip().splitlines():
        say(line.rstrip())


def legend() -> None:
    """What the letters mean, once below all tables."""
    say(_LEGEND)


def as_object(found: Coverage) -> dict[str, Any]:
    """Plain JSON values: rows of topics with counts by channel in every span."""
    return {
        "campaign": found.campaign,
        "year": found.year,
        "spans": [
            {"label": one.label, "from": one.first.isoformat(), "to": one.last.isoformat()}
            for one in found.spans
        ],
        "topics": [
            {
                "topic": topic,
                "items": [
                    {"span": number, "channel": channel, "count": count}
                    for (of, channel, number), count in sorted(
                        found.cells.items(), key=lambda cell: (cell[0][2], cell[0][1])
                    )
                    if of == topic
                ],
            }
            for topic in found.topics
        ],
        "gaps": [{"from": a.isoformat(), "to": b.isoformat()} for a, b in found.gaps],
        "forms": list(found.forms),
    }
