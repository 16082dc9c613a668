"""The two machines of DESIGN section 5, state by state: what each move does, or why it refuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from workflow_kit import DAY, GOING, HOUR, SOON, WORDS, Bureau, open_bureau

from habac24h import workflow
from habac24h.errors import Refused
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow import Desk
from habac24h.workflow.state import SCREEN, also_missed, overall, overdue, screen

Move = Callable[[Desk, str], Any]


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = open_bureau(tmp_path_factory.mktemp("home"))
    yield made
    made.office.close()


def _later(desk: Desk) -> Any:
    return desk.now + timedelta(days=2)


MOVES: dict[str, Move] = {
    "submit": lambda desk, key: workflow.submit(desk, key),
    "approve": lambda desk, key: workflow.approve(desk, key),
    "return": lambda desk, key: workflow.return_(desk, key, reason="sai tên"),
    "edit": lambda desk, key: workflow.edit(desk, key, text="Lời mới."),
    "move": lambda desk, key: workflow.move(desk, key, to=_later(desk)),
    "cancel": lambda desk, key: workflow.cancel(desk, key),
    "restore": lambda desk, key: workflow.restore(desk, key),
    "resend": lambda desk, key: workflow.resend(desk, key),
    "confirm": lambda desk, key: workflow.confirm(desk, key),
    "resolve": lambda desk, key: workflow.resolve(desk, key, as_done=False),
}
DROPPED = "“KEY” đã bỏ; hãy khôi phục bằng `habac24h restore KEY`."
NOTHING_STOPPED = "“KEY” không có lượt nào bị lỗi, lỡ giờ hay đã hủy để gửi lại."
BY_WHOM = re.compile(r" \(\w+: [^)]+, 07:00, Thứ Năm 01/01/2026\)")
"""Who brought the item to its state, and when: test_workflow_approval.py."""
NOT_DOUBTFUL = (
    "“KEY@1” đang ở trạng thái “chờ đến giờ”, không phải “chưa rõ đã đăng hay chưa”, "
    "nên không cần quyết định."
)


def _cannot(state: str, deed: str, remedy: str) -> str:
    return f"“KEY” đang ở trạng thái {state} nên không {deed} được; {remedy}."


def _restore_first(deed: str) -> str:
    return _cannot("đã bỏ", deed, "hãy khôi phục bằng `habac24h restore KEY` trước")


def _unapproved(state: str) -> str:
    return (
        f"“KEY” đang ở trạng thái {state}, chưa được duyệt, nên chưa thể xác nhận; "
        "hãy trình và duyệt trước."
    )


# Where the words go (and the waiting airing), or the sentence of the refusal. Loudspeaker, today;
# the mover is an approver who neither wrote nor submitted.
WORDS_TABLE: dict[str, dict[str, tuple[str, str] | str]] = {
    "submit": {
        "draft": ("pending", "waiting"),
        "pending": _cannot(
            "chờ duyệt", "trình duyệt", "hãy chờ người duyệt, hoặc trả lại nếu còn phải sửa"
        ),
        "approved": _cannot(
            "đã duyệt", "trình duyệt", "hãy trả lại hoặc sửa lời nếu cần duyệt lại"
        ),
        "dropped": _restore_first("trình duyệt"),
    },
    "approve": {
        "draft": _cannot("nháp", "duyệt", "hãy trình duyệt bằng `habac24h submit KEY` trước"),
        "pending": ("approved", "waiting"),
        "approved": _cannot("đã duyệt", "duyệt", "không cần duyệt lần nữa"),
        "dropped": _restore_first("duyệt"),
    },
    "return": {
        "draft": _cannot("nháp", "trả lại", "hãy sửa thẳng bản nháp"),
        "pending": ("draft", "waiting"),
        "approved": ("draft", "waiting"),
        "dropped": _restore_first("trả lại"),
    },
    "edit": {
        "draft": ("draft", "waiting"),
        "pending": ("draft", "waiting"),
        "approved": ("draft", "waiting"),
        "dropped": "“KEY” đã bỏ; hãy khôi phục bằng `habac24h restore KEY` rồi mới sửa.",
    },
    "move": {
        "draft": ("draft", "waiting"),
        "pending": ("pending", "waiting"),
        "approved": ("approved", "waiting"),
        "dropped": DROPPED,
    },
    "cancel": {
        "draft": ("dropped", "cancelled"),
        "pending": ("dropped", "cancelled"),
        "approved": ("dropped", "cancelled"),
        "dropped": (
            "“KEY” đã bỏ từ trước; nếu cần dùng lại hãy khôi phục bằng `habac24h restore KEY`."
        ),
    },
    "restore": {
        "draft": "“KEY” không ở trạng thái đã bỏ nên không cần khôi phục.",
        "pending": "“KEY” không ở trạng thái đã bỏ nên không cần khôi phục.",
        "approved": "“KEY” không ở trạng thái đã bỏ nên không cần khôi phục.",
        "dropped": ("draft", "waiting"),
    },
    "resend": {
        "draft": NOTHING_STOPPED,
        "pending": NOTHING_STOPPED,
        "approved": NOTHING_STOPPED,
        "dropped": DROPPED,
    },
    "confirm": {
        "draft": _unapproved("nháp"),
        "pending": _unapproved("chờ duyệt"),
        "approved": ("approved", "done"),
        "dropped": _unapproved("đã bỏ"),
    },
    "resolve": dict.fromkeys(("draft", "pending", "approved", "dropped"), NOT_DOUBTFUL),
}


def _brought_to(bureau: Bureau, words: str) -> str:
    key = bureau.write("loudspeaker", after=SOON)
    if words in ("pending", "approved"):
        bureau.do("lan", "submit", key)
    if words == "approved":
        bureau.do("minh", "approve", key)
    if words == "dropped":
        bureau.do("lan", "cancel", key)
    return key


def _tried(bureau: Bureau, key: str, move: str) -> tuple[str, str] | str:
    try:
        with bureau.desk("tam") as desk:
            MOVES[move](desk, key)
    except Refused as error:
        return BY_WHOM.sub("", error.sentence.replace(key, "KEY"))
    return bureau.states(key)[:2]


@pytest.mark.parametrize("move", MOVES)
def test_the_words_machine(bureau: Bureau, move: str) -> None:
    found = {words: _tried(bureau, _brought_to(bureau, words), move) for words in WORDS}
    if move == "resolve":  # whose sentence tells the airing's state
        assert found.pop(Words.DROPPED) == NOT_DOUBTFUL.replace("chờ đến giờ", "đã hủy")
        expected = {key: told for key, told in WORDS_TABLE[move].items() if key != "dropped"}
    else:
        expected = WORDS_TABLE[move]
    assert found == expected


ON_PAGE = ("sending", "handed_over", "unknown", "withdrawing", "done")
STOPPED = ("failed", "missed", "skipped", "cancelled")
BACK = ("withdrawing", "waiting")
AWAY = ("withdrawing", "cancelled")


def _each(states: tuple[str, ...], told: tuple[str, str | None]) -> dict[str, Any]:
    return dict.fromkeys(states, told)


# An approved post: where its airing goes, and where its withdrawing leads.
AIRING_TABLE: dict[str, dict[str, tuple[str, str | None]]] = {
    "edit": {
        "waiting": ("waiting", None),
        **_each(ON_PAGE, BACK),
        "failed": ("waiting", None),
        "missed": ("missed", None),
        "skipped": ("skipped", None),
        "cancelled": ("cancelled", None),
    },
    "return": {
        "waiting": ("waiting", None),
        **_each(ON_PAGE, BACK),
        "failed": ("waiting", None),
        "missed": ("missed", None),
        "skipped": ("skipped", None),
        "cancelled": ("cancelled", None),
    },
    "move": {
        "waiting": ("waiting", None),
        **_each(ON_PAGE, BACK),
        **_each(STOPPED, ("waiting", None)),
    },
    "cancel": {
        "waiting": ("cancelled", None),
        **_each(ON_PAGE, AWAY),
        **_each(STOPPED, ("cancelled", None)),
    },
    "resend": _each(STOPPED, ("waiting", None)),
    "resolve": {"unknown": ("waiting", None)},
    "confirm": {},
    "submit": {},
    "approve": {},
    "restore": {},
}


@pytest.mark.parametrize("move", MOVES)
def test_the_airing_machine_of_an_approved_post(bureau: Bureau, move: str) -> None:
    found = {}
    for going in GOING:
        key = bureau.approved()
        bureau.set_airing(key, state=going)
        if isinstance(_tried(bureau, key, move), tuple):
            found[going.value] = bureau.states(key)[1:]
    assert found == AIRING_TABLE[move]


MANUAL_TABLE: dict[str, dict[str, tuple[str, str | None]]] = {
    "edit": {state: (state, None) for state in ("waiting", "done", "missed", "skipped")},
    "return": {state: (state, None) for state in ("waiting", "done", "missed", "skipped")},
    "move": dict.fromkeys(("waiting", "missed", "skipped"), ("waiting", None)),
    "cancel": {
        "waiting": ("cancelled", None),
        "done": ("done", None),
        "missed": ("cancelled", None),
        "skipped": ("cancelled", None),
    },
    "resend": {"missed": ("waiting", None), "skipped": ("waiting", None)},
    "confirm": {"waiting": ("done", None), "missed": ("done", None), "skipped": ("done", None)},
    "resolve": {},
}


@pytest.mark.parametrize("move", MANUAL_TABLE)
def test_the_airing_machine_of_what_people_carry_out(bureau: Bureau, move: str) -> None:
    found = {}
    for going in ("waiting", "done", "missed", "skipped"):
        key = bureau.approved("talk", after=SOON)
        if going == "done":
            bureau.do("lan", "confirm", key)
        else:
            bureau.set_airing(key, state=going)
        if isinstance(_tried(bureau, key, move), tuple):
            found[going] = bureau.states(key)[1:]
    assert found == MANUAL_TABLE[move]


@pytest.mark.parametrize("channel", ["fanpage", "banner"])
@pytest.mark.parametrize("words", WORDS)
def test_a_refusal_changes_nothing_and_a_change_leaves_one_row(
    bureau: Bureau, words: Words, channel: str
) -> None:
    """Every move in every pair of states: one audit row for each row that changed, or nothing."""
    key = bureau.approved(channel, length=DAY if channel == "banner" else None)
    kept = 0
    for going in GOING:
        for move, deed in MOVES.items():
            before, after = bureau.tried("tam", deed, key, words=words, going=going)
            if after is None:
                continue
            kept += 1
            told = after["acts"][len(before["acts"]) :]
            names = sorted(airing or "item" for _act, airing, *_ in told)
            assert names == _grown(before, after), (words, going, move)
    assert kept > len(GOING)


def _grown(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The rows whose version went up, each by exactly one."""
    steps = {"item": after["item"]["version"] - before["item"]["version"]}
    for old, new in zip(before["airings"], after["airings"], strict=True):
        steps[new["key"]] = new["version"] - old["version"]
    assert set(steps.values()) <= {0, 1}
    changed = {"item"} if before["item"] != after["item"] else set()
    for old, new in zip(before["airings"], after["airings"], strict=True):
        changed |= {new["key"]} if old != new else set()
    assert changed <= {name for name, step in steps.items() if step}
    return sorted(name for name, step in steps.items() if step)


