"""The command line: shapes, exit codes, one sentence on stderr, nothing half done."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path

import pytest
from cli_kit import Terminal

from habac24h import __version__
from habac24h.cli import main

KEY = "thuong-xuyen/2030/chuyen-de/2030-02-03"


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", capsys)


@pytest.fixture(scope="module")
def planned_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people and a year that lies ahead whatever the day on which the tests run."""
    home = tmp_path_factory.mktemp("planned") / "home"
    for words in (
        ("users", "add", "lan", "--role", "editor"),
        ("users", "add", "minh", "--role", "approver"),
        ("plan", "2030", "--apply"),
    ):
        with redirect_stdout(StringIO()), suppress(SystemExit):
            main([*words, "--home", str(home)])
    return home


@pytest.fixture
def planned(terminal: Terminal, planned_home: Path) -> Terminal:
    shutil.copytree(planned_home, terminal.home)
    return terminal


def test_help_and_version_need_no_home(terminal: Terminal) -> None:
    assert terminal.run("--version").out == f"habac24h {__version__}\n"
    assert "plan" in terminal.run("--help").out
    assert not terminal.home.exists()


def test_wrong_usage_ends_with_2(terminal: Terminal) -> None:
    assert terminal.run("plan").code == 2
    assert terminal.run("no-such-command").code == 2


def test_home_may_stand_before_or_after_the_command(terminal: Terminal) -> None:
    terminal.staff()
    before = subprocess.run(
        [sys.executable, "-m", "habac24h", "--home", str(terminal.home), "users", "list"],
        capture_output=True,
        check=True,
    )
    assert "lan" in before.stdout.decode()
    assert "lan" in terminal.ok("users", "list").out


def test_the_plan_as_json_has_the_shape_that_scripts_rely_on(terminal: Terminal) -> None:
    told = terminal.ok("plan", "2030", "--json").json
    assert sorted(told) == ["changes", "warnings", "year"]
    assert {tuple(sorted(change)) for change in told["changes"]} == {
        ("channel", "due", "key", "kind", "reason", "title")
    }
    assert {tuple(sorted(warning)) for warning in told["warnings"]} == {("key", "kind", "message")}
    assert {change["due"][-6:] for change in told["changes"]} == {"+07:00"}


def test_planning_again_after_applying_lists_nothing(planned: Terminal) -> None:
    assert planned.ok("plan", "2030", "--json").json["changes"] == []


def test_items_as_json_have_the_shape_that_scripts_rely_on(planned: Terminal) -> None:
    (item,) = planned.ok(
        "items", "--from", "2030-02-03", "--to", "2030-02-03", "--json"
    ).json  # fmt: skip
    assert set(item) == {
        *("key", "campaign", "year", "activity", "channel", "topic", "title", "text", "state"),
        *("version", "page", "author", "approved_sha256", "images", "findings", "airings"),
    }
    (airing,) = item["airings"]
    assert set(airing) == {
        *("key", "uid", "due", "until", "places", "state", "overdue", "remote_id", "permalink"),
    }
    assert (item["key"], airing["due"]) == (KEY, "2030-02-03T11:30:00+07:00")


def test_filters_narrow_the_list(planned: Terminal) -> None:
    banners = planned.ok("items", "--channel", "banner", "--json").json
    assert {item["channel"] for item in banners} == {"banner"}
    assert planned.ok("items", "--state", "approved", "--json").json == []


def test_a_post_goes_from_draft_to_the_practice_page_and_back(
    planned: Terminal, tmp_path: Path
) -> None:
    words = tmp_path / "words.txt"
    words.write_bytes("\ufeffMột lời mới cho bà con.\n".encode())
    planned.ok("edit", KEY, "--text-file", str(words), "--as", "lan")
    planned.ok("submit", KEY, "--as", "lan")
    planned.ok("approve", KEY, "--as", "minh")
    told = planned.ok("show", KEY, "--json").json
    assert (told["state"], told["text"]) == ("approved", "Một lời mới cho bà con.\n")
    assert [line["act"] for line in told["history"]] == ["edit", "submit", "approve"]
    planned.ok("return", KEY, "--reason", "sửa câu cuối", "--as", "minh")
    assert planned.ok("show", KEY, "--json").json["state"] == "draft"


