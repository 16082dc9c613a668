"""Counting what was gathered: pure, so that every number can be checked by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from habac24h.channels.registry import KINDS
from habac24h.content.checks.decree import FORMS, form_of, kind_of
from habac24h.content.checks.decree import KINDS as CONTENTS
from habac24h.figures.metrics import METRICS
from habac24h.models import Going
from habac24h.report.material import Material, Piece, Spot, Turn
from habac24h.workflow.on_paper import signer_of
from habac24h.workflow.outcome import Result
from habac24h.workflow.view import NO_TOPIC

EARLY = 31
"""Days: whoever begins with a post earlier prepares a plan, and the post waits for its hour."""


@dataclass(frozen=True)
class Line:
    """One line of a table of results; every planned item has one result.

    `times` is how often something of it happened: posts, readings, places hung, talks held.
    `later` are those of the open items whose hour had not come when the report was made.
    """

    id: str
    planned: int = 0
    approved: int = 0
    done: int = 0
    missed: int = 0
    cancelled: int = 0
    troubled: int = 0
    open: int = 0
    times: int = 0
    later: int = 0

    @property
    def unsaid(self) -> int:
        """Open items whose hour had come: with `later` and the other results they make up
        `planned`."""
        return self.open - self.later

    @property
    def due(self) -> int:
        """Items that could have a result by now; what is still to come counts against nobody."""
        return self.planned - self.later


@dataclass(frozen=True)
class Hung:
    """Banners at one place: how many were hung, and how many of them are down again."""

    name: str
    hung: int
    down: int
    due_down: int
    """Hung, their window over, and nobody has said that they were taken down."""


@dataclass(frozen=True)
class Talks:
    """Talks that were held, and who came to those where people were counted."""

    held: int = 0
    counted: int = 0
    men: int = 0
    women: int = 0
    pupils: int = 0
    pupils_counted: int = 0

    @property
    def people(self) -> int:
        """All who came."""
        return self.men + self.women


@dataclass(frozen=True)
class Reach:
    """What Facebook counts of one figure, over so many of the posts."""

    metric: str
    label: str
    value: int
    posts: int


@dataclass(frozen=True)
class Obstacle:
    """Something that did not happen: which airing, where, and the reason as it was noted."""

    piece: Piece
    turn: Turn
    places: tuple[str, ...]
    reason: str

    @property
    def in_part(self) -> bool:
        """Whether its item is not counted as missed: other hours or places of it went, or wait."""
        return self.piece.result != Result.MISSED


@dataclass(frozen=True)
class Tally:
    """All numbers of one report. Days are local; `days_to_public` is None without such a post."""

    total: Line
    campaigns: tuple[Line, ...]
    channels: tuple[Line, ...]
    topics: tuple[Line, ...]
    forms: tuple[Line, ...]
    contents: tuple[Line, ...]
    months: tuple[tuple[str, int], ...]
    readings: int
    banners: tuple[Hung, ...]
    talks: Talks
    portal_links: int
    post_links: int
    reach: tuple[Reach, ...]
    days_to_public: float | None
    """The median of the posts on which people began within EARLY before they were public."""
    posts_in_time: int
    posts_ahead: int
    """Posts begun earlier, as a plan is worked off: their months of waiting are no slowness."""
    approvers: tuple[tuple[str, int], ...]
    alone: int
    obstacles: tuple[Obstacle, ...]
    overdue: int
    """Items with an hour that is past and not confirmed, whatever the number of its places."""


def tally(material: Material) -> Tally:
    """Count everything once."""
    pieces = material.pieces
    turns = [(piece, turn) for piece in pieces for turn in piece.turns]
    posts = [turn for piece, turn in turns if piece.channel == "fanpage" and happened(turn)]
    taken = _days_to_public(pieces)
    soon = [days for days in taken if days <= EARLY]
    return Tally(
        total=_line("", pieces),
        campaigns=_lines(pieces, lambda piece: piece.campaign, material.campaigns),
        channels=_lines(pieces, lambda piece: piece.channel, KINDS),
        topics=_lines(pieces, topic_of, [*material.topics, NO_TOPIC]),
        forms=_lines(pieces, lambda one: form_of(one.channel).id, [one.id for one in FORMS]),
        contents=_lines(pieces, lambda one: kind_of(one.topic).id, [one.id for one in CONTENTS]),
        months=_months(turns),
        readings=sum(piece.channel == "loudspeaker" and happened(turn) for piece, turn in turns),
        banners=_banners(material, [turn for piece, turn in turns if piece.channel == "banner"]),
        talks=_talks([turn for piece, turn in turns if piece.channel == "talk"]),
        portal_links=sum(piece.channel == "portal" and bool(turn.link) for piece, turn in turns),
        post_links=sum(bool(turn.link) for turn in posts),
        reach=_reach(posts),
        days_to_public=median(soon) if soon else None,
        posts_in_time=len(soon),
        posts_ahead=len(taken) - len(soon),
        approvers=_approvers(pieces),
        alone=sum(piece.alone for piece in pieces),
        obstacles=tuple(_obstacles(turns)),
        overdue=sum(any(turn.overdue for turn in piece.turns) for piece in pieces),
    )


def happened(turn: Turn) -> bool:
    """Whether it went out, was read, hung or held."""
    return turn.state == Going.DONE


def topic_of(piece: Piece) -> str:
    """Its topic, or the word for none."""
    return piece.topic or NO_TOPIC


def _lines(
    pieces: Iterable[Piece], name: Callable[[Piece], str], order: Iterable[str]
) -> tuple[Line, ...]:
    """One line for each name that occurs, in the given order, strangers last."""
    grouped: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        grouped[name(piece)].append(piece)
    known = [one for one in order if one in grouped]
    strangers = sorted(grouped.keys() - set(known))
    return tuple(_line(one, grouped[one]) for one in (*known, *strangers))


def _line(name: str, pieces: Iterable[Piece]) -> Line:
    mine = list(pieces)
    results = Counter(piece.result for piece in mine)
    return Line(
        id=name,
        planned=len(mine),
        approved=sum(piece.approved for piece in mine),
        done=results[Result.DONE],
        missed=results[Result.MISSED],
        cancelled=results[Result.CANCELLED],
        troubled=results[Result.TROUBLED],
        open=results[Result.OPEN],
        times=sum(times(piece, turn) for piece in mine for turn in piece.turns),
        later=sum(piece.later for piece in mine),
    )


def times(piece: Piece, turn: Turn) -> int:
    """How often it happened: a banner counts at each place, anything else once an airing."""
    if piece.channel == "banner":
        return sum(spot.said is True for spot in turn.spots)
    return int(happened(turn))


def _months(turns: Iterable[tuple[Piece, Turn]]) -> tuple[tuple[str, int], ...]:
    """How often something happened, by the month in which it began: 2026-11."""
    counted: Counter[str] = Counter()
    for piece, turn in turns:
        counted[f"{turn.due:%Y-%m}"] += times(piece, turn)
    return tuple(sorted(counted.items()))


def _banners(material: Material, turns: Iterable[Turn]) -> tuple[Hung, ...]:
    places: dict[str, list[tuple[Turn, Spot]]] = defaultdict(list)
    for turn in turns:
        for spot in turn.spots:
            if spot.said is True:
                places[spot.name].append((turn, spot))
    return tuple(_hung(material, name, found) for name, found in places.items())


def _hung(material: Material, name: str, found: list[tuple[Turn, Spot]]) -> Hung:
    over = [
        spot
        for turn, spot in found
        if turn.until is not None
        and turn.until < material.made
        and turn.until.date() <= material.period.until
    ]
    return Hung(
        name=name,
        hung=len(found),
        down=sum(spot.down for _turn, spot in found),
        due_down=sum(not spot.down for spot in over),
    )


def _talks(turns: Iterable[Turn]) -> Talks:
    spots = [spot for turn in turns for spot in turn.spots if spot.said is True]
    came = [spot.present for spot in spots if spot.present is not None]
    pupils = [one.pupils for one in came if one.pupils is not None]
    return Talks(
        held=len(spots),
        counted=len(came),
        men=sum(one.men for one in came),
        women=sum(one.women for one in came),
        pupils=sum(pupils),
        pupils_counted=len(pupils),
    )


def _reach(posts: Iterable[Turn]) -> tuple[Reach, ...]:
    known: Mapping[str, list[int]] = defaultdict(list)
    for turn in posts:
        for metric, value in turn.figures.items():
            known[metric].append(value)
    return tuple(
        Reach(one.id, one.label, sum(known[one.id]), len(known[one.id]))
        for one in METRICS
        if one.id in known
    )


def _days_to_public(pieces: Iterable[Piece]) -> list[float]:
    """From a person's first work on each post (written, edited, submitted) to its being public."""
    return [
        (turn.public_at - piece.begun).total_seconds() / 86_400
        for piece in pieces
        for turn in piece.turns
        if piece.channel == "fanpage" and piece.begun and turn.public_at and happened(turn)
    ]


def _approvers(pieces: Iterable[Piece]) -> tuple[tuple[str, int], ...]:
    approved = (piece.approver for piece in pieces if piece.approved and piece.approver)
    counted = Counter(signer_of(one) for one in approved)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def _obstacles(turns: Iterable[tuple[Piece, Turn]]) -> Iterable[Obstacle]:
    """Airings that were missed, and places where one that happened did not."""
    for piece, turn in turns:
        lost = tuple(spot for spot in turn.spots if spot.said is False)
        if turn.state == Going.MISSED:
            names = tuple(spot.name for spot in turn.spots if spot.name)
            yield Obstacle(piece, turn, names, _reason(turn, lost))
        elif lost:
            names = tuple(spot.name for spot in lost if spot.name)
            yield Obstacle(piece, turn, names, _reason(turn, lost))


def _reason(turn: Turn, lost: Iterable[Spot]) -> str:
    noted = list(dict.fromkeys(spot.note for spot in lost if spot.note))
    return "; ".join(noted) or turn.reason.removeprefix("không thực hiện: ")
