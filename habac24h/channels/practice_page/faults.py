"""What can go wrong: one fault, described and checked, and the menu that a seed draws from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from habac24h.channels.practice_page.wall import Quirks
from habac24h.errors import HabacError

Call = Literal[
    "create", "photo", "read", "publish", "edit", "delete", "list", "debug", "identity", "insights"
]
Effect = Literal["none", "applied", "late"]
Kind = Literal[
    # instead of the true answer
    "error",  # a Graph error: code, subcode, status
    "hang",  # no answer, until `seconds` are over, faults.release() or stop(); then closed
    "reset",  # the connection is torn down
    "html",  # an error page of somebody in between
    "empty",  # 200 without a body
    "null",
    "false",
    "empty-object",  # {}
    "empty-error",  # {"error": {}}
    "no-content",  # 204
    "redirect",  # 302 (or `status` 307) to `location`
    "plain-500",  # 500 with JSON that has no "error"
    "swallow",  # 200 with an id (or success), and nothing is stored
    # the true answer (or, with a code, the error) in a wrong wrapping
    "truncated",  # half of the JSON, with an honest length
    "cut-off",  # the connection ends in the middle of the body
    "drip",  # one byte every `seconds`
    "javascript",  # JSON labelled text/javascript
    "no-type",  # no content type
    "quiet-close",  # a whole answer, then the connection is closed without a word
    # the true answer, but Facebook bends the post
    "lag",  # missing from lists for `looks` looks or `seconds` of the page's clock
    "normalise",  # CRLF made LF, text trimmed
    "new-id",  # another id once it is public; lists lack it for `seconds` after that
]
WRAPPINGS = frozenset({"truncated", "cut-off", "drip", "javascript", "no-type", "quiet-close"})
BENDS = frozenset({"lag", "normalise", "new-id"})
POSTS = frozenset({"create", "publish", "edit", "delete"})
WRITES = POSTS | {"photo"}
DRIP_SECONDS = 0.05


class FaultError(HabacError):
    """A fault was described wrongly; says which part and what is allowed."""

    def __init__(self, part: str, found: object, allowed: str) -> None:
        super().__init__(f"Lỗi giả lập, mục “{part}”: thấy {found!r}; {allowed}.")
        self.part = part


def _one_of(part: str, found: object, allowed: tuple[object, ...]) -> None:
    if found not in allowed:
        raise FaultError(part, found, f"cho phép: {', '.join(str(word) for word in allowed)}")


@dataclass(frozen=True)
class Request:
    """One request as it arrived: `path` with its query, `headers` with Authorization kept.

    `call` is None for what is no Graph call of ours (the wall, an unknown path).
    """

    method: str
    path: str
    headers: Mapping[str, str]
    form: Mapping[str, str]
    call: Call | None
    at: datetime


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    `call` says which calls it strikes ("any": every one that the kind fits); `times` how often,
    None for always; `when` narrows it; `probability` (drawn from a Random of `seed`) thins it.
    `effect`: whether a write is carried out all the same: none, applied, or late, `minutes` of
    the page's clock after the call. Left out, it is applied where the true answer is given, none
    otherwise. With effect none a wrapping without a code wraps an invented success. `minutes` is
    also the waiting time that a rate limit (code 4 …) names in its header.
    """

    kind: Kind
    call: Call | Literal["any"] = "any"
    times: int | None = 1
    when: Callable[[Request], bool] | None = field(default=None, compare=False)
    probability: float = 1.0
    seed: int = 0
    effect: Effect | None = None
    minutes: float = 30.0
    seconds: float | None = None
    looks: int = 0
    code: int | None = None
    subcode: int | None = None
    status: int | None = None
    location: str | None = None

    def __post_init__(self) -> None:
        _one_of("kind", self.kind, get_args(Kind))
        _one_of("call", self.call, (*get_args(Call), "any"))
        _one_of("effect", self.effect, (*get_args(Effect), None))
        if self.times is not None and self.times < 1:
            raise FaultError("times", self.times, "cần số nguyên từ 1, hoặc null (mãi mãi)")
        if not 0 <= self.probability <= 1:
            raise FaultError("probability", self.probability, "cần số từ 0 đến 1")
        if self.kind == "lag" and self.looks < 1 and not self.seconds:
            raise FaultError("looks", self.looks, "cần looks từ 1 hoặc seconds lớn hơn 0")
        if self.call not in self._reach() | {"any"}:
            raise FaultError("call", self.call, f"{self.kind} chỉ dùng cho lệnh ghi")
        if self.kind in BENDS and self.effect not in {None, "applied"}:
            raise FaultError("effect", self.effect, f"{self.kind} luôn là applied")

    def outcome(self) -> Effect:
        """What becomes of the write, the default worked out."""
        if self.effect is not None:
            return self.effect
        true_answer = self.kind in BENDS or (self.kind in WRAPPINGS and self.code is None)
        return "applied" if true_answer else "none"

    def fits(self, call: Call) -> bool:
        """Whether it can strike this call at all."""
        return call in self._reach() and self.call in {"any", call}

    def _reach(self) -> frozenset[str]:
        """The calls that this kind can strike at all."""
        if self.kind in BENDS:
            return POSTS
        return WRITES if self.kind == "swallow" else frozenset(get_args(Call))

    def quirks(self) -> Quirks:
        """How it bends the post that a write makes or touches."""
        lag = self.kind == "lag"
        return Quirks(
            normalise=self.kind == "normalise",
            renew_id=self.kind == "new-id",
            unseen_looks=self.looks if lag else 0,
            unseen_seconds=(self.seconds or 0.0) if lag else 0.0,
            unseen_renewed=(self.seconds or 0.0) if self.kind == "new-id" else 0.0,
        )


