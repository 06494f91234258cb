"""How a statement of SQLAlchemy is worded for the library of PostgreSQL."""

from core.postgres_cursor import numbered_places


def test_places_are_numbered_by_name() -> None:
    assert numbered_places("%(b)s + %(a)s - %(b)s %% 2") == (b"$1 + $2 - $1 % 2", ("b", "a"))


def test_a_text_without_places_stays() -> None:
    assert numbered_places("SELECT 1") == (b"SELECT 1", ())
