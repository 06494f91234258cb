"""The tables of content: items, versions, the steps taken, and what of them lies at the platform."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.content.fates import DraftState, PreviewState, PublicationState, UploadPurpose
from campaigns.content.rules import ContentKind, Manuscript
from campaigns.content.status import ContentState, ContentVerb
from core.db import Base
from core.types import BigId, JsonList, Moment, RowId, UtcDateTime, stored_words

_STEPS = text("verb IN ('first_review', 'review', 'issue')")
_ISSUED = text("state = 'issued'")


class ContentItem(Base):
    """One thing to tell the public; what it says stands in its versions."""

    __tablename__ = "content_items"

    id: Mapped[RowId]
    campaign_id: Mapped[int | None] = mapped_column(BigId, index=True, comment="NULL: belongs to none")
    created_by: Mapped[str] = mapped_column(String(64), comment="login")
    created_at: Mapped[Moment]


class ContentVersion(Base):
    """What an item says, or said; unchangeable once a step was taken."""

    __tablename__ = "content_versions"
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        # Two signings at once cannot both hold.
        Index(
            "uq_content_versions_issued",
            "item_id",
            unique=True,
            sqlite_where=_ISSUED,
            postgresql_where=_ISSUED,
        ),
    )

    id: Mapped[RowId]
    item_id: Mapped[int] = mapped_column(ForeignKey("content_items.id"))
    number: Mapped[int] = mapped_column(comment="1, 2, 3 … within the item")
    state: Mapped[ContentState] = mapped_column(stored_words(ContentState, 16), index=True)
    kind: Mapped[ContentKind] = mapped_column(stored_words(ContentKind, 16))
    title: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(16), comment="as printed, not a login")
    digest: Mapped[str] = mapped_column(String(120), comment="摘要, as cards show it")
    cover: Mapped[str] = mapped_column(String(80), comment="picture:ID or photo:HASH")
    body: Mapped[str] = mapped_column(Text, comment="Markdown")
    pictures: Mapped[JsonList] = mapped_column(comment="references in the body, in order, each once")
    source_title: Mapped[str] = mapped_column(String(200))
    source_from: Mapped[str] = mapped_column(String(200))
    source_url: Mapped[str] = mapped_column(String(400))
    written_by: Mapped[str] = mapped_column(String(64), comment="login of who wrote it last")
    written_at: Mapped[Moment]
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def manuscript(self) -> Manuscript:
        """What the author wrote."""
        return Manuscript(
            self.title,
            self.author,
            self.digest,
            self.cover,
            self.body,
            self.source_title,
            self.source_from,
            self.source_url,
            self.kind,
        )


class ContentStep(Base):
    """One step taken with a version, by whom, and their opinion."""

    __tablename__ = "content_steps"
    __table_args__ = (
        # Three different people, whatever two requests do at once.
        Index(
            "uq_content_steps_person",
            "version_id",
            "by",
            unique=True,
            sqlite_where=_STEPS,
            postgresql_where=_STEPS,
        ),
    )

    id: Mapped[RowId]
    version_id: Mapped[int] = mapped_column(ForeignKey("content_versions.id"), index=True)
    verb: Mapped[ContentVerb] = mapped_column(stored_words(ContentVerb, 16))
    by: Mapped[str] = mapped_column(String(64), comment="login")
    at: Mapped[Moment]
    opinion: Mapped[str] = mapped_column(Text)


class ContentPhoto(Base):
    """A picture that staff handed in, as a clean JPEG in the store of files."""

    __tablename__ = "content_photos"

    key: Mapped[str] = mapped_column(String(64), primary_key=True, comment="hash of the bytes; photo:KEY")
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int] = mapped_column(comment="bytes")
    added_by: Mapped[str] = mapped_column(String(64), comment="login")
    added_at: Mapped[Moment]


class ContentUpload(Base):
    """One picture of content at one account of the platform, for a body or as a cover."""

    __tablename__ = "content_uploads"

    key: Mapped[str] = mapped_column(String(160), primary_key=True, comment="appid:purpose:reference@digest")
    purpose: Mapped[UploadPurpose] = mapped_column(stored_words(UploadPurpose, 16))
    reference: Mapped[str] = mapped_column(String(80))
    address: Mapped[str | None] = mapped_column(
        String(512), comment="what the platform calls it: an address inside, a media id as cover; null until"
    )
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[Moment] = mapped_column(comment="without address: when to try, or when the lease ends")
    uploaded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[str | None] = mapped_column(String(64), comment="why the last try failed")


class ContentDraft(Base):
    """A version as a draft at the platform: what previews show, mass sends carry and publications use up."""

    __tablename__ = "content_drafts"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("content_versions.id"), primary_key=True, autoincrement=False
    )
    state: Mapped[DraftState] = mapped_column(stored_words(DraftState, 16), index=True)
    media_id: Mapped[str | None] = mapped_column(String(128))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[Moment]
    failure: Mapped[str | None] = mapped_column(String(64))


class ContentPublication(Base):
    """One publication without push (freepublish), and its fate."""

    __tablename__ = "content_publications"

    id: Mapped[RowId]
    version_id: Mapped[int] = mapped_column(ForeignKey("content_versions.id"), index=True)
    state: Mapped[PublicationState] = mapped_column(stored_words(PublicationState, 16), index=True)
    publish_id: Mapped[str | None] = mapped_column(String(64), index=True, comment="the platform's job")
    article_id: Mapped[str | None] = mapped_column(String(128), comment="the platform's name once published")
    article_url: Mapped[str | None] = mapped_column(String(512))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[Moment] = mapped_column(comment="when to act next, or when the lease ends")
    failure: Mapped[str | None] = mapped_column(String(64))
    requested_by: Mapped[str] = mapped_column(String(64), comment="login")
    requested_at: Mapped[Moment]
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ContentPreview(Base):
    """One preview sent to one named phone; the openid of a colleague is looked up when it is sent."""

    __tablename__ = "content_previews"

    id: Mapped[RowId]
    version_id: Mapped[int] = mapped_column(ForeignKey("content_versions.id"), index=True)
    state: Mapped[PreviewState] = mapped_column(stored_words(PreviewState, 16), index=True)
    login: Mapped[str | None] = mapped_column(String(64), comment="a colleague with a bound WeChat")
    wxname: Mapped[str | None] = mapped_column(String(64), comment="or a WeChat name")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[Moment]
    failure: Mapped[str | None] = mapped_column(String(64))
    requested_by: Mapped[str] = mapped_column(String(64), comment="login")
    requested_at: Mapped[Moment] = mapped_column(index=True)
