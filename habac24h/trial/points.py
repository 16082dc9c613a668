"""The points of a trial: each asks Facebook one question that facts/facebook.md leaves open."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from habac24h.channels.base import ChannelError, Photo, Reaction
from habac24h.channels.fingerprint import fingerprint
from habac24h.later import later
from habac24h.trial.stage import Seen, Stage

if TYPE_CHECKING:
    from PIL import Image
else:
    Image = later("PIL.Image")

LONGEST_LAG = 120
FLIP_SECONDS = 300
NEAR = timedelta(minutes=11)
"""Facebook wants ten; one more for the call itself."""
LOCKS = (9, 7, 5, 4, 3, 2, 1)
"""Minutes before its hour at which an edit is tried."""


@dataclass(frozen=True)
class Point:
    """One question; `waits`: it takes some ten minutes, because Facebook's own clock is awaited."""

    name: str
    title: str
    ask: Callable[[Stage], Seen]
    waits: bool = False


def text_is_kept(stage: Stage) -> Seen:
    """Line ends, spaces, composed letters, emoji: what comes back of what was sent."""
    tail = "\r\nDòng hai  \r\n\r\nTiếng Việt ☎️ 👩‍👩‍👧 111\u200b   "
    sent = stage.words(unicodedata.normalize("NFD", tail))
    got = stage.read(stage.schedule(sent)).text
    same = fingerprint(got) == fingerprint(sent)
    if got == sent:
        return Seen("Facebook giữ nguyên từng ký tự.", same)
    changes = [
        ("dấu xuống dòng CRLF thành LF", "\r\n" in sent and "\r\n" not in got),
        ("cắt khoảng trắng ở cuối", got == got.rstrip() != sent),
        ("ghép chữ và dấu (NFC)", got == unicodedata.normalize("NFC", got) != sent),
        ("bỏ ký tự không hiện (U+200B)", "\u200b" not in got),
        ("bỏ dấu chọn kiểu biểu tượng (U+FE0F)", "\ufe0f" not in got),
    ]
    listed = ", ".join(name for name, true in changes if true) or "khác chỗ khác"
    known = "vẫn nhận ra bài" if same else "CHƯƠNG TRÌNH KHÔNG NHẬN RA BÀI"
    return Seen(f"Facebook đổi chữ: {listed}; {known}.", same)


def seconds_are_kept(stage: Stage) -> Seen:
    """Whether an hour keeps its seconds."""
    due = stage.clock.now().replace(second=37, microsecond=0) + timedelta(days=20)
    got = stage.read(stage.schedule(stage.words(), at=due)).scheduled_at
    if got is None:
        return Seen("Facebook không cho biết giờ hẹn (bài thành bản nháp).", False)
    early = (due - got).total_seconds()
    if not early:
        return Seen("Facebook giữ giờ hẹn đến từng giây.", True)
    return Seen(f"Facebook đổi giờ hẹn đi {early:.0f} giây.", 0 <= early <= 60)


def listing_lag(stage: Stage) -> Seen:
    """How long a new post is missing from the list of scheduled ones."""
    begun, remote_id = stage.clock.now(), stage.schedule(stage.words())
    for _ in range(LONGEST_LAG):
        if any(post.remote_id == remote_id for post in stage.listed().scheduled):
            lag = (stage.clock.now() - begun).total_seconds()
            return Seen(f"Bài mới hiện trong danh sách hẹn giờ sau {lag:.0f} giây.", lag <= 60)
        stage.clock.wait(1)
    return Seen(f"Sau {LONGEST_LAG} giây bài vẫn chưa có trong danh sách hẹn giờ.", False)


def duplicates_when_scheduling(stage: Stage) -> Seen:
    """Whether the same words may be scheduled twice."""
    words = stage.words()
    stage.schedule(words)
    try:
        stage.schedule(words)
    except ChannelError as error:
        named = error.reaction is Reaction.DUPLICATE
        code = f"{error.code}/{error.subcode}" if error.subcode else str(error.code)
        return Seen(f"Facebook từ chối bài hẹn giờ trùng lời (mã {code}).", named)
    return Seen("Facebook nhận hai bài hẹn giờ trùng lời; bản thừa phải do ta tự xóa.", True)


