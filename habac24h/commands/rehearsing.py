"""The rehearsal command, with its progress bar."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import Json, say, show

if TYPE_CHECKING:
    from habac24h.rehearsal import Summary
    from habac24h.rehearsal.run import Progress


def rehearse(
    year: Annotated[int, typer.Argument(metavar="NĂM", help="Năm diễn tập.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Thư mục kết quả.")] = Path(
        "dien-tap"
    ),
    faults: Annotated[int | None, typer.Option(help="Trang chạy thử hay lỗi, theo số này.")] = None,
    as_json: Json = False,
) -> None:
    """Diễn tập cả năm trên trang chạy thử, bằng đồng hồ ảo và thư mục dữ liệu riêng."""
    from habac24h.rehearsal import rehearse as run

    output.mkdir(parents=True, exist_ok=True)
    with _bar(year) as progress:
        summary = run(year, output, faults=faults, progress=progress)
    show(summary.as_dict(), as_json=as_json, plain=lambda: _tell(summary, output))


def _tell(summary: Summary, output: Path) -> None:
    from habac24h.channels.registry import KINDS
    from habac24h.workflow.state import SCREEN

    say(f"Năm {summary.year}: {summary.items} nội dung, {summary.airings} lượt.")
    channels = [f"{KINDS[name].label} {count}" for name, count in summary.by_channel.items()]
    say(f"Theo kênh: {', '.join(channels)}.")
    states = [f"{SCREEN[name]} {count}" for name, count in summary.by_state.items()]
    say(f"Kết cục: {', '.join(states)}.")
    late = max((post.late_seconds for post in summary.posts), default=0.0)
    say(f"Trên trang: {len(summary.posts)} bài công khai, chậm nhất {late:.0f} giây.")
    say(f"Đăng trùng: {len(summary.doubles)}. Mất dấu: {len(summary.lost)}.")
    if summary.placeholders:
        say(f"Số liệu còn thiếu, đã điền chữ chạy thử: {', '.join(summary.placeholders)}.")
    for sentence in summary.refused:
        say(f"Không qua: {sentence}")
    say(f"Kết quả ở {output} ({summary.seconds_taken:.1f} giây).")


@contextmanager
def _bar(year: int) -> Iterator[Progress | None]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True)) as bar:
        task = bar.add_task(f"Diễn tập năm {year}", total=1.0)

        def progress(moment: datetime, share: float) -> None:
            bar.update(task, completed=share, description=f"Diễn tập đến {moment:%d/%m/%Y}")

        yield progress
