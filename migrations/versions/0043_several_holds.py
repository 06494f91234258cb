"""A case, or a payment, is held for several reasons, and each is lifted by itself.

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

CASES = sa.table(
    "vault_cases",
    sa.column("case", sa.String),
    sa.column("hold", sa.String),
    sa.column("held_at", MOMENT),
    sa.column("held_by", sa.String),
)
CASE_HOLDS = sa.table(
    "vault_holds",
    sa.column("id", ROW_ID),
    sa.column("case", sa.String),
    sa.column("why", sa.String),
    sa.column("basis", sa.String),
    sa.column("held_at", MOMENT),
    sa.column("held_by", sa.String),
)
REWARDS = sa.table(
    "rewards",
    sa.column("id", ROW_ID),
    sa.column("held_because", sa.String),
    sa.column("changed_at", MOMENT),
)
REWARD_HOLDS = sa.table(
    "reward_holds",
    sa.column("id", ROW_ID),
    sa.column("reward_id", ROW_ID),
    sa.column("why", sa.String),
    sa.column("held_at", MOMENT),
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "vault_holds",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("case", sa.String(40), nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column(
            "basis",
            sa.String(80),
            nullable=False,
            comment="document or authority: two investigations are two holds; numbers masked",
        ),
        sa.Column("held_at", MOMENT, nullable=False),
        sa.Column("held_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_holds")),
        sa.UniqueConstraint("case", "why", "basis", name=op.f("uq_vault_holds_case_why_basis")),
    )
    op.create_table(
        "reward_holds",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("reward_id", ROW_ID, nullable=False),
        sa.Column("why", sa.String(32), nullable=False),
        sa.Column("held_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_holds")),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name=op.f("fk_reward_holds_reward_id_rewards")
        ),
        sa.UniqueConstraint("reward_id", "why", name=op.f("uq_reward_holds_reward_id_why")),
    )
    connection = op.get_bind()
    held = sa.select(CASES.c.case, CASES.c.hold, sa.literal(""), CASES.c.held_at, CASES.c.held_by)
    connection.execute(
        sa.insert(CASE_HOLDS).from_select(
            ["case", "why", "basis", "held_at", "held_by"], held.where(CASES.c.hold.is_not(None))
        )
    )
    stopped = sa.select(REWARDS).where(REWARDS.c.held_because.is_not(None)).order_by(REWARDS.c.id)
    for number, reasons, since in connection.execute(stopped).all():
        for why in filter(None, reasons.split("、")):
            connection.execute(sa.insert(REWARD_HOLDS).values(reward_id=number, why=why, held_at=since))
    # Not in batch mode: that drops the table, and other tables point at a reward.
    for name in ("hold", "held_at", "held_by"):
        op.drop_column("vault_cases", name)
    op.drop_column("rewards", "held_because")


def downgrade() -> None:
    """Take it back: of several holds of a case the last is kept."""
    op.add_column(
        "vault_cases",
        sa.Column("hold", sa.String(16), nullable=True, comment="nothing ends while this is set"),
    )
    op.add_column("vault_cases", sa.Column("held_at", MOMENT, nullable=True))
    op.add_column("vault_cases", sa.Column("held_by", sa.String(64), nullable=True))
    op.add_column(
        "rewards",
        sa.Column("held_because", sa.String(64), nullable=True, comment="stops the payment until cleared"),
    )
    connection = op.get_bind()
    for one in connection.execute(sa.select(CASE_HOLDS).order_by(CASE_HOLDS.c.id)).all():
        kept = {"hold": one.why, "held_at": one.held_at, "held_by": one.held_by}
        connection.execute(sa.update(CASES).where(CASES.c.case == one.case).values(kept))
    reasons: dict[int, list[str]] = {}
    for one in connection.execute(sa.select(REWARD_HOLDS).order_by(REWARD_HOLDS.c.id)).all():
        reasons.setdefault(one.reward_id, []).append(one.why)
    for number, each in reasons.items():
        said = {"held_because": "、".join(each)}
        connection.execute(sa.update(REWARDS).where(REWARDS.c.id == number).values(said))
    op.drop_table("reward_holds")
    op.drop_table("vault_holds")
