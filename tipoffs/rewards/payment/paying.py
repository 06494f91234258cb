"""Payment: vouchers that exist once, results of the bank, recovery.

A voucher is written and committed before any file is handed out, so a crash in between sends the same
voucher again and never a second one. While an attempt is open or has gone through, ``standing_for`` holds its
reward: the database refuses another.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date, date_words
from staff.actors import Actor
from staff.audit import AuditLog
from tipoffs.rewards import notices
from tipoffs.rewards.models import Revisit, Reward, RewardClaim, RewardPayment
from tipoffs.rewards.money import written
from tipoffs.rewards.moves import assessment_of, get_locked_reward, get_reward, has_taken, step
from tipoffs.rewards.noting import RewardLog
from tipoffs.rewards.payment.claiming import ClaimingService
from tipoffs.rewards.payment.ledger import Account, post_step
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.ports import PayeeVault, Post, RuleBookLoader
from tipoffs.rewards.refusals import ConflictingDuties, PaymentHeld
from tipoffs.rewards.status import Verb
from tipoffs.rewards.words import Relation

DECIDED = frozenset({Verb.PROPOSE, Verb.SUBMIT, Verb.ENDORSE, Verb.APPROVE})
"""Whoever took one of these steps does not pay."""

REVISITED = frozenset({Relation.EMPLOYEE, Relation.FAMILY, Relation.INFORMANT})
"""应急〔2020〕69号: reporters from inside an enterprise are visited again after a while."""


class PayingService:
    """Sends rewards to be paid and writes down what became of them."""

    def __init__(
        self,
        rule_book: RuleBookLoader,
        vault: PayeeVault,
        claiming: ClaimingService,
        post: Post,
        audit: AuditLog,
    ) -> None:
        self._rule_book = rule_book
        self._vault = vault
        self._claiming = claiming
        self._post = post
        self._log = RewardLog(audit)

    def send(self, session: Session, number: str, actor: Actor, now: datetime) -> RewardPayment:
        """Write the voucher of a claimed reward; from now on it is on its way."""
        actor.require(RewardPermission.PAY)
        reward = get_locked_reward(session, number)
        if reward.held_because:
            raise PaymentHeld
        if has_taken(session, reward, actor.id, DECIDED):
            raise ConflictingDuties
        reward = step(session, reward, Verb.SEND, actor, now)
        assert reward.amount_fen is not None
        claim = session.scalars(
            select(RewardClaim)
            .where(RewardClaim.reward_number == reward.number)
            .order_by(RewardClaim.round.desc())
            .limit(1)
        ).one()
        payment = RewardPayment(
            voucher=f"{reward.number}-{claim.round}",
            reward_number=reward.number,
            attempt=claim.round,
            claim_id=claim.id,
            amount_fen=reward.amount_fen,
            standing_for=reward.number,
            sent_by=actor.id,
            sent_at=now,
        )
        session.add(payment)
        session.flush()
        post_step(session, reward, Account.RESERVED, Account.IN_TRANSIT, now)
        self._note(session, actor, "send", reward, now, voucher=payment.voucher)
        return payment

    def settle(
        self,
        session: Session,
        payment: RewardPayment,
        *,
        succeeded: bool,
        reference: str | None,
        note: str,
        actor: Actor,
        now: datetime,
    ) -> Reward:
        """Write down what the bank says of an open voucher; a failed one is claimed again.

        A bank names whom it could not pay, and the deciding half reads the note: it is kept without them.
        """
        actor.require(RewardPermission.RECONCILE)
        reward = get_reward(session, payment.reward_number)
        claim = session.get_one(RewardClaim, payment.claim_id)
        note = self._vault.without_payee(session, claim.payee_ref, note)
        if succeeded:
            reward = step(session, reward, Verb.CONFIRM, actor, now)
            post_step(session, reward, Account.IN_TRANSIT, Account.PAID, now)
            self._appoint_revisits(session, reward, now)
            words = notices.PAID.format(number=reward.number, amount=written(reward.amount_fen or 0))
        else:
            until = self._claiming.last_day(session, reward, now)
            reward = step(session, reward, Verb.FAIL, actor, now, note, claim_until_on=until)
            post_step(session, reward, Account.IN_TRANSIT, Account.RESERVED, now)
            payment.standing_for = None
            words = notices.FAILED.format(number=reward.number, until=date_words(until))
        payment.settled_at, payment.succeeded = now, succeeded
        payment.bank_reference, payment.note = reference, note[:200]
        session.flush()
        self._post.tell(session, reward.tip_number, words, now)
        self._note(session, actor, "settle", reward, now, voucher=payment.voucher)
        return reward

    def recover(self, session: Session, number: str, actor: Actor, reason: str, now: datetime) -> Reward:
        """Take back what a false report was paid."""
        actor.require(RewardPermission.RECOVER)
        reward = step(session, get_reward(session, number), Verb.RECOVER, actor, now, reason)
        post_step(session, reward, Account.PAID, Account.RECOVERED, now)
        self._note(session, actor, "recover", reward, now, reason=reason)
        return reward

    @staticmethod
    def to_shred(session: Session, before: datetime, after: int, limit: int) -> Sequence[int]:
        """The next claims that were paid before this moment, in the order of their ids."""
        paid = select(RewardPayment.claim_id).where(RewardPayment.settled_at < before)
        return session.scalars(
            select(RewardClaim.id)
            .where(RewardClaim.shredded_at.is_(None), RewardClaim.id > after, RewardClaim.id.in_(paid))
            .order_by(RewardClaim.id)
            .limit(limit)
        ).all()

    def shred_paid(self, session: Session, claim_id: int, now: datetime) -> None:
        """Make the account of a paid reward unreadable; the voucher stays."""
        claim = session.get_one(RewardClaim, claim_id)
        if claim.shredded_at is None:
            self._vault.shred_payee(session, claim.payee_ref, now)
            claim.shredded_at = now
            session.flush()

    def _appoint_revisits(self, session: Session, reward: Reward, now: datetime) -> None:
        if reward.relation not in REVISITED:
            return
        days = self._rule_book(session).named(assessment_of(session, reward).rule_set).policy.revisit_days
        today = china_date(now)
        session.add_all(Revisit(reward_id=reward.id, due_on=today + timedelta(days=n)) for n in days)
        session.flush()

    def _note(
        self,
        session: Session,
        actor: Actor,
        action: str,
        reward: Reward,
        now: datetime,
        *,
        voucher: str | None = None,
        reason: str = "",
    ) -> None:
        self._log.note(session, actor, action, reward, now, reason, fen=reward.amount_fen, voucher=voucher)
