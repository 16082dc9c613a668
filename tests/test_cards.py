"""Cards of posts: drawn at submission from the post's own words, frozen, bound, drawn anew."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from habac24h import workflow
from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.db import FILE_NAME
from habac24h.errors import Refused
from habac24h.images import sha256
from habac24h.models import Item
from habac24h.office import open_office
from habac24h.papers.paper import Asked, draw
from habac24h.papers.registry import paper
from habac24h.printing.artwork import card as cards
from habac24h.workflow.cards import card
from habac24h.workflow.pictures import picture
from tests.workflow_kit import START, Bureau, open_bureau

DEFINITION = """campaign: thu
title: Đợt thử
observance: phu-nu-viet-nam
activities:
  - id: ngay
    title: Bài chính
    channel: fanpage
    text: "🌼 20/10: LỜI CHÚC ĐẸP NHẤT LÀ CƠ HỘI\\n\\nThân bài thứ nhất."
    day: start
    at: "07:00"
  - id: ten
    title: Bài chào mừng
    channel: fanpage
    text: "MỪNG NGÀY PHỤ NỮ VIỆT NAM\\n\\nThân bài thứ hai."
    day: start
    at: "09:00"
  - id: chu-de
    title: Bài chuyên đề
    channel: fanpage
    text: "Chỉ một dòng, không có đầu đề."
    day: start
    at: "11:00"
"""
TEXT = "🏡 NHÀ VUI LÀ NHÀ AI CŨNG ĐƯỢC NGHE\n\nCùng chia sẻ việc nhà ở xã Hà Bắc."


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A staffed office, made once; each test gets a copy."""
    home = tmp_path_factory.mktemp("made")
    open_bureau(home).office.close()
    return home / FILE_NAME


@pytest.fixture
def bureau(_made: Path, tmp_path: Path) -> Iterator[Bureau]:
    shutil.copyfile(_made, tmp_path / FILE_NAME)
    clock = VirtualClock(START)
    office = open_office(tmp_path, clock=clock, settings=Settings(cards=False), durable=False)
    yield Bureau(office, clock)
    office.close()


def submit(bureau: Bureau, key: str, **settings: object) -> Item:
    with bureau.desk("lan", **{"cards": True, **settings}) as desk:
        workflow.submit(desk, key)
    return bureau.item(key)


def frozen(bureau: Bureau, key: str) -> bytes:
    with bureau.office.database.read() as session:
        return picture(session, bureau.item(key).images[0]).data


def printed(bureau: Bureau, key: str, **settings: object) -> bytes:
    """The wide card as `print card` writes it."""
    with bureau.desk("lan", **settings) as desk:
        kind = paper("card")
        return draw(kind, next(iter(kind.gather(desk, Asked((key,))))), "png")


def test_a_post_gets_its_card_when_it_is_submitted(bureau: Bureau) -> None:
    key = bureau.write(text=TEXT)
    item = submit(bureau, key)
    (name,) = item.images
    data = frozen(bureau, key)
    assert (sha256(data), item.drawn, len(data) < 200_000) == (name, True, True)
    assert Image.open(io.BytesIO(data)).size == cards.WIDE
    assert item.image_alts == {
        name: "Ảnh chữ: “Bài 1”. Tuyên truyền thường xuyên về bình đẳng giới. "
        "Xã Hà Bắc, Fanpage Hà Bắc 24h."
    }


def test_what_is_printed_is_what_goes_out(bureau: Bureau) -> None:
    key = bureau.write(text=TEXT)
    before = printed(bureau, key)
    submit(bureau, key)
    assert before == frozen(bureau, key) == printed(bureau, key)
    other_colors = ("#123456",)
    assert printed(bureau, key, card_colors=other_colors) == before
    bureau.do("minh", "return_", key, reason="đổi màu")
    assert printed(bureau, key, card_colors=other_colors) != before


def test_the_same_words_give_the_same_card_again(bureau: Bureau) -> None:
    key = bureau.write(text=TEXT)
    first = submit(bureau, key).images
    bureau.do("minh", "return_", key, reason="xem lại")
    assert submit(bureau, key).images == first


