"""The clocks of a case: when each step must be done, who is reminded, and what follows when it is not.

``rules.py`` reads how long each clock is and where that stands in the law; ``deadlines.py`` and
``reminders.py`` compute; ``services.py`` starts, pauses, extends and stops; ``firing.py`` says
each step once.
It knows a case by its number only, and delivers nothing itself: a ``Tell`` is handed in.
"""
