"""Tables brought up and down to one migration."""

from alembic import command
from alembic.config import Config

from app import schema
from core.db import Database


def moves(database: Database, to: str, *, up: bool) -> None:
    """Bring the tables up or down to one migration."""
    config = Config()
    config.set_main_option("script_location", str(schema.SCRIPTS))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        (command.upgrade if up else command.downgrade)(config, to)
        connection.commit()
