"""What a scan does: it is written down, it finds what to give, and it signs in to an activity.

Whoever scans a code for tips is kept under no name at all. Other people are kept under a keyed pseudonym;
that they took part is kept for audiences as well, by openid and day (``followers.deeds``). One person signs
in once; the row of the activity is locked meanwhile, so that of two who want the last place one gets it.
``counting.py`` hands the numbers on.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.library.codes import find_code
from campaigns.library.materials import version_in_force
from campaigns.library.models import UNKNOWN, Material, MaterialVersion, QrCode, Scan, SignIn
from campaigns.planning.models import Activity
from campaigns.planning.queries import SIGN_IN_MARGIN, activity_by_scene, takes_sign_ins
from campaigns.planning.status import ActivityState
from core.clock import beginning_of, china_date
from core.ids import pseudonym
from deliveries.mailings.counters import note_acted_in
from followers.deeds import Deed, note_deed


class SignInFate(StrEnum):
    """How an attempt to sign in ended."""

    DONE = "done"
    ALREADY = "already"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    FULL = "full"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Attendance:
    """An attempt to sign in; ``number`` is which in order the person was, 0 for none."""

    fate: SignInFate
    activity: Activity
    number: int = 0


@dataclass(frozen=True, slots=True)
class Scanned:
    """What came of a scan. Without ``version`` there is nothing to give now."""

    code: QrCode | None = None
    material: Material | None = None
    version: MaterialVersion | None = None
    attendance: Attendance | None = None

    @property
    def is_retired(self) -> bool:
        """Whether the code is out of use."""
        return self.code is not None and self.code.retired_at is not None


class ScanService:
    """Takes scans; ``key`` makes the pseudonyms."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def person(self, openid: str) -> str:
        """Under which name somebody is kept."""
        return pseudonym(openid, self._key)

    def scan(
        self, session: Session, scene: str, openid: str, now: datetime, *, follows: bool, is_new: bool
    ) -> Scanned | None:
        """Somebody scanned the code ``scene``; None where it is none of ours.

        ``follows``: the scan made them a follower; ``is_new``: who had never been seen before.
        """
        code, activity = find_code(session, scene), activity_by_scene(session, scene)
        if code is None and activity is None:
            return None
        if code is not None and code.takes_tips:
            # Counted by the day, and nobody's: who stood here, and just when, would say who reported.
            day = beginning_of(china_date(now))
            session.add(Scan(code_id=code.id, person=UNKNOWN, follows=False, is_new=False, at=day))
            session.flush()
            return Scanned(code)
        person = self.person(openid)
        if code is not None:
            session.add(Scan(code_id=code.id, person=person, follows=follows, is_new=is_new, at=now))
            session.flush()
        note_deed(session, openid, Deed.SCAN, scene, now)
        attendance = None
        if activity is not None:
            attendance = self._sign_in(session, activity.id, openid, now, is_new=is_new)
        if code is None or code.material_id is None or code.retired_at is not None:
            return Scanned(code, attendance=attendance)
        version = version_in_force(session, code.material_id, now)
        return Scanned(code, session.get(Material, code.material_id), version, attendance)

    def _sign_in(
        self, session: Session, activity_id: int, openid: str, now: datetime, *, is_new: bool
    ) -> Attendance:
        person = self.person(openid)
        activity = session.get_one(Activity, activity_id, with_for_update=True, populate_existing=True)
        there = session.get(SignIn, (activity.id, person))
        if there is not None:
            return Attendance(SignInFate.ALREADY, activity, there.number)
        if not takes_sign_ins(activity, now):
            return Attendance(_why_not(activity, now), activity)
        taken = select(func.coalesce(func.max(SignIn.number), 0)).where(SignIn.activity_id == activity.id)
        number = session.scalars(taken).one() + 1
        if activity.quota is not None and number > activity.quota:
            return Attendance(SignInFate.FULL, activity)
        session.add(SignIn(activity_id=activity.id, person=person, number=number, is_new=is_new, at=now))
        session.flush()
        note_deed(session, openid, Deed.SIGN_IN, str(activity.id), now)
        note_acted_in(session, activity.campaign_id, openid, now)
        return Attendance(SignInFate.DONE, activity, number)


def _why_not(activity: Activity, now: datetime) -> SignInFate:
    if activity.state is ActivityState.CANCELLED:
        return SignInFate.CANCELLED
    return SignInFate.TOO_EARLY if now < activity.starts_at - SIGN_IN_MARGIN else SignInFate.TOO_LATE
