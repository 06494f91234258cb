"""Taking tips down, put together: the service that all ways in share, and the skills of the chat."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from app.cases import CaseContainer
from bot.turns import ConversationHandler, Handler, Outcome, Turn
from campaigns.library.models import QrCode
from campaigns.library.tip_places import spot_of_code
from core.crypto import derived_key
from deliveries.duty import Duty, DutyNoticeService
from h5.addresses import ANONYMOUS_TIP, MY_TIPS, NEW_TIP, RECEIPT_CODE, TIP_IDENTITY
from handlers.my_tip_steps import SKILL as STEPS_SKILL
from handlers.my_tip_steps import MyTipSteps
from handlers.my_tips import Files, MyTipsHandler
from handlers.tipoff import SKILL as TIPOFF_SKILL
from handlers.tipoff import DutyAlertHandler, TipoffHandler
from jobs.clock import ScheduledJob
from jobs.rounds import Rows, go_round
from knowledge.library import LibraryHolder
from tipoffs.alarms import guessing
from tipoffs.duplicates import Report
from tipoffs.intake.draft import Draft
from tipoffs.intake.drafts import DraftStore
from tipoffs.intake.known import KnownMatters
from tipoffs.intake.placing import Placing
from tipoffs.intake.services import IntakeService, Spot
from tipoffs.intake.sorting import guess
from tipoffs.intake.submitting import SubmissionPorts, SubmissionService
from tipoffs.ports import ClockKind
from tipoffs.recording import Recording
from tipoffs.similar import Asked, place_words, spot_of


@dataclass
class IntakeContainer:
    """Makes what takes tips down.

    The knowledge base tells who is in danger, and its answers may interrupt a conversation.
    """

    casework: CaseContainer
    library_holder: LibraryHolder
    duty_notices: Callable[[], DutyNoticeService]
    _placing: Placing | None = None

    @cached_property
    def service(self) -> IntakeService:
        """What is told before it is submitted."""
        evidence = self.casework.evidence.service
        return IntakeService(self.drafts, evidence, self.submissions, self.known, self._raise_duty)

    @cached_property
    def submissions(self) -> SubmissionService:
        """From a draft to the number."""
        casework = self.casework
        ports = SubmissionPorts(
            region_of=self._region_of,
            decide_by=self._decide_by,
            is_danger=lambda words: self.library_holder.current().emergency(words) is not None,
            raise_duty=self._raise_duty,
        )
        return SubmissionService(
            self.drafts, casework.evidence.service, casework.tips, casework.receipts, ports
        )

    @cached_property
    def recording(self) -> Recording:
        """Calls to 12350 and 12345."""
        return Recording(self.drafts, self.submissions, self.casework.vault)

    @cached_property
    def known(self) -> KnownMatters:
        """Whether what somebody tells may be known."""
        key = derived_key(self.casework.settings.digest_master, "known looks")
        return KnownMatters(self._is_known, key)

    @cached_property
    def drafts(self) -> DraftStore:
        """What is not submitted yet."""
        key = derived_key(self.casework.settings.digest_master, "tip drafts")
        return DraftStore(self.casework.vault, self.casework.evidence.service, key)

    @cached_property
    def wizard(self) -> TipoffHandler:
        """The skill that takes a tip down in the chat (我要举报)."""
        return TipoffHandler(
            self.service,
            self.library_holder,
            anonymous_page=self._page(ANONYMOUS_TIP),
            identity_page=self._page(TIP_IDENTITY),
            form_page=self._page(NEW_TIP),
        )

    @cached_property
    def mine(self) -> MyTipsHandler:
        """The skill that shows people their own tips (我的举报)."""
        return MyTipsHandler(
            Files(self.casework.vault, self.casework.receipts, self.alarm),
            self.steps,
            self.library_holder,
            mine_page=self._page(MY_TIPS),
            code_page=self._page(RECEIPT_CODE),
        )

    @cached_property
    def steps(self) -> MyTipSteps:
        """The talk in which they do something with one of them."""
        return MyTipSteps(self.casework.tips, self.casework.evidence.service, self.library_holder)

    def begin_at_code(self, turn: Turn, code: QrCode) -> Outcome | None:
        """A printed code at a place was scanned; None where it is out of use."""
        spot = self.spot_of_scene(turn.session, code.scene)
        return self.wizard.start_at(turn, spot, code.scene) if spot is not None else None

    def spot_of_scene(self, session: Session, scene: str) -> Spot | None:
        """The place that a code for tips names."""
        return spot_of_code(session, scene, self.casework.regions)

    def conversations(self) -> Mapping[str, ConversationHandler]:
        """The talks of several turns."""
        return {TIPOFF_SKILL: self.wizard, STEPS_SKILL: self.steps}

    def taps(self) -> Mapping[str, Callable[[Turn], Outcome]]:
        """What the menu and links begin."""
        return {"tip": self.wizard.start, "tips": self.mine.show}

    def skills(self) -> list[Handler]:
        """Asked in this order: 查举报 is not a new tip."""
        return [self.mine, self.wizard]

    def alerting_duty(self, urgent: Handler) -> Handler:
        """An urgent skill after which the duty room hears of a danger told in the middle of a tip."""
        return DutyAlertHandler(urgent, self.service)

    def forget(self, session: Session, openid: str) -> None:
        """Throw away what this person has not submitted."""
        self.service.discard(session, openid, self.casework.clock.now())

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Destroy drafts whose seven days are over."""
        return [
            ScheduledJob("sweep_tip_drafts", "*/10 * * * *", self._sweep),
            ScheduledJob("forget_known_looks", "15 4 * * *", self._forget_looks),
        ]

    def _forget_looks(self, now: datetime) -> None:
        with self.casework.database.writing() as session:
            self.known.forget_old(session, now)

    def _sweep(self, now: datetime) -> None:
        drafts = Rows("sweep_draft", "", self.drafts.expired, self.drafts.sweep_one, is_secret=True)
        go_round(self.casework.database, now, drafts)

    def _raise_duty(self, session: Session, duty: Duty, now: datetime) -> bool:
        return self.duty_notices().raise_duty(session, duty, now)

    def _region_of(self, _session: Session, draft: Draft) -> str:
        tree = self.casework.regions.tree()
        if self._placing is None or self._placing.tree is not tree:
            self._placing = Placing(tree)
        return self._placing.region_of(draft)

    def _is_known(self, session: Session, draft: Draft, now: datetime) -> bool:
        report = Report(
            number="",
            category=guess(draft.facts, draft.object_name).category,
            address=place_words(draft.address, draft.object_name),
            words=draft.facts,
            spot=spot_of(draft.latitude, draft.longitude),
            received_at=now,
        )
        asked = Asked(report, self._region_of(session, draft), draft.object_name)
        return self.casework.similar.is_known(session, asked, now)

    def _decide_by(self, session: Session, number: str) -> datetime | None:
        clock = self.casework.clocks.service.find_open(session, number, ClockKind.ACCEPT.value)
        return clock.due_at if clock else None

    def alarm(self, session: Session, now: datetime) -> None:
        """Somebody is guessing receipt codes."""
        self.duty_notices().raise_duty(session, guessing(now), now)

    def _page(self, path: str) -> str:
        return f"{self.casework.settings.public_url}{path}"
