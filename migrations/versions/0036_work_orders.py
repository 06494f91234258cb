"""What the 12345 hotline's system says of a case.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "tip_work_orders",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("tip", sa.String(16), nullable=False),
        sa.Column("order_number", sa.String(64), nullable=False, comment="工单号"),
        sa.Column("due_on", sa.Date(), nullable=True, comment="last day, as the hotline counts"),
        sa.Column("answer", sa.Text(), nullable=False, comment="numbers of people masked; may be empty"),
        sa.Column("taken_by", sa.String(64), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tip"], ["tips.number"], name=op.f("fk_tip_work_orders_tip_tips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_work_orders")),
        sa.UniqueConstraint("tip", "order_number", name=op.f("uq_tip_work_orders_tip_order_number")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("tip_work_orders")
