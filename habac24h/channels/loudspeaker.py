"""The commune's loudspeakers: scripts that someone reads, confirmed place by place."""

from __future__ import annotations

from habac24h.channels.base import ChannelKind

LOUDSPEAKER = ChannelKind("loudspeaker", "Đài truyền thanh", "đã phát")
