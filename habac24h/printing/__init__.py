"""Papers: what people read from, sign, hang and paste, made from plain values.

Nothing here knows the database or the models: each paper is a frozen dataclass and functions that
turn it into bytes. `papers/` fills the dataclasses from the rows.
"""
