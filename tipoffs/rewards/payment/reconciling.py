"""What leaves for the finance office and what comes back from the bank: exports, and matching the results."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date
from staff.actors import Actor, ActorKind
from staff.audit import AuditLog
from tipoffs.rewards.models import RewardClaim, RewardPayment
from tipoffs.rewards.money import written
from tipoffs.rewards.payment.paying import PayingService
from tipoffs.rewards.payment.sheets import FAILED, SUCCEEDED, BankLine, Cell
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.ports import PayeeVault
from tipoffs.rewards.refusals import ConflictingDuties


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A line of the bank that does not fit, or a voucher of which the bank says nothing (row 0)."""

    row: int
    voucher: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What one file of the bank settled, and what somebody must look at."""

    paid: tuple[str, ...]
    failed: tuple[str, ...]
    known: tuple[str, ...]
    mismatches: tuple[Mismatch, ...]


class ReconcilingService:
    """Writes the file for the finance office, and reads its results back."""

    def __init__(self, paying: PayingService, vault: PayeeVault, audit: AuditLog) -> None:
        self._paying = paying
        self._vault = vault
        self._audit = audit

    def payout_rows(self, session: Session, actor: Actor, now: datetime) -> list[list[Cell]]:
        """The open vouchers with name and account: for the payout officer and nobody else.

        It holds no tip, matter, rule or reason; asked for again it gives the same vouchers.
        """
        actor.require(RewardPermission.PAY)
        if actor.kind is ActorKind.STAFF and actor.may(RewardPermission.VIEW):
            raise ConflictingDuties
        rows: list[list[Cell]] = []
        for payment, ref in session.execute(
            select(RewardPayment, RewardClaim.payee_ref)
            .join(RewardClaim, RewardClaim.id == RewardPayment.claim_id)
            .where(RewardPayment.settled_at.is_(None))
            .order_by(RewardPayment.id)
        ):
            payee = self._vault.open_payee(session, ref, actor, now)
            rows.append([payment.voucher, payment.amount_fen, payee.name, payee.account, payee.bank])
        self._audit(
            session,
            actor=actor,
            action="rewards.export",
            subject="rewards:open",
            now=now,
            detail={"vouchers": len(rows)},
        )
        return rows

    def ledger_rows(self, session: Session, actor: Actor) -> list[list[Cell]]:
        """Every voucher under pseudonyms, for the finance office and auditors."""
        actor.require(RewardPermission.RECONCILE)
        words = {None: "", True: SUCCEEDED, False: FAILED}
        return [
            [
                one.voucher,
                one.reward_number,
                one.amount_fen,
                china_date(one.sent_at).isoformat(),
                words[one.succeeded],
            ]
            for one in session.scalars(select(RewardPayment).order_by(RewardPayment.id))
        ]

    def reconcile(
        self, session: Session, lines: Sequence[BankLine], actor: Actor, now: datetime
    ) -> Reconciliation:
        """Settle every open voucher the bank speaks of; list whatever does not fit, and settle nothing of it.

        The same file again settles nothing twice.
        """
        actor.require(RewardPermission.RECONCILE)
        paid: list[str] = []
        failed: list[str] = []
        known: list[str] = []
        wrong: list[Mismatch] = []
        often = Counter(line.voucher for line in lines)
        references = Counter(line.reference for line in lines if line.reference)
        for line in lines:
            payment = session.scalar(
                select(RewardPayment)
                .where(RewardPayment.voucher == line.voucher)
                .execution_options(populate_existing=True)
            )
            complaint = self._complaint(session, line, payment, often, references)
            if complaint is not None:
                wrong.append(Mismatch(line.row, line.voucher, complaint))
            elif payment is not None and payment.settled_at is not None:
                known.append(line.voucher)
            elif payment is not None:
                self._paying.settle(
                    session,
                    payment,
                    succeeded=line.succeeded,
                    reference=line.reference,
                    note=line.note,
                    actor=actor,
                    now=now,
                )
                (paid if line.succeeded else failed).append(line.voucher)
        open_vouchers = session.scalars(
            select(RewardPayment.voucher).where(RewardPayment.settled_at.is_(None)).order_by(RewardPayment.id)
        )
        silent = [voucher for voucher in open_vouchers if voucher not in often]
        wrong += [Mismatch(0, voucher, "已送出支付，银行结果里没有") for voucher in silent]
        return Reconciliation(tuple(paid), tuple(failed), tuple(known), tuple(wrong))

    def _complaint(
        self,
        session: Session,
        line: BankLine,
        payment: RewardPayment | None,
        often: Counter[str],
        references: Counter[str],
    ) -> str | None:
        if payment is None:
            return "没有这个凭证号"
        if often[line.voucher] > 1:
            return "同一凭证号出现了多次"
        if line.fen != payment.amount_fen:
            return f"金额不符：应为{written(payment.amount_fen)}，银行为{written(line.fen)}"
        if payment.settled_at is not None and payment.succeeded is not line.succeeded:
            return "和已经登记的结果不一致"
        if line.reference and references[line.reference] > 1:
            return "同一银行流水号出现了多次"
        if line.reference and payment.settled_at is None:
            taken = select(RewardPayment.id).where(RewardPayment.bank_reference == line.reference)
            if session.scalar(taken) is not None:
                return "这个银行流水号已经登记在别的凭证上"
        return None
