"""The tip (举报件): taken in, accepted, dispatched, verified, answered, closed.

``status.py`` is the transition table; ``services.py`` the verbs. Knows nothing of money.
"""
