"""The Rewards section: two halves that no one person enters both of.

``lists``, ``case`` and ``assess`` are for whoever proposes and approves and knows the tip; ``payouts`` and
``claims`` for the payout officer, who knows the person; ``money`` has the ledger, ``rules`` the rule sets and
their test bench. Pages show and hand over; every rule is in ``tipoffs.rewards``. Start reading at ``case``.
"""