# What a plan draws from: everything that a good protocol survives without a person.
MENU: tuple[Fault, ...] = (
    Fault("error", code=1),
    Fault("error", code=2, effect="applied"),
    Fault("error", code=2, effect="late"),
    Fault("error", code=4),
    Fault("reset"),
    Fault("reset", effect="applied"),
    Fault("reset", effect="late"),
    Fault("html", status=502),
    Fault("html", effect="applied"),
    Fault("empty", effect="applied"),
    Fault("null"),
    Fault("no-content", effect="applied"),
    Fault("redirect", status=302),
    Fault("redirect", status=307, effect="applied"),
    Fault("plain-500"),
    Fault("swallow", call="create"),
    Fault("truncated"),
    Fault("cut-off"),
    Fault("javascript", code=2),
    Fault("no-type"),
    Fault("quiet-close"),
    Fault("lag", call="create", looks=3),
    Fault("normalise"),
    Fault("new-id", call="create"),
)


@dataclass(frozen=True)
class FaultPlan:
    """Faults drawn by a seed: each call is struck with probability `rate`, from `menu`.

    The same seed and the same order of calls give the same faults. The usual menu leaves out
    what needs wall-clock patience (hang, drip) and what needs a person (190, 368, 506).
    """

    seed: int
    rate: float
    menu: tuple[Fault, ...] = MENU

    def __post_init__(self) -> None:
        if not 0 <= self.rate <= 1:
            raise FaultError("rate", self.rate, "cần số từ 0 đến 1")


def fault_from_json(plain: Mapping[str, Any]) -> Fault:
    """A fault as a person writes it; FaultError names the part that is wrong."""
    known = {name: kind for name, kind in _PLAIN.items() if name in plain}
    unknown = sorted(set(plain) - set(_PLAIN))
    if unknown or "kind" not in plain:
        raise FaultError(unknown[0] if unknown else "kind", None, f"các mục: {', '.join(_PLAIN)}")
    for name, kinds in known.items():
        if isinstance(plain[name], bool) or not isinstance(plain[name], kinds):
            raise FaultError(name, plain[name], "sai kiểu giá trị")
    return Fault(**plain)


_NONE = type(None)
_PLAIN: dict[str, tuple[type, ...]] = {
    "kind": (str,),
    "call": (str,),
    "times": (int, _NONE),
    "probability": (int, float),
    "seed": (int,),
    "effect": (str, _NONE),
    "minutes": (int, float),
    "seconds": (int, float, _NONE),
    "looks": (int,),
    "code": (int, _NONE),
    "subcode": (int, _NONE),
    "status": (int, _NONE),
    "location": (str, _NONE),
}
