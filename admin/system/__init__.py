"""For those who keep the system running: its health and settings, and the days and places it counts by.

Knows no machine and no setting itself: what it shows is handed in (``admin.needs.SystemState``).
Start with ``health.py``.
"""
