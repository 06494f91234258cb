"""The history of the tables, by Alembic. ``flask db upgrade`` brings a database to the newest shape."""
