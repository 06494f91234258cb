"""The shape of the database: bring it up to date, and know whether it is.

Alembic takes 9 MB with what it imports: it is loaded when tables are changed or compared. Whether a process
finds them up to date is asked every few seconds, and takes one row.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text

from app.tables import metadata
from core.db import Database
from core.ids import lock_number

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"
_REVISION: Final = re.compile(r"^(down_)?revision\b[^=\n]*= *\"([^\"]+)\"", re.MULTILINE)


def upgrade(database: Database) -> None:
    """Bring the tables to the newest shape; of several processes one does it and the others wait."""
    from alembic import command

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
    from alembic import command

    with database.engine.connect() as connection:
        command.revision(_config(connection), message, autogenerate=True)


def is_current(database: Database) -> bool:
    """Whether every migration has been applied."""
    with database.reading() as session:
        connection = session.connection()
        if not inspect(connection).has_table("alembic_version"):
            return False
        applied = connection.scalars(text("SELECT version_num FROM alembic_version"))
        return frozenset(applied) == newest_revisions()


@cache
def newest_revisions() -> frozenset[str]:
    """The revisions that no other one follows, read from the files of the migrations."""
    named: set[str] = set()
    followed: set[str] = set()
    for script in (SCRIPTS / "versions").glob("*.py"):
        for down, name in _REVISION.findall(script.read_text("utf-8")):
            (followed if down else named).add(name)
    return frozenset(named - followed)


def differences(database: Database) -> list[object]:
    """What the models have that the migrated tables have not, and the other way round."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config
