"""What every verb for a lecture on request goes through: seal, scope, table, guards, log, notice."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from campaigns.planning import notices
from campaigns.planning.activities import ActivityService
from campaigns.planning.activity_verbs import require_approved_campaign
from campaigns.planning.lecture_models import LectureRequest
from campaigns.planning.models import Activity
from campaigns.planning.next_steps import NextStep, next_steps
from campaigns.planning.opening import held, record, require_reason, require_region, require_words
from campaigns.planning.permissions import Permission
from campaigns.planning.ports import Post, Regions
from campaigns.planning.refusals import Incomplete, NotApprovedYet, NotRatedNow, NotYet
from campaigns.planning.status import LECTURE_MOVES, ActivityState, Guard, LectureAction, LectureState
from core.crypto import BadSeal, seal, unseal
from core.masking import masked
from core.telephones import require_telephone
from deliveries.duty import Duty
from places.models import VenueKind
from staff.actors import Actor, ActorKind
from staff.moves import allowed
from staff.reach import is_within, require_within

MOST_PEOPLE = 100_000
RATED_WITHIN = timedelta(days=30)

OPENID_PLACE = "lecture_requests.openid"
CONTACT_PLACE = "lecture_requests.contact"


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody asks for; ``contact`` and ``telephone`` are sealed at once."""

    unit_name: str
    contact: str
    telephone: str
    region: str
    place: str
    topic: str
    wished: str
    audience: VenueKind | None = None
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """When, for which campaign, and who speaks."""

    campaign_id: int
    starts_at: datetime
    ends_at: datetime
    speaker: str
    speaker_unit: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call back."""

    name: str
    telephone: str


@dataclass(frozen=True, slots=True)
class _Facts:
    session: Session
    lecture: LectureRequest
    now: datetime
    reason: str


class LectureVerbs:
    """Opens a request for one step and closes it.

    ``key`` seals who asks, ``post`` tells them, ``raise_duty`` tells the staff who arrange lectures.
    """

    def __init__(
        self,
        key: bytes,
        activities: ActivityService,
        regions: Regions,
        post: Post,
        raise_duty: Callable[[Session, Duty, datetime], bool],
    ) -> None:
        self._key = key
        self._activities = activities
        self._regions = regions
        self._post = post
        self._raise_duty = raise_duty
        self._guards: Mapping[Guard, Callable[[_Facts], None]] = {
            Guard.REASON: lambda facts: require_reason(facts.reason),
            Guard.HAS_BEGUN: _has_begun,
            Guard.CAMPAIGN_APPROVED: _can_be_held,
            Guard.ATTENDED: _attended,
        }

    def next_steps(
        self, session: Session, lecture: LectureRequest, actor: Actor, now: datetime
    ) -> Sequence[NextStep[LectureAction]]:
        """What this person may do with it now, and what stands in the way of the rest."""
        if not is_within(actor, self._regions, lecture.region):
            return []
        facts = _Facts(session, lecture, now, "")
        return next_steps(LECTURE_MOVES, lecture.state, actor, lambda guard: self._guards[guard](facts))

    def _new(self, asking: Asking, now: datetime) -> LectureRequest:
        require_region(self._regions, asking.region)
        if asking.expected is not None and not 0 < asking.expected <= MOST_PEOPLE:
            raise Incomplete("听讲人数请写大于0的整数。", "expected")
        require_telephone(asking.telephone, "telephone")
        contact = {
            "name": require_words("联系人", asking.contact, 30, "contact"),
            "telephone": require_words("联系电话", asking.telephone, 20, "telephone"),
        }
        sealed = json.dumps(contact, ensure_ascii=False).encode()
        return LectureRequest(
            state=LectureState.ASKED,
            sealed_contact=seal(sealed, self._key, CONTACT_PLACE),
            unit_name=require_words("单位或者社区、村的名称", asking.unit_name, 100, "unit_name"),
            audience=asking.audience,
            region=asking.region,
            place=require_words("地点", asking.place, 200, "place"),
            topic=masked(require_words("想听的内容", asking.topic, 500, "topic")),
            wished=masked(require_words("希望的时间", asking.wished, 100, "wished")),
            expected=asking.expected,
            asked_at=now,
            speaker="",
            speaker_unit="",
            reason="",
        )

    def _step(
        self,
        session: Session,
        lecture_id: int,
        action: LectureAction,
        actor: Actor,
        now: datetime,
        reason: str = "",
    ) -> LectureRequest:
        lecture = held(session, LectureRequest, lecture_id)
        require_within(actor, self._regions, lecture.region)
        lecture.state = self._check(session, lecture, action, actor, now, reason)
        return lecture

    def _check(
        self,
        session: Session,
        lecture: LectureRequest,
        action: LectureAction,
        actor: Actor,
        now: datetime,
        reason: str = "",
    ) -> LectureState:
        move = allowed(LECTURE_MOVES, lecture.state, action, actor)
        facts = _Facts(session, lecture, now, reason)
        for guard in move.guards:
            self._guards[guard](facts)
        return move.to

    def _done(
        self,
        session: Session,
        lecture: LectureRequest,
        action: LectureAction,
        actor: Actor,
        now: datetime,
        reason: str = "",
    ) -> LectureRequest:
        lecture.reason = reason
        record(session, actor, f"lectures.{action.value}", subject(lecture), now, reason)
        return lecture

    def _ended(
        self,
        session: Session,
        lecture: LectureRequest,
        action: LectureAction,
        actor: Actor,
        now: datetime,
        reason: str = "",
    ) -> LectureRequest:
        lecture.ended_at = now
        return self._done(session, lecture, action, actor, now, reason)

    def _call_staff(self, session: Session, lecture: LectureRequest, sentence: str, now: datetime) -> None:
        """Let the staff who arrange lectures know, once for each sentence."""
        key = f"{subject(lecture)}:{lecture.state.value}"
        self._raise_duty(session, Duty(key, Permission.LECTURES, lecture.number, sentence), now)

    def _tell(self, session: Session, lecture: LectureRequest, text: str, now: datetime) -> None:
        if lecture.sealed_openid is None:
            return
        try:
            openid = unseal(lecture.sealed_openid, self._key, OPENID_PLACE).decode()
        except BadSeal:
            # Sealed under a master key that was replaced: staff call instead.
            return
        fields = {"number": lecture.number, "progress": notices.PROGRESS[lecture.state], "text": text}
        self._post(session, openid, fields, now)


def activity_of(lecture: LectureRequest) -> int:
    """The number of the activity that it became."""
    assert lecture.activity_id is not None
    return lecture.activity_id


def requester(lecture: LectureRequest) -> Actor:
    """Who asked, as the log may call them."""
    return Actor(ActorKind.REPORTER, lecture.number)


def get_activity(session: Session, lecture: LectureRequest) -> Activity:
    """The activity that it became."""
    return session.get_one(Activity, activity_of(lecture))


def _has_begun(facts: _Facts) -> None:
    if facts.now < get_activity(facts.session, facts.lecture).starts_at:
        raise NotYet


def _can_be_held(facts: _Facts) -> None:
    activity = get_activity(facts.session, facts.lecture)
    if activity.state is ActivityState.CANCELLED:
        raise NotApprovedYet("这场宣讲在活动里已经取消，请先办“取消安排”，再另定时间。")
    if activity.state is ActivityState.PLANNED:
        require_approved_campaign(facts.session, activity)


def _attended(facts: _Facts) -> None:
    begins = get_activity(facts.session, facts.lecture).starts_at
    if not begins <= facts.now <= begins + RATED_WITHIN:
        raise NotRatedNow


def subject(lecture: LectureRequest) -> str:
    """How the log calls it."""
    return f"lecture:{lecture.number}"
