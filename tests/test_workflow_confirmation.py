"""A person's word: place by place, hung and taken down, not done, taken back, with evidence."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_kit import Terminal
from sqlmodel import col, select
from workflow_kit import DAY, HOUR, SOON, Bureau, open_bureau, staffed

from habac24h.clock import VirtualClock
from habac24h.errors import Refused
from habac24h.models import Confirmation, Going
from habac24h.office import Office
from habac24h.workflow import evidence
from habac24h.workflow.attendance import Present, attendance
from habac24h.workflow.confirmation import DONE, NOT_DONE, RETRACTED, TAKEN_DOWN, Evidence
from habac24h.workflow.photos import is_evidence
from habac24h.workflow.queue import waiting
from habac24h.workflow.view import as_dict, one

SAID_ALREADY = (
    "đã được xác nhận từ trước; nếu ghi nhầm, hãy rút lại xác nhận ấy bằng "
    "`habac24h confirm KEY@1 --take-back` rồi ghi lại."
)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = open_bureau(tmp_path / "home")
    yield made
    made.office.close()


def _refusal(bureau: Bureau, key: str, **values: Any) -> str:
    before = bureau.everything(key)
    with pytest.raises(Refused) as caught:
        bureau.do("lan", "confirm", key, **values)
    assert bureau.everything(key) == before
    return caught.value.sentence.replace(key, "KEY")


def _said(bureau: Bureau) -> list[tuple[str | None, str, str, str | None]]:
    with bureau.office.database.read() as session:
        rows = session.exec(select(Confirmation).order_by(col(Confirmation.id)))
        return [(row.place, row.kind, row.by, row.note) for row in rows]


def _banner(bureau: Bureau) -> str:
    """Approved, at two places, up since an hour ago for a day."""
    key = bureau.write("banner", after=HOUR, length=DAY)
    bureau.set_airing(key, places=["thon-1", "thon-2"])
    bureau.do("lan", "submit", key)
    bureau.do("minh", "approve", key)
    bureau.clock.advance(2 * HOUR)
    return key


def test_each_place_is_confirmed_on_its_own(office: Office) -> None:
    clock = office.clock
    assert isinstance(clock, VirtualClock)
    bureau = staffed(office, clock)
    key = _banner(bureau)
    bureau.do("lan", "confirm", key, place="thon-2", note=" cạnh nhà văn hóa ")
    assert bureau.airing(key).state == "waiting"
    bureau.do("hoa", "confirm", key)
    airing = bureau.airing(key)
    assert (airing.state, airing.public_at) == ("done", clock.now())
    assert _said(bureau) == [
        ("thon-2", DONE, "lan", "cạnh nhà văn hóa"),
        ("thon-1", DONE, "hoa", None),
    ]
    assert bureau.acts(key)[-2:] == [
        ("confirm", f"{key}@1", "waiting", "waiting"),
        ("confirm", f"{key}@1", "waiting", "done"),
    ]


def test_what_was_said_is_said_once_and_only_of_its_places(bureau: Bureau) -> None:
    key = _banner(bureau)
    bureau.do("lan", "confirm", key, place="thon-1")
    assert _refusal(bureau, key, place="thon-1") == (
        f"“KEY@1” ở Nhà văn hóa thôn 1 (ví dụ) {SAID_ALREADY}"
    )
    assert _refusal(bureau, key, place="thon-9") == (
        "“KEY@1” không có địa điểm “thon-9”; các địa điểm: thon-1, thon-2."
    )
    talk = bureau.approved("talk", after=SOON)
    assert _refusal(bureau, talk, place="thon-1") == (
        "“KEY@1” không có địa điểm “thon-1”; các địa điểm: không có địa điểm nào."
    )


def test_nothing_is_confirmed_before_its_day(bureau: Bureau) -> None:
    key = bureau.approved("talk", after=16 * HOUR)  # 23:00 at the office, which is 16:00 in UTC
    bureau.do("lan", "confirm", key, what=NOT_DONE, note="mưa to")
    tomorrow = bureau.approved("talk", after=17 * HOUR)
    for what in (DONE, NOT_DONE):
        assert _refusal(bureau, tomorrow, what=what, note="x") == (
            "“KEY@1” chưa đến ngày thực hiện nên chưa xác nhận được."
        )


def test_nothing_is_said_to_be_done_before_its_hour(bureau: Bureau) -> None:
    key = bureau.approved("talk", after=HOUR)
    assert _refusal(bureau, key) == (
        "“KEY@1” đến 08:00 ngày 01/01/2026 mới diễn ra nên chưa xác nhận là đã làm được; "
        "nếu đã làm sớm hơn, hãy dời về đúng giờ đã làm trước."
    )
    bureau.clock.advance(timedelta(minutes=45))
    bureau.do("lan", "confirm", key)
    assert bureau.airing(key).state == "done"


@pytest.mark.parametrize("over", [Going.SKIPPED, Going.MISSED])
def test_what_was_over_before_its_words_were_approved_is_confirmed_afterwards(
    bureau: Bureau, over: Going
) -> None:
    key = bureau.write("talk", after=HOUR)
    bureau.clock.advance(2 * DAY)
    bureau.set_airing(key, state=over, reason="chưa duyệt")
    assert _refusal(bureau, key).endswith("hãy trình và duyệt trước.")
    bureau.do("lan", "submit", key)
    with bureau.desk("minh") as desk:
        line = waiting(desk.session, desk.settings, name="minh", role="approver")
        assert [(one.key, one.is_over) for one in line] == [(key, True)]
    bureau.do("minh", "approve", key)
    assert bureau.airing(key).state == over
    bureau.do("lan", "confirm", key, note="có biên bản")
    assert (bureau.airing(key).state, bureau.airing(key).reason) == ("done", None)


def test_a_post_whose_hour_is_over_is_not_submitted_in_vain(bureau: Bureau) -> None:
    key = bureau.write(after=HOUR)
    bureau.set_airing(key, state=Going.SKIPPED)
    with pytest.raises(Refused, match="hãy dời sang giờ mới rồi trình duyệt"):
        bureau.do("lan", "submit", key)
    assert bureau.item(key).state == "draft"


def test_a_wrong_confirmation_is_taken_back_and_its_evidence_stays(bureau: Bureau) -> None:
    key = bureau.approved("talk", after=SOON)
    proof = Evidence("a.jpg", "a")
    bureau.do("lan", "confirm", key, evidence=proof, note="đông", came=Present(3, 4))
    with pytest.raises(Refused, match="cần nêu lý do"):
        bureau.do("hoa", "retract", key, reason=" ")
    bureau.do("hoa", "retract", key, reason="bấm nhầm buổi khác")
    airing = bureau.airing(key)
    assert (airing.state, airing.public_at) == ("waiting", None)
    assert _said(bureau) == [(None, RETRACTED, "lan", "đông")]
    assert bureau.audit(key).details["reason"] == "bấm nhầm buổi khác"
    with bureau.office.database.read() as session:
        assert is_evidence(session, "a.jpg")
        assert attendance(session) == {}
    bureau.do("lan", "confirm", key)
    assert bureau.airing(key).state == "done"


def test_only_that_it_came_down_is_taken_back(bureau: Bureau) -> None:
    key = _banner(bureau)
    bureau.do("lan", "confirm", key)
    bureau.do("lan", "confirm", key, what=TAKEN_DOWN)
    bureau.do("lan", "retract", key, place="thon-1", taken_down=True, reason="còn treo")
    assert bureau.airing(key).state == "done"
    assert [kind for _place, kind, *_ in _said(bureau)] == [DONE, DONE, RETRACTED, TAKEN_DOWN]
    with pytest.raises(Refused, match="chưa có xác nhận nào như vậy"):
        bureau.do("lan", "retract", key, place="thon-1", taken_down=True, reason="còn treo")


def test_a_post_is_not_confirmed_by_hand(bureau: Bureau) -> None:
    key = bureau.approved(after=HOUR)
    assert _refusal(bureau, key) == ("“KEY@1” do chương trình tự đăng nên không xác nhận bằng tay.")


def test_not_done_needs_its_reason_and_is_missed(bureau: Bureau) -> None:
    key = bureau.approved("talk", after=SOON)
    for note in (None, "  "):
        assert _refusal(bureau, key, what=NOT_DONE, note=note) == (
            "Không thực hiện thì cần nêu lý do bằng --reason."
        )
    bureau.do("lan", "confirm", key, what=NOT_DONE, note="mưa to")
    assert bureau.states(key)[:2] == ("approved", "missed")
    assert bureau.airing(key).reason == "không thực hiện: mưa to"
    assert _refusal(bureau, key) == (
        "“KEY@1” đang ở trạng thái “không thực hiện” nên không chờ xác nhận; "
        "hãy mở lại bằng `habac24h resend KEY@1` hoặc dời sang giờ mới."
    )


def test_done_at_one_place_is_done(bureau: Bureau) -> None:
    key = _banner(bureau)
    bureau.do("lan", "confirm", key, place="thon-1", what=NOT_DONE, note="cột đổ")
    bureau.do("lan", "confirm", key, place="thon-2")
    assert bureau.airing(key).state == "done"


@pytest.mark.parametrize("again", ["move", "resend"])
def test_what_was_not_done_can_be_done_after_all(bureau: Bureau, again: str) -> None:
    key = bureau.approved("talk", after=SOON)
    bureau.do("lan", "confirm", key, what=NOT_DONE, note="mưa to")
    bureau.clock.advance(2 * DAY)
    to = {"to": bureau.clock.now() + SOON} if again == "move" else {}
    bureau.do("minh", again, key, **to)
    assert bureau.states(key)[:2] == ("approved", "waiting")
    assert _said(bureau) == []
    bureau.do("lan", "confirm", key)
    assert bureau.airing(key).state == "done"
    assert [(act, after) for act, _airing, _before, after in bureau.acts(key)][-5:].count(
        ("confirm", "missed")
    ) == 1  # the log keeps the first word


def test_a_new_chance_keeps_the_places_where_it_was_done(bureau: Bureau) -> None:
    key = _banner(bureau)
    bureau.do("lan", "confirm", key, place="thon-1")
    bureau.do("lan", "move", key, to=bureau.clock.now() + SOON)
    bureau.do("minh", "approve", key)
    assert [(place, kind) for place, kind, *_ in _said(bureau)] == [("thon-1", DONE)]
    bureau.do("lan", "confirm", key)
    assert bureau.airing(key).state == "done"


def test_banners_are_hung_and_taken_down(bureau: Bureau) -> None:
    key = _banner(bureau)
    not_hung = "“KEY@1” chưa được xác nhận đã treo nên chưa thể báo đã tháo."
    assert _refusal(bureau, key, what=TAKEN_DOWN) == not_hung
    bureau.do("lan", "confirm", key, place="thon-1")
    assert _refusal(bureau, key, what=TAKEN_DOWN, place="thon-2") == (
        "“KEY@1” ở Nhà văn hóa thôn 2 (ví dụ) chưa được xác nhận đã treo nên chưa thể báo đã tháo."
    )
    bureau.do("lan", "confirm", key, place="thon-2", what=NOT_DONE, note="cột đổ")
    bureau.do("lan", "confirm", key, what=TAKEN_DOWN)
    assert [(place, kind) for place, kind, *_ in _said(bureau)] == [
        ("thon-1", DONE),
        ("thon-2", NOT_DONE),
        ("thon-1", TAKEN_DOWN),
    ]
    assert bureau.airing(key).state == "done"
    assert _refusal(bureau, key, what=TAKEN_DOWN) == f"“KEY@1” {SAID_ALREADY}"


def test_only_what_hangs_is_taken_down(bureau: Bureau) -> None:
    key = bureau.approved("talk", after=SOON)
    bureau.do("lan", "confirm", key)
    assert _refusal(bureau, key, what=TAKEN_DOWN) == (
        "“KEY@1” không phải băng rôn nên không có gì để tháo."
    )


@pytest.mark.parametrize("deed", ["edit", "cancel"])
def test_what_hangs_is_taken_down_whatever_became_of_its_words(bureau: Bureau, deed: str) -> None:
    key = _banner(bureau)
    bureau.do("lan", "confirm", key)
    bureau.do("lan", deed, key, **({"text": "Lời mới."} if deed == "edit" else {}))
    bureau.do("lan", "confirm", key, what=TAKEN_DOWN)
    assert [kind for _place, kind, *_ in _said(bureau)].count(TAKEN_DOWN) == 2


def _is_overdue(bureau: Bureau, key: str) -> bool:
    with bureau.office.database.read() as session:
        row = one(session, bureau.item(key))
        told = as_dict(session, row, bureau.clock.now(), bureau.office.settings)
    found: bool = told["airings"][0]["overdue"]
    return found


def test_a_banner_is_overdue_until_it_hangs_and_again_until_it_is_down(bureau: Bureau) -> None:
    key = _banner(bureau)
    assert _is_overdue(bureau, key)
    bureau.do("lan", "confirm", key)
    assert not _is_overdue(bureau, key)
    bureau.clock.advance(2 * DAY)
    assert _is_overdue(bureau, key)
    bureau.do("lan", "confirm", key, place="thon-1", what=TAKEN_DOWN)
    assert _is_overdue(bureau, key)
    bureau.do("lan", "confirm", key, what=TAKEN_DOWN)
    assert not _is_overdue(bureau, key)


def test_evidence_is_kept_once_under_its_hash(bureau: Bureau, tmp_path: Path) -> None:
    home = bureau.office.home
    photo, copy = tmp_path / "Ảnh thôn 1.JPG", tmp_path / "b.jpg"
    for file in (photo, copy):
        file.write_bytes(b"\xff\xd8 anh")
    kept = evidence.keep(home, photo)
    digest = hashlib.sha256(b"\xff\xd8 anh").hexdigest()
    assert kept == Evidence(f"{digest}.jpg", digest)
    assert evidence.keep(home, copy) == kept
    assert [file.name for file in (home / evidence.FOLDER).iterdir()] == [f"{digest}.jpg"]
    assert (home / evidence.FOLDER / kept.name).read_bytes() == b"\xff\xd8 anh"
    key = bureau.approved("talk", after=SOON)
    bureau.do("lan", "confirm", key, evidence=kept)
    with bureau.office.database.read() as session:
        row = session.exec(select(Confirmation)).one()
        assert (row.evidence, row.evidence_sha256) == (kept.name, digest)
    assert bureau.audit(key).details["evidence_sha256"] == digest


def test_the_same_evidence_sent_twice_at_once_is_kept_both_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A double click: the second request writes while the first is between its two steps."""
    plainly, kept = Path.replace, []

    def slowly(half: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", plainly)
        kept.append(evidence.keep_bytes(tmp_path, "b.jpg", b"anh"))
        return plainly(half, target)

    monkeypatch.setattr(Path, "replace", slowly)
    kept.append(evidence.keep_bytes(tmp_path, "a.jpg", b"anh"))
    assert kept[0] == kept[1]
    folder = tmp_path / evidence.FOLDER
    assert [(one.name, one.read_bytes()) for one in folder.iterdir()] == [(kept[0].name, b"anh")]


def test_a_disk_that_fails_keeps_no_half_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(half: Path, content: bytes) -> int:
        with half.open("wb") as file:
            file.write(content[:2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Refused):
        evidence.keep_bytes(tmp_path, "a.jpg", b"anh")
    assert list((tmp_path / evidence.FOLDER).iterdir()) == []


def test_evidence_that_cannot_be_kept_is_said_so(tmp_path: Path) -> None:
    large = tmp_path / "a.mp4"
    with large.open("wb") as file:
        file.truncate(evidence.LARGEST + 1)
    (tmp_path / evidence.FOLDER).write_text("a file where the folder should be")
    small = tmp_path / "b.jpg"
    small.write_bytes(b"x")
    told = []
    for file_ in (tmp_path / "none.jpg", large, small):
        with pytest.raises(Refused) as caught:
            evidence.keep(tmp_path, file_)
        told.append(caught.value.sentence)
    assert told[0].startswith(f"Không đọc được tệp minh chứng {tmp_path / 'none.jpg'} (")
    assert told[1] == "Tệp minh chứng a.mp4 lớn hơn 20 MB; hãy chọn tệp nhỏ hơn."
    assert told[2].startswith(f"Không lưu được tệp minh chứng vào {tmp_path / evidence.FOLDER} (")


def test_a_command_that_takes_back_several_says_nothing_before_all_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bureau = open_bureau(tmp_path / "home")
    said, open_ = (bureau.approved("loudspeaker", after=HOUR) for _ in range(2))
    bureau.clock.advance(DAY)
    bureau.do("lan", "confirm", said)
    bureau.office.close()
    terminal = Terminal(tmp_path / "home", capsys)
    ran = terminal.run("confirm", said, open_, "--take-back", "--reason", "nhầm", "--as", "lan")
    assert (ran.code, ran.out) == (1, "")
    assert (
        "đã rút lại"
        in terminal.ok("confirm", said, "--take-back", "--reason", "nhầm", "--as", "lan").out
    )
