"""Letters about hazards, drafted for somebody to check, number, sign and seal: 督办函 and 两书一函.

Nothing of a tip is in one: hazards are written by staff, and how the bureau came to know is left out. The
ladder of the clocks says when a letter is due (``tipoffs.clocks``); this is the paper. Start reading at
``wording``.
"""
