"""A reward that waits for its reporter, and to whom it is paid."""

from datetime import timedelta

from app.wiring import Container
from core.clock import china_date
from tests.conftest import StandingClock
from tipoffs.rewards.models import Reward
from tipoffs.rewards.status import RewardState
from tipoffs.rewards.words import MatterKind, Relation, Stage

PAYEE = {
    "name": "王小明",
    "id_number": "11010519491231002X",
    "account": "6222021234567890128",
    "bank": "农商行",
}

SLIP = "110105194912310021"  # 2 for X: the last sign does not fit


def notified(container: Container, clock: StandingClock, number: str) -> None:
    """A reward of 500 yuan waits for the reporter of this tip."""
    now = clock.now()
    reward = Reward(
        number="J26110001", matter=number, stage=Stage.WHOLE, share=1, tip_number=number, amount_fen=50_000,
        state=RewardState.NOTIFIED, kind=MatterKind.MAJOR_HAZARD, relation=Relation.CITIZEN,
        accepted_on=china_date(now), claim_until_on=china_date(now + timedelta(days=60)),
        created_at=now, changed_at=now,
    )  # fmt: skip
    with container.database.writing() as session:
        session.add(reward)
