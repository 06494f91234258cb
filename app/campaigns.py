"""The container of campaigns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from app.materials import MaterialContainer
from app.settings import Settings
from campaigns.figures.figure import Kept
from campaigns.figures.services import FigureService
from campaigns.planning.activities import ActivityService
from campaigns.planning.album import Album
from campaigns.planning.calendar import Calendar
from campaigns.planning.lectures import LectureService
from campaigns.planning.occasions import FILE as CALENDAR_FILE
from campaigns.planning.occasions import load_calendar
from campaigns.planning.ports import Regions
from campaigns.planning.services import PlanService
from campaigns.planning.targets import FILE as TARGETS_FILE
from campaigns.planning.targets import Targets, load_targets
from campaigns.planning.themes import ThemeService
from core.clock import Clock
from core.crypto import derived_key
from core.db import Database
from deliveries.duty import DutyNoticeService
from deliveries.messages import Notice
from deliveries.services import Outbox
from jobs.clock import ScheduledJob
from storage.opening import open_store
from tipoffs.evidence.photo_decoder import PhotoDecoder

PHOTOS = "activities"
"""The area of the store in which photos of activities lie."""


@dataclass(frozen=True, slots=True)
class LecturePost:
    """Lets somebody who asked for a lecture know; by the notice 办理进度, it is their own business."""

    outbox: Outbox

    def __call__(self, session: Session, openid: str, fields: Mapping[str, str], now: datetime) -> None:
        """See ``campaigns.planning.ports.Post``. Call ``HourlyCipher.ensure_key`` before the transaction."""
        slots: dict[str, str | datetime] = {
            "number": fields["number"],
            "progress": fields["progress"],
            "at": now,
            "hint": "回复公众号可以联系我们",
        }
        self.outbox.post(session, openid, Notice("case_progress", slots, fields["text"]), now)


@dataclass
class CampaignContainer:
    """Everything about campaigns; each part is made when it is first asked for."""

    settings: Settings
    database: Database
    clock: Clock
    regions: Regions
    outbox: Outbox
    duty: DutyNoticeService

    @cached_property
    def calendar(self) -> Calendar:
        """Which days and seasons come when."""
        return load_calendar(self.settings.campaign_calendar_file or CALENDAR_FILE)

    @cached_property
    def themes(self) -> ThemeService:
        """The theme of each year."""
        return ThemeService(self.calendar)

    @cached_property
    def targets(self) -> Targets:
        """What the bureau wants to reach."""
        return load_targets(self.settings.campaign_targets_file or TARGETS_FILE)

    @cached_property
    def plans(self) -> PlanService:
        """The verbs of campaign plans (宣传活动计划)."""
        return PlanService(self.calendar, self.themes, self.targets, self.regions)

    @cached_property
    def activities(self) -> ActivityService:
        """The verbs of activities (场次)."""
        return ActivityService(self.regions)

    @cached_property
    def album(self) -> Album:
        """Photos of activities."""
        settings = self.settings
        secret = settings.storage_secret.get_secret_value()
        return Album(
            open_store(settings.storage_url, settings.storage_key_id, secret, area=PHOTOS), PhotoDecoder()
        )

    @cached_property
    def lectures(self) -> LectureService:
        """The verbs of requests for lectures (预约宣讲)."""
        key = derived_key(self.settings.vault_key.get_secret_value(), "lectures")
        return LectureService(
            key, self.activities, self.regions, LecturePost(self.outbox), self.duty.raise_duty
        )

    @cached_property
    def library(self) -> MaterialContainer:
        """Materials and QR codes (二维码资料库)."""
        return MaterialContainer(self.settings, self.database, self.regions, self.activities)

    @cached_property
    def figures(self) -> FigureService:
        """The figures of campaigns (统计指标)."""
        return FigureService(self.regions, {Kept.QUESTIONS: self.settings.question_log_days})

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """What the clock does for campaigns."""

        def forget_contacts(now: datetime) -> None:
            with self.database.writing() as session:
                self.lectures.forget_ended_before(
                    session, now - timedelta(days=self.settings.question_log_days)
                )

        def sweep_photos(now: datetime) -> None:
            with self.database.reading() as session:
                self.album.sweep(session, now)

        return [
            ScheduledJob("forget_lecture_contacts", "25 3 * * *", forget_contacts),
            ScheduledJob("sweep_activity_photos", "57 3 * * *", sweep_photos),
            *self.library.scheduled_jobs(),
        ]

    def forget(self, session: Session, openid: str) -> None:
        """What a person asked for and said, at their wish."""
        self.lectures.forget(session, openid, self.clock.now())
        self.library.forget(session, openid)
