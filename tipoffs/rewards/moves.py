"""Taking one step with one reward: the state changes only if nobody else changed it first."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.optimistic_locking import require_read
from staff.actors import Actor, ActorKind
from tipoffs.rewards.models import Reward, RewardAssessment, RewardEvent
from tipoffs.rewards.refusals import Overtaken
from tipoffs.rewards.status import CLAIMABLE, Verb, moved

_OBJECTION = frozenset({Verb.APPEAL, Verb.UPHOLD, Verb.REOPEN})
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_number() -> str:
    """A number for a reward that tells nothing: J and ten letters that are hard to mix up."""
    return "J" + "".join(secrets.choice(_LETTERS) for _ in range(10))


def get_reward(session: Session, number: str) -> Reward:
    """The reward of this number, as it stands now; ``NotFound`` if there is none."""
    found = session.scalar(
        select(Reward).where(Reward.number == number).execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("没有这个编号的奖励。")
    return found


def require_reward_read(session: Session, number: str, seen: str | None) -> None:
    """Raise ``ChangedSinceRead`` if a step was taken since ``seen``, the fingerprint of the version shown.

    The row stays locked until the step is taken; None skips the check.
    """
    if seen is not None:
        locked = select(Reward).where(Reward.number == number).with_for_update()
        reward = session.scalar(locked.execution_options(populate_existing=True))
        require_read(seen, None if reward is None else reward.version)


def find_claimable(session: Session, case: str) -> Reward | None:
    """The reward of a tip that its reporter may claim now, the earliest of several; None where none is."""
    claimable = select(Reward).where(Reward.tip_number == case, Reward.state.in_(CLAIMABLE))
    return session.scalar(claimable.order_by(Reward.id).limit(1))


def assessment_of(session: Session, reward: Reward) -> RewardAssessment:
    """What the reward rests on."""
    assert reward.assessment_id is not None
    return session.get_one(RewardAssessment, reward.assessment_id)


def step(
    session: Session, reward: Reward, verb: Verb, actor: Actor, now: datetime, reason: str = "", **values: Any
) -> Reward:
    """Take one step and keep it as an event; ``values`` are columns that change with it.

    Of two who read the same version, one UPDATE finds it; the other gets ``Overtaken``.
    """
    before, after = reward.state, moved(reward.state, verb)
    version = reward.version + 1
    changed = session.execute(
        update(Reward)
        .where(Reward.id == reward.id, Reward.version == reward.version, Reward.state == before)
        .values(state=after, version=version, changed_at=now, **values)
        .returning(Reward.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not changed:
        raise Overtaken
    session.add(
        RewardEvent(
            reward_id=reward.id,
            version=version,
            verb=verb,
            before=before,
            after=after,
            actor_kind=actor.kind.value,
            # The reporter is the owner of the tip; their events need no second name.
            actor="reporter" if actor.kind is ActorKind.REPORTER else actor.id,
            reason=reason,
            created_at=now,
        )
    )
    session.flush()
    session.refresh(reward)
    return reward


def events_of(session: Session, reward: Reward) -> Sequence[RewardEvent]:
    """Every step, the first one first."""
    return session.scalars(
        select(RewardEvent).where(RewardEvent.reward_id == reward.id).order_by(RewardEvent.version)
    ).all()


def get_locked_reward(session: Session, number: str) -> Reward:
    """As ``get_reward``, and nobody holds or moves it until the transaction ends."""
    session.execute(select(Reward.id).where(Reward.number == number).with_for_update())
    return get_reward(session, number)


def has_objected(session: Session, reward: Reward) -> bool:
    """Whether the reporter objects and nobody has answered yet."""
    last = session.scalar(
        select(RewardEvent.verb)
        .where(RewardEvent.reward_id == reward.id, RewardEvent.verb.in_(_OBJECTION))
        .order_by(RewardEvent.version.desc())
        .limit(1)
    )
    return last is Verb.APPEAL


def has_taken(session: Session, reward: Reward, login: str, verbs: frozenset[Verb]) -> bool:
    """Whether this member of staff ever took one of these steps with the reward."""
    return (
        session.scalar(
            select(RewardEvent.id)
            .where(
                RewardEvent.reward_id == reward.id,
                RewardEvent.actor_kind == ActorKind.STAFF.value,
                RewardEvent.actor == login,
                RewardEvent.verb.in_(verbs),
            )
            .limit(1)
        )
        is not None
    )
