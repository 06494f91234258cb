"""A reporter comes to the counter, or telephones: the payout officer takes the account down for them.

Whoever types learns the number of the reward and never which tip it is. Somebody without a name needs the
second secret beside the receipt code; a wrong pair is told as one thing, whatever of it was wrong.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from staff.actors import Actor, ActorKind
from staff.audit import AuditLog
from tipoffs.employment import Employment, Proof
from tipoffs.rewards.models import RewardClaim
from tipoffs.rewards.moves import find_claimable
from tipoffs.rewards.neighbours import CheckedReceipt
from tipoffs.rewards.notices import CONSENT
from tipoffs.rewards.payment.claiming import ClaimingService
from tipoffs.rewards.payment.payout_secrets import Prove, SecretService
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.ports import Payee
from tipoffs.rewards.refusals import WrongCode
from tipoffs.tips.files import get_tip
from tipoffs.tips.models import Mode


@dataclass(frozen=True, slots=True)
class AssistedClaimForm:
    """What the reporter says at the counter; ``agreed`` once the consent was read out and given."""

    code: str = field(repr=False)
    payee: Payee
    agreed: bool
    secret: str = field(default="", repr=False)
    proof: str = field(default="", repr=False)
    number: str = ""
    """The number of the reward, where the reporter holds it: then it must be this one."""


class AssistedClaimService:
    """Takes claims down."""

    def __init__(self, claiming: ClaimingService, employment: Employment, audit: AuditLog) -> None:
        self._claiming = claiming
        self._employment = employment
        self._audit = audit

    def claim(
        self, session: Session, form: AssistedClaimForm, case: str | None, actor: Actor, now: datetime
    ) -> RewardClaim | None:
        """Enter the account; ``case`` is what the code opened, checked before the transaction began.

        None, and not an error, for a wrong code or secret: the way in commits the count of failures and says
        ``WrongCode``.
        """
        actor.require(RewardPermission.PAY)
        consent = CONSENT if form.agreed else ""
        proof = Proof(form.proof) if form.proof else None

        def prove(number: str) -> str | None:
            return self._employment.for_claim(session, case or "", number, proof, now)

        if form.secret or case is None or get_tip(session, case).mode is Mode.ANONYMOUS:
            secrets = SecretService(self._claiming, CheckedReceipt(form.code, case))
            made = secrets.claim(
                session, form.code, form.secret, form.payee, actor, now, consent=consent, prove=prove
            )
        else:
            made = self._by_name(session, case, form.payee, consent, prove, now)
        if made is None:
            return None
        if form.number and made.reward_number != form.number:
            raise WrongCode
        subject = f"reward:{made.reward_number}"
        self._audit(session, actor=actor, action="rewards.claim_at_desk", subject=subject, now=now)
        return made

    def _by_name(
        self, session: Session, case: str, payee: Payee, consent: str, prove: Prove, now: datetime
    ) -> RewardClaim | None:
        """The claim of a reporter who said who they are: the code alone is enough."""
        reward = find_claimable(session, case)
        if reward is None:
            return None
        proof_ref = prove(reward.number) if reward.proof_needed else None
        reporter = Actor(ActorKind.REPORTER, case)
        return self._claiming.claim(
            session, reward.number, payee, reporter, now, consent=consent, proof_ref=proof_ref
        )
