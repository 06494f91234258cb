"""The wall of the duty room (大屏): one page that shows where the county stands and keeps itself up to date.

It shows counts only and must never learn of a person: whoever stands in the room reads it, and the PC
behind it may have no clerk. Start reading at ``figures`` (what is shown); ``section`` and ``display`` are the
two ways in.
"""
