"""A made-up county to try the application on: regions, staff, hazards and tips of a year, by a seed.

Nobody in it exists. States and steps follow the real tables of moves; what is sealed is sealed for real. Only
``flask demo`` uses it; it must not know the web. Start at ``loading.py``.
"""
