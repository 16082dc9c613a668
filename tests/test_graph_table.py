"""The table of errors: each number of facts/facebook.md, for writes and for reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from graph_kit import NOT_SENT, NOW, UNKNOWN
from hypothesis import given
from hypothesis import strategies as st

from habac24h.channels.base import Delivery, Reaction
from habac24h.channels.graph.acts import Act
from habac24h.channels.graph.errors import Fault, GraphError, classify
from habac24h.channels.graph.table import (
    CERTIFICATE,
    NO_CONNECTION,
    PHOTO_UNCLEAR,
    ROWS,
    UNCLEAR,
    UNREAD,
)
from habac24h.channels.graph.transport import Silence

WAIT = (Delivery.NOT_SENT, Reaction.WAIT)
BLOCK = (Delivery.NOT_SENT, Reaction.BLOCK)
REJECT = (Delivery.NOT_SENT, Reaction.REJECT)
PERSON = (Delivery.NOT_SENT, Reaction.PERSON)
GONE = (Delivery.NOT_SENT, Reaction.GONE)
DUPLICATE = (Delivery.UNKNOWN, Reaction.DUPLICATE)

ON_CREATE = [
    *[((code, None), UNKNOWN) for code in (1, 2, 999, None)],
    *[((code, None), WAIT) for code in (4, 17, 32, 341, 613, 80000, 80001, 80006, 80099)],
    *[((190, sub), BLOCK) for sub in (None, 458, 459, 460, 463, 464, 467, 492, 33)],
    *[((code, None), BLOCK) for code in (102, 104, 2500, 10, 3, 200, 250, 299)],
    ((368, 4854002), BLOCK),
    ((368, 1404078), BLOCK),
    ((200, 1404078), BLOCK),
    ((1404078, None), BLOCK),
    ((368, 1390008), WAIT),
    ((368, None), PERSON),
    ((368, 77), PERSON),
    ((200, 1346003), PERSON),
    ((1346003, None), PERSON),
    ((100, 1404102), PERSON),
    ((506, None), DUPLICATE),
    ((368, 1404082), DUPLICATE),
    ((100, 1366051), DUPLICATE),
    ((1366051, None), DUPLICATE),
    ((100, None), REJECT),
    ((100, 1349125), REJECT),
    ((100, 2061006), REJECT),
    ((324, 1366046), REJECT),
    ((1366046, None), REJECT),
    ((100, 1609005), REJECT),
    ((1609005, None), REJECT),
    ((100, 33), BLOCK),
    ((803, None), BLOCK),
    ((300, None), UNKNOWN),
    ((199, None), UNKNOWN),
    ((79999, None), UNKNOWN),
    ((80100, None), UNKNOWN),
]


def judged(
    numbers: tuple[int | None, int | None], act: Act, status: int = 400, transient: bool = False
) -> tuple[Delivery, Reaction]:
    code, subcode = numbers
    error = classify(Fault(status, code, subcode, transient), act, NOW)
    return error.delivery, error.reaction


@pytest.mark.parametrize(("numbers", "proof"), ON_CREATE)
def test_each_number_on_a_create(
    numbers: tuple[int | None, int | None], proof: tuple[Delivery, Reaction]
) -> None:
    assert judged(numbers, Act.CREATE) == proof


@pytest.mark.parametrize("act", [Act.CHANGE, Act.DELETE])
@pytest.mark.parametrize(
    ("numbers", "proof"),
    [
        ((1, None), UNKNOWN),
        ((4, None), WAIT),
        ((190, 463), BLOCK),
        ((100, 33), GONE),
        ((803, None), GONE),
        ((100, None), PERSON),
        ((506, None), DUPLICATE),
    ],
)
def test_numbers_on_a_change_and_a_deletion(
    act: Act, numbers: tuple[int, int | None], proof: tuple[Delivery, Reaction]
) -> None:
    assert judged(numbers, act) == proof


@pytest.mark.parametrize(
    ("numbers", "proof"),
    [
        ((1, None), NOT_SENT),
        ((2, None), NOT_SENT),
        ((999, None), NOT_SENT),
        ((4, None), WAIT),
        ((190, 460), BLOCK),
        ((324, 1366046), REJECT),
        ((100, None), REJECT),
        ((100, 33), BLOCK),
        ((506, None), NOT_SENT),
        ((368, 1390008), WAIT),
    ],
)
def test_numbers_on_a_photo_that_no_post_shows_yet(
    numbers: tuple[int, int | None], proof: tuple[Delivery, Reaction]
) -> None:
    assert judged(numbers, Act.UPLOAD) == proof
    assert judged(numbers, Act.UPLOAD, status=500) == NOT_SENT


@pytest.mark.parametrize(
    ("act", "numbers", "proof"),
    [
        (Act.READ, (100, 33), GONE),
        (Act.READ, (803, None), GONE),
        (Act.LIST, (100, 33), BLOCK),
        (Act.LIST, (803, None), BLOCK),
        (Act.READ, (1, None), NOT_SENT),
        (Act.LIST, (2, None), NOT_SENT),
        (Act.LIST, (999, None), NOT_SENT),
        (Act.LIST, (4, None), WAIT),
        (Act.LIST, (190, None), BLOCK),
        (Act.READ, (10, None), BLOCK),
        (Act.READ, (100, None), PERSON),
    ],
)
def test_numbers_on_a_read(
    act: Act, numbers: tuple[int, int | None], proof: tuple[Delivery, Reaction]
) -> None:
    assert judged(numbers, act) == proof


CODES = st.one_of(st.none(), st.sampled_from([1, 4, 10, 100, 190, 368, 506, 803]), st.integers())


@given(CODES, CODES, st.sampled_from([300, 302, 500, 502, 599]))
def test_a_server_in_trouble_and_a_redirect_prove_nothing_whatever_they_say(
    code: int | None, subcode: int | None, status: int
) -> None:
    assert judged((code, subcode), Act.CREATE, status) == UNKNOWN
    assert judged((code, subcode), Act.LIST, status) == NOT_SENT


@pytest.mark.parametrize("code", [1, 100, 190, 506, 10, 987])
def test_what_facebook_calls_transient_proves_nothing(code: int) -> None:
    assert judged((code, None), Act.CREATE, transient=True) == UNKNOWN


def test_a_limit_stays_a_limit_although_facebook_calls_it_transient() -> None:
    assert judged((4, None), Act.CREATE, transient=True) == WAIT


@given(CODES, CODES, st.sampled_from(Act), st.booleans(), st.integers(200, 599))
def test_only_a_read_or_a_number_of_the_table_says_not_sent(
    code: int | None, subcode: int | None, act: Act, transient: bool, status: int
) -> None:
    delivery, reaction = judged((code, subcode), act, status, transient)
    known = any(row.fits(act, code, subcode) for row in ROWS)
    # A photo that no post shows yet leaves nothing to look for either.
    assert delivery is Delivery.UNKNOWN or act.reads or act is Act.UPLOAD or known
    # A read changed nothing, so nothing is ever to be looked for because of it.
    assert not act.reads or (delivery is Delivery.NOT_SENT and reaction is not Reaction.RECONCILE)


@pytest.mark.parametrize("act", Act)
def test_what_was_never_sent_is_tried_again(act: Act) -> None:
    for silence in (Silence(sent=False), Silence(sent=False, certificate=True)):
        error = classify(silence, act, NOW)
        assert (error.delivery, error.reaction) == NOT_SENT


@pytest.mark.parametrize(
    ("act", "proof"), [(Act.CREATE, UNKNOWN), (Act.DELETE, UNKNOWN), (Act.LIST, NOT_SENT)]
)
def test_silence_after_sending(act: Act, proof: tuple[Delivery, Reaction]) -> None:
    error = classify(Silence(sent=True), act, NOW)
    assert (error.delivery, error.reaction) == proof


def rest(code: int, subcode: int | None, **headers: str) -> timedelta | None:
    """How long the page rests after that error."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    error = classify(Fault(400, code, subcode, headers=named), Act.CREATE, NOW)
    return None if error.retry_at is None else error.retry_at - NOW


