"""Mass sends: the platform itself writes to up to 10,000 people, or to a tag, with one call of ours.

The name of the call (``clientmsgid``) is written down before the call is made, so that a lost answer is cured
by making it again; the platform's event says how many got it. Start reading at ``status``, then ``services``.
"""
