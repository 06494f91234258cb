"""A saved filter names the route of its list, and the group of a list is called so in its address.

Revision ID: 0041
Revises: 0040
"""

from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

VIEWS = sa.table(
    "staff_views",
    sa.column("id", sa.Integer),
    sa.column("route", sa.String),
    sa.column("query", sa.Text),
)
WORDS = {"tips": "heap", "hazards": "heap", "rewards": "heap", "payouts": "pile"}
"""By list: what its groups were called in an address."""


def upgrade() -> None:
    """Apply."""
    _rename("door", "route")
    _rewrite({route: (word, "group") for route, word in WORDS.items()})


def downgrade() -> None:
    """Take it back."""
    _rewrite({route: ("group", word) for route, word in WORDS.items()})
    _rename("route", "door")


def _rename(before: str, after: str) -> None:
    with op.batch_alter_table("staff_views") as table:
        table.drop_constraint(op.f(f"uq_staff_views_staff_id_{before}_name"), type_="unique")
        table.alter_column(
            before,
            new_column_name=after,
            existing_type=sa.String(40),
            existing_nullable=False,
            existing_comment="which list",
        )
    with op.batch_alter_table("staff_views") as table:
        table.create_unique_constraint(
            op.f(f"uq_staff_views_staff_id_{after}_name"), ["staff_id", after, "name"]
        )


def _rewrite(words: dict[str, tuple[str, str]]) -> None:
    """The words in the kept filters, whose parts stand in the order of their names."""
    connection = op.get_bind()
    kept = connection.execute(sa.select(VIEWS).where(VIEWS.c.route.in_(words))).all()
    for number, route, query in kept:
        before, after = words[route]
        parts = sorted((after if name == before else name, value) for name, value in parse_qsl(query))
        connection.execute(sa.update(VIEWS).where(VIEWS.c.id == number).values(query=urlencode(parts)))
