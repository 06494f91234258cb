"""Who handles a tip-off: industry by region, and what follows where the table is silent.

``categories.py`` reads the industries, ``matrix.py`` proposes and checks (pure), ``services.py`` keeps the
bureau's own table. It proposes; a person dispatches.
"""
