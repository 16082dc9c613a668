"""Every fault of facts/facebook.md by a name, for people and for the table of faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from habac24h.channels.practice_page.faults import Call, Effect, Fault, Kind


@dataclass(frozen=True)
class Scene:
    """One fault as a person chooses it: its name in addresses and tables, and what it does."""

    name: str
    label: str
    fault: Fault


def _scene(
    name: str,
    label: str,
    kind: Kind,
    call: Call = "create",
    *,
    effect: Effect | None = None,
    code: int | None = None,
    subcode: int | None = None,
    status: int | None = None,
    minutes: float = 30,
    seconds: float | None = None,
    looks: int = 0,
) -> Scene:
    fault = Fault(
        kind,
        call=call,
        effect=effect,
        code=code,
        subcode=subcode,
        status=status,
        minutes=minutes,
        seconds=seconds,
        looks=looks,
    )
    return Scene(name, label, fault)


_GROUPS: tuple[tuple[Scene, ...], ...] = (
    (
        _scene("reset", "Đứt kết nối, bài không được nhận", "reset"),
        _scene("reset-applied", "Bài được nhận nhưng đứt kết nối", "reset", effect="applied"),
        _scene("reset-late", "Đứt kết nối, nửa giờ sau bài mới lên", "reset", effect="late"),
        _scene("hang", "Treo máy mười giây rồi đứt", "hang", seconds=10),
        _scene("html", "Trả về trang web lỗi (502)", "html", status=502),
        _scene("html-applied", "Bài được nhận, trả về trang web", "html", effect="applied"),
        _scene("empty", "Bài được nhận, câu trả lời trống", "empty", effect="applied"),
        _scene("null", "Trả về null", "null"),
        _scene("false", "Trả về false", "false"),
        _scene("empty-object", "Trả về {}", "empty-object"),
        _scene("empty-error", 'Trả về {"error":{}}', "empty-error"),
        _scene("no-content", "Bài được nhận, trả về 204", "no-content", effect="applied"),
        _scene("plain-500", "Lỗi 500 không có mã", "plain-500"),
        _scene("truncated", "Bài được nhận, câu trả lời bị cắt", "truncated"),
        _scene("cut-off", "Bài được nhận, đứt giữa câu trả lời", "cut-off"),
        _scene("redirect", "Chuyển hướng 302", "redirect", status=302),
        _scene("redirect-applied", "Bài được nhận, 307", "redirect", effect="applied", status=307),
        _scene("javascript", "Lỗi mã 2 ghi nhãn text/javascript", "javascript", code=2),
        _scene("no-type", "Bài được nhận, không ghi nhãn", "no-type"),
        _scene("quiet-close", "Trả lời đủ rồi đóng kết nối", "quiet-close"),
        _scene("drip", "Nhỏ giọt từng chữ", "drip", seconds=0.001),
    ),
    (
        _scene("code-1", "Lỗi mã 1", "error", code=1),
        _scene("code-2-applied", "Bài được nhận, lỗi mã 2", "error", effect="applied", code=2),
        _scene("code-2-late", "Lỗi mã 2, nửa giờ sau bài mới lên", "error", effect="late", code=2),
        _scene("rate-4", "Gọi quá nhiều (mã 4, chờ 20 phút)", "error", code=4, minutes=20),
        _scene("rate-80001", "Gọi quá nhiều (mã 80001)", "error", code=80001, minutes=0),
        _scene("token-190", "Mã truy cập chết (190/460)", "error", code=190, subcode=460),
        _scene("right-10", "Thiếu quyền (mã 10)", "error", code=10),
        _scene("right-200", "Thiếu quyền (mã 200)", "error", code=200),
        _scene("limited", "Trang bị hạn chế (368/4854002)", "error", code=368, subcode=4854002),
        _scene("too-fast", "Đăng quá nhanh (368/1390008)", "error", code=368, subcode=1390008),
        _scene("policy", "Trái chính sách (368)", "error", code=368),
        _scene("duplicate-there", "Trùng lời, bài đã có", "error", effect="applied", code=506),
        _scene("duplicate-absent", "Trùng lời, không có bài", "error", code=506),
        _scene("invalid", "Tham số sai (100)", "error", code=100),
        _scene("bad-link", "Đường dẫn sai (1609005)", "error", code=100, subcode=1609005),
        _scene("page-gone", "Không thấy trang (100/33)", "error", code=100, subcode=33),
    ),
    (
        _scene("swallow", "Báo đã nhận nhưng không giữ bài", "swallow"),
        _scene("lag", "Danh sách chậm ba lần xem", "lag", looks=3),
        _scene("lag-lost", "Danh sách chậm hai mươi phút", "lag", seconds=1200),
        _scene("normalise", "Đổi dấu xuống dòng, cắt khoảng trắng", "normalise"),
        _scene("new-id", "Đổi mã bài khi công khai", "new-id"),
    ),
    (
        _scene("list-html", "Danh sách: trang web lỗi", "html", "list", status=502),
        _scene("list-truncated", "Danh sách: bị cắt", "truncated", "list"),
        _scene("list-190", "Danh sách: mã truy cập chết", "error", "list", code=190, subcode=460),
        _scene("list-4", "Danh sách: gọi quá nhiều", "error", "list", code=4, minutes=20),
        _scene(
            "read-gone", "Đọc bài: báo không còn (100/33)", "error", "read", code=100, subcode=33
        ),
        _scene("read-500", "Đọc bài: lỗi 500", "plain-500", "read"),
    ),
    (
        _scene("photo-reset", "Ảnh: đứt kết nối sau khi nhận", "reset", "photo", effect="applied"),
        _scene("photo-2", "Ảnh: lỗi mã 2", "error", "photo", code=2),
        _scene("photo-late", "Ảnh: nửa giờ sau mới nhận", "error", "photo", effect="late", code=2),
        _scene("photo-bad", "Ảnh: không nhận", "error", "photo", code=324, subcode=1366046),
        _scene("photo-swallow", "Ảnh: báo đã nhận nhưng không giữ", "swallow", "photo"),
    ),
)
SEEDED_RATE = 0.2
"""How many calls go wrong where a seed draws the faults."""
SCENES: Mapping[str, Scene] = MappingProxyType(
    {scene.name: scene for group in _GROUPS for scene in group}
)
