"""The library of templates: single files, variants in turn, shared pieces, what is not there."""

from __future__ import annotations

import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

from habac24h.content import variants
from habac24h.content.sandbox import Sandbox
from habac24h.content.variants import Library, Variant
from habac24h.errors import NotFound, TemplateError

FILES = {
    "fanpage/phat-dong.j2": "Phát động",
    "fanpage/chuyen-de/bao-luc.j2": "b",
    "fanpage/chuyen-de/bao-luc-1.j2": "b1",
    "fanpage/chuyen-de/bao-luc-2.j2": "b2",
    "fanpage/chuyen-de/bao-luc-10.j2": "b10",
    "fanpage/chuyen-de/bao-luc-gia-dinh-1.j2": "bg1",
    "fanpage/chuyen-de/dinh-kien-1.j2": "d1",
    "fanpage/chuyen-de/1.j2": "một",
    "fanpage/chuyen-de/2.j2": "hai",
    "fanpage/chuyen-de/10.j2": "mười",
    "fanpage/chuyen-de/ghi-chu.txt": "không phải mẫu",
    "fanpage/chi-chu-de/bao-luc.j2": "chỉ một",
    "fanpage/trong/ghi-chu.txt": "",
    "chung/lien-he.j2": "\ufeffLiên hệ\r\n",
    "khac/bi-mat.j2": "x",
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return Library(tmp_path)


def test_names_are_files_and_folders_with_texts_in_order(library: Library) -> None:
    assert library.names("fanpage") == ("chi-chu-de", "chuyen-de", "phat-dong")


def test_an_unknown_channel_has_no_templates(library: Library) -> None:
    assert [library.names(name) for name in ("bang-ron", "..", "", "fanpage/chuyen-de")] == [()] * 4


@pytest.mark.parametrize(
    ("template", "there"),
    [("phat-dong", True), ("chuyen-de", True), ("trong", False), ("../khac/bi-mat", False)],
)
def test_a_template_exists_when_it_has_a_text(library: Library, template: str, there: bool) -> None:
    assert library.exists("fanpage", template) is there


def test_a_single_file_is_picked_whatever_the_topic_and_turn(library: Library) -> None:
    expected = Variant("fanpage/phat-dong.j2", "Phát động")
    assert library.pick("fanpage", "phat-dong", "bao-luc", 7) == expected
    assert library.count("fanpage", "phat-dong", None) == 1


def test_a_topics_variants_take_turns_in_natural_order(library: Library) -> None:
    picked = [library.pick("fanpage", "chuyen-de", "bao-luc", turn).source for turn in range(6)]
    assert picked == ["b", "b1", "b2", "b10", "b", "b1"]
    assert library.count("fanpage", "chuyen-de", "bao-luc") == 4


@pytest.mark.parametrize("topic", [None, "", "gioi-tinh-khi-sinh"])
def test_without_own_variants_the_numbered_ones_take_turns(
    library: Library, topic: str | None
) -> None:
    picked = [library.pick("fanpage", "chuyen-de", topic, turn).source for turn in range(4)]
    assert picked == ["một", "hai", "mười", "một"]


def test_a_folder_without_a_variant_for_the_topic_is_an_error_sentence(library: Library) -> None:
    with pytest.raises(TemplateError) as caught:
        library.pick("fanpage", "chi-chu-de", "dinh-kien", 0)
    assert caught.value.sentence == (
        "Mẫu fanpage/chi-chu-de: không có bài nào cho chủ đề “dinh-kien”; "
        "thêm tệp dinh-kien.j2 vào thư mục này."
    )


def test_a_folder_without_numbered_variants_needs_a_topic(library: Library) -> None:
    with pytest.raises(TemplateError) as caught:
        library.count("fanpage", "chi-chu-de", None)
    assert caught.value.sentence == (
        "Mẫu fanpage/chi-chu-de: không có bài đánh số; thêm tệp 1.j2 vào thư mục này."
    )


def test_an_unknown_template_is_answered_with_those_that_exist(library: Library) -> None:
    with pytest.raises(NotFound) as caught:
        library.pick("fanpage", "phat-song", None, 0)
    assert caught.value.sentence == (
        "Kênh fanpage không có mẫu “phat-song”; các mẫu hiện có: chi-chu-de, chuyen-de, phat-dong."
    )


def test_a_file_beside_a_folder_of_its_name_is_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "fanpage/chuyen-de.j2").write_text("x")
    with pytest.raises(TemplateError) as caught:
        library.names("fanpage")
    assert caught.value.sentence == (
        "Mẫu fanpage/chuyen-de: vừa là một tệp vừa là một thư mục; chỉ giữ một trong hai."
    )


def test_a_shared_piece_is_read_without_its_byte_order_mark(library: Library) -> None:
    assert library.shared("chung/lien-he.j2") == "Liên hệ\r\n"


@pytest.mark.parametrize(
    "name", ["chung/khong-co.j2", "lien-he.j2", "khac/bi-mat.j2", "chung/../khac/bi-mat.j2", ""]
)
def test_what_is_not_a_shared_piece_is_none(library: Library, name: str) -> None:
    assert library.shared(name) is None


def test_a_library_reads_from_a_wheel(library: Library, tmp_path: Path) -> None:
    wheel = tmp_path / "x.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in FILES.items():
            archive.writestr(name, text)
    with zipfile.ZipFile(wheel) as archive:
        packed = Library(zipfile.Path(archive))
        assert packed.names("fanpage") == library.names("fanpage")
        assert packed.pick("fanpage", "chuyen-de", "bao-luc", 3).source == "b10"
        assert packed.shared("chung/lien-he.j2") == "Liên hệ\r\n"


def test_every_packaged_template_passes_the_sandbox() -> None:
    sandbox = Sandbox(variants.shared)
    root = files("habac24h.content") / "templates"
    checked = 0
    for path in sorted(Path(str(root)).rglob("*.j2")):
        sandbox.check(path.read_bytes().decode(), path.relative_to(str(root)).as_posix())
        checked += 1
    assert checked > 0
