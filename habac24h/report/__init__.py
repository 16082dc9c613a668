"""What was done, for whom, with which evidence: read from the rows, counted, put into sentences.

`gather` reads, `tally` counts (pure), `words` writes; `papers/report.py` makes documents of them.
"""
