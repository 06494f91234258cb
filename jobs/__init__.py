"""Work outside a request: who finds it, who carries it, who does it, and what happens by the clock.

Rows are the truth; the engine only carries their numbers. ``relay`` finds due rows and hands their keys
to Dramatiq, ``actors`` run the job that belongs to a key, the job claims its row before it acts and
writes the fate after. Losing the broker loses nothing. The package knows deliveries and its own clock
slots; any other work is registered as an ``Job`` by the wiring. Start reading at ``ports`` (what an
job is), then ``worker``.
"""
