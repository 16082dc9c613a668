"""The JSON API under /api/v1: the pages' moves for other programs, with tokens of their own."""
