"""Campaigns: what the bureau plans, writes, sends and counts to make people safer.

``planning`` (themes, calendar, campaigns, activities, lectures on request) lies lowest; ``content`` and
``library`` stand on it, then ``audiences``, ``sending``, ``figures``. None of them speaks HTTP or WeChat. An
unverified theme publishes nothing, people and attendances are never added up, and each number keeps its
basis. Begin with ``planning``.
"""
