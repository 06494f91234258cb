"""Figures: what was done and how many it reached, each number with the statement that counted it.

A figure is declared once (``figure.Figure``): name, unit, definition, numerator, denominator, how the numbers
came about, on the ground or online, and one SELECT. People (人) and attendances (人次) are two units that no
figure adds up; what rests on estimates says so; figures about tips go through the guard of the tip offices.
Nothing here changes a row. Begin with ``services``, then any of the modules of declarations (``ground``).
"""
