"""Rewards: assessments, approvals, claims, payments, the ledger and its budgets, thanks and 回访.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reward_assessments",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("matter", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("rule_set", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("decision", JSON, nullable=False),
        sa.Column("payees", JSON, nullable=False, comment="shares and the reasons beside every tip"),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("approvals_needed", JSON, nullable=False, comment="permissions, one approver each"),
        sa.Column("proposer", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_assessments")),
    )
    with op.batch_alter_table("reward_assessments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reward_assessments_matter"), ["matter"], unique=False)

    op.create_table(
        "reward_budgets",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("line", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("granted_fen", sa.BigInteger(), nullable=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "committed_fen >= 0 AND committed_fen <= granted_fen", name=op.f("ck_reward_budgets_kept")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_budgets")),
        sa.UniqueConstraint("line", "year", name=op.f("uq_reward_budgets_line_year")),
    )
    op.create_table(
        "reward_claims",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("reward_number", sa.String(length=16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False, comment="1; one more after each failed payment"),
        sa.Column(
            "payee_ref",
            sa.String(length=64),
            nullable=False,
            comment="the vault's handle; says nothing by itself",
        ),
        sa.Column(
            "consent", sa.Text(), nullable=False, comment="the sentence agreed to, separately (PIPL art. 29)"
        ),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "proof_ref", sa.String(length=64), nullable=True, comment="proof of employment, in the vault"
        ),
        sa.Column("by_code", sa.Boolean(), nullable=False, comment="claimed with code and second secret"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shredded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_claims")),
        sa.UniqueConstraint("reward_number", "round", name=op.f("uq_reward_claims_reward_number_round")),
    )
    op.create_table(
        "reward_honours",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("matter", sa.String(length=32), nullable=False),
        sa.Column("tip_number", sa.String(length=32), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("granted_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_honours")),
        sa.UniqueConstraint("matter", name=op.f("uq_reward_honours_matter")),
    )
    with op.batch_alter_table("reward_honours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reward_honours_tip_number"), ["tip_number"], unique=False)

    op.create_table(
        "reward_ledger",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column(
            "posting",
            sa.String(length=64),
            nullable=False,
            comment="named after the step, so that it is made once",
        ),
        sa.Column("budget_id", ROW_ID, nullable=False),
        sa.Column("account", sa.String(length=16), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reward_number", sa.String(length=16), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["budget_id"], ["reward_budgets.id"], name=op.f("fk_reward_ledger_budget_id_reward_budgets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_ledger")),
        sa.UniqueConstraint("posting", "account", name=op.f("uq_reward_ledger_posting_account")),
    )
    with op.batch_alter_table("reward_ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reward_ledger_budget_id"), ["budget_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reward_ledger_reward_number"), ["reward_number"], unique=False)

    op.create_table(
        "reward_payments",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("voucher", sa.String(length=32), nullable=False),
        sa.Column("reward_number", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("claim_id", ROW_ID, nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("standing_for", sa.String(length=16), nullable=True),
        sa.Column("sent_by", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("succeeded", sa.Boolean(), nullable=True),
        sa.Column("bank_reference", sa.String(length=64), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_reward_payments_amount")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["reward_claims.id"], name=op.f("fk_reward_payments_claim_id_reward_claims")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_payments")),
        sa.UniqueConstraint("bank_reference", name=op.f("uq_reward_payments_bank_reference")),
        sa.UniqueConstraint(
            "reward_number", "attempt", name=op.f("uq_reward_payments_reward_number_attempt")
        ),
        sa.UniqueConstraint("standing_for", name=op.f("uq_reward_payments_standing_for")),
        sa.UniqueConstraint("voucher", name=op.f("uq_reward_payments_voucher")),
    )
    op.create_table(
        "rewards",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column(
            "number",
            sa.String(length=16),
            nullable=False,
            comment="public, random: tells nothing about the tip",
        ),
        sa.Column(
            "matter",
            sa.String(length=32),
            nullable=False,
            comment="number of the tip that others are merged into",
        ),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False, comment="1 for the first payee of the matter"),
        sa.Column("tip_number", sa.String(length=32), nullable=False),
        sa.Column(
            "reporter_key",
            sa.String(length=64),
            nullable=True,
            comment="keyed pseudonym, for limits a period",
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="steps taken; each step changes the one it read"
        ),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("scenario", sa.String(length=64), nullable=True),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False, comment="decides which rule is in force"),
        sa.Column("assessment_id", ROW_ID, nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True, comment="never changes once approved"),
        sa.Column("budget_id", ROW_ID, nullable=True),
        sa.Column("proof_needed", sa.Boolean(), nullable=False),
        sa.Column("refused_because", sa.String(length=32), nullable=True),
        sa.Column("appeal_until_on", sa.Date(), nullable=True),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim_until_on", sa.Date(), nullable=True, comment="last day of the claim window"),
        sa.Column(
            "held_because", sa.String(length=64), nullable=True, comment="stops the payment until cleared"
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen IS NULL OR amount_fen >= 0", name=op.f("ck_rewards_amount")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["reward_assessments.id"],
            name=op.f("fk_rewards_assessment_id_reward_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["budget_id"], ["reward_budgets.id"], name=op.f("fk_rewards_budget_id_reward_budgets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards")),
        sa.UniqueConstraint("matter", "stage", "share", name=op.f("uq_rewards_matter_stage_share")),
        sa.UniqueConstraint("number", name=op.f("uq_rewards_number")),
    )
    with op.batch_alter_table("rewards", schema=None) as batch_op:
        batch_op.create_index("ix_rewards_reporter", ["reporter_key", "accepted_on"], unique=False)
        batch_op.create_index("ix_rewards_state_due", ["state", "claim_until_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_rewards_tip_number"), ["tip_number"], unique=False)

    op.create_table(
        "reward_approvals",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("reward_id", ROW_ID, nullable=False),
        sa.Column("assessment_id", ROW_ID, nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("permission", sa.String(length=64), nullable=False),
        sa.Column("approver", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["reward_assessments.id"],
            name=op.f("fk_reward_approvals_assessment_id_reward_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name=op.f("fk_reward_approvals_reward_id_rewards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_approvals")),
        sa.UniqueConstraint(
            "reward_id",
            "assessment_id",
            "approver",
            name=op.f("uq_reward_approvals_reward_id_assessment_id_approver"),
        ),
        sa.UniqueConstraint(
            "reward_id",
            "assessment_id",
            "rung",
            name=op.f("uq_reward_approvals_reward_id_assessment_id_rung"),
        ),
    )
    op.create_table(
        "reward_events",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("reward_id", ROW_ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=16), nullable=False),
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name=op.f("fk_reward_events_reward_id_rewards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_events")),
        sa.UniqueConstraint("reward_id", "version", name=op.f("uq_reward_events_reward_id_version")),
    )
    op.create_table(
        "reward_reminders",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("reward_id", ROW_ID, nullable=False),
        sa.Column("claim_until_on", sa.Date(), nullable=False),
        sa.Column("days_left", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name=op.f("fk_reward_reminders_reward_id_rewards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_reminders")),
        sa.UniqueConstraint(
            "reward_id",
            "claim_until_on",
            "days_left",
            name=op.f("uq_reward_reminders_reward_id_claim_until_on_days_left"),
        ),
    )
    op.create_table(
        "reward_revisits",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("reward_id", ROW_ID, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=64), nullable=True),
        sa.Column(
            "retaliation", sa.Boolean(), nullable=True, comment="the reporter says they suffer for the tip"
        ),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name=op.f("fk_reward_revisits_reward_id_rewards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_revisits")),
        sa.UniqueConstraint("reward_id", "due_on", name=op.f("uq_reward_revisits_reward_id_due_on")),
    )
    with op.batch_alter_table("reward_revisits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reward_revisits_due_on"), ["due_on"], unique=False)

    op.create_table(
        "reward_secrets",
        sa.Column("reward_id", ROW_ID, nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=128), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name=op.f("fk_reward_secrets_reward_id_rewards")
        ),
        sa.PrimaryKeyConstraint("reward_id", name=op.f("pk_reward_secrets")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("reward_secrets")
    with op.batch_alter_table("reward_revisits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reward_revisits_due_on"))

    op.drop_table("reward_revisits")
    op.drop_table("reward_reminders")
    op.drop_table("reward_events")
    op.drop_table("reward_approvals")
    with op.batch_alter_table("rewards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rewards_tip_number"))
        batch_op.drop_index("ix_rewards_state_due")
        batch_op.drop_index("ix_rewards_reporter")

    op.drop_table("rewards")
    op.drop_table("reward_payments")
    with op.batch_alter_table("reward_ledger", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reward_ledger_reward_number"))
        batch_op.drop_index(batch_op.f("ix_reward_ledger_budget_id"))

    op.drop_table("reward_ledger")
    with op.batch_alter_table("reward_honours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reward_honours_tip_number"))

    op.drop_table("reward_honours")
    op.drop_table("reward_claims")
    op.drop_table("reward_budgets")
    with op.batch_alter_table("reward_assessments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reward_assessments_matter"))

    op.drop_table("reward_assessments")
