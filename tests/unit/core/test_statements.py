"""A condition that is made once may ask for the moment of each look, and for one before it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import create_engine, select

from core.statements import NOW, ago, moments

MOMENT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def test_each_moment_of_a_condition_has_its_value() -> None:
    yesterday, last_minute = ago(timedelta(days=1)), ago(timedelta(minutes=1))
    asked = select(yesterday < last_minute, last_minute < NOW, NOW.label("now"), yesterday.label("before"))
    with create_engine("sqlite://").connect() as connection:
        found = connection.execute(asked, moments(asked, MOMENT)).one()
    assert tuple(found) == (True, True, MOMENT, MOMENT - timedelta(days=1))
