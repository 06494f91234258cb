"""The section of campaigns: calendar, plans, activities, content, themes, venues, lectures.

Its pages show what planning and content know and hand every step to their verbs; it must know no rule of
theirs. Start reading at ``section`` (which pages there are) and ``needs`` (what they stand on).
"""
