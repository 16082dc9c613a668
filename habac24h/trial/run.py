"""Running a trial: each point in turn, what it left taken away, the answers as a text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from habac24h.channels.base import ChannelError
from habac24h.clock import Clock
from habac24h.trial.points import POINTS, Point, picture
from habac24h.trial.stage import Seen, Stage, TrialPage

PHOTO_FILE = "thu-trang-anh.json"
_SIGNS = {True: "ĐÚNG NHƯ DỰ TÍNH", False: "KHÁC DỰ TÍNH", None: "CHƯA BIẾT"}
_BY_HAND = (
    "Bài đã hẹn giờ sau khi mã truy cập chết: chương trình không tự thử được. Hẹn một bài, thu hồi "
    "mã trong Cài đặt → Tích hợp doanh nghiệp, chờ đến giờ rồi xem trang.",
    "Chế độ Phát triển của ứng dụng: khi một bài đang công khai, mở bài đó trong cửa sổ ẩn danh.",
)


@dataclass(frozen=True)
class Trial:
    """All that a trial showed; `left` are ids of posts that could not be seen gone."""

    page_id: str
    begun: datetime
    ended: datetime
    seen: tuple[tuple[str, Seen], ...]
    left: tuple[str, ...]

    def text(self, zone: ZoneInfo, *, practice: bool = False) -> str:
        """The answers for people, in Vietnamese; a practice page answers for itself alone."""
        note = " (trang chạy thử trên máy này: kết quả không nói gì về Facebook thật)"
        head = [
            f"Thử trang {self.page_id}{note if practice else ''}",
            f"Bắt đầu {self.begun.astimezone(zone):%d/%m/%Y %H:%M:%S}, "
            f"xong {self.ended.astimezone(zone):%H:%M:%S}",
            "",
        ]
        answers = [
            f"{n}. {title}: {_SIGNS[seen.as_expected]}\n   {seen.answer}"
            for n, (title, seen) in enumerate(self.seen, 1)
        ]
        left = (
            f"CÒN SÓT bài thử chưa xóa được, hãy tự xóa trên trang: {', '.join(self.left)}"
            if self.left
            else "Đã xóa hết bài thử khỏi trang."
        )
        return "\n".join([*head, *answers, "", left, "", "Còn phải thử bằng tay:", *_BY_HAND, ""])


def run_trial(
    page: TrialPage,
    page_id: str,
    clock: Clock,
    home: Path,
    *,
    quick: bool = False,
    told: Callable[[str], None] = lambda _sentence: None,
) -> Trial:
    """Try every point on a page where that harms nobody; `quick` leaves out what waits.

    Takes away what it made, and what an earlier trial that was killed left behind, also when it is
    interrupted. A photo of today is remembered in `home`, so that a later trial learns how long it
    lives.
    """
    stage = Stage(page, clock, told)
    begun = clock.now()
    stage.clean_up()
    seen: list[tuple[str, Seen]] = []
    with stage.cleaned_up():
        for point in POINTS:
            if quick and point.waits:
                continue
            told(f"{point.title}…" + (" (chờ khoảng 11 phút)" if point.waits else ""))
            seen.append((point.title, _ask(stage, point)))
            told(f"  {seen[-1][1].answer}")
        seen.append(("Ảnh tạm sống bao lâu", _old_photo(stage, home, page_id)))
    return Trial(page_id, begun, clock.now(), tuple(seen), tuple(stage.made))


def _ask(stage: Stage, point: Point) -> Seen:
    try:
        return point.ask(stage)
    except ChannelError as error:
        return Seen(f"Không thử được: {error.sentence}")
    except LookupError:
        return Seen("Không thử được: bài vừa tạo không đọc lại được.")


def _old_photo(stage: Stage, home: Path, page_id: str) -> Seen:
    """Attach the photo that an earlier trial left; leave a new one when there was none to try."""
    try:
        known = _remembered(home / PHOTO_FILE, page_id)
        if known is None or stage.clock.now() - known[1] < timedelta(hours=1):
            if known is None:
                _remember(home / PHOTO_FILE, page_id, stage)
            return Seen(
                "Đã để lại một ảnh tạm (không ai thấy); hãy chạy lại lệnh này sau một ngày."
            )
        hours = (stage.clock.now() - known[1]) / timedelta(hours=1)
        (home / PHOTO_FILE).unlink(missing_ok=True)
        return _attached(stage, known[0], hours)
    except ChannelError as error:
        return Seen(f"Không thử được: {error.sentence}")


def _attached(stage: Stage, media_id: str, hours: float) -> Seen:
    try:
        stage.schedule(stage.words(), media=(media_id,))
    except ChannelError as error:
        return Seen(f"Ảnh tạm sau {hours:.0f} giờ không còn gắn được: {error.said}", hours > 12)
    return Seen(f"Ảnh tạm sau {hours:.0f} giờ vẫn gắn được vào bài.", True)


def _remembered(file: Path, page_id: str) -> tuple[str, datetime] | None:
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
        if plain["page"] != page_id:
            return None
        return str(plain["photo"]), datetime.fromisoformat(plain["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(file: Path, page_id: str, stage: Stage) -> None:
    at = stage.clock.now().isoformat()
    plain = {"page": page_id, "photo": stage.page.upload(picture(90)), "at": at}
    file.write_text(json.dumps(plain), encoding="utf-8")
