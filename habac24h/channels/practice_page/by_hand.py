"""What people reach with a browser or by hand: the wall, its clock, and the switches of faults."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from habac24h.channels.practice_page.answers import HTML_TYPE, TEXT_TYPE, Answer, json_answer
from habac24h.channels.practice_page.faults import FaultError, FaultPlan, fault_from_json
from habac24h.channels.practice_page.faults_html import faults_html
from habac24h.channels.practice_page.graph import ELSEWHERE
from habac24h.channels.practice_page.incoming import Incoming
from habac24h.channels.practice_page.scenes import SCENES, SEEDED_RATE
from habac24h.channels.practice_page.store import Store
from habac24h.channels.practice_page.switchboard import Faults
from habac24h.channels.practice_page.wall_html import VIETNAM, notice_html, wall_html

FAULTS, CLOCK, WALL = "/_chay-thu/faults", "/_chay-thu/dong-ho", "/"
SCENE = "/_chay-thu/su-co"
_SAFE = (
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    # Not no-referrer: browsers then send "Origin: null" with the wall's own form.
    ("Referrer-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)


@dataclass(frozen=True)
class ByHand:
    """The part of the practice page that needs no token."""

    name: str
    store: Store
    faults: Faults
    move: Callable[[datetime], None] | None
    address: Callable[[], str]

    def answer(self, incoming: Incoming) -> Answer | None:
        """The answer, None when the path is Graph's.

        Only our own address may ask (a web page elsewhere could otherwise reach the loopback).
        """
        if not self._is_ours(incoming):
            return _text(421, "Trang chạy thử chỉ trả lời tại địa chỉ của nó trên máy này.")
        act = self._acts().get(incoming.bare_path)
        return None if act is None else act(incoming)

    def wall(self, *, forms: bool) -> str:
        """The wall as HTML; `forms` adds the clock's (where it can be moved) and the faults'."""
        with self.store.look() as (wall, now):
            clock = self.move is not None and forms
            besides = faults_html(self.faults) if forms else ""
            return wall_html(wall, self.name, now, clock_form=clock, besides=besides)

    def _acts(self) -> dict[str, Callable[[Incoming], Answer]]:
        return {
            WALL: self._wall,
            CLOCK: self._clock,
            SCENE: self._scene,
            FAULTS: self._faults,
            ELSEWHERE: lambda _: json_answer({"id": "0_0", "success": True}),
            "/favicon.ico": lambda _: _text(404, "Không có."),
        }

    def _is_ours(self, incoming: Incoming) -> bool:
        here = urlsplit(self.address())
        hosts = {here.netloc, f"localhost:{here.port}"}
        origin = incoming.headers.get("origin")
        return incoming.headers.get("host") in hosts and (
            origin is None or origin in {f"http://{host}" for host in hosts}
        )

    def _wall(self, incoming: Incoming) -> Answer:
        if incoming.method != "GET":
            return _text(405, "Chỉ xem được trang này.")
        return _html(200, self.wall(forms=True))

    def _clock(self, incoming: Incoming) -> Answer:
        if self.move is None or incoming.method != "POST":
            return _html(404, notice_html("Đồng hồ của trang này không chỉnh được."))
        with self.store.look() as (_, now):
            wanted = _wanted(incoming, now)
        if wanted is None:
            return _html(400, notice_html("Không hiểu ngày giờ đã nhập; hãy chọn lại ngày và giờ."))
        if wanted < now:
            return _html(400, notice_html("Đồng hồ chỉ chạy tới; hãy chọn một lúc muộn hơn."))
        self.move(wanted)
        return Answer(303, b"", HTML_TYPE, (("Location", WALL), *_SAFE))

    def _scene(self, incoming: Incoming) -> Answer:
        """The form of faults: one named, a seed to draw from, or all off."""
        if incoming.method != "POST":
            return _text(405, "Chỉ đổi được bằng nút trên trang chạy thử.")
        name, seed = incoming.form.get("ten", ""), incoming.form.get("so", "")
        if name in SCENES:
            self.faults.add(SCENES[name].fault)
        elif seed.isdecimal() and len(seed) < 10:
            self.faults.follow(FaultPlan(int(seed), SEEDED_RATE))
        elif name or seed:
            return _html(400, notice_html("Không có sự cố này; hãy chọn trong danh sách."))
        else:
            self.faults.clear()
        return Answer(303, b"", HTML_TYPE, (("Location", f"{WALL}#su-co"), *_SAFE))

    def _faults(self, incoming: Incoming) -> Answer:
        if incoming.method == "DELETE":
            self.faults.clear()
        elif incoming.method == "POST":
            try:
                self._switch(incoming.body)
            except FaultError as error:
                return json_answer({"error": error.sentence}, 400)
        return json_answer(self._state())

    def _switch(self, body: bytes) -> None:
        try:
            plain: Any = json.loads(body)
        except ValueError:
            plain = None
        if not isinstance(plain, dict):
            raise FaultError("JSON", None, "cần một đối tượng JSON")
        if set(plain) != {"seed", "rate"}:
            self.faults.add(fault_from_json(plain))
        elif isinstance(plain["seed"], int) and isinstance(plain["rate"], int | float):
            self.faults.follow(FaultPlan(plain["seed"], plain["rate"]))
        else:
            raise FaultError("seed", plain, "cần hai số: seed, rate")

    def _state(self) -> dict[str, Any]:
        plan = self.faults.plan
        armed = [asdict(fault) | {"when": fault.when is not None} for fault in self.faults.armed]
        return {
            "armed": armed,
            "plan": None if plan is None else {"seed": plan.seed, "rate": plan.rate},
            "struck": [fault.kind for fault in self.faults.struck],
        }


def _wanted(incoming: Incoming, now: datetime) -> datetime | None:
    """The moment that the form names: minutes from now, or a day and hour in Vietnam."""
    minutes = incoming.form.get("phut", "")
    try:
        if minutes:
            return now + timedelta(minutes=int(minutes))
        moment = datetime.fromisoformat(incoming.form.get("den", ""))
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment


def _html(status: int, page: str) -> Answer:
    return Answer(status, page.encode(), HTML_TYPE, _SAFE)


def _text(status: int, sentence: str) -> Answer:
    return Answer(status, sentence.encode(), TEXT_TYPE, _SAFE)
