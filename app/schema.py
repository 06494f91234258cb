"""The shape of the database: bring it up to date, and know whether it is."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.tables import metadata
from core.db import Database
from core.ids import lock_number

SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"


def upgrade(database: Database) -> None:
    """Bring the tables to the newest shape; of several processes one does it and the others wait."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_lock(:name)"), {"name": lock_number("migrations")})
            connection.commit()
        try:
            command.upgrade(_config(connection), "head")
            connection.commit()
        finally:
            if not database.is_sqlite:
                connection.rollback()
                connection.execute(
                    text("SELECT pg_advisory_unlock(:name)"), {"name": lock_number("migrations")}
                )
                connection.commit()


def make_revision(database: Database, message: str) -> None:
    """Write a new migration from the difference between the models and this database."""
    with database.engine.connect() as connection:
        command.revision(_config(connection), message, autogenerate=True)


def is_current(database: Database) -> bool:
    """Whether every migration has been applied."""
    with database.reading() as session:
        applied = MigrationContext.configure(session.connection()).get_current_heads()
    return set(applied) == set(ScriptDirectory(str(SCRIPTS)).get_heads())


def differences(database: Database) -> list[object]:
    """What the models have that the migrated tables have not, and the other way round."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config
