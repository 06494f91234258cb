"""Column types that every model shares."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from sqlalchemy import JSON, BigInteger, Dialect, Enum, Integer, String, Text, TypeDecorator
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """A UTC moment with its time zone.

    SQLite does not store time zones, so moments are stored there without one and given back with UTC.
    """

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """Its Python type; SQLAlchemy would say ``object``."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime: nobody knows which moment it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored; give it a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware moment, whatever the database stored."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts rows by itself only in a column of type INTEGER."""

Json = JSON().with_variant(postgresql.JSONB(), "postgresql")


def stored_words(words: type[StrEnum], length: int) -> Enum:
    """A column of words stored by value; without a CHECK, so that a new word needs no migration."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


RowId = Annotated[int, mapped_column(BigId, primary_key=True, autoincrement=True)]
Openid = Annotated[str, mapped_column(String(64))]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]
Words = Annotated[str, mapped_column(Text)]
JsonObject = Annotated[dict[str, Any], mapped_column(Json)]
JsonList = Annotated[list[str], mapped_column(Json)]


class Labelled(StrEnum):
    """A word stored by its value, with the Chinese label that a clerk reads."""

    label: str

    def __new__(cls, value: str, label: str) -> "Labelled":
        """Attach ``label`` to the stored value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Numbered(Labelled):
    """A word with the number that the bureau's own documents give it."""

    number: str

    def __new__(cls, value: str, label: str, number: str = "") -> "Numbered":
        """Attach ``label`` and ``number`` to the stored value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.number = number
        return member


Label = TypeVar("Label", bound=Labelled)


def member_of(words: type[Label], value: object) -> Label:
    """The member with this value, as a row or a file stores it; ``ValueError`` if there is none."""
    for one in words:
        if one.value == value:
            return one
    raise ValueError(f"no such word: {value!r}")
