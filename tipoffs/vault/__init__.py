"""Who the reporter is: sealed under a key of its own for each tip, opened only by two people with a reason.

The rest of the project holds a tip's number and never a name. Knows nothing of tips beyond that number.
"""