def test_a_new_title_makes_a_new_card_at_the_next_submission(bureau: Bureau) -> None:
    key = bureau.write(text=TEXT)
    first = submit(bureau, key).images
    bureau.do("lan", "edit", key, title="Nhà vui")
    second = submit(bureau, key)
    assert (len(second.images), second.images != first) == (1, True)
    assert second.image_alts[second.images[0]].startswith("Ảnh chữ: “Nhà vui”.")


def test_pictures_of_its_own_stay(bureau: Bureau) -> None:
    key = bureau.write(text=TEXT)
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stream, "PNG")
    with bureau.desk("lan") as desk:
        workflow.attach(desk, key, [stream.getvalue()], alt="Sân đình")
    own = bureau.item(key).images
    item = submit(bureau, key)
    assert (item.images, item.drawn) == (own, None)


def test_with_cards_off_there_is_none_and_an_earlier_one_goes(bureau: Bureau) -> None:
    key = bureau.write(text=TEXT)
    assert submit(bureau, key, cards=False).images == []
    bureau.do("minh", "return_", key, reason="thử ảnh")
    assert len(submit(bureau, key).images) == 1
    bureau.do("minh", "return_", key, reason="bỏ ảnh")
    item = submit(bureau, key, cards=False)
    assert (item.images, item.image_alts, item.drawn) == ([], {}, None)


@pytest.mark.parametrize("channel", ["loudspeaker", "portal", "talk"])
def test_only_posts_get_cards(bureau: Bureau, channel: str) -> None:
    key = bureau.write(channel, text=TEXT)
    assert submit(bureau, key).images == []


def test_the_card_is_part_of_what_is_approved(bureau: Bureau) -> None:
    key = bureau.write(text=TEXT)
    submit(bureau, key)
    bureau.do("minh", "approve", key)
    assert bureau.is_bound(key)
    bureau.set_item(key, images=[sha256(b"another card")])
    assert not bureau.is_bound(key)


def test_submitting_draws_without_making_the_submitter_an_author(bureau: Bureau) -> None:
    key = bureau.write(text=TEXT, by="hoa")
    before = bureau.item(key)
    item = submit(bureau, key)
    assert (item.authors, item.edited_at) == (["hoa"], before.edited_at)
    assert bureau.audit(key).details["images"] == item.images


def test_a_headline_that_cannot_be_drawn_is_a_sentence_and_nothing_is_submitted(
    bureau: Bureau,
) -> None:
    key = bureau.write(text=TEXT)
    bureau.do("lan", "edit", key, title="Nghị định № 48")
    with pytest.raises(Refused, match=r"không vẽ được ảnh kèm bài: .* không có ký tự “№”"):
        submit(bureau, key)
    assert bureau.item(key).state == "draft"


def test_planned_posts_say_their_own_first_line(bureau: Bureau) -> None:
    with bureau.desk("lan") as desk:
        library.import_definition(desk.session, DEFINITION, "thu.yaml", now=desk.now)
        changes = plan(desk.session, 2026, now=desk.now, settings=desk.settings, campaign_id="thu")
        apply(desk.session, changes, by=desk.who, now=desk.now)
        shown = [card(desk, desk.item(f"thu/2026/{name}")) for name in ("ngay", "ten", "chu-de")]
    assert [(one.day, one.headline, one.over, one.design) for one in shown] == [
        ("20/10", "Lời chúc đẹp nhất là cơ hội", "Ngày Phụ nữ Việt Nam", "vong"),
        ("", "Mừng Ngày Phụ nữ Việt Nam", "Truyền thông bình đẳng giới", "vong"),
        ("", "Bài chuyên đề", "Ngày Phụ nữ Việt Nam", "vong"),
    ]
    bureau.do("lan", "edit", "thu/2026/ngay", title="Mừng ngày 20/10")
    with bureau.desk("lan") as desk:
        assert card(desk, desk.item("thu/2026/ngay")).headline == "Mừng ngày 20/10"
