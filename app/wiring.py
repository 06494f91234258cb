"""The composition root: makes every service once, from the settings, and passes it what it needs."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from dramatiq import Broker

from app.audiences import AudienceContainer
from app.bureau import BureauFacts, local_values, lock_file
from app.campaigns import CampaignContainer
from app.cases import CaseContainer
from app.content import ContentContainer
from app.duty import DutyContainer
from app.intake import IntakeContainer
from app.late_replies import LateReplies, queue_job
from app.library_holder import BUILD_DELAY_SECONDS, ReloadingLibraryHolder, open_library
from app.mailing import MailingContainer
from app.pictures import PictureContainer
from app.quizzes import QuizContainer
from app.settings import Settings
from app.skills import Skills
from app.staff import StaffContainer
from app.upkeep import outbox_scheduled_jobs, upkeep_scheduled_jobs
from bot.dispatcher import Dispatcher
from bot.inbox import Inbox, Limits
from bot.message_locks import message_locks_for
from bot.ports import InboxNeeds
from campaigns.content.themes import PlannedThemes
from core.clock import Clock, SystemClock
from core.crypto import derived_key
from core.db import Database
from core.hourly_cipher import HourlyCipher
from deliveries.queue import DeliveryQueue
from deliveries.services import Outbox
from handlers.contact_recorder import ContactRecorder
from handlers.question_log import QuestionLog
from jobs.clock import ScheduledJob
from jobs.courier import delivery_jobs
from jobs.engine import make_broker
from jobs.ports import Job
from jobs.worker import Work, Worker
from knowledge.asked.questions import StaffQuestions
from knowledge.library import LibraryHolder
from staff import audit
from staff.sessions import SessionLimits
from wechat.envelope import Envelope, Mode
from wechat.gateway import Account, WeChatGateway
from wechat.hosts import Hosts
from wechat.parsing import parse_message
from wechat.picture_materials import PictureMaterials
from wechat.token_stores import RedisTokenStore, SqlTokenStore

if TYPE_CHECKING:
    import redis


@dataclass
class Container:
    """Everything a process needs; each part is made when it is first asked for."""

    settings: Settings
    clock: Clock

    @cached_property
    def database(self) -> Database:
        """The database that the settings name."""
        # One connection for each thread that may hold one, and a few for the slow ones that were given up.
        info = {audit.KEY: derived_key(self.settings.digest_master, "audit log")}
        return Database(self.settings.database_url, pool_size=self.settings.web_threads + 4, info=info)

    @cached_property
    def personnel(self) -> StaffContainer:
        """Who works here and what they may do."""
        settings = self.settings
        limits = SessionLimits(
            timedelta(minutes=settings.office_idle_minutes), timedelta(hours=settings.office_session_hours)
        )
        return StaffContainer(self.database, settings.var_dir / "audit-heads.txt", self.key, limits)

    @cached_property
    def cipher(self) -> HourlyCipher:
        """Encryption of what is kept for hours only."""
        master = self.key("passing words")
        return HourlyCipher(self.database, master, timedelta(hours=self.settings.words_hours))

    @cached_property
    def local_facts(self) -> BureauFacts:
        """What this bureau says of its place."""
        return BureauFacts(self.database, local_values(self.settings))

    @cached_property
    def library_holder(self) -> LibraryHolder:
        """The knowledge base in memory."""
        return open_library(self.database, self.settings, self.local_facts)

    @cached_property
    def pictures(self) -> PictureContainer:
        """The pictures of articles, here and at the platform."""
        materials = PictureMaterials(self.settings.wechat_appid)
        return PictureContainer(
            materials, self.database, self.library_holder, lambda: self.gateway, self.clock
        )

    @cached_property
    def questions(self) -> StaffQuestions:
        """Questions left for the staff."""
        return StaffQuestions(self.key("staff questions"))

    @cached_property
    def outbox(self) -> Outbox:
        """Messages to be sent."""
        return Outbox(self.cipher, keep=timedelta(hours=self.settings.words_hours))

    @cached_property
    def delivery_queue(self) -> DeliveryQueue:
        """What workers take of the outbox."""
        return DeliveryQueue(self.cipher)

    @cached_property
    def duty(self) -> DutyContainer:
        """Duty notices, which tell staff of what waits for them."""
        return DutyContainer(self.settings, self.database, self.outbox, self.personnel, self.clock)

    @cached_property
    def casework(self) -> CaseContainer:
        """Tips, hazards, rewards."""
        return CaseContainer(
            self.settings,
            self.database,
            self.outbox,
            self.clock,
            lambda: self.gateway,
            self.duty.notices,
            self.cipher,
        )

    @cached_property
    def campaigning(self) -> CampaignContainer:
        """Plans, activities, themes, library and figures of campaigns."""
        return CampaignContainer(
            self.settings, self.database, self.clock, self.casework.regions, self.outbox, self.duty.notices
        )

    @cached_property
    def audiences(self) -> AudienceContainer:
        """Followers and audiences."""
        regions = self.casework.regions
        return AudienceContainer(self.settings, self.database, self.clock, regions, lambda: self.gateway)

    @cached_property
    def content(self) -> ContentContainer:
        """What campaigns tell the public: writing, signing off, publishing."""
        gallery, planned = self.pictures.gallery, self.campaigning
        themes = PlannedThemes(planned.plans, planned.themes)
        return ContentContainer(
            self.settings, self.database, gallery, themes, lambda: self.gateway, self.clock
        )

    @cached_property
    def intake(self) -> IntakeContainer:
        """Taking tips down."""
        return IntakeContainer(self.casework, self.library_holder, lambda: self.duty.notices)

    @cached_property
    def quizzes(self) -> QuizContainer:
        """Questions of the day, contests, courses."""
        return QuizContainer(self.settings, self.database, self.clock, self.library_holder)

    @cached_property
    def mailing(self) -> MailingContainer:
        """Sending to many: mailings, mass sends, pushes."""
        return MailingContainer(
            self.settings,
            self.database,
            self.delivery_queue,
            self.clock,
            self.cipher,
            gateway=lambda: self.gateway,
            duty=lambda: self.duty.notices,
            audiences=self.audiences.told,
            contents=self.content.issued,
        )

    @cached_property
    def question_log(self) -> QuestionLog:
        """The log of questions."""
        return QuestionLog(self.key("askers"))

    @cached_property
    def envelope(self) -> Envelope:
        """Signature and encryption of the platform's requests."""
        settings = self.settings
        previous = settings.wechat_previous_aes_key
        return Envelope(
            token=settings.wechat_token.get_secret_value(),
            appid=settings.wechat_appid,
            original_id=settings.wechat_original_id,
            aes_key=settings.wechat_aes_key.get_secret_value(),
            previous_aes_key=previous.get_secret_value() if previous else None,
            mode=Mode(settings.wechat_mode),
            freshness_seconds=settings.wechat_freshness_seconds,
        )

    @cached_property
    def gateway(self) -> WeChatGateway:
        """The way out to WeChat."""
        settings = self.settings
        account = Account(
            appid=settings.wechat_appid,
            secret=settings.wechat_secret.get_secret_value(),
            hosts=Hosts(settings.wechat_api_host, settings.wechat_mp_host, settings.wechat_open_host),
        )
        key = self.key("platform tokens")
        store = RedisTokenStore(self.redis, key) if self.redis else SqlTokenStore(self.database, key)
        return WeChatGateway(account, store, self.clock)

    @cached_property
    def redis(self) -> "redis.Redis | None":
        """Redis, where the settings name one; only there its library, which takes 5 MB, is loaded."""
        url = self.settings.redis_url
        if url is None:
            return None
        import redis

        return redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=5)

    @cached_property
    def broker(self) -> Broker:
        """The carrier of background work."""
        return make_broker(self.settings.redis_url)

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """The skills, in the order in which they are asked."""
        return Skills(self).dispatcher()

    @cached_property
    def inbox(self) -> Inbox:
        """Hands each message to one skill."""
        settings = self.settings
        return Inbox(
            InboxNeeds(
                database=self.database,
                cipher=self.cipher,
                locks=message_locks_for(self.database, lock_file(self.database, self.settings.var_dir)),
                recorder=ContactRecorder(self.mailing.reports),
                post_later=LateReplies(self.outbox),
                parse=parse_message,
                clock=self.clock,
            ),
            dispatcher=self.dispatcher,
            limits=Limits(settings.deadline_seconds, settings.twin_wait_seconds),
            threads=settings.web_threads,
        )

    def worker(self) -> Worker:
        """The process that works outside requests."""
        work = Work(self.jobs(), self.scheduled_jobs(), self.mailing.pumps())
        return Worker(work, self.database, self.broker, self.clock, pid_folder=self.settings.var_dir)

    def jobs(self) -> list[Job]:
        """What is done when a row is due."""
        return [
            *delivery_jobs(
                self.database,
                self.delivery_queue,
                self.gateway,
                self.clock,
                media_gone=self.pictures.loader.lost,
            ),
            queue_job(lambda: self.inbox),
            *self.casework.jobs(),
            *self.pictures.loader.jobs(),
            *self.content.jobs(),
            *self.duty.jobs(),
            *self.mailing.jobs(),
            *self.audiences.jobs(),
        ]

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """What is done by the clock."""
        return [
            *outbox_scheduled_jobs(self.database, self.cipher),
            *self.casework.scheduled_jobs(),
            *self.intake.scheduled_jobs(),
            *self.campaigning.scheduled_jobs(),
            *self.quizzes.scheduled_jobs(),
            *self.content.scheduled_jobs(),
            *self.audiences.scheduled_jobs(),
            *self.personnel.scheduled_jobs(),
            *self.mailing.scheduled_jobs(),
            *upkeep_scheduled_jobs(
                self.settings, self.database, self.inbox, self.questions, lambda: self.gateway
            ),
        ]

    def be_ready_to_answer(self) -> None:
        """Load the knowledge base before anything is taken in hand, and follow what is published.

        The first to need it would load it in the middle of a transaction, and with SQLite every message of
        every process would wait for those seconds.
        """
        self.library_holder.current()
        self.pictures.wanted()
        if isinstance(self.library_holder, ReloadingLibraryHolder):
            self.library_holder.follow(prepares=True)

    def after_fork(self) -> None:
        """Leave the connections of the parent process alone, and follow what is published from now on."""
        self.database.engine.dispose(close=False)
        if isinstance(self.library_holder, ReloadingLibraryHolder):
            self.library_holder.follow(BUILD_DELAY_SECONDS)

    def close(self) -> None:
        """Give everything back."""
        if "inbox" in self.__dict__:
            self.inbox.close()
        self.database.close()

    def key(self, purpose: str) -> bytes:
        """A key for this purpose alone, derived from the one of the settings; the same in every process."""
        return derived_key(self.settings.vault_key.get_secret_value(), purpose)


def build_container(settings: Settings, clock: Clock | None = None) -> Container:
    """The container for these settings."""
    return Container(settings, clock or SystemClock())
