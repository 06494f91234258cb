"""Keeps segments under a name: who said whom is meant, when, and what it was before."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from campaigns.audiences.models import Segment
from campaigns.audiences.permissions import Permission
from campaigns.audiences.services import AudienceService
from campaigns.audiences.spec import Spec, read_spec
from core.errors import NotFound, RuleViolation
from core.sort_orders import Page, SortOrder
from core.statements import insert_once
from core.text import is_writable
from staff import audit
from staff.actors import Actor

LONGEST_NAME = 64
LONGEST_NOTE = 200


class BadName(RuleViolation):
    """A segment is called for by its name."""

    sentence = f"请给人群起一个1到{LONGEST_NAME}字的名称，说明不超过{LONGEST_NOTE}字。"
    about = "name"


class NameTaken(RuleViolation):
    """A new segment does not replace another one unseen."""

    sentence = "已经有叫这个名称的人群，请换一个名称，或者打开它来修改。"
    about = "name"


class ChangedMeanwhile(RuleViolation):
    """Somebody else saved this segment since it was opened."""


class SegmentService:
    """The named segments."""

    def __init__(self, audiences: AudienceService) -> None:
        self._audiences = audiences

    def save(
        self,
        session: Session,
        name: str,
        spec: Spec,
        actor: Actor,
        now: datetime,
        *,
        note: str = "",
        only_new: bool = False,
        seen_at: datetime | None = None,
    ) -> Segment:
        """Keep ``spec`` under ``name``; what was under it is replaced, and stays in the audit log.

        ``only_new`` replaces none that is offered (``NameTaken``); ``seen_at``: only if nobody saved it since
        (``ChangedMeanwhile``).
        """
        actor.require(Permission.SEGMENTS)
        name, note = name.strip(), note.strip()
        if not 0 < len(name) <= LONGEST_NAME or len(note) > LONGEST_NOTE or not is_writable(name + note):
            raise BadName
        self._audiences.require_scope(spec, actor)
        self._audiences.check(session, spec, now)
        row = {"name": name, "spec": spec.plain(), "note": note, "saved_by": actor.id, "saved_at": now}
        is_new = bool(insert_once(session, Segment, [row], conflict=["name"]))
        segment = self._held(session, name)
        before = "" if is_new else _written(segment)
        if not is_new:
            # Whoever may not mean these people may not take them out of a segment of others either.
            self._audiences.require_scope(read_spec(segment.spec), actor)
            if only_new and segment.retired_at is None:
                raise NameTaken
            if seen_at is not None and segment.saved_at != seen_at:
                raise ChangedMeanwhile(
                    f"您打开以后，{segment.saved_by}改过这个人群，请看一下现在的内容再保存。"
                )
        segment.spec, segment.note, segment.retired_at = spec.plain(), note, None
        segment.saved_by, segment.saved_at = actor.id, now
        session.flush()
        self._record(session, "save_segment", segment, actor, now, before)
        return segment

    def retire(self, session: Session, name: str, actor: Actor, now: datetime) -> Segment:
        """Offer it no longer; what was sent to it stays told."""
        actor.require(Permission.SEGMENTS)
        segment = self._held(session, name)
        self._audiences.require_scope(read_spec(segment.spec), actor)
        segment.retired_at = segment.retired_at or now
        session.flush()
        self._record(session, "retire_segment", segment, actor, now, _written(segment))
        return segment

    def openids(self, session: Session, name: str, now: datetime) -> Select[str]:
        """The statement of a named segment; ``NotFound`` where there is none, or it is retired."""
        return self._audiences.openids(spec_of(session, name), now)

    def _held(self, session: Session, name: str) -> Segment:
        query = select(Segment).where(Segment.name == name.strip())
        locked = query.with_for_update().execution_options(populate_existing=True)
        segment = session.scalar(locked)
        if segment is None:
            raise NotFound(f"没有叫“{name}”的人群。")
        return segment

    def _record(
        self, session: Session, action: str, segment: Segment, actor: Actor, now: datetime, before: str
    ) -> None:
        audit.record(
            session,
            actor=actor,
            action=f"campaigns.{action}",
            subject=f"segment:{segment.id}",
            now=now,
            detail={"name": segment.name, "spec": _written(segment), "before": before},
        )


def segments(session: Session, *, retired: bool = False) -> Sequence[Segment]:
    """The segments that are offered, by name; or those that are not."""
    query = select(Segment).order_by(Segment.name)
    is_retired = Segment.retired_at.is_not(None)
    return session.scalars(query.where(is_retired if retired else ~is_retired)).all()


SEGMENT_ORDERS = (
    SortOrder("name", "按名称", Segment.name),
    SortOrder("saved", "最近改的在前", Segment.saved_at, Segment.id, is_descending=True),
)


def segment_lines(
    session: Session,
    *,
    retired: bool = False,
    page: Page = Page(SEGMENT_ORDERS[0]),
) -> Sequence[Segment]:
    """A page of the segments that are offered, or are not, in one of ``SEGMENT_ORDERS``."""
    is_retired = Segment.retired_at.is_not(None)
    query = select(Segment).where(is_retired if retired else ~is_retired)
    return session.scalars(page.of(query)).all()


def get_segment(session: Session, segment_id: int) -> Segment:
    """The segment of this number, retired or not; ``NotFound``."""
    segment = session.get(Segment, segment_id)
    if segment is None:
        raise NotFound
    return segment


def find_segment(session: Session, name: str) -> Segment | None:
    """The segment that is offered under this name."""
    return session.scalar(select(Segment).where(Segment.name == name.strip(), Segment.retired_at.is_(None)))


def spec_of(session: Session, name: str) -> Spec:
    """Whom a name means; ``NotFound`` where it means nobody any more."""
    segment = find_segment(session, name)
    if segment is None:
        raise NotFound(f"没有叫“{name}”的人群，或者已经停用。")
    return read_spec(segment.spec)


def _written(segment: Segment) -> str:
    return json.dumps(segment.spec, ensure_ascii=False, sort_keys=True)
