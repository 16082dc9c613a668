"""The switchboard of faults: which one strikes the next call, and the calls that hang."""

from __future__ import annotations

import random
import threading

from habac24h.channels.practice_page.faults import Call, Fault, FaultPlan, Request


class _Armed:
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.left = fault.times
        self.draw = random.Random(fault.seed)  # noqa: S311 - repeatable on purpose

    def strikes(self, call: Call, request: Request) -> bool:
        fault = self.fault
        if self.left == 0 or not fault.fits(call):
            return False
        if fault.when is not None and not fault.when(request):
            return False
        if fault.probability < 1 and self.draw.random() >= fault.probability:
            return False
        if self.left is not None:
            self.left -= 1
        return True


class Faults:
    """The faults of one practice page, and the calls that hang; safe from several threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._armed: list[_Armed] = []
        self._plan: FaultPlan | None = None
        self._draw = random.Random(0)  # noqa: S311 - repeatable on purpose
        self._struck: list[Fault] = []
        self._release = threading.Event()
        self._hanging = 0

    def add(self, fault: Fault) -> None:
        """Switch one on; those added earlier strike first."""
        with self._changed:
            self._armed.append(_Armed(fault))

    def follow(self, plan: FaultPlan | None) -> None:
        """Let a seed choose for every call that no added fault strikes; None ends it."""
        with self._changed:
            self._plan = plan
            self._draw = random.Random(plan.seed if plan else 0)  # noqa: S311 - repeatable

    def clear(self) -> None:
        """Switch all off; what has struck stays on record, what hangs goes on hanging."""
        with self._changed:
            self._armed.clear()
            self._plan = None

    def release(self) -> None:
        """Let every call that hangs or drips now come to its end."""
        with self._changed:
            self._release.set()
            self._release = threading.Event()

    def wait_for_hanging(self, count: int, timeout: float) -> bool:
        """Wait until that many calls hang (at most `timeout` seconds); whether they do."""
        with self._changed:
            return self._changed.wait_for(lambda: self._hanging >= count, timeout)

    @property
    def armed(self) -> tuple[Fault, ...]:
        """What was added and can still strike."""
        with self._changed:
            return tuple(armed.fault for armed in self._armed if armed.left != 0)

    @property
    def plan(self) -> FaultPlan | None:
        """The plan that is followed."""
        with self._changed:
            return self._plan

    @property
    def struck(self) -> tuple[Fault, ...]:
        """What has struck so far, in order."""
        with self._changed:
            return tuple(self._struck)

    def choose(self, call: Call, request: Request) -> Fault | None:
        """The fault that strikes this call, counted as used; None when it goes well."""
        with self._changed:
            fault = next((a.fault for a in self._armed if a.strikes(call, request)), None)
            fault = fault or self._drawn(call)
            if fault is not None:
                self._struck.append(fault)
            return fault

    def released(self) -> threading.Event:
        """The event that ends what hangs or drips from now on."""
        with self._changed:
            return self._release

    def hang(self, seconds: float | None) -> None:
        """Hold the calling thread until the release or until `seconds` are over."""
        with self._changed:
            release = self._release
            self._hanging += 1
            self._changed.notify_all()
        release.wait(seconds)
        with self._changed:
            self._hanging -= 1

    def _drawn(self, call: Call) -> Fault | None:
        if self._plan is None or self._draw.random() >= self._plan.rate:
            return None
        menu = [fault for fault in self._plan.menu if fault.fits(call)]
        return self._draw.choice(menu) if menu else None
