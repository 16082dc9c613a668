"""Figures of a post, as a test or a curious person sets them; nobody reads a practice page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from habac24h.channels.practice_page.trouble import invalid

ALIVE = (
    "post_media_view",
    "post_total_media_view_unique",
    "post_clicks",
    "post_reactions_like_total",
    "post_reactions_love_total",
    "post_reactions_by_type_total",
)
"""Names that v25.0 knows (facts/facebook.md, Insights); one dead name fails the call."""

Figures = Mapping[tuple[str, str], int | Mapping[str, int]]
"""What was counted, by post and name; reactions by type are a mapping."""


def insights(post_id: str, form: Mapping[str, str], figures: Figures) -> dict[str, Any]:
    """GET /{post}/insights: every asked figure, or a refusal of all of them."""
    names = [name.strip() for name in form.get("metric", "").split(",") if name.strip()]
    if not names or any(name not in ALIVE for name in names):
        raise invalid("The value must be a valid insights metric")
    return {"data": [_entry(post_id, name, figures) for name in names]}


def _entry(post_id: str, name: str, figures: Figures) -> dict[str, Any]:
    nothing: int | dict[str, int] = {} if name.endswith("by_type_total") else 0
    return {
        "id": f"{post_id}/insights/{name}/lifetime",
        "name": name,
        "period": "lifetime",
        "values": [{"value": figures.get((post_id, name), nothing)}],
    }
