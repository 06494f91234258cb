"""Runs migrations on the connection that ``app.schema`` hands over; there is no alembic.ini."""

from typing import Any, Literal

from alembic import context

from app.tables import metadata
from core.types import UtcDateTime


def in_plain_types(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own column types as what they are in the database: a migration must outlive our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    # SQLite can hardly alter a table: batch mode copies it.
    render_as_batch=True,
    compare_type=True,
    render_item=in_plain_types,
)
with context.begin_transaction():
    context.run_migrations()
