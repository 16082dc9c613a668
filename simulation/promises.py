"""The promises P1 to P7 of the design, each judged by one function after the dust has settled.

A judge yields a sentence for each break; none of them knows how the engine works, only what people
agreed to, what the page showed and what the rows say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.channels.fingerprint import fingerprint
from habac24h.channels.practice_page.posts import Post
from habac24h.models import Airing, Attempt, Audit, Going, Item, Outcome, Words
from habac24h.workflow import restored
from habac24h.workflow.agenda import Reader
from simulation.house import START
from simulation.life import LENGTH, Kept, Life
from simulation.people import Approval, live_page
from simulation.staff import BY_HAND

LIFE = timedelta(hours=12)
"""How long a photo that the page took may be used again."""
EARLY = timedelta(minutes=1)
AMPLE = timedelta(minutes=30)
"""Approved so long before its limit, an airing goes out unless something hinders it."""
TOLD = (Going.FAILED, Going.UNKNOWN, Going.MISSED)
RECALLS = frozenset({"edit", "move", "cancel", "return", "stop", "turn", "resolve-absent"})


@dataclass(frozen=True)
class Aftermath:
    """What is left of a life, read once."""

    life: Life
    session: Session

    @cached_property
    def posts(self) -> list[Post]:
        """Every post that the program made, deleted ones included; those that staff changed not."""
        made = [post for post in self.everything if post.author == "app"]
        return [post for post in made if not post.message.startswith(BY_HAND)]

    @cached_property
    def everything(self) -> list[Post]:
        """Every post on every page."""
        found: list[Post] = []
        for page in self.life.pages:
            with page._store.look() as (wall, _now):
                found += wall.posts.values()
        return found

    @cached_property
    def photos(self) -> dict[str, str]:
        """The SHA-256 of every photo that some page took, by page and id."""
        return {
            f"{page.page_id}/{name}": photo.sha256
            for page in self.life.pages
            for name, photo in page.photos().items()
        }

    def pictures(self, post: Post) -> tuple[str, ...]:
        """What a post shows, by SHA-256."""
        return tuple(self.photos[f"{page_of(post)}/{name}"] for name in post.media)

    @cached_property
    def pairs(self) -> list[tuple[Item, Airing]]:
        """Every item with its airing."""
        query = select(Item, Airing).join(Airing, col(Airing.item_id) == col(Item.id))
        return list(self.session.exec(query.order_by(col(Airing.id))))

    @cached_property
    def attempts(self) -> list[Attempt]:
        """Every try to send, oldest first."""
        return list(self.session.exec(select(Attempt).order_by(col(Attempt.id))))

    @cached_property
    def log(self) -> list[Audit]:
        """Every move, in the order of the commits."""
        return list(self.session.exec(select(Audit).order_by(col(Audit.id))))

    def agreed(self, post: Post) -> list[Approval]:
        """The approvals of a post's words."""
        mark = fingerprint(post.message)
        return [one for one in self.life.people.approvals if one.mark == mark]

    @cached_property
    def told(self) -> set[str]:
        """Ids and marks of posts that no row holds and that people were told of."""
        return restored.strangers_told(self.session)

    @cached_property
    def doubted(self) -> tuple[int, ...]:
        """Airings that a hold put in doubt: what is not found again is a person's to decide."""
        found = restored.standing(self.session)
        return found.doubted if found is not None else ()

    def is_touched(self, key: str) -> bool:
        """Whether somebody changed this item's posts by hand."""
        return key in self.life.staff.touched

    def came_late(self, post: Post) -> bool:
        """Whether the page itself took its time: an effect long after its call had ended."""
        return any(
            (late.write.call == "create" and late.at == post.created_at)
            or (late.write.target == post.id and late.at == post.public_at)
            for late in self.life.wire.late
        )


def page_of(post: Post) -> str:
    """The page that shows it."""
    return post.id.partition("_")[0]


def p1_only_what_was_approved(after: Aftermath) -> Iterator[str]:
    """Every post that was ever public shows words, and came at an hour, that somebody approved."""
    for post in after.posts:
        if post.public_at is None:
            continue
        agreed = after.agreed(post)
        if not agreed:
            yield f"public without approval: {post.message!r}"
            continue
        if not any(one.page == page_of(post) for one in agreed):
            yield f"{agreed[0].key} public on a page that nobody agreed to"
        if not any(one.pictures == after.pictures(post) for one in agreed):
            yield f"{agreed[0].key} public with pictures that nobody agreed to"
        hours = [one.due - EARLY for one in agreed if not after.is_touched(one.key)]
        if len(hours) == len(agreed) and min(hours) > post.public_at:
            yield f"{agreed[0].key} public at {post.public_at:%d %H:%M:%S}, before its hour"
        if not any(one.at <= post.public_at for one in agreed):
            yield f"{agreed[0].key} public before anybody approved it"
    yield from _claims_without_approval(after)


