"""不予奖励: refusing a reward with a reason, the reporter's objection, and who decides about it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from core.clock import china_date, date_words
from core.errors import RuleViolation
from staff.actors import Actor, ActorKind, NotPermitted
from staff.audit import AuditLog
from tipoffs.rewards import notices
from tipoffs.rewards.models import Reward
from tipoffs.rewards.moves import get_reward, has_objected, has_taken, step
from tipoffs.rewards.noting import RewardLog
from tipoffs.rewards.payment.ledger import Account, post_step, release
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.ports import Calendar, Localities, Post, RuleBookLoader
from tipoffs.rewards.refusals import AppealClosed, SelfApproval
from tipoffs.rewards.status import RESERVED, Verb
from tipoffs.rewards.words import RefusedBecause


class RefusingService:
    """Refuses rewards and settles objections."""

    def __init__(
        self,
        rule_book: RuleBookLoader,
        localities: Localities,
        calendar: Calendar,
        post: Post,
        audit: AuditLog,
    ) -> None:
        self._rule_book = rule_book
        self._localities = localities
        self._calendar = calendar
        self._post = post
        self._log = RewardLog(audit)

    def deny(
        self,
        session: Session,
        number: str,
        because: RefusedBecause,
        actor: Actor,
        reason: str,
        now: datetime,
    ) -> Reward:
        """Refuse a reward, also an approved one that is not on its way; the reporter may object."""
        actor.require(RewardPermission.DENY)
        reward = get_reward(session, number)
        amount, until = reward.amount_fen, self._appeal_until(session, reward, now)
        was_reserved = reward.state in RESERVED
        reward = step(
            session,
            reward,
            Verb.REVOKE if was_reserved else Verb.DENY,
            actor,
            now,
            reason,
            refused_because=because,
            appeal_until_on=until,
        )
        if was_reserved:
            assert reward.budget_id is not None
            assert amount is not None
            release(session, reward.budget_id, amount)
            post_step(session, reward, Account.RESERVED, Account.AVAILABLE, now)
        self._log.note(session, actor, "deny", reward, now, reason, because=because.value)
        words = notices.DENIED.format(why=because.label, until=date_words(until))
        self._post.tell(session, reward.tip_number, words, now)
        return reward

    def appeal(self, session: Session, number: str, actor: Actor, reason: str, now: datetime) -> Reward:
        """The reporter objects to a refusal within the days for it."""
        reward = get_reward(session, number)
        if actor.kind is not ActorKind.REPORTER or actor.id != reward.tip_number:
            raise NotPermitted
        if reward.appeal_until_on is not None and china_date(now) > reward.appeal_until_on:
            raise AppealClosed
        return step(session, reward, Verb.APPEAL, actor, now, reason)

    def settle_appeal(
        self, session: Session, number: str, *, granted: bool, actor: Actor, reason: str, now: datetime
    ) -> Reward:
        """Somebody else than who refused decides about the objection; each is decided once."""
        actor.require(RewardPermission.DENY)
        reward = get_reward(session, number)
        if has_taken(session, reward, actor.id, frozenset({Verb.DENY, Verb.REVOKE})):
            raise SelfApproval(SelfApproval.of_refusal)
        if not has_objected(session, reward):
            raise RuleViolation("举报人没有提出异议。")
        reward = step(session, reward, Verb.REOPEN if granted else Verb.UPHOLD, actor, now, reason)
        self._log.note(session, actor, "settle_appeal", reward, now, reason, granted=granted)
        words = notices.APPEAL_GRANTED if granted else notices.APPEAL_REFUSED
        self._post.tell(session, reward.tip_number, words, now)
        return reward

    def _appeal_until(self, session: Session, reward: Reward, now: datetime) -> date:
        found = self._rule_book(session).in_force(self._localities(session), reward.accepted_on)
        if not found:
            raise RuleViolation("举报受理那天没有生效的奖励办法，算不出提异议的期限，请先核对奖励办法。")
        return self._calendar.after_days(session, china_date(now), found[0].policy.appeal_days)
