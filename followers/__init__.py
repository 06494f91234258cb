"""People known by openid: whether they follow the account, since when, and from where they came.

The package knows nothing of what is said to them. Events arrive twice, late and out of order, so what it
keeps depends only on which events came, never on when. Start reading at ``services``.
"""
