"""The report as paper: official sentences, marked blanks, annexes, a stamp a page, plain cells."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from paper_kit import pages
from report_kit import HEAD, MADE, at, banner, counted, mixed, piece, post, talk, turn

from habac24h.config import Printing, Settings
from habac24h.papers import report
from habac24h.papers.report import Account
from habac24h.printing import chart
from habac24h.printing.chart import Bar
from habac24h.report import period, words
from habac24h.report.material import Spot
from habac24h.workflow.outcome import Result

SETTINGS = Settings()


def _lines(given: Account, receiver: str = "so-noi-vu", settings: Settings = SETTINGS) -> list[str]:
    """The paragraphs of the Word file, cells of the head and foot included."""
    document = docx.Document(io.BytesIO(report.draw(given, settings, "docx", receiver)))
    found = []
    for element in document.element.body.iter():
        if element.tag.endswith("}p"):
            text = "".join(node.text or "" for node in element.iter() if node.tag.endswith("}t"))
            found += [text] if text.strip() else []
    return found


def _said(given: Account) -> list[str]:
    """The sentences from the first heading to the signature."""
    lines = _lines(given)
    return lines[lines.index("I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI") : lines.index("Nơi nhận:")]


def test_the_report_of_mixed_rows_reads_as_a_committee_writes() -> None:
    assert _said(counted(*mixed())) == [
        "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI",
        "Phòng Văn hoá - Xã hội chủ trì, phối hợp với Hội Liên hiệp Phụ nữ xã tham mưu Ủy ban nhân "
        "dân xã Hà Bắc triển khai công tác thông tin, truyền thông về bình đẳng giới trong kỳ, gồm "
        "2 chiến dịch: “Tháng hành động”; “Thường xuyên”.",
        "Nội dung truyền thông được soạn, trình và duyệt trước khi đăng, phát, treo; yêu cầu, nội "
        "dung, hình thức thực hiện theo các Điều 3, 4, 5 Nghị định số 48/2009/NĐ-CP. Đã duyệt 8/10 "
        "nội dung, do 1 người có thẩm quyền duyệt; người duyệt không phải là người soạn.",
        "[CHƯA ĐIỀN: văn bản chỉ đạo đã ban hành, nếu có]",
        "II. KẾT QUẢ THỰC HIỆN",
        "1. Kết quả chung",
        "Theo kế hoạch, trong kỳ có 10 nội dung truyền thông; đã thực hiện 6 nội dung, đạt 60%; "
        "không thực hiện được 2, hủy 1, chưa có kết quả 1.",
        "2. Kết quả theo kênh truyền thông",
        "a) Trang Fanpage Hà Bắc 24h: đăng 1 bài; Facebook ghi nhận tổng cộng 1.200 người xem, "
        "1.500 lượt xem.",
        "b) Đài truyền thanh xã Hà Bắc: phát 2 lượt của 1 bài.",
        "c) Băng rôn, khẩu hiệu: treo 2 lượt tại 2 địa điểm; đã tháo 1 lượt, 1 lượt quá hạn chưa "
        "xác nhận tháo.",
        "d) Cổng thông tin điện tử: đăng 1 tin, bài; lưu đường dẫn của 1 bài.",
        "đ) Truyền thông trực tiếp: tổ chức 2 buổi nói chuyện chuyên đề với 32 lượt người dự (12 "
        "nam, 20 nữ), trong đó có 5 học sinh; còn 1 buổi chưa ghi số người dự.",
        "3. Kết quả theo chiến dịch",
        "- Tháng hành động: thực hiện 6/9 nội dung.",
        "- Thường xuyên: thực hiện 0/1 nội dung.",
        "4. Chủ đề, nội dung, hình thức",
        "Chủ đề đã truyền thông: phòng ngừa, ứng phó với bạo lực trên cơ sở giới (5 nội dung); xóa "
        "bỏ định kiến giới trong nghề nghiệp và gia đình (1 nội dung).",
        "Nội dung theo Điều 4 Nghị định số 48/2009/NĐ-CP: tác hại của định kiến giới, phân biệt "
        "đối xử về giới (1 nội dung); phòng ngừa, đấu tranh, xử lý vi phạm pháp luật (5 nội dung).",
        "Hình thức theo khoản 1 Điều 5 Nghị định số 48/2009/NĐ-CP: sử dụng 3/4 nhóm hình thức, gồm "
        "báo cáo viên, tuyên truyền viên (2 nội dung); thông tin đại chúng, internet, loa truyền "
        "thanh cơ sở (3 nội dung); ấn phẩm (1 nội dung).",
        "5. Tiến độ soạn, duyệt, đăng",
        "Thời gian từ khi bắt đầu soạn, trình đến khi bài đăng công khai trên Fanpage: một nửa "
        "số bài mất không quá 2 ngày.",
        "III. KHÓ KHĂN, VƯỚNG MẮC",
        "Có 2 lần không thực hiện được hoặc thực hiện chưa đủ nơi so với kế hoạch; lý do: chưa "
        "duyệt (1 lần); mưa bão (1 lần).",
        "Có 1 băng rôn đã hết thời hạn treo nhưng chưa có xác nhận tháo.",
        "[CHƯA ĐIỀN: khó khăn, nguyên nhân, nếu có]",
        "IV. KIẾN NGHỊ, ĐỀ XUẤT",
        "[CHƯA ĐIỀN: kiến nghị, đề xuất, nếu có]",
        "Trên đây là báo cáo kết quả công tác truyền thông về bình đẳng giới năm 2026; Ủy ban nhân "
        "dân xã Hà Bắc trân trọng báo cáo./.",
    ]


def test_two_receivers_get_the_same_report() -> None:
    given = counted(*mixed())
    home, city = _lines(given), _lines(given, "ubnd")
    assert [(a, b) for a, b in zip(home, city, strict=True) if a != b] == [
        (
            "Kính gửi: Sở Nội vụ thành phố Hải Phòng.",
            "Kính gửi: Ủy ban nhân dân thành phố Hải Phòng.",
        )
    ]


def test_number_and_date_are_blank_and_the_signer_comes_from_the_settings() -> None:
    settings = Settings(printing=Printing(signer="Nguyễn Anh Tuấn", signer_post="PHÓ CHỦ TỊCH"))
    lines = _lines(counted(*mixed()), settings=settings)
    assert lines[3:9] == [
        "Số: ……/BC-UBND",
        "Hà Bắc, ngày …… tháng …… năm 2026",
        "BÁO CÁO",
        "Kết quả công tác truyền thông về bình đẳng giới năm 2026",
        "(Số liệu từ ngày 01/01/2026 đến hết ngày 30/11/2026)",
        "Kính gửi: Sở Nội vụ thành phố Hải Phòng.",
    ]
    foot = lines.index("Nơi nhận:")
    assert lines[foot + 6 : foot + 9] == ["TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH", "Nguyễn Anh Tuấn"]


def test_what_nobody_counted_is_said_and_not_guessed() -> None:
    said = " ".join(_said(counted(post(), talk(None), piece("portal", turn()))))
    assert "lượt bày tỏ cảm xúc: chưa có số liệu." in said
    assert "số người dự: chưa có số liệu." in said
    assert "đường dẫn: chưa được ghi lại." in said
    empty = _said(counted())
    assert "Trong kỳ không có nội dung truyền thông nào theo kế hoạch." in empty
    assert "2. Kết quả theo kênh truyền thông" not in empty


def test_what_the_office_wrote_stands_in_its_place_line_by_line() -> None:
    texts = {"chi-dao": "Kế hoạch số 45.", "vuong-mac": "Loa hỏng.\nMưa.", "kien-nghi": "Cấp loa."}
    said = _said(counted(*mixed(), texts=texts))
    assert [one for one in said if "CHƯA ĐIỀN" in one] == []
    assert said[said.index("Loa hỏng.") : said.index("Loa hỏng.") + 4] == [
        "Loa hỏng.",
        "Mưa.",
        "IV. KIẾN NGHỊ, ĐỀ XUẤT",
        "Cấp loa.",
    ]


def test_annexes_stand_behind_the_signature_and_the_log_s_mark_at_the_very_end() -> None:
    lines = _lines(counted(*mixed()))
    behind = lines[lines.index("Nơi nhận:") :]
    assert [one for one in behind if one.startswith("Phụ lục ")] == [
        f"Phụ lục {numeral}" for numeral in ("I", "II", "III", "IV", "V", "VI", "VII")
    ]
    assert behind[-1].endswith(f"Dấu của nhật ký (SHA-256): {HEAD}")


@pytest.mark.parametrize("practice", [False, True])
def test_every_page_of_practice_is_stamped_and_no_other(practice: bool) -> None:
    found = pages(report.draw(counted(*mixed(), practice=practice), SETTINGS, "pdf"))
    assert len(found) > 5
    assert ["CHẠY THỬ" in page for page in found] == [practice] * len(found)
    word = zipfile.ZipFile(
        io.BytesIO(report.draw(counted(*mixed(), practice=practice), SETTINGS, "docx"))
    )
    headers = [word.read(name).decode() for name in word.namelist() if "/header" in name]
    assert all("CHẠY THỬ" in one for one in headers) is practice


def test_the_pdf_says_what_the_word_file_says() -> None:
    given = counted(*mixed())
    text = " ".join(pages(report.draw(given, SETTINGS, "pdf"))).replace(" ", "")
    for sentence in _said(given):
        assert sentence.replace(" ", "") in text


def test_a_cell_that_looks_like_a_formula_or_a_link_stays_a_text() -> None:
    evil = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "https://a.b"]
    shown = [piece("portal", turn(), title=one, approver=one) for one in evil]
    note = Spot("x", "=2+2", said=True, note="=3+3")
    made = counted(*shown, piece("talk", turn(spots=(note,))))
    package = report.draw(made, SETTINGS, "xlsx")
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        names = [one for one in file.namelist() if one.startswith("xl/worksheets/sheet")]
        parts = {node.tag.split("}")[1] for one in names for node in ElementTree.fromstring(
            file.read(one)).iter()}  # fmt: skip
    assert parts & {"f", "hyperlink", "hyperlinks"} == set()
    rows = list(openpyxl.load_workbook(io.BytesIO(package))["Từng lượt"].iter_rows(min_row=4))
    assert [row[1].value for row in rows][:6] == evil
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d"}


def test_the_hour_of_typing_is_not_told_as_the_hour_of_the_deed() -> None:
    typed = at(21, hour=14)
    made = counted(piece("talk", turn(spots=(Spot("x", "X", said=True, said_at=typed),))))
    book = openpyxl.load_workbook(io.BytesIO(report.draw(made, SETTINGS, "xlsx")))
    heads, row = ([cell.value for cell in book["Từng lượt"][n]] for n in (3, 4))
    told = dict(zip(heads, row, strict=True))
    assert (told["Bài công khai lúc"], told["Người xác nhận lúc"]) == (
        None,
        typed.replace(tzinfo=None),
    )


def test_the_workbook_holds_the_numbers_of_the_document() -> None:
    given = counted(*mixed())
    book = openpyxl.load_workbook(io.BytesIO(report.draw(given, SETTINGS, "xlsx")))
    assert book.sheetnames == ["Tổng hợp", "Từng lượt", "Nguồn"]
    total = [cell.value for cell in book["Tổng hợp"][4]]
    assert total == ["Tất cả", "", 10, 8, 6, 2, 1, 0, 1, 0, 8]
    assert book["Từng lượt"].max_row == 3 + 12
    assert book["Nguồn"]["B8"].value == HEAD


def test_bars_are_as_long_as_their_numbers_and_every_word_is_escaped() -> None:
    drawn = chart.bars("A < B", [Bar("<x>", 5, 10, "5/10"), Bar("&", 0, 0)])
    svg = ElementTree.fromstring(drawn)
    wide = [float(one.get("width") or 0) for one in svg.iter() if one.tag.endswith("rect")]
    assert wide == [364.0, 182.0, 0.0]
    words_ = [one.text for one in svg.iter() if one.tag.endswith("text")]
    assert words_ == ["<x>", "5/10", "&", "0"]
    assert svg.get("aria-label") == "A < B"
    ElementTree.fromstring(chart.columns("không có gì", []))


def test_numbers_and_shares_are_written_as_vietnamese_writes_them() -> None:
    assert [words.number(one) for one in (0, 1234567, 2.5, 1234.5, 3.0)] == [
        *("0", "1.234.567", "2,5", "1.234,5", "3"),
    ]
    assert (words.share(2, 3), words.share(0, 5), words.share(0, 0)) == (
        *("66,7%", "0%", "chưa có số liệu"),
    )


def test_a_report_made_before_its_last_day_says_until_when_it_counts() -> None:
    early = counted(made=at(20)).material
    assert words.days(early) == (
        "Số liệu từ ngày 01/01/2026 đến thời điểm lập báo cáo, ngày 20/11/2026"
    )
    later = counted(period=period.supplement(2026), made=MADE).material
    assert (
        words.subject(later) == "Bổ sung kết quả công tác truyền thông về bình đẳng giới năm 2026"
    )
    assert (
        "đã tháo 0 lượt, còn 1 lượt trong thời hạn treo; tháo trong kỳ 4 lượt đã treo từ trước"
        in (" ".join(_said(counted(banner(("A", False), until=at(16, month=12)), taken_down=4))))
    )


def test_the_workbook_says_what_an_hour_that_has_come_waits_for() -> None:
    late = "đã đến ngày treo mà chưa trình duyệt"
    waits = [piece("banner", turn(state="waiting", late=one)) for one in ("", late)]
    package = report.draw(counted(*waits), SETTINGS, "xlsx")
    rows = openpyxl.load_workbook(io.BytesIO(package))["Từng lượt"].iter_rows(min_row=4)
    assert [row[10].value for row in rows] == ["chờ đến giờ", late]


def test_a_report_of_days_to_come_tells_no_false_date_and_no_share() -> None:
    waiting = piece("portal", turn(at(3, month=12), state="waiting"), result=Result.OPEN)
    given = counted(waiting, period=period.supplement(2026), made=at(27))
    lines = _lines(given)
    assert "(Kỳ báo cáo bắt đầu từ ngày 01/12/2026; đến ngày 27/11/2026 chưa có số liệu)" in lines
    results = _said(given)
    results = results[results.index("1. Kết quả chung") :]
    assert results[1:3] == [
        "Kỳ báo cáo bắt đầu từ ngày 01/12/2026, chưa có số liệu; theo kế hoạch, trong kỳ có 1 nội "
        "dung truyền thông.",
        "III. KHÓ KHĂN, VƯỚNG MẮC",
    ]
    assert [one for one in pages(report.draw(given, SETTINGS, "pdf")) if "%" in one] == []


def test_what_has_not_come_yet_does_not_count_against_the_office() -> None:
    waits = piece("portal", turn(at(30), state="waiting"), result=Result.OPEN, later=True)
    unsaid = piece("portal", turn(at(2), state="waiting", overdue=True), result=Result.OPEN)
    said = _said(counted(post(), waits, unsaid, made=at(27)))
    assert (
        "Theo kế hoạch, trong kỳ có 3 nội dung truyền thông; đã thực hiện 1 nội dung, đạt 50% "
        "trên 2 nội dung đã đến giờ thực hiện; chưa có kết quả 1, chưa đến giờ "
        "thực hiện 1. Có 1 nội dung đã quá giờ nhưng chưa được xác nhận."
    ) in said
    assert "- Tháng hành động: thực hiện 1/3 nội dung (còn 1 nội dung chưa đến giờ)." in said


def test_a_time_that_was_missed_of_an_item_that_was_done_is_told_as_such() -> None:
    read = piece("loudspeaker", turn(at(16)), turn(at(17), state="missed", reason="mất điện"))
    given = counted(read)
    assert given.tally.total.missed == 0
    assert (
        "Có 1 lần không thực hiện được hoặc thực hiện chưa đủ nơi so với kế hoạch (trong đó 1 lần "
        "thuộc nội dung còn được thực hiện ở giờ khác hoặc nơi khác, nên bảng số liệu không ghi là "
        "“không thực hiện”); lý do: mất điện (1 lần)."
    ) in _said(given)


def test_an_item_past_its_hour_is_one_however_many_times_of_it_are() -> None:
    late = [turn(at(day), state="waiting", overdue=True) for day in (2, 3)]
    assert counted(piece("loudspeaker", *late, result=Result.OPEN)).tally.overdue == 1


def test_what_is_planned_and_all_still_to_come_has_no_share() -> None:
    waiting = piece("portal", turn(at(28), state="waiting"), result=Result.OPEN)
    assert words.in_general(counted(waiting, made=at(27)).material, counted(waiting).tally) == (
        "Theo kế hoạch, trong kỳ có 1 nội dung truyền thông; đã thực hiện 0 nội dung; chưa có kết "
        "quả 1."
    )


def test_what_lay_before_the_planning_is_said_in_every_file() -> None:
    given = counted(post(), passed={"thang-hanh-dong": 98, "thuong-xuyen": 2})
    said = (
        "100 nội dung có giờ trước ngày lập kế hoạch (thuộc “Tháng hành động” và “Thường xuyên”) "
        "không tính vào kế hoạch; "
    )
    assert f"{said}chỉ tính khi có xác nhận đã làm." in _said(given)
    assert "100 nội dung có giờ trước" in " ".join(pages(report.draw(given, SETTINGS, "pdf")))
    book = openpyxl.load_workbook(io.BytesIO(report.draw(given, SETTINGS, "xlsx")))
    source = [row[1] for row in book["Nguồn"].iter_rows(values_only=True)]
    assert f"{said}việc nào đã làm thật thì ghi xác nhận." in source
    assert words.passed(counted(post()).material) == ""


def test_no_page_of_an_annex_holds_the_approvers_alone() -> None:
    lines = _lines(counted(*mixed()))
    heads = [line for line in lines if line[1:6] == ". The"]
    assert heads == ["1. Theo chiến dịch", "2. Theo kênh", "3. Theo người duyệt", "4. Theo chủ đề"]
