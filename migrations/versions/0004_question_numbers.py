"""Numbers of questions left for staff are never given out again, on SQLite either.

A person may delete a question. Were its number given to the next one, a clerk's answer to the first would go
to somebody else, and the answer to the second would count as sent already.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _copy(autoincrement=True)


def downgrade() -> None:
    """Take back."""
    _copy(autoincrement=False)


def _copy(*, autoincrement: bool) -> None:
    """SQLite learns it by a copy of the table; the sequences of PostgreSQL never go back."""
    if op.get_bind().dialect.name != "sqlite":
        return
    with op.batch_alter_table(
        "staff_questions", recreate="always", table_kwargs={"sqlite_autoincrement": autoincrement}
    ):
        pass
