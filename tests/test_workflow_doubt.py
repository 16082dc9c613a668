"""A person decides about a post of which nobody knows whether the page has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select
from workflow_kit import HOUR, Bureau, open_bureau

from habac24h import workflow
from habac24h.errors import Refused
from habac24h.models import Attempt, Going, Outcome


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = open_bureau(tmp_path / "home")
    yield made
    made.office.close()


def _attempted(bureau: Bureau, key: str, *outcomes: Outcome) -> None:
    now, airing = bureau.clock.now(), bureau.airing(key)
    with bureau.office.database.write() as session:
        for number, outcome in enumerate(outcomes, 1):
            session.add(
                Attempt(
                    airing_id=airing.id or 0,
                    number=number,
                    page="1",
                    fence=number,
                    worker="w",
                    fingerprint="f",
                    text_sha256="t",
                    target=now,
                    started_at=now,
                    outcome=outcome,
                )
            )


def _outcomes(bureau: Bureau) -> list[str]:
    with bureau.office.database.read() as session:
        return list(session.exec(select(Attempt.outcome).order_by(col(Attempt.id))))


def test_a_person_finds_the_doubtful_post_on_the_page(bureau: Bureau) -> None:
    key = bureau.approved(after=HOUR)
    bureau.set_airing(key, state=Going.UNKNOWN, remote_id="1_2")
    _attempted(bureau, key, Outcome.NOT_SENT, Outcome.UNKNOWN)
    bureau.do("lan", "resolve", key, as_done=True)
    airing = bureau.airing(key)
    assert (airing.state, airing.was_public, airing.public_at) == (
        "done",
        True,
        airing.due,
    )
    assert (airing.remote_id, airing.reason) == ("1_2", "lan xác nhận bài đang có trên trang")
    assert _outcomes(bureau) == ["not_sent", "adopted"]


def test_a_person_does_not_find_the_doubtful_post(bureau: Bureau) -> None:
    key = bureau.approved(after=HOUR)
    bureau.set_airing(key, state=Going.UNKNOWN, remote_id="1_2", fingerprint="f", permalink="p")
    _attempted(bureau, key, Outcome.ACCEPTED, Outcome.DUPLICATE, Outcome.UNKNOWN)
    bureau.do("lan", "resolve", key, as_done=False)
    airing = bureau.airing(key)
    assert (airing.state, airing.remote_id, airing.fingerprint, airing.permalink) == (
        "waiting",
        None,
        None,
        None,
    )
    assert _outcomes(bureau) == ["absent"] * 3


def test_a_person_keeps_what_is_public_instead_of_withdrawing_it(bureau: Bureau) -> None:
    key = bureau.approved(after=HOUR)
    bureau.set_airing(key, state=Going.DONE, remote_id="1_2")
    bureau.do("minh", "return_", key, reason="sai")
    bureau.set_airing(key, lease_until=bureau.clock.now())  # of a call that it began with
    bureau.do("minh", "resolve", key, as_done=True)
    airing = bureau.airing(key)
    assert (airing.state, airing.wanted, airing.remote_id) == ("done", None, "1_2")
    assert airing.lease_until is None


def test_that_a_withdrawn_post_is_gone_only_the_page_may_say(bureau: Bureau) -> None:
    key = bureau.approved(after=HOUR)
    bureau.set_airing(key, state=Going.HANDED_OVER, remote_id="1_2")
    bureau.do("minh", "return_", key, reason="sai")
    told = []
    for as_done in (True, False):
        with pytest.raises(Refused) as caught, bureau.desk() as desk:
            workflow.resolve(desk, key, as_done=as_done)
        told.append(caught.value.sentence.replace(key, "KEY"))
    assert told == [
        "“KEY@1” chưa hiện công khai trên trang nên không có gì để giữ lại.",
        "“KEY@1” đang ở trạng thái “đang gỡ khỏi Facebook”, không phải "
        "“chưa rõ đã đăng hay chưa”, nên không cần quyết định.",
    ]
    assert bureau.states(key) == ("draft", "withdrawing", "waiting")
