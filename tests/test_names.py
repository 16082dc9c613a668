"""Names of people: kept as typed well, looked up where rows keep a login, never changing a row."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from cli_kit import Terminal
from sqlalchemy import event
from sqlmodel import col, select
from workflow_kit import DAY, Bureau, open_bureau

from habac24h import audit
from habac24h.accounts.names import Names, Person, names_of_people
from habac24h.errors import NotFound, Refused
from habac24h.models import Account, Audit
from habac24h.papers import script, slip
from habac24h.reminders.digest import gather as digest
from habac24h.report import period
from habac24h.report.gather import gather
from habac24h.workflow import Desk, connecting, people
from habac24h.workflow.returned import returned
from habac24h.workflow.undoing import approval_now
from habac24h.workflow.view import one

LAN, MINH = "Hoàng Thị Lan", "Nguyễn Văn Minh"
POST = "công chức Văn hóa"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = open_bureau(tmp_path / "home")
    yield made
    made.office.close()


def _call(bureau: Bureau, login: str, **values: str | None) -> None:
    with bureau.office.database.write() as session:
        people.set_name(session, login, bureau.clock.now(), **values)


def _named(bureau: Bureau) -> None:
    _call(bureau, "lan", full_name=LAN)
    _call(bureau, "minh", full_name=MINH, position=POST)


def _names(bureau: Bureau) -> Names:
    with bureau.office.database.read() as session:
        return names_of_people(session)


def _kept(bureau: Bureau, login: str) -> tuple[str | None, str | None]:
    with bureau.office.database.read() as session:
        account = session.get_one(Account, login)
        return account.full_name, account.position


def test_a_login_without_a_name_stands_for_itself(bureau: Bureau) -> None:
    _call(bureau, "minh", full_name=MINH, position=POST)
    _call(bureau, "lan", position="Phó Chủ tịch")
    called, logins = _names(bureau), ("minh", "lan", "hoa", "ai đó", "habac24h")
    assert [called.name(one) for one in logins] == [MINH, "lan", "hoa", "ai đó", "Chương trình"]
    assert [called.in_full(one) for one in logins[:3]] == [
        f"{MINH} – {POST}",
        "lan – Phó Chủ tịch",
        "hoa",
    ]
    assert [called.with_login(one) for one in logins[:2]] == [f"{MINH} (minh)", "lan"]
    assert called.as_dict(["minh", "hoa", None]) == {"minh": {"name": MINH, "position": POST}}


def test_two_people_of_one_name_are_told_apart() -> None:
    called = Names.of(
        [Person("minh", MINH, POST), Person("minh2", MINH, "Trưởng thôn"), Person("lan", LAN, None)]
    )
    logins = ("minh", "minh2", "lan")
    assert [called.name(one) for one in logins] == [f"{MINH} (minh)", f"{MINH} (minh2)", LAN]
    assert called.in_full("minh2") == f"{MINH} – Trưởng thôn"


def test_names_are_read_once_however_many_are_asked_for(bureau: Bureau) -> None:
    _named(bureau)
    asked: list[str] = []
    event.listen(
        bureau.office.database.engine, "before_cursor_execute", lambda *a: asked.append(a[2])
    )
    with bureau.office.database.read() as session:
        said = [names_of_people(session).name(one) for one in ("lan", "minh") * 50]
    assert (said[:2], len([one for one in asked if "account" in one])) == ([LAN, MINH], 1)


def test_a_name_is_kept_composed_and_trimmed_and_can_be_taken_away(bureau: Bureau) -> None:
    loose = unicodedata.normalize("NFD", f"  {MINH.replace(' ', '   ')}\n")
    _call(bureau, "minh", full_name=loose, position=f"\t{POST} ")
    assert _kept(bureau, "minh") == (MINH, POST)
    _call(bureau, "minh", full_name=None, position="")
    assert _kept(bureau, "minh") == (MINH, None)
    _call(bureau, "minh", full_name=" ")
    assert _kept(bureau, "minh") == (None, None)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"full_name": "Lan\u200b"}, "Họ tên có ký tự không hiện ra được"),
        ({"full_name": "Lan\x00"}, "Họ tên có ký tự không hiện ra được"),
        ({"position": "a\u202eb"}, "Chức vụ có ký tự không hiện ra được"),
        ({"full_name": "=HYPERLINK(1)"}, "Họ tên phải bắt đầu bằng chữ cái: “=HYPERLINK(1)”"),
        ({"position": "-1"}, "Chức vụ phải bắt đầu bằng chữ cái"),
        ({"full_name": "a" * 81}, "Họ tên dài 81 ký tự; chỉ ghi nhiều nhất 80 ký tự."),
        ({"position": "a" * 101}, "Chức vụ dài 101 ký tự"),
        ({"full_name": "Minh"}, "“Minh” là tên của tài khoản khác hoặc của chương trình"),
        ({"full_name": "chương trình"}, "“chương trình” là tên của tài khoản khác"),
    ],
)
def test_a_name_that_cannot_stand_on_a_paper_is_refused(
    bureau: Bureau, values: dict[str, str], said: str
) -> None:
    with pytest.raises(Refused) as caught:
        _call(bureau, "lan", **values)
    assert caught.value.sentence.startswith(said)
    assert _kept(bureau, "lan") == (None, None)


def test_nobody_is_named_without_an_account(bureau: Bureau) -> None:
    with pytest.raises(NotFound, match="ai đó"):
        _call(bureau, "ai đó", full_name=LAN)


def test_the_log_keeps_logins_and_its_hashes_and_tells_of_the_naming(bureau: Bureau) -> None:
    key = bureau.approved()
    before = [(row.id, row.by, row.hash) for row in _audit(bureau)]
    _named(bureau)
    _named(bureau)  # the same again is no deed
    after = _audit(bureau)
    assert [(row.id, row.by, row.hash) for row in after][: len(before)] == before
    assert [(row.act, row.before, row.after, row.details) for row in after[len(before) :]] == [
        ("user-name", None, LAN, {"user": "lan"}),
        ("user-name", None, f"{MINH} – {POST}", {"user": "minh"}),
    ]
    assert (bureau.item(key).approver, bureau.item(key).author) == ("minh", "lan")
    with bureau.office.database.read() as session:
        assert audit.first_break(session) is None


def _audit(bureau: Bureau) -> list[Audit]:
    with bureau.office.database.read() as session:
        return list(session.exec(select(Audit).order_by(col(Audit.id))))


def test_a_signer_who_wrote_the_words_is_known_by_the_full_name_too(bureau: Bureau) -> None:
    _call(bureau, "lan", full_name=LAN, position=POST)
    key = bureau.write("loudspeaker")
    bureau.do("lan", "submit", key)
    with bureau.desk("minh") as desk:
        mark = slip.fill(desk, one(desk.session, desk.item(key))).mark
    on_paper = {"slip": mark, "signed": date(2026, 1, 1)}
    _call(bureau, "quan", full_name=LAN)  # two of one name: shown with their logins
    decomposed = unicodedata.normalize("NFD", LAN)
    for signer in (LAN.upper(), f"{LAN} – {POST}", "lan", f"{LAN} (lan)", decomposed):
        with pytest.raises(Refused, match="nguyên tắc hai người"):
            bureau.do("minh", "approve_on_paper", key, signer=signer, **on_paper)
    bureau.do("minh", "approve_on_paper", key, signer="Trần Thị Hoa", **on_paper)


def test_papers_and_the_report_bear_names(bureau: Bureau) -> None:
    key = bureau.approved("loudspeaker")
    _named(bureau)
    with bureau.office.database.read() as session:
        desk = Desk.reader(session, bureau.office.settings, bureau.clock.now())
        row = one(session, desk.item(key))
        read, signed = script.fill(desk, row), slip.fill(desk, row)
        found = gather(desk, period.month("2026-01"))
    assert (read.editor, read.approver, read.signs) == (LAN, f"{MINH} – {POST}", MINH)
    assert (signed.people, signed.author) == (f"{LAN} soạn; {LAN} trình", LAN)
    assert signed.approver.startswith(f"{MINH} – {POST}, ghi nhận lúc ")
    assert [piece.approver for piece in found.pieces] == [f"{MINH} – {POST}"]


def test_sentences_of_the_pages_and_the_reminders_bear_names(bureau: Bureau) -> None:
    _named(bureau)
    back, approved = bureau.write(), bureau.approved(after=2 * DAY)
    bureau.do("lan", "submit", back)
    bureau.do("minh", "return_", back, reason="Thiếu số điện thoại")
    waiting = bureau.write()
    bureau.do("lan", "submit", waiting)
    with bureau.desk("minh") as desk:
        connecting.stop(desk)
    with bureau.office.database.read() as session:
        desk = Desk.reader(session, bureau.office.settings, bureau.clock.now())
        given_back = returned(session, [desk.item(back)])[back]
        standing = approval_now(session, desk.item(approved))
        morning = digest(session, bureau.clock.now(), bureau.office.settings)
    assert given_back.words(bureau.office.settings.zone).startswith(f"Bị trả lại ({MINH}, ")
    assert standing == f"Trạng thái: đã duyệt, dưới tên {MINH}."
    assert f" {MINH} dừng lúc " in morning.parts[0].entries[0].text
    with pytest.raises(Refused, match=f"“{LAN}” là người soạn nên không duyệt được"):
        bureau.do("lan", "approve", waiting)


def test_commands_name_people_and_show_the_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(tmp_path / "home", capsys)
    terminal.ok("users", "add", "lan", "--role", "editor", "--name", LAN, "--position", POST)
    terminal.ok("users", "add", "minh", "--role", "approver")
    said = terminal.ok("users", "name", "minh", "--name", MINH).out
    assert said == f"Báo cáo và giấy in từ nay ghi minh là: {MINH}.\n"
    assert [
        (one["name"], one["full_name"]) for one in terminal.ok("users", "list", "--json").json
    ] == [
        ("lan", LAN),
        ("minh", MINH),
    ]
    assert f"người soạn (editor); {LAN}, {POST}" in terminal.ok("users", "list").out
    assert "Hãy nêu họ tên hoặc chức vụ" in terminal.run("users", "name", "minh").err
    words = tmp_path / "loi.txt"
    words.write_text("Lời bài.", encoding="utf-8")
    terminal.ok(
        "new", "thuong-xuyen", "2030", "--channel", "fanpage", "--to", "2030-03-01 19:00",
        "--title", "Bài", "--text-file", str(words), "--as", "lan",
    )  # fmt: skip
    key = terminal.ok("items", "--json").json[0]["key"]
    assert f" {LAN}: " in terminal.ok("show", key).out
    assert terminal.ok("show", key, "--json").json["people"] == {
        "lan": {"name": LAN, "position": POST}
    }
