"""From rows to papers: which papers there are, for which items, and what stands on them."""