def test_a_limit_rests_until_the_header_says() -> None:
    header = '{"1": [{"type": "pages", "estimated_time_to_regain_access": 7}]}'
    assert rest(32, None, x_business_use_case_usage=header) == timedelta(minutes=7)


def test_a_limit_without_a_header_rests_a_quarter_of_an_hour() -> None:
    assert rest(4, None) == timedelta(minutes=15)


def test_posting_too_fast_rests_six_hours_at_least() -> None:
    day = '{"1": [{"estimated_time_to_regain_access": 600}]}'
    assert rest(368, 1390008) == timedelta(hours=6)
    assert rest(368, 1390008, x_business_use_case_usage=day) == timedelta(hours=10)


def test_a_matter_of_policy_rests_a_day_and_other_errors_none() -> None:
    assert rest(368, None) == timedelta(hours=24)
    assert [rest(code, None) for code in (1, 100, 190, 506)] == [None] * 4


def test_facebooks_words_stand_behind_our_sentence() -> None:
    error = classify(Fault(400, 100, said="Link is bad"), Act.CREATE, NOW)
    assert isinstance(error, GraphError)
    assert error.sentence == (
        "Facebook không nhận bài này; chưa có gì được đăng. Hãy đọc lời của Facebook, sửa bài rồi "
        "trình duyệt lại. Facebook nói: “Link is bad”."
    )
    assert (error.said, error.code, error.subcode, error.status) == ("Link is bad", 100, None, 400)


def test_each_row_has_its_own_name_its_source_and_advice() -> None:
    rows = [*ROWS, NO_CONNECTION, CERTIFICATE, UNCLEAR, UNREAD, PHOTO_UNCLEAR]
    assert len({row.name for row in rows}) == len(rows)
    assert [row.name for row in rows if not row.source.startswith("facts/facebook.md, ")] == []
    assert [row.name for row in rows if ";" not in row.sentence] == []


def test_no_row_is_hidden_by_those_above_it() -> None:
    reached = set()
    for row in ROWS:
        for act in row.acts:
            for mark in row.marks:
                found = next(r for r in ROWS if r.fits(act, mark.first, mark.subcode))
                reached.add(found.name)
    assert reached == {row.name for row in ROWS}
