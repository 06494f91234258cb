"""The composition root: the one place that knows everyone.

``settings`` reads the environment, ``wiring`` introduces the packages to each other, ``factory`` makes the
Flask application out of them and ``cli`` the commands. No other package may import this one.
"""
