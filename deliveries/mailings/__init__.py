"""Mailings: one message to many people; each of them is a row with its own fate.

The recipients are written down once, when the mailing starts, and not queried again. A worker takes as many
of them as it has free threads, and the fate of each is recorded in its row. The package knows nothing of
campaigns: who the recipients are is a SELECT supplied from outside (``ports``). Start at ``status``, then
``bulk`` (the one transaction that writes fates and claims people).
"""
