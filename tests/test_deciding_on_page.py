"""What a person must decide: what is known, Facebook's own words, and the exact ways out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from engine_kit import MINUTE, SOON, START, Bureau, bureau
from picture_kit import photo
from signed_kit import entered, staff
from sqlmodel import select
from web_kit import client

from habac24h import workflow
from habac24h.channels.practice_page import Fault
from habac24h.clock import VirtualClock
from habac24h.commands import items
from habac24h.models import Airing
from habac24h.office import Office
from habac24h.workflow.knowing import known, to_decide

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def told(here: Bureau, key: str) -> dict[str, Any] | None:
    with here.office.database.read() as session:
        airing = session.exec(select(Airing).where(Airing.key == f"{key}@1")).one()
        return to_decide(session, here.item(key), airing, here.clock.now(), here.office.settings)


def lines(here: Bureau, key: str) -> list[str]:
    with here.office.database.read() as session:
        return known(session, here.airing(key), here.office.settings.zone)


def test_a_post_that_goes_well_asks_nobody(here: Bureau) -> None:
    key = here.approved(SOON)
    here.run()
    assert told(here, key) is None


def test_a_doubtful_post_tells_its_tries_and_what_was_looked_at(here: Bureau) -> None:
    here.wall.faults.add(Fault("error", call="create", code=2))
    key = here.approved(SOON)
    here.run()
    here.later(5 * MINUTE, step=5 * MINUTE)
    assert told(here, key) == {
        "airing": f"{key}@1",
        "reason": here.airing(key).reason,
        "said": "An unexpected error has occurred. Please retry your request later.",
        "known": [
            "Lần gửi 1 lúc 07:00:00 ngày 01/01/2026: chưa rõ Facebook có nhận không (mã lỗi 2). "
            "Facebook nói: “An unexpected error has occurred. Please retry your request later.”.",
            "Đã xem trọn trang 1 lần sau đó, chưa thấy bài này.",
            "Lần xem trang gần nhất: 07:05:00 ngày 01/01/2026.",
        ],
        "sentence": "Chương trình đang tìm bài trên trang; bài còn có thể hiện muộn đến 07:31; sau "
        "giờ ấy chương trình tự gửi lại, không cần làm gì. Chỉ khi đã tự mở trang và thấy bài:",
        "moves": [
            {
                "fits": "Bài có trên trang, giữ như vậy:",
                "command": f"habac24h resolve {key}@1 --as-done --as TÊN",
            },
        ],
    }


def test_that_it_is_not_there_is_offered_once_it_cannot_come_any_more(here: Bureau) -> None:
    here.wall.faults.add(Fault("error", call="create", code=2))
    key = here.approved(SOON)
    here.run()
    staff(here.office)
    client, absent = entered(here.office, "soan"), "Bài không có trên trang, cho gửi lại"
    before = [client.get(path).text for path in ("/", f"/noi-dung/{key}")]
    assert [absent in page for page in before] == [False, False]
    assert ["hiện muộn đến 07:31" in page for page in before] == [True, True]
    assert lines(here, key)[1] == "Từ lúc đó chưa xem lại trang lần nào."
    here.clock.advance(31 * MINUTE)
    after = [client.get(path).text for path in ("/", f"/noi-dung/{key}")]
    assert [absent in page for page in after] == [True, True]
    what = told(here, key)
    assert what is not None
    assert what["moves"][1] == {
        "fits": "Bài không có trên trang, cho gửi lại:",
        "command": f"habac24h resolve {key}@1 --absent --as TÊN",
    }


def test_an_hour_made_later_on_facebook_is_told_with_the_way_to_move_it(here: Bureau) -> None:
    key = here.approved(SOON)
    here.run()
    here.wall.staff_edit(here.posts()[0].id, at=here.clock.now() + 2 * SOON)
    here.run()
    staff(here.office)
    page = entered(here.office, "soan").get("/").text
    assert "Lý do:</b> trên Facebook bài đang hẹn lúc 07:00 ngày 05/01/2026, muộn hơn" in page
    assert "Giữ giờ đã duyệt thì không cần làm gì." in page
    what = told(here, key)
    assert what is not None
    assert [move["fits"] for move in what["moves"]] == ["Muốn đăng vào giờ khác: dời giờ ở đây:"]


def test_a_refused_photo_tells_how_far_it_came(here: Bureau) -> None:
    second = iter([False, True])
    here.wall.faults.add(
        Fault("error", call="photo", code=324, subcode=1366046, when=lambda _: next(second))
    )
    key = here.write(SOON)
    with here.desk() as desk:
        workflow.attach(desk, key, [photo(1), photo(2)])
    here.submit(key)
    here.approve(key)
    here.run()
    assert lines(here, key)[0] == (
        "Lần gửi 1 lúc 07:00:00 ngày 01/01/2026: chắc chắn chưa gửi (mã lỗi 324/1366046), đã tải "
        "1/2 ảnh. Facebook nói: “(#324) Refused by the practice page”."
    )


def test_what_was_changed_on_facebook_tells_when_it_was_seen_and_where(here: Bureau) -> None:
    key = here.approved(SOON)
    here.run()
    post = here.posts()[0]
    here.wall.staff_edit(post.id, message="Lời khác")
    here.clock.advance(2 * MINUTE)
    here.run()
    what = told(here, key)
    assert what is not None
    assert what["reason"] == "lời bài đã bị sửa trên Facebook; hãy xem lại trên trang"
    assert what["sentence"] == "Mở trang xem rồi cho biết:"
    assert what["known"][1:] == [
        "Đã thấy bài trên trang lúc 07:02:00 ngày 01/01/2026.",
        "Lần xem trang gần nhất: 07:02:00 ngày 01/01/2026.",
        f"Mã bài trên Facebook: {post.id}.",
        f"Xem bài tại {post.permalink}",
    ]


@pytest.mark.parametrize("state", ["unknown", "failed", "missed"])
def test_the_first_page_and_the_commands_tell_the_same(
    here: Bureau, state: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = {"unknown": 2, "failed": 100, "missed": 4}[state]
    here.wall.faults.add(Fault("error", call="create", code=code, minutes=600))
    key = here.approved(SOON if state != "missed" else MINUTE)
    here.run()
    if state == "missed":
        here.clock.set(START + timedelta(hours=3))
        here.run()
    assert here.state(key) == state
    what = told(here, key)
    assert what is not None
    page = client(here.office).get("/").text
    assert [one for one in what["known"] if f"<li>{one}</li>" not in page] == []
    monkeypatch.setattr(items, "office", lambda: nullcontext(here.office))
    items.show_item(key)
    shown = capsys.readouterr().out
    items.items(state=state)
    listed = capsys.readouterr().out
    for line in (*what["known"], *[move["command"] for move in what["moves"]], what["sentence"]):
        assert (line in shown, line in listed) == (True, True), line
