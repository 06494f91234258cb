"""Thanks for valid tips that earn no money, and the 回访 of those who spoke up about their own enterprise."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.clock import china_date
from core.errors import NotFound, RuleViolation
from core.statements import insert_once
from staff.actors import Actor
from tipoffs.rewards import notices
from tipoffs.rewards.models import Honour, Revisit, Reward
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.ports import Post

HONOUR_POINTS = 10
"""The project's own default; the bureau may set another number."""


def thank(
    session: Session,
    matter: str,
    tip_number: str,
    actor: Actor,
    post: Post,
    now: datetime,
    points: int = HONOUR_POINTS,
) -> bool:
    """Grant honour points and say thank you, once a matter; say whether this was the time."""
    actor.require(RewardPermission.PROPOSE)
    row = {
        "matter": matter,
        "tip_number": tip_number,
        "points": points,
        "granted_by": actor.id,
        "created_at": now,
    }
    if not insert_once(session, Honour, [row], conflict=("matter",)):
        return False
    post.tell(session, tip_number, notices.THANKS.format(points=points), now)
    return True


def points_of_tips(session: Session, tip_numbers: Sequence[str]) -> int:
    """The honour points that these tips earned together."""
    asked = select(func.coalesce(func.sum(Honour.points), 0)).where(Honour.tip_number.in_(tip_numbers))
    return int(session.scalars(asked).one())


def due_revisits(session: Session, today: date) -> Sequence[Revisit]:
    """The 回访 that are due and not done, the oldest first."""
    return session.scalars(
        select(Revisit)
        .where(Revisit.done_at.is_(None), Revisit.due_on <= today)
        .order_by(Revisit.due_on, Revisit.id)
    ).all()


def to_visit(session: Session, now: datetime, after: int, limit: int) -> Sequence[int]:
    """The next 回访 that are due and not done, in the order of their ids."""
    return session.scalars(
        select(Revisit.id)
        .where(Revisit.done_at.is_(None), Revisit.due_on <= china_date(now), Revisit.id > after)
        .order_by(Revisit.id)
        .limit(limit)
    ).all()


def visit_rows(session: Session, actor: Actor, now: datetime) -> list[Mapping[str, str | int | date]]:
    """The due 回访 for whoever makes them: the number of the reward and the day, no tip and no person."""
    actor.require(RewardPermission.NOTIFY)
    return [
        {
            "visit": visit.id,
            "number": session.get_one(Reward, visit.reward_id).number,
            "due_on": visit.due_on,
        }
        for visit in due_revisits(session, china_date(now))
    ]


def record_revisit(
    session: Session, revisit_id: int, actor: Actor, now: datetime, *, retaliation: bool
) -> None:
    """Write down that the reporter was asked, and whether they suffer for the tip; once."""
    actor.require(RewardPermission.NOTIFY)
    if session.get(Revisit, revisit_id) is None:
        raise NotFound
    done = session.execute(
        update(Revisit)
        .where(Revisit.id == revisit_id, Revisit.done_at.is_(None))
        .values(done_at=now, done_by=actor.id, retaliation=retaliation)
        .returning(Revisit.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not done:
        raise RuleViolation("这次回访已经登记过了。")