def test_a_refusal_is_one_sentence_on_stderr_and_exit_code_1(planned: Terminal) -> None:
    ran = planned.run("approve", KEY, "--as", "minh")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f"“{KEY}” đang ở trạng thái nháp nên không duyệt được; "
        f"hãy trình duyệt bằng `habac24h submit {KEY}` trước.\n"
    )


def test_several_keys_are_all_moved_or_none_is(planned: Terminal) -> None:
    ran = planned.run("submit", KEY, "thang-hanh-dong/2030/tong-ket", "--as", "lan")
    assert ran.code == 1
    assert planned.ok("show", KEY, "--json").json["state"] == "draft"


def test_all_asks_first_and_without_a_terminal_wants_yes(planned: Terminal) -> None:
    words = ("cancel", "--all", "--campaign", "ngay-phu-nu", "--as", "lan")
    assert planned.run(*words).err == "Cần xác nhận: hãy chạy lại với --yes.\n"
    planned.ok(*words, "--yes")
    states = {i["state"] for i in planned.ok("items", "--campaign", "ngay-phu-nu", "--json").json}
    assert states == {"cancelled"}


def test_a_definition_changed_and_one_item_edited_shows_as_a_difference(
    planned: Terminal, tmp_path: Path
) -> None:
    """The hour of the monthly post moves; the one that lan edited is kept."""
    words = tmp_path / "words.txt"
    words.write_text("Lời của lan.", encoding="utf-8")
    planned.ok("edit", KEY, "--text-file", str(words), "--as", "lan")
    file = tmp_path / "thuong-xuyen.yaml"
    planned.ok("campaigns", "export", "thuong-xuyen", "-o", str(file))
    source = file.read_text(encoding="utf-8")
    assert '"11:30"' in source
    file.write_text(source.replace('"11:30"', '"12:00"'), encoding="utf-8")
    planned.ok("campaigns", "import", str(file))
    changes = planned.ok("plan", "2030", "--json").json["changes"]
    kinds = {change["key"]: change["kind"] for change in changes}
    assert kinds.pop(KEY) == "keep"
    assert set(kinds.values()) == {"move"}
    planned.ok("plan", "2030", "--apply")
    again = planned.ok("plan", "2030", "--json").json["changes"]
    assert [(change["kind"], change["key"]) for change in again] == [("keep", KEY)]
    assert planned.ok("show", KEY, "--json").json["text"] == "Lời của lan."


def test_a_broken_definition_names_file_line_and_field_and_imports_nothing(
    planned: Terminal, tmp_path: Path
) -> None:
    file = tmp_path / "hong.yaml"
    file.write_text(
        "campaign: hong\ntitle: Hỏng\nobservance: ca-nam\nactivities:\n"
        '  - {id: a, title: A, channel: fanpage, text: Chào, day: "02-31", at: "19:00"}\n',
        encoding="utf-8",
    )
    ran = planned.run("campaigns", "import", str(file))
    assert ran.code == 1
    assert ran.err.startswith("hong.yaml, dòng 5, mục “day”")
    listed = planned.ok("campaigns", "list", "--json").json
    assert "hong" not in [row["id"] for row in listed]


def test_the_calendar_goes_to_a_file_byte_for_byte_alike(planned: Terminal, tmp_path: Path) -> None:
    one, two = tmp_path / "one.ics", tmp_path / "two.ics"
    year = ("--drafts", "--from", "2030-01-01", "--to", "2030-12-31")
    planned.ok("calendar", "export", "-o", str(one), *year)
    planned.ok("calendar", "export", "-o", str(two), *year)
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes().count(b"BEGIN:VEVENT") > 80


