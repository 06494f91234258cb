"""What a role may do in the vault; which roles may is data of ``staff/``."""

WORDS = "vault.words"
"""Read what a reporter wrote."""
REQUEST = "vault.request"
"""Ask, with a reason, to learn who a reporter is."""
APPROVE = "vault.approve"
"""Let somebody else's request through, or not."""
PAYEE = "vault.payee"
"""Read whom a reward is to be paid to; never the tip."""
SCREEN = "vault.screen"
"""Keep the list of people who may not be rewarded."""
HOLD = "vault.hold"
"""Keep secrets beyond their time because the law wants it, and let go of them again."""
SHRED = "vault.shred"
"""Destroy what has reached the end of its time."""

ALL = frozenset({WORDS, REQUEST, APPROVE, PAYEE, SCREEN, HOLD, SHRED})
