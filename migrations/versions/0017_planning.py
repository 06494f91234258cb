"""Themes, campaigns, activities, requests for lectures, and the register of venues.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIST = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
VENUE_KIND = sa.Enum(
    "enterprise", "village", "community", "school", "family", "agency", "public_place",
    name="venuekind", native_enum=False, length=16,
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "campaign_themes",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("occasion", sa.String(length=32), nullable=False, comment="code in calendar.yaml"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True, comment="第几个"),
        sa.Column("text", sa.Text(), nullable=False, comment="empty until it is announced"),
        sa.Column(
            "document", sa.String(length=64), nullable=False, comment="文号, empty where none is known"
        ),
        sa.Column("source", sa.Text(), nullable=False, comment="where it can be read again"),
        sa.Column(
            "set_by", sa.String(length=64), nullable=False, comment="login, empty for the file of the house"
        ),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("verified_by", sa.String(length=64), nullable=True, comment="login; another person"),
        sa.Column("verified_at", MOMENT, nullable=True, comment="NULL blocks publishing"),
        sa.CheckConstraint(
            "verified_by IS NULL OR verified_by <> set_by", name=op.f("ck_campaign_themes_two_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_themes")),
        sa.UniqueConstraint("occasion", "year", name=op.f("uq_campaign_themes_occasion_year")),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "approved",
                "closed",
                "cancelled",
                name="campaignstate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "safety_month",
                "disaster_reduction",
                "fire_month",
                "five_settings",
                "seasonal",
                "other_day",
                "own",
                name="campaignkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("occasion", sa.String(length=32), nullable=True, comment="code in calendar.yaml"),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "theme",
            sa.Text(),
            nullable=False,
            comment="as it will be printed; checked against campaign_themes",
        ),
        sa.Column("region", sa.String(length=16), nullable=False, comment="code in the region tree"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("lead_unit", sa.String(length=100), nullable=False),
        sa.Column("co_units", LIST, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("planned_by", sa.String(length=64), nullable=False),
        sa.Column("planned_at", MOMENT, nullable=False),
        sa.Column("planners", LIST, nullable=False, comment="logins of all who wrote at it; none approves"),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True, comment="closed or cancelled"),
        sa.Column("reason", sa.Text(), nullable=False, comment="of the last step that needed one"),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> planned_by", name=op.f("ck_campaigns_two_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    op.create_index("ix_campaigns_days", "campaigns", ["starts_on", "ends_on"])

    op.create_table(
        "venue_lists",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("kind", VENUE_KIND, nullable=False),
        sa.Column(
            "title", sa.String(length=200), nullable=False, comment="name of the list and who keeps it"
        ),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="the day that the list describes"),
        sa.Column("imported_by", sa.String(length=64), nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_lists")),
        sa.UniqueConstraint("kind", "dated_on", name=op.f("uq_venue_lists_kind_dated_on")),
    )
    op.create_table(
        "venues",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("kind", VENUE_KIND, nullable=False),
        sa.Column(
            "key",
            sa.String(length=128),
            nullable=False,
            comment="official code, or region and name where there is none",
        ),
        sa.Column(
            "code",
            sa.String(length=32),
            nullable=False,
            comment="统一社会信用代码, 学校标识码 …; may be empty",
        ),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False, comment="code in the region tree"),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True, comment="WGS-84"),
        sa.Column("longitude", sa.Float(), nullable=True, comment="WGS-84"),
        sa.Column("edited_by", sa.String(length=64), nullable=False),
        sa.Column("edited_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venues")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_venues_kind_key")),
    )
    op.create_index("ix_venues_region_kind", "venues", ["region", "kind"])

    op.create_table(
        "activities",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned", "held", "verified", "cancelled", name="activitystate", native_enum=False, length=16
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "consultation",
                "lecture",
                "film",
                "drill",
                "contest",
                "screens",
                "open_day",
                "snapshot",
                "training",
                "visit",
                name="activitykind",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            VENUE_KIND,
            nullable=True,
            comment="which of the settings it goes to; NULL for everybody",
        ),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column(
            "film", sa.String(length=100), nullable=False, comment="title of the film, for a film; else empty"
        ),
        sa.Column("region", sa.String(length=16), nullable=False, comment="code in the region tree"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="as people find it"),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("lead_unit", sa.String(length=100), nullable=False),
        sa.Column("co_units", LIST, nullable=False),
        sa.Column("target", sa.Integer(), nullable=True, comment="how many attendances are hoped for"),
        sa.Column("quota", sa.Integer(), nullable=True, comment="how many can sign in at most"),
        sa.Column(
            "scene",
            sa.String(length=64),
            nullable=True,
            comment="scene of the QR code by which people sign in",
        ),
        sa.Column("summary", sa.Text(), nullable=False, comment="how it went, in the words of who was there"),
        sa.Column("entered_by", sa.String(length=64), nullable=False, comment="who planned it"),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column(
            "enterers", LIST, nullable=False, comment="logins of all who entered something; none verifies"
        ),
        sa.Column("held_at", MOMENT, nullable=True, comment="when it was entered as held"),
        sa.Column("verified_by", sa.String(length=64), nullable=True),
        sa.Column("verified_at", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, comment="of the last step that needed one"),
        sa.CheckConstraint(
            "verified_by IS NULL OR verified_by <> entered_by", name=op.f("ck_activities_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_activities_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("scene", name=op.f("uq_activities_scene")),
    )
    op.create_index("ix_activities_campaign_state", "activities", ["campaign_id", "state"])
    op.create_index("ix_activities_days", "activities", ["starts_at", "kind"])

    op.create_table(
        "campaign_targets",
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("code", sa.String(length=48), nullable=False, comment="in targets.yaml"),
        sa.Column(
            "goal", sa.Integer(), nullable=False, comment="in the unit of the target; a coverage in per cent"
        ),
        sa.Column("set_by", sa.String(length=64), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_targets_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "code", name=op.f("pk_campaign_targets")),
    )
    op.create_table(
        "venue_listings",
        sa.Column("list_id", ROW_ID, nullable=False),
        sa.Column("venue_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["venue_lists.id"], name=op.f("fk_venue_listings_list_id_venue_lists")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_venue_listings_venue_id_venues")),
        sa.PrimaryKeyConstraint("list_id", "venue_id", name=op.f("pk_venue_listings")),
    )
    op.create_index(op.f("ix_venue_listings_venue_id"), "venue_listings", ["venue_id"])

    op.create_table(
        "activity_headcounts",
        sa.Column("activity_id", ROW_ID, nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "attended",
                "consulted",
                "trained",
                "drilled",
                "watched",
                "online",
                "screens",
                "found",
                name="measure",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "unit",
            sa.Enum("people", "attendances", "pieces", "screens", name="unit", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "counted", "signed_in", "estimated", "system", name="basis", native_enum=False, length=16
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.String(length=200),
            nullable=False,
            comment="the list, photo or system it was read from",
        ),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_activity_headcounts_not_negative")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_activity_headcounts_activity_id_activities")
        ),
        sa.PrimaryKeyConstraint("activity_id", "measure", "unit", name=op.f("pk_activity_headcounts")),
    )
    op.create_table(
        "activity_materials",
        sa.Column("activity_id", ROW_ID, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False, comment="份, 件, 张 …"),
        sa.Column(
            "material_id", ROW_ID, nullable=True, comment="in the library of materials, where it is one"
        ),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "taken >= 0 AND returned >= 0 AND returned <= taken",
            name=op.f("ck_activity_materials_not_more_back"),
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_activity_materials_activity_id_activities")
        ),
        sa.PrimaryKeyConstraint("activity_id", "name", name=op.f("pk_activity_materials")),
    )
    op.create_table(
        "activity_photos",
        sa.Column("activity_id", ROW_ID, nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False, comment="key in the store of files"),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(length=64), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_activity_photos_activity_id_activities")
        ),
        sa.PrimaryKeyConstraint("activity_id", "file", name=op.f("pk_activity_photos")),
    )
    op.create_table(
        "activity_venues",
        sa.Column("activity_id", ROW_ID, nullable=False),
        sa.Column("venue_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_activity_venues_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_activity_venues_venue_id_venues")),
        sa.PrimaryKeyConstraint("activity_id", "venue_id", name=op.f("pk_activity_venues")),
    )
    op.create_index(op.f("ix_activity_venues_venue_id"), "activity_venues", ["venue_id"])

    op.create_table(
        "lecture_requests",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "scheduled",
                "held",
                "declined",
                "withdrawn",
                name="lecturestate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "requester",
            sa.String(length=32),
            nullable=True,
            comment="keyed pseudonym of the openid; NULL where a clerk wrote it down",
        ),
        sa.Column("sealed_openid", sa.LargeBinary(), nullable=True, comment="for the notice; NULL once over"),
        sa.Column(
            "sealed_contact", sa.LargeBinary(), nullable=True, comment="name and telephone; NULL once over"
        ),
        sa.Column(
            "unit_name",
            sa.String(length=100),
            nullable=False,
            comment="who asks: a school, a village, a factory …",
        ),
        sa.Column("audience", VENUE_KIND, nullable=True),
        sa.Column("region", sa.String(length=16), nullable=False, comment="code in the region tree"),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False, comment="what they want to hear about; numbers masked"),
        sa.Column(
            "wished", sa.String(length=100), nullable=False, comment="when, in their words; numbers masked"
        ),
        sa.Column("expected", sa.Integer(), nullable=True, comment="how many will listen"),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column(
            "written_by", sa.String(length=64), nullable=True, comment="login of the clerk who wrote it down"
        ),
        sa.Column("activity_id", ROW_ID, nullable=True),
        sa.Column("speaker", sa.String(length=64), nullable=False),
        sa.Column("speaker_unit", sa.String(length=100), nullable=False),
        sa.Column("scheduled_by", sa.String(length=64), nullable=True),
        sa.Column("scheduled_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True, comment="held, declined or withdrawn"),
        sa.Column("reason", sa.Text(), nullable=False, comment="of the last step that needed one"),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_lecture_requests_activity_id_activities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lecture_requests")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_lecture_requests_activity_id")),
    )
    op.create_index(op.f("ix_lecture_requests_requester"), "lecture_requests", ["requester"])
    op.create_index("ix_lecture_requests_state_asked", "lecture_requests", ["state", "asked_at"])

    op.create_table(
        "lecture_ratings",
        sa.Column("lecture_id", ROW_ID, nullable=False),
        sa.Column("rater", sa.String(length=32), nullable=False, comment="keyed pseudonym of the openid"),
        sa.Column("stars", sa.Integer(), nullable=False, comment="1 to 5"),
        sa.Column("words", sa.Text(), nullable=False, comment="numbers masked"),
        sa.Column("rated_at", MOMENT, nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_lecture_ratings_one_to_five")),
        sa.ForeignKeyConstraint(
            ["lecture_id"],
            ["lecture_requests.id"],
            name=op.f("fk_lecture_ratings_lecture_id_lecture_requests"),
        ),
        sa.PrimaryKeyConstraint("lecture_id", "rater", name=op.f("pk_lecture_ratings")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("lecture_ratings")
    op.drop_index("ix_lecture_requests_state_asked", "lecture_requests")
    op.drop_index(op.f("ix_lecture_requests_requester"), "lecture_requests")

    op.drop_table("lecture_requests")
    op.drop_index(op.f("ix_activity_venues_venue_id"), "activity_venues")

    op.drop_table("activity_venues")
    op.drop_table("activity_photos")
    op.drop_table("activity_materials")
    op.drop_table("activity_headcounts")
    op.drop_index(op.f("ix_venue_listings_venue_id"), "venue_listings")

    op.drop_table("venue_listings")
    op.drop_table("campaign_targets")
    op.drop_index("ix_activities_days", "activities")
    op.drop_index("ix_activities_campaign_state", "activities")

    op.drop_table("activities")
    op.drop_index("ix_venues_region_kind", "venues")

    op.drop_table("venues")
    op.drop_table("venue_lists")
    op.drop_index("ix_campaigns_days", "campaigns")

    op.drop_table("campaigns")
    op.drop_table("campaign_themes")
