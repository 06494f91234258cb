"""The cursor for the few statements of a message: prepared, each for itself, and not to be confused."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from psycopg import errors

from core import postgres_cursor
from core.connections import DirectConnection
from core.db import Database
from core.errors import Unavailable
from core.postgres_cursor import PostgresCursor

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)

Connection = psycopg.Connection[Any]
OWN = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'anwen%%'"


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.engine.connect() as lent:
        driver: Any = lent.connection.driver_connection
        yield driver


@pytest.fixture
def first(connection: Connection) -> Callable[..., Any]:
    """Ask for the first row; one cursor for all questions."""
    cursor = PostgresCursor(connection)

    def ask(text: str, **values: Any) -> Any:
        cursor.execute(text, values)
        row = cursor.fetchone()
        cursor.close()
        return row

    return ask


def test_values_go_there_and_come_back(first: Callable[..., Any]) -> None:
    at = datetime(2026, 11, 29, 12, tzinfo=UTC)
    text = "SELECT %(a)s::text, %(b)s::bytea, %(c)s::bigint, %(d)s::timestamptz, %(a)s::text, 7 %% 4"
    for number in (1, 2**40, -3, 1):
        row = first(text, a="灭火器", b=b"\0\1", c=number, d=at)
        assert row == ("灭火器", b"\0\1", number, at, "灭火器", 3)
    assert first(text, a=None, b=None, c=None, d=None) == (None, None, None, None, None, 3)


def test_no_row_is_none(first: Callable[..., Any]) -> None:
    assert first("SELECT 1 WHERE false") is None


def test_what_comes_again_is_prepared(first: Callable[..., Any]) -> None:
    assert first(OWN) == (0,)
    assert [first("SELECT %(a)s::int", a=number) for number in (1, 2, 3)] == [(1,), (2,), (3,)]
    # Its own question is the second time ready too.
    assert first(OWN) == (2,)


def test_only_so_many_stay_prepared(first: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_cursor, "MOST_PREPARED", 5)
    for _again in range(3):
        for number in range(5):
            assert first(f"SELECT {number} + %(a)s::int", a=1) == (number + 1,)
    for _again in range(3):
        for number in range(5, 9):
            assert first(f"SELECT {number} + %(a)s::int", a=1) == (number + 1,)
    assert first(OWN) == (5,)


def test_what_was_thrown_away_is_prepared_anew(connection: Connection, first: Callable[..., Any]) -> None:
    for _again in range(3):
        first("SELECT %(a)s::int", a=1)
    # The driver does so after a transaction that was undone.
    connection.execute("DEALLOCATE ALL")
    connection.rollback()
    assert first("SELECT %(a)s::int", a=4) == (4,)
    assert first("SELECT %(a)s::int", a=5) == (5,)


def test_a_table_may_change_meanwhile(connection: Connection, first: Callable[..., Any]) -> None:
    connection.execute("CREATE TEMPORARY TABLE changing (a int)")
    connection.execute("INSERT INTO changing VALUES (1)")
    connection.commit()
    for _again in range(3):
        assert first("SELECT * FROM changing") == (1,)
    connection.execute("ALTER TABLE changing ADD COLUMN b int DEFAULT 2")
    connection.commit()
    assert first("SELECT * FROM changing") == (1, 2)
    assert first("SELECT * FROM changing") == (1, 2)


def test_a_refusal_of_the_server_is_the_error_of_the_driver(first: Callable[..., Any]) -> None:
    for divisor in (1, 2):
        first("SELECT 1 / %(a)s::int", a=divisor)
    for _again in range(2):
        with pytest.raises(errors.DivisionByZero):
            first("SELECT 1 / %(a)s::int", a=0)
    assert first("SELECT 1 / %(a)s::int", a=1) == (1,)


def test_a_server_that_is_gone_is_unavailable(database: Database, connection: Connection) -> None:
    with DirectConnection(database) as direct:
        found = direct.first_of("SELECT pg_backend_pid()", None)
        assert found is not None
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", found)
        with pytest.raises(Unavailable):
            direct.first_of("SELECT 1", None)
        assert direct.is_lost
    with DirectConnection(database) as another:
        assert another.first_of("SELECT 1", None) == (1,)


def test_a_connection_keeps_its_cursor(database: Database) -> None:
    for _message in range(3):
        with DirectConnection(database) as direct:
            direct.first_of("SELECT 1", None)
    with DirectConnection(database) as direct:
        assert direct.first_of(OWN, None) == (1,)
