"""Mass sends: the platform itself writes to up to 10,000 people, or to a tag, with one call of ours.

The name of the call (``clientmsgid``) is stored before the call is made, so that a lost answer can be
recovered by repeating the call; the platform's event reports how many people got it. Start reading at
``status``, then ``services``.
"""
