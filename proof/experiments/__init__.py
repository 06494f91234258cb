"""The experiments, one family a file; each gives back findings and never judges timing in a test.

An experiment leaves the account it was handed running and well, so that the next one may follow.
"""
