"""The engine with real processes: `habac24h run` workers are killed, stopped and cut off by seed.

`python -m torture sqlite` and `python -m torture postgres` run 300 items and print a table; the
tests run a few of them. The page is a practice page in a process of its own, and it fails too.
"""
