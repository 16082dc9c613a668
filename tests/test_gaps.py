"""Blanks that a fact should fill: never approved, called by the fact's name wherever one reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from workflow_kit import Bureau, open_bureau

from habac24h import workflow
from habac24h.errors import Refused
from habac24h.papers import article, banner, outline, script, slip
from habac24h.workflow import queue
from habac24h.workflow.binding import approval_sha256, mark
from habac24h.workflow.gaps import blanks, named
from habac24h.workflow.view import one

RAW, SHOWN = "[CHƯA ĐIỀN: phone_police]", "[CHƯA ĐIỀN: số điện thoại Công an xã]"
TEXT = f"GIỌNG NỮ: Gọi {RAW} ngay."


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = open_bureau(tmp_path)
    yield made
    made.office.close()


def submitted(bureau: Bureau, channel: str = "loudspeaker", text: str = TEXT) -> str:
    key = bureau.write(channel, text=text)
    bureau.do("lan", "submit", key, reason="vẫn cần trình")
    return key


def refusal(bureau: Bureau, deed: str, key: str, **given: object) -> str:
    with pytest.raises(Refused) as caught:
        bureau.do("minh", deed, key, **given)
    assert bureau.item(key).state == "pending"
    return caught.value.sentence


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TEXT, SHOWN),
        ("Gọi [CHƯA ĐIỀN] hay [ chưa điền: số nhà].", "[CHƯA ĐIỀN], [ chưa điền: số nhà]"),
    ],
)
def test_words_with_a_blank_are_never_approved_whatever_the_reason(
    bureau: Bureau, text: str, told: str
) -> None:
    key = submitted(bureau, text=text)
    assert refusal(bureau, "approve", key) == (
        f"“{key}” chưa duyệt được: bài còn chỗ bỏ trống, {told}; hãy trả lại để người soạn điền "
        "vào."
    )


def test_the_queue_says_so_before_anybody_presses(bureau: Bureau) -> None:
    submitted(bureau)
    with bureau.office.database.read() as session:
        told = [
            one.why_not
            for one in queue.waiting(session, bureau.office.settings, name="minh", role="approver")
        ]
    assert told == [f"Bài còn chỗ bỏ trống, {SHOWN}; hãy trả lại để người soạn điền vào."]


def test_a_blank_in_the_title_counts_too(bureau: Bureau) -> None:
    key = bureau.write("portal")
    bureau.do("lan", "edit", key, title=f"Gọi {RAW}")
    bureau.do("lan", "submit", key, reason="vẫn cần trình")
    assert SHOWN in refusal(bureau, "approve", key)


def test_no_signed_slip_lets_a_blank_pass(bureau: Bureau) -> None:
    key = submitted(bureau)
    with bureau.desk("minh") as desk:
        item = desk.item(key)
        seal = mark(approval_sha256(item, desk.airings(item)))
    signed = {"slip": seal, "signer": "Nguyễn Văn An", "signed": date(2026, 1, 1)}
    assert SHOWN in refusal(bureau, "approve_on_paper", key, **signed)


def test_what_was_approved_with_a_blank_waits_again_when_it_is_moved(bureau: Bureau) -> None:
    """Rows of a version that let a reason stand for the missing words."""
    key = bureau.approved("loudspeaker")
    bureau.set_item(key, text=TEXT)
    with bureau.desk("tam") as desk:
        workflow.move(desk, key, to=bureau.airing(key).due.replace(hour=6))
    assert bureau.item(key).state == "pending"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (TEXT, TEXT.replace(RAW, SHOWN)),
        ("[CHƯA ĐIỀN: people_trained_nu] nữ", "[CHƯA ĐIỀN: số người được tập huấn] nữ"),
        ("[CHƯA ĐIỀN: motto]", "[CHƯA ĐIỀN: số liệu “motto”]"),
        ("[CHƯA ĐIỀN: số nhà] [CHƯA ĐIỀN]", "[CHƯA ĐIỀN: số nhà] [CHƯA ĐIỀN]"),
    ],
)
def test_a_gap_is_read_by_the_facts_name(text: str, shown: str) -> None:
    assert named(text) == shown


def test_papers_call_a_gap_by_the_facts_name_and_advise_a_page(bureau: Bureau) -> None:
    key = submitted(bureau)
    with bureau.desk("minh") as desk:
        row = one(desk.session, desk.item(key))
        made = slip.fill(desk, row)
        others = [script.fill(desk, row), article.fill(desk, row), outline.fill(desk, row)]
        size = banner.sizes_of(desk, row)[0]
        others.append(banner.fill(desk.settings, row, size))
    assert made.lines == (TEXT.replace(RAW, SHOWN),)
    assert [(one.found, one.why) for one in made.faults if one.found.startswith("[")] == [
        (SHOWN, "Chưa có số điện thoại Công an xã; hãy điền ở trang Chiến dịch, mục Số liệu")
    ]
    assert not any("phone_police" in str(paper) or "habac24h " in str(paper) for paper in others)


@pytest.mark.parametrize(
    "blank",
    [
        "[  CHƯA ĐIỀN: giờ]",
        "[CHƯA\u00a0ĐIỀN]",
        "[CHƯA\nĐIỀN]",
        "[CHƯA ĐIÊ\u0300N]",
        "[C\u200bHƯA ĐIỀN]",
        "［CHƯA ĐIỀN］",
        "(CHƯA ĐIỀN: giờ)",
        "[CHƯA ÐIỀN]",
        "[CHUA DIEN: giờ]",
        "[CHƯA ĐIỀN",
    ],
)
def test_a_blank_is_one_however_it_was_typed_or_pasted(blank: str) -> None:
    assert blanks("Họp", f"Họp lúc {blank}") == (blank,)


def test_prose_about_papers_is_no_blank() -> None:
    assert blanks("Phiếu (chưa điền) thì nộp lại.") == ()
