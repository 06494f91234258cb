"""The vault: who reporters are, sealed; keys, requests, receipts, consents.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "vault_access_records",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("case", sa.String(length=40), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "contact",
                "reward",
                "protection",
                "lawful_order",
                name="purpose",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "fields",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="names of the fields, never their content",
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_access_records")),
    )
    with op.batch_alter_table("vault_access_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vault_access_records_case"), ["case"], unique=False)

    op.create_table(
        "vault_blind_index",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("case", sa.String(length=40), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "name",
                "phone",
                "id_number",
                "openid",
                "payee_name",
                "payee_phone",
                "payee_id_number",
                "payee_account",
                "payee_bank",
                "words",
                name="secretfield",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "epoch", sa.String(length=32), nullable=False, comment="the digest's key comes from this epoch's"
        ),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_blind_index")),
        sa.UniqueConstraint("case", "field", name=op.f("uq_vault_blind_index_case_field")),
    )
    with op.batch_alter_table("vault_blind_index", schema=None) as batch_op:
        batch_op.create_index("ix_vault_blind_index_digest", ["digest"], unique=False)

    op.create_table(
        "vault_cases",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column(
            "case",
            sa.String(length=40),
            nullable=False,
            comment="public number of a tip, claim or list entry",
        ),
        sa.Column(
            "mode",
            sa.Enum("real_name", "confidential", "anonymous", name="mode", native_enum=False, length=16),
            nullable=True,
            comment="NULL for what is no tip",
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "closed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="retention counts from here; NULL while the case goes on",
        ),
        sa.Column(
            "hold",
            sa.Enum("dispute", "investigation", "retaliation", name="hold", native_enum=False, length=16),
            nullable=True,
            comment="nothing ends while this is set",
        ),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_cases")),
        sa.UniqueConstraint("case", name=op.f("uq_vault_cases_case")),
    )
    with op.batch_alter_table("vault_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vault_cases_closed_at"), ["closed_at"], unique=False)

    op.create_table(
        "vault_consents",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("case", sa.String(length=40), nullable=False),
        sa.Column(
            "notice", sa.String(length=32), nullable=False, comment="which notice: mode.real_name, account …"
        ),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column(
            "digest", sa.String(length=64), nullable=False, comment="SHA-256 of the text as it was shown"
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_consents")),
    )
    with op.batch_alter_table("vault_consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vault_consents_case"), ["case"], unique=False)

    op.create_table(
        "vault_epochs",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("name", sa.String(length=32), nullable=False, comment="random; what the seal is bound to"),
        sa.Column(
            "master",
            sa.String(length=16),
            nullable=False,
            comment="fingerprint of the master key that wraps it",
        ),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True, comment="NULL once destroyed"),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_epochs")),
        sa.UniqueConstraint("name", name=op.f("uq_vault_epochs_name")),
    )
    op.create_table(
        "vault_excluded_people",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("case", sa.String(length=40), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "duty", "relative", "instructed", "agency", name="exclusion", native_enum=False, length=16
            ),
            nullable=False,
        ),
        sa.Column("listed_by", sa.String(length=64), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_excluded_people")),
        sa.UniqueConstraint("case", name=op.f("uq_vault_excluded_people_case")),
    )
    op.create_table(
        "vault_identity_requests",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("case", sa.String(length=40), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "contact",
                "reward",
                "protection",
                "lawful_order",
                name="purpose",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False, comment="for the approver; numbers masked"),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "approved",
                "declined",
                "read",
                "lapsed",
                name="requeststate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("requested_by", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "valid_until",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="to be decided until; once approved, to be read until",
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_identity_requests")),
    )
    with op.batch_alter_table("vault_identity_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vault_identity_requests_case"), ["case"], unique=False)
        batch_op.create_index("ix_vault_identity_requests_state", ["state", "id"], unique=False)

    op.create_table(
        "vault_keys",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("case", sa.String(length=40), nullable=False),
        sa.Column(
            "secret_class",
            sa.Enum("identity", "payee", "words", name="secretclass", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column(
            "epoch",
            sa.String(length=32),
            nullable=True,
            comment="name of the wrapping key; NULL once destroyed",
        ),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True, comment="NULL once destroyed"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_keys")),
        sa.UniqueConstraint("case", "secret_class", name=op.f("uq_vault_keys_case_secret_class")),
    )
    with op.batch_alter_table("vault_keys", schema=None) as batch_op:
        batch_op.create_index("ix_vault_keys_epoch", ["epoch", "id"], unique=False)

    op.create_table(
        "vault_receipt_tries",
        sa.Column("caller", sa.String(length=64), nullable=False, comment="keyed digest, or * for all"),
        sa.Column(
            "span", sa.Integer(), autoincrement=False, nullable=False, comment="ten minutes since 1970"
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "span", name=op.f("pk_vault_receipt_tries")),
    )
    op.create_table(
        "vault_receipts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("case", sa.String(length=40), nullable=False),
        sa.Column("locator", sa.String(length=6), nullable=False, comment="first six characters of the code"),
        sa.Column("verifier", sa.String(length=160), nullable=False, comment="Argon2id of the other twenty"),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_receipts")),
        sa.UniqueConstraint("case", name=op.f("uq_vault_receipts_case")),
        sa.UniqueConstraint("locator", name=op.f("uq_vault_receipts_locator")),
    )
    op.create_table(
        "vault_secrets",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("case", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False, comment="a SecretField, or words/NAME"),
        sa.Column(
            "secret_class",
            sa.Enum("identity", "payee", "words", name="secretclass", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_secrets")),
        sa.UniqueConstraint("case", "field", name=op.f("uq_vault_secrets_case_field")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("vault_secrets")
    op.drop_table("vault_receipts")
    op.drop_table("vault_receipt_tries")
    with op.batch_alter_table("vault_keys", schema=None) as batch_op:
        batch_op.drop_index("ix_vault_keys_epoch")

    op.drop_table("vault_keys")
    with op.batch_alter_table("vault_identity_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_vault_identity_requests_state")
        batch_op.drop_index(batch_op.f("ix_vault_identity_requests_case"))

    op.drop_table("vault_identity_requests")
    op.drop_table("vault_excluded_people")
    op.drop_table("vault_epochs")
    with op.batch_alter_table("vault_consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vault_consents_case"))

    op.drop_table("vault_consents")
    with op.batch_alter_table("vault_cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vault_cases_closed_at"))

    op.drop_table("vault_cases")
    with op.batch_alter_table("vault_blind_index", schema=None) as batch_op:
        batch_op.drop_index("ix_vault_blind_index_digest")

    op.drop_table("vault_blind_index")
    with op.batch_alter_table("vault_access_records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vault_access_records_case"))

    op.drop_table("vault_access_records")
