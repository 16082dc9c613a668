"""Pictures made fit for a page: upright, small, stripped; what is none or unsafe is refused."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from picture_kit import bomb, drawn, photo, read, written
from PIL import Image, ImageCms

from habac24h import images
from habac24h.errors import Refused
from habac24h.images import LARGEST, prepare, small

ADVICE = "hãy lưu lại ảnh dạng JPG hoặc PNG rồi thử lại."
TOO_LARGE = (
    "Ảnh có quá nhiều điểm ảnh (hơn 80 triệu); hãy thu nhỏ ảnh, mỗi chiều dưới 8000 điểm ảnh, "
    "rồi thử lại."
)


def test_a_photo_loses_place_camera_and_comment() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera 24h"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (20.0, 50.0, 0.0)
    source = written(drawn(), exif=exif, comment=b"tep cua toi")
    assert b"Camera 24h" in source and b"tep cua toi" in source
    made = prepare(source)
    shown = read(made.data)
    assert (made.mime, shown.format) == ("image/jpeg", "JPEG")
    assert dict(shown.getexif()) == {}
    assert [word for word in (b"Camera 24h", b"tep cua toi", b"Exif") if word in made.data] == []


def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn it a quarter to the right
    made = prepare(written(drawn(60, 40), quality=95, exif=exif))
    shown = read(made.data)
    assert (made.width, made.height) == shown.size == (40, 60)
    assert min(_pixel(shown, 37, 3)) > 230


@pytest.mark.parametrize(
    ("size", "expected"),
    [((4100, 2050), (2048, 1024)), ((100, 3000), (68, 2048)), ((2048, 2048), (2048, 2048))],
)
def test_the_longest_side_has_2048_pixels_at_most(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    made = prepare(written(drawn(*size)))
    assert (made.width, made.height) == read(made.data).size == expected


def test_a_noisy_photo_is_written_below_the_limit() -> None:
    noise = Image.effect_noise((2048, 2048), 120)
    busy = Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180)))
    source = written(busy, quality=97)
    assert len(source) > LARGEST
    made = prepare(source)
    assert (len(made.data) < LARGEST, made.width) == (True, 2048)


def test_a_small_png_stays_one_and_a_large_one_becomes_a_jpeg() -> None:
    card = prepare(written(drawn(1080, 1080), "PNG"))
    assert (card.mime, card.data[:4], card.width) == ("image/png", b"\x89PNG", 1080)
    noise = Image.effect_noise((900, 900), 120)
    large = prepare(written(Image.merge("RGB", (noise, noise.rotate(90), noise)), "PNG"))
    assert (large.mime, large.data[:2]) == ("image/jpeg", b"\xff\xd8")


def test_what_shows_through_is_paper() -> None:
    clear = drawn(1400, 1400, (0, 0, 0, 0), "RGBA")
    noise = Image.effect_noise((1400, 1400), 120)
    clear.paste(Image.merge("RGB", (noise, noise, noise)), (0, 700))
    made = prepare(written(clear, "PNG"))
    assert made.mime == "image/jpeg"
    assert read(made.data).getpixel((1200, 300)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK"])
def test_any_usual_colour_mode_becomes_rgb(mode: str) -> None:
    kind = "JPEG" if mode in ("L", "CMYK") else "PNG"
    assert read(prepare(written(drawn().convert(mode), kind)).data).mode == "RGB"


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "BMP", "TIFF"])
def test_other_kinds_become_jpegs(kind: str) -> None:
    made = prepare(written(drawn(), kind))
    assert (made.mime, made.width, made.height) == ("image/jpeg", 60, 40)


def test_a_camera_s_colours_are_turned_into_the_web_s() -> None:
    """A profile that calls blue what the web calls red: people must see the blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    table = profile.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ").replace(b"....", b"bXYZ")
    shown = read(prepare(written(drawn(colour="red"), icc_profile=table)).data)
    red, _green, blue = _pixel(shown, 40, 30)
    assert (red < 60, blue > 200, shown.info.get("icc_profile")) == (True, True, None)


