"""What goes wrong in one seed, and how often: each seed has some of the troubles, none has all.

Few troubles at a high rate find more than all of them at a low one (swarm testing).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any, Literal

from habac24h.channels.practice_page.faults import MENU, Fault

PERSONAL: tuple[Fault, ...] = (
    Fault("error", code=190, subcode=463),
    Fault("error", code=10),
    Fault("error", code=368, subcode=1_390_008),
    Fault("error", code=368),
    Fault("error", code=506, subcode=1_455_006),
    Fault("error", code=100, call="create"),
)
"""What blocks a page or needs a person: not in the practice page's own menu."""
SLOW: tuple[Fault, ...] = (
    Fault("hang"),
    Fault("hang", effect="applied"),
    Fault("hang", effect="late"),
    Fault("drip", seconds=2.0),
)
"""What outlasts a call's deadline; on real sockets it would cost real time."""
ODD: tuple[Fault, ...] = (
    Fault("false"),
    Fault("empty-object", effect="applied"),
    Fault("empty-error"),
    Fault("javascript", code=1, effect="applied"),
    Fault("swallow", call="publish"),
    Fault("swallow", call="delete"),
    Fault("lag", call="create", seconds=1_500),
    Fault("error", code=2, effect="late", minutes=4),
    Fault("reset", effect="late", minutes=12),
    Fault("html", effect="late", call="create"),
)
LATE: tuple[Fault, ...] = (
    Fault("error", code=2, effect="late", call="create"),
    Fault("reset", effect="late", call="create"),
    Fault("html", effect="late", call="create", minutes=12),
    Fault("reset", effect="applied", call="create"),
)
"""A post that comes when nobody waits for it any more, or without a word."""
LOST: tuple[Fault, ...] = (
    Fault("reset", effect="late", call="create", minutes=20),
    Fault("html", effect="late", call="create", minutes=25),
    Fault("error", code=2, effect="late", call="create", minutes=30),
)
"""A post that comes after the hour that it was sent for: it is public the moment it is there."""
RENUMBERED: tuple[Fault, ...] = (
    Fault("new-id", call="create"),
    Fault("new-id", call="create", seconds=150),
    Fault("new-id", call="create", seconds=500),
)
"""A post that gets another id when it becomes public, and that lists lack for a while."""
PHOTO: tuple[Fault, ...] = (
    Fault("reset", call="photo"),
    Fault("error", code=2, call="photo", effect="applied"),
    Fault("reset", call="photo", effect="late"),
    Fault("swallow", call="photo"),
    Fault("truncated", call="photo"),
    Fault("error", code=2, call="create"),
    Fault("error", code=4, call="create", minutes=3),
    Fault("reset", call="create"),
)
"""What befalls the first of two steps, or the second after it."""
EVERYTHING = (*MENU, *SLOW, *ODD)


@dataclass(frozen=True)
class Weather:
    """Chances are per hook for what happens inside a pass, per step for the rest."""

    posts: int
    workers: int
    faults: float
    menu: tuple[Fault, ...]
    unplugged: float
    deaths: float
    sleeps: float
    switches: float
    people: float
    staff: float
    clocks: float
    nights: float
    delivery: Literal["hand-over", "at-due"]
    refuses_duplicates: bool
    normalises: bool
    stalls: float
    """How often a worker is slow with a claim or a record, and others overtake it."""
    together: bool
    """All workers wake at the same moment, as timers on several machines do."""
    pictures: bool
    """Whether posts carry up to three pictures: those are claimed by the careful way alone."""
    turns: bool
    """Whether people turn to another page, and back."""
    leaves: bool = False
    """They turn once, soon, and never back: what comes late to the first page is nobody's. The
    engine looks every few minutes: nothing sweeps a page while the PC is off."""
    hurried: bool = False
    """Posts are wanted within minutes, and the engine looks every few: what comes late is not
    hidden any more."""

    @property
    def is_fair(self) -> bool:
        """Whether nothing but the people changes anything."""
        return not (
            self.faults or self.unplugged or self.deaths or self.sleeps
            or self.staff or self.clocks or self.nights
        )  # fmt: skip


THEMES: dict[str, dict[str, Any]] = {
    "fair": {"faults": 0.0, "deaths": 0.0, "sleeps": 0.0, "nights": 0.0, "normalises": False},
    "faults": {"faults": 0.4},
    "personal": {"faults": 0.3, "menu": PERSONAL},
    "late": {"faults": 0.7, "menu": LATE, "deaths": 0.02},
    "lost": {
        "faults": 0.8,
        "menu": LOST,
        "hurried": True,
        "people": 0.02,
        "posts": 6,
        "workers": 1,
        "deaths": 0.0,
        "sleeps": 0.0,
        "nights": 0.0,
        "delivery": "hand-over",
    },
    "sleep": {"sleeps": 0.06, "switches": 0.6, "people": 0.3, "workers": 3, "stalls": 0.2},
    "death": {"deaths": 0.04, "faults": 0.2},
    "bent": {"normalises": True},
    "crowd": {"workers": 4, "together": True, "switches": 0.9, "posts": 3, "stalls": 0.5},
    "clocks": {"clocks": 0.06, "nights": 0.03, "faults": 0.2},
    "photos": {"pictures": True, "faults": 0.3, "menu": PHOTO, "deaths": 0.02},
    "turns": {"turns": True, "people": 0.3, "switches": 0.6, "faults": 0.2},
    "left": {
        "turns": True,
        "leaves": True,
        "faults": 0.8,
        "menu": LATE[:3],
        "people": 0.1,
        "posts": 5,
        "workers": 1,
        "deaths": 0.0,
        "sleeps": 0.0,
        "nights": 0.0,
        "delivery": "hand-over",
    },
    "renumbered": {"faults": 0.9, "menu": RENUMBERED, "hurried": True, "people": 0.3, "posts": 5},
    "hands": {"staff": 0.12, "unplugged": 0.1},
}
"""One kind of trouble each, at a high rate, over a little of all others."""


def draw_weather(draw: random.Random, *, quick: bool = False) -> Weather:
    """The weather of one seed; `quick` leaves out what needs more than one page on the loopback, or
    outlasts a call's deadline."""
    kinds = [fault for fault in EVERYTHING if not (quick and fault in SLOW)]
    mild = Weather(
        posts=draw.randrange(1, 4),
        workers=draw.choice([1, 1, 2, 2, 4]),
        faults=draw.choice([0.0, 0.15]),
        menu=tuple(draw.sample(kinds, draw.choice([2, 6, len(kinds)]))),
        unplugged=0.0,
        deaths=draw.choice([0.0, 0.004]),
        sleeps=draw.choice([0.0, 0.006]),
        switches=draw.choice([0.1, 0.3, 0.6]),
        people=draw.choice([0.02, 0.1, 0.3]),
        staff=0.0,
        clocks=0.0,
        nights=draw.choice([0.0, 0.0, 0.02]),
        delivery=draw.choice(["hand-over", "hand-over", "at-due"]),
        refuses_duplicates=draw.random() < 0.2,
        normalises=draw.random() < 0.2,
        stalls=draw.choice([0.0, 0.3, 0.6]),
        pictures=draw.random() < 0.25,
        turns=draw.random() < 0.1,
        together=draw.random() < 0.2,
    )
    drawn = replace(mild, **THEMES[draw.choice(sorted(THEMES))])
    return replace(drawn, turns=drawn.turns and not quick)
