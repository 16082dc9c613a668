"""Papers as they come out: what stands on which page, in PDF, Word and HTML."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from habac24h.printing import article, decree30, outline, script, slip, week
from habac24h.printing.prose import Part, parts
from habac24h.printing.reading import open_questions, turns
from tests.paper_kit import pages

MADE = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
LONG = (
    "Từ ngày mười lăm tháng mười một đến ngày mười lăm tháng mười hai, cả nước triển khai Tháng "
    "hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ sở giới, mời bà con "
    "nghe chuyên mục hôm nay với chủ đề không im lặng trước bạo lực số {}."
)


def _script(text: str, **values: object) -> script.Script:
    read = turns(text)
    plain = script.Script(
        station="Đài truyền thanh xã Hà Bắc",
        programme="Bình đẳng giới",
        title="Không im lặng trước bạo lực",
        campaign="Tháng hành động",
        slots=("05 giờ 30 và 17 giờ 00, thứ Hai, ngày 16/11/2026",),
        length="khoảng 3 phút",
        editor="lan",
        announcer="",
        approver="minh",
        signs="minh",
        approved="08 giờ 00, ngày 12/11/2026",
        turns=read,
        questions=open_questions(read),
        key="thang-hanh-dong/2026/phat-thanh",
        mark="7226 3a27 417f",
        made=MADE,
        draft=False,
    )
    return replace(plain, **values)  # type: ignore[arg-type]


def _words(file: bytes) -> str:
    """Every paragraph and cell of a Word file, in order."""
    document = docx.Document(io.BytesIO(file))
    found = [node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t")]
    return "\n".join(found)


NAMES = ("mười", "hai mươi", "ba mươi", "bốn mươi", "năm mươi", "sáu mươi", "bảy mươi", "chín mươi")
TWO_VOICES = "\n".join(
    ["NHẠC HIỆU"]
    + [
        f"GIỌNG {'NAM' if n % 2 else 'NỮ'}: {LONG.format(name)} {LONG.format(f'một trăm {name}')}"
        for n, name in enumerate(NAMES)
    ]
)


def test_no_sentence_is_split_between_pages() -> None:
    found = pages(script.pdf(_script(TWO_VOICES)))
    counts = [(page.count("Từ ngày mười lăm"), page.count("bạo lực số")) for page in found]
    assert len(found) > 3
    assert [begun for begun, _ in counts] == [ended for _, ended in counts]
    assert sum(begun for begun, _ in counts) == 2 * len(NAMES)


def test_a_voice_that_goes_on_over_the_page_is_named_again() -> None:
    one_turn = "GIỌNG NỮ: " + " ".join(LONG.format("một") for _ in range(12))
    found = pages(script.pdf(_script(one_turn)))
    read = [page for page in found if "Từ ngày mười lăm" in page]
    assert [page.count("NỮ") for page in read] == [1] * len(read)
    assert len(read) > 1


def test_a_long_title_takes_one_line_at_the_head_of_a_page() -> None:
    title = "Phòng ngừa, ứng phó với bạo lực trên cơ sở giới " * 4
    second = pages(script.pdf(_script(TWO_VOICES, title=title.strip())))[1]
    assert second.startswith(f"{title[:63].strip()}… ")


def test_pages_are_numbered_out_of_all() -> None:
    found = pages(script.pdf(_script(TWO_VOICES)))
    assert [f"trang {n}/{len(found)}" in page for n, page in enumerate(found, 1)] == [True] * len(
        found
    )


def test_a_draft_says_so_on_every_page_and_an_approved_script_on_none() -> None:
    draft = pages(script.pdf(_script(TWO_VOICES, draft=True)))
    # Once at the head, once across the page: a copy that cuts one off still shows the other.
    assert [page.count(script.DRAFT) for page in draft] == [2] * len(draft)
    assert not any("BẢN NHÁP" in page for page in pages(script.pdf(_script(TWO_VOICES))))


def test_what_is_open_stands_in_a_box_and_is_announced_at_the_head() -> None:
    open_one = _script("Gọi TT xã. Số: [CHƯA ĐIỀN: phone_police].")
    (page,) = pages(script.pdf(open_one))
    assert "Còn 2 chỗ phải hỏi hoặc điền trước khi đọc" in page
    assert ("[HỎI: TT]" in page, "[CHƯA ĐIỀN: phone_police]" in page) == (True, True)
    document = docx.Document(io.BytesIO(script.docx(open_one)))
    lit = [run.text for one in document.paragraphs for run in one.runs if run.font.highlight_color]
    assert lit == ["[HỎI: TT]", "[CHƯA ĐIỀN: phone_police]"]


def test_the_word_file_holds_the_same_words_as_the_pdf() -> None:
    given = _script(TWO_VOICES + "\nGIỌNG NAM: Hẹn gặp lại lúc 17h ngày 25/11.", editor="lan")
    pdf = re.sub(r"\W", "", " ".join(pages(script.pdf(given))))
    for line in _words(script.docx(given)).splitlines():
        if len(line) > 12 and "tô vàng" not in line:
            assert re.sub(r"\W", "", line) in pdf, line


def test_word_files_are_the_same_bytes_for_the_same_words() -> None:
    given = _script(TWO_VOICES)
    assert script.docx(given) == script.docx(given)


def test_word_files_name_their_face_and_their_language_everywhere() -> None:
    document = docx.Document(io.BytesIO(script.docx(_script("Kính chào."))))
    style = document.styles["Normal"].element.xml
    for said in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert f'w:{said}="Times New Roman"' in style
    assert ('w:lang w:val="vi-VN"' in style, "Theme" in style.split("w:rFonts")[1][:200]) == (
        True,
        False,
    )


def _week(*days: week.Day) -> week.Week:
    return week.Week("Đài truyền thanh xã Hà Bắc", "Tuần 47", days, ("12A", "13C"), MADE, "8 giờ")


def _slot(n: int, state: str = "") -> week.Slot:
    return week.Slot(f"{n}A", "16/11", "05:30", f"Bài {n}", "khoảng 3 phút", "", "", state)


def test_the_week_shows_every_slot_with_its_code() -> None:
    (page,) = pages(
        week.pdf(_week(week.Day("Thứ Hai", (_slot(1), _slot(2))), week.Day("Thứ Ba", ())))
    )
    assert ("1A" in page, "2A" in page, "Thứ Ba – không có buổi phát" in page) == (True,) * 3
    assert "“Nhập mã trên phiếu tuần”" in page
    assert ("12A 13C" in page, "habac24h" in page) == (True, False)


def test_what_must_not_be_read_has_no_square_but_its_state() -> None:
    (page,) = pages(week.pdf(_week(week.Day("Thứ Hai", (_slot(1, "CHỜ DUYỆT: CHƯA ĐƯỢC PHÁT"),)))))
    assert "CHỜ DUYỆT: CHƯA ĐƯỢC PHÁT" in page


def test_a_full_week_takes_two_pages_at_most() -> None:
    days = [week.Day(f"Ngày {n}", tuple(_slot(n * 10 + k) for k in range(3))) for n in range(7)]
    assert len(pages(week.pdf(_week(*days)))) <= 2


SLIP = slip.Slip(
    office="Ủy ban nhân dân xã Hà Bắc",
    department="Phòng Văn hóa - Xã hội",
    title="Bài phát động",
    channel="Fanpage",
    campaign="Tháng hành động",
    key="thang-hanh-dong/2026/phat-dong",
    version=3,
    state="chờ duyệt",
    mark="a3f4 f8e7 0cc4",
    sha256="f" * 64,
    times=("19 giờ 00, Chủ nhật, ngày 15/11/2026",),
    places="",
    page="Hà Bắc 24h",
    pictures=("Thẻ chữ (dấu aaaa bbbb cccc)",),
    lines=("Dòng một.", "", "  • Dòng ba."),
    faults=(),
    reason="",
    checklist=(slip.Question("Điều 3, khoản 2", "Người duyệt có kiến thức."),),
    people="lan soạn",
    author="lan",
    approver="",
    made=MADE,
    stamp="",
)


def test_the_slip_shows_the_words_their_mark_and_how_to_type_it_back() -> None:
    (page,) = pages(slip.pdf(SLIP))
    for said in (
        "Dòng một.",
        "• Dòng ba.",
        "a3f4 f8e7 0cc4",
        "Đạt",
        "Thẻ chữ (dấu aaaa bbbb cccc)",
    ):
        assert said in page
    assert '--on-paper "a3f4 f8e7 0cc4"' in page


def test_a_slip_without_a_mark_cannot_be_typed_back() -> None:
    (page,) = pages(slip.pdf(replace(SLIP, mark="", stamp="BẢN NHÁP – CHƯA TRÌNH DUYỆT")))
    assert ("--on-paper" in page, "CHƯA TRÌNH DUYỆT" in page) == (False, True)


def test_sixty_findings_flow_over_the_pages_with_their_head() -> None:
    fault = slip.Fault("Nên sửa", "dòng 1", "nữ tài xế", "Không cần nêu giới.", "tài xế")
    found = pages(slip.pdf(replace(SLIP, faults=(fault,) * 60, reason="Tên gọi chính thức")))
    assert sum(page.count("Không cần nêu giới.") for page in found) == 60
    assert sum("Mức Ở đâu" in page for page in found) >= 2
    assert "Lý do vẫn trình của người soạn: Tên gọi chính thức" in found[-2]


OFFICIAL = decree30.Official(
    head=decree30.Head(
        issuer="Ủy ban nhân dân xã Hà Bắc",
        symbol="KH-UBND",
        place="Hà Bắc",
        year=2026,
        kind="KẾ HOẠCH",
        subject="Truyền thông năm 2026",
    ),
    basis=("Căn cứ Kế hoạch [CHƯA ĐIỀN: số, ngày];",),
    blocks=(
        decree30.Heading("I. Mục đích"),
        decree30.Text("Nâng cao nhận thức."),
        decree30.Table(
            (decree30.Column("TT", 15), decree30.Column("Việc", 150)),
            tuple((str(n), f"Việc thứ {n}") for n in range(60)),
        ),
    ),
    foot=decree30.Foot(("Sở Nội vụ TP;", "Lưu: VT"), "TM. Ủy ban nhân dân", "Chủ tịch"),
    made=MADE,
)


def test_an_official_document_has_the_decrees_head_and_foot() -> None:
    found = pages(decree30.pdf(OFFICIAL))
    for said in (decree30.COUNTRY, decree30.MOTTO, "Số:", "/KH-UBND", "I. MỤC ĐÍCH"):
        assert said in found[0]
    for said in ("Nơi nhận:", "- Sở Nội vụ TP;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH"):
        assert said in found[-1]


def test_pages_after_the_first_carry_their_number_and_the_tables_head() -> None:
    found = pages(decree30.pdf(OFFICIAL))
    assert (found[0][:1], found[1].startswith("2 TT Việc")) == ("Ủ", True)


def test_number_day_and_signer_are_left_blank_and_marked() -> None:
    document = docx.Document(io.BytesIO(decree30.docx(OFFICIAL)))
    lit = [
        run.text
        for node in document.element.body.iter()
        if node.tag.endswith("}r")
        for run in [docx.text.run.Run(node, None)]  # type: ignore[arg-type]
        if run.font.highlight_color
    ]
    assert lit == ["……", "……", "……", "[CHƯA ĐIỀN: số, ngày]", "…………"]


def test_the_countrys_name_takes_one_line_in_word() -> None:
    cell = docx.Document(io.BytesIO(decree30.docx(OFFICIAL))).tables[0].cell(0, 1)
    margins = 2 * 1.9
    plain = decree30.COUNTRY.translate(str.maketrans("ỘÒÃỘỦĨỆ", "OOAOUIE"))
    assert stringWidth(plain, "Times-Bold", 12) / 72 * 25.4 + margins < cell.width.mm


def test_a_stamp_stands_on_every_page() -> None:
    found = pages(decree30.pdf(replace(OFFICIAL, stamp="CHẠY THỬ")))
    assert all("CHẠY THỬ" in page for page in found)


def test_the_word_file_of_an_official_document_numbers_pages_but_the_first() -> None:
    section = docx.Document(io.BytesIO(decree30.docx(OFFICIAL))).sections[0]
    assert section.different_first_page_header_footer
    headers = (section.header, section.first_page_header)
    assert ["PAGE" in header._element.xml for header in headers] == [True, False]
    sides = (section.top_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [20, 30, 15]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (
            "1. Vì sao (5 phút)",
            Part("heading", "Vì sao (5 phút)", "1"),
        ),
        ("2. Ai cũng biết điều này.", Part("number", "Ai cũng biết điều này.", "2")),
        ("• Một ý.", Part("point", "Một ý.")),
        ("  - Ý nhỏ.", Part("subpoint", "Ý nhỏ.")),
        ("NGUYÊN TẮC CỦA NGƯỜI NÓI", Part("heading", "NGUYÊN TẮC CỦA NGƯỜI NÓI")),
        ("PHIẾU ĐÁNH GIÁ (không ghi tên)", Part("heading", "PHIẾU ĐÁNH GIÁ (không ghi tên)")),
        ("📞 Số cần nhớ:", Part("text", "Số cần nhớ:")),
        ("Ngày 15/11 - ngày hội.", Part("text", "Ngày 15/11 - ngày hội.")),
    ],
)
def test_lines_of_a_text_are_known_for_what_they_are(line: str, part: Part) -> None:
    assert parts(f"Mở đầu.\n{line}")[1] == part


OUTLINE = outline.Outline(
    titles=("ĐỀ CƯƠNG", "KHÔNG IM LẶNG"),
    when="19 giờ 30",
    where="Nhà văn hóa thôn 1",
    campaign="Tháng hành động",
    body=parts("Mở đầu.\n1. Vì sao (5 phút)\n• Một ý.\n  - Ý nhỏ."),
    attendance=outline.Attendance("Người dự là", ("Người dân", "Cán bộ thôn"), 25, "Đếm ngay."),
    key="a/2026/b",
    mark="7226 3a27 417f",
    made=MADE,
    stamp="",
)


def test_an_outline_ends_with_tables_that_count_men_and_women_apart() -> None:
    body, counts, names = pages(outline.pdf(OUTLINE))
    assert "1. Vì sao (5 phút) • Một ý. – Ý nhỏ." in body
    assert "Người dự là Nam Nữ Cộng Người dân Cán bộ thôn Cộng" in counts
    assert ("TT Họ và tên Nam Nữ" in names, "25" in names) == (True, True)
    tables = docx.Document(io.BytesIO(outline.docx(OUTLINE))).tables
    assert [cell.text for cell in tables[0].rows[0].cells] == ["Người dự là", "Nam", "Nữ", "Cộng"]
    assert len(tables[-1].rows) == 26


def test_where_nobody_signs_there_is_no_list_of_names() -> None:
    without = replace(OUTLINE, attendance=replace(OUTLINE.attendance, people=0))
    assert not any("Họ và tên" in page for page in pages(outline.pdf(without)))
    assert "Họ và tên" not in _words(outline.docx(without))


ARTICLE = article.Article(
    title="Xã <Hà Bắc> & Tháng hành động",
    lead="(Cổng TTĐT) - Từ ngày 15/11.",
    body=parts("Đoạn một.\n• Ý một.\n• Ý hai.\nĐoạn hai.", titles=False),
    source="Phòng Văn hóa - Xã hội",
    note="",
    made=MADE,
)


def test_html_for_the_portal_is_plain_tags_and_nothing_else() -> None:
    assert article.html(ARTICLE).decode().splitlines() == [
        "<!doctype html>",
        '<html lang="vi">',
        '<meta charset="utf-8">',
        "<title>Xã &lt;Hà Bắc&gt; &amp; Tháng hành động</title>",
        "<h1>Xã &lt;Hà Bắc&gt; &amp; Tháng hành động</h1>",
        "<p><strong>(Cổng TTĐT) - Từ ngày 15/11.</strong></p>",
        "<p>Đoạn một.</p>",
        "<ul>",
        "<li>Ý một.</li>",
        "<li>Ý hai.</li>",
        "</ul>",
        "<p>Đoạn hai.</p>",
        "<p><em>Phòng Văn hóa - Xã hội</em></p>",
        "</html>",
    ]


def test_the_articles_word_file_holds_the_same_words() -> None:
    assert _words(article.docx(ARTICLE)).split("\n") == [
        "Xã <Hà Bắc> & Tháng hành động",
        "(Cổng TTĐT) - Từ ngày 15/11.",
        "Đoạn một.",
        "•",
        "Ý một.",
        "•",
        "Ý hai.",
        "Đoạn hai.",
        "Phòng Văn hóa - Xã hội",
    ]


def test_the_last_page_of_a_script_never_holds_signatures_alone() -> None:
    found = set()
    for count in range(5, 14):
        read = " ".join(f"Đây là câu có số {n}." for n in range(1, count + 1))
        sheets = pages(script.pdf(_script(f"GIỌNG NAM: {read}\nNHẠC KẾT")))
        found.add(len(sheets))
        assert sheets[-1].count("Đây là câu có số") >= 2, count
    assert found == {1, 2}


def test_in_word_too_the_last_two_sentences_stay_with_the_signatures() -> None:
    made = docx.Document(io.BytesIO(script.docx(_script("GIỌNG NAM: Một. Hai. Ba. Bốn."))))
    kept = {
        line.text.strip().split("\t")[-1]: bool(line.paragraph_format.keep_with_next)
        for line in made.paragraphs
    }
    assert [kept[word] for word in ("Hai.", "Ba.", "Bốn.")] == [False, True, True]
