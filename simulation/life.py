"""One seed's day: who goes on, who dies, who sleeps, what time does; then the dust settles."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import chain, islice, repeat
from unittest.mock import patch

from sqlmodel import col, select

from habac24h.channels.practice_page import FaultPlan
from habac24h.channels.practice_page.faults import Fault
from habac24h.config import Settings
from habac24h.engine import passes, photos
from habac24h.engine.claim import Claim
from habac24h.engine.context import Engine, Report
from habac24h.engine.token import check_page
from habac24h.errors import HabacError
from habac24h.models import Airing, Going
from habac24h.workflow import restored
from simulation.baton import Actor, Killed
from simulation.house import OTHER_PORT, PORT, START, House
from simulation.past import Past
from simulation.people import People
from simulation.staff import Staff
from simulation.stage import TRIP
from simulation.weather import Weather, draw_weather
from simulation.wire import Wire

MINUTE = timedelta(minutes=1)
LENGTH = timedelta(hours=3)
CALM = timedelta(hours=1)
"""After the last trouble: an effect may be half an hour late, and must then be swept."""
SLEEPS = (2, 4, 4, 20, 50, 120)
"""Minutes: shorter and longer than a lease, than the patience, than a late limit."""
KEEN = 6.0
"""How much likelier it is to die or to fall asleep right before and after a change of the page, and
right before a claim or a record."""
KEEN_PLACES = ("POST", "DELETE", TRIP)
STALLS = (4, 12, 40)
"""Steps of others: long enough for a person to change their mind, or for a whole pass."""
JUMPY = 0.3
"""How often a PC that was off comes back with its clock ahead."""
JUMPS = (-180, -60, -20, -3, 3, 20, 60, 180)
WAITS = (1, 2, 4, 8, 15, 20, 36)
HURRIED = 3
"""So many of the shortest waits are left when posts are wanted at once, or somebody is at work."""
ENDS = (Going.DONE, Going.FAILED, Going.MISSED, Going.CANCELLED, Going.SKIPPED)
SETTLING = 60
"""Passes after which the dust has settled or never will."""


@dataclass(frozen=True)
class Kept:
    """A photo whose id a worker kept: when, and when its claim had been made."""

    attempt_id: int
    name: str
    media_id: str
    claimed_at: float
    at: float


@dataclass
class Worker:
    """A process that runs the engine; a killed one starts anew under another name."""

    number: int
    starts: int = 0
    engine: Engine | None = None
    actor: Actor | None = None

    @property
    def is_busy(self) -> bool:
        """Whether it is in the middle of a pass."""
        return self.actor is not None and not self.actor.over


@dataclass
class Life:
    """One seed; afterwards it holds everything that the promises are judged by."""

    house: House
    seed: int
    sockets: bool = False
    quick: bool = False
    trace: list[str] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    swallowed: list[str] = field(default_factory=list)
    settled: bool = False
    kept: list[Kept] = field(default_factory=list)
    claims: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)
        self.weather: Weather = draw_weather(self.draw, quick=self.quick or self.sockets)
        settings = Settings(
            delivery=self.weather.delivery,
            cards=False,
            graph_url=f"http://127.0.0.1:{OTHER_PORT}",
        )
        self.page = self.house.page(
            sockets=self.sockets, refuse_duplicates=self.weather.refuses_duplicates
        )
        self.other = self.house.other_page() if self.weather.turns else None
        self.pages = (self.page, self.other) if self.other else (self.page,)
        self.office = self.house.fresh(settings, self.page)
        self.world = self.house.world
        self.people = People(
            self.office,
            self.world,
            self.pages,
            self.draw,
            hurried=self.weather.hurried,
            pictures=self.weather.pictures,
            leaves=self.weather.leaves,
            sealed=self.house.sealed,
        )
        self.past = Past(self.seed, START)
        self.past.happens &= self.other is None  # else nobody asks which app we are
        self.staff = Staff(self.pages, self.world, self.people, self.draw)
        self.wire = Wire(
            dict(zip((PORT, OTHER_PORT), self.pages, strict=False)),
            self.world,
            self.draw,
            self.weather.unplugged,
            sockets=self.sockets,
        )
        self.workers = [Worker(number) for number in range(1, self.weather.workers + 1)]
        self.busy: list[Actor] = []
        self.steps, self.tempted = 0, False
        self.well_at = START + LENGTH
        self.calm = True

    def live(self) -> Life:
        """The whole of it."""
        with ExitStack() as self._stack:
            if self.sockets:
                self._stack.enter_context(self.page)
            self._stack.enter_context(self.wire.laid())
            self._stack.enter_context(patch.object(photos, "_keep", self._keeping(photos._keep)))
            self.people.begin(self.weather.posts)
            self._rough()
            self.wire.unplugged = 0.0
            self._settle()
        return self

    def tell(self, who: str, what: str) -> None:
        """One line of the trace, by the PC's clock."""
        self.trace.append(f"{self.house.clock.now():%d %H:%M:%S} {who} {what}")

    def _keeping(self, keep: Callable[..., bool]) -> Callable[..., bool]:
        """What the engine does to keep a photo's id, noted."""

        def kept(engine: Engine, claim: Claim, name: str, media_id: str) -> bool:
            held = keep(engine, claim, name, media_id)
            # Each upload renews the claim; the first one tells when it was made.
            claimed_at = self.claims.setdefault(claim.attempt_id, claim.taken_at)
            at = engine.clock.monotonic()
            self.kept.append(Kept(claim.attempt_id, name, media_id, claimed_at, at))
            return held

        return kept

    # What happens at the hooks (baton.Fate).

    def at_hook(self, actor: Actor, place: str) -> None:
        self.tell(actor.name, place)
        if self.calm:
            return
        weight = KEEN if place.startswith(KEEN_PLACES) else 1.0
        fate = self.draw.random() - weight * self.weather.deaths
        if fate < 0 and actor.mortal:
            self.tell(actor.name, "dies")
            raise Killed
        fate -= weight * self.weather.sleeps
        if fate < 0:
            actor.frozen_until = self.world.now() + MINUTE * self.draw.choice(SLEEPS)
            self.tell(actor.name, "sleeps")
            actor.give_back()
        elif place == TRIP and self.draw.random() < self.weather.stalls:
            actor.behind_until = self.steps + self.draw.choice(STALLS)
            self.tempted = self.draw.random() < 0.8
            self.tell(actor.name, "is slow")
            actor.give_back()
        elif fate < self.weather.switches * (1.0 if len(self.busy) > 1 else 0.2):
            actor.give_back()
        elif fate > 0.9:
            self._pass_time(timedelta(seconds=self.draw.choice([1, 5, 20])))

    def at_commit(self, actor: Actor) -> None:
        if self.calm:
            return
        fate = self.draw.random() - self.weather.deaths
        if fate < 0 and actor.mortal:
            self.tell(actor.name, "dies before the commit")
            raise Killed
        if fate < self.weather.sleeps:
            self.tell(actor.name, "sleeps before the commit")
            self._pass_time(MINUTE * self.draw.choice(SLEEPS))

    # The rough part.

    def _rough(self) -> None:
        self.calm = False
        for number, page in enumerate(self.pages):
            seed = self.seed + number
            page.faults.follow(FaultPlan(seed, self.weather.faults, self.weather.menu))
            if self.weather.normalises:
                page.faults.add(
                    Fault("normalise", call="create", times=None, probability=0.6, seed=seed)
                )
        end = START + LENGTH
        while self.world.now() < end:
            self._step()
            self._watch_the_wall()
        for page in self.pages:
            page.faults.clear()
        self.calm = True

    def _step(self) -> None:
        self.steps += 1
        self.busy = [actor for actor in self.busy if not actor.over]
        if self.past.is_to_keep(self.world.now()):
            self.past.keep(self.people, len(self.kept), self.claims, self.world.now())
        elif self.past.is_to_go_back(self.world.now()):
            self._go_back()
        awake = [actor for actor in self.busy if self._is_awake(actor)]
        ready = [actor for actor in awake if actor.behind_until <= self.steps]
        chance = self.draw.random
        if self.tempted:  # somebody changes their mind while a worker is slow with its claim
            self.tempted = False
            self._start(Actor("people", self, self.people.act), mortal=False)
        elif ready and chance() < 0.8:
            self.draw.choice(ready).go_on()
        elif chance() < self.weather.people:
            self._start(Actor("people", self, self.people.act), mortal=False)
        elif chance() < self.weather.staff:
            self.tell("staff", self.staff.act())
        elif chance() < self.weather.clocks:
            self._shift_clock(MINUTE * self.draw.choice(JUMPS))
        elif chance() < self.weather.nights:
            self._night()
        else:
            if not awake or chance() < 0.1:
                # Long hours in the middle of a pass are for those who sleep.
                often = self.weather.hurried or self.weather.leaves
                waits = WAITS[:HURRIED] if often or awake else WAITS
                self._pass_time(MINUTE * self.draw.choice(waits))
            woken = self.workers if self.weather.together else [self.draw.choice(self.workers)]
            for worker in woken:
                self._tick(worker)

    def _is_awake(self, actor: Actor) -> bool:
        return actor.frozen_until is None or actor.frozen_until <= self.world.now()

    def _start(self, actor: Actor, *, mortal: bool = True) -> None:
        actor.mortal = mortal
        self.busy.append(actor)
        actor.go_on()

    def _tick(self, worker: Worker) -> None:
        if worker.is_busy:
            return
        if worker.actor is not None and worker.actor.dead:
            worker.engine = None  # a process that died starts anew
        if worker.engine is None:
            worker.starts += 1
        name = f"w{worker.number}.{worker.starts}"
        worker.actor = Actor(name, self, lambda: self._one_pass(worker, name))
        self._start(worker.actor)

    def _one_pass(self, worker: Worker, name: str) -> None:
        """What the ticker does: trouble is told, the next tick tries again."""
        with suppress(HabacError):
            first = worker.engine is None
            engine = worker.engine or self._stack.enter_context(self.office.engine(name))
            worker.engine = engine
            fresh = replace(engine, report=Report())
            if first:
                check_page(fresh)
            passes.run_pass(fresh, full=self.draw.random() < 0.3)

    def _night(self) -> None:
        """The PC is switched off in the middle of everything, for hours."""
        self.tell("PC", "off")
        for actor in self.busy:
            if actor.mortal:
                actor.kill()
        self._pass_time(MINUTE * self.draw.choice([30, 90, 200]))
        if self.draw.random() < JUMPY:
            self._shift_clock(MINUTE * self.draw.choice([20, 180, 1440]))

    def _go_back(self) -> None:
        """While the PC is off, its home becomes an older one."""
        self.tell("PC", "off, its home goes back")
        for actor in self.busy:
            if actor.mortal:
                actor.kill()
        self._finish()
        self._pass_time(self.past.off)
        self.kept = self.past.photos_left(self.kept)
        self.claims = self.past.put_back(self.people, self.pages, self.staff.touched).claims
        for worker in self.workers:
            worker.engine = None

    def _let_go(self) -> None:
        """A person reads why publishing is held, and lets it go on."""
        with self.office.database.read() as session:
            found = restored.standing(session)
        if found is not None and found.held:
            self.people.resume()

    def _pass_time(self, span: timedelta) -> None:
        self.world.advance(span)

    def _shift_clock(self, shift: timedelta) -> None:
        self.tell("PC", f"clock is off by {shift}")
        self.house.clock.move(self.world.now() + shift)

    def _watch_the_wall(self) -> None:
        """No two public posts of one item at any moment."""
        seen: set[str] = set()
        for post in chain.from_iterable(page.posts() for page in self.pages):
            if not post.is_published or post.deleted or post.author != "app":
                continue
            key = self.people.owner(post.message)
            if key in seen:
                self.doubles.append(f"{key} twice at {self.world.now():%d %H:%M:%S}")
            if key is not None:
                seen.add(key)

    # The dust settles.

    def _settle(self) -> None:
        """The page is well, the clock is right, one worker goes on until nothing is left to do."""
        self.tell("everything", "is well again")
        self._shift_clock(timedelta(0))
        self.well_at = self.world.now()
        self._finish()
        self.people.resume()
        worker = Worker(9)
        for minutes in _growing():
            self._tick(worker)
            self._finish()
            self._let_go()
            self._watch_the_wall()
            left = self.well_at + CALM - self.world.now()
            if self._is_over():
                if left <= timedelta(0):
                    self.settled = True
                    return
                self._pass_time(left)
            else:
                self._pass_time(MINUTE * minutes)

    def _finish(self) -> None:
        """Everybody who is in the middle of something goes on to its end, in any order."""
        while left := [actor for actor in self.busy if not actor.over]:
            self.draw.choice(left).go_on()
        self.busy = []

    def _is_over(self) -> bool:
        """Whether every airing came to an end; doubt is one when looking did not help."""
        looked = self.world.now() >= self.well_at + 2 * CALM
        ends = (*ENDS, Going.UNKNOWN) if looked else ENDS
        with self.office.database.read() as session:
            query = select(Airing.id).where(col(Airing.state).not_in(ends))
            return session.exec(query.limit(1)).first() is None


def _growing() -> Iterator[int]:
    """Minutes between passes: long enough for three looks, then for the patience, then hours."""
    yield from islice(chain([1, 1, 36, 16], repeat(30)), SETTLING)
