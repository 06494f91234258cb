"""Sessions of the staff, one-time codes, and the counts of wrong passwords.

Revision ID: 0026
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STAFF = "staff_users.id"
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "staff_sessions",
        sa.Column("digest", sa.String(length=64), nullable=False, comment="of the token in the cookie"),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False, comment="latest request, at most a minute old"),
        sa.Column("ends_at", MOMENT, nullable=False, comment="whatever happens"),
        sa.Column("proved_at", MOMENT, nullable=True, comment="the one-time code was right"),
        sa.Column("device", sa.String(length=120), nullable=False, comment="the browser, as it calls itself"),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], [STAFF], name=op.f("fk_staff_sessions_staff_id_staff_users")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_staff_sessions")),
    )
    op.create_index(op.f("ix_staff_sessions_staff_id"), "staff_sessions", ["staff_id"])
    op.create_table(
        "staff_factors",
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("confirmed_at", MOMENT, nullable=True, comment="NULL until a code was right"),
        sa.Column(
            "last_step",
            sa.BigInteger(),
            nullable=False,
            comment="of the newest code used; none is used twice",
        ),
        sa.ForeignKeyConstraint(["staff_id"], [STAFF], name=op.f("fk_staff_factors_staff_id_staff_users")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_factors")),
    )
    op.create_table(
        "sign_in_guards",
        sa.Column("key", sa.String(length=64), nullable=False, comment="keyed digest"),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("closed_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_guards")),
    )
    op.create_index(op.f("ix_sign_in_guards_changed_at"), "sign_in_guards", ["changed_at"])


def downgrade() -> None:
    """Take it back."""
    op.drop_index(op.f("ix_sign_in_guards_changed_at"), table_name="sign_in_guards")
    op.drop_table("sign_in_guards")
    op.drop_table("staff_factors")
    op.drop_index(op.f("ix_staff_sessions_staff_id"), table_name="staff_sessions")
    op.drop_table("staff_sessions")
