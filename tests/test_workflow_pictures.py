"""Pictures of an item: each new one is a revision, approvals bind them, new words drop cards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from picture_kit import photo
from sqlmodel import select
from workflow_kit import Bureau, open_bureau, staffed

from habac24h import workflow
from habac24h.clock import VirtualClock
from habac24h.errors import Refused
from habac24h.images import prepare
from habac24h.models import Going, Picture, Revision, Words
from habac24h.office import Office
from habac24h.workflow.pictures import PictureLost, Pictures, pictures_of

A, B = prepare(photo(1)), prepare(photo(2))


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = open_bureau(tmp_path_factory.mktemp("home"))
    yield made
    made.office.close()


def _attach(bureau: Bureau, key: str, *numbers: int, who: str = "lan", **how: Any) -> int:
    with bureau.desk(who) as desk:
        return workflow.attach(desk, key, [photo(number) for number in numbers], **how)


def _revisions(bureau: Bureau, key: str) -> list[list[str]]:
    with bureau.office.database.read() as session:
        query = select(Revision).where(Revision.item_id == bureau.item(key).id)
        return [one.images for one in session.exec(query)]


def test_pictures_are_kept_in_their_order_with_their_words(
    office: Office, clock: VirtualClock
) -> None:
    bureau = staffed(office, clock)
    key = bureau.write()
    before = bureau.item(key).version
    assert _attach(bureau, key, 2, 1, alt=["Cả  nhà nấu cơm", ""]) == 0
    item = bureau.item(key)
    assert (item.images, item.image_alts) == ([B.sha256, A.sha256], {B.sha256: "Cả nhà nấu cơm"})
    assert (item.version, item.edited_at, item.drawn) == (before + 1, bureau.clock.now(), None)
    with bureau.office.database.read() as session:
        kept = pictures_of(session, item.images)
    assert [(one.data, one.mime, one.width, one.height) for one in kept] == [
        (one.data, "image/jpeg", 60, 40) for one in (B, A)
    ]
    assert _revisions(bureau, key) == [[]]


def test_a_new_picture_voids_an_approval_as_new_words_do(bureau: Bureau) -> None:
    key = bureau.approved()
    _attach(bureau, key, 1)
    item = bureau.item(key)
    assert (item.state, item.approval_sha256, item.authors) == (Words.DRAFT, None, ["lan"])
    bureau.do("lan", "submit", key)
    bureau.do("minh", "approve", key)
    _attach(bureau, key, 2)
    assert bureau.item(key).state == Words.DRAFT
    assert _revisions(bureau, key) == [[], [A.sha256]]


def test_the_same_pictures_again_change_nothing(bureau: Bureau) -> None:
    key = bureau.write()
    _attach(bureau, key, 1, alt="Ảnh")
    before = bureau.everything(key)
    assert _attach(bureau, key, 1, alt="Ảnh") == 0
    assert bureau.everything(key) == before


def test_an_approval_binds_pictures_their_order_and_their_words(bureau: Bureau) -> None:
    key = bureau.write()
    _attach(bureau, key, 1, 2, alt=["một", "hai"])
    bureau.do("lan", "submit", key)
    bureau.do("minh", "approve", key)
    assert bureau.is_bound(key)
    bound = {"images": [A.sha256, B.sha256], "image_alts": {A.sha256: "một", B.sha256: "hai"}}
    for other in (
        {"images": [B.sha256, A.sha256]},
        {"images": [A.sha256]},
        {"image_alts": {A.sha256: "một", B.sha256: "ba"}},
    ):
        bureau.set_item(key, **other)
        assert not bureau.is_bound(key), other
        bureau.set_item(key, **bound)
    assert bureau.is_bound(key)


def test_new_words_take_away_what_was_drawn_from_the_old_ones(bureau: Bureau) -> None:
    card, kept = bureau.write(), bureau.write()
    _attach(bureau, card, 1, drawn=True)
    _attach(bureau, kept, 1)
    for key in (card, kept):
        bureau.do("lan", "edit", key, title="Tiêu đề khác")
        assert bureau.item(key).images == [A.sha256]
        bureau.do("lan", "edit", key, text="Lời mới, chưa ai dùng bao giờ.")
    assert (bureau.item(card).images, bureau.item(card).drawn) == ([], None)
    assert bureau.item(kept).images == [A.sha256]


def test_pictures_can_be_taken_away(bureau: Bureau) -> None:
    key = bureau.write()
    _attach(bureau, key, 1)
    _attach(bureau, key)
    assert (bureau.item(key).images, _revisions(bureau, key)) == ([], [[], [A.sha256]])


def test_a_new_picture_withdraws_what_facebook_holds(bureau: Bureau) -> None:
    key = bureau.approved()
    bureau.set_airing(key, state=Going.HANDED_OVER)
    assert _attach(bureau, key, 1) == 1
    assert bureau.airing(key).state == Going.WITHDRAWING


@pytest.mark.parametrize(
    ("channel", "numbers", "sentence"),
    [
        ("loudspeaker", [1], "“{key}” là nội dung kênh Đài truyền thanh, không kèm ảnh."),
        ("fanpage", range(11), "Một bài kèm tối đa 10 ảnh; đang có 11 ảnh."),
        ("fanpage", [1, 2, 1], "Có hai ảnh giống hệt nhau; hãy bỏ bớt một ảnh."),
    ],
)
def test_what_does_not_fit_is_refused(
    bureau: Bureau, channel: str, numbers: list[int], sentence: str
) -> None:
    key = bureau.write(channel)
    before = bureau.everything(key)
    with pytest.raises(Refused) as caught:
        _attach(bureau, key, *numbers)
    assert caught.value.sentence == sentence.format(key=key)
    assert bureau.everything(key) == before


def test_bytes_that_are_no_longer_their_hash_are_never_given_out(bureau: Bureau) -> None:
    key = bureau.write()
    _attach(bureau, key, 1)
    with bureau.office.database.write() as session:
        row = session.get_one(Picture, A.sha256)
        row.data = B.data
        session.add(row)
    with bureau.office.database.read() as session, pytest.raises(PictureLost) as caught:
        pictures_of(session, [A.sha256])
    assert caught.value.sentence == (
        f"Ảnh {A.sha256[:12]}… trong cơ sở dữ liệu bị mất hoặc bị hỏng; hãy đính lại ảnh bằng "
        "`habac24h edit KEY --image TỆP` rồi trình duyệt lại."
    )


def test_words_and_pictures_are_one_edit(bureau: Bureau) -> None:
    key = bureau.write()
    with bureau.desk("lan") as desk:
        workflow.edit(desk, key, text="Lời và ảnh cùng lúc.", pictures=Pictures((A,)))
    assert (bureau.item(key).version, len(_revisions(bureau, key))) == (2, 1)
