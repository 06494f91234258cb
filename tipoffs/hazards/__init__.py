"""The hazard (隐患): graded, ordered to be fixed, supervised, re-inspected, delisted.

It never holds a word or a photo of a reporter; a tip points at it, not the other way round.
"""
