"""Content, put together: writing and signing off, pictures, and what the worker does with the platform."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.issued import IssuedContents
from app.settings import Settings
from campaigns.content.current import current_versions
from campaigns.content.drafts import DraftQueue
from campaigns.content.pictures import PictureStore
from campaigns.content.ports import ThemeGuard
from campaigns.content.previews import PreviewQueue
from campaigns.content.publications import PublicationQueue
from campaigns.content.publishing import PublishingService
from campaigns.content.renderings import NewsCard, news_card
from campaigns.content.services import ContentService
from campaigns.content.showing import Showcase
from campaigns.content.uploads import UploadQueue
from core.clock import Clock
from core.db import Database
from core.errors import RuleViolation
from h5.addresses import ACTIVITIES
from handlers.campaign_card import CampaignCardHandler
from handlers.publications import PublicationHandler
from jobs.clock import ScheduledJob
from jobs.content_publisher import ContentPublisher
from jobs.content_uploader import ContentUploader
from jobs.ports import Job
from jobs.reads_puller import pull_reads
from knowledge.gallery import Picture
from staff.audit import record
from staff.models import StaffUser
from storage.opening import open_store
from tipoffs.evidence.photo_decoder import PhotoDecoder
from wechat.gateway import WeChatGateway

AREA = "content"


class BoundPhones:
    """The WeChat of colleagues, as they bound it themselves."""

    def openid_of(self, session: Session, login: str) -> str | None:
        """See ``campaigns.content.ports.StaffPhones``."""
        return session.scalar(
            select(StaffUser.openid).where(StaffUser.login == login, StaffUser.active.is_(True))
        )


@dataclass
class ContentContainer:
    """Everything that has to do with content; ``gateway`` is made when something is to be brought there."""

    settings: Settings
    database: Database
    gallery: Mapping[str, Picture]
    themes: ThemeGuard
    gateway: Callable[[], WeChatGateway]
    clock: Clock

    @cached_property
    def pictures(self) -> PictureStore:
        """Drawings and photos."""
        settings = self.settings
        secret = settings.storage_secret.get_secret_value()
        store = open_store(settings.storage_url, settings.storage_key_id, secret, area=AREA)
        return PictureStore(self.gallery, store, PhotoDecoder())

    @cached_property
    def service(self) -> ContentService:
        """The verbs of content: writing, and the three readings."""
        return ContentService(record, self.themes, self.pictures)

    @cached_property
    def publishing(self) -> PublishingService:
        """Orders for previews, publications and taking down."""
        return PublishingService(self.service, self._drafts, self._previews, BoundPhones(), record)

    @cached_property
    def issued(self) -> IssuedContents:
        """What is sent to many."""
        return IssuedContents(self.service, self.publishing, self.public_url)

    @cached_property
    def showcase(self) -> Showcase:
        """What the mobile pages show of content."""
        return Showcase(self.pictures)

    @cached_property
    def card(self) -> CampaignCardHandler:
        """The skill that shows what is told just now."""
        return CampaignCardHandler(self._current_card, f"{self.public_url}{ACTIVITIES}")

    def _current_card(self, session: Session, now: datetime) -> NewsCard | None:
        """The first that may be published: a theme that is to be checked anew holds its own back."""
        for version in current_versions(session, now):
            with suppress(RuleViolation):
                self.service.require_verified_theme(session, version)
                return news_card(self.public_url, version)
        return None

    def handler(self) -> PublicationHandler:
        """The skill that hears the platform."""
        return PublicationHandler(self._publications.ring)

    def jobs(self) -> list[Job]:
        """What the worker does."""
        gateway = self.gateway()
        uploader = ContentUploader(
            self.database, self._uploads, self._drafts, self.pictures, gateway, self.clock
        )
        publisher = ContentPublisher(self.database, self._previews, self._publications, gateway, self.clock)
        return [*uploader.jobs(), *publisher.jobs()]

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """What the clock does."""

        def sweep_photos(now: datetime) -> None:
            with self.database.reading() as session:
                self.pictures.sweep(session, now)

        def forget_previews(now: datetime) -> None:
            with self.database.writing() as session:
                self._previews.forget_old(session, now)

        def pull_readers(now: datetime) -> None:
            pull_reads(self.database, self.gateway, now)

        return [
            # WeChat has counted yesterday by eight in the morning; what was late comes in the afternoon.
            ScheduledJob("pull_article_reads", "20 9,15 * * *", pull_readers),
            ScheduledJob("sweep_content_photos", "53 3 * * *", sweep_photos),
            ScheduledJob("forget_content_previews", "51 3 * * *", forget_previews),
        ]

    @property
    def public_url(self) -> str:
        """Where the public reads."""
        return self.settings.public_url

    @cached_property
    def _uploads(self) -> UploadQueue:
        return UploadQueue(self.settings.wechat_appid, self.pictures)

    @cached_property
    def _drafts(self) -> DraftQueue:
        return DraftQueue(self._uploads, self.public_url)

    @cached_property
    def _previews(self) -> PreviewQueue:
        return PreviewQueue(self._drafts, BoundPhones())

    @cached_property
    def _publications(self) -> PublicationQueue:
        return PublicationQueue(self._drafts, self.public_url, self.service.require_verified_theme)
