"""The rule sets that the bureau writes itself: drafted by one person, put in force from a day by another.

Knows the reading and the arithmetic of rules, and never a tip or a reward: a proposal names the set by its
id, and a set that was put in force is never changed again. Start reading in ``services.py``;
``standing.py`` says which set holds on which day.
"""
