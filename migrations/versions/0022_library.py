"""Materials, codes with a scene, scans, sign-ins and training records.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
VENUE_KIND = sa.Enum(
    "enterprise", "village", "community", "school", "family", "agency", "public_place",
    name="venuekind", native_enum=False, length=16,
)  # fmt: skip
TRAINEE_KIND = sa.Enum(
    "principal", "safety_manager", "special_operator", "employee",
    name="traineekind", native_enum=False, length=24,
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "materials",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column(
            "audience",
            VENUE_KIND,
            nullable=True,
            comment="which of the settings it is for; NULL for everybody",
        ),
        sa.Column("added_by", sa.String(64), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True, comment="given to nobody from then on"),
        sa.Column("reason", sa.Text(), nullable=False, comment="why it was withdrawn"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_materials")),
    )
    op.create_table(
        "material_versions",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("material_id", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="1, 2, 3 … of this material"),
        sa.Column("words", sa.Text(), nullable=False, comment="what a scan is answered with"),
        sa.Column("file", sa.String(64), nullable=True, comment="key in the store of files"),
        sa.Column(
            "file_name", sa.String(100), nullable=False, comment="as it is offered; empty without a file"
        ),
        sa.Column("media_type", sa.String(64), nullable=False, comment="empty without a file"),
        sa.Column("file_bytes", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(64), nullable=True, comment="id of a knowledge article"),
        sa.Column("content_id", ROW_ID, nullable=True, comment="content item"),
        sa.Column("page", sa.String(500), nullable=False, comment="https address; empty for none"),
        sa.Column("last_day_on", sa.Date(), nullable=True, comment="the last day on which it holds"),
        sa.Column("written_by", sa.String(64), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("released_by", sa.String(64), nullable=True, comment="login; another person"),
        sa.Column("released_at", MOMENT, nullable=True, comment="NULL gives it to nobody"),
        sa.CheckConstraint(
            "released_by IS NULL OR released_by <> written_by", name=op.f("ck_material_versions_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["materials.id"], name=op.f("fk_material_versions_material_id_materials")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_versions")),
        sa.UniqueConstraint("material_id", "number", name=op.f("uq_material_versions_material_id_number")),
    )
    op.create_table(
        "qr_codes",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("scene", sa.String(64), nullable=False, comment="scene_str at the platform"),
        sa.Column("title", sa.String(60), nullable=False, comment="what stands above it on paper"),
        sa.Column("campaign_id", ROW_ID, nullable=True),
        sa.Column("material_id", ROW_ID, nullable=True),
        sa.Column("audience", VENUE_KIND, nullable=True),
        sa.Column("venue_id", ROW_ID, nullable=True),
        sa.Column(
            "region", sa.String(16), nullable=False, comment="code in the region tree; empty for the county"
        ),
        sa.Column("place", sa.String(100), nullable=False, comment="where it hangs; may be empty"),
        sa.Column("printed", sa.Integer(), nullable=False, comment="how many were printed, 份"),
        sa.Column("added_by", sa.String(64), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column(
            "url", sa.String(255), nullable=False, comment="what the picture says; empty until it was made"
        ),
        sa.Column(
            "ticket", sa.String(255), nullable=False, comment="of the platform; empty until it was made"
        ),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column(
            "retired_at",
            MOMENT,
            nullable=True,
            comment="from then on a scan is told so; the platform cannot delete a lasting code",
        ),
        sa.CheckConstraint("printed >= 0", name=op.f("ck_qr_codes_printed_not_negative")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_qr_codes_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["materials.id"], name=op.f("fk_qr_codes_material_id_materials")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_qr_codes_venue_id_venues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qr_codes")),
        sa.UniqueConstraint("scene", name=op.f("uq_qr_codes_scene")),
    )
    op.create_index("ix_qr_codes_campaign", "qr_codes", ["campaign_id"])
    op.create_index(op.f("ix_qr_codes_material_id"), "qr_codes", ["material_id"])
    op.create_table(
        "qr_scans",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("code_id", ROW_ID, nullable=False),
        sa.Column(
            "person",
            sa.String(32),
            nullable=False,
            comment="keyed pseudonym of the openid; a random name once it is forgotten",
        ),
        sa.Column("follows", sa.Boolean(), nullable=False, comment="this scan made the person a follower"),
        sa.Column("is_new", sa.Boolean(), nullable=False, comment="… who was never seen before"),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["qr_codes.id"], name=op.f("fk_qr_scans_code_id_qr_codes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qr_scans")),
    )
    op.create_index("ix_qr_scans_code_at", "qr_scans", ["code_id", "at"])
    op.create_index("ix_qr_scans_at", "qr_scans", ["at"])
    op.create_index(op.f("ix_qr_scans_person"), "qr_scans", ["person"])
    op.create_table(
        "activity_sign_ins",
        sa.Column("activity_id", ROW_ID, nullable=False),
        sa.Column("person", sa.String(32), nullable=False, comment="see qr_scans"),
        sa.Column("number", sa.Integer(), nullable=False, comment="1 for who came first"),
        sa.Column(
            "is_new",
            sa.Boolean(),
            nullable=False,
            comment="the scan made a follower of somebody never seen before",
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_activity_sign_ins_activity_id_activities")
        ),
        sa.PrimaryKeyConstraint("activity_id", "person", name=op.f("pk_activity_sign_ins")),
    )
    op.create_index(op.f("ix_activity_sign_ins_person"), "activity_sign_ins", ["person"])
    op.create_table(
        "training_records",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("kind", TRAINEE_KIND, nullable=False),
        sa.Column("name", sa.String(30), nullable=False, comment="of the person"),
        sa.Column("unit_name", sa.String(100), nullable=False, comment="enterprise or unit"),
        sa.Column("venue_id", ROW_ID, nullable=True, comment="in the register"),
        sa.Column("region", sa.String(16), nullable=False, comment="code in the region tree"),
        sa.Column("course", sa.String(100), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False, comment="学时"),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False, comment="last day of the course"),
        sa.Column("certificate", sa.String(64), nullable=False, comment="number; empty without one"),
        sa.Column("entered_by", sa.String(64), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("verified_by", sa.String(64), nullable=True, comment="login; another person"),
        sa.Column("verified_at", MOMENT, nullable=True, comment="only verified ones are counted"),
        sa.CheckConstraint("hours > 0", name=op.f("ck_training_records_hours_positive")),
        sa.CheckConstraint(
            "verified_by IS NULL OR verified_by <> entered_by", name=op.f("ck_training_records_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_training_records_venue_id_venues")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_records")),
        sa.UniqueConstraint(
            "unit_name", "name", "course", "held_on",
            name=op.f("uq_training_records_unit_name_name_course_held_on"),
        ),
    )  # fmt: skip
    op.create_index("ix_training_records_held", "training_records", ["held_on", "kind"])


def downgrade() -> None:
    """Take back."""
    for table in (
        "training_records",
        "activity_sign_ins",
        "qr_scans",
        "qr_codes",
        "material_versions",
        "materials",
    ):
        op.drop_table(table)