def test_a_file_of_an_empty_window_holds_every_year(planned: Terminal, tmp_path: Path) -> None:
    """Only a year far ahead is planned: an empty file would help nobody."""
    file = tmp_path / "lich.ics"
    planned.ok("calendar", "export", "-o", str(file), "--drafts")
    assert file.read_bytes().count(b"BEGIN:VEVENT") > 80


def test_an_unknown_setting_stops_every_command_and_is_named(terminal: Terminal) -> None:
    terminal.home.mkdir()
    (terminal.home / "habac24h.toml").write_text("min_gap = 5\n", encoding="utf-8")
    ran = terminal.run("items")
    assert ran.code == 1
    assert "min_gap" in ran.err


def test_a_database_from_a_newer_program_is_refused_and_left_alone(planned: Terminal) -> None:
    import sqlite3
    from contextlib import closing

    path = planned.home / "habac24h.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    ran = planned.run("items")
    assert ran.code == 1
    assert "mới hơn" in ran.err


def test_a_mistyped_fact_is_removed(planned: Terminal) -> None:
    planned.ok("facts", "2030", "thang-hanh-dong", "them=Gõ nhầm", "--as", "lan")
    told = planned.ok("facts", "2030", "thang-hanh-dong", "--remove", "them", "--json").json
    assert [one["name"] for one in told["details"]] == []
    assert planned.run("facts", "2030", "thang-hanh-dong", "--remove", "them").code == 1


def test_facts_fill_the_drafts_that_nobody_touched(planned: Terminal) -> None:
    before = planned.ok("facts", "2030", "thang-hanh-dong", "--json").json
    assert before["missing"] == ["theme", "phone_police", "phone_women_union"]
    planned.ok("facts", "2030", "thang-hanh-dong", "theme=Vì một xã an toàn", "--as", "lan")
    text = planned.ok("show", "thang-hanh-dong/2030/phat-dong", "--json").json["text"]
    assert "“Vì một xã an toàn”" in text


def test_places_come_and_go_and_the_plan_follows(planned: Terminal) -> None:
    planned.ok("places", "add", "thon-dong", "--name", "Nhà văn hóa thôn Đông", "--kind", "thon")
    planned.ok("places", "remove", "thon-1")
    kinds = {c["kind"] for c in planned.ok("plan", "2030", "--json").json["changes"]}
    assert {"add", "move", "withdraw"} <= kinds
    assert planned.run("places", "remove", "thon-9").code == 1


