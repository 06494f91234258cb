"""The migrations make exactly what the models say."""

from app import schema
from core.db import Database


def test_migrated_tables_are_those_of_the_models(database: Database) -> None:
    assert schema.differences(database) == []
    assert schema.is_current(database)


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    schema.upgrade(database)

    assert schema.is_current(database)
