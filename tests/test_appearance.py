"""Settings of banners and cards: sizes as people write them, colours that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from habac24h.appearance import Size, parse_size
from habac24h.colors import contrast, mix
from habac24h.config import CARD_COLORS, Settings, load
from habac24h.errors import SettingsError


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("6 x 0.8", Size(6000, 800)),
        ("6x0,8", Size(6000, 800)),
        ("0.8 m × 2.5 m", Size(800, 2500)),
        ("3.255 X 1", Size(3255, 1000)),
    ],
)
def test_sizes_are_read_in_metres(written: str, size: Size) -> None:
    assert parse_size(written) == size


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("BANNERS__SIZE", "6 m", "rộng x cao theo mét"),
        ("BANNERS__SIZE", "6000 x 800", "mỗi cạnh từ 0.3 đến 50"),
        ("BANNERS__COLOR", "đỏ", 'mã màu có dạng "#C4161C"'),
        ("BANNERS__TEXT_COLOR", "#C4161D", "khó đọc; hãy chọn hai màu tương phản hơn"),
        ("BANNERS__DESIGN", "hoa", "chỉ nhận 'tron', 'khung' hoặc 'dai'"),
        ("CARDS", "thỉnh thoảng", "chỉ nhận true (có) hoặc false (không)"),
        ("CARD_COLORS", "#FFEEDD", "nhạt quá"),
        ("CARD_COLORS", " ", "ít nhất một màu"),
    ],
)
def test_a_wrong_look_is_named(tmp_path: Path, variable: str, value: str, why: str) -> None:
    with pytest.raises(SettingsError) as error:
        load(tmp_path, {f"HABAC24H_{variable}": value})
    assert why in error.value.sentence
    assert f"HABAC24H_{variable.partition('__')[0]}" in error.value.sentence


def test_the_look_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "habac24h.toml").write_text(
        'cards = false\ncard_colors = ["#123456"]\n[banners]\nsize = "4 x 0.7"\n'
        '[banners.sizes]\ntruong = "3 x 0.6"\n"thon-1" = "0.8 x 2.5"\n',
        encoding="utf-8",
    )
    found = load(tmp_path, {})
    assert (found.cards, found.card_colors) == (False, ("#123456",))
    places = (("tru-so-xa", "tru-so"), ("truong-thcs", "truong"), ("thon-1", "thon"))
    assert [found.banners.size_for(*place) for place in places] == [
        Size(4000, 700),
        Size(3000, 600),
        Size(800, 2500),
    ]


def test_colors_in_one_variable(tmp_path: Path) -> None:
    assert load(tmp_path, {"HABAC24H_CARD_COLORS": "#123456, #7a1f4b"}).card_colors == (
        "#123456",
        "#7A1F4B",
    )


def test_the_usual_look_is_readable() -> None:
    look = Settings().banners
    assert contrast(look.text_color, look.color) > 4.5
    assert min(contrast("#FFFFFF", color) for color in CARD_COLORS) > 7


@pytest.mark.parametrize(
    ("ink", "ground", "ratio"),
    [("#000000", "#FFFFFF", 21), ("#777777", "#FFFFFF", 4.48), ("#FFFFFF", "#FFFFFF", 1)],
)
def test_contrast_is_that_of_wcag(ink: str, ground: str, ratio: float) -> None:
    assert contrast(ink, ground) == contrast(ground, ink) == pytest.approx(ratio, abs=0.005)


def test_mixing_goes_from_one_color_to_the_other() -> None:
    assert [mix("#102030", "#FFFFFF", share) for share in (0, 0.5, 1)] == [
        "#102030",
        "#889098",
        "#FFFFFF",
    ]
