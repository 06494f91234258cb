"""What is planned and what was held: themes, the calendar, campaigns, activities, lectures on request.

Knows nothing of messages, pages or scans. ``status.py`` has the three machines, ``services.py`` the campaign,
``activities.py`` what happens on the ground, ``calendar.py`` (pure) which days come next.
"""
