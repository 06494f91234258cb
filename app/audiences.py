"""Followers and audiences, put together: what people choose, whom segments mean, the nightly pull."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.cases import LiveRegions
from app.settings import Settings
from bot.turns import Handler, Outcome, Turn
from campaigns.audiences.histories import HISTORIES
from campaigns.audiences.ports import History
from campaigns.audiences.segments import SegmentService
from campaigns.audiences.services import AudienceService
from campaigns.audiences.spec import read_spec
from campaigns.sending.withdrawing import withdraw
from core.clock import Clock, china_date
from core.db import Database
from core.types import JsonObject
from followers.choices import ChoiceService, forget_choices, forget_choices_of_the_gone
from followers.deeds import forget_deeds, forget_deeds_before
from followers.ports import People
from followers.topics import load_topics
from h5.addresses import SUBSCRIPTIONS
from handlers.subscriptions import SubscriptionHandler
from jobs.clock import ScheduledJob
from jobs.follower_pull import FollowerPuller
from jobs.ports import Job
from staff.actors import Actor


@dataclass(frozen=True, slots=True)
class ToldPeople:
    """People described as JSON, for pushes; ``campaigns.sending.ports.Audiences``."""

    service: AudienceService

    def openids(self, spec: JsonObject, now: datetime, *, despite_stops: bool = False) -> Select[str]:
        """One statement; ``BadSpec`` for a description that nobody understands."""
        return self.service.openids(read_spec(spec), now, despite_stops=despite_stops)

    def require_scope(self, spec: JsonObject, actor: Actor) -> None:
        """``OutOfScope`` where the actor works for other regions."""
        self.service.require_scope(read_spec(spec), actor)


@dataclass
class AudienceContainer:
    """Each part is made when first asked for; ``histories`` are what other packages know about people."""

    settings: Settings
    database: Database
    clock: Clock
    regions: LiveRegions
    people: Callable[[], People]
    histories: Mapping[str, History] = field(default_factory=lambda: HISTORIES)

    @cached_property
    def choices(self) -> ChoiceService:
        """Town, interests, and what is stopped."""
        return ChoiceService(load_topics(), self.regions.tree, withdraw)

    @cached_property
    def audiences(self) -> AudienceService:
        """Whom a segment means."""
        return AudienceService(load_topics(), self.regions, self.histories)

    @cached_property
    def told(self) -> ToldPeople:
        """The same, described as JSON."""
        return ToldPeople(self.audiences)

    @cached_property
    def segments(self) -> SegmentService:
        """Segments with a name."""
        return SegmentService(self.audiences)

    @cached_property
    def puller(self) -> FollowerPuller:
        """Our followers held against the platform's list."""
        return FollowerPuller(self.database, lambda: self.people(), self.clock)

    @cached_property
    def skill(self) -> SubscriptionHandler:
        """The skill for subscribing and stopping in the chat (订阅, 退订)."""
        page = f"{self.settings.public_url}{SUBSCRIPTIONS}"
        return SubscriptionHandler(self.choices, page)

    def skills(self) -> list[Handler]:
        """What the chat asks for."""
        return [self.skill]

    def taps(self) -> Mapping[str, Callable[[Turn], Outcome]]:
        """What a tapped link of these skills begins, by its key."""
        return {"subs": self.skill.show}

    def jobs(self) -> list[Job]:
        """The pull that staff asked for."""
        return self.puller.jobs()

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Pull the list, and forget what people chose who left long ago."""

        def forget_gone(now: datetime) -> None:
            with self.database.writing() as session:
                forget_choices_of_the_gone(session, now - timedelta(days=self.settings.question_log_days))

        def forget_old_deeds(now: datetime) -> None:
            with self.database.writing() as session:
                forget_deeds_before(session, china_date(now - timedelta(days=self.settings.scan_log_days)))

        return [
            *self.puller.scheduled_jobs(),
            ScheduledJob("forget_choices_of_the_gone", "35 3 * * *", forget_gone),
            ScheduledJob("forget_deeds", "37 3 * * *", forget_old_deeds),
        ]

    def forget(self, session: Session, openid: str) -> None:
        """What a person chose and took part in, at their wish."""
        forget_choices(session, openid)
        forget_deeds(session, openid)
