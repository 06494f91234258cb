"""Evidence: photos, videos and voices of tip-offs.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "evidence_folders",
        sa.Column(
            "case",
            sa.String(length=64),
            nullable=False,
            comment="number of the tip, or of its draft while there is none",
        ),
        sa.Column(
            "received", sa.Integer(), nullable=False, comment="how many came in all; the order of the next"
        ),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_evidence_folders")),
    )
    op.create_table(
        "evidence",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("name", sa.String(length=32), nullable=False, comment="random; how others refer to it"),
        sa.Column("case", sa.String(length=64), nullable=False, comment="see evidence_folders.case"),
        sa.Column("place", sa.Integer(), nullable=False, comment="1 for what the platform received first"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column(
            "origin",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of what identifies it where it came from",
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("refusal", sa.String(length=32), nullable=True),
        sa.Column(
            "media_id",
            sa.String(length=256),
            nullable=True,
            comment="how to ask the platform for it; empty once settled, and for an upload",
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when to try, or when the lease of a try ends",
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim_token", sa.String(length=32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "sealed_key",
            sa.LargeBinary(),
            nullable=False,
            comment="its own key, sealed with that of the case",
        ),
        sa.Column(
            "mime", sa.String(length=32), nullable=True, comment="by its bytes, not by what was claimed"
        ),
        sa.Column("size", sa.Integer(), nullable=True, comment="bytes of the original"),
        sa.Column(
            "digest", sa.String(length=64), nullable=True, comment="SHA-256 of the original as it came"
        ),
        sa.Column("original_file", sa.String(length=64), nullable=True, comment="key in the store"),
        sa.Column(
            "copy_file",
            sa.String(length=64),
            nullable=True,
            comment="key in the store: a photo without metadata; for intake",
        ),
        sa.Column(
            "shared_file",
            sa.String(length=64),
            nullable=True,
            comment="key in the store: with areas blacked out; null until staff decided",
        ),
        sa.Column(
            "black_areas",
            _JSON,
            nullable=True,
            comment="left, top, right, bottom as parts of the upright picture",
        ),
        sa.Column(
            "sealed_position",
            sa.LargeBinary(),
            nullable=True,
            comment="where the photo says it was taken; offered to the reporter, never used unasked",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("name", name=op.f("uq_evidence_name")),
        sa.UniqueConstraint("case", "origin", name=op.f("uq_evidence_case_origin")),
        sa.UniqueConstraint("case", "place", name=op.f("uq_evidence_case_place")),
        sa.UniqueConstraint("original_file", name=op.f("uq_evidence_original_file")),
        sa.UniqueConstraint("copy_file", name=op.f("uq_evidence_copy_file")),
        sa.UniqueConstraint("shared_file", name=op.f("uq_evidence_shared_file")),
    )
    op.create_index("ix_evidence_due", "evidence", ["state", "due_at", "id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("evidence")
    op.drop_table("evidence_folders")
