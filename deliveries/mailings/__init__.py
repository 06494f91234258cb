"""Mailings: one message to many people, each of them a row with a fate of its own.

The people are written down once, when the mailing starts, and never asked for again; a worker takes as many
of them as it has threads free, and what became of each is known row by row. The package knows nothing of
campaigns: who the people are is a SELECT that somebody hands in (``ports``). Start at ``status``, then
``bulk`` (the one transaction in which fates are written and people taken).
"""
