"""One run: posts, storm, calm, and what is left on the page."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from habac24h.channels.fingerprint import fingerprint
from habac24h.channels.practice_page.wall import wall_from_json
from torture.office import ENDS, Desks, desks, settings
from torture.processes import page, switch
from torture.storm import FAULTS, LISTS, RATE, Storm

PAGE_STATE = "trang-chay-thu-rieng.json"


@dataclass(frozen=True)
class Size:
    """How much of it. In seconds: the first and the last post's hour, the limits of storm and
    calm."""

    items: int
    workers: int
    first: float
    last: float
    blows: int
    storm: float
    calm: float


@dataclass(frozen=True)
class Count:
    """What a run came to; `wrong` are sentences, none when all is well."""

    items: int
    states: Counter[str]
    attempts: dict[str, int]
    deeds: Counter[str]
    doubles: int
    lost: int
    endless: int
    unwanted: int

    @property
    def wrong(self) -> int:
        """Everything that must not be."""
        return self.doubles + self.lost + self.endless + self.unwanted

    def table(self) -> str:
        """Lines for people."""
        rows = {
            "items": str(self.items),
            "done to them": _listed(self.deeds),
            "attempts": _listed(self.attempts),
            "ends": _listed(self.states),
            "doubles": str(self.doubles),
            "lost": str(self.lost),
            "without an end": str(self.endless),
            "unwanted on the page": str(self.unwanted),
        }
        return "\n".join(f"{name:21} {value}" for name, value in rows.items())


def torture(folder: Path, size: Size, *, seed: int, database_url: str | None = None) -> Count:
    """Run it in an empty folder; without a database URL on a SQLite file there."""
    home, draw = folder / "home", random.Random(seed)
    home.mkdir(parents=True)
    with page(folder / "page") as address:
        env = settings(address, database_url)
        with desks(home, env, seed) as people:
            people.write(size.items, first=size.first, last=size.last)
            _break(address, seed)
            storm = Storm(home, env, people, size.workers, draw)
            try:
                storm.rage(size.blows, size.storm)
                switch(address, None)
            finally:
                storm.end()
            people.drain(size.calm)
            states, attempts = people.states(), people.attempts()
            wanted, deeds = dict(people.wanted), storm.deeds
    return _count(folder / "page" / PAGE_STATE, states, attempts, wanted, deeds)


def _break(address: str, seed: int) -> None:
    for number, fault in enumerate(FAULTS):
        whole = {"call": "any", "times": None, "probability": RATE, "seed": seed + number}
        for call in ("create", "publish", "delete") if "call" not in fault else ("create",):
            switch(address, whole | {"call": call} | fault)
    switch(address, LISTS | {"seed": seed})


def _count(
    state: Path,
    states: dict[str, str],
    attempts: dict[str, int],
    wanted: dict[str, str | None],
    deeds: Counter[str],
) -> Count:
    wall = wall_from_json(json.loads(state.read_text(encoding="utf-8")))
    ever = Counter(fingerprint(post.message) for post in wall.posts.values() if post.is_published)
    living = Counter(fingerprint(post.message) for post in wall.posts.values() if not post.deleted)
    texts = {key: fingerprint(text) for key, text in wanted.items() if text is not None}
    return Count(
        items=len(states),
        states=Counter(states.values()),
        attempts=attempts,
        deeds=deeds,
        doubles=sum(times - 1 for times in ever.values()),
        lost=sum(states[key] == "done" and living[mark] != 1 for key, mark in texts.items()),
        endless=sum(state not in ENDS for state in states.values()),
        unwanted=sum(mark not in texts.values() for mark in living),
    )


def _listed(counts: Counter[str] | dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "-"


__all__ = ["Count", "Desks", "Size", "torture"]
