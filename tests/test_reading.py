"""Scripts cut into what an announcer reads in one go, the written form beside what differs."""

from __future__ import annotations

import pytest

from habac24h.printing.reading import Sentence, Turn, open_questions, spoken_text, turns


def _sentences(text: str) -> list[tuple[str, str]]:
    return [(one.spoken, one.written) for turn in turns(text) for one in turn.sentences]


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("Kính chào bà con! Hôm nay là thứ Hai.", ["Kính chào bà con!", "Hôm nay là thứ Hai."]),
        ("Gọi một một một. Đường dây này miễn phí.", None),
        ("Chủ đề: “Không im lặng.” Mời bà con nghe.", None),
        ("Ông Nguyễn V. An nói chuyện.", ["Ông Nguyễn V. An nói chuyện."]),
        ("Bà con chờ… rồi hãy đi.", ["Bà con chờ, rồi hãy đi."]),
        ("Vì sao? vì thương.", ["Vì sao? vì thương."]),
        ("Một câu không có dấu chấm", ["Một câu không có dấu chấm"]),
    ],
)
def test_a_line_is_cut_where_its_sentences_end(line: str, cut: list[str] | None) -> None:
    found = [aloud for aloud, _ in _sentences(line)]
    assert found == cut if cut else len(found) == 2


def test_the_written_form_stands_only_where_it_differs() -> None:
    assert _sentences("Thưa bà con! Từ 15/11 đến 15/12, cả nước cùng làm.") == [
        ("Thưa bà con!", ""),
        (
            "Từ ngày mười lăm tháng mười một đến ngày mười lăm tháng mười hai, cả nước cùng làm.",
            "Từ 15/11 đến 15/12, cả nước cùng làm.",
        ),
    ]


def test_a_sentence_that_begins_with_a_number_begins_with_a_capital() -> None:
    assert _sentences("98,2% số hộ đã ký.") == [
        ("Chín mươi tám phẩy hai phần trăm số hộ đã ký.", "98,2% số hộ đã ký.")
    ]


def test_voices_and_cues_are_told_apart() -> None:
    assert turns("NHẠC HIỆU\nGIỌNG NAM: Kính chào.\n\nGIỌNG NỮ: Thưa bà con!\nHết.") == (
        Turn("", (), cue="NHẠC HIỆU"),
        Turn("GIỌNG NAM", (Sentence("Kính chào."),)),
        Turn("GIỌNG NỮ", (Sentence("Thưa bà con!"),)),
        Turn("", (Sentence("Hết."),)),
    )


def test_a_line_of_which_nothing_is_read_is_left_out() -> None:
    assert turns("🎁\n#HaBac24h\n") == ()


def test_what_is_open_is_counted() -> None:
    read = turns("Gọi TT xã. Số: [CHƯA ĐIỀN: phone_police].")
    assert (open_questions(read), spoken_text(read).splitlines()[1]) == (
        2,
        "Số: [CHƯA ĐIỀN: phone_police].",
    )