def test_a_profile_that_does_not_fit_changes_nothing() -> None:
    source = written(drawn(colour="red"), icc_profile=b"no profile at all")
    assert prepare(source).data == prepare(written(drawn(colour="red"))).data


def test_the_same_file_gives_the_same_bytes() -> None:
    first, second = prepare(photo(3)), prepare(photo(3))
    assert (first, first.sha256) == (second, images.sha256(second.data))
    assert prepare(photo(4)).sha256 != first.sha256


def test_phones_hide_a_second_picture_behind_the_first() -> None:
    source = written(drawn(), "MPO", save_all=True, append_images=[drawn(30, 20)])
    assert prepare(source).width == 60


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", f"Tệp ảnh trống; {ADVICE}"),
        (b"<svg onload='alert(1)'/>", f"Đây là ảnh vẽ SVG, trang không nhận; {ADVICE}"),
        (b"\xef\xbb\xbf\n<?xml?><svg/>", f"Đây là ảnh vẽ SVG, trang không nhận; {ADVICE}"),
        (b"%PDF-1.7 x", f"Tệp này không phải ảnh mà chương trình đọc được; {ADVICE}"),
        (b"PK\x03\x04" * 40, f"Tệp này không phải ảnh mà chương trình đọc được; {ADVICE}"),
        (
            b"\0\0\0\x18ftypheic" + b"\0" * 40,
            "Đây là ảnh HEIC của điện thoại, chương trình chưa đọc được; hãy gửi ảnh qua Zalo hoặc "
            "chụp màn hình để có ảnh JPG, rồi thử lại.",
        ),
        (photo()[:300], f"Tệp ảnh bị hỏng hoặc bị cắt ngang; {ADVICE}"),
        (written(drawn(), "PNG")[:60], f"Tệp ảnh bị hỏng hoặc bị cắt ngang; {ADVICE}"),
        (
            b"\xff\xd8" + b"0" * images.MOST_BYTES,
            "Tệp ảnh lớn hơn 30 MB; hãy chọn ảnh nhỏ hơn hoặc thu nhỏ ảnh rồi thử lại.",
        ),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        prepare(data)
    assert caught.value.sentence == sentence


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_an_animation_is_refused(kind: str) -> None:
    source = written(drawn(), kind, save_all=True, append_images=[drawn(colour="blue")])
    with pytest.raises(Refused) as caught:
        prepare(source)
    assert caught.value.sentence == f"Đây là ảnh động hoặc ảnh nhiều trang; {ADVICE}"


def test_rare_colours_are_refused_rather_than_shown_white() -> None:
    with pytest.raises(Refused) as caught:
        prepare(written(Image.new("I;16", (20, 20), 40_000), "PNG"))
    assert caught.value.sentence == f"Ảnh có kiểu màu ít gặp (I;16); {ADVICE}"


@pytest.mark.parametrize(
    ("width", "height"), [(9000, 9000), (30_000, 30_000), (10_000, 9_000), (12_000, 12_000)]
)
@pytest.mark.parametrize("made", [prepare, small])
def test_a_decompression_bomb_is_refused_by_its_head(
    made: Callable[[bytes], object], width: int, height: int
) -> None:
    with pytest.raises(Refused) as caught:
        made(bomb(width, height))
    assert caught.value.sentence == TOO_LARGE


def _pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = image.convert("RGB").getpixel((x, y))
    assert isinstance(found, tuple)
    return tuple(int(one) for one in found)


def test_tags_that_were_cut_off_are_passed_over_without_a_word() -> None:
    """Pillow would warn in English; warnings are errors here."""
    cut = b"Exif\0\0MM\0*\0\0\0\x08\0\x05\x01\x0f"
    stream = io.BytesIO()
    Image.new("RGB", (50, 40), "red").save(stream, "JPEG", exif=cut)
    assert (prepare(stream.getvalue()).width, b"Exif" in prepare(stream.getvalue()).data) == (
        50,
        False,
    )
