"""Words into a given number of lines: even ones, broken where a reader would breathe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from habac24h.printing.artwork import breaks
from habac24h.printing.artwork.font import Weight, shape

AUTHORS_BREAK, JOINED = 0.0, 100.0
"""An author's own line end stays one: joining two of their lines could change what is said."""
LONE_LAST = 0.6
"""A last line of a single word."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Lines of words, and what their breaks cost (about 0 is good, 1 is ugly)."""

    lines: tuple[str, ...]
    paid: float


class Paragraph:
    """A text ready to be broken: its words, their widths in ems, the cost of each break."""

    def __init__(self, lines: Sequence[str], weight: Weight) -> None:
        self.words = tuple(word for line in lines for word in line.split())
        ends = list(accumulate(len(line.split()) for line in lines))
        self._ends = frozenset(ends[:-1])
        self._costs = tuple(
            AUTHORS_BREAK if at in self._ends else cost
            for at, cost in enumerate(breaks.costs(self.words))
        )
        # Each word's own width: setting every run of words would be slow.
        self._sums = (0.0, *accumulate(shape(word, weight).advance for word in self.words))
        self._space = shape("a a", weight).advance - 2 * shape("a", weight).advance

    def broken(self, count: int) -> Broken:
        """The best way to break it into so many lines."""
        cuts = self._cuts(count)
        lines = tuple(" ".join(self.words[start:end]) for start, end in pairwise(cuts))
        return Broken(lines, sum(self._paid(start, end) for start, end in pairwise(cuts)))

    def _cuts(self, count: int) -> tuple[int, ...]:
        """Where each line begins, and the end."""
        total = len(self.words)
        fair = self._width(0, total) / count
        # cheapest[n][end]: (cost, start of the last line) for the words before `end` in n lines
        cheapest: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
        for number in range(1, count + 1):
            row: dict[int, tuple[float, int]] = {}
            for end in range(number, total - (count - number) + 1):
                row[end] = min(
                    (so_far + self._uneven(start, end, fair) + self._paid(start, end), start)
                    for start, (so_far, _) in cheapest[-1].items()
                    if start < end
                )
            cheapest.append(row)
        cuts = [total]
        for number in range(count, 0, -1):
            cuts.append(cheapest[number][cuts[-1]][1])
        return tuple(reversed(cuts))

    def _width(self, start: int, end: int) -> float:
        return self._sums[end] - self._sums[start] + self._space * (end - start - 1)

    def _uneven(self, start: int, end: int, fair: float) -> float:
        """How far a line is from its fair share of the width; too long is worse."""
        share = self._width(start, end) / fair
        return 4 * (share - 1) ** 2 if share > 1 else 1.5 * (1 - share) ** 2

    def _paid(self, start: int, end: int) -> float:
        """What it costs to begin a line at `start` and to run on to `end`."""
        joined = sum(JOINED for at in self._ends if start < at < end)
        lone = start > 0 and end == len(self.words) and end - start == 1
        return self._costs[start] + joined + (LONE_LAST if lone else 0)
