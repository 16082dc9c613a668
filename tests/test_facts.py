"""Facts of an edition: kinds, what each must carry, what texts see, what stands against them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from facts_kit import BOARD, POST, give, open_with_facts
from sqlalchemy import update
from sqlmodel import select
from workflow_kit import Bureau

from habac24h.campaigns import library
from habac24h.campaigns.facts import Sort, base_of, given, sort_of, split
from habac24h.errors import HabacError, NotFound, Refused
from habac24h.models import Audit, Fact
from habac24h.workflow.facts import copy_facts, remove_facts, verify
from habac24h.workflow.findings import findings
from habac24h.workflow.gaps import missing_facts, missing_of, stale_phones

TODAY = date(2026, 1, 1)
PHONE = {"phone_police": "02203 111 222"}


@pytest.fixture
def bureau(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = open_with_facts(tmp_path, tmp_path_factory)
    yield made
    made.office.close()


def found(bureau: Bureau, key: str) -> list[tuple[str, str]]:
    with bureau.office.database.read() as session:
        listed = findings(session, bureau.item(key), None, bureau.office.settings)
    return [(one.rule, one.severity) for one in listed]


def why(bureau: Bureau, key: str, rule: str) -> str:
    with bureau.office.database.read() as session:
        listed = findings(session, bureau.item(key), None, bureau.office.settings)
    return next(one.why for one in listed if one.rule == rule)


@pytest.mark.parametrize(
    ("name", "sort", "base"),
    [
        ("theme", Sort.WORDS, "theme"),
        ("phone_police", Sort.PHONE, "phone_police"),
        ("figure_share", Sort.FIGURE, "figure_share"),
        ("figure_share_source", Sort.FIGURE, "figure_share"),
        ("people_trained_nu", Sort.PEOPLE, "people_trained"),
        ("signer_chair_title", Sort.SIGNER, "signer_chair"),
        ("people_nam", Sort.PEOPLE, "people_nam"),
        ("phone_nam", Sort.PHONE, "phone_nam"),
    ],
)
def test_the_name_tells_the_kind_and_the_fact_it_belongs_to(
    name: str, sort: Sort, base: str
) -> None:
    assert (sort_of(name), base_of(name)) == (sort, base)


@pytest.mark.parametrize(
    ("written", "men_and_women"),
    [
        ("nam 120, nữ 1.135", (120, 1135)),
        ("Nữ: 135 và nam: 120", (120, 135)),
        ("tổng số 255, nam 120, nữ 135", (120, 135)),
        ("tổng 256, nam 120, nữ 135", None),
        ("255", None),
        ("khoảng nam 120, nữ 135", None),
    ],
)
def test_people_are_counted_by_sex(written: str, men_and_women: tuple[int, int] | None) -> None:
    counted = split(written)
    assert (counted and (counted.men, counted.women)) == men_and_women


def test_a_figure_without_source_and_year_is_a_gap_that_blocks(bureau: Bureau) -> None:
    give(bureau, {"people_trained": "nam 20, nữ 35"})
    assert bureau.item(BOARD).text == (
        "Đã tập huấn [CHƯA ĐIỀN: people_trained] người ([CHƯA ĐIỀN: people_trained_nu] nữ)"
    )
    assert ("THIEU-SO-LIEU", "block") in found(bureau, BOARD)
    assert why(bureau, BOARD, "THIEU-SO-LIEU") == (
        "Số người được tập huấn chưa có nguồn và năm nên chưa được dùng; hãy điền vào số liệu "
        "của đợt bằng "
        '`habac24h facts 2026 thu people_trained="nam …, nữ …" --source "…" --source-year NĂM`'
    )
    give(bureau, {"people_trained": "nam 20, nữ 35"}, source="Báo cáo 12/BC-UBND", source_year=2025)
    assert bureau.item(BOARD).text == "Đã tập huấn 55 người (35 nữ)"
    with bureau.office.database.read() as session:
        assert library.facts(session, "thu", 2026)["people_trained_source"] == (
            "Báo cáo 12/BC-UBND, năm 2025"
        )


def test_a_new_number_does_not_keep_the_source_of_the_old_one(bureau: Bureau) -> None:
    give(bureau, {"people_trained": "nam 20, nữ 35"}, source="Báo cáo", source_year=2025)
    give(bureau, {"people_trained": "nam 20, nữ 36"})
    with bureau.office.database.read() as session:
        (fact,) = given(session, "thu", 2026)
    assert (fact.value, fact.source, fact.source_year) == ("nam 20, nữ 36", "", None)


@pytest.mark.parametrize(
    ("values", "details", "says"),
    [
        ({"theme": "…"}, {}, "chưa phải là giá trị"),
        ({"phone_police": "chưa có"}, {}, "không phải số điện thoại"),
        ({"phone_police": "12345"}, {}, "hãy viết đủ số"),
        ({"phone_police": "0225 388 81"}, {}, "hãy viết đủ số"),
        ({"people_trained": "255"}, {}, "phải tách nam và nữ"),
        ({"people_trained": "tổng 9, nam 4, nữ 4"}, {}, "tổng phải khớp"),
        ({"figure_share": "nhiều"}, {}, "không có con số nào"),
        ({"signer_chair": "Nguyễn Văn An"}, {}, "họ tên, chức vụ"),
        ({"people_trained_nu": "5"}, {}, "hãy điền people_trained"),
        ({"Theme": "x"}, {}, "chữ thường không dấu"),
        (PHONE, {"verified": date(2026, 1, 2)}, "còn ở phía trước"),
        ({"theme": "x"}, {"verified": TODAY}, "--verified chỉ dùng cho số điện thoại"),
        (PHONE, {"source": "x"}, "chỉ dùng cho con số"),
        ({"figure_share": "5%"}, {"source": "x", "source_year": 2027}, "còn ở phía trước"),
    ],
)
def test_what_says_nothing_or_cannot_be_is_refused_and_not_stored(
    bureau: Bureau, values: dict[str, str], details: dict[str, object], says: str
) -> None:
    with pytest.raises(Refused) as caught:
        give(bureau, values, **details)  # type: ignore[arg-type]
    assert says in caught.value.sentence
    with bureau.office.database.read() as session:
        assert session.exec(select(Fact)).all() == []


def test_a_phone_carries_the_day_of_the_call(bureau: Bureau) -> None:
    assert give(bureau, PHONE).verified_today == ("phone_police",)
    assert give(bureau, PHONE, verified=date(2025, 12, 1)).verified_today == ()
    assert give(bureau, PHONE).verified_today == ()  # the same number: nobody called again
    with bureau.office.database.read() as session:
        assert given(session, "thu", 2026)[0].verified_on == date(2025, 12, 1)
    with bureau.desk("lan") as desk:
        verify(desk, 2026, "thu", ["phone_police"], TODAY)
    with bureau.office.database.read() as session:
        assert given(session, "thu", 2026)[0].verified_on == TODAY
        told = session.exec(select(Audit).where(Audit.act == "facts")).all()[-1].details
    assert told == {
        "campaign": "thu", "year": 2026, "facts": PHONE, "verified_on": "2026-01-01"
    }  # fmt: skip


def test_only_a_phone_that_is_there_can_be_called(bureau: Bureau) -> None:
    with pytest.raises(Refused), bureau.desk("lan") as desk:
        verify(desk, 2026, "thu", ["phone_police"], TODAY)


@pytest.mark.parametrize(
    ("called", "rules"),
    [
        (date(2026, 5, 19), []),  # 180 days before 15/11
        (date(2026, 5, 18), [("SO-LIEU-CU", "warn")]),
    ],
)
def test_a_phone_called_long_before_the_day_is_a_warning_with_its_command(
    bureau: Bureau, called: date, rules: list[tuple[str, str]]
) -> None:
    bureau.clock.set(bureau.clock.now().replace(month=10))
    give(bureau, {**PHONE}, verified=called)
    give(bureau, {"theme": "An toàn"})
    assert found(bureau, POST) == rules
    if rules:
        assert why(bureau, POST, "SO-LIEU-CU") == (
            "Số điện thoại Công an xã gọi thử lần cuối 18/05/2026, quá 180 ngày trước khi bài ra; "
            "hãy gọi thử rồi ghi ngày gọi bằng "
            "`habac24h facts 2026 thu phone_police --verified NĂM-THÁNG-NGÀY`"
        )


def test_a_phone_from_before_days_were_kept_counts_as_never_called(bureau: Bureau) -> None:
    give(bureau, PHONE)
    with bureau.office.database.write() as session:
        session.execute(update(Fact).values(verified_on=None))
    assert ("SO-LIEU-CU", "warn") in found(bureau, POST)
    with bureau.office.database.read() as session:
        stale = stale_phones(given(session, "thu", 2026), TODAY, 180)
    assert [one.name for one in stale] == ["phone_police"]


def test_a_piece_that_the_template_left_out_is_told(bureau: Bureau) -> None:
    give(bureau, PHONE)
    assert bureau.item(POST).text == "Gọi 02203 111 222."
    assert found(bureau, POST) == [("SO-LIEU-CU", "warn"), ("BO-QUA-SO-LIEU", "warn")]
    assert why(bureau, POST, "BO-QUA-SO-LIEU") == (
        "Mẫu bỏ qua một đoạn vì chưa có chủ đề của năm; nếu cần đoạn ấy, hãy điền vào số "
        "liệu của đợt bằng "
        '`habac24h facts 2026 thu theme="…"`'
    )
    with bureau.office.database.read() as session:
        assert missing_facts(session, "thu", 2026) == ("people_trained", "theme")
    give(bureau, {"theme": "An toàn"})
    assert bureau.item(POST).text == "Gọi 02203 111 222. Chủ đề: An toàn."
    assert found(bureau, POST) == [("SO-LIEU-CU", "warn")]


def test_facts_of_the_year_reach_every_edition_and_an_editions_own_goes_before(
    bureau: Bureau,
) -> None:
    with bureau.office.database.read() as session:
        assert missing_of(session, "chung", 2026) == ("phone_police",)
    assert POST in give(bureau, PHONE, "chung").rewritten
    assert "02203 111 222" in bureau.item(POST).text
    give(bureau, {"phone_police": "02203 999 999"})
    assert "02203 999 999" in bureau.item(POST).text
    give(bureau, {"phone_police": ""})
    assert "02203 111 222" in bureau.item(POST).text


def test_no_campaign_may_be_called_as_the_facts_of_the_year(bureau: Bureau) -> None:
    text = library_text(bureau).replace("campaign: thu", "campaign: chung")
    with bureau.office.database.read() as session, pytest.raises(HabacError) as caught:
        library.check(session, text, "chung.yaml")
    assert "dùng chung của cả năm" in caught.value.sentence


def library_text(bureau: Bureau) -> str:
    with bureau.office.database.read() as session:
        return library.export(session, "thu")


def test_phones_taken_over_from_a_year_ago_keep_the_day_of_the_call(bureau: Bureau) -> None:
    give(bureau, PHONE, "chung", verified=date(2025, 11, 20))
    give(bureau, {"signer_chair": "Nguyễn Văn An, Chủ tịch UBND xã", "theme": "Năm cũ"}, "chung")
    with bureau.desk("lan") as desk:
        changed, names = copy_facts(desk, 2027, "chung", 2026)
    assert (names, changed.verified_today) == (["phone_police", "signer_chair"], ())
    with bureau.office.database.read() as session:
        taken = given(session, "thu", 2027)
    assert [(one.name, one.verified_on) for one in taken] == [
        ("phone_police", date(2025, 11, 20)),
        ("signer_chair", None),
    ]
    with bureau.desk("lan") as desk:
        assert copy_facts(desk, 2027, "chung", 2026)[1] == []  # nothing given is overwritten


def test_a_fact_that_is_taken_away_leaves_a_gap_in_the_drafts_and_a_row_in_the_log(
    bureau: Bureau,
) -> None:
    give(bureau, PHONE)
    assert "02203 111 222" in bureau.item(POST).text
    with bureau.desk("lan") as desk:
        changed = remove_facts(desk, 2026, "thu", ["phone_police"])
    assert (changed.rewritten, changed.unused) == ((POST,), ())
    assert "[CHƯA ĐIỀN: phone_police]" in bureau.item(POST).text
    with bureau.office.database.read() as session:
        last = session.exec(select(Audit).where(Audit.act == "facts-remove")).one()
    assert last.details == {"campaign": "thu", "year": 2026, "facts": PHONE}


def test_a_fact_that_is_not_there_cannot_be_taken_away(bureau: Bureau) -> None:
    with bureau.desk("lan") as desk, pytest.raises(NotFound) as caught:
        remove_facts(desk, 2026, "thu", ["phone_polise"])
    assert caught.value.sentence == "Đợt thu 2026 không có số liệu “phone_polise” để bỏ."
