"""The services behind the pages of tip-offs, handed in by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tipoffs.disclosing import Disclosing
from tipoffs.employment import Employment
from tipoffs.evidence.keeping import EvidenceStore
from tipoffs.evidence.ports import PictureDecoder
from tipoffs.evidence.services import EvidenceService
from tipoffs.intake.services import IntakeService, Spot
from tipoffs.internal.services import InternalReports
from tipoffs.rewards.payment.claiming import ClaimingService
from tipoffs.rewards.payment.payout_secrets import SecretService
from tipoffs.rewards.ports import Receipts as CheckedCode
from tipoffs.rewards.refusing import RefusingService
from tipoffs.rewards.rounds import RewardRounds
from tipoffs.tips.services import TipService
from tipoffs.vault.receipts import Receipts
from tipoffs.vault.services import Vault


@dataclass(frozen=True, slots=True)
class TipServices:
    """``get_ready`` is called before a transaction in which somebody may be told something;
    ``spot_of_scene`` is the place that a printed code for tips names; ``alarm`` tells staff that
    codes are guessed.
    """

    intake: IntakeService
    spot_of_scene: Callable[[Session, str], Spot | None]
    tips: TipService
    vault: Vault
    receipts: Receipts
    evidence: EvidenceService
    evidence_store: EvidenceStore
    disclosing: Disclosing
    claiming: ClaimingService
    refusing: RefusingService
    rounds: RewardRounds
    employment: Employment
    pictures: PictureDecoder
    internal: InternalReports
    secrets: Callable[[CheckedCode], SecretService]
    get_ready: Callable[[datetime], object]
    alarm: Callable[[Session, datetime], None]
