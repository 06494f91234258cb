"""The people who work here: who they are, what they may do, and the log of what they did.

Roles and permissions are data; an ``Actor`` is handed to every verb of the services; the audit log is
append-only and hash-chained. Knows no feature: a permission is a word that the feature's package defines.
Start with ``actors.py``.
"""
