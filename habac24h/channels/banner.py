"""Banners over the roads: confirmed when hung and again when taken down."""

from __future__ import annotations

from habac24h.channels.base import ChannelKind

BANNER = ChannelKind("banner", "Băng rôn", "đã treo", taken_down=True)
