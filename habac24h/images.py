"""Pictures from people, made fit for a page: decoded, turned upright, made smaller, re-encoded.

What comes out was written by us, pixel by pixel: no GPS place, no camera, no file name, nothing
hidden behind the picture. The same file always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from habac24h.errors import Refused
from habac24h.later import later

if TYPE_CHECKING:
    import PIL
    from PIL import Image, ImageCms, ImageOps
else:
    PIL, Image = later("PIL"), later("PIL.Image")
    ImageCms, ImageOps = later("PIL.ImageCms"), later("PIL.ImageOps")

LONGEST_SIDE = 2048
LARGEST = 3_500_000
"""Facebook's own limits for a photo (facts/facebook.md): pixels of the longest side, bytes."""
SMALL_PNG = 1_000_000
"""A PNG up to this size stays one: a drawn card has sharp letters, which JPEG would smear."""
MOST_BYTES = 30_000_000
MOST_PIXELS = 80_000_000
"""Below the 89 million at which Pillow begins to speak of a decompression bomb."""
READ = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
QUALITIES = (88, 80, 70, 60, 45)
_ONE_AT_A_TIME = threading.Lock()
"""`warnings.catch_warnings` puts back what the whole process had: two threads inside one another
would leave the wrong filters for good. It also keeps one decoded photo in memory, not ten."""
_ADVICE = "hãy lưu lại ảnh dạng JPG hoặc PNG rồi thử lại"
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
_PLAIN = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr")


@dataclass(frozen=True)
class Prepared:
    """A picture that is ready to go out: its bytes, their kind, its size in pixels."""

    data: bytes
    mime: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """The bytes' name: SHA-256 in hexadecimal."""
        return sha256(self.data)


def sha256(data: bytes) -> str:
    """SHA-256 of a picture's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def prepare(data: bytes) -> Prepared:
    """Make a picture fit for the page; Refused, in one sentence, for what is none or is unsafe."""
    _refuse_at_a_glance(data)
    with _ONE_AT_A_TIME:
        return _prepared(data)


def _prepared(data: bytes) -> Prepared:
    with _opened(data) as image:
        image.verify()
    with _opened(data) as image:  # `verify` leaves an image that cannot be used
        _refuse_by_its_head(image)
        # A JPEG of 40 megapixels is decoded at a fraction of its size: old PCs have little memory.
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        made = _upright_and_small(image)
    return _encoded(made, stays_png=data.startswith(b"\x89PNG"))


def small(data: bytes, side: int = 320) -> bytes:
    """A JPEG of a picture for lists, its longer side at most so many pixels.

    The picture may be kept as somebody gave it (evidence of a command): the same limit holds.
    """
    with _ONE_AT_A_TIME, _opened(data) as image:
        _refuse_too_many_pixels(image)
        image.draft("RGB", (side, side))
        made = _on_white(_upright_and_small(image))
        made.thumbnail((side, side), Image.Resampling.LANCZOS)
        return _written(made, "JPEG", quality=80)


def _refuse_at_a_glance(data: bytes) -> None:
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data:
        raise Refused(f"Tệp ảnh trống; {_ADVICE}.")
    if len(data) > MOST_BYTES:
        raise Refused("Tệp ảnh lớn hơn 30 MB; hãy chọn ảnh nhỏ hơn hoặc thu nhỏ ảnh rồi thử lại.")
    if start.startswith((b"<svg", b"<?xml", b"<!doctype svg")):
        raise Refused(f"Đây là ảnh vẽ SVG, trang không nhận; {_ADVICE}.")
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise Refused(
            "Đây là ảnh HEIC của điện thoại, chương trình chưa đọc được; hãy gửi ảnh qua Zalo hoặc "
            "chụp màn hình để có ảnh JPG, rồi thử lại."
        )


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """Pillow's complaints, whatever their kind, become one sentence."""
    try:
        # What Pillow thinks of odd tags of a phone is no news for the person at the screen.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            # Opening reads the head alone; what Pillow would warn of is above our limit anyway.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=READ) as image:
                yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except PIL.UnidentifiedImageError:
        raise Refused(f"Tệp này không phải ảnh mà chương trình đọc được; {_ADVICE}.") from None
    except (OSError, SyntaxError, ValueError, IndexError, TypeError, EOFError):
        raise Refused(f"Tệp ảnh bị hỏng hoặc bị cắt ngang; {_ADVICE}.") from None


def _refuse_by_its_head(image: Image.Image) -> None:
    """By what the head says, before a single pixel is decoded."""
    _refuse_too_many_pixels(image)
    # Phones hide a second, smaller picture behind a JPEG (MPO): that is no animation.
    if image.format in ("GIF", "PNG", "WEBP", "TIFF") and getattr(image, "n_frames", 1) > 1:
        raise Refused(f"Đây là ảnh động hoặc ảnh nhiều trang; {_ADVICE}.")
    if image.mode not in _PLAIN:
        raise Refused(f"Ảnh có kiểu màu ít gặp ({image.mode}); {_ADVICE}.")


def _refuse_too_many_pixels(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()


def _too_large() -> Refused:
    return Refused(
        "Ảnh có quá nhiều điểm ảnh (hơn 80 triệu); hãy thu nhỏ ảnh, mỗi chiều dưới 8000 điểm ảnh, "
        "rồi thử lại."
    )


def _upright_and_small(image: Image.Image) -> Image.Image:
    """Pixels alone, as people see them: upright, in the web's colours, within the limit."""
    profile = image.info.get("icc_profile")
    seen = ImageOps.exif_transpose(image)
    seen = seen.convert("RGBA" if seen.has_transparency_data else "RGB")
    if profile:
        seen = _web_colours(seen, profile)
    seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    seen.info = {}  # comments and dates would be written out again
    return seen


def _web_colours(image: Image.Image, profile: bytes) -> Image.Image:
    """A phone's wide colours as sRGB; without this they look pale once the profile is gone."""
    try:
        wide = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(image, wide, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a profile of another kind of picture (CMYK) or a broken one
    return made if made is not None else image


def _encoded(image: Image.Image, *, stays_png: bool) -> Prepared:
    if stays_png:
        data = _written(image, "PNG", optimize=True)
        if len(data) <= SMALL_PNG:
            return Prepared(data, "image/png", image.width, image.height)
    flat = _on_white(image)
    for quality in QUALITIES:
        data = _written(flat, "JPEG", quality=quality, optimize=True, progressive=True)
        if len(data) < LARGEST:
            return Prepared(data, "image/jpeg", image.width, image.height)
    raise Refused(f"Không nén được ảnh xuống dưới 3,5 MB; {_ADVICE}.")


def _on_white(image: Image.Image) -> Image.Image:
    """JPEG has no transparency: what shows through is paper."""
    if image.mode == "RGB":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _written(image: Image.Image, kind: str, **how: int | bool) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **how)
    return stream.getvalue()
