"""Between approval and payment: notice, announcement by number, claim, extension, lapse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from core.clock import china_date, date_words
from core.masking import is_slip
from core.statements import insert_once
from staff.actors import CLOCK, Actor, ActorKind, NotPermitted
from staff.audit import AuditLog
from tipoffs.rewards import notices
from tipoffs.rewards.holds import hold_payments, lift_hold
from tipoffs.rewards.models import Reward, RewardClaim, RewardReminder
from tipoffs.rewards.money import written
from tipoffs.rewards.moves import assessment_of, get_reward, step
from tipoffs.rewards.noting import RewardLog
from tipoffs.rewards.payment.ledger import Account, commit, post_step, release
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.ports import Calendar, Payee, PayeeVault, Post, RuleBookLoader
from tipoffs.rewards.reckoning.rulebook import DayKind, Window
from tipoffs.rewards.refusals import (
    ConsentMissing,
    ExtensionTooLong,
    MistypedCard,
    NotHeld,
    ProofMissing,
    WindowClosed,
)
from tipoffs.rewards.status import CLAIMABLE, IllegalMove, RewardState, Verb
from tipoffs.rewards.words import Exclusion

REMIND_DAYS_LEFT = (30, 7, 1)
"""How many days are left of the claim window when reminders go out."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that became due."""

    number: str
    days_left: int
    until: date


