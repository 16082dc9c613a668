"""An office's own words: used everywhere, checked first, kept with history, safe from releases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_kit import Terminal
from facts_kit import open_with_facts
from sqlmodel import select
from workflow_kit import Bureau

from habac24h import audit
from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.own import own_words
from habac24h.campaigns.packaged import packaged_definitions
from habac24h.campaigns.plan import Plan, plan
from habac24h.campaigns.starter import follow_release
from habac24h.content.checks import check
from habac24h.content.shipped import shipped, shipped_ids
from habac24h.content.speech import spoken
from habac24h.errors import DefinitionError, HabacError, NotFound, Refused, TemplateError
from habac24h.models import Audit, CampaignRow, OwnRevision, OwnWord
from habac24h.workflow import own_words as catalogue
from habac24h.workflow.findings import findings
from habac24h.workflow.rewording import keep, remove, reset, reword

PIECE = "templates/chung/so-can-nho"
EVENT = "templates/fanpage/thuong-xuyen-ngay-8-3/1"
RULE = """\
id: XX01
cat: stereotype
sev: block
re: 'chị em nào chẳng'
ex: "Chị em nào chẳng thích hoa"
better: "nhiều người thích hoa"
why: "Gán sở thích cho cả giới"
"""


@pytest.fixture
def bureau(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = open_with_facts(tmp_path, tmp_path_factory)
    yield made
    made.office.close()


def change(bureau: Bureau, word: str, text: str, who: str = "minh") -> tuple[str, ...]:
    with bureau.desk(who) as desk:
        return reword(desk, word, text, reason="thử", file="tep.txt")


def refused(bureau: Bureau, word: str, text: str, kind: type[HabacError]) -> str:
    with pytest.raises(kind) as caught:
        change(bureau, word, text)
    with bureau.office.database.read() as session:
        assert session.exec(select(OwnWord)).all() == []
    return caught.value.sentence


def planned(bureau: Bureau, *, do: bool = False) -> Plan:
    with bureau.office.database.write() as session:
        found = plan(
            session, 2026, now=bureau.clock.now(), settings=bureau.office.settings,
            campaign_id="thuong-xuyen",
        )  # fmt: skip
        if do:
            apply(session, found, by=audit.PROGRAM, now=bureau.clock.now())
    return found


def word(bureau: Bureau, word_id: str) -> catalogue.Word:
    with bureau.office.database.read() as session:
        return catalogue.word(session, word_id)


def test_planning_writes_drafts_in_the_offices_words_and_leaves_what_people_touched(
    bureau: Bureau,
) -> None:
    planned(bureau, do=True)
    approved, draft = "thuong-xuyen/2026/ngay-8-3", "thuong-xuyen/2026/ngay-20-3"
    bureau.do("lan", "submit", approved, reason="số điện thoại điền sau")
    bureau.do("minh", "approve", approved)
    before = bureau.item(approved).text
    text = shipped(EVENT)
    assert text is not None
    change(bureau, EVENT, f"Lời của xã nhà.\n{text}")
    change(bureau, EVENT.replace("8-3", "20-3"), "Ngày {{ date }}: lời của xã nhà.")
    kinds = {one.key: one.kind.value for one in planned(bureau, do=True).changes}
    assert kinds == {approved: "keep", draft: "retext"}
    assert (bureau.item(approved).text, bureau.item(approved).state) == (before, "approved")
    assert bureau.is_bound(approved)
    assert bureau.item(draft).text == "Ngày 20/3/2026: lời của xã nhà."
    with bureau.desk("lan") as desk:
        reset(desk, EVENT.replace("8-3", "20-3"))
    planned(bureau, do=True)
    assert "lời của xã nhà" not in bureau.item(draft).text


def test_a_shared_piece_reaches_every_text_that_includes_it(bureau: Bureau) -> None:
    planned(bureau, do=True)
    notes = change(bureau, PIECE, "Gọi 113 khi nguy hiểm.")
    assert notes[0].endswith("nội dung của năm nay và năm sau dùng mảnh này.")
    retexts = [one for one in planned(bureau).changes if one.kind.value == "retext"]
    assert retexts
    assert all("Gọi 113 khi nguy hiểm." in one.wanted.text for one in retexts if one.wanted)


def test_a_template_of_its_own_may_be_used_by_a_definition(bureau: Bureau) -> None:
    notes = change(bureau, "templates/fanpage/cua-xa", "Chào bà con {{ office }}.")
    assert notes == ("Chưa hoạt động nào của các chiến dịch dùng mẫu này.",)
    text = word(bureau, "definitions/thu").text
    assert text is not None
    change(bureau, "definitions/thu", text + EXTRA)
    with bureau.office.database.read() as session:
        assert library.load(session, "thu").activities[-1].template == "cua-xa"


EXTRA = "  - {id: xa, title: Xã, channel: fanpage, template: cua-xa, day: end, at: 19:00}\n"


def test_own_rules_hotlines_and_abbreviations_count_in_items_and_texts(bureau: Bureau) -> None:
    key = bureau.write(text="Chị em nào chẳng thích hoa. Gọi 1800 5678.")
    assert change(bureau, "rules/XX01", RULE) == (
        f"Quy tắc này bắt 1 nội dung đang có, ví dụ {key}.",
    )
    with bureau.office.database.read() as session:
        item = bureau.item(key)
        rules = [one.rule for one in findings(session, item, None, bureau.office.settings)]
    assert rules == ["XX01", "SO-LA"]
    hotline = (
        '{number: "1800 5678", label: "Thử", free: yes, source: "xã", verified_on: 2026-01-01}'
    )
    assert change(bureau, "hotlines/18005678", hotline) == ()
    change(bureau, "abbreviations/XYZ", '- {abbr: "XYZ", read: "xã yêu thương"}')
    with bureau.desk("minh") as desk:
        remove(desk, "rules/ST01")
    with bureau.office.database.read() as session:
        own = own_words(session)
    assert [one.rule for one in check("Gọi 1800 5678.", "portal", own=own)] == []
    assert [one.rule for one in check("Chúc phái đẹp vui.", "portal", own=own)] == []
    assert [one.rule for one in check("Chúc phái đẹp vui.", "portal")] == ["ST01"]
    assert spoken("Đội XYZ họp", own).text == "Đội xã yêu thương họp"
    assert spoken("Đội XYZ họp").text == "Đội [HỎI: XYZ] họp"


@pytest.mark.parametrize(
    ("word_id", "text", "kind", "says"),
    [
        (PIECE, "{% if theme %}a", TemplateError, "chung/so-can-nho.j2, dòng 1: thẻ “if” chưa"),
        (EVENT, "a\n{{ theme.x }}", TemplateError, "dòng 2: thấy dấu chấm"),
        (EVENT, "{% for p in partners %}{{ p * 9 }}{% endfor %}", TemplateError, "dòng 1"),
        ("templates/fanpage/Sai Tên", "a", Refused, "không phải tên mẫu"),
        ("templates/tiktok/a", "a", Refused, "không phải tên mẫu"),
        ("khac/a", "a", NotFound, "mã bắt đầu bằng templates/"),
        ("rules/XX01", RULE.replace("chẳng'", "(chẳng'"), DefinitionError, "mẫu hỏng"),
        ("rules/XX01", RULE.replace("id: XX01", "id: XX02"), DefinitionError, "đúng là XX01"),
        ("rules/XX01", RULE.replace("why:", "whi:"), DefinitionError, "tep.txt, dòng 1"),
        ("rules/XX01", RULE + "sev: warn\n", DefinitionError, "tep.txt, dòng 8"),
        ("rules/XX01", RULE.replace("Chị em nào", "Ai"), DefinitionError, "câu ví dụ phải bị"),
        (
            "rules/XX01",
            RULE.replace("chị em nào chẳng", "(?:\\w+ ?)+!").replace("thích hoa\"", "thích!\""),
            DefinitionError,
            "làm máy tìm rất lâu",
        ),
        ("abbreviations/AB", '{abbr: "AB", read: "a"}', DefinitionError, "một danh sách"),
        ("abbreviations/AB", '- {abbr: "AC", read: "a"}', DefinitionError, "đúng là AB"),
        ("abbreviations/AB", '- {abbr: "AB", read: ""}', DefinitionError, "lời đọc để trống"),
        ("abbreviations/AB", '- {abbr: "AB", read: a, next: "("}', DefinitionError, "mẫu hỏng"),
        ("hotlines/99", '{number: "99", label: a, free: yes, source: b}', DefinitionError, "số"),
        ("hotlines/113", '{number: "113", label: a, free: có, source: b}', DefinitionError, "yes"),
        ("definitions/thu", "campaign: khac\n", DefinitionError, "tep.txt"),
        ("rules/XX01", " \n", Refused, "Lời mới để trống"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_place_and_not_stored(
    bureau: Bureau, word_id: str, text: str, kind: type[HabacError], says: str
) -> None:
    assert says in refused(bureau, word_id, text, kind)


def test_a_piece_that_breaks_a_text_is_refused(bureau: Bureau) -> None:
    says = refused(bureau, PIECE, "Gọi 113. " * 5_900, Refused)  # with any text above 64 kB
    assert says.startswith("Mảnh này làm hỏng “")
    assert "mẫu cùng các mảnh chung dài quá 64 kB" in says


def test_rules_and_hotlines_are_changed_by_approvers_only(bureau: Bureau) -> None:
    for word_id in ("rules/ST01", "hotlines/113"):
        with pytest.raises(Refused), bureau.desk("lan") as desk:
            remove(desk, word_id)
    with bureau.desk("lan") as desk:
        remove(desk, "abbreviations/UBND")
    assert word(bureau, "abbreviations/UBND").text is None


def test_every_change_is_kept_with_who_when_and_why(bureau: Bureau) -> None:
    change(bureau, EVENT, "Một.", "lan")
    change(bureau, EVENT, "Hai.", "hoa")
    assert word(bureau, EVENT).text == "Hai.\n"
    with bureau.desk("lan") as desk:
        reset(desk, EVENT, reason="quay lại")
    with bureau.office.database.read() as session:
        told = [
            (one.act, one.by, one.text, one.reason) for one in catalogue.history(session, EVENT)
        ]
        acts = session.exec(select(Audit.act).where(Audit.act.startswith("words-"))).all()  # type: ignore[attr-defined]
        assert audit.first_break(session) is None
    assert told == [
        ("edit", "lan", "Một.\n", "thử"),
        ("edit", "hoa", "Hai.\n", "thử"),
        ("reset", "lan", None, "quay lại"),
    ]
    assert list(acts) == ["words-edit", "words-edit", "words-reset"]
    assert not word(bureau, EVENT).is_changed


def test_a_change_counts_at_once_in_the_same_unit_of_work(bureau: Bureau) -> None:
    with bureau.desk("lan") as desk:
        assert own_words(desk.session).templates == ()
        reword(desk, EVENT, "Một.")
        assert own_words(desk.session).templates == ((EVENT.removeprefix("templates/"), "Một.\n"),)
        reset(desk, EVENT)
        assert own_words(desk.session).templates == ()


def test_writing_the_programs_text_again_is_returning_to_it(bureau: Bureau) -> None:
    with pytest.raises(Refused):
        change(bureau, EVENT, shipped(EVENT) or "")
    change(bureau, EVENT, "Một.")
    change(bureau, EVENT, shipped(EVENT) or "")
    assert not word(bureau, EVENT).is_changed
    with pytest.raises(Refused), bureau.desk("minh") as desk:
        reset(desk, EVENT)


def test_a_release_with_another_text_leaves_the_offices_and_is_told(bureau: Bureau) -> None:
    """The database as the release before left it: the office changed what then was shipped."""
    change(bureau, EVENT, "Lời của xã.")
    with bureau.office.database.write() as session:
        row = session.get(OwnWord, EVENT)
        assert row is not None
        row.shipped = "Lời của bản phát hành trước.\n"
    now = word(bureau, EVENT)
    assert (now.text, now.is_newer) == ("Lời của xã.\n", True)
    with bureau.office.database.read() as session:
        assert [one.id for one in catalogue.newer(session)] == [EVENT]
        assert dict(own_words(session).templates)[EVENT.removeprefix("templates/")] == now.text
    assert "+Lời của xã." in catalogue.difference(now.shipped, now.text, ("a", "b"))
    with bureau.desk("minh") as desk:
        keep(desk, EVENT)
    assert (word(bureau, EVENT).text, word(bureau, EVENT).is_newer) == ("Lời của xã.\n", False)


def test_a_release_brings_definitions_only_where_the_office_left_them(bureau: Bureau) -> None:
    mine, theirs = "ngay-phu-nu", "ngay-gia-dinh"
    old = {name: packaged_definitions()[f"{name}.yaml"] + "# bản cũ\n" for name in (mine, theirs)}
    with bureau.office.database.write() as session:
        for name, text in old.items():
            row = session.get(CampaignRow, name)
            assert row is not None
            row.source = row.shipped = text
            session.add(row)
    change(bureau, f"definitions/{mine}", old[mine] + "# xã sửa\n")
    with bureau.office.database.write() as session:
        follow_release(session, now=bureau.clock.now())
    assert word(bureau, f"definitions/{theirs}").text == packaged_definitions()[f"{theirs}.yaml"]
    kept = word(bureau, f"definitions/{mine}")
    assert (kept.text, kept.is_newer) == (old[mine] + "# xã sửa\n", True)
    with bureau.desk("minh") as desk:
        reset(desk, f"definitions/{mine}")
    assert word(bureau, f"definitions/{mine}").text == packaged_definitions()[f"{mine}.yaml"]


def test_words_that_this_release_cannot_read_leave_the_programs_standing(bureau: Bureau) -> None:
    with bureau.office.database.write() as session:
        for word_id in ("rules/ST01", "abbreviations/UBND", "hotlines/113"):
            session.add(OwnWord(id=word_id, text="{từ: bản khác}", updated_at=bureau.clock.now()))
    with bureau.office.database.read() as session:
        own = own_words(session)
    assert [one.rule for one in check("Chúc phái đẹp vui.", "portal", own=own)] == ["ST01"]
    assert spoken("UBND xã", own).text == "Ủy ban nhân dân xã"


def test_everything_that_is_shipped_can_be_listed_and_found(bureau: Bureau) -> None:
    with bureau.office.database.read() as session:
        listed = catalogue.words(session)
        with pytest.raises(NotFound):
            catalogue.word(session, "rules/KHONG-CO")
    assert len({one.id for one in listed}) == len(listed)
    assert {one.id for one in listed} >= {"definitions/thu", *shipped_ids("rules")}
    changed = [one.id for one in listed if one.is_changed]
    assert changed == ["definitions/thu"]


def test_the_commands_show_change_compare_and_return(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(tmp_path / "home", capsys)
    terminal.staff()
    file = tmp_path / "loi.yaml"
    assert terminal.ok("words", "show", "abbreviations/UBND", "-o", str(file)).out == (
        f"Đã ghi {file}.\n"
    )
    assert file.read_bytes().decode() == '- {abbr: "UBND", read: "Ủy ban nhân dân"}\n'
    file.write_text('- {abbr: "UBND", read: "ủy ban xã ta"}\n', encoding="utf-8")
    edit = ("words", "edit", "abbreviations/UBND", "--file", str(file), "--as", "lan")
    assert terminal.ok(*edit, "--reason", "gọn").out.endswith("abbreviations/UBND.\n")
    assert terminal.ok("read", "UBND xã").out == "ủy ban xã ta xã\n"
    assert terminal.ok("words", "list", "--own", "--json").json == [
        {"id": "abbreviations/UBND", "own": True, "off": False, "newer": False}
    ]
    assert '+- {abbr: "UBND", read: "ủy ban xã ta"}' in terminal.ok("words", "diff", edit[2]).out
    told = terminal.ok("words", "history", edit[2], "--json").json
    assert [(one["by"], one["act"], one["reason"]) for one in told] == [("lan", "edit", "gọn")]
    terminal.ok("words", "reset", edit[2], "--as", "lan")
    assert terminal.ok("read", "UBND xã").out == "Ủy ban nhân dân xã\n"
    assert terminal.run(*edit[:3], "--file", str(tmp_path / "khong-co"), "--as", "lan").code == 1


def test_import_keeps_the_earlier_definition(bureau: Bureau) -> None:
    text = word(bureau, "definitions/thu").text
    assert text is not None
    with bureau.office.database.write() as session:
        now = bureau.clock.now()
        library.import_definition(session, text + "# hai\n", "thu.yaml", now=now)
        kept = session.exec(select(OwnRevision.text)).all()
    assert list(kept) == [text, text + "# hai\n"]
