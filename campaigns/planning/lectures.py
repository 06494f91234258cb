"""“一呼百应”: people ask for a lecture, staff find a day and a speaker, who attended says how it was.

A request becomes an activity of a campaign when it is scheduled, and is held and verified like any other.
Who asks is sealed; the openid and the telephone are forgotten some time after it is over.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from campaigns.planning import notices
from campaigns.planning.arranging import ActivityPlan
from campaigns.planning.kinds import ActivityKind
from campaigns.planning.lecture_models import LectureRating, LectureRequest
from campaigns.planning.lecture_verbs import (
    CONTACT_PLACE,
    OPENID_PLACE,
    Asking,
    Contact,
    LectureVerbs,
    Slot,
    activity_of,
    get_activity,
    requester,
    subject,
)
from campaigns.planning.models import Activity
from campaigns.planning.opening import held, record, require_words
from campaigns.planning.permissions import Permission
from campaigns.planning.refusals import Incomplete
from campaigns.planning.status import ActivityState, LectureAction, LectureState
from core.crypto import BadSeal, seal, unseal
from core.errors import NotFound, RuleViolation
from core.ids import pseudonym
from core.masking import masked
from staff.actors import Actor, ActorKind
from staff.reach import require_within

MOST_OPEN = 3
OPEN = frozenset({LectureState.ASKED, LectureState.SCHEDULED})
"""Somebody still owes something."""

SYSTEM_ACTOR = Actor(ActorKind.SYSTEM, "lectures")
"""Takes the activity out of the plan when who asked withdraws."""


class EnoughRequests(RuleViolation):
    """One person asks for so many at once at most."""

    sentence = f"您还有{MOST_OPEN}个预约没有办完，办完一个再约下一个。"


_ASKED = ("unit_name", "audience", "region", "place", "topic", "wished", "expected")
"""What makes two requests of one person the same."""


class LectureService(LectureVerbs):
    """All verbs for a request. What becomes an activity needs the permissions of activities besides."""

    def ask(self, session: Session, openid: str, asking: Asking, now: datetime) -> LectureRequest:
        """A citizen or a unit asks, by WeChat. The same once more, while it is open, is the same request: one
        taps twice, or goes back and sends again.
        """
        person = pseudonym(openid, self._key)
        lecture = self._new(asking, now)
        mine = session.scalars(
            select(LectureRequest)
            .where(LectureRequest.requester == person, LectureRequest.state.in_(OPEN))
            .order_by(LectureRequest.id)
            .with_for_update()
        ).all()
        for one in mine:
            if self._is_the_same(one, lecture):
                return one
        if len(mine) >= MOST_OPEN:
            raise EnoughRequests
        lecture.requester = person
        lecture.sealed_openid = seal(openid.encode(), self._key, OPENID_PLACE)
        session.add(lecture)
        session.flush()
        self._call_staff(session, lecture, notices.STAFF_ASKED, now)
        record(session, requester(lecture), "lectures.ask", subject(lecture), now)
        return lecture

    def _is_the_same(self, one: LectureRequest, other: LectureRequest) -> bool:
        """Whether both say the same, including whom to call."""
        contacts = {
            unseal(sealed, self._key, CONTACT_PLACE)
            for sealed in (one.sealed_contact, other.sealed_contact)
            if sealed is not None
        }
        return len(contacts) == 1 and all(getattr(one, name) == getattr(other, name) for name in _ASKED)

    def write_down(self, session: Session, asking: Asking, actor: Actor, now: datetime) -> LectureRequest:
        """A clerk writes down what somebody asked by telephone or letter."""
        actor.require(Permission.LECTURES)
        require_within(actor, self._regions, asking.region)
        lecture = self._new(asking, now)
        lecture.written_by = actor.id
        session.add(lecture)
        session.flush()
        record(session, actor, "lectures.write_down", subject(lecture), now)
        return lecture

    def schedule(
        self, session: Session, lecture_id: int, slot: Slot, actor: Actor, now: datetime
    ) -> LectureRequest:
        """Fix day and speaker; it becomes an activity of the campaign, and who asked is told."""
        lecture = self._step(session, lecture_id, LectureAction.SCHEDULE, actor, now)
        _must_be_ahead(lecture, slot, now)
        activity = self._activities.plan(session, slot.campaign_id, _planned(lecture, slot), actor, now)
        lecture.activity_id = activity.id
        self._arranged(lecture, slot, actor, now)
        self._tell(session, lecture, _arrangement(lecture, activity), now)
        return self._done(session, lecture, LectureAction.SCHEDULE, actor, now)

    def reschedule(
        self, session: Session, lecture_id: int, slot: Slot, reason: str, actor: Actor, now: datetime
    ) -> LectureRequest:
        """Move it, or send another speaker; the campaign stays the same."""
        lecture = self._step(session, lecture_id, LectureAction.RESCHEDULE, actor, now, reason)
        _must_be_ahead(lecture, slot, now)
        activity = self._activities.move(
            session, activity_of(lecture), _moved(lecture, slot), actor, now, reason
        )
        self._arranged(lecture, slot, actor, now)
        self._tell(
            session, lecture, f"{_arrangement(lecture, activity, '改到')}{notices.why_moved(reason)}", now
        )
        return self._done(session, lecture, LectureAction.RESCHEDULE, actor, now, reason)

    def call_off(
        self, session: Session, lecture_id: int, reason: str, actor: Actor, now: datetime
    ) -> LectureRequest:
        """Give up the day; the request waits for another."""
        lecture = self._step(session, lecture_id, LectureAction.CALL_OFF, actor, now, reason)
        # In older rows it may have been cancelled alone.
        if get_activity(session, lecture).state is ActivityState.PLANNED:
            self._activities.cancel(session, activity_of(lecture), reason, actor, now)
        lecture.activity_id = None
        self._tell(session, lecture, notices.called_off(lecture.number, reason), now)
        return self._done(session, lecture, LectureAction.CALL_OFF, actor, now, reason)

    def decline(
        self, session: Session, lecture_id: int, reason: str, actor: Actor, now: datetime
    ) -> LectureRequest:
        """Say that it cannot be done, and why; the reason is told."""
        lecture = self._step(session, lecture_id, LectureAction.DECLINE, actor, now, reason)
        self._tell(session, lecture, notices.declined(lecture.number, reason), now)
        return self._ended(session, lecture, LectureAction.DECLINE, actor, now, reason)

    def hold(
        self,
        session: Session,
        lecture_id: int,
        summary: str,
        actor: Actor,
        now: datetime,
        venues: Sequence[int] = (),
    ) -> LectureRequest:
        """Enter that it took place, and where; numbers and photos are those of the activity."""
        lecture = self._step(session, lecture_id, LectureAction.HOLD, actor, now)
        # Somebody may have entered it at the activity already.
        if get_activity(session, lecture).state is ActivityState.PLANNED:
            self._activities.hold(session, activity_of(lecture), summary, actor, now, venues)
        self._tell(session, lecture, notices.held(lecture.number), now)
        return self._ended(session, lecture, LectureAction.HOLD, actor, now)

    def withdraw(self, session: Session, lecture_id: int, openid: str, now: datetime) -> LectureRequest:
        """The person who asked no longer wants it; ``NotFound`` for anybody else."""
        lecture = held(session, LectureRequest, lecture_id)
        if lecture.requester is None or lecture.requester != pseudonym(openid, self._key):
            raise NotFound
        was_fixed = lecture.state is LectureState.SCHEDULED
        self._withdraw(session, lecture_id, requester(lecture), now)
        if was_fixed:
            self._call_staff(session, lecture, notices.STAFF_WITHDRAWN, now)
        return lecture

    def withdraw_for(self, session: Session, lecture_id: int, actor: Actor, now: datetime) -> LectureRequest:
        """The same, told to a clerk by telephone."""
        return self._withdraw(session, lecture_id, actor, now)

    def rate(
        self, session: Session, lecture_id: int, openid: str, stars: int, words: str, now: datetime
    ) -> LectureRating:
        """Somebody who attended gives one to five stars and may say why; once more replaces it."""
        lecture = held(session, LectureRequest, lecture_id)
        self._check(session, lecture, LectureAction.RATE, requester(lecture), now)
        if not 1 <= stars <= 5:
            raise Incomplete("请给一到五星。")
        said = masked(require_words("评价", words, 500, "words", may_be_empty=True))
        person = pseudonym(openid, self._key)
        rating = session.merge(
            LectureRating(lecture_id=lecture.id, rater=person, stars=stars, words=said, rated_at=now)
        )
        session.flush()
        return rating

    def contact(self, session: Session, lecture_id: int, actor: Actor, now: datetime) -> Contact:
        """Whom to call back; each look is written into the log. ``NotFound`` once it is forgotten."""
        actor.require(Permission.LECTURES)
        lecture = session.get(LectureRequest, lecture_id)
        if lecture is None or lecture.sealed_contact is None:
            raise NotFound("没有这个预约，或者联系方式已经按期删除。")
        require_within(actor, self._regions, lecture.region)
        try:
            opened = unseal(lecture.sealed_contact, self._key, CONTACT_PLACE)
        except BadSeal as error:
            raise NotFound("主密钥换过，这个联系方式已经打不开。") from error
        record(session, actor, "lectures.contact", subject(lecture), now)
        return Contact(**json.loads(opened))

    def rater(self, openid: str) -> str:
        """Under which name the requests and ratings of one person are kept."""
        return pseudonym(openid, self._key)

    def forget(self, session: Session, openid: str, now: datetime) -> int:
        """Make nobody's what one person asked for and said; open requests are withdrawn. Says how many."""
        person = pseudonym(openid, self._key)
        mine = session.scalars(select(LectureRequest.id).where(LectureRequest.requester == person)).all()
        for lecture_id in sorted(mine):
            lecture = held(session, LectureRequest, lecture_id)
            if lecture.state in OPEN:
                self._withdraw(session, lecture_id, requester(lecture), now)
            lecture.requester = lecture.sealed_openid = lecture.sealed_contact = None
        said = select(LectureRating).where(LectureRating.rater == person)
        for rating in session.scalars(said).all():
            session.delete(rating)
        session.flush()
        return len(mine)

    def forget_ended_before(self, session: Session, moment: datetime) -> None:
        """Destroy who asked for what was over before ``moment``."""
        sealed = or_(LectureRequest.sealed_contact.is_not(None), LectureRequest.sealed_openid.is_not(None))
        session.execute(
            update(LectureRequest)
            .where(LectureRequest.ended_at < moment, sealed)
            .values(sealed_contact=None, sealed_openid=None)
            .execution_options(synchronize_session=False)
        )

    def _withdraw(self, session: Session, lecture_id: int, actor: Actor, now: datetime) -> LectureRequest:
        lecture = self._step(session, lecture_id, LectureAction.WITHDRAW, actor, now)
        if lecture.activity_id is not None:
            self._activities.cancel(session, lecture.activity_id, notices.WITHDRAWN, SYSTEM_ACTOR, now)
        return self._ended(session, lecture, LectureAction.WITHDRAW, actor, now)

    @staticmethod
    def _arranged(lecture: LectureRequest, slot: Slot, actor: Actor, now: datetime) -> None:
        lecture.speaker = require_words("宣讲人", slot.speaker, 64, "speaker")
        lecture.speaker_unit = require_words("宣讲人单位", slot.speaker_unit, 100, "speaker_unit")
        lecture.scheduled_by, lecture.scheduled_at = actor.id, now


def _must_be_ahead(lecture: LectureRequest, slot: Slot, now: datetime) -> None:
    """Somebody who asked in WeChat is told the day and comes; what a clerk wrote down may be over already."""
    if lecture.sealed_openid is not None and slot.ends_at <= now:
        raise Incomplete("这个时间已经过了，没有保存。预约的人会收到日期照着来，请核对。", "starts_at")


def _planned(lecture: LectureRequest, slot: Slot) -> ActivityPlan:
    return ActivityPlan(
        kind=ActivityKind.LECTURE,
        title=f"{lecture.unit_name}预约宣讲"[:100],
        region=lecture.region,
        audience=lecture.audience,
        target=lecture.expected,
        **_moved(lecture, slot),
    )


def _moved(lecture: LectureRequest, slot: Slot) -> dict[str, Any]:
    return {
        "place": slot.place.strip() or lecture.place,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "lead_unit": slot.speaker_unit,
    }


def _arrangement(lecture: LectureRequest, activity: Activity, fixed: str = "已安排在") -> str:
    return notices.scheduled(
        lecture.number, fixed, activity.starts_at, activity.place, lecture.speaker, lecture.speaker_unit
    )