def _fake(words: str, *going: str) -> tuple[Item, list[Airing]]:
    item = Item(key="k", campaign="c", year=2026, activity="a", channel="fanpage", state=words)
    return item, [Airing(key=f"k@{n}", item_id=1, uid=f"{n}", state=g) for n, g in enumerate(going)]


ORDER = ("unknown", "failed", "withdrawing", "sending", "handed_over")


def test_a_lists_state_is_the_first_that_applies() -> None:
    for place, state in enumerate(ORDER):
        rest = (*ORDER[place:], "waiting", "missed", "done", "skipped", "cancelled")
        assert overall(*_fake("approved", *reversed(rest))) == state
    for words in ("draft", "pending", "approved"):
        waiting = _fake(words, "missed", "cancelled", "skipped", "done", "waiting", "missed")
        assert (overall(*waiting), also_missed(words, waiting[1])) == (words, 2)
    for words in WORDS:
        assert overall(*_fake(words, "cancelled", "skipped", "done", "missed")) == "missed"
        assert overall(*_fake(words, "cancelled", "skipped", "done")) == "done"
        assert overall(*_fake(words, "cancelled", "skipped")) == "skipped"
        assert overall(*_fake(words, "cancelled")) == "cancelled"


def test_every_state_has_its_words_on_the_screen() -> None:
    assert set(SCREEN) == {*WORDS, *GOING}
    assert [screen("done", channel) for channel in ("fanpage", "loudspeaker", "banner")] == [
        "đã đăng",
        "đã phát",
        "đã treo",
    ]
    assert screen("missed", "fanpage") == "quá giờ, không đăng"
    assert screen("missed", "talk") == "không thực hiện"


def test_overdue_is_approved_manual_past_and_of_no_known_end(
    bureau: Bureau, tmp_path: Path
) -> None:
    key = bureau.approved("loudspeaker", after=HOUR)
    item, airing = bureau.item(key), bureau.airing(key)
    assert not overdue(item, airing, airing.due)
    assert overdue(item, airing, airing.due + timedelta(seconds=1))
    later = airing.due + DAY
    for words in ("draft", "pending", "dropped"):
        assert not overdue(item.model_copy(update={"state": words}), airing, later)
    for going in set(GOING) - {Going.WAITING, Going.SKIPPED}:
        assert not overdue(item, airing.model_copy(update={"state": going}), later)
    assert not overdue(item.model_copy(update={"channel": "fanpage"}), airing, later)
