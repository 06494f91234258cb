"""The migrations make exactly what the models say."""

import re
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app import schema
from app.tables import metadata
from core.db import Database
from tests.integration.migrating import moves

MODELLED = "modelled"
"""The schema of PostgreSQL, or the attached file of SQLite, in which the models make their own tables."""


def test_migrated_tables_are_those_of_the_models(database: Database) -> None:
    assert schema.differences(database) == []
    assert schema.is_current(database)


def test_migrated_indexes_are_those_of_the_models_to_the_last_condition(database: Database) -> None:
    """The comparison of Alembic does not look at the WHERE of an index."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        migrated, modelled = indexes(connection), indexes_of_models(connection)
    assert migrated == modelled
    assert any(" WHERE " in words for words in migrated.values())


def test_the_newest_migration_can_be_taken_back_and_made_again(database: Database) -> None:
    with database.engine.connect() as connection:
        newest = indexes(connection)

    moves(database, "-1", up=False)
    assert not schema.is_current(database)
    schema.upgrade(database)

    with database.engine.connect() as connection:
        assert indexes(connection) == newest


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    schema.upgrade(database)

    assert schema.is_current(database)


def test_the_newest_revisions_are_those_that_alembic_finds() -> None:
    """The application reads them without Alembic."""
    assert schema.newest_revisions() == set(ScriptDirectory(str(schema.SCRIPTS)).get_heads())


def test_a_database_without_tables_is_not_current(tmp_path: Path) -> None:
    assert not schema.is_current(Database(f"sqlite:///{tmp_path / 'empty.db'}"))


def indexes(connection: Connection, where: str = "") -> dict[str, str]:
    """The definition of each index by its name, without quotes and without the name of the schema."""
    if connection.dialect.name == "sqlite":
        query = f"SELECT name, sql FROM {where or 'main'}.sqlite_master WHERE type = 'index' AND sql <> ''"
    else:
        query = f"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = '{where or 'public'}'"
    found = {name: plain(words) for name, words in connection.execute(text(query))}
    found.pop("alembic_version_pkc", None)
    return found


def indexes_of_models(connection: Connection) -> dict[str, str]:
    """The same of the tables that the models make by themselves, beside the migrated ones."""
    attach = "ATTACH ':memory:' AS" if connection.dialect.name == "sqlite" else "CREATE SCHEMA"
    connection.execute(text(f"{attach} {MODELLED}"))
    metadata.create_all(connection.execution_options(schema_translate_map={None: MODELLED}))
    return indexes(connection, MODELLED)


def plain(words: str) -> str:
    """A definition in one line."""
    return re.sub(r"\s+", " ", re.sub(rf'"|\b(?:public|{MODELLED})\.', "", words))
