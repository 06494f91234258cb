"""The reporter works there: said, and proved, to the vault alone.

Some rule sets pay employees more (应急〔2020〕69号 and local tables), against a proof of employment. That
an insider tells is the strongest trace there is, so nobody who handles the tip learns that it was
said: proof and picture lie with the identity, are read by a reasoned request and a second person only; the
audit log calls it what it calls any completing of an identity.
"""

import base64
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import RuleViolation
from staff.actors import Actor
from tipoffs.tips.services import TipService
from tipoffs.vault.contents import Identity, SecretField
from tipoffs.vault.services import Vault

MOST_WORDS = 500
MOST_PICTURE_BYTES = 3 * 1024 * 1024
AT_INTAKE, AT_CLAIM = "intake", "claim"
"""Where a proof lies: with the identity of the tip, or under the number of the reward."""


class ProofWanted(RuleViolation):
    """Nothing was said that could be checked."""

    sentence = f"请写清楚能证明您在这家单位上班的内容（岗位、合同或社保等），最多{MOST_WORDS}字。"


class PictureTooLarge(RuleViolation):
    """The vault keeps a page, not an album."""

    sentence = "这张照片太大，请换一张小一点的，或者只写文字。"


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody gives as proof; ``picture`` is a JPEG without metadata, or None."""

    words: str = field(repr=False)
    picture: bytes | None = field(default=None, repr=False)

    def as_identity(self) -> Identity:
        """For the vault; ``ProofWanted`` or ``PictureTooLarge`` where it cannot be taken."""
        if not self.words.strip() or len(self.words) > MOST_WORDS:
            raise ProofWanted
        if self.picture is not None and len(self.picture) > MOST_PICTURE_BYTES:
            raise PictureTooLarge
        picture = base64.b64encode(self.picture).decode() if self.picture else None
        return Identity(employment=self.words.strip(), employment_photo=picture)


class Employment:
    """Takes proofs of employment, for reporters at any time and for claims that need one."""

    def __init__(self, tips: TipService, vault: Vault) -> None:
        self._tips = tips
        self._vault = vault

    def tell(self, session: Session, number: str, proof: Proof, actor: Actor, now: datetime) -> None:
        """The reporter says that they work there; ``IdentityNotWanted`` for an anonymous tip."""
        sealed = proof.as_identity()
        with self._tips.opened(session, number, actor, now) as (steps, _):
            self._vault.seal_identity(session, number, sealed, now)
            steps.record("tips.complete_identity", f"tip:{number}")

    def has_told(self, session: Session, number: str) -> bool:
        """Whether a proof lies with this tip; what it says stays closed."""
        return self._vault.holds(session, number, SecretField.EMPLOYMENT)

    def for_claim(
        self, session: Session, number: str, reward: str, proof: Proof | None, now: datetime
    ) -> str | None:
        """Where the proof for a claim lies: with the tip from before, or now under the reward; None for none.

        An anonymous reporter has nothing but the number of the reward, which leads to no tip.
        """
        if self.has_told(session, number):
            return AT_INTAKE
        if proof is None:
            return None
        self._vault.open_case(session, reward, None, now)
        self._vault.seal_identity(session, reward, proof.as_identity(), now)
        return AT_CLAIM
