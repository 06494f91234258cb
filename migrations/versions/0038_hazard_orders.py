"""The register of hazards by date and by town.

Revision ID: 0038
Revises: 0037
"""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

JUDGED = ["region", "department", "state", "level", "category", "delisted_at"]


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_hazards_found", "hazards", ["registered_at", "code", *JUDGED])
    op.create_index("ix_hazards_region_code", "hazards", ["region", "code", *JUDGED[1:]])


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_hazards_region_code", table_name="hazards")
    op.drop_index("ix_hazards_found", table_name="hazards")
