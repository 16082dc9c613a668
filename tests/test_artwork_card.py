"""Cards: exact pixels, the same bytes for the same words, readable letters, the whole headline."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from habac24h.appearance import DEEP
from habac24h.colors import LEAST, contrast
from habac24h.config import CARD_COLORS
from habac24h.errors import PrintError
from habac24h.printing.artwork import card as cards
from habac24h.printing.artwork.card import Card, color_for, design_for, draw
from habac24h.printing.artwork.fit import Box
from habac24h.printing.artwork.headline import Headline, first_line, headline, names_in
from tests.artwork_kit import gaps, inside, picture, read, words

CARD = Card(
    headline="Lời chúc đẹp nhất là cơ hội công bằng",
    over="Ngày Phụ nữ Việt Nam",
    office="Xã Hà Bắc",
    page="Fanpage Hà Bắc 24h",
    color="#7A1F4B",
    day="20/10",
)
LONGEST = (
    "Trao cơ hội, trọng năng lực: những câu chuyện nhỏ về phụ nữ tham gia lãnh đạo, quản lý "
    "ở thôn, ở xã và những điều mỗi gia đình có thể cùng làm từ hôm nay"
)
SIZES = (cards.WIDE, cards.SQUARE)


@pytest.mark.parametrize("size", SIZES)
def test_a_card_has_exactly_its_pixels(size: tuple[int, int]) -> None:
    assert picture(cards.png(CARD, size)).size == size


def test_the_same_words_give_the_same_bytes_and_others_others() -> None:
    first = cards.png(CARD)
    assert first == cards.png(replace(CARD))
    assert first != cards.png(replace(CARD, headline="Lời chúc đẹp nhất là cơ hội công bằng!"))


def test_a_card_is_small_enough_to_send() -> None:
    assert len(cards.png(replace(CARD, headline=LONGEST))) < 200_000


@settings(max_examples=40)
@given(
    words, st.sampled_from(cards.DESIGNS), st.sampled_from(SIZES), st.sampled_from(["", "20/10"])
)
def test_everything_stays_inside_the_card_and_apart(
    text: list[str], design: cards.Design, size: tuple[int, int], day: str
) -> None:
    drawn = draw(replace(CARD, headline=" ".join(text), design=design, day=day), size)
    inks = [one.line.ink for one in drawn.letters]
    margin = Box(60, 50, size[0] - 120, size[1] - 80)
    assert [ink for ink in inks if not inside(ink, margin)] == []
    assert [gap for gap in gaps(inks) if gap <= 0] == []
    said = read(drawn)
    assert " ".join(said[1 + bool(day) : -1]) == " ".join(text)


def test_a_title_of_150_signs_is_never_cut() -> None:
    assert len(LONGEST) >= 150
    for size in SIZES:
        lines = draw(replace(CARD, headline=LONGEST, day=""), size).letters[1:-1]
        assert " ".join(one.line.shaped.text for one in lines) == LONGEST
        assert lines[0].line.size >= 48


@pytest.mark.parametrize("design", cards.DESIGNS)
@pytest.mark.parametrize("color", CARD_COLORS)
def test_letters_stand_out_from_their_ground(color: str, design: cards.Design) -> None:
    drawn = draw(replace(CARD, color=color, design=design))
    assert [one.color for one in drawn.letters if contrast(one.color, one.ground) < LEAST] == []


@settings(max_examples=60)
@given(st.tuples(*[st.integers(0, 255)] * 3), st.sampled_from(cards.DESIGNS))
def test_letters_stand_out_on_any_ground_that_the_settings_take(
    channels: tuple[int, int, int], design: cards.Design
) -> None:
    color = "#" + "".join(f"{value:02X}" for value in channels)
    assume(contrast("#FFFFFF", color) >= DEEP)
    drawn = draw(replace(CARD, color=color, design=design))
    assert [one.color for one in drawn.letters if contrast(one.color, one.ground) < LEAST] == []


def test_the_ground_of_letters_is_what_is_painted_there() -> None:
    """The darkest design says that letters stand on the lightest disc: no pixel is lighter."""
    image = picture(cards.png(replace(CARD, design="vong")))
    drawn = draw(replace(CARD, design="vong"))
    ground = drawn.letters[0].ground
    lightest = max(image.getpixel((x, y)) for x in range(700, 1190, 7) for y in range(560, 620, 5))
    assert lightest == tuple(int(ground[at : at + 2], 16) for at in (1, 3, 5))


def test_a_campaign_keeps_its_color_and_a_topic_its_design() -> None:
    shipped = ("ngay-gia-dinh", "ngay-phu-nu", "thang-hanh-dong", "thuong-xuyen")
    assert [color_for(campaign, CARD_COLORS) for campaign in shipped] == [
        "#0B5A5C",
        "#7A1F4B",
        "#4B2A7B",
        "#1B4272",
    ]
    assert [design_for(number) for number in range(5)] == ["vong", "giay", "dai", "vong", "giay"]


def test_a_card_says_in_words_what_it_shows() -> None:
    assert CARD.alt == (
        "Ảnh chữ: “Lời chúc đẹp nhất là cơ hội công bằng”. Ngày 20/10. Ngày Phụ nữ Việt Nam. "
        "Xã Hà Bắc, Fanpage Hà Bắc 24h."
    )


def test_a_sign_without_a_letter_is_refused() -> None:
    with pytest.raises(PrintError, match="không có ký tự “№”"):
        draw(replace(CARD, headline="Nghị định № 48"))


NAMES = ("Ngày Gia đình Việt Nam", "Ngày Quốc tế Trẻ em gái", "thôn Đông Lĩnh")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("🌼 20/10: LỜI CHÚC ĐẸP NHẤT", Headline("Lời chúc đẹp nhất", "20/10")),
        ("25/11 - NGÀY THẾ GIỚI", Headline("Ngày thế giới", "25/11")),
        (
            "👧 11/10, NGÀY QUỐC TẾ TRẺ EM GÁI: HÔM NAY, NGHE CON NÓI",
            Headline("Ngày Quốc tế Trẻ em gái: hôm nay, nghe con nói", "11/10"),
        ),
        (
            "🏡 NGÀY GIA ĐÌNH VIỆT NAM 28/6: HẠNH PHÚC BẮT ĐẦU TỪ SỰ SẺ CHIA",
            Headline("Ngày Gia đình Việt Nam 28/6: hạnh phúc bắt đầu từ sự sẻ chia"),
        ),
        (
            "🙋‍♀️ “CHỊ ẤY CÒN BẬN”: ĐÃ AI HỎI CHỊ ẤY CHƯA?",
            Headline("“Chị ấy còn bận”: đã ai hỏi chị ấy chưa?"),
        ),
        ("HỌP Ở THÔN ĐÔNG LĨNH. AI ĐI?", Headline("Họp ở thôn Đông Lĩnh. Ai đi?")),
        ("UBND XÃ HỌP VỀ HIV", Headline("UBND xã họp về HIV")),
        ("GỬI VIDEO LÊN ZALO", Headline("Gửi video lên Zalo")),
        ("Đã viết thường thì GIỮ nguyên", Headline("Đã viết thường thì GIỮ nguyên")),
        ("3️⃣ VIỆC CÙNG LÀM", Headline("3 việc cùng làm")),
    ],
)
def test_headlines_as_cards_say_them(line: str, said: Headline) -> None:
    assert headline(line, NAMES) == said


def test_only_a_short_first_line_with_more_below_is_a_headline() -> None:
    assert first_line("🌼 HAI TUẦN NỮA\n\nBà con ơi") == "HAI TUẦN NỮA"
    assert first_line("Chỉ một dòng") is None
    assert first_line(f"{'dài ' * 50}\n\nthân bài") is None


def test_names_inside_sentences_are_found_and_beginnings_are_not() -> None:
    text = "Hôm nay ở xã Hà Bắc, chị Lan kể. Công an xã nghe. Tại thôn Đông Lĩnh, mời Trần Thị Mai."
    assert names_in(text) == ("Hà Bắc", "chị Lan", "thôn Đông Lĩnh", "Trần Thị Mai")
