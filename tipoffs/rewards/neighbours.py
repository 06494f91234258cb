"""The vault, its receipt codes and the calendar as the reward office sees them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from places.calendar import load_workdays
from staff.actors import CLOCK, Actor
from tipoffs.rewards.holds import hold_payments
from tipoffs.rewards.models import Reward
from tipoffs.rewards.ports import Payee, SealedPayee
from tipoffs.rewards.status import RewardState
from tipoffs.rewards.words import Exclusion
from tipoffs.vault.contents import Payee as VaultPayee
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.notices import ACCOUNT
from tipoffs.vault.services import Vault
from tipoffs.vault.status import Exclusion as Listed

BARRED: Mapping[Listed, Exclusion] = {
    Listed.DUTY: Exclusion.DUTY_STAFF,
    Listed.RELATIVE: Exclusion.RELATIVE,
    Listed.INSTRUCTED: Exclusion.ACTING_FOR_STAFF,
    Listed.AGENCY: Exclusion.SAFETY_AGENCY,
}
"""What the vault's list of persons says, in the words of the reward rules."""


class VaultPayees:
    """Payees lie in the vault under the number of the reward, so that no one finds the tip from there."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def seal_payee(
        self, session: Session, reward_number: str, payee: Payee, now: datetime, *, tip: str
    ) -> SealedPayee:
        """Take it in, with the consent that was given for it; a later claim replaces it.

        A payee gives no telephone, and may be put forward by somebody on the list: so what the reporter gave
        with the tip is compared too, inside the vault.
        """
        self._vault.open_case(session, reward_number, None, now)
        self._vault.record_consent(session, reward_number, ACCOUNT, now)
        sealed = VaultPayee(
            name=payee.name, account=payee.account, id_number=payee.id_number, bank=payee.bank
        )
        self._vault.seal_payee(session, reward_number, sealed, now)
        listed = self._vault.exclusions.matches(session, reward_number, tip)
        return SealedPayee(reward_number, frozenset(BARRED[one] for one in listed))

    def open_payee(self, session: Session, ref: str, actor: Actor, now: datetime) -> Payee:
        """Read it; the vault records it and shows it to the reporter."""
        found = self._vault.open_payee(session, ref, actor, now)
        return Payee(found.name, found.id_number or "", found.account, found.bank or "")

    def without_payee(self, session: Session, ref: str, text: str) -> str:
        """``text`` without who is paid."""
        return self._vault.without_payee(session, ref, text)

    def shred_payee(self, session: Session, ref: str, now: datetime) -> None:
        """Destroy its key, and that of a proof of employment given with the claim."""
        for secret_class in (SecretClass.PAYEE, SecretClass.IDENTITY):
            self._vault.retention.shred(session, ref, secret_class, CLOCK, now)


def hold_for_listed(session: Session, cases: Collection[str], why: Listed, now: datetime) -> None:
    """Hold the payments that wait for somebody who turns out to be on the list, as reporter or payee.

    At the claim nobody could know it: they came onto the list later, or said later who they are.
    A payment that is being sent at this moment goes before or is held.
    """
    waiting = select(Reward.id).where(
        or_(Reward.number.in_(cases), Reward.tip_number.in_(cases)), Reward.state == RewardState.CLAIMED
    )
    numbers = session.scalars(waiting.order_by(Reward.id).with_for_update()).all()
    hold_payments(session, numbers, [BARRED[why]], now)


@dataclass(frozen=True, slots=True)
class CheckedReceipt:
    """The one receipt code of a visit, checked before the transaction began.

    A check opens transactions of its own and hashes for a while (``vault.receipts``): it must not happen
    inside another.
    """

    code: str
    case: str | None

    def case_of(self, session: Session, code: str, now: datetime) -> str | None:
        """What the check found, for this code alone."""
        return self.case if code == self.code else None


class OfficeCalendar:
    """The bureau's table of working days, as it stands when a day is asked for."""

    def after_days(self, session: Session, start: date, n: int) -> date:
        """The ``n``-th day after ``start``, moved on to a working day."""
        return load_workdays(session).after_days(start, n)

    def after_workdays(self, session: Session, start: date, n: int) -> date:
        """The ``n``-th working day after ``start``."""
        return load_workdays(session).after_workdays(start, n)
