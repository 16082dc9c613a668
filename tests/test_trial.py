"""The trial on a test page: every open question asked, everything taken away, also when cut off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cli_kit import Terminal
from practice_kit import PAGE, START, clock, practice_page, sdk_fanpage

from habac24h.channels.fanpage import Fanpage
from habac24h.channels.practice_page import Fault, PracticePage
from habac24h.clock import VirtualClock
from habac24h.trial import run_trial
from habac24h.trial.points import POINTS
from habac24h.trial.stage import MARK, Seen, Stage
from habac24h.workflow.pages import PRACTICE_ID

__all__ = ["clock"]
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
USUAL = {
    "Chữ có bị đổi không": Seen("Facebook giữ nguyên từng ký tự.", True),
    "Giờ hẹn có giữ giây không": Seen("Facebook giữ giờ hẹn đến từng giây.", True),
    "Danh sách hẹn giờ chậm bao lâu": Seen(
        "Bài mới hiện trong danh sách hẹn giờ sau 0 giây.", True
    ),
    "Hẹn giờ hai bài trùng lời": Seen(
        "Facebook nhận hai bài hẹn giờ trùng lời; bản thừa phải do ta tự xóa.", True
    ),
    "Bài hẹn giờ có cho thấy ảnh không": Seen(
        "Bài hẹn giờ cho thấy đủ ảnh, đúng mã và đúng thứ tự.", True
    ),
    "Cho bài ảnh hiện ngay": Seen(
        "Bài ảnh hiện ngay, gọi hai lần vẫn một bài, ảnh giữ nguyên mã.", True
    ),
    "Sửa lời sát giờ và giờ của Facebook": Seen(
        "Sửa được lời đến phút cuối trước giờ hẹn; Facebook tự cho hiện sau giờ hẹn 0 giây, mã bài "
        "giữ nguyên.",
        True,
    ),
    "Ảnh tạm sống bao lâu": Seen(
        "Đã để lại một ảnh tạm (không ai thấy); hãy chạy lại lệnh này sau một ngày."
    ),
}
"""What the practice page answers when it is in a good mood."""


@pytest.fixture
def wall(clock: VirtualClock) -> Iterator[PracticePage]:
    with practice_page(clock) as page:
        yield page


@pytest.fixture
def fanpage(wall: PracticePage, clock: VirtualClock) -> Fanpage:
    return sdk_fanpage(wall, clock)


def living(wall: PracticePage) -> list[str]:
    return [post.message for post in wall.posts() if not post.deleted]


def answers(
    fanpage: Fanpage, clock: VirtualClock, home: Path, *, quick: bool = True
) -> dict[str, Seen]:
    return dict(run_trial(fanpage, PAGE, clock, home, quick=quick).seen)


def test_every_point_is_tried_and_nothing_is_left(
    fanpage: Fanpage, wall: PracticePage, clock: VirtualClock, tmp_path: Path
) -> None:
    wall.staff_post("Bài của cơ quan")
    assert answers(fanpage, clock, tmp_path, quick=False) == USUAL
    assert living(wall) == ["Bài của cơ quan"]
    assert len(USUAL) == len(POINTS) + 1
    # Ten minutes of waiting and a little more, not hours.
    assert clock.now() - START < timedelta(minutes=15)


@pytest.mark.parametrize(
    ("fault", "title", "seen"),
    [
        (
            Fault("normalise", call="create"),
            "Chữ có bị đổi không",
            Seen(
                "Facebook đổi chữ: dấu xuống dòng CRLF thành LF, cắt khoảng trắng ở cuối, ghép chữ "
                "và dấu (NFC); vẫn nhận ra bài.",
                True,
            ),
        ),
        (
            Fault("lag", call="create", seconds=45, times=None),
            "Danh sách hẹn giờ chậm bao lâu",
            Seen("Bài mới hiện trong danh sách hẹn giờ sau 45 giây.", True),
        ),
        (
            Fault("lag", call="create", seconds=900, times=None),
            "Danh sách hẹn giờ chậm bao lâu",
            Seen("Sau 120 giây bài vẫn chưa có trong danh sách hẹn giờ.", False),
        ),
        (
            Fault("new-id", call="publish"),
            "Cho bài ảnh hiện ngay",
            Seen("Sau khi cho hiện ngay, bài không còn dưới mã cũ.", False),
        ),
        (
            Fault("swallow", call="publish", times=None),
            "Cho bài ảnh hiện ngay",
            Seen("Lệnh cho hiện ngay được nhận nhưng bài ảnh vẫn chưa công khai.", False),
        ),
        (
            Fault("error", call="photo", code=324, subcode=1366046, times=2),
            "Bài hẹn giờ có cho thấy ảnh không",
            Seen(
                "Không thử được: Facebook không nhận nội dung này (chữ trống, ảnh hoặc đường dẫn "
                "không hợp lệ); chưa có gì được đăng. Hãy sửa bài rồi trình duyệt lại. Facebook "
                "nói: “(#324) Refused by the practice page”."
            ),
        ),
    ],
    ids=["normalise", "lag", "long lag", "new-id", "swallow", "photo"],
)
def test_what_the_page_does_otherwise_is_told(
    fanpage: Fanpage,
    wall: PracticePage,
    clock: VirtualClock,
    tmp_path: Path,
    fault: Fault,
    title: str,
    seen: Seen,
) -> None:
    wall.faults.add(fault)
    assert answers(fanpage, clock, tmp_path)[title] == seen
    assert living(wall) == []


def test_a_refused_twin_is_told_with_its_code(
    fanpage: Fanpage, wall: PracticePage, clock: VirtualClock, tmp_path: Path
) -> None:
    seen: set[str] = set()

    def again(request: object) -> bool:
        words = request.form["message"]  # type: ignore[attr-defined]
        return words in seen or bool(seen.add(words))

    wall.faults.add(
        Fault("error", call="create", code=506, subcode=1455006, times=None, when=again)
    )
    assert answers(fanpage, clock, tmp_path)["Hẹn giờ hai bài trùng lời"] == Seen(
        "Facebook từ chối bài hẹn giờ trùng lời (mã 506/1455006).", True
    )


def test_an_edit_lock_is_measured_in_minutes(
    fanpage: Fanpage, wall: PracticePage, clock: VirtualClock, tmp_path: Path
) -> None:
    def late(request: object) -> bool:
        waiting = [
            p for p in wall.posts() if p.scheduled_at and not p.is_published and not p.deleted
        ]
        at: object = request.at  # type: ignore[attr-defined]
        return any(p.scheduled_at - at <= timedelta(minutes=5) for p in waiting)  # type: ignore[operator]

    wall.faults.add(Fault("error", call="edit", code=100, times=None, when=late))
    seen = answers(fanpage, clock, tmp_path, quick=False)["Sửa lời sát giờ và giờ của Facebook"]
    assert seen == Seen(
        "Từ 5 phút trước giờ hẹn không sửa được lời nữa; Facebook tự cho hiện sau giờ hẹn 0 giây, "
        "mã bài giữ nguyên.",
        False,
    )


@pytest.mark.parametrize(
    ("hours", "seen"),
    [
        (13, Seen("Ảnh tạm sau 13 giờ vẫn gắn được vào bài.", True)),
        (
            30,
            Seen(
                "Ảnh tạm sau 30 giờ không còn gắn được: (#100) Invalid parameter: attached_media "
                "990000000000011 cannot be attached",
                True,
            ),
        ),
    ],
)
def test_a_later_trial_learns_how_long_a_photo_lives(
    fanpage: Fanpage,
    wall: PracticePage,
    clock: VirtualClock,
    tmp_path: Path,
    hours: int,
    seen: Seen,
) -> None:
    answers(fanpage, clock, tmp_path)
    clock.advance(timedelta(hours=hours))
    assert answers(fanpage, clock, tmp_path)["Ảnh tạm sống bao lâu"] == seen
    assert living(wall) == []


@pytest.mark.parametrize("at", range(1, 12))
def test_an_interrupted_trial_takes_everything_away(
    fanpage: Fanpage, wall: PracticePage, clock: VirtualClock, tmp_path: Path, at: int
) -> None:
    """Ctrl+C after the n-th thing that it made on the page."""
    left = [at]

    class Interrupted(Fanpage):
        def schedule(self, post, when):  # type: ignore[no-untyped-def]
            receipt = super().schedule(post, when)
            left[0] -= 1
            if not left[0]:
                raise KeyboardInterrupt
            return receipt

    fanpage.__class__ = Interrupted
    if at <= 7:
        with pytest.raises(KeyboardInterrupt):
            answers(fanpage, clock, tmp_path)
    else:
        answers(fanpage, clock, tmp_path)
    assert living(wall) == []


def test_what_a_killed_trial_left_is_taken_away_by_the_next(
    fanpage: Fanpage, wall: PracticePage, clock: VirtualClock, tmp_path: Path
) -> None:
    killed = Stage(fanpage, clock)
    killed.schedule(killed.words())
    fanpage.publish(killed.schedule(killed.words()))
    wall.staff_post(f"Cơ quan nói về: {MARK}")
    answers(fanpage, clock, tmp_path)
    assert living(wall) == [f"Cơ quan nói về: {MARK}"]


def test_what_cannot_be_deleted_is_named(
    fanpage: Fanpage, wall: PracticePage, clock: VirtualClock, tmp_path: Path
) -> None:
    wall.faults.add(Fault("swallow", call="delete", times=None))
    trial = run_trial(fanpage, PAGE, clock, tmp_path, quick=True)
    assert set(trial.left) == {post.id for post in wall.posts()}
    listed = ", ".join(trial.left)
    line = f"CÒN SÓT bài thử chưa xóa được, hãy tự xóa trên trang: {listed}\n"
    assert line in trial.text(ZONE)


def test_the_command_tries_the_connected_page_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(tmp_path / "home", capsys)
    ran = terminal.run("fanpage", "trial", "--page-id", "77", "--yes")
    assert (ran.code, ran.err) == (
        1,
        f"Trang đang kết nối là {PRACTICE_ID}, không phải 77; chỉ thử được trên trang đang kết "
        "nối. Hãy kết nối trang thử bằng `habac24h fanpage connect`.\n",
    )
    ran = terminal.run("fanpage", "trial", "--page-id", PRACTICE_ID)
    assert (ran.code, ran.err) == (1, "Cần xác nhận: hãy chạy lại với --yes.\n")
    file = tmp_path / "ket-qua.txt"
    words = ("--page-id", PRACTICE_ID, "--yes", "--quick", "-o", str(file))
    ran = terminal.ok("fanpage", "trial", *words)
    text = file.read_text(encoding="utf-8")
    assert ran.out.endswith(f"{text}\nĐã ghi vào {file}.\n")
    assert text.count("ĐÚNG NHƯ DỰ TÍNH") == len(POINTS) - 1
    assert "Đã xóa hết bài thử khỏi trang.\n" in text
