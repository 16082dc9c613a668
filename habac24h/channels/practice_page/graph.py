"""Graph's side of the practice page: from a request to an answer, faults included."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from habac24h.channels.practice_page import reads
from habac24h.channels.practice_page.answers import Answer, json_answer, spoil, trouble_answer
from habac24h.channels.practice_page.edges import (
    Edge,
    Scene,
    Visit,
    WriteEdge,
    check_permission,
    edge_of,
    node_of,
    refuse_unknown,
)
from habac24h.channels.practice_page.faults import Call, Fault, Request
from habac24h.channels.practice_page.incoming import Incoming
from habac24h.channels.practice_page.photos import LIFE, Photo, photo_in
from habac24h.channels.practice_page.reads import Sight
from habac24h.channels.practice_page.store import Store
from habac24h.channels.practice_page.switchboard import Faults
from habac24h.channels.practice_page.tokens import Token, Tokens
from habac24h.channels.practice_page.trouble import GraphTrouble, is_rate_limit
from habac24h.channels.practice_page.wall import Late, Quirks, Wall, Write, WriteCall
from habac24h.channels.practice_page.writes import SUCCESS, perform

# Under `serve` the page lives for months: the log of requests has an end.
KEPT_REQUESTS = 20_000
ELSEWHERE = "/_chay-thu/noi-khac"  # where redirects lead unless a fault says otherwise


@dataclass
class Graph:
    """The desk that answers Graph calls; its parts are shared with the page."""

    page_id: str
    page_name: str
    store: Store
    tokens: Tokens
    faults: Faults
    address: Callable[[], str]
    wall_address: Callable[[], str]
    refuse_duplicates: bool = False
    photo_life: timedelta = LIFE
    figures: dict[tuple[str, str], int | Mapping[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._count = itertools.count(1)
        self._lock = threading.Lock()
        self._requests: deque[Request] = deque(maxlen=KEPT_REQUESTS)

    @property
    def requests(self) -> tuple[Request, ...]:
        """The log, oldest first."""
        with self._lock:
            return tuple(self._requests)

    def answer(self, incoming: Incoming, broken: GraphTrouble | None = None) -> Answer:
        """Answer one call and log it; `broken` is why its body could not be read."""
        visit = broken or self._understand(incoming)
        line = visit.line if isinstance(visit, Visit) else None
        request = self._log(incoming, line.call if line else None)
        trace = self._trace()
        if isinstance(visit, GraphTrouble):
            fault, answer = None, trouble_answer(visit, trace)
        else:
            fault, answer = self._serve(incoming, visit, request, trace)
        return replace(answer, headers=self._headers(incoming, fault, trace) + answer.headers)

    def log(self, incoming: Incoming) -> None:
        """Note a request that is no Graph call."""
        self._log(incoming, None)

    def _log(self, incoming: Incoming, call: Call | None) -> Request:
        with self.store.look() as (_, now):
            request = Request(
                method=incoming.method,
                path=incoming.path,
                headers=incoming.headers,
                form=incoming.form,
                call=call,
                at=now,
            )
        with self._lock:
            self._requests.append(request)
        return request

    def _understand(self, incoming: Incoming) -> Visit | GraphTrouble:
        """What is asked, whether or not the caller may."""
        try:
            name, edge = incoming.object_and_edge()
        except GraphTrouble as trouble:
            return trouble
        node, target = node_of(name, self.page_id, self.tokens.known(incoming.token))
        return Visit(
            method=incoming.acts_as,
            node=node,
            target=target,
            edge=edge,
            line=edge_of(incoming.acts_as, node, edge, incoming.params),
            params=incoming.params,
            address=f"{self.address()}{incoming.bare_path}",
            open_token=incoming.open_token,
        )

    def _serve(
        self, incoming: Incoming, visit: Visit, request: Request, trace: str
    ) -> tuple[Fault | None, Answer]:
        fault: Fault | None = None
        try:
            token = self.tokens.caller(incoming.token, incoming.proof, request.at)
            line = visit.line or refuse_unknown(visit)
            check_permission(line, token, self.page_id)
            fault = self.faults.choose(line.call, request)
            answer = json_answer(self._carry_out(visit, line, token, fault, incoming.files))
        except GraphTrouble as trouble:
            answer = trouble_answer(trouble, trace)
        if fault is not None:
            answer = spoil(fault, answer, trace, f"{self.address()}{ELSEWHERE}")
        return fault, answer

    def _carry_out(
        self,
        visit: Visit,
        line: Edge,
        token: Token,
        fault: Fault | None,
        files: Mapping[str, bytes],
    ) -> dict[str, Any]:
        if isinstance(line, WriteEdge):
            photo = photo_in(files, visit.params) if line.call == "photo" else None
            return self._write(line.call, visit, token, fault, photo)
        with self.store.look() as (wall, now):
            scene = Scene(wall, self._sight(now), self.tokens, token, dict(self.figures))
            answer = line.read(visit, scene)
            if line.call == "list" and "after" not in visit.params:
                self._use_look(wall, visit.edge)
            return answer

    def _use_look(self, wall: Wall, edge: str) -> None:
        if reads.hides(wall, edge):
            with self.store.change() as (changed, _):
                reads.use_look(changed, edge)

    def _write(
        self,
        call: WriteCall,
        visit: Visit,
        token: Token,
        fault: Fault | None,
        photo: Photo | None,
    ) -> dict[str, Any]:
        with self.store.change() as (wall, now):
            write = Write(
                call=call,
                target=visit.target,
                form=visit.params,
                asked=now,
                # A user's token makes a visitor's post; a Page token posts as the page.
                author="app" if token.kind == "PAGE" else "visitor",
                quirks=fault.quirks() if fault else Quirks(),
                photo=photo,
            )
            outcome = fault.outcome() if fault else "applied"
            if outcome == "applied":
                return perform(
                    wall,
                    write,
                    now,
                    refuse_duplicates=self.refuse_duplicates,
                    photo_life=self.photo_life,
                )
            if outcome == "late" and fault is not None:
                wall.late = (*wall.late, Late(now + timedelta(minutes=fault.minutes), write))
            if call == "photo":
                return {"id": wall.new_number()}
            return {"id": wall.new_id()} if call == "create" else dict(SUCCESS)

    def _sight(self, now: datetime) -> Sight:
        return Sight(self.page_id, self.page_name, self.wall_address(), now)

    def _trace(self) -> str:
        with self._lock:
            number = next(self._count)
        digest = hashlib.sha256(f"{self.page_id}/{number}".encode()).digest()
        return "A" + base64.urlsafe_b64encode(digest)[:21].decode()

    def _headers(
        self, incoming: Incoming, fault: Fault | None, trace: str
    ) -> tuple[tuple[str, str], ...]:
        limited = fault is not None and fault.code is not None and is_rate_limit(fault.code)
        share = 100 if limited else 1
        usage = {"call_count": share, "total_cputime": share, "total_time": share}
        minutes = int(fault.minutes) if limited and fault is not None else 0
        business = usage | {"type": "pages", "estimated_time_to_regain_access": minutes}
        major, minor = incoming.version
        return (
            ("facebook-api-version", f"v{major}.{minor}"),
            ("x-app-usage", json.dumps(usage)),
            ("x-business-use-case-usage", json.dumps({self.page_id: [business]})),
            ("x-fb-trace-id", trace),
        )
