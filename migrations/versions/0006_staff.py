"""Staff, their roles, and the audit log, which the database itself refuses to change.

Whoever copies ``audit_entries`` in a later migration (SQLite's batch mode drops and makes a table anew) must
make the triggers again.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

SQLITE_TRIGGERS = (
    "CREATE TRIGGER audit_entries_never_change BEFORE UPDATE ON audit_entries"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_entries_never_go BEFORE DELETE ON audit_entries"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    # INSERT OR REPLACE deletes without asking the trigger on DELETE.
    "CREATE TRIGGER audit_entries_append BEFORE INSERT ON audit_entries"
    " WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit_entries)"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
)
POSTGRES_TRIGGERS = (
    "CREATE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_entries_never_change BEFORE UPDATE OR DELETE ON audit_entries"
    " FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse()",
    "CREATE TRIGGER audit_entries_never_empty BEFORE TRUNCATE ON audit_entries"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse()",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "staff_users",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("login", sa.String(length=32), nullable=False, comment="lower case; never given out again"),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column(
            "everywhere",
            sa.Boolean(),
            nullable=False,
            comment="sees the cases of every region and department",
        ),
        sa.Column(
            "region", sa.String(length=16), nullable=True, comment="code; this region and all below it"
        ),
        sa.Column("department", sa.String(length=64), nullable=True, comment="code of the department"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "password",
            sa.String(length=160),
            nullable=False,
            comment="argon2id, with its parameters and salt",
        ),
        sa.Column(
            "must_change", sa.Boolean(), nullable=False, comment="the password was made by somebody else"
        ),
        sa.Column("openid", sa.String(length=64), nullable=True, comment="their own WeChat, once bound"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_users")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_users_login")),
        sa.UniqueConstraint("openid", name=op.f("uq_staff_users_openid")),
    )
    op.create_table(
        "staff_roles",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("staff_id", ROW_ID, nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "granted_by", sa.String(length=64), nullable=False, comment="login, or the part of the house"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_users.id"], name=op.f("fk_staff_roles_staff_id_staff_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_roles")),
        sa.UniqueConstraint("staff_id", "role", name=op.f("uq_staff_roles_staff_id_role")),
    )
    op.create_table(
        "audit_entries",
        sa.Column(
            "number", sa.BigInteger(), autoincrement=False, nullable=False, comment="1, 2, 3 … without a gap"
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False, comment="JSON, kept as the very text that was hashed"),
        sa.Column("previous", sa.String(length=64), nullable=False, comment="the hash of the entry before"),
        sa.Column(
            "hash",
            sa.String(length=64),
            nullable=False,
            comment="keyed BLAKE2b of every other column, hexadecimal",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_action"), "audit_entries", ["action"])
    op.create_index(op.f("ix_audit_entries_subject"), "audit_entries", ["subject"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if sqlite else POSTGRES_TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_entries_refuse()")
    op.drop_table("staff_roles")
    op.drop_table("staff_users")
