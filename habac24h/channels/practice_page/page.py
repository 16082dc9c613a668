"""A practice Fanpage: a local server that speaks the Graph dialect, for tests and newcomers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from habac24h.channels.practice_page.answers import Answer
from habac24h.channels.practice_page.by_hand import ByHand
from habac24h.channels.practice_page.faults import Request
from habac24h.channels.practice_page.graph import Graph
from habac24h.channels.practice_page.incoming import Incoming
from habac24h.channels.practice_page.photos import LIFE, Photo
from habac24h.channels.practice_page.posts import Author, WallPost
from habac24h.channels.practice_page.server import LOOPBACK, PracticeServer, http_date
from habac24h.channels.practice_page.store import Store
from habac24h.channels.practice_page.switchboard import Faults
from habac24h.channels.practice_page.tokens import PAGE_SCOPES, Kind, Token, Tokens
from habac24h.channels.practice_page.trouble import GraphTrouble
from habac24h.channels.practice_page.wall import Write, WriteCall
from habac24h.channels.practice_page.writes import perform
from habac24h.errors import HabacError


class PageNotStarted(HabacError):
    """The address of a practice page was asked for while it had none."""

    def __init__(self) -> None:
        super().__init__("Trang chạy thử chưa chạy nên chưa có địa chỉ; hãy gọi start() trước.")


class PracticePage:
    """One practice Fanpage on 127.0.0.1, with its wall, tokens, faults and log of requests.

    `now` is the page's clock; due posts become public as soon as anybody looks. With
    `state_file` the wall outlives the process (one process at a time may use a file; a damaged
    one is StateFileError). `move` sets the clock, and then the wall shows a form for it.
    `wall_address` is what permalinks begin with, by default the wall at `url`. With `app_secret`
    every call must carry its appsecret_proof. Tokens are kept in memory only. `photo_life` is how
    long a temporary photo can be attached.
    """

    def __init__(
        self,
        *,
        page_id: str,
        name: str,
        token: str,
        now: Callable[[], datetime],
        state_file: Path | None = None,
        port: int = 0,
        move: Callable[[datetime], None] | None = None,
        wall_address: str | None = None,
        app_secret: str | None = None,
        refuse_duplicates: bool = False,
        photo_life: timedelta = LIFE,
    ) -> None:
        self.page_id, self.name = page_id, name
        self.faults = Faults()
        self._now, self._port, self._wall_address = now, port, wall_address
        self._store = Store(page_id, now, state_file)
        self._tokens = Tokens(app_secret)
        self._graph = Graph(
            page_id=page_id,
            page_name=name,
            store=self._store,
            tokens=self._tokens,
            faults=self.faults,
            address=lambda: self.url,
            wall_address=self._where,
            refuse_duplicates=refuse_duplicates,
            photo_life=photo_life,
        )
        self._by_hand = ByHand(name, self._store, self.faults, move, lambda: self.url)
        self._server: PracticeServer | None = None
        self._thread: threading.Thread | None = None
        self.add_token(token, kind="PAGE", profile_id=page_id)

    def start(self) -> Self:
        """Listen; a second start after a stop takes the same port. OSError when it is taken."""
        if self._server is None:
            server = PracticeServer(
                self._port, self._answer, self.faults, lambda: http_date(self._now())
            )
            self._server, self._port = server, server.port
            # A short poll makes stopping quick: tests stop hundreds of pages.
            self._thread = threading.Thread(
                target=server.serve_forever, args=(0.05,), name="practice-page", daemon=True
            )
            self._thread.start()
        return self

    def stop(self) -> None:
        """Close every connection and stop listening; the wall stays, posts() still works."""
        server, thread = self._server, self._thread
        self._server, self._thread = None, None
        if server is not None and thread is not None:
            server.end()
            thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exception: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """http://127.0.0.1:PORT, without a version; PageNotStarted before the first start."""
        if self._port == 0:
            raise PageNotStarted
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request so far (the last 20,000), those to the wall included."""
        return self._graph.requests

    @property
    def refuse_duplicates(self) -> bool:
        """Whether words that were published in the last 24 hours are refused with 506."""
        return self._graph.refuse_duplicates

    @refuse_duplicates.setter
    def refuse_duplicates(self, refuse: bool) -> None:
        self._graph.refuse_duplicates = refuse

    @property
    def page_tasks(self) -> tuple[str, ...]:
        """What a person may do on the page, as /me/accounts tells it."""
        return self._tokens.page_tasks

    @page_tasks.setter
    def page_tasks(self, tasks: tuple[str, ...]) -> None:
        self._tokens.page_tasks = tasks

    def posts(self) -> tuple[WallPost, ...]:
        """All posts in the order of their creation, deleted ones and drafts included."""
        with self._store.look() as (wall, _):
            return tuple(post.seen_from(self._where()) for post in wall.posts.values())

    def photos(self) -> dict[str, Photo]:
        """Every photo that was ever uploaded, by its id."""
        with self._store.look() as (wall, _):
            return dict(wall.photos)

    def wall_html(self) -> str:
        """The wall as a stand-alone HTML file."""
        return self._by_hand.wall(forms=False)

    def add_token(
        self,
        token: str,
        *,
        kind: Kind = "USER",
        profile_id: str,
        scopes: tuple[str, ...] = PAGE_SCOPES,
        valid: bool = True,
        subcode: int = 467,
        expires_at: datetime | None = None,
    ) -> None:
        """Make another token known, or replace one (valid=False: it died, with this subcode)."""
        self._tokens.add(Token(token, kind, profile_id, scopes, valid, subcode, expires_at))

    def count(self, post_id: str, metric: str, value: int | Mapping[str, int]) -> None:
        """Say what the page counts of a post; kept in memory only, 0 for what nobody said."""
        self._graph.figures[post_id, metric] = value

    def staff_post(self, message: str, *, at: datetime | None = None) -> str:
        """Somebody posts in Business Suite, at once or scheduled; returns the post's id."""
        form = {"message": message}
        if at is not None:
            form |= {"published": "false", "scheduled_publish_time": str(int(at.timestamp()))}
        return str(self._staff("create", self.page_id, form)["id"])

    def staff_edit(
        self,
        post_id: str,
        *,
        message: str | None = None,
        at: datetime | None = None,
        media: tuple[str, ...] | None = None,
    ) -> None:
        """Somebody changes words, hour or photos in Business Suite, whoever made the post."""
        form = {} if message is None else {"message": message}
        if at is not None:
            form["scheduled_publish_time"] = str(int(at.timestamp()))
        if media is not None:
            form["attached_media"] = json.dumps([{"media_fbid": one} for one in media])
        self._staff("edit", post_id, form)

    def staff_delete(self, post_id: str) -> None:
        """Somebody deletes a post in Business Suite."""
        self._staff("delete", post_id, {})

    def _staff(self, call: WriteCall, target: str, form: dict[str, str]) -> dict[str, object]:
        author: Author = "staff"
        with self._store.change() as (wall, now):
            return perform(wall, Write(call, target, form, now, author), now)

    def _where(self) -> str:
        if self._wall_address is not None:
            return self._wall_address
        return "/" if self._port == 0 else f"{self.url}/"

    def _answer(self, incoming: Incoming, broken: GraphTrouble | None) -> Answer:
        answer = self._by_hand.answer(incoming)
        if answer is None:
            return self._graph.answer(incoming, broken)
        self._graph.log(incoming)
        return answer
