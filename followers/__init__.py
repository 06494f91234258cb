"""People known by openid: whether they follow, since when, from where, and what they want to hear about.

The package knows nothing of what is said to them. Events arrive twice, late and out of order, so what it
keeps depends only on which events came, never on when. Start reading at ``services``; what people choose is
in ``choices`` with its words in ``topics.yaml``, what the platform's own list says in ``roster``.
"""
