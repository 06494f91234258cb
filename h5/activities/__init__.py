"""活动中心: the theme of the month, what takes place where, one's own sign-ins, lectures asked for and rated.

Also the page of a material that a printed code leads to. Begin with ``center.py``.
"""
