"""What mends an airing that went wrong: a sentence and, where a person must act, the commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from habac24h.channels.registry import kind
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.state import NOT_CARRIED_OUT

AS = "--as TÊN"
TOO_LATE = (
    "Đã quá giờ cho phép nên chương trình không đăng nữa. Nếu cơ quan đã tự đăng bài này bằng tay "
    "thì không ghi được là “đã đăng” (chỉ bài mà chương trình tự đăng và thấy công khai mới tính "
    "là đã đăng): khi làm báo cáo, hãy nêu bài ấy, kèm đường dẫn, vào mục "
    "“Khó khăn, vướng mắc và nguyên nhân”."
)
"""What is not sent any more; done is only what the program has seen (promise P4)."""
_LEADS = {
    Going.CANCELLED: "để hủy",
    Going.MISSED: "vì quá giờ",
    Going.WAITING: "để chờ bản mới được duyệt",
}


@dataclass(frozen=True)
class Step:
    """One way out: when it fits, and its command."""

    fits: str
    command: str


@dataclass(frozen=True)
class Mend:
    """What to do; without steps the program does it by itself."""

    sentence: str
    steps: tuple[Step, ...] = ()
    absent: bool = False
    """A person may say that the post is not on the page."""


def mend(
    item: Item,
    airing: Airing,
    now: datetime,
    *,
    stopped: bool = False,
    comes_until: datetime | None = None,
) -> Mend:
    """The way out for an airing that failed, is unknown, is being withdrawn, missed or skipped.

    Also for one that waits on the page for another hour than the approved one.

    `stopped` says that a person stopped all publishing; `comes_until` is the office's hour until
    which a lost try may still show its post.
    """
    match airing.state:
        case Going.SKIPPED | Going.MISSED if kind(item.channel).manual:
            return _afterwards(item, airing)
        case Going.WITHDRAWING:
            return _withdrawing(item, airing, stopped=stopped)
        case Going.UNKNOWN if comes_until is not None:
            return _may_come(airing, comes_until, stopped=stopped)
        case Going.UNKNOWN:
            return _unknown(airing)
        case Going.HANDED_OVER:
            return _postponed(airing)
        case Going.FAILED if airing.late_until > now:
            return Mend(
                "Sửa điều nêu trên trước; nếu phải sửa lời bài thì trình và duyệt lại.",
                (Step("Rồi cho gửi lại:", f"habac24h resend {airing.key} {AS}"),),
            )
        case _:
            return _another_time(item, airing)


def _withdrawing(item: Item, airing: Airing, *, stopped: bool) -> Mend:
    why = _why(item, Going(airing.wanted or Going.WAITING), stopped=stopped)
    public = " Bài đã từng công khai: hãy mở trang xem lại." if airing.was_public else ""
    return Mend(f"Chương trình đang gỡ {why} và làm đến khi Facebook báo đã gỡ xong.{public}")


def _why(item: Item, wanted: Going, *, stopped: bool) -> str:
    """Words that are approved wait for nobody: such a post comes down for another reason."""
    if wanted != Going.WAITING or item.state != Words.APPROVED:
        return _LEADS[wanted]
    return "vì mọi việc đăng đã bị dừng" if stopped else "để hẹn lại theo bản đã duyệt"


def _unknown(airing: Airing) -> Mend:
    """What was seen on the page and changed there waits for a person; the rest is looked for."""
    sentence = (
        "Chương trình đang tìm bài trên trang và chưa gửi lại. Không cần làm gì, "
        "trừ khi đã tự mở trang xem:"
        if airing.seen_at is None
        else "Mở trang xem rồi cho biết:"
    )
    absent = f"habac24h resolve {airing.key} --absent {AS}"
    return Mend(
        sentence,
        (_is_there(airing), Step("Bài không có trên trang, cho gửi lại:", absent)),
        absent=True,
    )


def _may_come(airing: Airing, until: datetime, *, stopped: bool) -> Mend:
    """That it is not there says nothing yet: only that it is may be said."""
    if airing.late_until <= until:
        then = "lúc ấy đã quá giờ cho phép nên chương trình không gửi lại"
    elif stopped:
        then = "sau giờ ấy, khi việc đăng được mở lại, chương trình tự gửi lại"
    else:
        then = "sau giờ ấy chương trình tự gửi lại"
    return Mend(
        f"Chương trình đang tìm bài trên trang; bài còn có thể hiện muộn đến {until:%H:%M}; "
        f"{then}, không cần làm gì. Chỉ khi đã tự mở trang và thấy bài:",
        (_is_there(airing),),
    )


def _postponed(airing: Airing) -> Mend:
    return Mend(
        "Giữ giờ đã duyệt thì không cần làm gì.",
        (Step("Muốn đăng vào giờ khác: dời giờ ở đây:", _move(airing)),),
    )


def _move(airing: Airing) -> str:
    return f'habac24h move {airing.key} --to "NĂM-THÁNG-NGÀY GIỜ:PHÚT" {AS}'


def _is_there(airing: Airing) -> Step:
    return Step("Bài có trên trang, giữ như vậy:", f"habac24h resolve {airing.key} --as-done {AS}")


def _afterwards(item: Item, airing: Airing) -> Mend:
    """People may have done it all the same: then its words are agreed on and they say so.

    Once somebody said that it was not done, that word is taken back first.
    """
    if (airing.reason or "").startswith(NOT_CARRIED_OUT):
        return Mend(
            "Đã ghi là không thực hiện. Nếu ghi nhầm thì rút lại xác nhận ấy rồi ghi lại.",
            (
                Step("Ghi nhầm:", f"habac24h confirm {airing.key} --take-back {AS}"),
                *_another_time(item, airing).steps,
            ),
        )
    agreed = item.state == Words.APPROVED
    first = "" if agreed else "trình và duyệt lời, rồi "
    return Mend(
        "Giờ này đã qua. Việc đã làm thật thì vẫn ghi nhận được"
        + (": hãy xác nhận." if agreed else ": trình và duyệt lời, rồi xác nhận đã làm."),
        (
            Step(f"Đã làm thật: {first}xác nhận:", f"habac24h confirm {airing.key} {AS}"),
            *_another_time(item, airing).steps,
        ),
    )


def _another_time(item: Item, airing: Airing) -> Mend:
    """Past its limit; a draft must be submitted and approved besides."""
    unapproved = item.state in (Words.DRAFT, Words.PENDING)
    then = ", rồi trình và duyệt" if unapproved else ""
    return Mend(
        TOO_LATE,
        (
            Step(
                f"Vẫn cần: dời sang giờ mới{then}:",
                _move(airing),
            ),
            Step("Không cần nữa:", f"habac24h cancel {item.key} {AS}"),
        ),
    )
