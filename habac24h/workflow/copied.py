"""What a copied item remembers of the one that it was copied from, in `Item.planned`."""

COPIED = "copied_from"
"""The key of the first one."""
OLD_YEAR = "words_of"
"""The year that its words were written for."""
