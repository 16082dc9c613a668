"""The Fanpage: posts are created invisible, and Facebook's clock or one known id shows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from habac24h.channels.base import (
    ChannelError,
    ChannelKind,
    PageCheck,
    Photo,
    Post,
    Reaction,
    Receipt,
    RemotePost,
    Snapshot,
)
from habac24h.channels.graph.accounts import page_token
from habac24h.channels.graph.check import check_page
from habac24h.channels.graph.encode import PHOTO_NAME
from habac24h.channels.graph.figures import NoFigure, read_figure
from habac24h.channels.graph.ids import checked, is_id
from habac24h.channels.graph.pager import read_list
from habac24h.channels.graph.posts import (
    FIELDS,
    read_post,
    schedule_fields,
    sendable,
    upload_fields,
)
from habac24h.channels.graph.sdk import open_graph
from habac24h.channels.graph.session import GraphSession
from habac24h.clock import Clock
from habac24h.errors import SettingsError

FANPAGE = ChannelKind("fanpage", "Fanpage", "đã đăng", manual=False, places=False, pictures=True)


class Fanpage:
    """One page and its token. Every method raises ChannelError alone.

    `timeout` is each call's deadline in seconds. A wrong setting raises SettingsError at once.
    """

    def __init__(
        self,
        *,
        page_id: str,
        token: str,
        graph_url: str | None,
        version: str,
        timeout: float,
        app_secret: str | None,
        clock: Clock,
    ) -> None:
        if not (is_id(page_id) and page_id.isdigit()):
            raise SettingsError(
                f"PAGE_ID “{page_id}” không phải mã trang; hãy chép dãy chữ số ở mục Giới thiệu → "
                "Tính minh bạch của trang trên Facebook."
            )
        self.page_id, self._clock = page_id, clock
        self._session = GraphSession(
            token=token,
            graph_url=graph_url,
            version=version,
            timeout=timeout,
            app_secret=app_secret,
            clock=clock,
        )
        self._graph = open_graph(self._session)

    def check(self) -> PageCheck:
        """What is right and wrong with the token and the page."""
        return check_page(self._graph, self._session, self.page_id, self._clock.now())

    def page_token(self) -> str:
        """Where this is a person's token: the page's own, if the person may post there."""
        return page_token(self._graph, self.page_id)

    def snapshot(self, since: datetime) -> Snapshot:
        """All scheduled posts, and those published since then; complete, or ChannelError."""
        scheduled = self._list("scheduled_posts")
        published = self._list("published_posts", since=int(since.timestamp()))
        return Snapshot(since, scheduled, published, told_at=self._session.told_at)

    def upload(self, photo: Photo) -> str:
        """Leave a photo with Facebook for a post that is made later; nobody sees it.

        Facebook forgets it by itself when no post takes it (`temporary`).
        """
        answer = self._graph.put_photo(
            (PHOTO_NAME, photo.data, photo.mime),
            f"{self.page_id}/photos",
            **upload_fields(photo.alt),
        )
        return str(answer["id"])

    def schedule(self, post: Post, at: datetime) -> Receipt:
        """Create the post, invisible until `at` (Facebook takes 10 minutes to 30 days ahead).

        No `fields` here: an error in reading would hide a finished write.
        """
        form = schedule_fields(post.text, at, post.media)
        answer = self._graph.put_object(self.page_id, "feed", **form)
        return Receipt(remote_id=answer["id"])

    def reword(self, remote_id: str, text: str) -> None:
        """Change a post's words. Only a trial does so: approved words are created anew."""
        path = f"{self._graph.version}/{checked(remote_id)}"
        self._graph.request(path, post_args={"message": sendable(text)})

    def publish(self, remote_id: str) -> None:
        """Make that one post visible now; doing it twice changes nothing."""
        path = f"{self._graph.version}/{checked(remote_id)}"
        self._graph.request(path, post_args={"is_published": True})

    def delete(self, remote_id: str) -> None:
        """Take the post off the page; only a read proves that it is gone."""
        self._graph.delete_object(checked(remote_id))

    def read(self, remote_id: str) -> RemotePost | None:
        """The post as it is now; None only when Facebook says that it does not exist."""
        try:
            post = read_post(self._graph.get_object(checked(remote_id), fields=FIELDS))
        except ChannelError as error:
            if error.reaction is not Reaction.GONE:
                raise
            return None
        return replace(post, told_at=self._session.told_at)

    def figure(self, remote_id: str, metric: str) -> int | NoFigure:
        """What Facebook counts of a post, or why it says nothing of it."""
        return read_figure(self._graph, remote_id, metric)

    @property
    def used(self) -> float:
        """The share of its allowance that Facebook called used in its last answer, in percent."""
        return self._session.used

    def _list(self, edge: str, **fields: object) -> tuple[RemotePost, ...]:
        """Every post of one of the page's lists."""
        entries = read_list(self._graph, self.page_id, edge, fields=FIELDS, **fields)
        return tuple(read_post(entry) for entry in entries)
