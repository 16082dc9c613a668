"""The figures of a post that are asked for, each by its own call.

Facebook's names are those alive on v25.0 (facts/facebook.md, Graph API, Insights): every name with
“impressions” is dead, and one dead name fails a whole call.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Metric:
    """One figure: Facebook's name, and what the office calls it."""

    id: str
    label: str


VIEWS = Metric("post_media_view", "lượt xem")
REACH = Metric("post_total_media_view_unique", "người xem")
CLICKS = Metric("post_clicks", "lượt bấm")
REACTIONS = Metric("post_reactions_by_type_total", "lượt bày tỏ cảm xúc")
METRICS = (REACH, VIEWS, REACTIONS, CLICKS)
"""The most useful first: where the day's allowance ends, the others wait."""
