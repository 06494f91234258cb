"""Sessions as tests need them: to hold open, to roll back, or two at once."""

from sqlalchemy.orm import Session

from core.db import Database


def open_writing(database: Database) -> Session:
    """A session like those of ``Database.writing`` whose end the test decides; close it whatever happens."""
    return Session(database.engine, expire_on_commit=False, autoflush=False, info=dict(database.info))
