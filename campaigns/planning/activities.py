"""What happens on the ground: planned, held with numbers and photos, verified by who entered none of them.

Numbers can be corrected until they are verified. Whoever verifies looks at photos, lists and the summary;
what does not convince goes back with a reason.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.planning.album import KeptPhoto
from campaigns.planning.arranging import Arranging
from campaigns.planning.kinds import ONLINE, UNITS, Basis, Counted, HandedOut
from campaigns.planning.models import Activity, ActivityMaterial, ActivityPhoto, Headcount
from campaigns.planning.opening import LONGEST_WORDS, require_words
from campaigns.planning.queries import activity_file, entered_of
from campaigns.planning.refusals import Incomplete, MoreBackThanOut, TooManyPhotos, WrongUnit
from campaigns.planning.status import ActivityAction
from core.optimistic_locking import require_read
from staff.actors import Actor
from staff.audit import Detail

MOST_PIECES = 100_000_000
MOST_PHOTOS = 20


class ActivityService(Arranging):
    """All verbs for an activity. Each looks at the scope, then at the table, then at the guards."""

    def hold(
        self,
        session: Session,
        activity_id: int,
        summary: str,
        actor: Actor,
        now: datetime,
        venues: Sequence[int] = (),
    ) -> Activity:
        """Enter that it took place, how it went, and which places of the register it reached besides."""
        activity = self._step(session, activity_id, ActivityAction.HOLD, actor, now)
        activity.summary = require_words("开展情况", summary, LONGEST_WORDS, "summary")
        activity.held_at = now
        self._touch(session, activity, venues)
        return self._done(session, activity, ActivityAction.HOLD, actor, now)

    def count(
        self, session: Session, activity_id: int, counted: Counted, actor: Actor, now: datetime
    ) -> Headcount:
        """Enter or correct one number."""
        activity = self._step(session, activity_id, ActivityAction.COUNT, actor, now)
        measure, unit, basis = counted.measure, counted.unit, counted.basis
        if unit not in UNITS[measure]:
            fitting = "、".join(sorted(one.label for one in UNITS[measure]))
            raise WrongUnit(f"“{measure.label}”的单位只能是{fitting}，人和人次不能混用。")
        if measure in ONLINE and basis is not Basis.SYSTEM:
            raise WrongUnit("线上参与的数量以系统统计为准，依据请选“系统”。", "basis")
        if basis is Basis.SYSTEM and measure not in ONLINE:
            raise WrongUnit(f"“{measure.label}”不是系统自动记下的，依据请选实数、签到或者估算。", "basis")
        if not 0 <= counted.value <= MOST_PIECES:
            raise Incomplete("数量请写不小于0的整数。", "value")
        may_be_empty = basis is Basis.ESTIMATED
        source = require_words("数量的来源", counted.source, 200, "source", may_be_empty=may_be_empty)
        headcount = session.merge(
            Headcount(
                activity_id=activity.id,
                measure=measure,
                unit=unit,
                value=counted.value,
                basis=basis,
                source=source,
                entered_by=actor.id,
                entered_at=now,
            )
        )
        detail: Detail = {
            "measure": measure.value,
            "unit": unit.value,
            "value": counted.value,
            "basis": basis.value,
        }
        self._done(session, activity, ActivityAction.COUNT, actor, now, detail=detail)
        return headcount

    def issue(
        self, session: Session, activity_id: int, handed_out: HandedOut, actor: Actor, now: datetime
    ) -> ActivityMaterial:
        """Enter how much was taken out for it, and how much came back; the latest numbers count."""
        activity = self._step(session, activity_id, ActivityAction.ISSUE, actor, now)
        name = require_words("物料名称", handed_out.name, 100, "name")
        taken, returned = handed_out.taken, handed_out.returned
        if not 0 <= taken <= MOST_PIECES or returned < 0:
            raise Incomplete("领出和退回的数量请写不小于0的整数。", "taken returned")
        if returned > taken:
            raise MoreBackThanOut
        material = session.merge(
            ActivityMaterial(
                activity_id=activity.id,
                name=name,
                unit=require_words("单位", handed_out.unit, 8, "unit"),
                material_id=handed_out.material_id,
                taken=taken,
                returned=returned,
                entered_by=actor.id,
                entered_at=now,
            )
        )
        detail: Detail = {"taken": taken, "returned": returned}
        self._done(session, activity, ActivityAction.ISSUE, actor, now, detail=detail)
        return material

    def photograph(
        self,
        session: Session,
        activity_id: int,
        photo: KeptPhoto,
        caption: str,
        actor: Actor,
        now: datetime,
    ) -> ActivityPhoto:
        """Add a photo that ``album.Album`` has kept; the same photo again changes its caption."""
        activity = self._step(session, activity_id, ActivityAction.PHOTOGRAPH, actor, now)
        others = select(func.count()).where(
            ActivityPhoto.activity_id == activity.id, ActivityPhoto.file != photo.file
        )
        if session.scalars(others).one() >= MOST_PHOTOS:
            raise TooManyPhotos
        added = session.merge(
            ActivityPhoto(
                activity_id=activity.id,
                file=photo.file,
                caption=require_words("照片说明", caption, 200, "caption"),
                width=photo.width,
                height=photo.height,
                added_by=actor.id,
                added_at=now,
            )
        )
        self._done(session, activity, ActivityAction.PHOTOGRAPH, actor, now, detail={"file": photo.file})
        return added

    def verify(
        self, session: Session, activity_id: int, actor: Actor, now: datetime, seen: str | None = None
    ) -> Activity:
        """Confirm what was entered; from now on it is counted in figures. ``seen`` is the fingerprint of
        ``entered_of`` what was read.
        """
        activity = self._step(session, activity_id, ActivityAction.VERIFY, actor, now)
        require_read(seen, entered_of(activity_file(session, activity_id)))
        activity.verified_by, activity.verified_at = actor.id, now
        return self._done(session, activity, ActivityAction.VERIFY, actor, now)

    def send_back(
        self, session: Session, activity_id: int, reason: str, actor: Actor, now: datetime
    ) -> Activity:
        """Ask for better numbers or photos."""
        activity = self._step(session, activity_id, ActivityAction.SEND_BACK, actor, now, reason)
        return self._done(session, activity, ActivityAction.SEND_BACK, actor, now, reason)

    def reopen(
        self, session: Session, activity_id: int, reason: str, actor: Actor, now: datetime
    ) -> Activity:
        """Take back what was verified; it is counted no more until it is verified again."""
        activity = self._step(session, activity_id, ActivityAction.REOPEN, actor, now, reason)
        activity.verified_by = activity.verified_at = None
        return self._done(session, activity, ActivityAction.REOPEN, actor, now, reason)
