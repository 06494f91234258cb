"""The ground floor: database, clock, errors, text, keys. It knows no feature and imports none.

Everything here must be as true for a hazard as for a quiz. Start reading at ``db`` (how a session is
opened) and ``errors`` (the one tree of exceptions).
"""