def photos_are_listed(stage: Stage) -> Seen:
    """Whether a scheduled post shows its photos under the ids that uploading gave."""
    media = tuple(stage.page.upload(picture(shade)) for shade in (60, 200))
    remote_id = stage.schedule(stage.words(), media=media)
    read = stage.read(remote_id).media
    listed = next((p.media for p in stage.listed().scheduled if p.remote_id == remote_id), None)
    if read == media == listed:
        return Seen("Bài hẹn giờ cho thấy đủ ảnh, đúng mã và đúng thứ tự.", True)
    if read is not None and len(read) == len(media):
        return Seen("Bài hẹn giờ cho thấy đủ số ảnh nhưng mã hoặc thứ tự khác.", False)
    return Seen(f"Bài hẹn giờ không cho thấy ảnh ({read}).", False)


def flip_of_photo_posts(stage: Stage) -> Seen:
    """Whether a photo post that waits can be shown at once, twice, with the same id and photos."""
    media = (stage.page.upload(picture(120)),)
    remote_id = stage.schedule(stage.words(), media=media)
    stage.page.publish(remote_id)
    if stage.page.read(remote_id) is not None:
        stage.page.publish(remote_id)
    shown = stage.page.read(remote_id)
    if shown is None:
        return Seen("Sau khi cho hiện ngay, bài không còn dưới mã cũ.", False)
    if not shown.is_public:
        return Seen("Lệnh cho hiện ngay được nhận nhưng bài ảnh vẫn chưa công khai.", False)
    same = shown.media == media
    pictures = "ảnh giữ nguyên mã" if same else "mã ảnh đã đổi"
    return Seen(f"Bài ảnh hiện ngay, gọi hai lần vẫn một bài, {pictures}.", same)


def edit_lock(stage: Stage) -> Seen:
    """Until how long before its hour a post can be edited, and how punctual its own hour is."""
    due = stage.clock.now() + NEAR
    remote_id = stage.schedule(stage.words(), at=due)
    locked = next((m for m in LOCKS if not _can_reword(stage, remote_id, due_in=m)), None)
    said = (
        "Sửa được lời đến phút cuối trước giờ hẹn"
        if locked is None
        else f"Từ {locked} phút trước giờ hẹn không sửa được lời nữa"
    )
    return Seen(f"{said}; {_own_hour(stage, remote_id)}", locked is None)


def _can_reword(stage: Stage, remote_id: str, *, due_in: int) -> bool:
    """Wait until so many minutes before its hour, then change the words."""
    post = stage.read(remote_id)
    if post.scheduled_at is None:
        return False
    moment = post.scheduled_at - timedelta(minutes=due_in)
    stage.clock.wait((moment - stage.clock.now()).total_seconds())
    try:
        stage.page.reword(remote_id, stage.words())
    except ChannelError:
        return False
    return True


def _own_hour(stage: Stage, remote_id: str) -> str:
    """How long after its hour Facebook's own clock showed the post."""
    due = stage.read(remote_id).scheduled_at
    if due is None:
        return "bài thành bản nháp, không tự hiện."
    stage.clock.wait((due - stage.clock.now()).total_seconds())
    for _ in range(FLIP_SECONDS):
        post = stage.page.read(remote_id)
        if post is None:
            return "đến giờ hẹn bài đổi sang mã khác."
        if post.is_public:
            late = (stage.clock.now() - due).total_seconds()
            return f"Facebook tự cho hiện sau giờ hẹn {late:.0f} giây, mã bài giữ nguyên."
        stage.clock.wait(1)
    return f"quá giờ hẹn {FLIP_SECONDS // 60} phút Facebook vẫn chưa cho hiện."


def picture(shade: int) -> Photo:
    """A plain grey picture, unlike any other shade's."""
    stream = io.BytesIO()
    Image.new("RGB", (640, 480), (shade, shade, shade)).save(stream, "JPEG")
    return Photo(stream.getvalue(), "image/jpeg", "Ảnh thử kỹ thuật")


POINTS = (
    Point("text", "Chữ có bị đổi không", text_is_kept),
    Point("seconds", "Giờ hẹn có giữ giây không", seconds_are_kept),
    Point("lag", "Danh sách hẹn giờ chậm bao lâu", listing_lag),
    Point("duplicates", "Hẹn giờ hai bài trùng lời", duplicates_when_scheduling),
    Point("photos", "Bài hẹn giờ có cho thấy ảnh không", photos_are_listed),
    Point("flip", "Cho bài ảnh hiện ngay", flip_of_photo_posts),
    Point("lock", "Sửa lời sát giờ và giờ của Facebook", edit_lock, waits=True),
)
