"""One baton for many threads: only its holder runs, and gives it back where it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

_local = threading.local()


class Killed(BaseException):
    """The process died here: nothing of ours catches it, nothing after it happens."""


class Fate(Protocol):
    """Whoever decides what happens at a hook; may raise Killed."""

    def at_hook(self, actor: Actor, place: str) -> None:
        """Somebody is about to read, write or call, or has just done so."""

    def at_commit(self, actor: Actor) -> None:
        """A transaction is complete and not yet committed: others cannot go on here."""


class Actor:
    """One process or person at work: a thread that runs only while it holds the baton."""

    def __init__(self, name: str, fate: Fate, work: Callable[[], None]) -> None:
        self.name, self.mortal = name, True
        self.frozen_until: datetime | None = None
        self.behind_until = 0
        """The step of the world at which a slow one goes on."""
        self.over, self.dead, self._doomed = False, False, False
        self._fate = fate
        self._go, self._back = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._live, args=(work,), name=name, daemon=True)
        self._failure: BaseException | None = None

    def go_on(self) -> None:
        """Hand over the baton; returns when it comes back. Raises what the actor failed with."""
        if self._thread.ident is None:
            self._thread.start()
        else:
            self._go.release()
        self._back.acquire()
        if self.over:
            self._thread.join()
        if self._failure is not None:
            raise self._failure

    def kill(self) -> None:
        """End it where it stands."""
        if self._thread.ident is None:
            self.over = self.dead = True
        elif not self.over:
            self._doomed = True
            self.go_on()

    def give_back(self) -> None:
        """Called by the actor itself: let others go on; returns when it is its turn again."""
        self._back.release()
        self._go.acquire()
        if self._doomed:
            raise Killed

    def meet(self, place: str) -> None:
        """Called by the actor itself at each hook."""
        if self._doomed:
            raise Killed  # what runs while a dead process unwinds never happened
        self._fate.at_hook(self, place)

    def commit(self) -> None:
        """Called by the actor itself right before a commit."""
        self._fate.at_commit(self)

    def _live(self, work: Callable[[], None]) -> None:
        _local.actor = self
        try:
            work()
        except Killed:
            self.dead = True
        except BaseException as error:  # shown by whoever conducts
            self._failure = error
        finally:
            self.over = True
            self._back.release()


def hook(place: str) -> None:
    """A point at which anything may happen; nothing does outside an actor."""
    actor: Actor | None = getattr(_local, "actor", None)
    if actor is not None:
        actor.meet(place)


def commit_hook() -> None:
    """The last point before a commit."""
    actor: Actor | None = getattr(_local, "actor", None)
    if actor is not None:
        actor.commit()
