"""The one table of errors: what each proves, what happens next, and what people are told.

Rows are looked at from the top; the first whose act and numbers fit is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from habac24h.channels.base import Delivery, Reaction
from habac24h.channels.graph.acts import READS, WRITES, Act

FACTS = "facts/facebook.md, Errors on a write: "
ALL = frozenset(Act)
NEW = frozenset({Act.CREATE, Act.UPLOAD})
TEXTS = NEW | {Act.CHANGE}
WHOLE_PAGE = NEW | {Act.LIST}


@dataclass(frozen=True)
class Mark:
    """Numbers that point to a row: a range of codes, a subcode, or both together."""

    first: int | None = None
    last: int | None = None
    subcode: int | None = None

    def fits(self, code: int | None, subcode: int | None) -> bool:
        """True when both of what this mark names are there."""
        if self.subcode is not None and subcode != self.subcode:
            return False
        if self.first is None or self.last is None:
            return True
        return code is not None and self.first <= code <= self.last


def codes(*numbers: int | tuple[int, int]) -> tuple[Mark, ...]:
    """Marks for codes, or for ranges of codes."""
    pairs = [(n, n) if isinstance(n, int) else n for n in numbers]
    return tuple(Mark(first, last) for first, last in pairs)


def pair(code: int, subcode: int) -> tuple[Mark, ...]:
    """A mark for one code with one subcode."""
    return (Mark(code, code, subcode),)


def anywhere(*numbers: int) -> tuple[Mark, ...]:
    """Marks for numbers that Facebook gives now as a code, now as a subcode of some code."""
    return codes(*numbers) + tuple(Mark(subcode=number) for number in numbers)


@dataclass(frozen=True)
class Row:
    """One kind of trouble. `wait` is the least time for which the page rests."""

    name: str
    marks: tuple[Mark, ...]
    delivery: Delivery
    reaction: Reaction
    sentence: str
    source: str
    acts: frozenset[Act] = ALL
    wait: timedelta | None = None

    def fits(self, act: Act, code: int | None, subcode: int | None) -> bool:
        """True when this row speaks of that act and those numbers."""
        return act in self.acts and any(mark.fits(code, subcode) for mark in self.marks)


NOT_SENT, UNKNOWN = Delivery.NOT_SENT, Delivery.UNKNOWN

NO_CONNECTION = Row(
    "no-connection",
    (),
    NOT_SENT,
    Reaction.RETRY,
    "Không kết nối được tới Facebook, chưa gửi gì đi; chương trình sẽ tự thử lại sau một phút. "
    "Nếu kéo dài, hãy kiểm tra mạng của máy này.",
    FACTS + "refused connection, DNS, connect timeout",
)
CERTIFICATE = Row(
    "certificate",
    (),
    NOT_SENT,
    Reaction.RETRY,
    "Chứng thư bảo mật của máy chủ không đáng tin nên chưa gửi gì đi; chương trình sẽ tự thử lại. "
    "Nếu kéo dài, hãy kiểm tra ngày giờ của máy và phần mềm diệt virus có chặn kết nối hay không.",
    FACTS + "certificate",
)
UNCLEAR = Row(
    "unclear",
    (),
    UNKNOWN,
    Reaction.RECONCILE,
    "Facebook không trả lời rõ ràng nên chưa biết lệnh đã được thực hiện hay chưa; chương trình "
    "sẽ xem lại trang trước khi làm tiếp. Xin đừng đăng lại bằng tay.",
    FACTS + "read timeout, reset, truncated, HTML, 204, {}, 3xx; 1, 2, is_transient, any 5xx",
    acts=WRITES,
)
UNREAD = Row(
    "unread",
    (),
    NOT_SENT,
    Reaction.RETRY,
    "Chưa đọc được đầy đủ trang trên Facebook; không có gì thay đổi, chương trình sẽ tự đọc lại. "
    "Nếu kéo dài, hãy kiểm tra mạng của máy này.",
    FACTS + "read timeout, reset, truncated …, on a call that only reads",
    acts=READS,
)

PHOTO_UNCLEAR = Row(
    "photo-unclear",
    (),
    NOT_SENT,
    Reaction.RETRY,
    "Chưa tải được ảnh của bài lên Facebook; chưa có bài nào được tạo, chương trình sẽ tự tải lại. "
    "Nếu kéo dài, hãy kiểm tra mạng của máy này.",
    FACTS + "read timeout, reset … 1, 2, is_transient, any 5xx, on a photo that no post shows yet",
    acts=frozenset({Act.UPLOAD}),
)

UNANSWERED = {act: UNREAD if act in READS else UNCLEAR for act in Act} | {Act.UPLOAD: PHOTO_UNCLEAR}
"""For each act, the row of what proves nothing."""

RATE = Row(
    "rate",
    codes(4, 17, 32, 341, 613, (80000, 80099)),
    NOT_SENT,
    Reaction.WAIT,
    "Facebook báo trang gọi quá nhiều lần; chương trình tạm nghỉ rồi tự gửi tiếp, không cần làm "
    "gì.",
    FACTS + "4, 17, 32, 341, 613, 800xx",
)

ROWS = (
    RATE,
    Row(
        "too-fast",
        pair(368, 1390008),
        NOT_SENT,
        Reaction.WAIT,
        "Facebook báo trang đăng quá nhanh; bài chưa được nhận. Chương trình nghỉ ít nhất 6 giờ "
        "rồi gửi tiếp; hãy giãn các bài ra.",
        FACTS + "368/1390008 posting too fast",
        wait=timedelta(hours=6),
    ),
    Row(
        "forbidden-for-now",
        pair(368, 4854002) + anywhere(1404078),
        NOT_SENT,
        Reaction.BLOCK,
        "Facebook đang hạn chế trang hoặc tài khoản; bài chưa được nhận và vẫn chờ trong hàng. "
        "Hãy mở Chất lượng trang trên Facebook để xử lý, sau đó chạy lệnh “fanpage resume”.",
        FACTS + "368/4854002, 1404078",
    ),
    Row(
        "duplicate",
        codes(506) + pair(368, 1404082) + anywhere(1366051),
        UNKNOWN,
        Reaction.DUPLICATE,
        "Facebook báo bài này trùng với bài đã gửi; chương trình sẽ tìm bài đó trên trang và nhận "
        "lại. Xin đừng sửa chữ để đăng lại.",
        FACTS + "506, 368/1404082, 1366051 duplicate",
        acts=WRITES,
    ),
    Row(
        "policy",
        anywhere(1346003, 1404102) + codes(368),
        NOT_SENT,
        Reaction.PERSON,
        "Facebook từ chối bài vì cho là trái chính sách; bài chưa được nhận và trang nghỉ 24 giờ. "
        "Hãy xem thông báo trên Facebook, sửa bài hoặc khiếu nại rồi gửi lại.",
        FACTS + "368 other, 1346003, 1404102 policy",
        wait=timedelta(hours=24),
    ),
    Row(
        "refused-words",
        anywhere(1349125, 2061006, 1366046, 1609005),
        NOT_SENT,
        Reaction.REJECT,
        "Facebook không nhận nội dung này (chữ trống, ảnh hoặc đường dẫn không hợp lệ); chưa có "
        "gì được đăng. Hãy sửa bài rồi trình duyệt lại.",
        FACTS + "100 (1349125 empty, 2061006 URL), 1366046 photo, 1609005 link",
        acts=TEXTS,
    ),
    Row(
        "page-gone",
        pair(100, 33) + codes(803),
        NOT_SENT,
        Reaction.BLOCK,
        "Facebook không cho thấy trang này: mã trang sai hoặc mã truy cập không có quyền; chưa có "
        "gì được đăng. Hãy kiểm tra PAGE_ID và quyền trên trang, rồi chạy lệnh “fanpage connect”.",
        FACTS + "100/33, 803 (on the page itself instead of a post)",
        acts=WHOLE_PAGE,
    ),
    Row(
        "gone",
        pair(100, 33) + codes(803),
        NOT_SENT,
        Reaction.GONE,
        "Facebook báo bài không còn hoặc không được phép xem; chương trình sẽ đọc lại trang để xác "
        "nhận.",
        FACTS + "100/33, 803 on GET or DELETE",
        acts=ALL - WHOLE_PAGE,
    ),
    Row(
        "refused-post",
        codes(100),
        NOT_SENT,
        Reaction.REJECT,
        "Facebook không nhận bài này; chưa có gì được đăng. Hãy đọc lời của Facebook, sửa bài rồi "
        "trình duyệt lại.",
        FACTS + "100",
        acts=NEW,
    ),
    Row(
        "refused-call",
        codes(100),
        NOT_SENT,
        Reaction.PERSON,
        "Facebook không hiểu hoặc không cho phép lệnh này; không có gì thay đổi. Hãy mở bài trên "
        "trang để xem, và báo người phụ trách kỹ thuật.",
        FACTS + "100 (on a call that carries no new post)",
        acts=ALL - NEW,
    ),
    Row(
        "token",
        tuple(m for s in (458, 459, 460, 463, 464, 467, 492) for m in pair(190, s))
        + codes(190, 102, 104, 2500),
        NOT_SENT,
        Reaction.BLOCK,
        "Facebook không còn nhận mã truy cập trang (hết hạn, đổi mật khẩu hoặc bị thu hồi); các "
        "bài vẫn chờ trong hàng. Hãy lấy mã mới rồi chạy lệnh “fanpage connect”.",
        FACTS + "190 (458, 459, 460, 463, 464, 467, 492), 102, 104, 2500",
    ),
    Row(
        "permission",
        codes(10, 3, (200, 299)),
        NOT_SENT,
        Reaction.BLOCK,
        "Mã truy cập không đủ quyền trên trang; các bài vẫn chờ trong hàng. Hãy cấp quyền "
        "pages_manage_posts và pages_read_engagement, lấy mã mới rồi chạy lệnh “fanpage connect”.",
        FACTS + "10, 3, 200-299",
    ),
    Row(
        "trouble",
        codes(1, 2),
        UNKNOWN,
        Reaction.RECONCILE,
        UNCLEAR.sentence,
        UNCLEAR.source,
        acts=WRITES,
    ),
    Row(
        "trouble-photo",
        codes(1, 2),
        NOT_SENT,
        Reaction.RETRY,
        PHOTO_UNCLEAR.sentence,
        PHOTO_UNCLEAR.source,
        acts=PHOTO_UNCLEAR.acts,
    ),
    Row(
        "trouble-reading",
        codes(1, 2),
        NOT_SENT,
        Reaction.RETRY,
        UNREAD.sentence,
        UNREAD.source,
        acts=READS,
    ),
)
"""Everything that Facebook names by a number. What is not here proves nothing: UNCLEAR, UNREAD."""
