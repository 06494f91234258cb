"""The ground floor: database, clock, errors, text, keys. It knows no feature and imports none.

Everything here must serve a hazard as well as a quiz. Start reading at ``db`` (how a session is opened) and
``errors`` (the one tree of exceptions).
"""
