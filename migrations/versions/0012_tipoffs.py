"""Tips and hazards: cases, their events, and what hangs on them.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "case_counters",
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_case_counters")),
    )
    op.create_table(
        "hazards",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="counts the steps; two at once cannot both be written",
        ),
        sa.Column(
            "state",
            sa.Enum(
                "registered",
                "graded",
                "ordered",
                "fixing",
                "listed",
                "extended",
                "claimed_fixed",
                "reinspected",
                "delisted",
                "enforcement",
                "recurred",
                name="hazardstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum("low", "general", "serious", "major", name="hazardlevel", native_enum=False, length=12),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "tip",
                "inspection",
                "self_check",
                "grid",
                "internal_report",
                "supervision",
                "monitoring",
                "other",
                name="hazardsource",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("category", sa.String(length=32), nullable=False, comment="code of the industry"),
        sa.Column("region", sa.String(length=12), nullable=False, comment="code in the region tree"),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True, comment="WGS-84"),
        sa.Column("longitude", sa.Float(), nullable=True, comment="WGS-84"),
        sa.Column("object_name", sa.String(length=200), nullable=False, comment="the enterprise or place"),
        sa.Column("description", sa.Text(), nullable=False, comment="written by staff"),
        sa.Column(
            "clause",
            sa.Text(),
            nullable=True,
            comment="clause of the criteria that the level rests on (判定标准); NULL before grading",
        ),
        sa.Column(
            "finders",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="login names of those who found it",
        ),
        sa.Column(
            "fixers",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="login names of those who answer for the repair",
        ),
        sa.Column(
            "excluded_units",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="codes of departments with no part in it",
        ),
        sa.Column(
            "excluded_officers",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="login names of staff with no part in it",
        ),
        sa.Column(
            "department", sa.String(length=40), nullable=True, comment="code of the unit that has it repaired"
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True, comment="end of the order's time"),
        sa.Column(
            "plan_signed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the responsible leader signed (安全生产法 第七十三条)",
        ),
        sa.Column("failed_reinspections", sa.Integer(), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False, comment="挂牌督办 until delisted"),
        sa.Column(
            "recurs",
            sa.String(length=24),
            nullable=True,
            comment="the delisted hazard that came back as this one",
        ),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True, comment="passed its re-inspection"),
        sa.Column("delisted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["recurs"], ["hazards.code"], name=op.f("fk_hazards_recurs_hazards")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_hazards")),
    )
    with op.batch_alter_table("hazards", schema=None) as batch_op:
        batch_op.create_index("ix_hazards_department_state", ["department", "state"], unique=False)
        batch_op.create_index("ix_hazards_level_registered", ["level", "registered_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_hazards_recurs"), ["recurs"], unique=False)
        batch_op.create_index(
            "ix_hazards_region_category", ["region", "category", "registered_at"], unique=False
        )
        batch_op.create_index("ix_hazards_state_due", ["state", "due_at"], unique=False)

    op.create_table(
        "tips",
        sa.Column("number", sa.String(length=16), nullable=False, comment="public number, R2611000123"),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="counts the steps; two at once cannot both be written",
        ),
        sa.Column(
            "intake_key", sa.String(length=64), nullable=False, comment="the same submission gives it again"
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "need_info",
                "not_accepted",
                "transferred",
                "accepted",
                "merged",
                "dispatched",
                "returned",
                "verifying",
                "extended",
                "unfounded",
                "verified",
                "partly_verified",
                "in_remedy",
                "answered",
                "under_review",
                "closed",
                "archived",
                "emergency",
                "withdrawn",
                "government_led",
                name="tipstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum("chat", "h5", "browser", "qr", "operator", name="channel", native_enum=False, length=12),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum("real_name", "confidential", "anonymous", name="mode", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column(
            "reporter",
            sa.String(length=32),
            nullable=True,
            comment="keyed blind index of the openid; NULL where there is none",
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "concealed_accident",
                "major_hazard",
                "violation",
                "general_hazard",
                "natural_sign",
                name="tipkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("category", sa.String(length=32), nullable=False, comment="code of the industry"),
        sa.Column(
            "level",
            sa.Enum("low", "general", "serious", "major", name="hazardlevel", native_enum=False, length=12),
            nullable=True,
            comment="as intake sees it",
        ),
        sa.Column("region", sa.String(length=12), nullable=False, comment="code in the region tree"),
        sa.Column("address", sa.Text(), nullable=False, comment="numbers masked; as it was said lies sealed"),
        sa.Column("latitude", sa.Float(), nullable=True, comment="WGS-84"),
        sa.Column("longitude", sa.Float(), nullable=True, comment="WGS-84"),
        sa.Column("object_name", sa.String(length=200), nullable=False, comment="numbers masked"),
        sa.Column("shared_summary", sa.Text(), nullable=True, comment="rewritten by intake for the unit"),
        sa.Column("shared_place", sa.Text(), nullable=True, comment="the place in intake's words"),
        sa.Column(
            "shares_point",
            sa.Boolean(),
            nullable=False,
            comment="the unit may see the map point: it is the hazard's, not the reporter's",
        ),
        sa.Column("involves_death", sa.Boolean(), nullable=False),
        sa.Column(
            "government_led",
            sa.Boolean(),
            nullable=False,
            comment="verified by the government of the county or above (安全生产法 第七十三条)",
        ),
        sa.Column(
            "named_units",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="codes of departments named in the tip: excluded",
        ),
        sa.Column(
            "named_officers",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="login names of staff named in the tip: excluded",
        ),
        sa.Column(
            "department", sa.String(length=40), nullable=True, comment="code of the unit that has it now"
        ),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column(
            "round", sa.Integer(), nullable=False, comment="one more after each review that orders a redo"
        ),
        sa.Column("is_extended", sa.Boolean(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum("verified", "partly_verified", "unfounded", name="finding", native_enum=False, length=16),
            nullable=True,
        ),
        sa.Column("decline_code", sa.String(length=32), nullable=True, comment="a reason of declines.yaml"),
        sa.Column("transferred_to", sa.String(length=100), nullable=True),
        sa.Column("master", sa.String(length=16), nullable=True),
        sa.Column(
            "arrival_rank",
            sa.Integer(),
            nullable=False,
            comment="1 = first of those handled together; whatever the order of merging",
        ),
        sa.Column("held_by", sa.String(length=64), nullable=True, comment="who is working on it just now"),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer_by",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="the date promised to the reporter",
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("object_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["master"], ["tips.number"], name=op.f("fk_tips_master_tips")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_tips")),
        sa.UniqueConstraint("intake_key", name=op.f("uq_tips_intake_key")),
    )
    with op.batch_alter_table("tips", schema=None) as batch_op:
        batch_op.create_index("ix_tips_department_state", ["department", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_tips_master"), ["master"], unique=False)
        batch_op.create_index("ix_tips_region_category", ["region", "category", "submitted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_tips_reporter"), ["reporter"], unique=False)
        batch_op.create_index("ix_tips_state_submitted", ["state", "submitted_at"], unique=False)

    op.create_table(
        "hazard_enforcements",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("hazard", sa.String(length=24), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False, comment="立案文号"),
        sa.Column("opened_by", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "penalty_fen",
            sa.BigInteger(),
            nullable=True,
            comment="NULL until decided; 0 where none was imposed",
        ),
        sa.Column("decision_number", sa.String(length=64), nullable=True, comment="处罚决定书文号"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hazard"], ["hazards.code"], name=op.f("fk_hazard_enforcements_hazard_hazards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_enforcements")),
    )
    with op.batch_alter_table("hazard_enforcements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hazard_enforcements_hazard"), ["hazard"], unique=False)

    op.create_table(
        "hazard_events",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("hazard", sa.String(length=24), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, comment="1, 2, 3 … within the hazard"),
        sa.Column(
            "action",
            sa.Enum(
                "register",
                "grade",
                "regrade",
                "order",
                "sign_order",
                "list_for_supervision",
                "publish_listing",
                "ask_extension",
                "extend",
                "refuse_extension",
                "claim_fixed",
                "pass_reinspection",
                "fail_reinspection",
                "delist",
                "publish_delisting",
                "enforce",
                "resume",
                "penalise",
                "recur",
                name="hazardaction",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "before",
            sa.Enum(
                "registered",
                "graded",
                "ordered",
                "fixing",
                "listed",
                "extended",
                "claimed_fixed",
                "reinspected",
                "delisted",
                "enforcement",
                "recurred",
                name="hazardstate",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "registered",
                "graded",
                "ordered",
                "fixing",
                "listed",
                "extended",
                "claimed_fixed",
                "reinspected",
                "delisted",
                "enforcement",
                "recurred",
                name="hazardstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "actor_kind",
            sa.Enum("staff", "reporter", "system", name="actorkind", native_enum=False, length=12),
            nullable=False,
        ),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "detail",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["hazard"], ["hazards.code"], name=op.f("fk_hazard_events_hazard_hazards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_events")),
        sa.UniqueConstraint("hazard", "seq", name=op.f("uq_hazard_events_hazard_seq")),
    )
    with op.batch_alter_table("hazard_events", schema=None) as batch_op:
        batch_op.create_index("ix_hazard_events_at", ["at"], unique=False)

    op.create_table(
        "hazard_evidence",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("hazard", sa.String(length=24), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("before", "after", "reinspection", name="evidencestage", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column(
            "round",
            sa.Integer(),
            nullable=False,
            comment="1 for the first repair, one more after each failed look",
        ),
        sa.Column("reference", sa.String(length=200), nullable=False, comment="name in the evidence store"),
        sa.Column("added_by", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["hazard"], ["hazards.code"], name=op.f("fk_hazard_evidence_hazard_hazards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_evidence")),
        sa.UniqueConstraint(
            "hazard",
            "stage",
            "round",
            "reference",
            name=op.f("uq_hazard_evidence_hazard_stage_round_reference"),
        ),
    )
    op.create_table(
        "hazard_extensions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("hazard", sa.String(length=24), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answered_by", sa.String(length=64), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hazard"], ["hazards.code"], name=op.f("fk_hazard_extensions_hazard_hazards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_extensions")),
    )
    with op.batch_alter_table("hazard_extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hazard_extensions_hazard"), ["hazard"], unique=False)

    op.create_table(
        "hazard_level_changes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("hazard", sa.String(length=24), nullable=False),
        sa.Column(
            "level",
            sa.Enum("low", "general", "serious", "major", name="hazardlevel", native_enum=False, length=12),
            nullable=False,
        ),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["hazard"], ["hazards.code"], name=op.f("fk_hazard_level_changes_hazard_hazards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_level_changes")),
    )
    with op.batch_alter_table("hazard_level_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hazard_level_changes_hazard"), ["hazard"], unique=False)

    op.create_table(
        "hazard_listings",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("hazard", sa.String(length=24), nullable=False),
        sa.Column(
            "leader", sa.String(length=64), nullable=False, comment="name of the leader, told to the public"
        ),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publish_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delisted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unlist_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delisting_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["hazard"], ["hazards.code"], name=op.f("fk_hazard_listings_hazard_hazards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_listings")),
        sa.UniqueConstraint("hazard", name=op.f("uq_hazard_listings_hazard")),
    )
    op.create_table(
        "hazard_orders",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("hazard", sa.String(length=24), nullable=False),
        sa.Column(
            "responsible", sa.String(length=100), nullable=False, comment="责任: who answers for the repair"
        ),
        sa.Column("measures", sa.Text(), nullable=False, comment="措施"),
        sa.Column(
            "funds_fen", sa.BigInteger(), nullable=False, comment="资金, in fen; 0 where none is needed"
        ),
        sa.Column("due_on", sa.Date(), nullable=False, comment="期限"),
        sa.Column("contingency", sa.Text(), nullable=False, comment="预案"),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("ordered_by", sa.String(length=64), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.String(length=64), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["hazard"], ["hazards.code"], name=op.f("fk_hazard_orders_hazard_hazards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_orders")),
    )
    with op.batch_alter_table("hazard_orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hazard_orders_hazard"), ["hazard"], unique=False)

    op.create_table(
        "hazard_reinspections",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("hazard", sa.String(length=24), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("inspector", sa.String(length=64), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["hazard"], ["hazards.code"], name=op.f("fk_hazard_reinspections_hazard_hazards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_reinspections")),
        sa.UniqueConstraint("hazard", "round", name=op.f("uq_hazard_reinspections_hazard_round")),
    )
    op.create_table(
        "tip_answers",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("tip", sa.String(length=16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False, comment="核查结论"),
        sa.Column("account", sa.Text(), nullable=False, comment="简要核查情况"),
        sa.Column("decision", sa.Text(), nullable=False, comment="处理决定"),
        sa.Column("reward", sa.Text(), nullable=False, comment="符合奖励条件情况"),
        sa.Column("answered_by", sa.String(length=64), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("object_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tip"], ["tips.number"], name=op.f("fk_tip_answers_tip_tips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_answers")),
        sa.UniqueConstraint("tip", "round", name=op.f("uq_tip_answers_tip_round")),
    )
    op.create_table(
        "tip_dispatches",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("tip", sa.String(length=16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False, comment="1 for the first unit, 2 for the second …"),
        sa.Column("unit", sa.String(length=40), nullable=False, comment="code of the department"),
        sa.Column(
            "proposal",
            sa.Text(),
            nullable=False,
            comment="why the router proposed it, or why a person chose it",
        ),
        sa.Column("dispatched_by", sa.String(length=64), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.String(length=64), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["tip"], ["tips.number"], name=op.f("fk_tip_dispatches_tip_tips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_dispatches")),
        sa.UniqueConstraint("tip", "count", name=op.f("uq_tip_dispatches_tip_count")),
    )
    op.create_table(
        "tip_events",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("tip", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, comment="1, 2, 3 … within the tip"),
        sa.Column(
            "action",
            sa.Enum(
                "submit",
                "flag_emergency",
                "ask_more",
                "supply",
                "stop_waiting",
                "accept",
                "decline",
                "transfer",
                "come_back",
                "merge",
                "unmerge",
                "summarise",
                "exclude",
                "allege_death",
                "dispatch",
                "receive",
                "return",
                "lead",
                "downgrade",
                "begin_verifying",
                "verify",
                "co_sign",
                "send_back",
                "extend",
                "sign_unfounded",
                "sign_verified",
                "sign_partly",
                "track",
                "answer",
                "object",
                "uphold",
                "redo",
                "admit",
                "close",
                "reopen",
                "archive",
                "withdraw",
                name="tipaction",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "before",
            sa.Enum(
                "draft",
                "submitted",
                "need_info",
                "not_accepted",
                "transferred",
                "accepted",
                "merged",
                "dispatched",
                "returned",
                "verifying",
                "extended",
                "unfounded",
                "verified",
                "partly_verified",
                "in_remedy",
                "answered",
                "under_review",
                "closed",
                "archived",
                "emergency",
                "withdrawn",
                "government_led",
                name="tipstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "draft",
                "submitted",
                "need_info",
                "not_accepted",
                "transferred",
                "accepted",
                "merged",
                "dispatched",
                "returned",
                "verifying",
                "extended",
                "unfounded",
                "verified",
                "partly_verified",
                "in_remedy",
                "answered",
                "under_review",
                "closed",
                "archived",
                "emergency",
                "withdrawn",
                "government_led",
                name="tipstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "actor_kind",
            sa.Enum("staff", "reporter", "system", name="actorkind", native_enum=False, length=12),
            nullable=False,
        ),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_note", sa.Text(), nullable=False),
        sa.Column(
            "detail",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["tip"], ["tips.number"], name=op.f("fk_tip_events_tip_tips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_events")),
        sa.UniqueConstraint("tip", "seq", name=op.f("uq_tip_events_tip_seq")),
    )
    with op.batch_alter_table("tip_events", schema=None) as batch_op:
        batch_op.create_index("ix_tip_events_at", ["at"], unique=False)

    op.create_table(
        "tip_hazards",
        sa.Column("tip", sa.String(length=16), nullable=False),
        sa.Column("hazard", sa.String(length=24), nullable=False),
        sa.Column("linked_by", sa.String(length=64), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["hazard"], ["hazards.code"], name=op.f("fk_tip_hazards_hazard_hazards")),
        sa.ForeignKeyConstraint(["tip"], ["tips.number"], name=op.f("fk_tip_hazards_tip_tips")),
        sa.PrimaryKeyConstraint("tip", "hazard", name=op.f("pk_tip_hazards")),
    )
    with op.batch_alter_table("tip_hazards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tip_hazards_hazard"), ["hazard"], unique=False)

    op.create_table(
        "tip_merges",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("tip", sa.String(length=16), nullable=False),
        sa.Column("master", sa.String(length=16), nullable=False),
        sa.Column("merged_by", sa.String(length=64), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unmerged_by", sa.String(length=64), nullable=True),
        sa.Column("unmerged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["master"], ["tips.number"], name=op.f("fk_tip_merges_master_tips")),
        sa.ForeignKeyConstraint(["tip"], ["tips.number"], name=op.f("fk_tip_merges_tip_tips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_merges")),
    )
    with op.batch_alter_table("tip_merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tip_merges_master"), ["master"], unique=False)
        batch_op.create_index(batch_op.f("ix_tip_merges_tip"), ["tip"], unique=False)

    op.create_table(
        "tip_notes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("tip", sa.String(length=16), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tip"], ["tips.number"], name=op.f("fk_tip_notes_tip_tips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_notes")),
    )
    with op.batch_alter_table("tip_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tip_notes_tip"), ["tip"], unique=False)

    op.create_table(
        "tip_objections",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("tip", sa.String(length=16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "against",
            sa.Enum(
                "draft",
                "submitted",
                "need_info",
                "not_accepted",
                "transferred",
                "accepted",
                "merged",
                "dispatched",
                "returned",
                "verifying",
                "extended",
                "unfounded",
                "verified",
                "partly_verified",
                "in_remedy",
                "answered",
                "under_review",
                "closed",
                "archived",
                "emergency",
                "withdrawn",
                "government_led",
                name="tipstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
            comment="answered or not_accepted",
        ),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "submit",
                "flag_emergency",
                "ask_more",
                "supply",
                "stop_waiting",
                "accept",
                "decline",
                "transfer",
                "come_back",
                "merge",
                "unmerge",
                "summarise",
                "exclude",
                "allege_death",
                "dispatch",
                "receive",
                "return",
                "lead",
                "downgrade",
                "begin_verifying",
                "verify",
                "co_sign",
                "send_back",
                "extend",
                "sign_unfounded",
                "sign_verified",
                "sign_partly",
                "track",
                "answer",
                "object",
                "uphold",
                "redo",
                "admit",
                "close",
                "reopen",
                "archive",
                "withdraw",
                name="tipaction",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("reviewer", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["tip"], ["tips.number"], name=op.f("fk_tip_objections_tip_tips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_objections")),
    )
    with op.batch_alter_table("tip_objections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tip_objections_tip"), ["tip"], unique=False)

    op.create_table(
        "tip_verifications",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("tip", sa.String(length=16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum("verified", "partly_verified", "unfounded", name="finding", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("record", sa.Text(), nullable=False, comment="what the verifiers saw, asked and measured"),
        sa.Column("inspected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "evidence",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="names in the evidence store, made by the verifiers",
        ),
        sa.Column(
            "found",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="hazards to be registered when it is signed",
        ),
        sa.Column("verifier", sa.String(length=64), nullable=False),
        sa.Column("second_verifier", sa.String(length=64), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("co_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leader", sa.String(length=64), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["tip"], ["tips.number"], name=op.f("fk_tip_verifications_tip_tips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_verifications")),
    )
    with op.batch_alter_table("tip_verifications", schema=None) as batch_op:
        batch_op.create_index("ix_tip_verifications_tip_round", ["tip", "round"], unique=False)

    op.create_table(
        "tip_words",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("tip", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "statement",
            sa.Enum("told", "place", "supplied", "objected", name="statement", native_enum=False, length=12),
            nullable=False,
        ),
        sa.Column("field", sa.String(length=32), nullable=False, comment="name of the field in the vault"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tip"], ["tips.number"], name=op.f("fk_tip_words_tip_tips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_words")),
        sa.UniqueConstraint("tip", "seq", name=op.f("uq_tip_words_tip_seq")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("tip_words")
    with op.batch_alter_table("tip_verifications", schema=None) as batch_op:
        batch_op.drop_index("ix_tip_verifications_tip_round")

    op.drop_table("tip_verifications")
    with op.batch_alter_table("tip_objections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tip_objections_tip"))

    op.drop_table("tip_objections")
    with op.batch_alter_table("tip_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tip_notes_tip"))

    op.drop_table("tip_notes")
    with op.batch_alter_table("tip_merges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tip_merges_tip"))
        batch_op.drop_index(batch_op.f("ix_tip_merges_master"))

    op.drop_table("tip_merges")
    with op.batch_alter_table("tip_hazards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tip_hazards_hazard"))

    op.drop_table("tip_hazards")
    with op.batch_alter_table("tip_events", schema=None) as batch_op:
        batch_op.drop_index("ix_tip_events_at")

    op.drop_table("tip_events")
    op.drop_table("tip_dispatches")
    op.drop_table("tip_answers")
    op.drop_table("hazard_reinspections")
    with op.batch_alter_table("hazard_orders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hazard_orders_hazard"))

    op.drop_table("hazard_orders")
    op.drop_table("hazard_listings")
    with op.batch_alter_table("hazard_level_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hazard_level_changes_hazard"))

    op.drop_table("hazard_level_changes")
    with op.batch_alter_table("hazard_extensions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hazard_extensions_hazard"))

    op.drop_table("hazard_extensions")
    op.drop_table("hazard_evidence")
    with op.batch_alter_table("hazard_events", schema=None) as batch_op:
        batch_op.drop_index("ix_hazard_events_at")

    op.drop_table("hazard_events")
    with op.batch_alter_table("hazard_enforcements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hazard_enforcements_hazard"))

    op.drop_table("hazard_enforcements")
    with op.batch_alter_table("tips", schema=None) as batch_op:
        batch_op.drop_index("ix_tips_state_submitted")
        batch_op.drop_index(batch_op.f("ix_tips_reporter"))
        batch_op.drop_index("ix_tips_region_category")
        batch_op.drop_index(batch_op.f("ix_tips_master"))
        batch_op.drop_index("ix_tips_department_state")

    op.drop_table("tips")
    with op.batch_alter_table("hazards", schema=None) as batch_op:
        batch_op.drop_index("ix_hazards_state_due")
        batch_op.drop_index("ix_hazards_region_category")
        batch_op.drop_index(batch_op.f("ix_hazards_recurs"))
        batch_op.drop_index("ix_hazards_level_registered")
        batch_op.drop_index("ix_hazards_department_state")

    op.drop_table("hazards")
    op.drop_table("case_counters")
