"""The morning round of the reward office: reminders, windows that ended, 回访 that are due."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from core.clock import china_date
from deliveries.duty import Duty
from staff.actors import Actor, ActorKind, NotPermitted
from tipoffs.permissions import Permission
from tipoffs.rewards.models import Revisit, Reward
from tipoffs.rewards.payment.claiming import ClaimingService
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.thanking import record_revisit

NEAR_THE_END = 7
"""How many days are left when somebody has to think of an announcement, where nobody can be reached."""
_UNCLAIMED = "有一笔奖励还剩{left}天没有领取，联系不上举报人的，请公告"
_LAPSED = "有一笔奖励逾期没有领取，已视为放弃"
_RETALIATION = "回访时举报人反映受到打击报复，请依法查处并做好保护"
_RETALIATION_TOLD = "举报人反映因举报受到打击报复，请马上联系、依法查处并做好保护"
_REVISIT = "有一次回访到期，请回访并登记是否有打击报复"


class RewardRounds:
    """What nobody has to remember; each thing happens once, however often the round is made."""

    def __init__(
        self,
        claiming: ClaimingService,
        raise_duty: Callable[[Session, Duty, datetime], bool],
        keep_safe: Callable[[Session, str, datetime], None],
    ) -> None:
        """``keep_safe`` has the secrets of a tip kept beyond their time, while retaliation is looked into."""
        self._claiming = claiming
        self._raise_duty = raise_duty
        self._keep_safe = keep_safe

    def lapse(self, session: Session, reward_id: int, now: datetime) -> bool:
        """Close a window that ended, and tell the payout officers; whether it was still to close."""
        lapsed = self._claiming.lapse(session, reward_id, now)
        if lapsed is None:
            return False
        key = f"reward-lapsed:{lapsed.number}:{china_date(now)}"
        self._tell(session, key, lapsed.number, _LAPSED, now)
        return True

    def remind(self, session: Session, reward_id: int, now: datetime) -> None:
        """Remind a reporter; tell the payout officers if the window is nearly over."""
        one = self._claiming.remind(session, reward_id, now)
        if one is not None and one.days_left <= NEAR_THE_END:
            key = f"reward-unclaimed:{one.number}:{one.until}"
            self._tell(session, key, one.number, _UNCLAIMED.format(left=one.days_left), now)

    def call_for_visit(self, session: Session, visit_id: int, now: datetime) -> None:
        """Tell the payout officers whom to visit again."""
        visit = session.get_one(Revisit, visit_id)
        if visit.done_at is None:
            number = session.get_one(Reward, visit.reward_id).number
            self._tell(session, f"revisit:{visit.id}", number, _REVISIT, now)

    def visited(
        self, session: Session, visit: int, actor: Actor, now: datetime, *, retaliation: bool
    ) -> None:
        """Write a 回访 down; the supervisors hear at once of whoever suffers for a tip."""
        record_revisit(session, visit, actor, now, retaliation=retaliation)
        if not retaliation:
            return
        reward = session.get_one(Reward, session.get_one(Revisit, visit).reward_id)
        key = f"retaliation:{visit}"
        duty = Duty(key, Permission.TIPS_REOPEN, reward.tip_number, _RETALIATION, is_urgent=True)
        self._raise_duty(session, duty, now)
        self._keep_safe(session, reward.tip_number, now)

    def suffers(self, session: Session, number: str, actor: Actor, now: datetime) -> None:
        """The reporter says that they suffer for the tip; the supervisors hear of it at once.

        What happened is written to the office like any letter. Once a day is enough to be heard.
        """
        if actor.kind is not ActorKind.REPORTER or actor.id != number:
            raise NotPermitted
        key = f"retaliation-told:{number}:{china_date(now)}"
        duty = Duty(key, Permission.TIPS_REOPEN, number, _RETALIATION_TOLD, is_urgent=True)
        if self._raise_duty(session, duty, now):
            self._keep_safe(session, number, now)

    def _tell(self, session: Session, key: str, number: str, sentence: str, now: datetime) -> None:
        self._raise_duty(session, Duty(key, RewardPermission.NOTIFY, number, sentence), now)
