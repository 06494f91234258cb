"""Journeys through a whole running account, which is stopped when the last of them is done."""
