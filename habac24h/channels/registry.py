"""Every kind of channel, in the order in which the office sees them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from habac24h.channels.banner import BANNER
from habac24h.channels.base import ChannelKind
from habac24h.channels.fanpage import FANPAGE
from habac24h.channels.loudspeaker import LOUDSPEAKER
from habac24h.channels.portal import PORTAL
from habac24h.channels.talk import TALK
from habac24h.errors import NotFound

KINDS: Mapping[str, ChannelKind] = MappingProxyType(
    {kind.id: kind for kind in (FANPAGE, LOUDSPEAKER, BANNER, PORTAL, TALK)}
)


def kind(channel_id: str) -> ChannelKind:
    """The channel of that id, or NotFound with the ids that there are."""
    try:
        return KINDS[channel_id]
    except KeyError:
        raise NotFound(
            f"Không có kênh “{channel_id}”; hãy chọn một trong: {', '.join(KINDS)}."
        ) from None