class ClaimingService:
    """Notices and claims; identity and account go straight to the vault."""

    def __init__(
        self, rule_book: RuleBookLoader, vault: PayeeVault, calendar: Calendar, post: Post, audit: AuditLog
    ) -> None:
        self._rule_book = rule_book
        self._vault = vault
        self._calendar = calendar
        self._post = post
        self._log = RewardLog(audit)

    def notify(self, session: Session, number: str, actor: Actor, now: datetime) -> Reward:
        """Tell the reporter; the claim window begins."""
        actor.require(RewardPermission.NOTIFY)
        return self._begin(session, get_reward(session, number), Verb.NOTIFY, actor, "", now)

    def announce(self, session: Session, number: str, actor: Actor, reason: str, now: datetime) -> str:
        """Nobody can be reached: the sentence to publish, with the reward's number and never a name.

        The claim window begins anew with the announcement.
        """
        actor.require(RewardPermission.NOTIFY)
        reward = self._begin(session, get_reward(session, number), Verb.ANNOUNCE, actor, reason, now)
        assert reward.claim_until_on is not None
        return notices.ANNOUNCED.format(number=reward.number, until=date_words(reward.claim_until_on))

    def extend(
        self, session: Session, number: str, until: date, actor: Actor, reason: str, now: datetime
    ) -> Reward:
        """Lengthen the claim window for a reason, even after it lapsed; no further than the rules allow."""
        actor.require(RewardPermission.NOTIFY)
        reward = get_reward(session, number)
        window, today = self._window(session, reward), china_date(now)
        latest = max(today, reward.claim_until_on or today) + timedelta(days=window.extension_days)
        if not reason.strip() or not today <= until <= latest or until <= (reward.claim_until_on or today):
            raise ExtensionTooLong(
                f"延长要写明理由，只能延到{date_words(latest)}（规则最多延长{window.extension_days}天），不能提前。",
                "until",
            )
        had_lapsed = reward.state is RewardState.LAPSED
        reward = step(session, reward, Verb.EXTEND, actor, now, reason, claim_until_on=until)
        if had_lapsed:
            assert reward.budget_id is not None
            commit(session, reward.budget_id, reward.amount_fen or 0)
            post_step(session, reward, Account.AVAILABLE, Account.RESERVED, now)
        words = notices.EXTENDED.format(number=reward.number, until=date_words(until))
        self._post.tell(session, reward.tip_number, words, now)
        self._note(session, actor, "extend", reward, now, reason)
        return reward

    def claim(
        self,
        session: Session,
        number: str,
        payee: Payee,
        actor: Actor,
        now: datetime,
        *,
        consent: str,
        proof_ref: str | None = None,
        by_code: bool = False,
    ) -> RewardClaim:
        """The reporter enters name and account and agrees separately; only the vault keeps them.

        Who stands on the list of excluded persons is recognised here for the first time: the payment is held
        until somebody decides. Raises ``WindowClosed``, ``ConsentMissing``, ``MistypedCard`` or
        ``ProofMissing``.
        """
        reward = get_reward(session, number)
        if not by_code and (actor.kind is not ActorKind.REPORTER or actor.id != reward.tip_number):
            raise NotPermitted
        if reward.state not in CLAIMABLE:
            raise IllegalMove(reward.state, Verb.CLAIM)
        today = china_date(now)
        if reward.claim_until_on is None or today > reward.claim_until_on:
            raise WindowClosed
        if consent != notices.CONSENT:
            raise ConsentMissing
        if is_slip(payee.id_number):
            raise MistypedCard
        if reward.proof_needed and not proof_ref:
            raise ProofMissing
        sealed = self._vault.seal_payee(session, reward.number, payee, now, tip=reward.tip_number)
        reward = step(session, reward, Verb.CLAIM, actor, now)
        hold_payments(session, [reward.id], sealed.barred, now)
        rounds = select(func.count()).where(RewardClaim.reward_number == reward.number)
        claim = RewardClaim(
            reward_number=reward.number,
            round=session.scalars(rounds).one() + 1,
            payee_ref=sealed.ref,
            consent=consent,
            consented_at=now,
            proof_ref=proof_ref,
            by_code=by_code,
            created_at=now,
        )
        session.add(claim)
        session.flush()
        return claim

    def clear(
        self, session: Session, number: str, why: Exclusion, actor: Actor, reason: str, now: datetime
    ) -> Reward:
        """Somebody looked into one reason why a payment is held and lifts it; ``NotHeld`` if it stands not.

        The payment goes on when the last is lifted.
        """
        actor.require(RewardPermission.DENY)
        reward = get_reward(session, number)
        if not lift_hold(session, reward, why):
            raise NotHeld
        self._log.note(session, actor, "clear", reward, now, reason, held=why.label)
        return reward

    @staticmethod
    def to_lapse(session: Session, now: datetime, after: int, limit: int) -> Sequence[int]:
        """The next rewards whose claim window ended before today, in the order of their ids."""
        query = select(Reward.id).where(_window_is_over(now), Reward.id > after)
        return session.scalars(query.order_by(Reward.id).limit(limit)).all()

    def lapse(self, session: Session, reward_id: int, now: datetime) -> Reward | None:
        """Close a claim window that ended before today and free the money; None if it goes on after all."""
        reward = _fresh(session, reward_id, _window_is_over(now))
        if reward is None:
            return None
        words = notices.NOT_TOLD_ANEW if reward.state is RewardState.FAILED else notices.LAPSED
        reward = step(session, reward, Verb.LAPSE, CLOCK, now)
        assert reward.budget_id is not None
        release(session, reward.budget_id, reward.amount_fen or 0)
        post_step(session, reward, Account.RESERVED, Account.AVAILABLE, now)
        self._post.tell(session, reward.tip_number, words.format(number=reward.number), now)
        return reward

    @staticmethod
    def to_remind(session: Session, now: datetime, after: int, limit: int) -> Sequence[int]:
        """The next rewards whose window ends before long, in the order of their ids."""
        query = select(Reward.id).where(_window_ends_soon(now), Reward.id > after)
        return session.scalars(query.order_by(Reward.id).limit(limit)).all()

    def remind(self, session: Session, reward_id: int, now: datetime) -> Reminder | None:
        """Send the reminder that became due, if one did; each once for each window, however often asked."""
        reward = _fresh(session, reward_id, _window_ends_soon(now))
        if reward is None:
            return None
        assert reward.claim_until_on is not None
        left = (reward.claim_until_on - china_date(now)).days
        mark = min(days for days in REMIND_DAYS_LEFT if left <= days)
        row = {
            "reward_id": reward.id,
            "claim_until_on": reward.claim_until_on,
            "days_left": mark,
            "created_at": now,
        }
        if not insert_once(session, RewardReminder, [row]):
            return None
        words = notices.REMINDER.format(
            number=reward.number, left=left, until=date_words(reward.claim_until_on)
        )
        self._post.tell(session, reward.tip_number, words, now)
        return Reminder(reward.number, left, reward.claim_until_on)

    def last_day(self, session: Session, reward: Reward, now: datetime) -> date:
        """The last day of a claim window that begins now."""
        window, today = self._window(session, reward), china_date(now)
        if window.kind is DayKind.WORKING:
            return self._calendar.after_workdays(session, today, window.days)
        return self._calendar.after_days(session, today, window.days)

    def _begin(
        self, session: Session, reward: Reward, verb: Verb, actor: Actor, reason: str, now: datetime
    ) -> Reward:
        until = self.last_day(session, reward, now) if reward.assessment_id else None
        reward = step(session, reward, verb, actor, now, reason, notified_at=now, claim_until_on=until)
        assert until is not None
        words = notices.NOTIFIED.format(
            amount=written(reward.amount_fen or 0), number=reward.number, until=date_words(until)
        )
        self._post.tell(session, reward.tip_number, words, now)
        self._note(session, actor, verb.value, reward, now, reason)
        return reward

    def _window(self, session: Session, reward: Reward) -> Window:
        return self._rule_book(session).named(assessment_of(session, reward).rule_set).policy.window

    def _note(
        self, session: Session, actor: Actor, action: str, reward: Reward, now: datetime, reason: str
    ) -> None:
        until = reward.claim_until_on.isoformat() if reward.claim_until_on else None
        self._log.note(session, actor, action, reward, now, reason, until=until)


def _fresh(session: Session, reward_id: int, condition: ColumnElement[bool]) -> Reward | None:
    query = select(Reward).where(Reward.id == reward_id, condition)
    return session.scalar(query.execution_options(populate_existing=True))


def _window_is_over(now: datetime) -> ColumnElement[bool]:
    return and_(Reward.state.in_(CLAIMABLE), Reward.claim_until_on < china_date(now))


def _window_ends_soon(now: datetime) -> ColumnElement[bool]:
    today = china_date(now)
    last = today + timedelta(days=max(REMIND_DAYS_LEFT))
    return and_(Reward.state.in_(CLAIMABLE), Reward.claim_until_on.between(today, last))
