"""Somebody at work in Business Suite, past the program: copies, changes and deletes posts."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta

from habac24h.channels.practice_page import PracticePage
from habac24h.channels.practice_page.trouble import GraphTrouble
from habac24h.clock import VirtualClock
from simulation.people import People

BY_HAND = "Sửa tay"


@dataclass
class Staff:
    """`touched` holds the keys of the items whose posts somebody changed by hand."""

    pages: tuple[PracticePage, ...]
    world: VirtualClock
    people: People
    draw: random.Random
    touched: set[str] = field(default_factory=set)

    def act(self) -> str:
        """One deed; its name for the trace."""
        deed = self.draw.choice([self._copy, self._change, self._move, self._delete])
        try:
            return deed()
        except GraphTrouble as trouble:
            return f"refused {trouble.code}"

    def _copy(self) -> str:
        """The same words by hand, at once or for the same hour."""
        if not self.people.approvals:
            return "nothing to copy"
        one = self.draw.choice(self.people.approvals)
        self.touched.add(one.key)
        soon = self.world.now() + timedelta(minutes=11)
        at = max(one.due, soon) if self.draw.random() < 0.7 else None
        self._page().staff_post(one.text, at=at)
        return f"copies {one.key}"

    def _change(self) -> str:
        post = self._pick()
        if post is None:
            return "nothing to change"
        self._page(post).staff_edit(post, message=f"{BY_HAND} {self.draw.random()}")
        return "changes words"

    def _move(self) -> str:
        post = self._pick()
        if post is None:
            return "nothing to move"
        minutes = self.draw.choice([11, 30, 300])
        self._page(post).staff_edit(post, at=self.world.now() + timedelta(minutes=minutes))
        return "changes an hour"

    def _delete(self) -> str:
        post = self._pick()
        if post is None:
            return "nothing to delete"
        self._page(post).staff_delete(post)
        return "deletes"

    def _page(self, post: str | None = None) -> PracticePage:
        """The one that shows this post, or any."""
        if post is None:
            return self.draw.choice(self.pages)
        return next(page for page in self.pages if post.startswith(page.page_id))

    def _pick(self) -> str | None:
        living = [one for page in self.pages for one in page.posts() if not one.deleted]
        if not living:
            return None
        post = self.draw.choice(living)
        key = self.people.owner(post.message)
        if key is not None:
            self.touched.add(key)
        return post.id
