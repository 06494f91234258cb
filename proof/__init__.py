"""The long proofs: what must hold when processes are killed, servers go away and strangers knock.

Each experiment in ``proof.experiments`` is a function with a size: the tests in ``tests/functional`` call it
small and assert on its findings, ``python -m proof`` calls it large and writes a report. The package plays
the platform with code of its own (``proof.platform``) and must not know how the account works inside, except
that the rows tell the truth. Start reading in ``proof/__main__.py``.
"""
