"""The press: data stays data, fonts are chosen whole, no sign is lost without a word."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fontpkg_be_vietnam_pro
import pytest
from fontTools.ttLib import TTFont

from habac24h.errors import PrintError
from habac24h.printing.fonts import ALPHABET, DOCUMENT, LETTERS, POSTER, Face
from habac24h.printing.names import LONGEST, safe
from habac24h.printing.typst import TEMPLATES, Press, as_plain
from tests.paper_kit import BARE, pages

PLAIN = Press(system_fonts=False, templates=Path(__file__).parent / "data" / "printing")
BE_VIETNAM = "BeVietnamPro-Regular.ttf"


def test_a_bare_machine_has_a_face_for_everything() -> None:
    assert (BARE.family(DOCUMENT), BARE.family(POSTER)) == ("Libertinus Serif", "Be Vietnam Pro")


def test_both_faces_draw_the_whole_alphabet() -> None:
    assert len(LETTERS) == 146
    assert [BARE.missing(face, ALPHABET) for face in (DOCUMENT, POSTER)] == ["", ""]


def test_the_probe_agrees_with_the_font_file() -> None:
    font = TTFont(fontpkg_be_vietnam_pro.ROOT / "files" / BE_VIETNAM)
    held = font.getBestCmap()
    signs = "".join(map(chr, [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0x2010, 0x2120)]))
    signs = "".join(sign for sign in signs if sign.isprintable()) + "☐✓ẲỞđ📞"
    assert BARE.missing(POSTER, signs) == "".join(sign for sign in signs if ord(sign) not in held)


def test_a_family_that_lacks_letters_is_passed_over_as_a_whole(tmp_path: Path) -> None:
    font = TTFont(fontpkg_be_vietnam_pro.ROOT / "files" / BE_VIETNAM)
    for table in font["cmap"].tables:
        table.cmap.pop(ord("đ"), None)  # ẳ would be put together from its parts
    for record in font["name"].names:
        record.string = record.toUnicode().replace("Be Vietnam Pro", "Thiếu Chữ")
    font.save(tmp_path / "lacking.ttf")
    press = Press(tmp_path, system_fonts=False)
    assert press.family(Face("đủ", ("Thiếu Chữ", "Libertinus Serif"))) == "Libertinus Serif"
    with pytest.raises(PrintError, match="cần một trong: Thiếu Chữ"):
        press.family(Face("thiếu", ("Thiếu Chữ",)))


def test_no_font_at_all_is_a_sentence() -> None:
    with pytest.raises(PrintError, match="không có phông chữ nào in được đủ chữ Việt cho thử"):
        BARE.family(Face("thử", ("Không có",)))


def test_a_banner_refuses_a_sign_that_its_font_lacks() -> None:
    with pytest.raises(PrintError, match="không có ký tự “№” \\(U\\+2116\\)"):
        PLAIN.pdf("sample.typ", {"text": "Nghị định № 48"}, POSTER)


def test_a_document_shows_the_number_of_a_sign_that_no_font_draws() -> None:
    made = PLAIN.pdf("sample.typ", {"text": "Gọi 📞 ngay"}, DOCUMENT)
    assert pages(made) == ["Gọi [U+1F4DE] ngay"]


def test_words_of_users_are_never_typst_source() -> None:
    hostile = '#import "@preview/x:1.0.0" #read("common.typ") \\ $x$ [a] *b* "c" \\u{41}'
    assert pages(PLAIN.pdf("sample.typ", {"text": hostile}, DOCUMENT)) == [hostile]


def test_decomposed_accents_and_unseen_signs_come_out_plain() -> None:
    assert as_plain({"a": ("Ti\u00ea\u0301ng\u200b Vi\u1ec7t", "1\ufe0f\u20e3")}) == {
        "a": ["Tiếng Việt", "1"]
    }


def test_the_same_data_gives_the_same_bytes() -> None:
    first, second = (PLAIN.pdf("sample.typ", {"text": "ẳ"}, DOCUMENT) for _ in range(2))
    assert first == second


def test_threads_share_one_press() -> None:
    words = [f"Bài số {n} ☐ {chr(0x2190 + n)}" for n in range(24)]
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda t: PLAIN.pdf("sample.typ", {"text": t}, DOCUMENT), words))
    assert [re.sub(r" \d{4}$", "", pages(one)[0])[:9] for one in made] == [w[:9] for w in words]


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.typ")), ids=lambda path: path.name)
def test_no_template_reaches_beyond_its_folder(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    assert re.findall(r"@[a-z]+/|\.\./|https?:|#?(?:read|plugin)\(", source) == []


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("bai-doc_a/2026/b", "bai-doc_a_2026_b"),
        ('x: "y" <z>?*|\\', "x_y_z"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("hết. ", "hết"),
        ("...", "_"),
    ],
)
def test_file_names_are_taken_by_windows(stem: str, name: str) -> None:
    assert safe(stem) == name


def test_long_names_keep_their_ends() -> None:
    first, second = (safe("x" * 200 + end) for end in ("-01", "-02"))
    assert (len(first), first[-3:], second[-3:]) == (LONGEST, "-01", "-02")
