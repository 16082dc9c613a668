"""The spoken form of Vietnamese texts: what an announcer reads aloud, and how long it takes."""

