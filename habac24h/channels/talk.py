"""Talks in hamlets and schools: someone holds them and confirms with evidence."""

from __future__ import annotations

from habac24h.channels.base import ChannelKind

TALK = ChannelKind("talk", "Truyền thông trực tiếp", "đã tổ chức")
