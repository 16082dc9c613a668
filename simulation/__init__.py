"""The engine under everything that can go wrong, by seed: one thread at a time, one clock.

A seed draws the weather (which troubles, how often) and then every single decision: who goes on
at each hook, who dies there, who sleeps past a lease, what the page does, what people change
meanwhile. The same seed gives the same trace, to the byte. When the dust has settled, the promises
P1 to P7 of the design must hold (`promises.py`); faults planted on purpose (`bugs.py`) must break
them.

`python -m simulation --seeds 5000` runs any number; `python -m simulation --seed 17 --trace` tells
one of them step by step.
"""
