"""Showing content to colleagues, publishing it without push, and taking it down: the verbs of publishers.

Each verb writes rows and sends nothing; a worker does (``jobs/content_publisher.py``).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.content.drafts import DraftQueue
from campaigns.content.failures import TAKEN_DOWN
from campaigns.content.fates import STANDING, PreviewState, PublicationState
from campaigns.content.models import ContentItem, ContentPreview, ContentPublication, ContentVersion
from campaigns.content.permissions import ContentPermission
from campaigns.content.ports import StaffPhones
from campaigns.content.previews import A_DAY, PreviewQueue
from campaigns.content.queries import newest_version
from campaigns.content.recording import record_step
from campaigns.content.refusals import NoSuchContent
from campaigns.content.renderings import MassArticle, mass_article
from campaigns.content.services import ContentService
from core.errors import RuleViolation
from staff.actors import Actor
from staff.audit import AuditLog


class PreviewsSpent(RuleViolation):
    """The platform shows an account's drafts a limited number of times a day."""

    sentence = f"今天的预览次数用完了（平台每天{A_DAY}次），明天再试。"


class NoPhone(RuleViolation):
    """A preview needs somebody to go to."""

    def __init__(self, login: str = "") -> None:
        super().__init__(f"{login}还没有绑定微信，收不到预览。" if login else "请写明预览发给谁。")


class AlreadyPublished(RuleViolation):
    """The same version is published, or on its way."""

    def __init__(self, state: PublicationState) -> None:
        super().__init__(f"这一稿已经交给平台发布过（{state.label}），不能重复发布。")


class NotPublished(RuleViolation):
    """There is nothing to take down."""

    sentence = "这篇内容现在没有发布在公众号上。"


class PublishingService:
    """Orders previews, publications and their end."""

    def __init__(
        self,
        content: ContentService,
        drafts: DraftQueue,
        previews: PreviewQueue,
        phones: StaffPhones,
        audit: AuditLog,
    ) -> None:
        self._content = content
        self._drafts = drafts
        self._previews = previews
        self._phones = phones
        self._audit = audit

    def preview(
        self,
        session: Session,
        item_id: int,
        actor: Actor,
        now: datetime,
        *,
        logins: Sequence[str] = (),
        wxnames: Sequence[str] = (),
    ) -> list[ContentPreview]:
        """Show the newest version to colleagues by login, or to WeChat names; at most 100 a day in all."""
        actor.require(ContentPermission.PUBLISH)
        version = newest_version(session, item_id)
        people = [*((login, None) for login in logins), *((None, name) for name in wxnames)]
        if not people:
            raise NoPhone
        for login in logins:
            if self._phones.openid_of(session, login) is None:
                raise NoPhone(login)
        if self._previews.ordered_today(session, now) + len(people) > A_DAY:
            raise PreviewsSpent
        self._drafts.order(session, version, now)
        rows = [
            ContentPreview(
                version_id=version.id,
                state=PreviewState.WAITING,
                login=login,
                wxname=name,
                due_at=now,
                requested_by=actor.id,
                requested_at=now,
            )
            for login, name in people
        ]
        session.add_all(rows)
        session.flush()
        record_step(self._audit, session, "content.preview", version, actor, now, people=len(rows))
        return rows

    def publish(self, session: Session, item_id: int, actor: Actor, now: datetime) -> ContentPublication:
        """Publish the issued version on the account's profile; nobody is pushed, no quota is used."""
        actor.require(ContentPermission.PUBLISH)
        self._lock(session, item_id)
        version = self._content.issued(session, item_id)
        self._content.require_verified_theme(session, version)
        standing = session.scalar(
            select(ContentPublication.state).where(
                ContentPublication.version_id == version.id, ContentPublication.state.in_(STANDING)
            )
        )
        if standing is not None:
            raise AlreadyPublished(standing)
        self._drafts.order(session, version, now)
        publication = ContentPublication(
            version_id=version.id,
            state=PublicationState.WAITING,
            due_at=now,
            requested_by=actor.id,
            requested_at=now,
        )
        session.add(publication)
        session.flush()
        record_step(self._audit, session, "content.publish", version, actor, now)
        return publication

    def take_down(
        self, session: Session, item_id: int, actor: Actor, now: datetime, reason: str
    ) -> list[ContentPublication]:
        """Take every published version off the profile, and cancel what waits to be published."""
        actor.require(ContentPermission.PUBLISH)
        self._lock(session, item_id)
        rows = session.scalars(
            select(ContentPublication)
            .join(ContentVersion, ContentVersion.id == ContentPublication.version_id)
            .where(
                ContentVersion.item_id == item_id,
                ContentPublication.state.in_((PublicationState.PUBLISHED, PublicationState.WAITING)),
            )
            .order_by(ContentPublication.id)
            .with_for_update()
        ).all()
        if not rows:
            raise NotPublished
        for row in rows:
            if row.state is PublicationState.PUBLISHED:
                # Its article was asked after many times; what follows is tried anew.
                row.state, row.due_at, row.attempts = PublicationState.TAKING_DOWN, now, 0
            else:
                row.state, row.settled_at, row.failure = PublicationState.CANCELLED, now, TAKEN_DOWN
        session.flush()
        version = session.get_one(ContentVersion, rows[-1].version_id)
        record_step(
            self._audit,
            session,
            "content.take_down",
            version,
            actor,
            now,
            reason=reason,
            publications=len(rows),
        )
        return list(rows)

    def mass_article(self, session: Session, item_id: int, now: datetime) -> MassArticle | None:
        """What a mass send of the issued version carries; orders its draft, and is None until that is
        there."""
        version = self._content.issued(session, item_id)
        self._content.require_verified_theme(session, version)
        draft = self._drafts.order(session, version, now)
        return mass_article(draft.media_id, version) if draft.media_id else None

    def draft_of(self, session: Session, version: ContentVersion) -> str | None:
        """The media id of the draft of a version; None while there is none."""
        return self._drafts.find_media_id(session, version.id)

    def renew_draft(self, session: Session, version: ContentVersion, gone: str, now: datetime) -> None:
        """The platform has no draft ``gone`` any more: bring the version there once more."""
        if self.draft_of(session, version) == gone:
            self._drafts.use_up(session, version.id)
        self._drafts.order(session, version, now)

    def hindrances(self, session: Session, version: ContentVersion) -> list[str]:
        """What keeps a version from the platform's drafts, for the clerk who waits."""
        return self._drafts.hindrances(session, version)

    def is_published(self, session: Session, item_id: int) -> bool:
        """Whether a version of an item stands on the account's page, or is on its way there."""
        found = session.scalar(
            select(ContentPublication.id)
            .join(ContentVersion, ContentVersion.id == ContentPublication.version_id)
            .where(ContentVersion.item_id == item_id, ContentPublication.state.in_(STANDING))
            .limit(1)
        )
        return found is not None

    def _lock(self, session: Session, item_id: int) -> None:
        if session.scalar(select(ContentItem.id).where(ContentItem.id == item_id).with_for_update()) is None:
            raise NoSuchContent