def test_a_new_item_outside_the_plan(planned: Terminal, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("Mời bà con dự họp thôn.", encoding="utf-8")
    planned.ok(
        "new", "thuong-xuyen", "2030", "--channel", "fanpage", "--to", "2030-05-05 19:00",
        "--title", "Họp thôn", "--text-file", str(words), "--as", "lan",
    )  # fmt: skip
    told = planned.ok("show", "thuong-xuyen/2030/rieng-001", "--json").json
    assert told["title"] == "Họp thôn"
    planned.ok(
        "new", "thuong-xuyen", "2030", "--channel", "talk", "--to", "2030-05-05 19:00",
        "--title", "Họp thôn", "--text-file", str(words), "--as", "lan",
        "--topic", "bao-luc", "--place", "thon-2",
    )  # fmt: skip
    told = planned.ok("show", "thuong-xuyen/2030/rieng-002", "--json").json
    assert (told["topic"], told["airings"][0]["places"]) == ("bao-luc", ["thon-2"])
    edit = ("edit", "thuong-xuyen/2030/rieng-002", "--as", "lan")
    planned.ok(*edit, "--place", "thon-1", "--place", "thon-2", "--no-topic")
    told = planned.ok("show", "thuong-xuyen/2030/rieng-002", "--json").json
    assert (told["topic"], told["airings"][0]["places"]) == (None, ["thon-1", "thon-2"])
    assert "Đổi chủ đề, địa điểm: chủ đề không ghi" in planned.ok("show", edit[1]).out
    assert "Chỉ chọn một trong --topic" in planned.run(*edit, "--topic", "x", "--no-topic").err


def test_whoever_moves_a_banner_is_told_its_new_end(planned: Terminal, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("CHUNG TAY", encoding="utf-8")
    planned.ok(
        "new", "thuong-xuyen", "2030", "--channel", "banner", "--to", "2030-05-05 08:00",
        "--title", "Băng rôn", "--text-file", str(words), "--as", "lan",
    )  # fmt: skip
    move = ("move", "thuong-xuyen/2030/rieng-001", "--as", "lan", "--to")
    first = planned.ok(*move, "2030-05-06 08:00", "--until", "2030-05-09").out
    assert first.splitlines()[1] == "Nay treo đến hết Thứ Năm 09/05/2030."
    again = planned.ok(*move, "2030-05-07 08:00").out
    assert again.splitlines()[1] == "Nay treo đến hết Thứ Sáu 10/05/2030."


def test_run_once_makes_one_pass_and_stop_is_shown(planned: Terminal) -> None:
    assert planned.ok("run", "--once").out == "Không có việc gì phải làm lúc này.\n"
    planned.ok("fanpage", "stop")
    assert planned.ok("fanpage", "status", "--json").json["stopped"] is True
    planned.ok("fanpage", "resume")


def test_a_second_engine_on_the_same_home_is_refused(planned: Terminal) -> None:
    from habac24h.scheduler import only_engine

    with only_engine(planned.home):
        ran = planned.run("run", "--once")
    assert ran.code == 1
    assert "bộ lập lịch khác đang chạy" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("rehearse", "0"),
        ("facts", "99999", "thang-hanh-dong", "theme=x"),
        ("items", "--channel", "facebook"),
        ("items", "--state", "foo"),
        ("items", "--from", "2027-01-02", "--to", "2026-01-01"),
        ("move", KEY, "--to", "9999-12-31 23:59", "--as", "lan"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(planned: Terminal, words: tuple[str]) -> None:
    ran = planned.run(*words)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+foo:///x",
        "sqlite://u:secret@/tmp",
        "sqlite:///:memory:",
        "sqlite:///du-lieu/secret.sqlite3",
        "mysql://a/b",
        "x",
    ],
)
def test_an_address_that_is_no_database_of_ours_is_refused(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("HABAC24H_DATABASE_URL", url)
    ran = terminal.run("items")
    assert (ran.code, ran.out) == (1, "")
    assert "secret" not in ran.err


def test_an_unexpected_fault_is_one_sentence_and_keeps_its_place_without_its_words(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("habac24h.office.open_office", broken)
    ran = terminal.run("items")
    assert ran.code == 1
    assert "RuntimeError" in ran.err
    kept = (terminal.home / "loi.log").read_text(encoding="utf-8")
    assert "secret" not in kept.replace('"a secret"', "")


def test_a_fault_that_cannot_be_kept_is_one_sentence_too(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("habac24h.office.open_office", broken)
    (terminal.home / "loi.log").mkdir(parents=True)  # as a full disk would, nothing can be written
    ran = terminal.run("items")
    assert (ran.code, ran.err) == (
        1,
        "Chương trình gặp lỗi ngoài dự kiến (RuntimeError); chưa có gì bị ghi dở. "
        "Hãy báo người hỗ trợ, và xem ổ đĩa còn chỗ không.\n",
    )


def test_days_outside_every_calendar_are_refused_in_a_sentence(terminal: Terminal) -> None:
    for words in (("items", "--to", "9999-12-31"), ("calendar", "export", "--from", "0001-01-01")):
        ran = terminal.run(*words)
        year = int(words[-1][:4])
        assert (ran.code, ran.err) == (1, f"Năm {year} nằm ngoài khoảng 1968–2099 của lịch.\n")
