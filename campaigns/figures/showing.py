"""The statement behind a figure as a text that can be run as it stands: "show me the query"."""

from typing import Any

from sqlalchemy import Dialect, Select


def sql_of(statement: Select[Any], dialect: Dialect) -> str:
    """The SELECT in the words of one engine, every value written out. Nobody's words or names are in one:
    the values are days, codes of regions, and states."""
    # With another style of parameters every % would stand there twice.
    plain = type(dialect)(paramstyle="named")  # type: ignore[call-arg]
    return str(statement.compile(dialect=plain, compile_kwargs={"literal_binds": True}))
