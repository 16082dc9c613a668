"""A rehearsal: a whole year on a virtual clock, on the practice page, in its own home."""

from habac24h.rehearsal.run import rehearse
from habac24h.rehearsal.summary import Summary

__all__ = ["Summary", "rehearse"]