def _claims_without_approval(after: Aftermath) -> Iterator[str]:
    """In the order of the commits, nothing is claimed while its approval does not stand."""
    standing: dict[str, bool] = {}
    for row in after.log:
        if row.item is None:
            continue
        if row.act in ("approve", "approve-moved"):
            standing[row.item] = True
        elif row.airing is None and row.act in VOIDING:
            standing[row.item] = False
        elif row.act == "claim" and not standing.get(row.item):
            yield f"{row.item} claimed without a standing approval"


def _claims_past_the_limit(after: Aftermath) -> Iterator[str]:
    """By the PC's own clock, which may have jumped while it was off, nothing late is claimed."""
    limits: dict[str, datetime] = {}
    for one in after.life.people.approvals:
        limits[one.key] = max(one.late_until, limits.get(one.key, one.late_until))
    for row in after.log:
        if row.act == "claim" and row.item is not None and row.at >= limits[row.item]:
            yield f"{row.item} claimed at {row.at:%d %H:%M:%S}, past every limit"


def p2_never_twice(after: Aftermath) -> Iterator[str]:
    """No two posts of one item were public at one moment, nor again without a person's deed."""
    yield from after.life.doubles[:1]
    shown = Counter(fingerprint(post.message) for post in after.posts if post.public_at is not None)
    for mark, times in shown.items():
        key = next((one.key for one in after.life.people.approvals if one.mark == mark), "?")
        wishes = sum(
            deed in RECALLS and whose in (key, "") for _, deed, whose in after.life.people.deeds
        )
        if times > 1 + wishes and not after.is_touched(key):
            yield f"{key} was public {times} times after {wishes} recalls"


def p3_nothing_is_lost(after: Aftermath) -> Iterator[str]:
    """Every due airing came to an end that is shown, and nobody is left to wonder."""
    if not after.life.settled:
        yield "the dust never settles"
    reader = Reader(after.session, after.life.house.clock.now(), after.life.office.settings.zone)
    told = {line.airing.key for line in (*reader.troubled(), *reader.missed())}
    live, turned = live_page(after.session), after.life.people.turned
    passed = {
        row.airing
        for row in after.log
        if row.id is not None and row.id > turned and row.after == Going.MISSED
    }
    for item, airing in after.pairs:
        state = airing.state
        dropped = item.state == Words.DROPPED
        if state in TOLD and airing.key not in told and not dropped:
            yield f"{airing.key} is {state} and not on the first screen"
        if state == Going.CANCELLED and not dropped:
            yield f"{airing.key} is cancelled though nobody dropped it"
        if item.state == Words.APPROVED and item.page != live and airing.key in passed:
            yield f"{airing.key} was let pass by: approved for a page that nothing goes to any more"
        waits_for_us = state == Going.UNKNOWN and airing.id not in after.doubted
        if waits_for_us and not after.is_touched(item.key):
            yield f"{airing.key} stays unknown: {airing.reason}"
        if state in (Going.FAILED, Going.MISSED) and _could_have_gone(after, item, airing):
            yield f"{airing.key} is {state} for no reason: {airing.reason}"


def _could_have_gone(after: Aftermath, item: Item, airing: Airing) -> bool:
    """In fair weather what people agreed on in time goes out.

    Except where a worker fell asleep or died over it: to be sure that it is absent takes patience,
    and that may cost the hour.
    """
    if not after.life.weather.is_fair or item.state != Words.APPROVED:
        return False
    if any(row.act == "lease-expired" and row.airing == airing.key for row in after.log):
        return False
    stopped = any(act in ("stop", "turn") for _, act, _ in after.life.people.deeds)
    return not stopped and max(
        one.at for one in after.life.people.approvals if one.key == item.key
    ) + AMPLE < min(airing.late_until, START + LENGTH)


def p4_done_was_seen(after: Aftermath) -> Iterator[str]:
    """What is done was public on the page, unless a person says so."""
    public = {post.id for post in after.everything if post.public_at is not None}
    said = {row.airing for row in after.log if row.act == "resolve"}
    for _item, airing in after.pairs:
        if airing.state == Going.DONE and airing.key not in said and airing.remote_id not in public:
            yield f"{airing.key} is done, but {airing.remote_id} was never public"


def p5_never_too_late(after: Aftermath) -> Iterator[str]:
    """What became public did so within its limit, except where the page itself was late."""
    for post in after.posts:
        if post.public_at is None or after.came_late(post):
            continue
        agreed = after.agreed(post)
        if agreed and not any(post.public_at < one.late_until for one in agreed):
            yield f"{agreed[0].key} public at {post.public_at:%d %H:%M:%S}, past its limit"
    yield from _claims_past_the_limit(after)


