"""What a definition may refer to: observances, topics, templates, places, channels."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from habac24h.calendar.observances import Observance
from habac24h.channels.base import ChannelKind
from habac24h.content.sandbox import Sandbox


class Templates(Protocol):
    """The part of content/variants.py that definitions need."""

    def names(self, channel: str) -> tuple[str, ...]:
        """The templates of a channel."""

    def count(self, channel: str, template: str, topic: str | None) -> int:
        """How many texts take turns; raises TemplateError when a topic has none."""


@dataclass(frozen=True)
class Known:
    """The ids that a definition is checked against.

    `places` are ids; None leaves them unchecked, for definitions that are already stored: a place
    that was removed since must not make them unreadable. `topics` are titles by id.
    """

    observances: Mapping[str, Observance]
    topics: Mapping[str, str]
    templates: Templates
    channels: Mapping[str, ChannelKind]
    sandbox: Sandbox
    places: Collection[str] | None = None
