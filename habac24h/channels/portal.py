"""The commune's web portal: someone posts the text there and confirms it."""

from __future__ import annotations

from habac24h.channels.base import ChannelKind

PORTAL = ChannelKind("portal", "Cổng thông tin", "đã đăng", places=False, pictures=True)