def p6_the_last_wish_wins(after: Aftermath) -> Iterator[str]:
    """What lives on the page is what people want there now, and nothing lies about unseen."""
    kept = {row.item for row in after.log if row.act == "resolve" and row.after == Going.DONE}
    wanted = {
        (airing.page, fingerprint(item.text), tuple(item.images))
        for item, airing in after.pairs
        if airing.state in (Going.DONE, Going.UNKNOWN)
    }
    for post in after.posts:
        owner = after.life.people.owner(post.message)
        if post.deleted or owner is None or owner in kept or after.is_touched(owner):
            continue
        if after.life.past.done and after.told & {post.id, fingerprint(post.message)}:
            continue  # of a time that the rows have lost: people know of it, and leave it
        if not post.is_published:
            yield f"{owner}: a hidden post is left behind, hour {post.scheduled_at}"
        elif (page_of(post), fingerprint(post.message), after.pictures(post)) not in wanted:
            yield f"{owner}: public words that nobody wants there any more: {post.message!r}"


def p7_goes_on_from_the_rows(after: Aftermath) -> Iterator[str]:
    """No call is left open, no lease is left held, every move was a legal one, the log is whole."""
    for attempt in after.attempts:
        if attempt.outcome == Outcome.OPEN:
            yield f"attempt {attempt.id} is open for ever"
    for _item, airing in after.pairs:
        if airing.lease_until is not None and airing.state != Going.SENDING:
            yield f"{airing.key} is {airing.state} with a lease"
    for row in after.log:
        if row.airing and row.before != row.after and (row.before, row.after) not in LEGAL:
            yield f"{row.airing} went from {row.before} to {row.after} by {row.act}"
        if (row.before, row.after) == ("sending", "waiting") and row.act != "not-sent":
            yield f"{row.airing} waits again though nobody knows what its call did"
    yield from _moves_that_do_not_meet(after)
    yield from _photos_sent_again(after)
    if audit.first_break(after.session) is not None:
        yield "the log's chain is broken"
    yield from after.life.swallowed


def _photos_sent_again(after: Aftermath) -> Iterator[str]:
    """What was uploaded and kept is not lost, nor uploaded again without need."""
    attempts = {attempt.id: attempt for attempt in after.attempts}
    kept = after.life.kept
    for one in kept:
        if attempts[one.attempt_id].media.get(one.name) != one.media_id:
            yield f"the id of photo {one.media_id} is lost"
    for later in kept:
        for one in kept:
            if one is later or one.name != later.name or not one.at < later.claimed_at:
                continue
            if _still_good(attempts[one.attempt_id], attempts[later.attempt_id], one, after):
                yield f"photo {one.media_id} was uploaded again as {later.media_id}"


def _still_good(first: Attempt, second: Attempt, one: Kept, after: Aftermath) -> bool:
    """Whether a photo of one attempt could have gone with a later one."""
    refused = {
        media for attempt in after.attempts if attempt.code == 100
        for media in attempt.media.values()
    }  # fmt: skip
    return (
        (first.airing_id, first.page) == (second.airing_id, second.page)
        and first.outcome in (Outcome.NOT_SENT, Outcome.ABSENT)
        and first.remote_id is None
        and one.media_id not in refused
        and second.started_at - first.started_at < LIFE
    )


def _moves_that_do_not_meet(after: Aftermath) -> Iterator[str]:
    """Each move begins where the one before it ended: else somebody wrote over another's."""
    stands: dict[str, str] = {}
    for row in after.log:
        if row.airing is None or row.before is None:
            continue
        was = stands.get(row.airing, row.before)
        if row.before != was:
            yield f"{row.airing} left {row.before} by {row.act}, but it was {was}"
        stands[row.airing] = row.after or row.before


LEGAL = frozenset(
    (before, after)
    for before, afters in {
        "waiting": "sending handed_over unknown missed cancelled failed skipped",
        "sending": "handed_over waiting unknown failed withdrawing",
        "handed_over": "done unknown withdrawing",
        "unknown": "handed_over done waiting failed withdrawing",
        "withdrawing": "waiting cancelled missed done",
        "done": "withdrawing",
        "failed": "waiting cancelled",
        "missed": "waiting cancelled",
        "skipped": "waiting cancelled",
        "cancelled": "waiting skipped",
    }.items()
    for after in afters.split()
)
"""The design's table of states (section 5), and what the engine adds: `waiting` becomes handed over
where a twin is adopted, unknown where a twin has other pictures, and failed where the rows are not
what was approved."""

VOIDING = frozenset({"edit", "move", "cancel", "return", "change-page"})
"""What people do to an item that ends its approval; a move that is approved at once has an act of
its own."""
Judge = Callable[[Aftermath], Iterator[str]]
PROMISES: dict[str, Judge] = {
    "P1": p1_only_what_was_approved,
    "P2": p2_never_twice,
    "P3": p3_nothing_is_lost,
    "P4": p4_done_was_seen,
    "P5": p5_never_too_late,
    "P6": p6_the_last_wish_wins,
    "P7": p7_goes_on_from_the_rows,
}


def broken(life: Life) -> list[str]:
    """Every break of every promise, as sentences."""
    with life.office.database.read() as session:
        after = Aftermath(life, session)
        return [f"{name}: {why}" for name, judge in PROMISES.items() for why in judge(after)]
