"""Banner orders on paper: what the shop reads, what a place signs twice, the same in Word."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest

from habac24h.printing import order as orders
from habac24h.printing.artwork.banner import Banner, eyelets
from habac24h.printing.order import PLACE_RULES, Order, OrderLine, warning
from tests.paper_kit import in_order, pages

WIDE = Banner("k@1", ("VIỆC NHÀ", "CÙNG LÀM"), "UBND XÃ", 6000, 800, "#C4161C", "#FFEB3B")
LINE = OrderLine(
    key="thu/2026/bang-ron@1",
    banner=WIDE,
    count=2,
    places=("Thôn Một", "Thôn Hai"),
    hang="thứ Ba, ngày 10/11/2026",
    down="thứ Tư, ngày 16/12/2026",
    days=36,
    file="bang-ron_thu_2026",
    advice=(warning(36),),
    draft=False,
)
SHOP = Order(
    department="Phòng Văn hóa - Xã hội",
    office="Ủy ban nhân dân xã Hà Bắc",
    occasion="Đợt thử 2026",
    place="",
    lines=(LINE, replace(LINE, banner=replace(WIDE, width=800, height=2500), count=1)),
    rules=("In thử một tấm.",),
    made=datetime(2026, 11, 1, tzinfo=UTC),
    made_words="08 giờ 00, ngày 01/11/2026",
)
PLACE = replace(SHOP, place="Nhà văn hóa thôn Một", lines=(LINE,), rules=PLACE_RULES)


def words(made: bytes) -> str:
    """Everything that a Word file says, in the order in which it stands."""
    document = docx.Document(io.BytesIO(made))
    return " ".join(
        node.text or "" for node in document.element.body.iter() if node.tag[-2:] == "}t"
    )


SAID_TO_THE_SHOP = (
    "PHIẾU ĐẶT IN BĂNG RÔN",
    "1. Khổ 6 m x 0,8 m, số lượng 2",
    "VIỆC NHÀ",
    "CÙNG LÀM",
    "thứ Ba, ngày 10/11/2026",
    "thứ Tư, ngày 16/12/2026",
    "Thôn Một; Thôn Hai",
    "28 khuy cách nhau không quá 0,5 m",
    "bang-ron_thu_2026",
    "Treo 36 ngày, quá 15 ngày",
    "2. Khổ 0,8 m x 2,5 m, số lượng 1",
    "Cộng: 3 băng rôn.",
    "In thử một tấm.",
    "NGƯỜI ĐẶT IN",
)
SAID_TO_THE_PLACE = (
    "PHIẾU TREO VÀ GỠ BĂNG RÔN",
    "Nhà văn hóa thôn Một",
    "thứ Tư, ngày 16/12/2026",
    "Treo 36 ngày, quá 15 ngày",
    "Đã treo",
    "Đã gỡ",
    "không căng ngang đường",
    "Gỡ đúng ngày ghi trên phiếu",
)


@pytest.mark.parametrize(("order", "said"), [(SHOP, SAID_TO_THE_SHOP), (PLACE, SAID_TO_THE_PLACE)])
def test_pdf_and_word_say_the_same(order: Order, said: tuple[str, ...]) -> None:
    assert in_order(" ".join(pages(orders.pdf(order))), said) == said
    assert in_order(words(orders.docx(order)), said) == said


def test_a_place_with_one_banner_has_one_page() -> None:
    assert len(pages(orders.pdf(PLACE))) == 1


def test_the_same_order_gives_the_same_bytes() -> None:
    assert orders.pdf(PLACE) == orders.pdf(replace(PLACE))
    assert orders.docx(PLACE) == orders.docx(replace(PLACE))


def test_what_is_not_approved_is_stamped() -> None:
    draft = replace(PLACE, lines=(replace(LINE, draft=True),))
    assert "BẢN NHÁP – CHƯA DUYỆT" in pages(orders.pdf(draft))[0]
    header = docx.Document(io.BytesIO(orders.docx(draft))).sections[0].header
    assert [one.text for one in header.paragraphs] == ["BẢN NHÁP – CHƯA DUYỆT"]
    assert "BẢN NHÁP" not in pages(orders.pdf(PLACE))[0]


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, ""), (15, ""), (16, "Treo 16 ngày, quá 15 ngày: hỏi người duyệt trước khi treo, ")],
)
def test_only_past_fifteen_days_a_warning(days: int, said: str) -> None:
    assert warning(days).removesuffix("hoặc rút ngày gỡ lại.") == said


@pytest.mark.parametrize(("size", "count"), [((6000, 800), 28), ((4000, 700), 20), ((500, 400), 4)])
def test_eyelets_are_half_a_metre_apart_at_most(size: tuple[int, int], count: int) -> None:
    assert eyelets(*size) == count
